"""The survey at the office: rounds, answers that came on paper, and results."""
