"""When a right to act for somebody holds, as conditions on rows: one rule, asked by every query and action."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from samsyn.people.models import Consent, Person
from samsyn.people.names import tokens


def held_on(on: date) -> Q:
    """Appointments and consents that are valid on a day; both ends count."""
    return Q(valid_from__lte=on) & not_over(on)


def not_over(on: date) -> Q:
    """Appointments and consents whose last day is not before a day."""
    return Q(valid_to__isnull=True) | Q(valid_to__gte=on)


def in_force(on: date) -> QuerySet[Consent]:
    """The rights to act that somebody can use on a day. Each ends when either of the two dies, whatever it rests on
    (a lasting power and a trustee's mandate too)."""
    return _given(on).filter(person__died_on=None, to__died_on=None)


def ended_by_death(on: date, *, since: date) -> QuerySet[Consent]:
    """The rights that would hold on a day if the one they are about had not died on `since` or later."""
    return _given(on).filter(person__died_on__gte=since, to__died_on=None)


def _given(on: date) -> QuerySet[Consent]:
    return Consent.objects.filter(held_on(on), to__isnull=False, withdrawn_on__isnull=True)


def offered_to(person: Person, *, today: date) -> list[Consent]:
    """What others want this person to see or do, and the person has not answered.

    Number and family name must both be theirs, so that a slip of the pen asks no stranger. What is taken back or over,
    what somebody who has died gave, and what the person may do already is not asked.
    """
    waiting = Consent.objects.filter(
        not_over(today), to=None, invited_number=person.number, withdrawn_on=None, declined_on=None,
        person__died_on=None,
    )  # fmt: skip
    has_already = in_force(today).filter(to=person, person=OuterRef("person"), function=OuterRef("function"))
    asked = waiting.exclude(person=person).exclude(Exists(has_already)).select_related("person")
    mine = tokens(person.family_name)
    return [c for c in asked.order_by("person", "pk") if tokens(c.invited_family_name) == mine]
