"""When a fee is raised: what the person is to know first, and from which month it may be (SoL 32:10). Pure.

A change needs no notice beforehand where only the price base amount has changed; from that follows that a raise for any
other cause does. How the notice is given the statute does not say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from samsyn.cases.fees.changes import Change
from samsyn.cases.fees.months import Month
from samsyn.people.refusals import N_, Invalid, Refusal


@dataclass(frozen=True)
class Notice:
    """When the person was told beforehand that the fee rises, or why they were not."""

    on: date | None = None
    why_not: str = ""


def is_raised(
    before: int, after: int | None, situation_before: Mapping[str, Any], situation_after: Mapping[str, Any]
) -> bool:
    """Whether a fee rises for another cause than the price base amount: what it was counted on has changed too.

    The situations are as they are stored with a decision; amounts in öre.
    """
    if after is None or after <= before:
        return False
    return _without_month(situation_before) != _without_month(situation_after)


def _without_month(situation: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in situation.items() if key != "month"}


def check_raise(*, notice: Notice, month: Month, change: Change | None, reasons: str, today: date) -> None:
    """Raise Invalid for a raise that nobody has told of beforehand, or that begins too early without a reason.

    Beforehand is before the month from which the raise applies: the letter says so to the person.
    """
    if notice.on is not None and notice.on > today:
        raise Invalid("notified_on", Refusal(N_("Dagen har inte varit än. Kontrollera den.")))
    if notice.on is not None and notice.on >= month.first_day:
        raise Invalid(
            "notified_on",
            Refusal(
                N_(
                    "Höjningen gäller från {month}, så det var inte i förväg. Ta bort dagen och skriv i stället varför "
                    "personen inte fick veta det tidigare."
                ),
                {"month": month.name},
                law="SoL 32:10",
            ),
        )
    if notice.on is None and not notice.why_not.strip():
        raise Invalid(
            "notified_on",
            Refusal(
                N_("Avgiften höjs. Skriv vilken dag personen fick veta det i förväg, eller varför det inte har skett."),
                law="SoL 32:10",
            ),
        )
    if change is not None and month < change.first_month and not reasons.strip():
        raise Invalid(
            "reasons",
            Refusal(
                N_("En höjning gäller från {month}, månaden efter ändringen. Skriv skälen om den ska gälla tidigare."),
                {"month": change.first_month.name},
                law="SoL 32:10",
            ),
        )
