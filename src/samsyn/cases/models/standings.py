"""How lines stand, folded from their events: what actions and queries both ask of the rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from samsyn.cases.calendar_law import swedish_day
from samsyn.cases.clocks import Clock, Event, Kind, Standing, limit, standing
from samsyn.cases.clocks.history import CLOSES
from samsyn.cases.execution import opened, replaced_from
from samsyn.cases.models.case import Case
from samsyn.cases.models.decision import Decision, DecisionLine
from samsyn.cases.models.execution import LineEvent, OpenClock
from samsyn.cases.regimes import Regime, regime

NOTHING: Mapping[int, list[int]] = {}


@dataclass(frozen=True)
class LineStanding:
    """How one line stands on a day. `events` are those that count, oldest first; `clocks` those that run.

    `replaced_on`: the first day that a later decision gives instead, which may be ahead. `is_reported` says whether a
    decision under the line's paragraph is reported at all (SoL 34:1, LSS 28 f).
    """

    line: DecisionLine
    now: Standing
    regime: Regime
    events: tuple[LineEvent, ...]
    clocks: tuple[Clock, ...]
    replaced_on: date | None = None

    @property
    def is_reported(self) -> bool:
        return bool(self.regime.report)

    def runs(self, on: date) -> bool:
        """Whether the person has what the line grants on the day it is looked at, or will have it later."""
        return self.now.closed is None and (self.until is None or self.until >= on)

    @property
    def until(self) -> date | None:
        """The last day that the line gives help; None when nobody has set one."""
        before = self.replaced_on - timedelta(1) if self.replaced_on else None
        return min(filter(None, (self.line.valid_to, before)), default=None)

    @property
    def part(self) -> int | None:
        """How much of the amount is carried out, in the line's unit, where somebody has said it."""
        return next((e.part for e in reversed(self.events) if e.part is not None), None) if self.now.partly else None


def granted_lines(case: Case) -> QuerySet[DecisionLine]:
    """Every line that a signed decision of a case grants, whether or not another has taken its place."""
    signed = DecisionLine.objects.filter(decision__case=case, decision__state=Decision.State.SIGNED)
    return signed.exclude(outcome=DecisionLine.Outcome.REFUSED).order_by("pk")


def running_lines(case: Case, on: date, *, deaths: bool = False) -> list[LineStanding]:
    """The granted lines of a case that run on a day, in the order they were decided; those that begin later too.

    A line runs until it is closed (a later decision has taken its place, the person has renounced it, the case has
    ended) or its time is out. `deaths`: whether a death that is noted on the person ends them as well. Closing,
    hearing, grounds, ordering and fees all ask here.
    """
    return [s for s in standings(granted_lines(case), on, deaths=deaths).values() if s.runs(on)]


def without_end(lines: QuerySet[DecisionLine]) -> QuerySet[DecisionLine]:
    """Those of some granted lines that nothing has ended or taken the place of: they run from their first day to their
    own last. What `standings` says of the others has to be asked there.
    """
    ended = LineEvent.objects.standing().filter(kind__in=CLOSES, line=OuterRef("pk"))
    plain = lines.filter(~Exists(ended), replaces__isnull=True)
    return plain.filter(decision__case__person__died_on__isnull=True)


def latest_version(line: DecisionLine) -> DecisionLine:
    """The line as it was last corrected: the newest signed version that grants the same intervention."""
    investigation = line.decision.investigation_id
    later = DecisionLine.objects.filter(decision__investigation=investigation, decision__state=Decision.State.SIGNED)
    later = later.filter(replaces__isnull=False, intervention=line.intervention).exclude(outcome="refused")
    by_earlier = {found.replaces_id: found for found in later.select_related("decision__case")}
    while found := by_earlier.get(line.pk):
        line = found
    return line


def earlier_versions(lines: Iterable[DecisionLine]) -> dict[int, set[int]]:
    """For each line the ids of itself and of the lines that it corrects, through every correction (FL 36)."""
    asked = [line.pk for line in lines]
    rows = _with_earlier(asked)
    return {pk: {one.pk for one in _versions(rows[pk], rows)} for pk in asked if pk in rows}


def earlier_decisions(decision: Decision) -> list[Decision]:
    """A decision and those it corrects, the newest first (FL 36)."""
    found = [decision]
    while before := found[-1].corrects:
        found.append(before)
    return found


def first_days(decision: Decision) -> dict[str, date]:
    """For each intervention that a decision speaks of, the first day it says."""
    firsts: dict[str, date] = {}
    for line in decision.lines.all():
        firsts[line.intervention] = min(line.valid_from, firsts.get(line.intervention, date.max))
    return firsts


def replaced_by(decision: Decision, *, decided: date, today: date) -> list[tuple[LineStanding, date]]:
    """The lines that a decision takes the place of as it is made, and that nothing has ended; with the day it does so.

    What has run out by the decision's first day is not replaced: the same condition as for what is lowered.
    """
    firsts = first_days(decision)
    if decision.corrects_id:
        lines = DecisionLine.objects.filter(decision=decision.corrects_id).order_by("pk")
        firsts = dict.fromkeys(lines.values_list("intervention", flat=True), date.min)
    else:
        lines = granted_lines(decision.case).exclude(decision=decision.pk).filter(intervention__in=firsts)
    found = []
    for stands in standings(lines, today, deaths=False).values():
        first = firsts[stands.line.intervention]
        day = replaced_from(first, decided=decided, own=stands.now.decided, until=stands.until)
        if day and stands.now.closed is None:
            found.append((stands, day))
    return found


def ended_by(decision: Decision, *, today: date) -> list[LineStanding]:
    """The lines that a decision has ended since it was signed, as they stand."""
    ends = LineEvent.objects.standing().filter(kind=Kind.NEW_DECISION, key=f"decision:{decision.pk}")
    lines = DecisionLine.objects.filter(pk__in=ends.values("line")).order_by("pk")
    return list(standings(lines, today, deaths=False).values())


def standings(
    lines: Iterable[DecisionLine], on: date, *, deaths: bool = True, later: Mapping[int, list[int]] = NOTHING
) -> dict[int, LineStanding]:
    """How granted lines of signed decisions stand on a day, by the line's id. Others are left out.

    A correction is the same decision in a new version (FL 36): where it keeps an intervention, the clock runs on from
    the first version's day, with what had happened. A death that is noted on the person closes without an event.
    `later`: for a line the ids of versions that have corrected it after the day. What they say had happened by the day
    counts. The number of queries does not follow the number of lines.
    """
    asked = [line.pk for line in lines]
    rows = _with_earlier(asked)
    events: defaultdict[int, list[LineEvent]] = defaultdict(list)
    told_of = {pk: line for line, found in later.items() for pk in found}
    for event in LineEvent.objects.standing().filter(line__in={*rows, *told_of}).order_by("day", "pk"):
        if event.kind != Kind.NEW_DECISION or event.line_id not in told_of:
            events[told_of.get(event.line_id, event.line_id)].append(event)
    decided = [pk for pk in asked if pk in rows and decided_on(rows[pk]) <= on]
    return {pk: _stands(_versions(rows[pk], rows), events, on, deaths) for pk in decided}


def _with_earlier(asked: list[int]) -> dict[int, DecisionLine]:
    """The lines, and every granted line of the decisions that theirs correct."""
    signed = DecisionLine.objects.filter(decision__state=Decision.State.SIGNED).exclude(outcome="refused")
    signed = signed.select_related("decision__case__person")
    found = {line.pk: line for line in signed.filter(pk__in=asked)}
    if any(line.replaces_id for line in found.values()):
        corrected = {line.decision.investigation_id for line in found.values() if line.replaces_id}
        found |= {line.pk: line for line in signed.filter(decision__investigation__in=corrected)}
    return found


def decided_on(line: DecisionLine) -> date:
    """The Swedish day when a line's own decision was signed."""
    if line.decision.signed_at is None:
        raise ValueError(f"line {line.pk} is not decided")
    return swedish_day(line.decision.signed_at)


def _stands(versions: list[DecisionLine], events: dict[int, list[LineEvent]], on: date, deaths: bool) -> LineStanding:
    line, first = versions[0], decided_on(versions[-1])
    told = [e for version in versions[1:] for e in events.get(version.pk, []) if e.kind != Kind.NEW_DECISION]
    told = sorted([*told, *events.get(line.pk, [])], key=lambda e: (e.day, e.pk))
    happened = [Event(e.day, Kind(e.kind)) for e in told]
    died_on = line.decision.case.person.died_on if deaths else None
    if died_on:
        happened.append(Event(max(died_on, first), Kind.DECEASED))
    now, under = standing(first, happened, on), regime(line.regime)
    running = tuple(limit(run, under, on) for run in now.running) if under.report else ()
    replaced = next((e.day for e in told if e.kind == Kind.NEW_DECISION), None)
    return LineStanding(line, now, under, tuple(e for e in told if e.day <= on), running, replaced)


def _versions(line: DecisionLine, rows: dict[int, DecisionLine]) -> list[DecisionLine]:
    """The line and those it corrects, newest first, as long as they grant the same intervention."""
    found = [line]
    while (before := rows.get(found[-1].replaces_id or 0)) and before.intervention == line.intervention:
        found.append(before)
    return found


def open_clock(stands: LineStanding) -> OpenClock | None:
    """The row of a line that is not wholly carried out; None for one without a clock."""
    found = opened(stands.now, stands.regime)
    return OpenClock(line=stands.line, case_id=stands.line.decision.case_id, **asdict(found)) if found else None
