"""The person's own pages: who they are about, for the person and for those they have let in."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.people import access
from samsyn.people.models import Consent, Person
from samsyn.people.queries.rights import ended_by_death, in_force, offered_to
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor, Role

TOLD_FOR = timedelta(days=90)  # how long a right that a death ended is spoken of


@transaction.atomic
def own_person(
    pk: int, *, what: str, by: Actor, at: datetime, functions: frozenset[str] = access.SEE, about: str = ""
) -> Person:
    """The person a page is about, for themselves or for a relative who has one of the functions.

    Records the reading, of the person or of `about` ("decision:12"). Raises NoAccess also where there is no such
    person, so that nobody learns who exists.
    """
    permit(access.why_not_act_for(by, pk, functions))
    person = Person.objects.get(pk=pk)
    record(by=by, at=at, what=what, about=about or f"person:{pk}", access=Event.Access.READ, subjects=[pk])
    return person


@transaction.atomic
def persons_i_act_for(*, by: Actor, at: datetime) -> list[Person]:
    """Those who have let a relative use some function today, by name. Records the reading."""
    if by.role is not Role.RELATIVE:
        return []
    return _met(Person.objects.filter(pk__in=by.consents), by, at)


@transaction.atomic
def persons_i_acted_for(*, by: Actor, at: datetime) -> list[Person]:
    """Those who have died lately and whom one could act for until then, by name. Records the reading."""
    today = localdate(at)
    ended = ended_by_death(today, since=today - TOLD_FOR).filter(to=by.person_id)
    return _met(Person.objects.filter(pk__in=ended.values("person")), by, at)


def _met(persons: QuerySet[Person], by: Actor, at: datetime) -> list[Person]:
    found = list(persons.order_by("given_name", "family_name"))
    if shown := [p.pk for p in found]:
        record(by=by, at=at, what="person.meet", about="list", access=Event.Access.READ, subjects=shown)
    return found


def who_may(function: str, *, person_id: int, today: date) -> list[Person]:
    """Those who may use one function for a person today."""
    given = in_force(today).filter(person=person_id, function=function)
    return list(Person.objects.filter(pk__in=given.values("to")).order_by("family_name", "given_name"))


def consent_of(person_id: int, pk: int) -> Consent:
    """One consent that this person has given. Raises Consent.DoesNotExist for another's."""
    return Consent.objects.select_related("to").get(person=person_id, pk=pk)


@transaction.atomic
def offers_to(person: Person, *, by: Actor, at: datetime) -> list[Consent]:
    """What others want this person to see or do and wait for an answer to, for the person alone.

    Records the reading as of the person's own: a line about the other would tell them who is known here.
    """
    permit(access.why_not_answer_offers(by))
    permit(access.why_not_act_for(by, person.pk, frozenset()))
    offers = offered_to(person, today=localdate(at))
    if offers:
        about = f"person:{person.pk}"
        record(by=by, at=at, what="consent.offered", about=about, access=Event.Access.READ, subjects=[person.pk])
    return offers


def names_with(function: str, person_id: int, *, today: date) -> list[str]:
    """Those who may use a function for this person today, each called as the person or the paper does."""
    given = in_force(today).filter(person=person_id, function=function).select_related("to")
    return list(dict.fromkeys(c.to_name for c in given.order_by("pk")))


def names_let_in(person_id: int) -> dict[str, str]:
    """Those this person has ever given a right to, by their key in the log, and the person.

    Each is called what the person knows them by: as they wrote the name, else as it stands on the paper.
    """
    person = Person.objects.get(pk=person_id)
    given = Consent.objects.filter(person=person_id, to__isnull=False).select_related("to").order_by("pk")
    return {f"person:{c.to_id}": c.to_name for c in given} | {f"person:{person_id}": person.name}
