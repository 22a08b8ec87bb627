"""Several examinations shown together: which of their gaps still stand when all are counted.

Benjamini and Hochberg (1995) over every gap of one kind that is shown, so that of those called a difference at most one
in twenty is none, on average (`multiple`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from samsyn.equity.estimate import Estimate
from samsyn.equity.examination import Examination
from samsyn.equity.multiple import benjamini_hochberg, p_value

Kind = Literal["crude", "facts", "need"]
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Shown:
    """A gap among several: which, its p value alone and among all, and whether it stands.

    `outcome` and `group` are columns; the p values and `stands` are None where the gap cannot be told.
    """

    outcome: str
    group: str
    gap: Estimate | None
    p: float | None
    adjusted: float | None
    stands: bool | None


def together(examinations: Sequence[Examination], kind: Kind = "facts", level: float = LEVEL) -> tuple[Shown, ...]:
    """The gaps of a kind, in the order given. A gap that cannot be told is not counted, and never stands.

    Raises ValueError for a level that is not between 0 and 1.
    """
    gaps = [_gap(examination, kind) for examination in examinations]
    told = [p_value(gap) for gap in gaps if gap is not None]
    judged = benjamini_hochberg(told, level)
    rest = iter(zip(told, judged.adjusted, judged.rejected, strict=True))
    return tuple(
        Shown(one.asked.outcome, one.asked.group, gap, *(next(rest) if gap is not None else (None, None, None)))
        for one, gap in zip(examinations, gaps, strict=True)
    )


def _gap(examination: Examination, kind: Kind) -> Estimate | None:
    answer = examination.answer
    return {"crude": answer.crude, "facts": answer.facts, "need": answer.need}[kind]
