"""What tests of persons and consents say again and again: somebody registered, and who acts as themselves."""

from datetime import date

from django.utils.timezone import localdate

from samsyn.people.actions import register_person
from samsyn.people.identity import make
from samsyn.people.models import Person
from samsyn.people.roles import Actor, Role
from tests import factories as f

TODAY = localdate(f.NOW)
BORN = date(1941, 5, 6)


def register(by=None, **more) -> Person:
    given = {"identity": make(BORN, 980), "given_name": "Elsa", "family_name": "Prov", **more}
    return register_person(**given, by=by or f.acting(Role.CASEWORKER), at=f.NOW)


def himself(one: Person) -> Actor:
    return f.actor(one, acting_as="self")
