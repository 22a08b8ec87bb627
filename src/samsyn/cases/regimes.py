"""Decision regimes: the paragraph a line is decided under, and what the person may do against it.

The remedy follows the paragraph, not the intervention: the same companion service may be appealed when it
is given under SoL 11:1, and only be tried for its legality when given under SoL 11:4 (SoL 35:1, KL 13 kap.).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from samsyn.cases.codes import code_list
from samsyn.cases.law import NotInForce, Paragraph, paragraph


class Remedy(StrEnum):
    """What somebody who is not content may do (Rättsmedel)."""

    APPEAL = "appeal"  # överklagande, FL 40-46 §§: sent to the committee, the court may change the decision
    LEGALITY_REVIEW = "legality_review"  # laglighetsprövning, KL 13 kap.: sent to the court, which may only annul


@dataclass(frozen=True)
class Regime:
    """A legal basis that a decision line may have. `law` and `remedy_law` are keys of the law table."""

    code: str
    label: str
    law: str
    remedy: Remedy
    remedy_law: str
    text_key: str

    def law_on(self, *days: date) -> Paragraph:
        """The paragraph on the first of these days when it is in force; else raises NotInForce."""
        return _first_in_force(self.law, days)

    def remedy_law_on(self, *days: date) -> Paragraph:
        """The paragraph that gives the remedy, chosen in the same way."""
        return _first_in_force(self.remedy_law, days)


@cache
def regimes() -> dict[str, Regime]:
    """All regimes by code, in the order of the list."""
    return {
        code: Regime(
            code=code,
            label=row.label_sv,
            law=row.extra["law"],
            remedy=Remedy(row.extra["remedy"]),
            remedy_law=row.extra["remedy_law"],
            text_key=row.extra["text_key"],
        )
        for code, row in code_list("regimes").items()
    }


def regime(code: str) -> Regime:
    """The regime with this code. Raises KeyError for one that is not on the list."""
    return regimes()[code]


def regimes_on(day: date) -> list[Regime]:
    """The regimes that a decision made on that day may use."""
    return [r for r in regimes().values() if _in_force(r, day)]


def _in_force(regime: Regime, day: date) -> bool:
    try:
        regime.law_on(day)
    except NotInForce:
        return False
    return True


def _first_in_force(key: str, days: tuple[date, ...]) -> Paragraph:
    for day in days[:-1]:
        try:
            return paragraph(key, day)
        except NotInForce:
            continue
    return paragraph(key, days[-1])
