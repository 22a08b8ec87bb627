"""A unit's day as something to plan: facts, travel, rules and cost. Rows come from the queries."""
