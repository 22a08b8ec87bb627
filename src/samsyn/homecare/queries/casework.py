"""What came back from providers, for the caseworker who ordered and the unit's team leader."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from samsyn.cases.lifecycle import Status
from samsyn.cases.models import Case, Decision, DecisionLine
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
    """Orders that a provider has turned down and that nobody else has been asked instead of, the oldest first."""
    asked = Order.objects.filter(status__in=LIVE)
    instead = asked.filter(Q(line=OuterRef("line")) | Q(line__replaces=OuterRef("line")))
    inquiry = OuterRef("line__decision__investigation")
    later = Decision.objects.filter(case=OuterRef("case"), state=Decision.State.SIGNED, investigation__gt=inquiry)
    waiting = _untaken(actor).filter(~Exists(instead), ~Exists(later), status=OrderStatus.REJECTED)
    return waiting.exclude(case__status=Status.CLOSED).order_by("status_since", "pk")


def deceased(actor: Actor) -> QuerySet[Case]:
    """Open cases whose person has died, the first dead first: what is ordered goes on until the case is ended."""
    dead = handled(actor).filter(person__in=the_dead())
    return dead.order_by("person__died_on", "pk")


def partly_ordered(actor: Actor) -> QuerySet[Case]:
    """The caseworker's cases under way where something that the decision grants is ordered from nobody (SoL 34:1)."""
    if actor.role is not Role.CASEWORKER:
        return Case.objects.none()
    signed = Decision.objects.filter(case=OuterRef("pk"), state=Decision.State.SIGNED)
    holds = signed.order_by("-investigation", "-version").values("pk")[:1]
    asked = Order.objects.filter(Q(line=OuterRef("pk")) | Q(line=OuterRef("replaces")), status__in=LIVE)
    left = DecisionLine.objects.filter(~Exists(asked), decision=OuterRef("holds"), withdrawals=None).exclude(
        outcome="refused"
    )
    under_way = handled(actor).filter(status__in=[Status.ORDERED, Status.PLANNING, Status.ACTIVE])
    return under_way.annotate(holds=Subquery(holds)).filter(Exists(left)).order_by("status_since", "pk")
