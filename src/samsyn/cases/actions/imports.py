"""Storing applications and decisions that another system has made. It decides nothing.

What is stored is signed by whoever decided there, under the law of that day (SFS 2025:400, transitional provisions). A
decision that is here already never changes by it: whoever may decide corrects it in its case (FL 36-37, KL 6:37).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from itertools import count
from typing import Any

from django.utils.timezone import get_current_timezone, localdate

from samsyn.audit import bulk
from samsyn.audit.actions import action
from samsyn.audit.models import ImportedRow, ImportSource
from samsyn.cases import imported as rows
from samsyn.cases.actions.import_clocks import LineHere, note_executions
from samsyn.cases.actions.import_waiting import Waiting, lines_below, waiting_below
from samsyn.cases.actions.intake import target_group_of
from samsyn.cases.lifecycle import Status
from samsyn.cases.models import Case, Decision, DecisionLine, Intake, Investigation, LineEvent
from samsyn.cases.taken_over import LineFacts, Stands, standing
from samsyn.people import access
from samsyn.people.actions.imports import decision_maker, remember, renew, told
from samsyn.people.exports.stage import Stage
from samsyn.people.exports.staged import Doing, Staged
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
    bulk.reset_keys(Case, Intake, Investigation, Decision, DecisionLine, LineEvent, ImportedRow)


@lru_cache(8192)
def moment(day: date, at: datetime, of_day: time = NOON) -> datetime:
    """A moment of a day whose hour nobody has told, never after now."""
    return min(datetime.combine(day, of_day, get_current_timezone()), at)


def _new_cases(stage: Stage, source: ImportSource, here: _Here, by: Actor, at: datetime) -> None:
    stage.place("application", bulk.next_key(Case))
    stage.place("line", bulk.next_key(DecisionLine))
    serial, year = _last_serial(localdate(at).year), localdate(at).year
    decide = _Deciding(source, at)
    for records in stage.records("application", Doing.NEW):
        waiting = waiting_below(stage, records)
        stands = _standings(waiting, records, localdate(at))
        born = dict(Person.objects.filter(pk__in={r.at[0] for r in records}).values_list("pk", "birth_date"))
        cases, intakes = [], []
        for record in records:
            serial += 1
            cases.append(_case(record, f"{year}-{serial:06d}", stands[record.key], here, born[record.at[0] or 0], at))
            intakes.append(_intake(record, source, by, at))
        bulk.insert(Case, cases)
        bulk.insert(Intake, intakes)
        bulk.append(_events(records, source, by, at))
        decide(waiting.lines)
        note_executions(stage, waiting, by, at)
    # What a case that was here before has got is told when all is stored (`homecare.actions.import_follow`).
    for records in stage.records("application", Doing.SAME, Doing.CHANGED, Doing.LEFT, Doing.KNOWN):
        decide(lines_below(stage, records))
    remember(stage, source, "application", at)
    remember(stage, source, "line", at)


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


def _standings(waiting: Waiting, records: Sequence[Staged], today: date) -> dict[str, Stands]:
    """Where each application's case stands, by its key, from what waits to be stored with it."""
    facts: dict[int | None, list[LineFacts]] = defaultdict(list)
    for line in waiting.lines:
        live = [o for o in waiting.orders[line.key] if o.body.get("state") != "stopped"]
        started = bool(line.body.get("executed_on")) or any(
            o.body.get("state") == "started" or o.key in waiting.timed for o in live
        )
        facts[line.at[0]].append(facts_of(line.body, ordered=bool(live), started=started))
    return {r.key: standing(date.fromisoformat(r.body["received_on"]), facts[r.target], today) for r in records}


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


class _Deciding:
    """Stores one signed decision for each decision there; its lines go in first, since a signed one takes no more."""

    def __init__(self, source: ImportSource, at: datetime) -> None:
        self._source, self._at = source, at
        self._decisions, self._inquiries = count(bulk.next_key(Decision)), count(bulk.next_key(Investigation))
        self._makers: dict[str, int] = {}

    def __call__(self, waiting: Sequence[Staged]) -> None:
        groups: dict[tuple[int, str], list[Staged]] = defaultdict(list)
        for record in waiting:
            groups[record.at[0] or 0, record.body.get("decision") or record.body["decided_on"]].append(record)
        inquiries, decisions, lines = [], [], []
        text = f"Utredningen finns i {self._source.name}."
        for (case, _), group in groups.items():
            key, inquiry = next(self._decisions), next(self._inquiries)
            signer = decision_maker(group[0].body.get("decided_by", ""), self._source, self._makers)
            signed = moment(date.fromisoformat(_signed_on(group)), self._at)
            inquiries.append(rows.Investigation(inquiry, case, signed, signer, text, signed))
            decisions.append(rows.Decision(key, case, inquiry, Decision.State.SIGNED, signed, signer))
            lines += [_line(r, key) for r in group]
        bulk.insert(Investigation, inquiries)
        bulk.insert(DecisionLine, lines)
        bulk.insert(Decision, decisions)


def _signed_on(group: Sequence[Staged]) -> str:
    """The day a decision was made: the last of its lines' days, which is from then on the day of them all."""
    signed: str = max(r.body["decided_on"] for r in group)
    for record in group:
        record.body["decided_on"] = signed
    return signed


def settle_cases(
    *, lines: Sequence[LineHere], ordered: set[int], started: set[int], joined: set[int], source: ImportSource,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Cases that were here and that nobody has worked with stand where all that is stored brings them.

    `lines` are all the lines of the cases; `ordered` and `started` those with an order under way, and one that has
    begun; `joined` the cases that have got a decision. Part of an action.
    """
    facts: dict[int, list[LineFacts]] = defaultdict(list)
    for line in lines:
        facts[line.case].append(
            LineFacts(line.decided, line.grants, line.valid_to, line.pk in ordered, line.pk in started)
        )
    moved = []
    for case in Case.objects.filter(pk__in=list(facts)):
        stands = standing(localdate(case.received_at), facts[case.pk], localdate(at))
        if stands.status is case.status_now and stands.close_reason[:LONGEST_REASON] == case.close_reason:
            continue
        closed = stands.status is Status.CLOSED
        case.status, case.status_since = stands.status, moment(stands.since, at, LAST_MINUTE if closed else NOON)
        case.closed_at = case.status_since if closed else None
        case.close_reason = stands.close_reason[:LONGEST_REASON]
        case.follow_up_on = None if closed else case.follow_up_on
        moved.append(case)
    names = ("status", "status_since", "closed_at", "close_reason", "follow_up_on")
    Case.objects.bulk_update(moved, names, batch_size=200)
    persons = {line.case: line.person for line in lines}
    bulk.append(
        told("case.import", f"case:{pk}", by=by, at=at, case=pk, person=persons[pk], source=source.pk)
        for pk in sorted(joined & persons.keys())
    )


def _line(record: Staged, decision: int) -> rows.Line:
    body = record.body
    end = body.get("valid_to")
    return rows.Line(
        id=record.target or 0, decision=decision, valid_from=date.fromisoformat(body["valid_from"]),
        valid_to=date.fromisoformat(end) if end else None,
        **{name: body[name] for name in ("regime", "intervention", "outcome", "unit", "applied", "amount", "goal",
            "reasons")},
    )  # fmt: skip
