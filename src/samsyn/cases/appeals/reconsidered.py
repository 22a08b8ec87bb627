"""Whether the committee may change an appealed decision itself (FL 37-39, 46), and what follows a judgment.

An appeal does not lapse because the committee changes its decision: what is changed goes to the court too, and the
appeal is taken to be about the new decision (FL 46). Only the court, or whoever appealed, ends it. Pure.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from samsyn.cases.communication import GrantRow, is_against
from samsyn.cases.regimes import Remedy
from samsyn.people.refusals import N_, Refusal

# What a court can do that leaves the committee something to do (KL 13:8: a legality review can only annul).
FOLLOWED = frozenset({"annulled", "changed", "remitted"})
ONLY_OF_APPEAL = frozenset({"changed", "remitted"})
HIGHER = frozenset({"appeal", "supreme"})


class Changed(Protocol):
    """As much of the version that the committee has put beside the appealed decision as the rule looks at."""

    pk: Any
    signed_at: Any


def why_not_reconsider(
    result: str, *, new: Changed | None, before: Iterable[GrantRow], after: Iterable[GrantRow]
) -> Refusal | None:
    """The reason a reconsideration may not be noted with this result, or None.

    `new` is the signed version that has replaced the appealed decision since the appeal came; `before` and `after` are
    the lines of the two.
    """
    if result == "unchanged":
        if new:
            return Refusal(N_("Beslutet är ändrat sedan överklagandet kom. Välj att det ändrades."), law="FL 46")
        return None
    if new is None:
        return Refusal(
            N_("Det finns inget ändrat beslut än. Rätta beslutet och låt delegaten signera, och kom sedan tillbaka."),
            law="FL 38",
        )
    if _takes_away(before, after):
        return Refusal(
            N_("Ett överklagat beslut får bara ändras om ändringen inte är till nackdel för personen."), law="FL 38"
        )
    return None


def _takes_away(before: Iterable[GrantRow], after: Iterable[GrantRow]) -> bool:
    granted = [line for line in after if line.outcome != "refused"]
    # What is still cut or refused is no new harm; only getting less than before is.
    return is_against([_as_granted(line) for line in granted], before)


def _as_granted(line: GrantRow) -> GrantRow:
    days = getattr(line, "valid_from", None), getattr(line, "valid_to", None)
    return _Granted(line.intervention, line.unit, line.amount, *days)


class _Granted:
    outcome = "granted"

    def __init__(self, intervention: Any, unit: Any, amount: Any, first: date | None, last: date | None) -> None:
        self.intervention, self.unit, self.amount = intervention, unit, amount
        self.valid_from, self.valid_to = first, last


def why_not_judge(outcome: str, instance: str, remedy: Remedy, *, at_higher: bool) -> Refusal | None:
    """The reason such a judgment cannot be right, or None (KL 13:8, SoL 35:4)."""
    if remedy is Remedy.LEGALITY_REVIEW and outcome in ONLY_OF_APPEAL:
        return Refusal(
            N_("Vid laglighetsprövning kan domstolen bara upphäva beslutet eller låta det stå. Kontrollera utgången."),
            law="KL 13:8",
        )
    if (instance in HIGHER) != at_higher:
        return Refusal(N_("Målet är hos en annan instans. Kontrollera vilken domstol det är."), law="SoL 35:4")
    if outcome == "leave_denied" and not at_higher:
        return Refusal(N_("Prövningstillstånd behövs först i kammarrätten. Kontrollera utgången."), law="SoL 35:4")
    return None


def why_not_follow(outcome: str, *, followed: bool) -> Refusal | None:
    """The reason nothing is opened because of a judgment, or None."""
    if outcome not in FOLLOWED:
        return Refusal(N_("Domen ändrar inte beslutet, så det finns inget nytt att besluta."))
    if followed:
        return Refusal(N_("Domen följs redan i en utredning."))
    return None


def days_waited(came: date, until: date) -> int:
    """How many days since an appeal came in: it is to be handed over promptly, and the law names no number (FL 46)."""
    return (until - came).days
