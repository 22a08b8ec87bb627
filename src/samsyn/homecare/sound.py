"""Whether a plan is complete enough to be put before the person: pure, over plain values."""

from collections.abc import Sequence
from datetime import date

from samsyn.homecare.frame import Times, current_until, minutes_a_week, why_not_fit
from samsyn.people.refusals import N_, Refusal


def why_not_offer(
    activities: Sequence[Times],
    *,
    participation: str,
    follow_up_on: date | None,
    amount: int,
    unit: str,
    today: date,
) -> Refusal | None:
    """What is missing before the plan can be handed to the person, or None.

    `amount` and `unit` are the decision's frame.
    """
    if not activities:
        return Refusal(N_("Planen har inga aktiviteter än. Lägg till minst en."))
    if not participation:
        return Refusal(N_("Skriv hur personen var med och gjorde planen."), law="SoL 10:3")
    if follow_up_on is None or not today < follow_up_on <= current_until(today):
        return Refusal(N_("Välj en dag för uppföljning inom sex månader."))
    return why_not_fit(minutes_a_week(activities), amount, unit)
