"""Improvements: opened from a measurement, changed while they run, and ended with what came of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.improvement.access import OVER, OVERTAKEN, why_not_change, why_not_measure
from samsyn.improvement.models import Improvement, Measurement
from samsyn.improvement.queries import why_not_own
from samsyn.people.models import Staff
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor

LONGEST = 20_000
LEAST_MEANWHILE = timedelta(days=90)  # fewer months hold too few decisions to tell anything (own choice)
FURTHEST_YEARS = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """What an improvement says: texts, who is responsible, and the days. `changed_on`: when the change takes effect."""

    pattern: str
    causes: str
    tests: str
    what: str
    owner: int
    due_on: date
    changed_on: date | None
    again_on: date


@action
def open_improvement(*, baseline: Measurement, plan: Plan, by: Actor, at: datetime, once: str = "") -> Improvement:
    """Open an improvement from what was measured. `once` names the form that was sent, so that twice is once."""
    permit(why_not_measure(by))
    if once and (before := Improvement.objects.filter(once=once, opened_by=by.key).first()):
        return before
    told = _checked(plan, localdate(at), since=localdate(at), measured_from=baseline.first)
    mark = None if not once or Improvement.objects.filter(once=once).exists() else once  # another's mark is not ours
    made = Improvement.objects.create(baseline=baseline, once=mark, opened_at=at, opened_by=by.key, **told)
    detail = {"measurement": baseline.pk, "owner": made.owner_id, "again": made.again_on.isoformat()}
    record(by=by, at=at, what="improvement.open", about=f"improvement:{made.pk}", detail=detail)
    return made


@action
def change_improvement(*, improvement: Improvement, plan: Plan, seen: int, by: Actor, at: datetime) -> Improvement:
    """Change one that runs. `seen` is the version that was read: of two who change the same, the later is told."""
    improvement = _held(improvement, by)
    opened, measured_from = localdate(improvement.opened_at), improvement.baseline.first
    told = _checked(plan, localdate(at), since=opened, measured_from=measured_from)
    changed = sorted(name for name, value in told.items() if _plain(getattr(improvement, name)) != _plain(value))
    if not changed:
        return improvement  # pressed twice, or nothing was changed
    if improvement.version != seen:
        raise Refused(OVERTAKEN)
    for name in changed:
        setattr(improvement, name, told[name])
    improvement.version += 1
    improvement.save(update_fields=[*changed, "version"])
    detail = {"version": improvement.version, "changed": changed, "owner": improvement.owner_id}
    record(by=by, at=at, what="improvement.change", about=f"improvement:{improvement.pk}", detail=detail)
    return improvement


@action
def end_improvement(*, improvement: Improvement, outcome: str, by: Actor, at: datetime) -> Improvement:
    """End an improvement with what came of it, which stands from then on."""
    outcome = outcome.strip()
    held = Improvement.objects.select_for_update().get(pk=improvement.pk)
    if held.ended_at and held.ended_by == by.key and held.outcome == outcome:
        return held  # pressed twice
    held = _held(improvement, by)
    if not outcome or len(outcome) > LONGEST:
        raise Invalid("outcome", Refusal(N_("Skriv vad åtgärden ledde till, med högst 20 000 tecken.")))
    held.outcome, held.ended_at, held.ended_by = outcome, at, by.key
    held.save(update_fields=["outcome", "ended_at", "ended_by"])
    record(by=by, at=at, what="improvement.end", about=f"improvement:{held.pk}")
    return held


def _held(improvement: Improvement, by: Actor) -> Improvement:
    """The improvement as it stands now, held until the transaction ends. Raises NoAccess, Refused when it is over."""
    held = Improvement.objects.select_for_update().get(pk=improvement.pk)
    permit(why_not_change(by, held.owner_id))
    if held.ended_at:
        raise Refused(OVER)
    return held


def _plain(value: object) -> object:
    return value.pk if isinstance(value, Staff) else value


def _checked(plan: Plan, today: date, *, since: date, measured_from: date) -> Mapping[str, object]:
    """The fields of an improvement. Raises Invalid with the field and what to do."""
    for name in ("pattern", "causes", "what"):
        if not getattr(plan, name).strip():
            raise Invalid(name, _EMPTY[name])
    for name in ("pattern", "causes", "tests", "what"):
        if len(getattr(plan, name)) > LONGEST:
            raise Invalid(name, Refusal(N_("Texten är för lång. Korta den till högst 20 000 tecken.")))
    if refusal := why_not_own(plan.owner, on=today):
        raise Invalid("owner", refusal)
    _check_days(plan, today, since, measured_from)
    return {
        "pattern": plan.pattern.strip(), "causes": plan.causes.strip(), "tests": plan.tests.strip(),
        "what": plan.what.strip(), "owner": Staff.objects.get(pk=plan.owner), "due_on": plan.due_on,
        "changed_on": plan.changed_on, "again_on": plan.again_on,
    }  # fmt: skip


def _check_days(plan: Plan, today: date, since: date, measured_from: date) -> None:
    """Raises Invalid with the day that cannot be. `measured_from` is the first day of what was measured."""
    furthest = date(today.year + FURTHEST_YEARS, 12, 31)
    if not since <= plan.due_on <= furthest:
        raise Invalid("due_on", Refusal(N_("Välj en dag från att åtgärden öppnas och högst tre år framåt.")))
    if plan.changed_on and plan.changed_on > plan.due_on:
        raise Invalid("changed_on", Refusal(N_("Förändringen börjar gälla senast den dag då åtgärden ska vara klar.")))
    if plan.changed_on and plan.changed_on < measured_from:
        refusal = Refusal(
            N_("Förändringen börjar gälla tidigast {day}, den första dagen i mätningen."), {"day": f"{measured_from}"}
        )
        raise Invalid("changed_on", refusal)
    if plan.again_on > furthest:
        late = N_("Mät igen senast {day}. Räcker det inte, välj en tidigare dag då åtgärden ska vara klar.")
        raise Invalid("again_on", Refusal(late, {"day": f"{furthest}"}))
    if plan.again_on < (plan.changed_on or plan.due_on) + LEAST_MEANWHILE:
        refusal = Refusal(
            N_("Mät igen tidigast tre månader efter att förändringen gäller, så att det finns beslut att mäta.")
        )
        raise Invalid("again_on", refusal)
    if plan.again_on < plan.due_on:
        raise Invalid("again_on", Refusal(N_("Mät igen efter den dag då åtgärden ska vara klar.")))


_EMPTY = {
    "pattern": Refusal(N_("Skriv vilken skillnad ni ser.")),
    "causes": Refusal(N_("Skriv vad den kan bero på. Är orsaken inte känd, skriv det.")),
    "what": Refusal(N_("Skriv vad som ska göras.")),
}
