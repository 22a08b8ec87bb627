"""What has ended or changed a case, and what runs that can be ended. Called after `open_case`."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet
from django.utils.timezone import localdate

from samsyn.cases.actions.moves import requested
from samsyn.cases.clocks import Clock, Facts, answer
from samsyn.cases.detriment import Lowering
from samsyn.cases.models import Case, Decision, DecisionLine, DetrimentGround, Move, Transfer, Withdrawal
from samsyn.cases.models.lowering import lowerings
from samsyn.cases.models.standings import running_lines as standings_that_run
from samsyn.cases.transfers import clocks as transfer_clocks


def withdrawals_of(case: Case) -> QuerySet[Withdrawal]:
    """What has been taken back in a case, the newest first."""
    return case.withdrawals.select_related("line", "by_person").order_by("-registered_at", "-pk")


def running_lines(case: Case, *, today: date, deaths: bool = True) -> list[DecisionLine]:
    """The granted lines of a case that run, and that the person can say no thanks to, in the order they were decided.

    `deaths`: whether a death that is noted on the person ends them.
    """
    return [stands.line for stands in standings_that_run(case, today, deaths=deaths)]


def moves_of(case: Case) -> QuerySet[Move]:
    """Moves and stays of a case, the newest first."""
    return case.moves.select_related("from_unit", "to_unit").order_by("-day", "-pk")


def transfers_of(case: Case) -> QuerySet[Transfer]:
    """Requests that the case be moved to another municipality, the newest first."""
    return case.transfers.order_by("-requested_on", "-pk")


def transfer_for(case: Case, pk: int) -> Transfer:
    """One request of this case."""
    return case.transfers.select_related("case").get(pk=pk)


def clocks_of_transfer(transfer: Transfer, *, today: date) -> list[Clock]:
    """The clocks that run for a request (SoL 29:10-11)."""
    return transfer_clocks(requested(transfer), today)


@dataclass(frozen=True)
class LoweredLine:
    """A running line that a decision gives less of, with the ground that has been chosen, if any."""

    line: DecisionLine
    lowering: Lowering
    chosen: DetrimentGround | None


def lowered_lines(decision: Decision, *, today: date) -> list[LoweredLine]:
    """What a decision under way gives less of than what runs (SoL 14:9)."""
    found = lowerings(decision, today)
    if not found:
        return []
    lines = DecisionLine.objects.select_related("decision").in_bulk([low.held.key for low in found])
    chosen = {g.held_id: g for g in decision.grounds.all()}
    return [LoweredLine(lines[low.held.key], low, chosen.get(low.held.key)) for low in found]


def grounds_of(decision: Decision) -> QuerySet[DetrimentGround]:
    """On which grounds a decision gives less than what ran."""
    return decision.grounds.select_related("held").order_by("held")


def deletion_clock(case: Case) -> Clock | None:
    """When a closed case is to be deleted at the earliest, five years after the last entry (SoL 16:1)."""
    if case.closed_at is None:
        return None
    written = case.entries.filter(state="locked").aggregate(last=Max("locked_at"))["last"]
    last = max(case.closed_at, written) if written else case.closed_at
    said = answer("GALLRING_5AR", Facts(law="SoL", last_entry=localdate(last), register_ceased=localdate(last)))
    return said if isinstance(said, Clock) else None
