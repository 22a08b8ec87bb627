"""Fees under SoL 32 kap. and LSS 18-21 §§: parameters as data, one calculation, and what the rules cannot answer.

Nothing here knows a database, a clock or the assessment of needs: the person's economy may not weigh when the need is
tried (SoL 11:2), and the need does not weigh in the fee.
"""
