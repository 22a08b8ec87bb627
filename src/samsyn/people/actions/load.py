"""Putting in an invented municipality's organisation and people. Their events come with the stories."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from samsyn.audit import bulk
from samsyn.people.actions.homes import load_homes as load_homes
from samsyn.people.models import (
    Account,
    Appointment,
    Consent,
    Fact,
    Person,
    Relation,
    SearchKey,
    Staff,
    StaffTitle,
    Unit,
)
from samsyn.people.names import tokens
from samsyn.people.queries.invented import why_not_invent
from samsyn.people.refusals import N_, Refusal, Refused, permit
from samsyn.people.roles import Actor
from samsyn.synthetic import records

TITLED = "undersköterska"  # what a title ends in that rests on a proof
SINCE = datetime(2023, 7, 1, 8, tzinfo=UTC)  # the day the title became protected
TABLES = (Unit, Staff, StaffTitle, Appointment, Account, Person, SearchKey, Fact, Relation, Consent)


@dataclass(frozen=True, slots=True)
class _Key:
    person: int
    key: str


@dataclass(frozen=True, slots=True)
class _Login:
    username: str
    staff: int | None
    person: int | None
    password: str


def why_not_load(by: Actor) -> Refusal | None:
    """Only a job loads, and only where nobody is: keys are given, and nobody real may stand among the invented."""
    if refusal := why_not_invent(by):
        return refusal
    if any(model.objects.exists() for model in (Person, Staff, Unit)):
        return Refusal(
            N_("Databasen innehåller redan personer eller personal. Välj en tom databas eller ta bort den gamla.")
        )
    return None


@transaction.atomic
def load_organisation(*, organisation: records.Organisation, by: Actor) -> None:
    """Put in units, staff, appointments and logins. Raises Refused when the database holds people already."""
    if refusal := why_not_load(by):
        raise Refused(refusal)
    bulk.insert(Unit, organisation.units)
    bulk.insert(Staff, organisation.staff)
    bulk.insert(Appointment, organisation.appointments)
    _load_titles(organisation.staff, by)
    bulk.insert(Account, _logins(organisation.accounts))


@transaction.atomic
def load_people(*, stories: Sequence[records.Story], by: Actor) -> None:
    """Put in the persons of some stories, with what is known of them, who stands by them, and their search keys."""
    permit(why_not_invent(by))
    persons = _all(stories, "persons")
    bulk.insert(Person, persons)
    bulk.insert(SearchKey, [_Key(p.id, word) for p in persons for word in _words(p)])
    bulk.insert(Account, _logins(_all(stories, "accounts")))
    bulk.insert(Fact, _all(stories, "facts"))
    bulk.insert(Relation, _all(stories, "relations"))
    bulk.insert(Consent, _all(stories, "consents"))


def finish_people() -> None:
    """Let new rows get keys after the loaded ones."""
    bulk.reset_keys(*TABLES)


def _load_titles(staff: Sequence[records.Staff], by: Actor) -> None:
    """Proofs for all whose title says that they have one."""
    rows = [(s.id, f"U-{100000 + s.id}") for s in staff if s.title.lower().endswith(TITLED)]
    shared = {"key": "certificate", "valid_from": SINCE.date(), "source": "Beviset i original", "noted_at": SINCE}
    if rows:
        bulk.insert_values(StaffTitle, ["staff", "reference"], rows, **shared, noted_by=by.key)


def _words(person: records.Person) -> list[str]:
    return sorted({*tokens(person.given_name), *tokens(person.family_name), person.number})


def _logins(accounts: Sequence[records.Account]) -> list[_Login]:
    """Logins that no password opens: a demonstration lets people choose a role instead."""
    return [_Login(a.username, a.staff, a.person, make_password(None)) for a in accounts]


def _all(stories: Sequence[records.Story], part: str) -> list[Any]:
    return list(chain.from_iterable(getattr(s, part) for s in stories))
