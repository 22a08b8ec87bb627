"""Storing persons and relations that were read from another system. Part of one import, in one transaction."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from samsyn.audit import bulk
from samsyn.audit.actions import action, record
from samsyn.audit.models import ImportedRow, ImportSource
from samsyn.people import access
from samsyn.people.exports.stage import Stage
from samsyn.people.exports.staged import Doing, Staged
from samsyn.people.identity import IdentityKind, Sex, temporary, temporary_prefix
from samsyn.people.models import Person, ProtectionChange, Relation, SearchKey, Staff, Unit
from samsyn.people.names import fold, tokens
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor

TEXTS = ("given_name", "family_name", "street", "postcode", "town", "area", "phone", "email", "protection")
UPDATED = (*TEXTS, "language", "died_on", "death_source")
LEFT_THE_OTHER_SYSTEM = date(2000, 1, 1)


@dataclass(slots=True)
class _Person:
    id: int
    number: str
    number_kind: str
    given_name: str
    family_name: str
    birth_date: date | None
    sex: str
    street: str
    postcode: str
    town: str
    area: str
    phone: str
    email: str
    language: str
    protection: str
    died_on: date | None
    death_source: str
    former_number: None = None


@dataclass(slots=True)
class _Protected:
    person: int
    protection: str
    source: str
    known_on: date
    via: str
    changed_at: datetime
    changed_by: str


@dataclass(slots=True)
class _Key:
    person: int
    key: str


@dataclass(frozen=True, slots=True)
class _Relation:
    person: int
    other: int
    kind: str
    lives_together: bool
    id: int


@action
def import_source(*, name: str, by: Actor, at: datetime) -> ImportSource:  # noqa: ARG001 - an action says when
    """The system that is read from, kept from its first import on. Holds the chain, so that nobody else writes."""
    permit(access.why_not_import(by))
    found, _ = ImportSource.objects.get_or_create(name=name)
    return found


@action
def tell_import(*, source: ImportSource, counts: dict[str, dict[str, int]], by: Actor, at: datetime) -> None:
    """The event of a whole import, with how many of what."""
    record(by=by, at=at, what="import.store", about=f"source:{source.pk}", detail={"counts": counts})


@action
def import_people(*, stage: Stage, source: ImportSource, by: Actor, at: datetime) -> None:
    """Store the persons and relations of an import; what was read before is changed where the file says otherwise."""
    permit(access.why_not_import(by))
    stage.index_references("application")
    _new_persons(stage, source, by, at)
    stage.settle_twins()
    remember(stage, source, "person", at, Doing.NEW, Doing.EXISTS, Doing.TWIN)
    for some in stage.records("person", Doing.CHANGED):
        _change_persons(some, source, by, at)
    _relations(stage, source, at)
    bulk.reset_keys(Person, ProtectionChange, SearchKey, Relation, ImportedRow)


def remember(stage: Stage, source: ImportSource, kind: str, at: datetime, *doing: Doing) -> None:
    """Keep where stored rows came from, so that the same file once more changes nothing. Part of an action."""
    for some in stage.origins(kind, doing or (Doing.NEW,)):
        bulk.insert_values(ImportedRow, ("key", "row", "digest"), some, source=source.pk, kind=kind, read_at=at)


def renew(source: ImportSource, kind: str, records: Iterable[Staged], at: datetime) -> None:
    """Keep what the file says now of rows that were read before. Part of an action."""
    rows = [(r.target, r.digest, at, source.pk, kind, r.key) for r in records]
    bulk.update_values(ImportedRow, ("row", "digest", "read_at"), ("source", "kind", "key"), rows)


def told(what: str, about: str, *, by: Actor, at: datetime, case: int | None, person: int, **detail: Any) -> bulk.Told:
    """The event of something that an import does to one person's file."""
    return bulk.Told(at, by.key, str(by.role), by.unit_id, what, about, case, (person,), detail)


def decision_maker(name: str, source: ImportSource, known: dict[str, int]) -> int:
    """Who decided in the other system, as staff without a login and no longer here. Part of an action."""
    name = name.strip() or source.name
    if name not in known:
        given, _, family = name.rpartition(" ")
        given, family = given[:80], family[:80]
        same = Staff.objects.filter(given_name=given, family_name=family).order_by("pk").first()
        made = same or Staff.objects.create(
            given_name=given, family_name=family, title=f"beslut i {source.name}"[:80], left_on=LEFT_THE_OTHER_SYSTEM
        )
        known[name] = made.pk
    return known[name]


def provider_named(name: str, known: dict[str, int]) -> int:
    """The provider of this name among those known by folded name; opened when there is none. Part of an action."""
    if name not in known:
        if (folded := fold(name)) not in known:
            made, _ = Unit.objects.get_or_create(name=name[:100], defaults={"purpose": Unit.Purpose.PROVIDER})
            known[folded] = made.pk
        known[name] = known[folded]
    return known[name]


def _new_persons(stage: Stage, source: ImportSource, by: Actor, at: datetime) -> None:
    numbers = _temporary_numbers(localdate(at).year)
    stage.place("person", bulk.next_key(Person))
    for records in stage.records("person", Doing.NEW):
        persons = [_person(r, source, numbers) for r in records]
        bulk.insert(Person, persons)
        protected = [p for p in persons if p.protection]
        bulk.insert(ProtectionChange, [_protection(p.id, p.protection, source, by, at) for p in protected])
        bulk.insert(SearchKey, [_Key(p.id, word) for p in persons for word in _words(p)])
        # Whose case is read in has that event; the others get one of their own.
        alone = stage.lonely("person", "application", [p.id for p in persons])
        bulk.append(
            told("person.import", f"person:{pk}", by=by, at=at, case=None, person=pk, source=source.pk)
            for pk in sorted(alone)
        )


def _protection(person: int, protection: str, source: ImportSource, by: Actor, at: datetime) -> _Protected:
    """The note that a person's data are protected, with where that is known from (OSL 22:1)."""
    return _Protected(person, protection, f"Inläst från {source.name}", localdate(at), "", at, by.key)


def _person(record: Staged, source: ImportSource, numbers: Iterator[tuple[int, int]]) -> _Person:
    body = record.body
    number, sex = body["number"], Sex(body.get("sex", ""))
    if body["number_kind"] == IdentityKind.TEMPORARY:
        number = temporary(sex, *next(numbers)).number
    died = body.get("died_on")
    return _Person(
        id=record.target or 0, number=number, number_kind=body["number_kind"],
        birth_date=date.fromisoformat(body["born"]) if body["born"] else None, sex=str(sex),
        language=body.get("language", "sv"), died_on=date.fromisoformat(died) if died else None,
        death_source=f"Inläst från {source.name}" if died else "", **{name: body.get(name, "") for name in TEXTS},
    )  # fmt: skip


def _temporary_numbers(year: int) -> Iterator[tuple[int, int]]:
    """The year and free serial numbers of its temporary ids."""
    used = [
        int(number.partition("-")[2])
        for field in ("number", "former_number")
        for sex in Sex
        for number in Person.objects.filter(**{f"{field}__startswith": temporary_prefix(sex, year)}).values_list(
            field, flat=True
        )
    ]
    serial = max(used, default=0)
    while True:
        serial += 1
        yield year, serial


def _words(person: Any) -> list[str]:
    return sorted({*tokens(person.given_name), *tokens(person.family_name), person.number})


def _change_persons(records: list[Staged], source: ImportSource, by: Actor, at: datetime) -> None:
    persons = Person.objects.in_bulk([r.target for r in records if r.target])
    events = []
    for one in records:
        person = persons[one.target or 0]
        changed = _changes(person, one.body, source)
        if not changed:
            continue
        for name, value in changed.items():
            setattr(person, name, value)
        if "protection" in changed:
            bulk.insert(ProtectionChange, [_protection(person.pk, person.protection, source, by, at)])
        person.save(update_fields=list(changed))
        if {"given_name", "family_name"} & changed.keys():
            SearchKey.objects.filter(person=person).delete()
            SearchKey.objects.bulk_create(SearchKey(person=person, key=w) for w in _words(person))
        about = f"person:{person.pk}"
        events.append(told("person.import", about, by=by, at=at, case=None, person=person.pk, fields=sorted(changed)))
    bulk.append(events)
    renew(source, "person", records, at)


def _changes(person: Person, body: dict[str, Any], source: ImportSource) -> dict[str, Any]:
    """What the file says of a person that is not what stands here. What it does not say stays."""
    said = {name: body[name] for name in (*TEXTS, "language") if name in body}
    if died := body.get("died_on"):
        said |= {"died_on": date.fromisoformat(died), "death_source": f"Inläst från {source.name}"}
    if not said.get("protection"):  # a file that says nothing of it lifts no protection
        said.pop("protection", None)
    return {name: value for name, value in said.items() if getattr(person, name) != value}


def _relations(stage: Stage, source: ImportSource, at: datetime) -> None:
    first = bulk.next_key(Relation)
    for some in stage.records("relation", Doing.NEW):
        pairs = {(r.at[0], r.at[1]) for r in some}
        known = _pairs({p for p, _ in pairs if p})
        found, fresh = [], []
        for one in some:
            person, other = one.at[0] or 0, one.at[1] or 0
            if person == other:
                continue
            if (person, other) not in known:
                known[person, other] = first
                body = one.body
                fresh.append(_Relation(person, other, body["kind"], body["lives_together"], first))
                first += 1
            found.append((one.seq, Doing.NEW, known[person, other]))
        bulk.insert(Relation, fresh)
        stage.set_doing("relation", found)
    remember(stage, source, "relation", at)
    for some in stage.records("relation", Doing.CHANGED):
        for one in some:
            Relation.objects.filter(pk=one.target or 0).update(
                kind=one.body["kind"], lives_together=one.body["lives_together"]
            )
        renew(source, "relation", some, at)


def _pairs(persons: set[int]) -> dict[tuple[int, int], int]:
    found = Relation.objects.filter(person__in=persons).values_list("person", "other", "pk")
    return {(person, other): pk for person, other, pk in found}
