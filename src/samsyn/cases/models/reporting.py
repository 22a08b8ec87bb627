"""Gathers the rows of a quarter's report, for its preview and for making it final."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q

from samsyn.cases.calendar_law import quarter_days
from samsyn.cases.clocks import Kind
from samsyn.cases.clocks.history import CLOSES
from samsyn.cases.models.decision import Decision, DecisionLine
from samsyn.cases.models.execution import Delay, LineEvent, OpenClock
from samsyn.cases.models.report import ReportRow
from samsyn.cases.models.standings import LineStanding, standings
from samsyn.cases.quarterly import Reported, default_reason, part_of

SHORTEST = timedelta(days=88)  # no three months are shorter: what ended sooner was in time
AT_A_TIME = 5000
BEGUN = (Kind.EXECUTED, Kind.RESUMED)


def report_rows(year: int, number: int, day: date, *, unit: int | None = None) -> list[ReportRow]:
    """The rows of a quarter's report as things stood on its day, numbered by part and day; not stored.

    With `unit` only that unit's part is gathered, and numbered by itself.
    """
    told = _told(year, number)
    rows = []
    for keys in _some(_candidates(quarter_days(year, number)[0], day, told, unit), AT_A_TIME):
        corrected = _corrected(keys)
        stand = standings([DecisionLine(pk=key) for key in keys if key not in corrected], day)
        delays = {d.line_id: d for d in Delay.objects.filter(line__in=stand).order_by("pk")}
        for stands in stand.values():
            earlier = told.get(stands.line.pk) or told.get(stands.line.replaces_id or 0)
            reported = earlier == ReportRow.Part.NOT_EXECUTED
            if stands.is_reported and (found := part_of(stands.now, stands.regime, day, reported=reported)):
                rows.append(_row(stands, found, delays.get(stands.line.pk)))
    order = list(ReportRow.Part)
    rows.sort(key=lambda row: (order.index(ReportRow.Part(row.part)), row.decided, row.line_id))
    for number_, row in enumerate(rows, start=1):
        row.number = number_
    return rows


def _told(year: int, number: int) -> dict[int, str]:
    """In which part of the newest earlier report each reported line stands."""
    before = Q(report__year__lt=year) | Q(report__year=year, report__quarter__lt=number)
    rows = ReportRow.objects.filter(before).order_by("report__year", "report__quarter", "report__version", "pk")
    return dict(rows.values_list("line", "part"))


def _candidates(first: date, day: date, told: dict[int, str], unit: int | None) -> list[int]:
    """Every line that may belong to the report: few among all there are, so each kind is looked up by itself.

    A clock that began less than three months before the report's day had not run out on it. Whatever ran on the line
    before that has ended since, and is found by what ended it.
    """
    since = LineEvent.objects.standing().filter(day__gte=first)
    late = since.filter(kind__in=BEGUN, line__decision__signed_at__lt=F("day") - SHORTEST)
    begun = LineEvent.objects.standing().filter(line=OuterRef("line"), kind=Kind.EXECUTED)
    interrupted = LineEvent.objects.standing().filter(line=OuterRef("line"), kind=Kind.INTERRUPTED)
    closed = since.filter(~Exists(begun) | Exists(interrupted), kind__in=CLOSES)
    waiting = OpenClock.objects.filter(start__lte=day - SHORTEST)
    if unit is not None:
        waiting = waiting.filter(case__unit=unit)
        late, closed = (some.filter(line__decision__case__unit=unit) for some in (late, closed))
    found = {line for line, part in told.items() if part == ReportRow.Part.NOT_EXECUTED}
    for lines in (waiting.values_list("line"), late.values_list("line"), closed.values_list("line")):
        found |= {line for (line,) in lines}
    return sorted(found)


def _corrected(lines: list[int]) -> set[int]:
    """Those that a signed correction has taken the place of with the same intervention: it stands for them."""
    # Corrections are few. Asked by the other end, for all of some thousand lines, SQLite reads every line there is.
    replacing = dict(DecisionLine.objects.filter(replaces__gt=0).values_list("pk", "replaces"))
    asked = set(lines)
    later = DecisionLine.objects.filter(
        pk__in=[pk for pk, replaced in replacing.items() if replaced in asked], decision__state=Decision.State.SIGNED,
        intervention=F("replaces__intervention"),
    )  # fmt: skip
    later = later.exclude(outcome=DecisionLine.Outcome.REFUSED)
    return {replaced for pk in later.values_list("pk", flat=True) if (replaced := replacing[pk])}


def _row(stands: LineStanding, found: Reported, delay: Delay | None) -> ReportRow:
    line, now = stands.line, stands.now
    person = line.decision.case.person
    if found.clock.last_day is None:
        raise ValueError(f"{found.clock.code} has no last day")
    noted = next((e.reason for e in reversed(stands.events) if e.reason), "")
    return ReportRow(
        part=found.part, line=line, unit_id=line.decision.case.unit_id, person_number=person.written_number,
        sex=person.sex, protected=bool(person.protection), regime=line.regime, intervention=line.intervention,
        decided=now.decided, start=found.run.start, since=found.run.since, last_day=found.clock.last_day,
        partly=now.partly, reason=delay.reason if delay else noted or default_reason(now),
        text=delay.text if delay else "", consequence=delay.consequence if delay else "",
        meanwhile=delay.meanwhile if delay else "", stay=delay.stay if delay else "", offers=now.offers,
        declined=now.declined, ended=found.ended, close_reason=now.close_reason or "",
    )  # fmt: skip


def _some(keys: list[int], count: int) -> Iterator[list[int]]:
    for first in range(0, len(keys), count):
        yield keys[first : first + count]
