"""Storing applications and decisions that another system has made. It decides nothing.

What is stored is signed by whoever decided there, under the law of that day (SFS 2025:400, transitional provisions). A
decision that is here already never changes by it: whoever may decide corrects it in its case (FL 36-37, KL 6:37).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django.utils.timezone import get_current_timezone, localdate

from samsyn.audit import bulk
from samsyn.audit.actions import action
from samsyn.audit.models import ImportedRow, ImportSource
from samsyn.cases import imported as rows
from samsyn.cases.actions.intake import target_group_of
from samsyn.cases.clocks import Kind, limit
from samsyn.cases.clocks import standing as clock_standing
from samsyn.cases.lifecycle import Status
from samsyn.cases.models import Case, Decision, DecisionLine, Intake, Investigation, LineEvent, OpenClock
from samsyn.cases.regimes import regime
from samsyn.cases.taken_over import LineFacts, Stands, standing
from samsyn.people import access
from samsyn.people.actions.imports import decision_maker, placed, remember, renew, told
from samsyn.people.exports.stage import Doing, Stage, Staged
from samsyn.people.models import Person
from samsyn.people.names import fold
from samsyn.people.queries import staff_by_name, units_by_name
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor

NOON = time(12)
LAST_MINUTE = time(23, 59)
LONGEST_REASON = 30


@dataclass(frozen=True)
class _Here:
    """The units and staff that names in a file stand for. `first` handles cases that name no unit."""

    first: int
    units: dict[str, int]
    staff: dict[str, int]

    def unit(self, body: dict[str, Any]) -> int:
        return self.units.get(fold(body.get("unit", "")), self.first)

    def caseworker(self, body: dict[str, Any]) -> int | None:
        """Whose case it is; when nobody here has the name the team leader shares it out."""
        return self.staff.get(fold(body.get("caseworker", "")))


@action
def import_cases(*, stage: Stage, source: ImportSource, unit: int, by: Actor, at: datetime) -> None:
    """Store the applications and decision lines of an import. The persons are in already.

    `unit` handles the cases whose row names no unit.
    """
    permit(access.why_not_import(by))
    for kind in ("line", "order", "time"):
        stage.index_references(kind)
    here = _Here(unit, units_by_name("assessment"), staff_by_name())
    _new_cases(stage, source, here, by, at)
    _change_cases(stage, source, here, by, at)
    _new_decisions(stage, source, by, at)
    bulk.reset_keys(Case, Intake, Investigation, Decision, DecisionLine, LineEvent, ImportedRow)


@lru_cache(8192)
def moment(day: date, at: datetime, of_day: time = NOON) -> datetime:
    """A moment of a day whose hour nobody has told, never after now."""
    return min(datetime.combine(day, of_day, get_current_timezone()), at)


def _new_cases(stage: Stage, source: ImportSource, here: _Here, by: Actor, at: datetime) -> None:
    first, serial, year = bulk.next_key(Case), _last_serial(localdate(at).year), localdate(at).year
    for some in stage.records("application", Doing.NEW):
        records = placed(stage, "application", some, first)
        first += len(records)
        stands = _standings(stage, records, localdate(at))
        born = dict(Person.objects.filter(pk__in={r.at[0] for r in records}).values_list("pk", "birth_date"))
        cases, intakes = [], []
        for record in records:
            serial += 1
            cases.append(_case(record, f"{year}-{serial:06d}", stands[record.key], here, born[record.at[0] or 0], at))
            intakes.append(_intake(record, source, by, at))
        bulk.insert(Case, cases)
        bulk.insert(Intake, intakes)
        remember(source, "application", records, at)
        bulk.append(_events(records, source, by, at))


def _events(records: Iterable[Staged], source: ImportSource, by: Actor, at: datetime) -> list[bulk.Told]:
    return [
        told("case.import", f"case:{r.target}", by=by, at=at, case=r.target, person=r.at[0] or 0, source=source.pk)
        for r in records
    ]


def _last_serial(year: int) -> int:
    numbers = Case.objects.filter(number__startswith=f"{year}-").order_by("-number")
    last = numbers.values_list("number", flat=True).first()
    return int(last[5:]) if last else 0


def _case(record: Staged, number: str, stands: Stands, here: _Here, born: date | None, at: datetime) -> rows.Case:
    body = record.body
    received = date.fromisoformat(body["received_on"])
    closed = stands.status is Status.CLOSED
    since = moment(stands.since, at, LAST_MINUTE if closed else NOON)
    follow_up = body.get("follow_up_on")
    return rows.Case(
        id=record.target or 0, number=number, person=record.at[0] or 0, unit=here.unit(body),
        caseworker=here.caseworker(body), target_group=target_group_of(born, received), status=stands.status,
        status_since=since, received_at=moment(received, at), closed_at=since if closed else None,
        follow_up_on=date.fromisoformat(follow_up) if follow_up and not closed else None,
        close_reason=stands.close_reason[:LONGEST_REASON],
    )  # fmt: skip


def _intake(record: Staged, source: ImportSource, by: Actor, at: datetime) -> rows.Intake:
    """What came in. It was registered in the other system, as far as is known when it came."""
    body, received = record.body, moment(date.fromisoformat(record.body["received_on"]), at)
    return rows.Intake(
        case=record.target or 0, form=body["form"], channel=body["channel"],
        by_whom=Intake.By.OTHER if body["form"] == Intake.Form.REPORT else Intake.By.PERSON,
        asked_for=body.get("asked_for") or f"Ansökan finns i {source.name}.", received_at=received,
        registered_at=received, registered_by=by.key,
    )  # fmt: skip


def _standings(stage: Stage, records: Sequence[Staged], today: date) -> dict[str, Stands]:
    """Where each application's case stands, by its key, from what waits to be stored with it."""
    facts: dict[str, list[LineFacts]] = defaultdict(list)
    lines = stage.below("line", [r.key for r in records])
    keys = [line.key for _, line in lines]
    orders = defaultdict(list)
    for key, order in stage.below("order", keys):
        orders[key].append(order)
    timed = stage.has_below("time", [o.key for some in orders.values() for o in some])
    for key, line in lines:
        live = [o for o in orders[line.key] if o.body.get("state") != "stopped"]
        started = bool(line.body.get("executed_on")) or any(
            o.body.get("state") == "started" or o.key in timed for o in live
        )
        facts[key].append(facts_of(line.body, ordered=bool(live), started=started))
    return {r.key: standing(date.fromisoformat(r.body["received_on"]), facts[r.key], today) for r in records}


def facts_of(body: dict[str, Any], *, ordered: bool, started: bool) -> LineFacts:
    """A line that waits to be stored, as its case's state sees it."""
    end = body.get("valid_to")
    return LineFacts(
        date.fromisoformat(body["decided_on"]), body["outcome"] != "refused",
        date.fromisoformat(end) if end else None, ordered, started,
    )  # fmt: skip


def _change_cases(stage: Stage, source: ImportSource, here: _Here, by: Actor, at: datetime) -> None:
    """What the other system says otherwise of an application whose case nobody has written in here."""
    for some in stage.records("application", Doing.CHANGED):
        for record in some:
            received = moment(date.fromisoformat(record.body["received_on"]), at)
            changed: dict[str, Any] = {"received_at": received}
            if caseworker := here.caseworker(record.body):
                changed["caseworker"] = caseworker
            Case.objects.filter(pk=record.target or 0).update(**changed)
            first = Intake.objects.filter(case=record.target).order_by("pk").first()
            if first:
                told_now = _intake(record, source, by, at)
                for name in ("form", "channel", "by_whom", "asked_for", "received_at", "registered_at"):
                    setattr(first, name, getattr(told_now, name))
                first.save()
        renew(source, "application", some, at)
        bulk.append(_events(some, source, by, at))


def _new_decisions(stage: Stage, source: ImportSource, by: Actor, at: datetime) -> None:
    """One signed decision for each decision there; its lines go in first, since a signed one takes no more."""
    first_line, first, inquiry = bulk.next_key(DecisionLine), bulk.next_key(Decision), bulk.next_key(Investigation)
    makers: dict[str, int] = {}
    joined: set[int] = set()
    for some in by_application(stage):
        records = placed(stage, "line", some, first_line)
        first_line += len(records)
        groups: dict[tuple[int, str], list[Staged]] = defaultdict(list)
        for record in records:
            groups[record.at[0] or 0, record.body.get("decision") or record.body["decided_on"]].append(record)
        inquiries, decisions, lines = [], [], []
        for (case, _), group in groups.items():
            signer = decision_maker(group[0].body.get("decided_by", ""), source, makers)
            signed = moment(date.fromisoformat(max(r.body["decided_on"] for r in group)), at)
            inquiries.append(
                rows.Investigation(inquiry, case, signed, signer, f"Utredningen finns i {source.name}.", signed)
            )
            decisions.append(rows.Decision(first, case, inquiry, Decision.State.SIGNED, signed, signer))
            lines += [_line(r, first) for r in group]
            first, inquiry = first + 1, inquiry + 1
        bulk.insert(Investigation, inquiries)
        bulk.insert(DecisionLine, lines)
        bulk.insert(Decision, decisions)
        remember(source, "line", records, at)
        note_executions(stage, records, by, at)
        joined |= {case for case, _ in groups}
    _move_cases(stage, joined, source, by, at)


def note_executions(stage: Stage, records: Sequence[Staged], by: Actor, at: datetime) -> None:
    """When each granted line began to be carried out, and what a later decision took the place of (SoL 34:1).

    It began on the day the file says, else with the first time given. What has not begun gets its clock. Part of an
    action.
    """
    first, started, today = stage.first_days([r.key for r in records]), _started(stage, records), localdate(at)
    events: list[rows.Event] = []
    waits: list[Staged] = []
    for record in records:
        body, line = record.body, record.target or 0
        if body["outcome"] == "refused":
            continue
        day = body.get("executed_on") or first.get(record.key) or started.get(record.key)
        if day and day <= today.isoformat():
            events.append(_event(line, Kind.EXECUTED, max(day, body["decided_on"]), by, at))
        else:
            waits.append(record)
    replaced = _replaced(records)
    events += [_event(line, Kind.NEW_DECISION, day, by, at) for line, day in replaced]
    bulk.insert(LineEvent, events)
    ended = {line for line, _ in replaced}
    clocks = (_clock(r, today) for r in waits if r.target not in ended)
    bulk.insert(OpenClock, [clock for clock in clocks if clock])


def _clock(record: Staged, today: date) -> "rows.Clock | None":
    """The clock of a line that nobody has begun to carry out; None where its paragraph has none."""
    run = clock_of(record.body["decided_on"], record.body["regime"], today)
    return rows.Clock(record.target or 0, record.at[0] or 0, *run) if run else None


@lru_cache(8192)
def clock_of(decided_on: str, code: str, today: date) -> tuple[date, date, str, date, bool] | None:
    """Decided, start, since what, last day and whether in part, of a line of which nothing is told (SoL 34:1)."""
    decided, under = date.fromisoformat(decided_on), regime(code)
    now = clock_standing(decided, [], today)
    if not under.report or not now.running:
        return None
    run = now.running[0]
    last = limit(run, under, today).last_day
    return (decided, run.start, run.since, last, now.partly or not now.unexecuted) if last else None


def _started(stage: Stage, records: Sequence[Staged]) -> dict[str, str]:
    """The day that an order begins which the other system says is under way, for each line's key."""
    orders = stage.below("order", [r.key for r in records])
    begins = {r.key: r.body["valid_from"] for r in records}
    return {
        key: order.body.get("start_on") or begins[key] for key, order in orders if order.body.get("state") == "started"
    }


def _replaced(records: Sequence[Staged]) -> list[tuple[int, str]]:
    """Granted lines whose intervention a later decision in the same case speaks of, with that decision's day."""
    latest: dict[tuple[int | None, str], tuple[int, str]] = {}
    found = []
    for record in sorted(records, key=lambda r: r.body["decided_on"]):
        body, place = record.body, (record.at[0], record.body["intervention"])
        before = latest.get(place)
        if before and before[1] < body["decided_on"]:
            found.append((before[0], body["decided_on"]))
        if body["outcome"] != "refused":
            latest[place] = (record.target or 0, body["decided_on"])
    return found


def _event(line: int, kind: Kind, day: str, by: Actor, at: datetime) -> rows.Event:
    return rows.Event(line, date.fromisoformat(day), kind, LineEvent.Source.LOADED, at, by.key)


def by_application(stage: Stage) -> Iterable[list[Staged]]:
    """New lines, some at a time, the lines of one decision together."""
    for some in stage.records("application", Doing.NEW, Doing.SAME, Doing.CHANGED, Doing.LEFT, Doing.KNOWN):
        targets = {r.key: r.target for r in some}
        found = stage.below("line", list(targets))
        if found:
            yield [replace(line, at=(targets[key],)) for key, line in found]


def _move_cases(stage: Stage, joined: set[int], source: ImportSource, by: Actor, at: datetime) -> None:
    """Cases that were here and have got a decision stand where it brings them."""
    known = {r.target: r for some in stage.records("application", Doing.SAME, Doing.CHANGED, Doing.KNOWN) for r in some}
    for pk in sorted(joined & {k for k in known if k}):
        case = Case.objects.get(pk=pk)
        lines = DecisionLine.objects.filter(decision__case=pk).select_related("decision")
        facts = [
            LineFacts(localdate(line.decision.signed_at), line.outcome != "refused", line.valid_to, False, False)
            for line in lines
        ]
        stands = standing(localdate(case.received_at), facts, localdate(at))
        if case.status in {Status.RECEIVED, Status.CLOSED} and stands.status is not case.status_now:
            closed = stands.status is Status.CLOSED
            case.status, case.status_since = stands.status, moment(stands.since, at)
            case.closed_at, case.close_reason = (case.status_since, stands.close_reason) if closed else (None, "")
            case.save(update_fields=["status", "status_since", "closed_at", "close_reason"])
        bulk.append([told("case.import", f"case:{pk}", by=by, at=at, case=pk, person=case.person_id, source=source.pk)])


def _line(record: Staged, decision: int) -> rows.Line:
    body = record.body
    end = body.get("valid_to")
    return rows.Line(
        id=record.target or 0, decision=decision, valid_from=date.fromisoformat(body["valid_from"]),
        valid_to=date.fromisoformat(end) if end else None,
        **{name: body[name] for name in ("regime", "intervention", "outcome", "unit", "applied", "amount", "goal",
            "reasons")},
    )  # fmt: skip
