"""Blind review as those who assess needs meet it: what waits to be read, exercises, and what it has led to."""
