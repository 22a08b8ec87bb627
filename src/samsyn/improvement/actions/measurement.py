"""Keeping what was measured, and what was measured again for an improvement."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.improvement.access import why_not_measure
from samsyn.improvement.measuring import Found
from samsyn.improvement.models import Improvement, Measurement, Remeasured
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor


@action
def keep_measurements(*, found: Sequence[Found], by: Actor, at: datetime) -> list[Measurement]:
    """Keep what was measured. What says the same as the newest of today is that one: pressed twice is once."""
    permit(why_not_measure(by))
    made = [_kept(one, by, at) for one in found]
    versions = {f"{m.outcome}/{m.group}": m.version for m in made}
    record(by=by, at=at, what="measurement.make", about="measurements", detail={"versions": versions})
    return made


@action
def keep_remeasured(
    *, improvement: Improvement, after: Found, whole: Found, by: Actor, at: datetime
) -> Remeasured | None:
    """Keep what came of an improvement, on the day it was to be measured again: once.

    None where it was changed or ended while it was measured: what was found is of a day that no longer holds.
    """
    permit(why_not_measure(by))
    measured, improvement = improvement, Improvement.objects.select_for_update().get(pk=improvement.pk)
    if improvement.ended_at or improvement.version != measured.version:
        return None
    if before := Remeasured.objects.filter(improvement=improvement, due_on=improvement.again_on).first():
        return before
    kept = {"after": _kept(after, by, at), "whole": _kept(whole, by, at)}
    made = Remeasured.objects.create(improvement=improvement, due_on=improvement.again_on, **kept)
    detail = {"after": made.after_id, "whole": made.whole_id}
    record(by=by, at=at, what="improvement.again", about=f"improvement:{improvement.pk}", detail=detail)
    return made


def _kept(found: Found, by: Actor, at: datetime) -> Measurement:
    today: date = localdate(at)
    same = Measurement.objects.filter(query=found.query, digest=found.digest, made_at__date=today).first()
    return same or Measurement.objects.create(
        outcome=found.outcome.key, group=found.group.key, version=found.outcome.version, query=found.query,
        first=found.period.first, last=found.period.last, rows=found.rows, result=found.result, digest=found.digest,
        made_at=at, made_by=by.key,
    )  # fmt: skip
