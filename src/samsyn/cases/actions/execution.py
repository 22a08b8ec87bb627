"""What happens to the carrying out of granted lines: noted, and taken back when it was wrong, never changed."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases import access
from samsyn.cases.actions.shared import locked, tell
from samsyn.cases.clocks import Kind, reasons
from samsyn.cases.execution import (
    BY_HAND,
    BY_PROVIDER,
    closes_by_case,
    replaced_from,
    why_not_cease,
    why_not_note,
    why_not_on_day,
    why_not_part,
    why_not_retract,
)
from samsyn.cases.models import Case, Decision, DecisionLine, LineEvent, OpenClock
from samsyn.cases.models.standings import (
    decided_on,
    earlier_decisions,
    first_days,
    granted_lines,
    open_clock,
    replaced_by,
    standings,
)
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor

Source = LineEvent.Source
CORRECTED = N_("Beslutet som tog vid är rättat och gäller från en annan dag.")


@dataclass(frozen=True)
class Said:
    """What is said of a line. `part` is in the line's unit; `key` names what it followed from."""

    kind: Kind
    day: date
    reason: str = ""
    part: int | None = None
    note: str = ""
    key: str = ""


@action
def note_line_event(
    *,
    line: DecisionLine,
    kind: Kind,
    day: date,
    by: Actor,
    at: datetime,
    reason: str = "",
    part: int | None = None,
    note: str = "",
) -> LineEvent:
    """Note by hand what has happened to a granted line; the caseworker of its case.

    The same once more, as by a second press, is the same event. Raises Refused out of order or after the clock has
    ended, Invalid for a day before the decision or ahead, and for a part that is none.
    """
    case = locked(line.decision.case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    if kind not in BY_HAND:
        raise Invalid("kind", Refusal(N_("Välj vad som har hänt.")))
    if kind is Kind.NEED_CEASED:
        _check_ceased(line, note, localdate(at))
    said = Said(kind, day, reason, part, note.strip())
    return _note(case, line, said, Source.CASEWORKER, by, at)


def note_renounced(line: DecisionLine, *, day: date, note: str, by: Actor, at: datetime) -> LineEvent:
    """The person has said no thanks to what a line grants: its clock ends (SoL 34:1). Part of an action."""
    return _note(line.decision.case, line, Said(Kind.WITHDRAWN, day, note=note), Source.CASEWORKER, by, at)


@action
def note_told_event(
    *,
    line: DecisionLine,
    kind: Kind,
    day: date,
    source: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    part: int | None = None,
    note: str = "",
    key: str = "",
) -> LineEvent:
    """Note what the room above tells of a line; it has asked who may. Raises as `note_line_event` does."""
    if kind not in BY_PROVIDER:
        raise ValueError(f"{kind} is not told from above")
    return _note(locked(line.decision.case), line, Said(kind, day, reason, part, note.strip(), key), source, by, at)


@action
def retract_line_event(*, event: LineEvent, why: str, by: Actor, at: datetime) -> LineEvent:
    """Take back what was noted by mistake, with the reason; both stay. The caseworker of the case."""
    case = locked(event.line.decision.case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    if not why.strip():
        raise Invalid("why", Refusal(N_("Skriv vad som är fel.")))
    return _retract(case, event, why.strip(), Source.CASEWORKER, by, at)


@action
def retract_told_event(*, event: LineEvent, why: str, source: str, by: Actor, at: datetime) -> LineEvent:
    """Take back what the room above told, because what it followed from has changed. It has asked who may."""
    return _retract(locked(event.line.decision.case), event, why, source, by, at)


def begin_clocks(decision: Decision, *, by: Actor, at: datetime) -> None:
    """A decision has been signed: its granted lines begin their clocks, and what it replaces ends. Part of an action.

    A correction (FL 36) replaces every line of the decision it corrects, from the day it is decided. A later decision
    replaces the lines whose intervention it answers, from its own first day; until then they go on, and their clocks
    with them (SoL 34:1). What it does not speak of, and what runs out before it begins, goes on as it was. When the
    correction of such a decision says another first day, the ends that it has set move with it.
    """
    if decision.signed_at is None:
        raise ValueError(f"decision {decision.pk} is not signed")
    today, decided, key = localdate(at), localdate(decision.signed_at), f"decision:{decision.pk}"
    for stands, day in replaced_by(decision, decided=decided, today=today):
        _append(stands.line, Said(Kind.NEW_DECISION, day, key=key), Source.DECISION, by, at)
    if decision.corrects_id:
        _move_ends(decision, by, at)
    granted = list(decision.lines.exclude(outcome=DecisionLine.Outcome.REFUSED).select_related("replaces"))
    for line in _grown(granted, today):
        part = line.replaces.amount if line.replaces else None
        _append(line, Said(Kind.EXECUTED_PART, decided, part=part, key=key), Source.DECISION, by, at)
    for line in granted:
        _replace_as_before(line, decided, by, at)
    settle((line.pk for line in granted), today)


def end_clocks(case: Case, reason: str, *, by: Actor, at: datetime) -> None:
    """A case has been closed: what its lines still have running ends with it, and says why. Part of an action."""
    today, kind = localdate(at), closes_by_case(reason)
    ended = _ended_on(case, kind) or today
    for stands in standings(granted_lines(case), today, deaths=False).values():
        if stands.now.closed is None:
            day = max(ended, stands.now.decided)
            _append(stands.line, Said(kind, day, key=f"case:{case.pk}"), Source.CASE, by, at)


def _ended_on(case: Case, kind: Kind) -> date | None:
    """The day of the death or of the move, which is not the day when somebody writes it in."""
    if kind is Kind.DECEASED:
        return case.person.died_on
    moved = case.moves.filter(kind="out").order_by("-day", "-pk").first() if kind is Kind.MOVED else None
    return moved.day if moved else None


def take_back_ends(case: Case, why: str, *, by: Actor, at: datetime) -> None:
    """A case that had ended is taken up again: the clocks that its end closed run on. Part of an action."""
    ended = LineEvent.objects.standing().filter(line__decision__case=case, source=Source.CASE, key=f"case:{case.pk}")
    for event in ended.select_related("line__decision").order_by("pk"):
        _retract(case, event, why, Source.CASE, by, at)


def settle(lines: Iterable[int], today: date) -> None:
    """Make the open clocks of some lines what their events say. Part of an action."""
    keys = list(lines)
    stand = standings(DecisionLine.objects.filter(pk__in=keys), today, deaths=False)
    OpenClock.objects.filter(line__in=keys).delete()
    OpenClock.objects.bulk_create(row for s in stand.values() if (row := open_clock(s)))


def _note(case: Case, line: DecisionLine, said: Said, source: str, by: Actor, at: datetime) -> LineEvent:
    stands = standings([line], localdate(at)).get(line.pk)
    if stands is None:
        raise Refused(Refusal(N_("Bara beviljade insatser i signerade beslut verkställs.")))
    noted = LineEvent.objects.standing().filter(line=line.pk, recorded_by=by.key, **asdict(said))
    if sent_before := noted.first():
        return sent_before  # pressed twice
    if refusal := why_not_on_day(stands.now.decided, said.day, localdate(at)):
        raise Invalid("day", refusal)
    if refusal := why_not_part(said.kind, said.part, line.amount):
        raise Invalid("part", refusal)
    if said.reason and said.reason not in reasons():
        raise Invalid("reason", Refusal(N_("Välj ett skäl i listan.")))
    enforce(why_not_note(stands.now, said.kind, stands.regime))
    stands.line.decision.case = case
    return _append(stands.line, said, source, by, at)


def _check_ceased(line: DecisionLine, note: str, today: date) -> None:
    stands = standings([line], today, deaths=False).get(line.pk)
    enforce(why_not_cease(runs=stands is not None and stands.runs(today)))
    if not note.strip():
        raise Invalid("note", Refusal(N_("Skriv varför behovet har upphört, och hur du vet det."), law="FL 31"))


def _append(line: DecisionLine, said: Said, source: str, by: Actor, at: datetime) -> LineEvent:
    event = LineEvent.objects.create(
        line=line, source=source, recorded_at=at, recorded_by=by.key, **asdict(said)
    )  # fmt: skip
    settle([line.pk], localdate(at))
    day = said.day.isoformat()
    tell(line.decision.case, f"line.{said.kind}", by=by, at=at, about=f"line:{line.pk}", day=day, reason=said.reason)
    return event


def _retract(case: Case, event: LineEvent, why: str, source: str, by: Actor, at: datetime) -> LineEvent:
    retracted = event.retracts_id is not None or LineEvent.objects.filter(retracts=event).exists()
    enforce(why_not_retract(source=event.source, retracted=retracted))
    return _take_back(case, event, why, source, by, at)


def _take_back(case: Case, event: LineEvent, why: str, source: str, by: Actor, at: datetime) -> LineEvent:
    taken_back = LineEvent.objects.create(
        line_id=event.line_id, kind=event.kind, day=event.day, note=why, source=source, retracts=event,
        recorded_at=at, recorded_by=by.key,
    )  # fmt: skip
    versions = DecisionLine.objects.filter(decision__investigation=event.line.decision.investigation_id)
    settle(versions.values_list("pk", flat=True), localdate(at))
    tell(case, "line.retract", by=by, at=at, about=f"line:{event.line_id}", event=event.pk, kind=event.kind)
    return taken_back


def _move_ends(decision: Decision, by: Actor, at: datetime) -> None:
    """The lines of earlier decisions end as the corrected decision now says: another day, not at all, or after all.

    A decision made after it, which had nothing to end as long as this one did, now ends them where it comes first.
    """
    versions = earlier_decisions(decision)
    first, keys = versions[-1], [f"decision:{v.pk}" for v in versions]
    decided = localdate(first.signed_at or at)
    ends = (
        LineEvent.objects.standing().filter(kind=Kind.NEW_DECISION, key__in=keys).exclude(line__decision__in=versions)
    )
    ended = {event.line_id: event for event in ends}
    lines = granted_lines(decision.case).filter(Q(decision__signed_at__lt=first.signed_at) | Q(pk__in=ended))
    lines = lines.exclude(decision__in=versions).select_related("decision")
    stand, firsts = standings(lines, localdate(at), deaths=False), first_days(decision)
    later = _later_than(first)
    for line in lines:
        begins, end = firsts.get(line.intervention), ended.get(line.pk)
        until = line.valid_to if end else stand[line.pk].until
        day = replaced_from(begins, decided=decided, own=decided_on(line), until=until) if begins else None
        if (end and end.day) == day or (end is None and stand[line.pk].now.closed):
            continue
        line.decision.case = decision.case
        if end:
            _take_back(decision.case, end, CORRECTED, Source.DECISION, by, at)
        if day:
            _append(line, Said(Kind.NEW_DECISION, day, key=keys[-1]), Source.DECISION, by, at)
        _end_by_later(line, later, by, at)


def _later_than(decision: Decision) -> list[tuple[Decision, Decision]]:
    """The decisions of the case that were made after one, each with the version that stands of it; the oldest first."""
    signed = decision.case.decisions.filter(state=Decision.State.SIGNED).order_by("signed_at", "pk")
    rows = list(signed.prefetch_related("lines"))
    by_corrected = {version.corrects_id: version for version in rows if version.corrects_id}
    found = []
    for made in rows:
        if made.corrects_id is None and (made.signed_at, made.pk) > (decision.signed_at, decision.pk):
            stands = made
            while stands.pk in by_corrected:
                stands = by_corrected[stands.pk]
            found.append((made, stands))
    return found


def _end_by_later(line: DecisionLine, later: list[tuple[Decision, Decision]], by: Actor, at: datetime) -> None:
    """What later decisions answer before anything else ends it, they end; each once."""
    ends = list(LineEvent.objects.standing().filter(line=line, kind=Kind.NEW_DECISION).values_list("day", "key"))
    for made, stands in later:
        begins, key = first_days(stands).get(line.intervention), f"decision:{made.pk}"
        if begins is None or made.signed_at is None or key in {key for _, key in ends}:
            continue
        day = replaced_from(begins, decided=localdate(made.signed_at), own=decided_on(line), until=line.valid_to)
        if day and all(day < ended for ended, _ in ends):
            _append(line, Said(Kind.NEW_DECISION, day, key=key), Source.DECISION, by, at)
            ends.append((day, key))


def _replace_as_before(line: DecisionLine, decided: date, by: Actor, at: datetime) -> None:
    """A correction of what a later decision has taken the place of is replaced by that decision too."""
    if line.replaces is None or line.replaces.intervention != line.intervention:
        return
    ends = LineEvent.objects.standing().filter(line=line.replaces, kind=Kind.NEW_DECISION)
    later = ends.exclude(key=f"decision:{line.decision_id}").order_by("day", "pk").first()
    if later:
        day = max(later.day, decided)
        _append(line, Said(Kind.NEW_DECISION, day, key=later.key), Source.DECISION, by, at)


def _grown(lines: list[DecisionLine], today: date) -> list[DecisionLine]:
    """Corrected lines that grant more than what was wholly carried out: the rest is not (SoL 34:1)."""
    more = [line for line in lines if line.replaces and line.replaces.amount < line.amount]
    stand = standings(more, today, deaths=False)
    return [s.line for line in more if (s := stand[line.pk]).now.executed and not s.now.running]
