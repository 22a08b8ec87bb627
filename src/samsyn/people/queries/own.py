"""The person's own pages: who they are about, for the person and for those they have let in."""

from datetime import datetime

from django.db import transaction

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.people import access
from samsyn.people.models import Consent, Person
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor, Role


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
    persons = list(Person.objects.filter(pk__in=by.consents, died_on=None).order_by("given_name", "family_name"))
    shown = [p.pk for p in persons]
    if shown:
        record(by=by, at=at, what="person.meet", about="list", access=Event.Access.READ, subjects=shown)
    return persons


def consent_of(person_id: int, pk: int) -> Consent:
    """One consent that this person has given. Raises Consent.DoesNotExist for another's."""
    return Consent.objects.select_related("to").get(person=person_id, pk=pk)


def let_in_by(person_id: int) -> set[str]:
    """The log's keys of those this person has ever given a right to, and of the person."""
    given = Consent.objects.filter(person=person_id, to__isnull=False).values_list("to", flat=True)
    return {f"person:{pk}" for pk in {*given, person_id}}
