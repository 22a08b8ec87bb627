"""Are women and men, and other groups, with the same need given the same support? Figures with what they cannot say.

No framework, clock, randomness, settings or files unless passed as arguments. See docs/equity.md.
"""
