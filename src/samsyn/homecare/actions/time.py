"""Planned and performed time. Planned is performed unless somebody says otherwise (SoL 15:9)."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils.timezone import localdate, localtime

from samsyn.audit.actions import action, hold_chain, record
from samsyn.homecare import access
from samsyn.homecare.account.spans import Span
from samsyn.homecare.actions.execution import ceased, helped, helped_all, not_helped
from samsyn.homecare.actions.shared import carry_out, locked, note, tell
from samsyn.homecare.lifecycle import ACCEPTED, Message, OrderStatus
from samsyn.homecare.models import AFTER_DEATH, UNTOLD, Order, PerformedTime, Plan, PlannedTime, TimeRequest
from samsyn.homecare.reasons import AWAY, GIVEN_UP, reasons_given
from samsyn.homecare.rhythm import days_between
from samsyn.people.days import check_day
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor, Role

AHEAD = timedelta(days=28)  # how far planned days are laid out
LONGEST = 24 * 60
SAID = ("source", "minutes", "carer_id", "reason", "note", "recorded_by")


def lay_out(plan: Plan, *, after: date, upto: date | None = None, from_time: time = time.min) -> int:
    """Make the plan's days, after one day and up to another (four weeks on). Returns how many. Part of an action.

    Only activities that start at `from_time` or later are laid out, and nothing after the person's death. What the
    person has swapped away or cancelled on a day, or was in hospital for, does not come back with a new plan.
    """
    order = plan.order
    first = max(after + timedelta(1), order.start_on)
    last = upto or after + AHEAD
    if order.content["valid_to"]:
        last = min(last, date.fromisoformat(order.content["valid_to"]))
    if died_on := order.case.person.died_on:
        last = min(last, died_on)
    given_up = set(
        order.planned.filter(day__gte=first, performed__reason__in=GIVEN_UP).values_list(
            "day", "activity__what", "activity__start"
        )
    )
    away = _away(order, first)
    rows = [
        PlannedTime(
            order=order, activity=a, provider_id=order.provider_id, day=day, start=a.start, minutes=a.minutes,
            carer_id=a.responsible_id,
        )
        for a in plan.activities.all()
        if a.start >= from_time
        for day in days_between(first, last, a.weekdays, a.every_weeks, a.first_week)
        if day not in away and (day, a.what, a.start) not in given_up
    ]  # fmt: skip
    PlannedTime.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _away(order: Order, first: date) -> set[date]:
    """Days of stays in hospital: from the first to the last visit where several were called off at one time.

    One visit alone takes nothing else of its day with it: the person may be home again in the evening.
    """
    called_off = PerformedTime.objects.current().filter(order=order, reason=AWAY).values("recorded_at")
    stays = called_off.annotate(begins=Min("day"), ends=Max("day"), n=Count("pk")).filter(n__gt=1, ends__gte=first)
    spans = [Span(stay["begins"], stay["ends"]) for stay in stays.order_by()]
    return {day for span in spans for day in span.days()}


def forget_ahead(order: Order, *, after: date, at: datetime) -> None:
    """Take away planned days that nobody has said anything about, because a new plan replaces them. Part of an action.

    They are deleted, not marked, because they hold nothing of their own: a planned day is worked out from its activity,
    what a planner moved stands in the day plan's changes, and an approved plan keeps its activities for ever with the
    time it was answered.
    What was promised for any day can so be laid out again. What somebody swapped for is no day of the plan, and stays.
    """
    _forget(order.planned.filter(UNTOLD, day__gt=after, request__isnull=True), at)


def _forget(planned: QuerySet[PlannedTime], at: datetime) -> None:
    """Take planned times away; who has asked to swap one of them is told that it is gone."""
    TimeRequest.objects.filter(state=TimeRequest.State.ASKED, given__in=planned).update(**gone(at))
    planned.delete()


def gone(at: datetime) -> dict[str, object]:
    """What is written of a request whose visit or day is no longer there."""
    return {"state": TimeRequest.State.GONE, "answered_at": at, "answered_by": "job:gone"}


def forget_rest(order: Order, *, at: datetime, last: date | None = None) -> None:
    """Take away what was planned to begin after a moment, because the order ends then. Part of an action.

    With a `last` day ahead the order's plan is followed until then; the days that are not laid out yet are laid out.
    What was planned after the person's death goes, too: it was never closed, and no help was given.
    """
    now = localtime(at)
    ends = max(last, now.date()) if last else now.date()
    _forget(order.planned.filter(UNTOLD, day__gt=ends, request__isnull=False), at)
    TimeRequest.objects.filter(order=order, state=TimeRequest.State.ASKED).update(**gone(at))
    if last and last >= now.date():
        forget_ahead(order, after=last, at=at)
        for plan in order.plans.filter(state=Plan.State.APPROVED):
            lay_out(plan, after=now.date(), upto=last)
    else:
        forget_ahead(order, after=now.date(), at=at)
        _forget(order.planned.filter(UNTOLD, day=now.date(), start__gt=now.time()), at)
    if died_on := order.case.person.died_on:
        _forget(order.planned.filter(UNTOLD, day__gt=died_on), at)


def plan_ahead(*, by: Actor, at: datetime) -> int:
    """Lay out the coming weeks of every approved plan that is being carried out. Returns how many days were added.

    Each provider is a transaction of its own: what is stopped half way goes on where it was, and nobody waits for all.
    """
    today = localdate(at)
    providers = _carried_out().order_by("order__provider").values_list("order__provider", flat=True).distinct()
    made = 0
    for provider in providers:
        with transaction.atomic():
            hold_chain()
            made += _plan_provider(provider, today, by, at)
    return made


def _carried_out() -> QuerySet[Plan]:
    living = Q(order__case__person__died_on=None)
    return Plan.objects.filter(living, state=Plan.State.APPROVED, order__status__in=ACCEPTED)


def _plan_provider(provider: int, today: date, by: Actor, at: datetime) -> int:
    plans = _carried_out().filter(order__provider=provider).select_related("order__case__person").order_by("pk")
    ahead = PlannedTime.objects.filter(provider=provider, day__gte=today, request__isnull=True)  # of the plan itself
    reached = dict(ahead.values_list("order").annotate(last=Max("day")))
    made = 0
    for plan in plans.prefetch_related("activities"):
        after = reached.get(plan.order_id, today)
        if after >= today + AHEAD:
            continue
        added = lay_out(plan, after=after, upto=today + AHEAD)
        made += added
        if added:
            tell(plan.order, "time.plan", by=by, at=at, about=f"plan:{plan.pk}", days=added)
    return made


@action
def report_time(
    *,
    planned: PlannedTime,
    minutes: int,
    reason: str,
    note_text: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> PerformedTime:
    """Say that something went otherwise than planned; 0 minutes means that it was not done (SoL 15:9).

    Saying it again corrects what was said, in a new version beside the old; saying the same again changes nothing.
    Who was there stays as it was first reported, whoever corrects the rest. `seen` is the version that the writer had
    read, 0 for none. Raises Invalid without a reason, before the day, for minutes before the visit has begun, with a
    reason of absence or after the person's death; Refused when somebody has said something else since `seen`.
    """
    order = locked(planned.order)
    permit(access.why_not_report(by, access.OrderFacts.of(order)))
    _check(minutes, reason, planned.day, localdate(at), zero_allowed=True)
    if minutes:
        _check_alive("minutes", order, planned.day)
        _check_begun("minutes", planned.day, planned.start, at)
    before = PerformedTime.objects.filter(planned=planned).order_by("version").last()
    performed = PerformedTime(
        order=order, planned=planned, version=before.version + 1 if before else 1, day=planned.day,
        start=planned.start, minutes=minutes, reason=reason, note=note_text.strip(),
        carer_id=_who_was_there(before, planned, by), charged=_still_charged(before, minutes, reason),
        source=PerformedTime.Source.REPORTED, recorded_at=at, recorded_by=by.key,
    )  # fmt: skip
    if before and _says_the_same(before, performed):
        return before  # pressed twice
    _check_seen(before, seen)
    performed.save()
    _begun(order, minutes, by, at)
    _tell_standing(order, planned.day, minutes, by, at)
    tell(
        order, "time.report", by=by, at=at, about=f"planned:{planned.pk}", minutes=minutes,
        before=before.minutes if before else None,
    )  # fmt: skip
    return performed


def _who_was_there(before: PerformedTime | None, planned: PlannedTime, by: Actor) -> int | None:
    if before and before.source == PerformedTime.Source.REPORTED:
        return before.carer_id
    second = planned.second  # who came second says what became of the visit; it stays the first's
    mine = by.role is Role.CARE_WORKER and not (second and second.pk == by.staff_id)
    return by.staff_id if mine else planned.carer_id


def _still_charged(before: PerformedTime | None, minutes: int, reason: str) -> int:
    """What a late word cost stands while the same is said; a note beside it takes nothing back."""
    return before.charged if before and not minutes and before.reason == reason else 0


def _says_the_same(before: PerformedTime, after: PerformedTime) -> bool:
    return all(getattr(before, name) == getattr(after, name) for name in SAID)


@action
def report_extra(
    *,
    order: Order,
    day: date,
    start: time,
    minutes: int,
    reason: str,
    note_text: str,
    by: Actor,
    at: datetime,
) -> PerformedTime:
    """Say that something was done that was not planned."""
    order = locked(order)
    permit(access.why_not_report(by, access.OrderFacts.of(order)))
    if order.status not in ACCEPTED and not (
        order.status == OrderStatus.STOPPED and order.planned.filter(day__gte=day).exists()
    ):
        raise Refused(Refusal(N_("Beställningen pågår inte.")))
    check_day("day", day, earliest=order.start_on)
    _check(minutes, reason, day, localdate(at), zero_allowed=False)
    _check_alive("day", order, day)
    _check_begun("start", day, start, at)
    told = {"day": day, "start": start, "minutes": minutes, "reason": reason, "note": note_text.strip()}
    if sent_before := order.performed.filter(planned__isnull=True, recorded_by=by.key, **told).first():
        return sent_before  # pressed twice
    performed = PerformedTime.objects.create(
        order=order, day=day, start=start, minutes=minutes, note=note_text.strip(),
        carer_id=by.staff_id if by.role is Role.CARE_WORKER else None,
        source=PerformedTime.Source.REPORTED, reason=reason, recorded_at=at, recorded_by=by.key,
    )  # fmt: skip
    _begun(order, minutes, by, at)
    _tell_standing(order, day, minutes, by, at)
    tell(order, "time.extra", by=by, at=at, about=f"performed:{performed.pk}", minutes=minutes)
    return performed


def close_days(*, by: Actor, at: datetime, through: date) -> int:
    """Write as performed all that was planned up to a day and that nobody has said otherwise about.

    What is planned after the person's death is left: such a day is not closed until the order has ended.
    Each provider's day is a transaction of its own with one event, the oldest day first: what is stopped half way goes
    on where it was, and nobody waits for more than a day. Returns how many rows were written.
    """
    if through >= localdate(at):
        raise Invalid("through", Refusal(N_("En dag stängs när den är slut. Välj en dag före i dag.")))
    left = PlannedTime.objects.filter(UNTOLD, ~AFTER_DEATH, day__lte=through).order_by("day", "provider")
    closed = 0
    for provider, day in left.values_list("provider", "day").distinct():
        with transaction.atomic():
            hold_chain()
            closed += _close_day(provider, day, by, at)
    return closed


def _close_day(provider: int, day: date, by: Actor, at: datetime) -> int:
    left = (
        PlannedTime.objects.filter(UNTOLD, ~AFTER_DEATH, provider=provider, day=day)
        .annotate(person=F("order__case__person"))
        .order_by("pk")
    )
    rows = [(planned.person, _as_planned(planned, by, at)) for planned in left]
    if not rows:  # closed by another meanwhile
        return 0
    PerformedTime.objects.bulk_create((row for _, row in rows), batch_size=2000)
    concerned = sorted({person for person, _ in rows})
    detail = {"provider": provider, "day": day.isoformat()}
    record(by=by, at=at, what="time.close", about=f"unit:{provider}", subjects=concerned, detail=detail)
    _begin_all({row.order_id for _, row in rows}, day, by, at)
    return len(rows)


def _as_planned(planned: PlannedTime, by: Actor, at: datetime) -> PerformedTime:
    return PerformedTime(
        order_id=planned.order_id, planned=planned, day=planned.day, start=planned.start, minutes=planned.minutes,
        carer_id=planned.carer_id, source=PerformedTime.Source.AS_PLANNED, recorded_at=at, recorded_by=by.key,
    )  # fmt: skip


def _begin_all(keys: set[int], day: date, by: Actor, at: datetime) -> None:
    orders = list(Order.objects.filter(pk__in=keys).select_related("case", "line__decision"))
    for order in orders:
        _begun(order, 1, by, at)
    helped_all([(order, day) for order in orders], said=False, by=by, at=at)
    for order in orders:
        ceased(order, by=by, at=at)


def _tell_standing(order: Order, day: date, minutes: int, by: Actor, at: datetime) -> None:
    """What the time of a day says of the carrying out of the decision (SoL 34:1)."""
    if minutes:
        helped(order, day, said=True, by=by, at=at)
    else:
        not_helped(order, day, by=by, at=at)
    ceased(order, by=by, at=at)


def _begun(order: Order, minutes: int, by: Actor, at: datetime) -> None:
    """The first time anything is done, the order has started."""
    if minutes and order.status == OrderStatus.ACCEPTED:
        order.status, order.status_since = OrderStatus.STARTED, at
        order.save(update_fields=["status", "status_since"])
        note(order, Message.START, by=by, at=at)
        carry_out(order, by=by, at=at)


def _check_alive(field: str, order: Order, day: date) -> None:
    died_on = order.case.person.died_on
    if died_on and day > died_on:
        raise Invalid(
            field,
            Refusal(
                N_(
                    "Personen avled före den här dagen. Skriv att besöket inte blev av, eller kontrollera dagen. Är "
                    "uppgiften om dödsfallet fel: ring handläggaren."
                )
            ),
        )


def _check(minutes: int, reason: str, day: date, today: date, *, zero_allowed: bool) -> None:
    if not (0 if zero_allowed else 1) <= minutes <= LONGEST:
        raise Invalid("minutes", Refusal(N_("Skriv hur många minuter det tog, högst ett dygn.")))
    if reason not in reasons_given():
        raise Invalid("reason", Refusal(N_("Välj varför det blev annorlunda.")))
    if minutes and reason not in reasons_given(helped=True):
        raise Invalid(
            "reason",
            Refusal(
                N_("Den orsaken är för hjälp som inte blev av. Välj en annan orsak, eller skriv att det inte blev av.")
            ),
        )
    if day > today:
        raise Invalid("day", Refusal(N_("Dagen har inte varit än. Skriv in tiden när den är gjord.")))


def _check_begun(field: str, day: date, start: time, at: datetime) -> None:
    """Nobody has helped before the time has begun."""
    now = localtime(at)
    if (day, start) > (now.date(), now.time()):
        raise Invalid(field, Refusal(N_("Tiden har inte börjat än. Skriv in hjälpen när den är given.")))


def _check_seen(newest: PerformedTime | None, seen: int | None) -> None:
    """What was said since the writer read is not overwritten unread. The closing of a day says nothing of its own."""
    if seen is None or newest is None or newest.version <= seen:
        return
    if newest.source == PerformedTime.Source.REPORTED:
        raise Refused(
            Refusal(
                N_(
                    "Någon annan har skrivit in det här besöket medan du skrev. Läs det som står här nedanför. Spara"
                    " igen om det är ditt som ska gälla."
                )
            )
        )
