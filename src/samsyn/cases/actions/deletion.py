"""Deleting what is old (gallring; SoL 16:1-4, LSS 21 c): one draws up the list, another approves, then it is done."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.audit.models import ImportedRow
from samsyn.cases import access
from samsyn.cases.ended_files import Due, Why, first_too_early, verdict
from samsyn.cases.exempt import Exempt
from samsyn.cases.file_tree import (
    IDENTITY_ONLY,
    AnyModel,
    branches,
    closed_since,
    ended_files,
    has_place_elsewhere,
    mentioned_in,
)
from samsyn.cases.models import DeletionItem, DeletionList
from samsyn.people.models import Person
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor

# What a row of each table is called where it is kept from which file of another system it came.
READ_AS = {
    "people_person": "person",
    "people_relation": "relation",
    "cases_case": "application",
    "cases_decisionline": "line",
    "homecare_order": "order",
    "homecare_performedtime": "time",
}
KEYS_AT_A_TIME = 500  # in one question, below what SQLite takes
FILES_AT_A_TIME = 100


@dataclass(frozen=True)
class Place:
    """Where the files are, and what the ordinances keep for research there."""

    municipality: str
    county: str
    exempt: Exempt


@action
def draw_up_deletion(*, place: Place, by: Actor, at: datetime, seen: int | None = None) -> DeletionList:
    """Draw up the list of files whose time is out today, with how many ended files stay, and why. Nothing goes yet.

    A list that nobody has ended is withdrawn, so that a file stands on one list at a time. `seen` is the newest list
    that the writer had read of, 0 for none: one that somebody else has drawn up since, with what they left out and why,
    is not withdrawn unread (Refused), and one's own is not drawn up twice.
    """
    permit(access.why_not_delete(by))
    today = localdate(at)
    open_now = DeletionList.objects.filter(state__in=["drawn_up", "approved"])
    if seen is not None and (newer := open_now.filter(pk__gt=seen).first()):
        if newer.drawn_up_by_id == by.staff_id:
            return newer  # pressed twice
        raise Refused(
            Refusal(N_("{name} har nyss tagit fram en lista. Läs den först."), {"name": newer.drawn_up_by.name})
        )
    for earlier in open_now:
        _withdraw(earlier, by, at)
    drawn = DeletionList.objects.create(counted_to=today, drawn_up_at=at, drawn_up_by_id=by.staff)
    still = first_too_early(today)
    kept: Counter[str] = Counter({Why.TOO_EARLY: closed_since(still, until=today)})
    for person, file in ended_files(until=today, closed_before=still):
        said = verdict(file, today=today, exempt=place.exempt, municipality=place.municipality, county=place.county)
        if isinstance(said, Due):
            DeletionItem.objects.create(
                list=drawn, person_id=person, last_entry=file.last_entry, due_on=said.on, last_day=said.last_day
            )
        else:
            kept[said] += 1
    drawn.kept = dict(+kept)
    drawn.save(update_fields=["kept"])
    _tell("deletion.draw_up", drawn, by, at, files=drawn.items.count())
    return drawn


@action
def leave_out(*, item: DeletionItem, reason: str, by: Actor, at: datetime) -> DeletionItem:
    """Keep one file that the rule would delete, and say why: a suit that is under way, a question from an archive."""
    permit(access.why_not_delete(by))
    drawn = _held(item.list_id)
    if drawn.state != DeletionList.State.DRAWN_UP:
        raise Refused(Refusal(N_("Listan är redan godkänd eller avslutad. Ta fram en ny om något ska undantas.")))
    if not reason.strip():
        raise Invalid("reason", Refusal(N_("Skriv varför akten ska bevaras.")))
    item.left_out = reason.strip()
    item.save(update_fields=["left_out"])
    _tell("deletion.leave_out", drawn, by, at, subjects=[item.person_id])
    return item


@action
def approve_deletion(*, drawn: DeletionList, by: Actor, at: datetime) -> DeletionList:
    """The second person's yes. From here the list can be carried out."""
    drawn = _held(drawn.pk)
    permit(access.why_not_delete(by))
    if refusal := access.why_not_approve_deletion(by, drawn.drawn_up_by_id):
        raise Refused(refusal)
    if drawn.state != DeletionList.State.DRAWN_UP:
        raise Refused(Refusal(N_("Listan väntar inte på godkännande. Ladda om sidan för att se vad som har hänt.")))
    if not drawn.items.filter(left_out="").exists():
        raise Refused(Refusal(N_("Det finns inga akter att gallra i listan. Dra tillbaka den.")))
    drawn.state, drawn.approved_at, drawn.approved_by_id = DeletionList.State.APPROVED, at, by.staff
    drawn.save(update_fields=["state", "approved_at", "approved_by"])
    _tell("deletion.approve", drawn, by, at)
    return drawn


@action
def withdraw_deletion(*, drawn: DeletionList, by: Actor, at: datetime) -> DeletionList:
    """Give up a list that has not been carried out. Its files are free for the next list."""
    permit(access.why_not_delete(by))
    drawn = _held(drawn.pk)
    if drawn.state not in {DeletionList.State.DRAWN_UP, DeletionList.State.APPROVED}:
        raise Refused(Refusal(N_("Listan är redan avslutad.")))
    return _withdraw(drawn, by, at)


@action
def carry_out_deletion(*, drawn: DeletionList, place: Place, by: Actor, at: datetime) -> DeletionList:
    """Delete the approved files, all of them or nothing, and keep the report.

    Each is judged anew: a file in which something has been entered since is kept, and the report says so. Whoever stood
    only in a deleted file, as a relative, goes with it; whoever stands in another's file keeps their name there.
    Ordinary users and the night's job may carry it out: the two yeses are what counts.
    """
    drawn = _held(drawn.pk)
    if not by.key.startswith("job:"):
        permit(access.why_not_delete(by))
    if drawn.state != DeletionList.State.APPROVED:
        raise Refused(Refusal(N_("Listan är inte godkänd av två personer, eller är redan genomförd.")))
    drawn.state = DeletionList.State.UNDER_WAY
    drawn.save(update_fields=["state"])
    due, stayed = _still_due(drawn, place, localdate(at))
    rows, gone = _delete_files(due)
    drawn.state, drawn.ended_at = DeletionList.State.DONE, at
    left_out = drawn.items.exclude(left_out="").count()
    drawn.report = {
        "files": len(due), "persons": gone, "rows": dict(sorted(rows.items())), "stayed": stayed, "left_out": left_out,
    }  # fmt: skip
    drawn.save(update_fields=["state", "ended_at", "report"])
    _tell("deletion.carry_out", drawn, by, at, files=len(due), rows=sum(rows.values()))
    return drawn


def _still_due(drawn: DeletionList, place: Place, today: date) -> tuple[list[int], dict[str, int]]:
    """The persons whose files are due today as well, and how many are not, by reason."""
    listed = list(drawn.items.filter(left_out="").values_list("person", flat=True))
    files = dict(ended_files(until=today, persons=listed))
    said = {
        person: verdict(file, today=today, exempt=place.exempt, municipality=place.municipality, county=place.county)
        for person, file in files.items()
    }
    due = [person for person in listed if isinstance(said.get(person), Due)]
    stayed = Counter(v.value for v in said.values() if isinstance(v, Why))
    if opened := len(listed) - len(files):
        stayed["opened"] = opened
    return due, dict(stayed)


def _delete_files(persons: Sequence[int]) -> tuple[Counter[str], int]:
    """Delete the files, then the persons who stand nowhere any more. Rows by table, and how many persons."""
    rows: Counter[str] = Counter()
    gone = 0
    for some in _some(persons, FILES_AT_A_TIME):
        around = mentioned_in(some)
        rows.update(_remove(some, identity=False))
        nowhere = [p for p in {*some, *around} if not has_place_elsewhere(p)]
        rows.update(_remove(nowhere, identity=True))
        gone += len(nowhere)
        _delete(Person, nowhere)
    return rows, gone


def _remove(persons: Sequence[int], *, identity: bool) -> Mapping[str, int]:
    """Delete the rows of these persons' files, or with `identity` their login and search words. Rows by table.

    Past the object layer: keys are checked when the transaction ends, so the order is free. All are looked up first,
    since a row is found by way of others.
    """
    chosen = [b for b in branches() if (b.model in IDENTITY_ONLY) is identity]
    keys = {b.model: list(b.model._default_manager.filter(b.of(persons)).values_list("pk", flat=True)) for b in chosen}
    for model, found in keys.items():
        _delete(model, found)
    return {model._meta.db_table: len(found) for model, found in keys.items() if found}


def _delete(model: AnyModel, keys: Sequence[Any]) -> None:
    """Delete rows by key, and what is known of the file they were once read from."""
    kind = READ_AS.get(model._meta.db_table)
    for some in _some(keys, KEYS_AT_A_TIME):
        model._default_manager.filter(pk__in=some)._raw_delete(connection.alias)
        if kind:
            ImportedRow.objects.filter(kind=kind, row__in=some).delete()


def _some(keys: Sequence[Any], length: int) -> Iterator[Sequence[Any]]:
    for first in range(0, len(keys), length):
        yield keys[first : first + length]


def _held(pk: int) -> DeletionList:
    return DeletionList.objects.select_for_update().get(pk=pk)


def _withdraw(drawn: DeletionList, by: Actor, at: datetime) -> DeletionList:
    drawn.items.all().delete()
    drawn.state, drawn.ended_at = DeletionList.State.WITHDRAWN, at
    drawn.save(update_fields=["state", "ended_at"])
    _tell("deletion.withdraw", drawn, by, at)
    return drawn


def _tell(
    what: str, drawn: DeletionList, by: Actor, at: datetime, *, subjects: Sequence[int] = (), **detail: Any
) -> None:
    record(by=by, at=at, what=what, about=f"deletion:{drawn.pk}", subjects=subjects, detail=detail)
