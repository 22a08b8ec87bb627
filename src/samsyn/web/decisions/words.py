"""What the pages call outcomes, states and results: codes to message ids, and rows to what is shown of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from samsyn.people.refusals import N_
from samsyn.web.shared.columns import Mark
from samsyn.web.shared.outcomes import level, outcome_mark
from samsyn.web.shared.wording import amount, label, long_date

if TYPE_CHECKING:
    from samsyn.cases.models import Decision, DecisionLine, Need

RESULTS = {
    "continue": N_("Fortsätt som nu"),
    "change": N_("Ändra inom ramen"),
    "end": N_("Avsluta"),
    "reassess": N_("Utred på nytt"),
}
REACHED = {"yes": N_("Ja"), "partly": N_("Delvis"), "no": N_("Nej")}
COUNTED = {
    "times_week": N_("gånger i veckan"),
    "days_week": N_("dagar i veckan"),
    "days_month": N_("dygn i månaden"),
    "count": N_("stycken"),
}


def decision_mark(decision: "Decision", *, corrected: bool = False) -> Mark:
    """How far a decision has come."""
    if corrected:
        return Mark(N_("rättat"), "")
    return {
        "draft": Mark(N_("skrivs"), "now"),
        "proposed": Mark(N_("väntar på delegaten"), "waiting"),
        "signed": Mark(N_("signerat"), "done"),
        "aside": Mark(N_("lagt åt sidan"), ""),
    }[decision.state]


def interventions(lines: Iterable["DecisionLine"]) -> str:
    """The interventions of some lines, each once, in their order."""
    return ", ".join(dict.fromkeys(label("interventions", line.intervention) for line in lines))


def validity(start: date, end: date | None) -> str:
    """From when to when, in words."""
    first = long_date(start)
    if end is None:
        return gettext("från {start}, tills vidare").format(start=first)
    return gettext("från {start} till {end}").format(start=first, end=long_date(end))


@dataclass(frozen=True)
class ShownNeed:
    """A need as it stands beside a decision: nothing here is typed again."""

    pk: int
    area: str
    now: str
    meant: str
    goal: str
    own_words: str
    description: str


def shown_need(need: "Need") -> ShownNeed:
    """A need of the investigation, in words."""
    return ShownNeed(
        pk=need.pk,
        area=label("areas", need.area),
        now=level(need.level_now),
        meant=level(need.level_meant),
        goal=need.goal,
        own_words=need.own_words,
        description=need.description,
    )


@dataclass(frozen=True)
class ShownLine:
    """A decision line in words. `lacks` says what is still to be written before it can be decided on."""

    pk: int
    name: str
    outcome: Mark
    amount: str
    applied: str
    valid: str
    goal: str
    reasons: str
    law: str
    needs: tuple[ShownNeed, ...]
    lacks: str
    granted: bool


def shown_line(line: "DecisionLine") -> ShownLine:
    """A line of a decision; its needs must be at hand."""
    return ShownLine(
        pk=line.pk,
        name=label("interventions", line.intervention),
        outcome=outcome_mark(line.outcome),
        amount=amount(line.amount, line.unit) if line.amount else "",
        applied=amount(line.applied, line.unit) if line.applied else "",
        valid=validity(line.valid_from, line.valid_to),
        goal=line.goal,
        reasons=line.reasons,
        law=label("regimes", line.regime),
        needs=tuple(shown_need(n) for n in line.needs.all()),
        lacks=_lacks(line),
        granted=line.outcome != "refused",
    )


def _lacks(line: "DecisionLine") -> str:
    if line.outcome != "granted" and not line.reasons.strip():
        return N_("Skälen är inte skrivna än.")
    if line.outcome != "refused" and not line.goal.strip():
        return N_("Målet är inte skrivet än.")
    return ""


@dataclass(frozen=True)
class ShownOrder:
    """What an order says to the provider, in words; the levels and words as they were when it was sent."""

    name: str
    amount: str
    valid: str
    goal: str
    needs: tuple[ShownNeed, ...]
    circumstances: str


def shown_order(content: dict[str, Any]) -> ShownOrder:
    """The content of an order."""
    end = content["valid_to"]
    return ShownOrder(
        name=label("interventions", content["intervention"]),
        amount=amount(content["frame"]["amount"], content["frame"]["unit"]),
        valid=validity(date.fromisoformat(content["valid_from"]), date.fromisoformat(end) if end else None),
        goal=content["goal"],
        needs=tuple(_ordered_need(n) for n in content["needs"]),
        circumstances=content["circumstances"],
    )


def _ordered_need(need: dict[str, Any]) -> ShownNeed:
    return ShownNeed(
        pk=need["id"],
        area=label("areas", need["area"]),
        now=level(need["level_now"]),
        meant=level(need["level_meant"]),
        goal=need["goal"],
        own_words=need["own_words"],
        description=need["description"],
    )
