"""Samsyn: one chain for municipal care, from application to follow-up."""
