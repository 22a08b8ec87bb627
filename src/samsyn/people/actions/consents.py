"""Consent given on the person's own page, to somebody they name by number."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from samsyn.audit.actions import action
from samsyn.people import access
from samsyn.people.actions.persons import give_consent, register_person
from samsyn.people.identity import Identity
from samsyn.people.models import Consent, Person
from samsyn.people.names import tokens
from samsyn.people.refusals import N_, Invalid, Refusal, permit
from samsyn.people.roles import Actor


@action
def let_in(
    *,
    person: Person,
    identity: Identity,
    given_name: str,
    family_name: str,
    functions: Sequence[str],
    valid_from: date,
    valid_to: date | None,
    by: Actor,
    at: datetime,
) -> list[Consent]:
    """Give somebody consent to each function. Whoever is not known before is registered with number and name.

    Raises Invalid when number and name do not belong together, and when a consent of the same kind already holds.
    """
    permit(access.why_not_consent(by, person.pk))
    if not functions:
        raise Invalid("functions", Refusal(N_("Välj minst en sak som samtycket gäller.")))
    if valid_to and valid_to < valid_from:
        raise Invalid("valid_to", Refusal(N_("Slutdagen ligger före startdagen.")))
    to = _known(identity, family_name) or register_person(
        identity=identity, given_name=given_name, family_name=family_name, by=by, at=at
    )
    _refuse_twice(person, to, functions, valid_from)
    return [
        give_consent(person=person, to=to, function=f, valid_from=valid_from, valid_to=valid_to, by=by, at=at)
        for f in functions
    ]


def _known(identity: Identity, family_name: str) -> Person | None:
    """The person with this number. The name is asked for too, so that a slip of the pen lets no stranger in."""
    found = Person.objects.filter(number=identity.number).first()
    if found and tokens(found.family_name) != tokens(family_name):
        raise Invalid(
            "identity",
            Refusal(N_("Numret och efternamnet hör inte ihop. Kontrollera båda, så att rätt person får samtycket.")),
        )
    return found


def _refuse_twice(person: Person, to: Person, functions: Sequence[str], valid_from: date) -> None:
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)
    given = Consent.objects.filter(lasting, person=person, to=to, function__in=functions, withdrawn_on__isnull=True)
    if given.exists():
        raise Invalid(
            "functions",
            Refusal(N_("Personen har redan ett samtycke till det. Ta tillbaka det först om du vill ändra tiden.")),
        )
