"""Persons, relations, consents, units, staff, roles and the rules of access."""
