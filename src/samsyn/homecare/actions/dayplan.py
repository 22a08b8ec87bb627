"""Planning a unit's day: the search proposes, the planner decides; each change with who, when and why.

Nothing here plans travel or a break away: a change that breaks a hard rule that was not broken before is refused, with
the rule named. What is accepted is written into the planned times, and so into the carers' phones.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db.models import F, Max
from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.homecare.day_facts import day_facts, gone_home, shifts_on
from samsyn.homecare.day_lanes import OVERTAKEN, Tried, key_of, keys_of, lanes_now, tried_move, why_not_then
from samsyn.homecare.dayplan.access import why_not_begin, why_not_change, why_not_plan_day
from samsyn.homecare.dayplan.clashes import Clash
from samsyn.homecare.dayplan.facts import BREAK, DAY, Day, Lanes, Shift, in_shift
from samsyn.homecare.dayplan.found import Search
from samsyn.homecare.dayplan.reasons import reasons_to_plan
from samsyn.homecare.dayplan.rules import Broken, Walker
from samsyn.homecare.dayplan.timing import as_it_is
from samsyn.homecare.dayplan.words import refusal_of
from samsyn.homecare.models import DayLane, DayPlan, DayStop, PlanChange, PlanClash, PlannedTime, SecondCarer
from samsyn.people.models import Staff
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor

LOCKED = N_("Besöket är låst. Lås upp det först.")
LOCKED_TWIN = N_("{carer} kommer också till besöket och är låst där. Lås upp den delen, eller behåll tiden.")
SETTLED = N_("Besöket har börjat eller är redan beskrivet, så det går inte att planera om.")
OF_BREAKS = frozenset({"no_break", "break_outside"})  # rules of a lane itself


@action
def begin_day_plan(*, day: date, by: Actor, at: datetime) -> DayPlan:
    """Begin a plan from the day as it stands: each visit with who is to come, breaks where they fit."""
    unit = _own_unit(by)
    facts = facts_to_plan(unit, day, at)
    lanes, _left = as_it_is(Walker(facts))
    return put_beside(unit, day, facts, lanes, DayPlan.Source.AS_IT_IS, by=by, at=at)


@action
def take_proposal(*, day: date, search: Search, by: Actor, at: datetime) -> DayPlan:
    """Put a search's plan beside the others, once. Visits that are gone meanwhile are left out, new ones not placed."""
    unit = _own_unit(by)
    if before := taken_before(unit, day, search):
        return before
    facts = facts_to_plan(unit, day, at)
    known, at_work = {v.key for v in facts.visits} | {BREAK}, {s.carer for s in facts.shifts}
    lanes = {c: tuple(p for p in lane if p.key in known) for c, lane in search.lanes.items() if c in at_work}
    told = {"seed": search.seed, "trials": search.trials, "parts": {"whole": search.best}}
    plan = put_beside(unit, day, facts, lanes, DayPlan.Source.SEARCH, by=by, at=at, search=search.which, **told)
    PlanClash.objects.bulk_create(_clashes(plan, search.clashes, facts))
    return plan


def taken_before(unit: int, day: date, search: Search) -> DayPlan | None:
    """The plan that a search's answer became already: it was pressed twice, or the server ended before the answer was
    deleted."""
    made = PlanChange.objects.filter(plan__unit=unit, plan__day=day, kind=PlanChange.What.MADE)
    told = made.filter(after__which=search.which).select_related("plan").first() if search.which else None
    return told.plan if told else None


def _clashes(plan: DayPlan, clashes: Iterable[Clash], facts: Day) -> Iterable[PlanClash]:
    """Why the search left visits out, by the plan's stops; what is about a visit that is gone meanwhile is not kept."""
    known = keys_of(facts)
    stops = {key_of(stop, known): stop.pk for stop in plan.stops.filter(person__isnull=False)} | {"": None}
    for clash in clashes:
        if all(rule.visit in stops and rule.other in stops for rule in clash.rules):
            rules = [[r.kind, stops[r.visit], r.carer, stops[r.other], r.start] for r in clash.rules]
            yield PlanClash(plan=plan, sort=clash.sort, smallest=clash.smallest, rules=rules)


def _own_unit(by: Actor) -> int:
    unit = by.unit_id or 0
    permit(why_not_plan_day(by, unit))
    return unit


def facts_to_plan(unit: int, day: date, at: datetime) -> Day:
    """A unit's day that can be planned. Raises Refused for one that cannot."""
    facts = day_facts(unit, day, at=at)
    enforce(why_not_begin(facts, day, localdate(at)))
    return facts


def put_beside(
    unit: int, day: date, facts: Day, lanes: Lanes, source: str, *, by: Actor, at: datetime, search: str = "",
    **told: Any,
) -> DayPlan:  # fmt: skip
    """Keep a plan beside the day's others, with its lanes and stops, and the one event that tells of it."""
    newest = DayPlan.objects.filter(unit=unit, day=day).aggregate(n=Max("version"))["n"] or 0
    plan = DayPlan.objects.create(
        unit_id=unit, day=day, version=newest + 1, source=source, made_at=at, made_by=by.key, **told
    )
    DayLane.objects.bulk_create(DayLane(plan=plan, carer_id=shift.carer) for shift in facts.shifts)
    DayStop.objects.bulk_create(_stops(plan, facts, lanes))
    if source != DayPlan.Source.REPAIR:  # which says itself what it was made from
        made: dict[str, Any] = {"kind": PlanChange.What.MADE, "after": {"which": search} if search else {}}
        PlanChange.objects.create(plan=plan, turn=0, reason="FORSLAG", at=at, by=by.key, **made)
    persons = sorted({visit.person for visit in facts.visits})
    detail = {"day": day.isoformat(), "version": plan.version, "source": source}
    record(by=by, at=at, what="dayplan.make", about=f"dayplan:{plan.pk}", subjects=persons, detail=detail)
    return plan


def _stops(plan: DayPlan, facts: Day, lanes: Lanes) -> Iterable[DayStop]:
    where = {p.key: (carer, p.start) for carer, lane in lanes.items() for p in lane if p.key != BREAK}
    for visit in facts.visits:
        carer, start = where.get(visit.key, (None, visit.promised))
        yield DayStop(
            plan=plan, person_id=visit.person, carer_id=carer, planned=list(visit.planned), promised=visit.promised,
            start=start, minutes=visit.minutes, part=visit.part,
        )  # fmt: skip
    for carer, lane in lanes.items():
        shift = facts.shift(carer)
        for placed in lane:
            if placed.key == BREAK and shift:
                yield DayStop(
                    plan=plan, carer_id=carer, promised=placed.start, start=placed.start, minutes=shift.break_minutes
                )


@action
def move_stop(
    *, stop: DayStop, carer: int, start: int, reason: str, seen: int, by: Actor, at: datetime
) -> DayStop:  # fmt: skip
    """Move a visit to a carer and a time, or a break to a time. Nothing else moves, but for the start of whoever comes
    to the same visit at the same time.

    Raises Refused where the plan was changed since `seen`, where the day has been, where the stop is locked or begun,
    and where a hard rule would be broken that is not broken now; Invalid without a reason, for a carer who does not
    work, a time outside the day or one that has been.
    """
    plan = held_plan(stop.plan, seen, by)
    enforce(why_not_change(plan.day, localdate(at)))
    stop = plan.stops.get(pk=stop.pk)
    stop.plan = plan
    if (stop.carer_id, stop.start) == (carer, start):
        return stop  # pressed twice
    _check_reason(reason)
    facts = day_facts(plan.unit_id, plan.day, at=at)
    shift = facts.shift(carer)
    if shift is None:
        raise Invalid("carer", Refusal(N_("Den du valde arbetar inte den här dagen. Välj någon i listan.")))
    _check_time(start, shift if stop.person_id is None else None)
    _check_movable(stop, facts)
    twin = _twin(stop, facts)
    if twin and twin.start != start and _is_locked(twin):
        raise Refused(Refusal(LOCKED_TWIN, {"carer": twin.carer.name if twin.carer else ""}))
    tried = tried_move(stop, carer=carer, start=start, facts=facts)
    _refuse_broken(tried.hindered)
    before = {"carer": stop.carer_id, "start": stop.start}
    stop.carer_id = carer
    for one in (stop, twin) if twin else (stop,):
        one.start, one.accepted_at, one.accepted_by = start, None, ""
        one.save(update_fields=["carer", "start", "accepted_at", "accepted_by"])
    _complete_lane(plan, carer, tried)
    after = {"carer": carer, "start": start}
    _changed(plan, PlanChange.What.MOVED, reason, by, at, stops=[stop], before=before, after=after)
    return stop


def _complete_lane(plan: DayPlan, carer: int, tried: Tried) -> None:
    """Give somebody whose shift is newer than the plan a lane of their own, and their break."""
    DayLane.objects.get_or_create(plan=plan, carer_id=carer)
    shift = tried.walker.day.shift(carer)
    if shift is None or plan.stops.filter(person=None, carer=carer).exists():
        return
    for placed in tried.after[carer]:
        if placed.key == BREAK:
            DayStop.objects.create(
                plan=plan, carer_id=carer, promised=placed.start, start=placed.start, minutes=shift.break_minutes
            )


def held_plan(plan: DayPlan, seen: int, by: Actor) -> DayPlan:
    """The plan held until the transaction ends, if nobody changed it since it was read."""
    held = DayPlan.objects.select_for_update().get(pk=plan.pk)
    permit(why_not_plan_day(by, held.unit_id))
    if held.turn != seen:
        raise Refused(Refusal(OVERTAKEN))
    return held


def _check_reason(reason: str) -> None:
    if reason not in reasons_to_plan():
        raise Invalid("reason", Refusal(N_("Välj varför du ändrar.")))


def _check_time(start: int, night: Shift | None) -> None:
    if not 0 <= start < DAY and start != in_shift(night, start - DAY):
        raise Invalid("start", Refusal(N_("Skriv ett klockslag inom dagen, till exempel 9.40.")))


def _check_movable(stop: DayStop, facts: Day) -> None:
    if _is_locked(stop):
        raise Refused(Refusal(LOCKED))
    visit = facts.visit(key_of(stop, keys_of(facts)) or BREAK)
    if visit and visit.settled:
        raise Refused(Refusal(SETTLED))


def _is_locked(stop: DayStop) -> bool:
    return stop.locked or bool(stop.carer_id and stop.plan.lanes.filter(carer=stop.carer_id, locked=True).exists())


def _twin(stop: DayStop, facts: Day) -> DayStop | None:
    """The stop of whoever comes to the same visit at the same time."""
    known = keys_of(facts)
    visit = facts.visit(key_of(stop, known) or BREAK)
    if visit is None or not visit.twin:
        return None
    others = stop.plan.stops.filter(person=stop.person_id).exclude(pk=stop.pk).select_related("carer", "plan")
    return next((one for one in others if key_of(one, known) == visit.twin), None)


def _refuse_broken(broken: Iterable[Broken]) -> None:
    told = sorted(broken, key=lambda one: (one.rule, one.key))
    if told:
        raise Refused(refusal_of(told[0], _names_of(told)))


def _names_of(broken: Iterable[Any]) -> dict[int, str]:
    return {s.pk: s.name for s in Staff.objects.filter(pk__in={one.carer for one in broken})}


def _changed(
    plan: DayPlan, what: str, reason: str, by: Actor, at: datetime, *, stops: Iterable[DayStop],
    lane: int | None = None, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Keep a change of a plan, and the one event that tells of it."""
    stops = list(stops)
    turn = plan.turn + 1
    DayPlan.objects.filter(pk=plan.pk).update(turn=F("turn") + 1)
    one = stops[0] if len(stops) == 1 else None
    PlanChange.objects.create(
        plan=plan, turn=turn, kind=what, person_id=one.person_id if one else None, lane_id=lane, before=before or {},
        after=after or {}, reason=reason, at=at, by=by.key,
    )  # fmt: skip
    persons = sorted({stop.person_id for stop in stops if stop.person_id})
    detail = {"turn": turn, "reason": reason, **({"stop": one.pk} if one else {}), **({"lane": lane} if lane else {})}
    record(by=by, at=at, what=f"dayplan.{what}", about=f"dayplan:{plan.pk}", subjects=persons, detail=detail)


@action
def lock_stop(*, stop: DayStop, locked: bool, seen: int, by: Actor, at: datetime) -> None:
    """Lock a visit with its carer and time in the next proposal, or unlock it."""
    plan = held_plan(stop.plan, seen, by)
    plan.stops.filter(pk=stop.pk).update(locked=locked)
    what = PlanChange.What.LOCKED if locked else PlanChange.What.UNLOCKED
    _changed(plan, what, "LAST", by, at, stops=[stop])


@action
def lock_lane(*, plan: DayPlan, carer: int, locked: bool, seen: int, by: Actor, at: datetime) -> None:
    """Lock a whole lane as it is, or unlock it."""
    plan = held_plan(plan, seen, by)
    if not plan.lanes.filter(carer=carer).update(locked=locked):
        raise Refused(Refusal(N_("Den personen har ingen rad i planen.")))
    what = PlanChange.What.LOCKED if locked else PlanChange.What.UNLOCKED
    _changed(plan, what, "LAST", by, at, stops=plan.stops.filter(carer=carer), lane=carer)


@action
def accept_day_plan(
    *, plan: DayPlan, seen: int, by: Actor, at: datetime, lane: int | None = None, stop: int | None = None
) -> int:
    """Accept the whole plan, one carer's lane or one visit: who comes and when is written into the day.

    Where two come at once, both are accepted together. What has begun, what is gone and what nobody is named for is
    left as it is. Raises Refused where a hard rule is broken in what is accepted, or what is accepted should have
    begun. Returns how many visits it was.
    """
    plan = held_plan(plan, seen, by)
    enforce(why_not_change(plan.day, localdate(at)))
    facts = day_facts(plan.unit_id, plan.day, at=at)
    stops = plan.stops.filter(person__isnull=False, carer__isnull=False)
    stops = stops.filter(carer=lane) if lane is not None else stops
    stops = stops.filter(pk=stop) if stop is not None else stops
    known, visits = keys_of(facts), {v.key: v for v in facts.visits}
    chosen = [s for s in stops if (key := key_of(s, known)) and not visits[key].settled]
    named = _named_no_more(plan, facts) if lane is None and stop is None else []
    if not chosen and not named:
        raise Refused(Refusal(N_("Där finns inget besök kvar att godkänna.")))
    carers = {s.carer_id for s in chosen}
    chosen = _with_twins(chosen, facts)
    _refuse_unlawful(plan, facts, carers, chosen, whole=stop is None)
    _write(chosen, facts, plan)
    _take_names_away(named, facts, plan)
    DayStop.objects.filter(pk__in=[one.pk for one in chosen]).update(accepted_at=at, accepted_by=by.key)
    _overtake_others(plan, [*chosen, *named])
    _changed(plan, PlanChange.What.ACCEPTED, _why_accepted(plan), by, at, stops=[*chosen, *named], lane=lane)
    return sum(not one.part for one in chosen)


def _overtake_others(plan: DayPlan, written: Iterable[DayStop]) -> None:
    """Whoever reads another plan of the day reads it anew before they write over this; and what stands otherwise now is
    accepted there no more."""
    others = DayPlan.objects.filter(unit=plan.unit_id, day=plan.day).exclude(pk=plan.pk)
    others.update(turn=F("turn") + 1)
    now = {(pk, one.part): (one.carer_id, one.start) for one in written for pk in one.planned}
    for one in DayStop.objects.filter(plan__in=others, accepted_at__isnull=False):
        stood = (one.carer_id, one.start)
        if any(now.get((pk, one.part), stood) != stood for pk in one.planned):
            DayStop.objects.filter(pk=one.pk).update(accepted_at=None, accepted_by="")


def _with_twins(chosen: list[DayStop], facts: Day) -> list[DayStop]:
    """The stops, and those of whoever comes to the same visits at the same time and has not begun."""
    begun = {v.key for v in facts.visits if v.settled}
    twins = (twin for one in chosen if (twin := _twin(one, facts)) and key_of(twin, keys_of(facts)) not in begun)
    found = {one.pk: one for one in [*chosen, *(twin for twin in twins if twin.carer_id)]}
    return list(found.values())


def _why_accepted(plan: DayPlan) -> str:
    """A mended plan is accepted for what had happened."""
    if plan.source == DayPlan.Source.REPAIR:
        return str(plan.changes.get(kind=PlanChange.What.MADE).reason)
    return "GODKAND"


def _named_no_more(plan: DayPlan, facts: Day) -> list[DayStop]:
    """Visits that a plan leaves out and somebody is named for whose shift was taken away or is over then, or, of a
    mended plan, who has none."""
    known, found = keys_of(facts), []
    away = gone_home(plan.unit_id, plan.day, shifts_on(plan.unit_id, plan.day))
    for stop in plan.stops.filter(person__isnull=False, carer=None):
        visit = facts.visit(key_of(stop, known) or BREAK)
        if visit is None or visit.settled or visit.carer is None:
            continue
        shift = facts.shift(visit.carer)
        if not (shift and visit.start < shift.ends) and (plan.source == DayPlan.Source.REPAIR or visit.carer in away):
            found.append(stop)
    return found


def _take_names_away(stops: Iterable[DayStop], facts: Day, plan: DayPlan) -> None:
    known = keys_of(facts)
    for stop in stops:
        visit = facts.visit(key_of(stop, known) or BREAK)
        rows = PlannedTime.objects.filter(pk__in=visit.planned if visit else (), provider=plan.unit_id)
        if stop.part:
            SecondCarer.objects.filter(planned__in=rows).delete()
        else:
            rows.update(carer=None)


def _refuse_unlawful(
    plan: DayPlan, facts: Day, carers: set[int | None], chosen: Iterable[DayStop], *, whole: bool
) -> None:  # fmt: skip
    """Raises Refused where a visit should have begun or breaks a hard rule, where the stop after it does because of it,
    or where the carer's break or anything in a lane that is accepted as a whole does."""
    known = keys_of(facts)
    starts = {key: stop.start for stop in chosen if (key := key_of(stop, known))}
    begun = {visit.key for visit in facts.visits if visit.settled}
    for key in sorted(starts.keys() - begun):
        enforce(why_not_then(facts, key, starts[key]))
    walker = Walker(facts)
    broken = walker.to_come(walker.broken(lanes_now(facts, plan.stops.all())))
    of_lane = {one for one in broken if one.carer in carers and (whole or one.rule in OF_BREAKS)}
    _refuse_broken(of_lane | {one for one in broken if one.key in starts or one.other in starts})


def _write(stops: Iterable[DayStop], facts: Day, plan: DayPlan) -> None:
    """Who comes first into the planned times of a visit as it is now, whoever comes second beside them; nobody is
    second from before who has not begun."""
    rows = PlannedTime.objects.filter(provider=plan.unit_id, day=plan.day)
    stops = sorted(stops, key=lambda stop: stop.part)
    known, visits = keys_of(facts), {visit.key: visit.planned for visit in facts.visits}
    planned = {stop.pk: visits[key_of(stop, known) or BREAK] for stop in stops}
    stay = {pk for visit in facts.visits if visit.part and visit.settled for pk in visit.planned}
    SecondCarer.objects.filter(
        planned__in=rows, planned_id__in=[pk for held in planned.values() for pk in held if pk not in stay]
    ).delete()
    for stop in stops:
        mine = rows.filter(pk__in=planned[stop.pk])
        if stop.part and stop.carer_id:
            SecondCarer.objects.bulk_create(SecondCarer(planned=row, carer_id=stop.carer_id) for row in mine)
        else:
            mine.update(carer=stop.carer_id, start=time(stop.start // 60, stop.start % 60))
