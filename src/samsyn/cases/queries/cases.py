"""Opening and finding cases."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.audit.queries import of_case
from samsyn.cases import access
from samsyn.cases.lifecycle import Status
from samsyn.cases.models import Case
from samsyn.people.models import Person
from samsyn.people.queries import find_keys, number_in
from samsyn.people.refusals import N_, NoAccess, Refusal, permit
from samsyn.people.roles import ASSESSMENT, Actor, Role

# The list of a case tells of its steps: a text has its own versions, time its own pages, and a journal's entries and
# what the person objects to stand in the list themselves.
JOURNAL = frozenset(
    f"entry.{did}" for did in ("begin", "save", "settle", "sign", "lock", "discard", "correct", "cover")
)
NOISE = JOURNAL | {"field.save", "time.report", "time.extra", "time.plan", "objection.note", "objection.answer"}
WORDS = 4  # of one person's names that may begin alike: nobody has more


def open_case(pk: int, *, by: Actor, at: datetime, what: str = "case.read") -> Case:
    """The case with person, unit and caseworker, for somebody with a role in it and a relation to it.

    Records the reading. Raises Case.DoesNotExist, or NoAccess in the rule's words.
    """
    with case_to_draw(pk, by=by, at=at, what=what) as case:
        return case


@contextmanager
def case_to_draw(pk: int, *, by: Actor, at: datetime, what: str) -> Iterator[Case]:
    """The case as `open_case` gives it, for slow work such as drawing a PDF: its reading is recorded after the block.

    The log's chain is then held only from the end of the work. On SQLite that wins nothing, since a request takes the
    one writer's turn when its transaction begins (IMMEDIATE). What was drawn is sent after the block: when the block or
    the record fails there is nothing to send, and no event.
    """
    with transaction.atomic():
        case = Case.objects.select_related("person", "unit", "caseworker").get(pk=pk)
        permit(access.why_not_read(by, access.CaseFacts.of(case)))
        yield case
        about, subjects = f"case:{case.pk}", [case.person_id]
        record(by=by, at=at, what=what, about=about, access=Event.Access.READ, case=case.pk, subjects=subjects)


@transaction.atomic
def record_shown(*, what: str, persons: Iterable[int], by: Actor, at: datetime) -> None:
    """The reading that a list is: one event for the page, with every person on it as its subject."""
    if subjects := sorted(set(persons)):
        record(by=by, at=at, what=what, about="list", access=Event.Access.READ, subjects=subjects)


def cases_of_person(person_id: int, *, by: Actor) -> QuerySet[Case]:
    """A person's cases, newest first, narrowed to what the reader may see. The page records the reading."""
    cases = Case.objects.filter(person=person_id).select_related("unit", "caseworker").order_by("-received_at", "-pk")
    if by.role in ASSESSMENT:
        return cases.filter(unit=by.unit_id)
    if by.role is Role.PERSON and by.person_id == person_id:
        return cases
    if by.role is Role.RELATIVE and by.may("see", person_id):
        return cases
    raise NoAccess(Refusal(N_("Din roll ger inte tillgång till personens ärenden."), law="SoLPuL 10"))


def open_cases_of(person_id: int) -> QuerySet[Case]:
    """A person's open cases whatever the unit, for the duplicate check at intake: number, unit and state only."""
    return Case.objects.filter(person=person_id).exclude(status=Status.CLOSED).select_related("unit")


@transaction.atomic
def find_cases(text: str, *, by: Actor, at: datetime, limit: int = 20) -> list[tuple[Person, Case | None]]:
    """Search by name, identity number or case number, within the own unit (SoLPuF 15 §).

    Somebody without a case at the unit is found only by their whole number, so that an intake can be registered.
    Records the reading. Raises NoAccess for roles without search.
    """
    text = text.strip()
    found: list[tuple[Person, Case | None]]
    if _is_case_number(text) and by.role in ASSESSMENT:
        cases = Case.objects.filter(number=text, unit=by.unit_id).select_related("person")
        found = [(c.person, c) for c in cases]
    else:
        found = _by_person(text, by, at, limit)
    record_shown(what="person.search", persons=(p.pk for p, _ in found), by=by, at=at)
    return found


def _by_person(text: str, by: Actor, at: datetime, limit: int) -> list[tuple[Person, Case | None]]:
    keys = find_keys(text, by=by, at=at)
    if not number_in(text, localdate(at)):
        keys = keys.filter(Exists(Case.objects.filter(person=OuterRef("person"), unit=by.unit_id)))
    ids = list(dict.fromkeys(keys.values_list("person", flat=True)[: limit * WORDS]))[:limit]
    listed = list(Person.objects.filter(pk__in=ids).order_by("family_name", "given_name"))
    cases = Case.objects.filter(person__in=listed, unit=by.unit_id).order_by("received_at")
    latest = {c.person_id: c for c in cases}
    return [(p, latest.get(p.pk)) for p in listed]


def _is_case_number(text: str) -> bool:
    year, _, serial = text.partition("-")
    return len(year) == 4 and len(serial) == 6 and year.isdigit() and serial.isdigit()


def events_of(case: Case, *, limit: int = 50) -> QuerySet[Event]:
    """What has been done in a case, newest first. Called after `open_case`, which records the reading."""
    return of_case(case.pk).exclude(what__in=NOISE)[:limit]
