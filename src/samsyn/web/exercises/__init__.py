"""Exercises as a unit meets them: vignettes, rounds with their report, the year wheel and the working group."""
