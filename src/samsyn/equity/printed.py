"""The three gaps of an answer as one JSON object: what the command prints, and what a page gives as a file."""

import json

from samsyn.equity.answer import Answer
from samsyn.equity.words import Language, said


def printed(told: Answer, language: Language) -> str:
    """The object as text. Shares are fractions; codes and keys are the same in every language."""
    gaps = {
        name: gap and {"estimate": gap.value, "ci95": [gap.low, gap.high], "n": gap.n}
        for name, gap in (("crude", told.crude), ("facts", told.facts), ("need", told.need))
    }
    whole = {
        "groups": [told.compared, told.reference],
        "gaps": gaps,
        "excluded": told.excluded,
        "warnings": [{"code": note.code, "text": said(note, language)} for note in told.notes],
        "verdict": {"code": told.verdict.code, "text": said(told.verdict, language)},
    }
    return json.dumps(whole, ensure_ascii=False)
