"""What the pages ask of nights by camera. Personal data leaves a reading in the log, by whoever fetches it here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.homecare import night_access as access
from samsyn.homecare.access import OrderFacts
from samsyn.homecare.lifecycle import ACCEPTED
from samsyn.homecare.models import (
    Activity,
    CameraConsent,
    Cohabitant,
    Look,
    LookPermit,
    NightCheck,
    NightOff,
    NightTerms,
    Order,
    Plan,
    Supervision,
)
from samsyn.homecare.night_facts import check_of, is_named, permits_at, terms_of, why_barred_at
from samsyn.homecare.nightwatch.machine import OVER, WAITING, State, Step, overdue, why_not
from samsyn.people.access import SEE, why_not_act_for
from samsyn.people.models import Appointment, Person, Staff
from samsyn.people.refusals import Refusal, permit
from samsyn.people.roles import PROVIDER, Actor, Role

BACK, AHEAD = timedelta(hours=20), timedelta(hours=20)
TOLD_FOR = timedelta(days=30)  # how far back a person reads of single looks on their page
LENIENCE = timedelta(minutes=2)


# The set-up


def supervision_of(order: Order) -> Supervision | None:
    """The camera on an order, if there is one that has not ended. Called after the order is opened."""
    found = order.supervisions.filter(ended_at=None).select_related("activity").prefetch_related(*_ALL).first()
    if found:
        found.order = order
    return found


def supervised(orders: Iterable[Order]) -> set[int]:
    """Which of some orders have a camera that has not ended. Called after the orders are opened."""
    found = Supervision.objects.filter(order__in=[o.pk for o in orders], ended_at=None)
    return set(found.values_list("order", flat=True))


_ALL = (
    "cohabitants",
    "nights_off",
    Prefetch("terms", NightTerms.objects.order_by("-version")),
    Prefetch("consents", CameraConsent.objects.select_related("cohabitant").order_by("given_at", "pk")),
)


def activities_to_watch(order: Order) -> list[tuple[int, str]]:
    """The activities of the plan that the person has approved, one of which a camera can be the way of."""
    plan = order.plans.filter(state=Plan.State.APPROVED).first()
    rows = plan.activities.order_by("start", "pk") if plan else []
    return [(a.pk, f"{a.what}, {a.start:%H.%M}") for a in rows]


def activity_to_watch(order: Order, pk: int) -> Activity:
    """One of those. Raises Activity.DoesNotExist for another plan's."""
    return Activity.objects.select_related("plan").get(pk=pk, plan__order=order, plan__state=Plan.State.APPROVED)


def cohabitant_of(order: Order, pk: int) -> Cohabitant:
    """Somebody who lives with the person of an order. Raises Cohabitant.DoesNotExist."""
    return Cohabitant.objects.select_related("supervision").get(pk=pk, supervision__order=order)


def night_off_of(supervision: Supervision, pk: int) -> NightOff:
    """A night that was called off. Raises NightOff.DoesNotExist."""
    return NightOff.objects.get(pk=pk, supervision=supervision)


def camera_consent_of(order: Order, pk: int) -> CameraConsent:
    """A yes on an order. Raises CameraConsent.DoesNotExist."""
    return CameraConsent.objects.get(pk=pk, supervision__order=order)


# Who may look


def look_permits(actor: Actor) -> list[LookPermit]:
    """The permissions at the planner's unit, those that hold first."""
    if actor.role is not Role.PROVIDER_PLANNER:
        return []
    given = LookPermit.objects.filter(unit=actor.unit_id).select_related("staff")
    return sorted(given, key=lambda p: (p.ended_at is not None, -p.valid_to.toordinal(), p.pk))


def look_permit_for(actor: Actor, pk: int) -> LookPermit | None:
    """One of the unit's; None for another's, as for none."""
    return LookPermit.objects.filter(pk=pk, unit=actor.unit_id).first()


def staff_to_name(actor: Actor) -> QuerySet[Staff]:
    """Whom the planner may name: those who work at the unit."""
    if actor.role is not Role.PROVIDER_PLANNER:
        return Staff.objects.none()
    held = Appointment.objects.filter(unit=actor.unit_id, role__in=PROVIDER, valid_to=None)
    return Staff.objects.filter(pk__in=held.values("staff"), left_on=None).order_by("family_name", "given_name")


# The night


@dataclass(frozen=True)
class Watched:
    """One check as the list shows it: with what may be done now, and why not."""

    check: NightCheck
    looks: list[Look]
    why_not_look: Refusal | None
    may_ask: bool

    @property
    def person(self) -> Person:
        return self.check.supervision.order.case.person

    @property
    def state(self) -> State:
        return State(self.check.state)


@dataclass(frozen=True)
class Night:
    """A unit's night: what is to be done now, what comes, and what is over. `behind`: the watch stands still."""

    now: list[Watched] = field(default_factory=list)
    later: list[Watched] = field(default_factory=list)
    over: list[Watched] = field(default_factory=list)
    named: bool = False
    behind: bool = False


def night_of(actor: Actor, *, at: datetime) -> Night:
    """The own unit's night around a moment. The page that shows it records the reading."""
    if access.why_not_watch(actor):
        return Night()
    checks = NightCheck.objects.filter(supervision__order__provider=actor.unit_id, due_at__lte=at + AHEAD)
    open_now = ~Q(state__in=OVER)
    checks = checks.filter(open_now | Q(due_at__gt=at - BACK))
    rows = list(_whole(checks).order_by("act_at", "pk"))
    named = is_named(actor, at)
    seen = [_watched(row, actor, at, named) for row in rows]
    return Night(
        now=[w for w in seen if (w.state not in OVER and w.check.act_at <= at) or w.state in _URGENT],
        later=[w for w in seen if w.state in WAITING and w.check.act_at > at],
        over=sorted((w for w in seen if w.state in OVER), key=lambda w: w.check.since, reverse=True),
        named=named,
        behind=any(_is_behind(row, at) for row in rows),
    )


_URGENT = frozenset({State.LOOKING, State.VISIT, State.GOING, State.LATE})


def _whole(checks: QuerySet[NightCheck]) -> QuerySet[NightCheck]:
    whole = checks.select_related("supervision__order__case__person", "terms", "visit__goes")
    looks = Prefetch("looked", Look.objects.select_related("staff").order_by("began_at", "pk"))
    return whole.prefetch_related(looks, "supervision__consents", "supervision__cohabitants")


def _watched(row: NightCheck, actor: Actor, at: datetime, named: bool) -> Watched:
    facts = OrderFacts.of(row.supervision.order)
    no = access.why_not_look(actor, facts, named=named)
    if row.state in WAITING:
        no = no or why_barred_at(row.supervision)
    no = no or why_not(check_of(row), Step.OPEN, at=at, terms=terms_of(row.terms))
    return Watched(row, list(row.looked.all()), no, row.state in WAITING and row.act_at <= at)


def _is_behind(row: NightCheck, at: datetime) -> bool:
    """Whether the watch should have moved a check two minutes ago and has not."""
    then = at - LENIENCE
    return row.supervision.order.status in ACCEPTED and bool(
        overdue(check_of(row), at=then, terms=terms_of(row.terms), barred=False)
    )


@transaction.atomic
def check_for(pk: int, *, by: Actor, at: datetime, what: str = "night.read") -> NightCheck:
    """One check, for the staff who do it. Records the reading. Raises NightCheck.DoesNotExist, NoAccess."""
    check = _whole(NightCheck.objects.filter(pk=pk)).get()
    order = check.supervision.order
    permit(access.why_not_go(by, OrderFacts.of(order)))
    record(
        by=by, at=at, what=what, about=f"night_check:{pk}", access=Event.Access.READ, case=order.case_id,
        subjects=[order.case.person_id],
    )  # fmt: skip
    return check


def watched(check: NightCheck, *, by: Actor, at: datetime) -> Watched:
    """A check that was fetched, with what may be done with it now."""
    return _watched(check, by, at, is_named(by, at))


def open_look_of(check: NightCheck, by: Actor) -> Look | None:
    """One's own look that is under way on a check."""
    return next((x for x in check.looked.all() if x.ended_at is None and x.staff_id == by.staff_id), None)


def seconds_left(look: Look, at: datetime) -> int:
    """For how many seconds more there can be a picture."""
    return max(0, look.most_seconds - int((at - look.began_at).total_seconds()))


def due_checks(actor: Actor, *, upto: datetime) -> list[NightCheck]:
    """The checks of the own unit that wait for a look and are due by a moment, the first first."""
    if access.why_not_watch(actor):
        return []
    waiting = NightCheck.objects.filter(supervision__order__provider=actor.unit_id, state=State.DUE, due_at__lte=upto)
    return list(waiting.select_related("terms").order_by("due_at", "pk"))


def persons_of_checks(pks: Sequence[int]) -> set[int]:
    """Whom these checks are about."""
    found = NightCheck.objects.filter(pk__in=pks)
    return set(found.values_list("supervision__order__case__person", flat=True))


# The person's page


def told_nights(person_id: int, *, by: Actor) -> list[Supervision]:
    """How somebody is looked after at night by camera, the one under way first. The page records the reading."""
    permit(why_not_act_for(by, person_id, SEE))
    found = Supervision.objects.filter(order__case__person=person_id).prefetch_related(*_ALL)
    found = found.select_related("order__provider", "order__case__person", "activity")
    return list(found.order_by("ended_at", "-began_at"))


def told_checks(supervision: Supervision, *, at: datetime) -> list[NightCheck]:
    """The checks of the last month that something came of, newest first. Called after `told_nights`."""
    past = supervision.checks.filter(due_at__gt=at - TOLD_FOR, due_at__lte=at).select_related("visit__goes", "terms")
    looks = Prefetch("looked", Look.objects.select_related("staff").order_by("began_at", "pk"))
    return list(past.prefetch_related(looks).order_by("-due_at"))


def who_may_look(supervision: Supervision, *, at: datetime) -> list[Staff]:
    """The few who may look now, by name."""
    given = permits_at(supervision.order.provider_id, at).values("staff")
    return list(Staff.objects.filter(pk__in=given, left_on=None).order_by("family_name", "given_name"))


@transaction.atomic
def shared_homes(*, by: Actor, at: datetime) -> list[Cohabitant]:
    """Where the reader lives with somebody who has a camera at night: their yes is asked for. Records the reading."""
    if by.role is not Role.PERSON or by.person_id is None:
        return []
    found = Cohabitant.objects.filter(other=by.person_id, moved_at=None, supervision__ended_at=None)
    found = found.select_related("supervision__order__case__person").prefetch_related("consents", "supervision__terms")
    homes = list(found.order_by("pk"))
    if homes:
        persons = sorted({h.supervision.order.case.person_id for h in homes})
        record(by=by, at=at, what="night.shared", about="list", access=Event.Access.READ, subjects=persons)
    return homes
