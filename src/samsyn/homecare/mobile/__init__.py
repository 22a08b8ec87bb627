"""Carers' work without network: who may, and what one change holds. Pure."""
