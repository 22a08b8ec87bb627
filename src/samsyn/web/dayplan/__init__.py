"""The planner's page of a unit's day: a board, a map and a list that say the same; the planner decides."""
