"""Consent and other authority: given on the person's own page, or registered from a paper that somebody has seen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.people import access
from samsyn.people.actions.locked import locked
from samsyn.people.actions.persons import check_number, register_person
from samsyn.people.days import check_day
from samsyn.people.identity import Identity
from samsyn.people.models import Consent, Person, Staff
from samsyn.people.names import tokens
from samsyn.people.queries.rights import offered_to
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor


@dataclass(frozen=True)
class Invited:
    """Somebody named by number and name, and the days a right of theirs holds."""

    identity: Identity
    given_name: str
    family_name: str
    functions: Sequence[str]
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Paper:
    """What a paper rests on, which paper it is, and who has seen it."""

    basis: str
    source: str
    seen_by: Staff


@action
def let_in(*, person: Person, invited: Invited, by: Actor, at: datetime) -> list[Consent]:
    """Give somebody consent to each function, as the person wrote their number and name.

    Nothing is looked up, so that nobody learns who is known here: the consent begins to work when somebody with that
    number and family name has said yes on their own page. Raises Invalid when the person has already given the same.
    """
    permit(access.why_not_consent(by, person.pk))
    _check(person, invited)
    # A right on paper is not compared: the answer would confirm the number of whoever has it. They are not asked for
    # what they may do already, so nothing is given twice.
    _refuse_twice(_lasting(person, invited).filter(invited_number=invited.identity.number))
    return [_invite(person, invited, function, by, at) for function in invited.functions]


@action
def accept_offers(*, offers: Collection[int], by: Actor, at: datetime) -> list[Consent]:
    """Say yes to what others want one to see or do; from now on it works. Raises Refused when one is asked no more."""
    me, asked = _asked(offers, by, at)
    for consent in asked:
        consent.to = me
        consent.save(update_fields=["to"])
        record(by=by, at=at, what="consent.accept", about=f"consent:{consent.pk}", subjects=_subjects(consent))
    return asked


@action
def decline_offers(*, offers: Collection[int], by: Actor, at: datetime) -> list[Consent]:
    """Say no to what others want one to see or do. To them it looks as if nobody had answered, in the log too."""
    me, asked = _asked(offers, by, at)
    for consent in asked:
        consent.declined_on = localdate(at)
        consent.save(update_fields=["declined_on"])
        record(by=by, at=at, what="consent.decline", about=f"consent:{consent.pk}", subjects=[me.pk])
    return asked


@action
def register_authority(*, person: Person, invited: Invited, paper: Paper, by: Actor, at: datetime) -> list[Consent]:
    """Register what a paper gives somebody the right to do. Whoever is not known before is registered.

    Raises Invalid when number and name do not belong together, and when the same right is registered already.
    """
    permit(access.why_not_register_authority(by))
    person = locked(person)
    _check(person, invited)
    if paper.basis not in access.BASES:
        raise Invalid("basis", Refusal(N_("Välj vad rätten bygger på.")))
    if not paper.source.strip():
        raise Invalid("source", Refusal(N_("Skriv vilket papper det är, till exempel registerutdrag och datum.")))
    if person.died_on:
        raise Refused(Refusal(N_("Personen har avlidit. Då får ingen handla för personen längre.")))
    to = _known(invited) or register_person(
        identity=invited.identity, given_name=invited.given_name, family_name=invited.family_name, by=by, at=at
    )
    _refuse_twice(_lasting(person, invited).filter(Q(to=to) | Q(invited_number=invited.identity.number)))
    terms = {"valid_from": invited.valid_from, "valid_to": invited.valid_to, "basis": paper.basis}
    seen = {"source": paper.source.strip(), "seen_by": paper.seen_by, "seen_on": localdate(at)}
    return [_give(person, by, at, to=to, function=f, **terms, **seen) for f in invited.functions]


@action
def withdraw_consent(*, consent: Consent, by: Actor, at: datetime) -> Consent:
    """Take back what one has given; it stops at once. Raises NoAccess for others, Refused for what a court decided."""
    permit(access.why_not_consent(by, consent.person_id))
    enforce(access.why_not_withdraw(by, consent.person_id, consent.basis))
    return _end(consent, "consent.withdraw", by, at)


@action
def end_authority(*, consent: Consent, source: str, by: Actor, at: datetime) -> Consent:
    """End somebody's right for the person, who reads who did it and `source`: how they know that it is over.

    It stops at once. Raises NoAccess for others than caseworkers, Invalid without a source.
    """
    permit(access.why_not_register_authority(by))
    if not source.strip():
        raise Invalid("source", Refusal(N_("Skriv hur du vet att rätten har upphört. Personen läser det.")))
    return _end(consent, "consent.end", by, at, ended_by_id=by.staff, end_source=source.strip())


def _end(consent: Consent, what: str, by: Actor, at: datetime, **how: Any) -> Consent:
    consent = locked(consent)
    if consent.withdrawn_on:
        raise Refused(Refusal(N_("Samtycket är redan taget tillbaka.")))
    for name, value in {"withdrawn_on": localdate(at), **how}.items():
        setattr(consent, name, value)
    consent.save(update_fields=["withdrawn_on", "ended_by", "end_source"])
    record(by=by, at=at, what=what, about=f"consent:{consent.pk}", subjects=_subjects(consent))
    return consent


def _asked(offers: Collection[int], by: Actor, at: datetime) -> tuple[Person, list[Consent]]:
    """Who answers, and the offers they answer, each of which must still stand."""
    permit(access.why_not_answer_offers(by))
    me = locked(Person(pk=by.person_id))
    asked = [c for c in offered_to(me, today=localdate(at)) if c.pk in set(offers)]
    if not asked or len(asked) != len(set(offers)):
        raise Refused(Refusal(N_("Frågan gäller inte längre. Gå till din sida, så ser du vad som gäller nu.")))
    return me, asked


def _invite(person: Person, invited: Invited, function: str, by: Actor, at: datetime) -> Consent:
    return _give(
        person, by, at,
        function=function, basis=Consent.Basis.CONSENT, valid_from=invited.valid_from, valid_to=invited.valid_to,
        invited_number=invited.identity.number,
        invited_given_name=invited.given_name.strip(), invited_family_name=invited.family_name.strip(),
    )  # fmt: skip


def _give(person: Person, by: Actor, at: datetime, **terms: object) -> Consent:
    consent = Consent.objects.create(person=person, **terms)
    what = "consent.give" if by.person_id else "consent.register"
    record(
        by=by, at=at, what=what, about=f"consent:{consent.pk}", subjects=_subjects(consent),
        detail={"function": consent.function, "basis": str(consent.basis)},
    )  # fmt: skip
    return consent


def _subjects(consent: Consent) -> list[int]:
    return [pk for pk in (consent.person_id, consent.to_id) if pk is not None]


def _check(person: Person, invited: Invited) -> None:
    """What makes sense whoever registers it. Nothing here asks who is known."""
    _check_functions(invited.functions)
    _check_days(invited.valid_from, invited.valid_to)
    check_number(invited.identity)
    if invited.identity.number == person.number:
        raise Invalid("identity", _not_oneself())


def _check_functions(functions: Sequence[str]) -> None:
    if not functions:
        raise Invalid("functions", Refusal(N_("Välj minst en sak som samtycket gäller.")))
    if not set(functions) <= set(access.FUNCTIONS):
        raise Invalid("function", Refusal(N_("Välj vad samtycket gäller.")))


def _check_days(valid_from: date, valid_to: date | None) -> None:
    check_day("valid_from", valid_from)
    check_day("valid_to", valid_to)
    if valid_to and valid_to < valid_from:
        raise Invalid("valid_to", Refusal(N_("Slutdagen ligger före startdagen.")))


def _not_oneself() -> Refusal:
    return Refusal(N_("Ett samtycke ges till någon annan än en själv."))


def _known(invited: Invited) -> Person | None:
    """The person with this number. The name is asked for too, so that a slip of the pen gives no stranger a right."""
    found = Person.objects.filter(number=invited.identity.number).first()
    if found and tokens(found.family_name) != tokens(invited.family_name):
        raise Invalid(
            "identity",
            Refusal(N_("Numret finns här med ett annat efternamn. Kontrollera båda mot pappret.")),
        )
    if found and found.died_on:
        raise Invalid("identity", Refusal(N_("Den som har numret har avlidit enligt uppgifterna här.")))
    return found


def _lasting(person: Person, invited: Invited) -> QuerySet[Consent]:
    """The person's consents to any of the same things that still hold when the new one begins."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=invited.valid_from)
    return Consent.objects.filter(lasting, person=person, function__in=invited.functions, withdrawn_on__isnull=True)


def _refuse_twice(given: QuerySet[Consent]) -> None:
    if given.exists():
        raise Invalid(
            "functions",
            Refusal(N_("Personen har redan ett samtycke till det. Ta tillbaka det först om du vill ändra tiden.")),
        )
