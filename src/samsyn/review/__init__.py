"""Blind review: a case is discussed without sex, name or age before it is decided, and the unit learns from it."""
