"""Taking in a plan that was put together anew after something happened, and making so what happened, in one step."""

from datetime import datetime

from samsyn.audit.actions import action
from samsyn.homecare.actions.account import cancel_visit
from samsyn.homecare.actions.dayplan import facts_to_plan, held_plan, put_beside, taken_before
from samsyn.homecare.actions.shifts import cut_shift
from samsyn.homecare.day_facts import day_facts
from samsyn.homecare.day_lanes import key_of, keys_of
from samsyn.homecare.dayplan.access import why_not_plan_day
from samsyn.homecare.dayplan.facts import BREAK, Day
from samsyn.homecare.dayplan.found import Search
from samsyn.homecare.dayplan.mending import CANCELLED, ILL, REASONS, Happened
from samsyn.homecare.dayplan.rules import Walker
from samsyn.homecare.models import DayPlan, DayStop, PlanChange, PlannedTime, TimeRequest, WorkShift
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor


@action
def take_repair(
    *, plan: DayPlan, seen: int, happened: Happened, search: Search, by: Actor, at: datetime
) -> DayPlan:  # fmt: skip
    """Put a plan beside the one that it mends, once. What happened is made so in the same step, and not before: a carer
    who goes home has their shift cut short, a visit that is cancelled is cancelled for the person.

    Locks are kept, and what was accepted and stands is accepted. Raises Refused where the plan was changed since
    `seen`.
    """
    permit(why_not_plan_day(by, plan.unit_id))
    if before := taken_before(plan.unit_id, plan.day, search):
        return before
    old = held_plan(plan, seen, by)
    if happened.what == ILL:
        _go_home(old, happened, search, by, at)
    if happened.what == CANCELLED:
        _cancel(old, happened, by, at)
    facts = facts_to_plan(old.unit_id, old.day, at)
    known, at_work = {v.key for v in facts.visits} | {BREAK}, {s.carer for s in facts.shifts}
    lanes = {c: tuple(p for p in lane if p.key in known) for c, lane in search.lanes.items() if c in at_work}
    made = put_beside(
        old.unit_id, old.day, facts, lanes, DayPlan.Source.REPAIR, by=by, at=at, seed=search.seed, trials=search.trials
    )
    differs = {"plan": old.pk, "turn": old.turn, "stops": _carried(old, made, facts)}
    person = int(happened.visit.split("-")[0]) if happened.visit else None
    PlanChange.objects.create(
        plan=made, turn=0, kind=PlanChange.What.MADE, person_id=person, lane_id=happened.carer, before=differs,
        after={"what": happened.what, "at": happened.at, "which": search.which}, reason=REASONS[happened.what], at=at,
        by=by.key,
    )  # fmt: skip
    return made


def _go_home(plan: DayPlan, happened: Happened, search: Search, by: Actor, at: datetime) -> None:
    """Cut the shift of who goes home: from then, or from when they are back from what they have begun."""
    held = WorkShift.objects.filter(unit=plan.unit_id, day=plan.day, staff=happened.carer, removed_at=None).first()
    facts = day_facts(plan.unit_id, plan.day, at=at, gone={happened.carer or 0: happened.at})
    shift = facts.shift(happened.carer or 0)
    if held is None or shift is None:
        return
    known = {v.key for v in facts.visits} | {BREAK}
    lane = tuple(p for p in search.lanes.get(shift.carer, ()) if p.key in known)
    back = Walker(facts).walk(shift, lane).back if lane else 0
    rested = next((p.start for p in lane if p.key == BREAK), None)
    cut_shift(shift=held, ends=max(happened.at, back), rested=rested, by=by, at=at)


def _cancel(plan: DayPlan, happened: Happened, by: Actor, at: datetime) -> None:
    visit = day_facts(plan.unit_id, plan.day, at=at).visit(happened.visit)
    if visit is None:  # cancelled meanwhile
        return
    for planned in PlannedTime.objects.filter(pk__in=visit.planned, provider=plan.unit_id).order_by("pk"):
        cancel_visit(planned=planned, hand=TimeRequest.Hand.PHONE, by=by, at=at)


def _carried(old: DayPlan, made: DayPlan, facts: Day) -> dict[str, list[int | None]]:
    """Carry locks over, and what was accepted and is the same. Returns by stop where each that differs stood before."""
    keys = keys_of(facts)
    before = {key_of(stop, keys): stop for stop in old.stops.filter(person__isnull=False)}
    locked = list(old.lanes.filter(locked=True).values_list("carer", flat=True))
    made.lanes.filter(carer__in=locked).update(locked=True)
    differs: dict[str, list[int | None]] = {}
    for stop in made.stops.filter(person__isnull=False):
        was = before.get(key_of(stop, keys))
        if was is None or (was.carer_id, was.start) != (stop.carer_id, stop.start):
            differs[str(stop.pk)] = [was.carer_id if was else None, was.start if was else stop.promised]
            continue
        stands = facts.visit(key_of(stop, keys) or BREAK)
        same = stands is not None and (stands.carer, stands.start) == (stop.carer_id, stop.start)
        told = {"accepted_at": was.accepted_at, "accepted_by": was.accepted_by} if same else {}
        if was.locked or told:
            DayStop.objects.filter(pk=stop.pk).update(locked=was.locked, **told)
    return differs
