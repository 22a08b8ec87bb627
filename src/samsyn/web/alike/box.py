"""The box of similar decided cases on a decision that is being written or proposed. Every showing is in the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext

from samsyn.people.refusals import N_
from samsyn.review.alike_counts import FULL, PARTLY, REFUSED, UNTRIED, Given, Part, Spread
from samsyn.review.queries import Alike, alike_for_case
from samsyn.review.store_switch import NO_LINES, NOT_ON
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import amount, label

if TYPE_CHECKING:
    from samsyn.cases.models import Case, Decision, DecisionLine

SAID = {
    (FULL,): N_("{part} av {all} har fått det beviljat ({share} %)"),
    (PARTLY,): N_("{part} av {all} har fått det beviljat delvis ({share} %)"),
    (REFUSED,): N_("{part} av {all} har fått avslag ({share} %)"),
    (UNTRIED,): N_("{part} av {all} har inte fått det prövat ({share} %)"),
    (FULL, PARTLY): N_("{part} av {all} har fått det beviljat, helt eller delvis ({share} %)"),
    (REFUSED, UNTRIED): N_("{part} av {all} har fått avslag eller inte fått det prövat ({share} %)"),
    (FULL, PARTLY, REFUSED): N_("{part} av {all} har fått det prövat ({share} %)"),
    (PARTLY, REFUSED, UNTRIED): N_(
        "{part} av {all} har fått det delvis, fått avslag eller inte fått det prövat ({share} %)"
    ),
}
NEARLY = {
    (FULL, PARTLY): N_("Alla {all} utom färre än 8 har fått det beviljat, helt eller delvis"),
    (FULL, PARTLY, REFUSED): N_("Alla {all} utom färre än 8 har fått det prövat"),
}
WIDTH, MARGIN = 240, 12  # of the drawing, in its own units


@dataclass(frozen=True)
class Drawn:
    """Where the middle, the middle half and the own proposal stand on a line from nothing."""

    low: int
    middle: int
    high: int
    own: int | None
    end: int = WIDTH - MARGIN


@dataclass(frozen=True)
class Row:
    """One intervention in words, with the amounts as a line where there are any."""

    name: str
    is_proposed: bool
    parts: Sequence[str]
    amounts: str = ""
    asked: str = ""
    own: str = ""
    about: int = 0
    drawn: Drawn | None = None


def alike_box(request: Request, case: "Case", decision: "Decision") -> dict[str, Any]:
    """What `alike/_box.html` shows of a decision that is being written or waits for the delegate; else nothing.

    Called after the case was opened, by somebody at its unit: who reads it in an emergency has no part in it.
    """
    if decision.state not in decision.UNDER_WAY or request.actor.unit_id != case.unit_id:
        return {}
    lines = list(decision.lines.all())
    if not lines:  # nobody is shown what others got before they have thought themselves
        return {"alike": {"why_not": NO_LINES}}
    proposed = {line.intervention for line in lines}
    found = alike_for_case(case, decision.investigation, also=proposed, by=request.actor, at=request.now)
    return {"alike": shown(found, lines)}


def shown(found: Alike, lines: "Sequence[DecisionLine]" = ()) -> dict[str, Any]:
    """Similar cases in words: for any page that has asked for them. What is not on says nothing at all."""
    if found.why_not:
        return {"why_not": found.why_not} if found.why_not != NOT_ON else {}
    return {
        "about": found.about,
        "steps": number_format(found.tenths / 10, 1),
        "period": period(found),
        "rows": sorted((_row(g, found.about, lines) for g in found.given), key=lambda row: not row.is_proposed),
    }


def period(found: Alike) -> str:
    """The quarters whose decisions are told of: "kvartal 1 2025 till kvartal 3 2026"."""
    first, last = (gettext("kvartal {number} {year}").format(number=n, year=y) for y, n in (found.first, found.last))
    return first if first == last else gettext("{first} till {last}").format(first=first, last=last)


def _row(given: Given, everybody: int, lines: "Sequence[DecisionLine]") -> Row:
    own = [line for line in lines if line.intervention == given.intervention]
    spread, name = given.spread, label("interventions", given.intervention)
    parts = [_said(part, everybody) for part in given.parts]
    said_own = ", ".join(amount(line.amount, line.unit) for line in own if line.amount)
    if spread is None or spread.unit == "count":  # one alarm is one alarm
        return Row(name, bool(own), parts, own=said_own)
    mine = sum(line.amount for line in own if line.unit == spread.unit) or None
    return Row(
        name, bool(own), parts, amounts=_amounts(spread), own=said_own, about=spread.about,
        asked=amount(spread.asked, spread.unit) if spread.asked else "", drawn=_drawn(spread, mine),
    )  # fmt: skip


def _said(part: Part, everybody: int) -> str:
    if part.about is None:
        return gettext(NEARLY[part.outcomes]).format(all=everybody)
    return gettext(SAID[part.outcomes]).format(part=part.about, all=everybody, share=part.share)


def _amounts(spread: Spread) -> str:
    middle = amount(spread.middle, spread.unit)
    if spread.low == spread.high:
        return gettext("hälften har fått omkring {middle}").format(middle=middle)
    low, high = amount(spread.low, spread.unit), amount(spread.high, spread.unit)
    return gettext("{middle} i mitten, hälften mellan {low} och {high}").format(middle=middle, low=low, high=high)


def _drawn(spread: Spread, own: int | None) -> Drawn:
    most = max(spread.high, own or 0)
    low, middle, high, mine = (
        None if v is None else MARGIN + round((WIDTH - 2 * MARGIN) * v / most)
        for v in (spread.low, spread.middle, spread.high, own)
    )
    return Drawn(low or 0, middle or 0, high or 0, mine)
