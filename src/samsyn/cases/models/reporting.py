"""Gathers the rows of a quarter's report, for its preview and for making it final."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q

from samsyn.cases.calendar_law import quarter_days, swedish_day
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
CEASED = (Kind.INTERRUPTED, Kind.EXECUTED_PART)  # part of what was wholly carried out: the rest has ceased


class Versions(NamedTuple):
    """One decision on an intervention on a report's day, by its lines (FL 36).

    `until` is the line that stands on the day and those it corrects, the newest first; `since` what corrects it later.
    """

    until: list[int]
    since: list[int]


def report_rows(year: int, number: int, day: date, *, unit: int | None = None) -> list[ReportRow]:
    """The rows of a quarter's report as things stood on its day, numbered by part and day; not stored.

    What is corrected is told of once, by the version that stood on the day; what a later version is told of counts with
    it. With `unit` only that unit's part is gathered, and numbered by itself.
    """
    told, rows = _told(year, number), []
    versions = _versions(_candidates(quarter_days(year, number)[0], day, told, unit), day)
    for keys in _some(sorted(versions), AT_A_TIME):
        some = {key: versions[key] for key in keys}
        stand = standings([DecisionLine(pk=key) for key in keys], day, later={k: v.since for k, v in some.items()})
        delays = _delays(some)
        for key, stands in stand.items():
            if unit is not None and stands.line.decision.case.unit_id != unit:
                continue
            earlier = next((told[pk] for pk in some[key].until if pk in told), None)
            reported = earlier == ReportRow.Part.NOT_EXECUTED
            if stands.is_reported and (found := part_of(stands.now, stands.regime, day, reported=reported)):
                rows.append(_row(stands, found, delays.get(key)))
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
    before that has ended since, and is found by what ended it. A corrected line is asked about whatever it says itself:
    its clock is its first version's.
    """
    since = LineEvent.objects.standing().filter(day__gte=first)
    corrected = Q(line__replaces__isnull=False)
    late = since.filter(corrected | Q(line__decision__signed_at__lt=F("day") - SHORTEST), kind__in=BEGUN)
    begun = LineEvent.objects.standing().filter(line=OuterRef("line"), kind=Kind.EXECUTED)
    ceased = LineEvent.objects.standing().filter(line=OuterRef("line"), kind__in=CEASED)
    closed = since.filter(corrected | ~Exists(begun) | Exists(ceased), kind__in=CLOSES)
    waiting = OpenClock.objects.filter(start__lte=day - SHORTEST)
    if unit is not None:
        waiting = waiting.filter(case__unit=unit)
        late, closed = (some.filter(line__decision__case__unit=unit) for some in (late, closed))
    found = {line for line, part in told.items() if part == ReportRow.Part.NOT_EXECUTED}
    for lines in (waiting.values_list("line"), late.values_list("line"), closed.values_list("line")):
        found |= {line for (line,) in lines}
    return sorted(found)


def _versions(lines: Iterable[int], day: date) -> dict[int, Versions]:
    """The lines that stand on a day for some, by id: a correction stands for what it corrects from when it is signed.

    What has been corrected since stands on the day as it was; the next report finds its correction in its place.
    """
    asked, found = sorted(lines), {}
    corrects, signed = _corrections(asked)
    corrected_by = {old: new for new, old in corrects.items()}
    for line in asked:
        key, since = line, []
        while key in corrected_by:
            key = corrected_by[key]
        while key in corrects and signed[key] > day:
            since.append(key)
            key = corrects[key]
        until = [key]
        while until[-1] in corrects:
            until.append(corrects[until[-1]])
        found[key] = Versions(until, since)
    return found


def _corrections(lines: list[int]) -> tuple[dict[int, int], dict[int, date]]:
    """What each correction of some lines corrects, and its day: those signed that grant the same intervention."""
    # Corrections are few. Asked by the other end, for all of some thousand lines, SQLite reads every line there is.
    replacing = dict(DecisionLine.objects.filter(replaces__gt=0).values_list("pk", "replaces"))

    def first(line: int) -> int:
        while (before := replacing.get(line)) is not None:
            line = before
        return line

    asked = {first(line) for line in lines}
    signed = DecisionLine.objects.filter(
        pk__in=[pk for pk in replacing if first(pk) in asked], decision__state=Decision.State.SIGNED,
        intervention=F("replaces__intervention"),
    )  # fmt: skip
    rows = signed.exclude(outcome=DecisionLine.Outcome.REFUSED).values_list("pk", "replaces", "decision__signed_at")
    found = [(pk, replaced, swedish_day(at)) for pk, replaced, at in rows if replaced and at]
    return {pk: replaced for pk, replaced, _ in found}, {pk: on for pk, _, on in found}


def _delays(versions: Mapping[int, Versions]) -> dict[int, Delay]:
    """What was last said of why each waits, whichever version it was said of."""
    key_of = {pk: key for key, found in versions.items() for pk in (*found.until, *found.since)}
    return {key_of[d.line_id]: d for d in Delay.objects.filter(line__in=key_of).order_by("pk")}


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
