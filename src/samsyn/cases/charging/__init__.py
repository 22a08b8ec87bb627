"""From what is granted and what was told to a fee that can be decided. Pure: rows come as values.

The calculation itself is `samsyn.cases.fees`, which knows nothing of needs. What comes here of a decision on needs is
the intervention, its amount and its period, never a reason, a goal or a text of the investigation (SoL 11:2).
"""
