"""A unit's repeated pattern of two weeks: taken in as a version, and ended. Nothing is ever changed in it."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.homecare.day_pattern import pattern_on
from samsyn.homecare.dayplan.access import why_not_begin_pattern, why_not_plan_day
from samsyn.homecare.dayplan.pattern import DAYS, FoundPattern
from samsyn.homecare.dayplan.reasons import reasons_for_pattern
from samsyn.homecare.fortnight import fortnight, stops_of
from samsyn.homecare.models import PatternStop, VisitPattern
from samsyn.people.days import check_day
from samsyn.people.models import Unit
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor

OVERTAKEN = N_("Någon annan har ändrat slingan medan du läste. Läs den som den är nu, och ändra sedan.")
NONE_HOLDS = N_("Ingen slinga gäller den dagen. Välj en dag då en gäller.")


@action
def take_pattern(
    *, starts_on: date, found: FoundPattern, reason: str, seen: int, by: Actor, at: datetime
) -> VisitPattern:  # fmt: skip
    """Let a pattern that was found hold from its Monday on, in the place of what held. Visits that are gone meanwhile
    are left out of it; of what is new it names nobody.

    Raises Refused where somebody changed the pattern since `seen`, where nothing is to be done in the two weeks, or its
    Monday is gone by; Invalid without a reason.
    """
    unit = by.unit_id or 0
    version = _next(unit, seen, by)
    _check_reason(reason)
    if starts_on.weekday() or starts_on <= localdate(at) - timedelta(DAYS):
        raise Refused(Refusal(N_("Slingans måndag har varit. Ta fram en ny slinga.")))
    days = fortnight(unit, starts_on, at=at)
    enforce(why_not_begin_pattern(days))
    pattern = VisitPattern.objects.create(
        unit_id=unit, version=version, starts_on=starts_on, seed=found.seed, reason=reason, made_at=at, made_by=by.key
    )
    PatternStop.objects.bulk_create(stops_of(pattern, days, found.lanes))
    persons = sorted({visit.person for day in days for visit in day.visits})
    detail = {"version": version, "starts_on": starts_on.isoformat(), "reason": reason}
    record(by=by, at=at, what="pattern.take", about=f"pattern:{pattern.pk}", subjects=persons, detail=detail)
    return pattern


@action
def end_pattern(*, ends_on: date, reason: str, seen: int, by: Actor, at: datetime) -> VisitPattern:
    """Let no pattern hold from a day on, until a new one begins.

    Raises Refused where somebody changed the pattern since `seen`; Invalid without a reason, and for a day that has
    been or on which none holds.
    """
    unit = by.unit_id or 0
    version = _next(unit, seen, by)
    _check_reason(reason)
    check_day("ends_on", ends_on)
    if ends_on < localdate(at):
        raise Invalid("ends_on", Refusal(N_("Dagen har varit. Välj i dag eller en dag framåt.")))
    if pattern_on(unit, ends_on) is None:
        raise Invalid("ends_on", Refusal(NONE_HOLDS))
    ended = VisitPattern.objects.create(
        unit_id=unit, version=version, starts_on=ends_on, is_end=True, reason=reason, made_at=at, made_by=by.key
    )
    detail = {"version": version, "ends_on": ends_on.isoformat(), "reason": reason}
    record(by=by, at=at, what="pattern.end", about=f"pattern:{ended.pk}", detail=detail)
    return ended


def _next(unit: int, seen: int, by: Actor) -> int:
    """The number of the next version, the unit held until the transaction ends, if nobody changed it since it was
    read."""
    permit(why_not_plan_day(by, unit))
    Unit.objects.select_for_update().get(pk=unit)
    newest = VisitPattern.objects.filter(unit=unit).order_by("-version").first()
    if (newest.version if newest else 0) != seen:
        raise Refused(Refusal(OVERTAKEN))
    return seen + 1


def _check_reason(reason: str) -> None:
    if reason not in reasons_for_pattern():
        raise Invalid("reason", Refusal(N_("Välj varför du ändrar.")))
