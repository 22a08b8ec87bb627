"""Intake, investigation, decision and follow-up: what the authority does, and the rules it does it by."""
