"""Persons, what is confirmed about them, and consents. Each action is one transaction and leaves one event."""

from datetime import date, datetime

from django.conf import settings
from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.people import access
from samsyn.people.identity import Identity, IdentityKind, Sex, temporary
from samsyn.people.models import Consent, Fact, Person, SearchKey
from samsyn.people.names import tokens
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import CITIZEN, Actor

CONTACT = ("street", "postcode", "town", "phone", "email", "language")


@action
def register_person(
    *,
    identity: Identity,
    given_name: str,
    family_name: str,
    by: Actor,
    at: datetime,
    area: str = "",
    **contact: str,
) -> Person:
    """Register somebody new. `contact` holds any of street, postcode, town, phone, email and language.

    Raises Invalid when the number is taken or, in an installation without real people, is not a test number.
    """
    permit(access.why_not_register(by) if by.role not in CITIZEN else None)
    if not settings.SAMSYN["real_people"] and not identity.is_test:
        raise Invalid(
            "identity",
            Refusal(
                N_("Den här installationen tar bara emot påhittade personer. Använd ett testnummer, som 19400115-9807.")
            ),
        )
    if identity.kind is IdentityKind.TEMPORARY:
        raise Invalid("identity", Refusal(N_("Ett tillfälligt nummer ges vid registreringen och skrivs inte in.")))
    return _register(identity, given_name, family_name, area, contact, by, at)


@action
def register_unknown(*, given_name: str, family_name: str, sex: Sex, by: Actor, at: datetime, **contact: str) -> Person:
    """Register somebody whose number is not known yet, under a temporary id."""
    year = localdate(at).year
    permit(access.why_not_register(by))
    taken = Person.objects.filter(number_kind=IdentityKind.TEMPORARY, number__contains=f"{year}-")
    serials = [int(number.partition("-")[2]) for number in taken.values_list("number", flat=True)]
    identity = temporary(sex, year, max(serials, default=0) + 1)
    return _register(identity, given_name, family_name, "", contact, by, at)


@action
def change_contact(*, person: Person, by: Actor, at: datetime, **contact: str) -> Person:
    """Change address, phone, e-mail or language; the log says which, not to what."""
    if by.person_id != person.pk:
        permit(access.why_not_register(by))
    changed = sorted(k for k, v in _known(contact).items() if getattr(person, k) != v)
    for name in changed:
        setattr(person, name, contact[name])
    person.save(update_fields=changed)
    record(
        by=by, at=at, what="person.change_contact", about=f"person:{person.pk}", subjects=[person.pk],
        detail={"fields": changed},
    )  # fmt: skip
    return person


@action
def confirm_fact(*, person: Person, key: str, value: str, source: str, by: Actor, at: datetime) -> Fact:
    """Confirm something about a person with where it comes from. What was known before is kept, marked replaced."""
    permit(access.why_not_register(by))
    if key not in access.FACTS:
        raise Invalid("key", Refusal(N_("Välj vilken uppgift det gäller.")))
    if not value.strip() or not source.strip():
        raise Invalid("value", Refusal(N_("Skriv både uppgiften och var den kommer ifrån.")))
    today = localdate(at)
    Fact.objects.filter(person=person, key=key, replaced_on__isnull=True).update(replaced_on=today)
    fact = Fact.objects.create(
        person=person,
        key=key,
        value=value.strip(),
        source=source.strip(),
        confirmed_on=today,
        confirmed_by=by.key,
    )
    record(by=by, at=at, what="fact.confirm", about=f"fact:{fact.pk}", subjects=[person.pk], detail={"key": key})
    return fact


@action
def give_consent(
    *,
    person: Person,
    to: Person,
    function: str,
    valid_from: date,
    valid_to: date | None,
    by: Actor,
    at: datetime,
    basis: str = Consent.Basis.CONSENT,
) -> Consent:
    """Let somebody use one function on the person's behalf, until a day or until further notice."""
    permit(access.why_not_consent(by, person.pk))
    if function not in access.FUNCTIONS:
        raise Invalid("function", Refusal(N_("Välj vad samtycket gäller.")))
    if to.pk == person.pk:
        raise Invalid("to", Refusal(N_("Ett samtycke ges till någon annan än en själv.")))
    if valid_to and valid_to < valid_from:
        raise Invalid("valid_to", Refusal(N_("Slutdagen ligger före startdagen.")))
    consent = Consent.objects.create(
        person=person, to=to, function=function, basis=basis, valid_from=valid_from, valid_to=valid_to
    )
    record(
        by=by, at=at, what="consent.give", about=f"consent:{consent.pk}", subjects=[person.pk, to.pk],
        detail={"function": function, "basis": basis},
    )  # fmt: skip
    return consent


@action
def withdraw_consent(*, consent: Consent, by: Actor, at: datetime) -> Consent:
    """Take a consent back; it stops at once. Raises NoAccess for others, Refused for what a court has decided."""
    permit(access.why_not_consent(by, consent.person_id))
    enforce(access.why_not_withdraw(by, consent.person_id, consent.basis))
    if consent.withdrawn_on:
        raise Refused(Refusal(N_("Samtycket är redan taget tillbaka.")))
    consent.withdrawn_on = localdate(at)
    consent.save(update_fields=["withdrawn_on"])
    subjects = [consent.person_id, consent.to_id]
    record(by=by, at=at, what="consent.withdraw", about=f"consent:{consent.pk}", subjects=subjects)
    return consent


def _register(
    identity: Identity, given_name: str, family_name: str, area: str, contact: dict[str, str], by: Actor, at: datetime
) -> Person:
    if Person.objects.filter(number=identity.number).exists():
        raise Invalid("identity", Refusal(N_("Personen finns redan. Öppna personens ärende i stället.")))
    person = Person.objects.create(
        number=identity.number,
        number_kind=identity.kind,
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        birth_date=identity.birth_date,
        sex=identity.sex,
        area=area,
        **_known(contact),
    )
    _index(person)
    record(by=by, at=at, what="person.register", about=f"person:{person.pk}", subjects=[person.pk])
    return person


def _index(person: Person) -> None:
    words = {*tokens(person.given_name), *tokens(person.family_name), person.number}
    SearchKey.objects.bulk_create(SearchKey(person=person, key=w) for w in sorted(words))


def _known(contact: dict[str, str]) -> dict[str, str]:
    if unknown := contact.keys() - set(CONTACT):
        raise TypeError(f"not contact fields: {sorted(unknown)}")
    return contact
