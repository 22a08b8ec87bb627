"""Finding persons and what is known about them. Handing out personal data leaves a reading in the log."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.timezone import localdate

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.audit.queries import concerning
from samsyn.people import access
from samsyn.people.identity import TEMPORARY, read
from samsyn.people.models import Consent, Fact, Person, SearchKey, Staff
from samsyn.people.names import tokens
from samsyn.people.refusals import Invalid, permit
from samsyn.people.roles import Actor

LAST = "\U0010ffff"  # sorts after every letter: the end of a prefix's range


def find(text: str, *, by: Actor, at: datetime) -> QuerySet[Person]:
    """Persons whose names begin with the words asked for, or whose number it is, by name.

    Only name and number may be searched in case handling (SoLPuF 15 §). Raises NoAccess for roles without search. The
    caller narrows the answer to those the reader has a relation to, and records what it shows.
    """
    found = find_keys(text, by=by, at=at).order_by().values("person")
    return Person.objects.filter(pk__in=found).order_by("family_name", "given_name")


def find_keys(text: str, *, by: Actor, at: datetime) -> QuerySet[SearchKey]:
    """The same answer as search keys, in the order of their index: the first few of very many come at once.

    A person may be in it more than once. Raises NoAccess like `find`, and its caller has the same duties.
    """
    permit(access.why_not_search(by))
    number = number_in(text, localdate(at))
    words = [number] if number else sorted(tokens(text), key=len, reverse=True)
    if not words:
        return SearchKey.objects.none()
    longest, *others = words
    keys = _beginning(longest)
    for word in others:
        keys = keys.filter(Exists(_beginning(word).filter(person=OuterRef("person"))))
    return keys.order_by("key", "person")


def _beginning(word: str) -> QuerySet[SearchKey]:
    return SearchKey.objects.filter(key__gte=word, key__lt=word + LAST)


def number_in(text: str, today: date) -> str:
    """The kept form of a whole identity number, or nothing when the text is not one."""
    try:
        return read(text, today=today).number
    except Invalid:
        return ""


def person_by_number(number: str) -> Person | None:
    """The person with this kept number, or who had it as a temporary id, for the duplicate check at intake."""
    found = Person.objects.filter(number=number).first()
    if found or not number.startswith(TEMPORARY):
        return found
    return Person.objects.filter(former_number=number).first()


def people_behind(ids: set[int]) -> dict[int, Person]:
    """Persons by id."""
    return Person.objects.in_bulk(ids)


def current_facts(person_id: int) -> QuerySet[Fact]:
    """What is known now about a person, with its source. The page that shows it records the reading."""
    return Fact.objects.filter(person=person_id, replaced_on__isnull=True).order_by("key")


def consents_by(person_id: int, *, today: date) -> QuerySet[Consent]:
    """The consents a person has given that are not taken back and not over, by name.

    The name is what `Consent.to_name` shows, so that the order tells no more than the names do.
    """
    family_name = Coalesce(NullIf("invited_family_name", Value("")), "to__family_name")
    return (
        Consent.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), person=person_id, withdrawn_on=None)
        .select_related("to", "seen_by")
        .order_by(family_name, "function", "pk")
    )


def consents_ended_by_staff(person_id: int) -> QuerySet[Consent]:
    """The rights to act for a person that somebody else than the person ended, newest first."""
    ended = Consent.objects.filter(person=person_id, ended_by__isnull=False)
    return ended.select_related("to", "ended_by").order_by("-withdrawn_on", "-pk")


@transaction.atomic
def readers_of(person_id: int, *, by: Actor, at: datetime) -> QuerySet[Event]:
    """Who has read and written in a person's file, newest first; looking is itself a reading.

    Raises NoAccess for others than the person and those with consent to see.
    """
    permit(access.why_not_see_person(by, person_id))
    about = f"person:{person_id}"
    record(by=by, at=at, what="person.read_log", about=about, access=Event.Access.READ, subjects=[person_id])
    return concerning(person_id)


def names_of_actors(keys: set[str]) -> dict[str, str]:
    """Who stands behind the log's keys, as name and title."""
    staff = Staff.objects.in_bulk({int(k[6:]) for k in keys if k.startswith("staff:")})
    persons = Person.objects.in_bulk({int(k[7:]) for k in keys if k.startswith("person:")})
    named = {f"staff:{pk}": f"{s.name}, {s.title}" for pk, s in staff.items()}
    return named | {f"person:{pk}": p.name for pk, p in persons.items()}


def the_dead() -> QuerySet[Person]:
    """Those who are noted as dead, to narrow other rows by."""
    return Person.objects.filter(died_on__isnull=False)
