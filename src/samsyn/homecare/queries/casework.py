"""What came back from providers, for the caseworker who ordered and the unit's team leader."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from samsyn.cases.lifecycle import Status
from samsyn.cases.models import Case, Decision, DecisionLine
from samsyn.cases.models.standings import earlier_versions, standings
from samsyn.cases.queries import handled, handling
from samsyn.homecare.lifecycle import LIVE, OrderStatus
from samsyn.homecare.models import Order
from samsyn.people.queries import the_dead
from samsyn.people.roles import Actor, Role


def _untaken(actor: Actor) -> QuerySet[Order]:
    untaken = Order.objects.filter(handling(actor, "case__"), contact__isnull=True)
    return untaken.select_related("case__person", "case__caseworker", "provider")


def change_requested(actor: Actor) -> QuerySet[Order]:
    """Orders whose provider asks for a change before answering, the oldest first."""
    return _untaken(actor).filter(status=OrderStatus.CHANGE_REQUESTED).order_by("status_since", "pk")


def turned_down(actor: Actor) -> QuerySet[Order]:
    """Orders that a provider has turned down and that nobody else has been asked instead of, the oldest first.

    Whoever has been asked for a later version of the line, through every correction, has been asked instead.
    """
    inquiry = OuterRef("line__decision__investigation")
    later = Decision.objects.filter(case=OuterRef("case"), state=Decision.State.SIGNED, investigation__gt=inquiry)
    waiting = _untaken(actor).filter(~Exists(later), status=OrderStatus.REJECTED).exclude(case__status=Status.CLOSED)
    asked = DecisionLine.objects.filter(orders__status__in=LIVE, orders__case__in=waiting.order_by().values("case"))
    instead = set().union(*earlier_versions(asked).values())
    return waiting.exclude(line__in=instead).order_by("status_since", "pk")


def deceased(actor: Actor) -> QuerySet[Case]:
    """Open cases whose person has died, the first dead first: what is ordered goes on until the case is ended."""
    dead = handled(actor).filter(person__in=the_dead())
    return dead.order_by("person__died_on", "pk")


def partly_ordered(actor: Actor, *, today: date) -> QuerySet[Case]:
    """The caseworker's cases under way where something that the decision grants is ordered from nobody (SoL 34:1).

    What no longer runs is not waited for, and an order of an earlier version of the line is an order of the line.
    """
    if actor.role is not Role.CASEWORKER:
        return Case.objects.none()
    under_way = handled(actor).filter(status__in=[Status.ORDERED, Status.PLANNING, Status.ACTIVE])
    signed = Decision.objects.filter(case=OuterRef("decision__case"), state=Decision.State.SIGNED)
    holds = Subquery(signed.order_by("-investigation", "-version").values("pk")[:1])
    granted = DecisionLine.objects.filter(decision__case__in=under_way.order_by().values("pk"), decision=holds)
    granted = granted.exclude(outcome=DecisionLine.Outcome.REFUSED).order_by("pk")
    live = Order.objects.filter(case__in=under_way.order_by().values("pk"), status__in=LIVE)
    asked = set(live.values_list("line", flat=True))
    # Nearly every line has an order of its own, and needs no further thought.
    granted = granted.exclude(pk__in=asked)
    lines = [stands.line for stands in standings(granted, today, deaths=False).values() if stands.runs(today)]
    versions = earlier_versions([line for line in lines if line.replaces_id])
    left = {line.decision.case_id for line in lines if not versions.get(line.pk, set()) & asked}
    return under_way.filter(pk__in=left).order_by("status_since", "pk")
