"""The words for what the log tells of reviews, exercises and the store of what was decided."""

REVIEW: dict[str, str] = {}
EXERCISES: dict[str, str] = {}
ALIKE: dict[str, str] = {}
