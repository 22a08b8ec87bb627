"""Persons and what is confirmed about them. Each action is one transaction and leaves one event."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q
from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.people import access
from samsyn.people.actions.locked import locked
from samsyn.people.days import EARLIEST, check_day
from samsyn.people.identity import Identity, IdentityKind, Sex, temporary, temporary_prefix
from samsyn.people.languages import SPOKEN
from samsyn.people.models import Fact, Person, SearchKey
from samsyn.people.names import tokens
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor
from samsyn.people.written_contact import tidied, why_not_written


class Overtaken(Refused):
    """Somebody else has changed the same part since it was read. Names the field, and what stands there now."""

    def __init__(self, field_name: str, now: str) -> None:
        told = N_("Det här ändrades nyss till ”{value}”. Spara igen om ditt ska gälla.")
        gone = N_("Det här togs nyss bort av någon annan. Spara igen om ditt ska gälla.")
        said = SPOKEN.get(now, now) if field_name == "language" else now
        super().__init__(Refusal(told if now else gone, {"value": said} if now else {}))
        self.field_name, self.now = field_name, now


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
    permit(access.why_not_register(by))
    check_number(identity)
    return _register(identity, given_name, family_name, area, contact, by, at)


@action
def register_unknown(*, given_name: str, family_name: str, sex: Sex, by: Actor, at: datetime, **contact: str) -> Person:
    """Register somebody whose number is not known yet, under a temporary id."""
    year = localdate(at).year
    permit(access.why_not_register(by))
    # Used once, also when a number came instead.
    used = [number for field in ("number", "former_number") for number in _of_year(year, field)]
    serials = [int(number.partition("-")[2]) for number in used]
    identity = temporary(sex, year, max(serials, default=0) + 1)
    return _register(identity, given_name, family_name, "", contact, by, at)


def _of_year(year: int, field: str) -> list[str]:
    """The temporary ids of a year that stand in a field, whatever the sex."""
    begins = Q()
    for sex in Sex:
        begins |= Q(**{f"{field}__startswith": temporary_prefix(sex, year)})
    return list(Person.objects.filter(begins).values_list(field, flat=True))


@action
def change_contact(
    *, person: Person, by: Actor, at: datetime, read: Mapping[str, str] | None = None, **contact: str
) -> Person:
    """Change address, phone, e-mail or language; the log says which, not to what. What is the same leaves no event.

    `read` is what the writer had before them. Raises Invalid for what cannot be used, and Refused naming the part that
    somebody else has changed since it was read.
    """
    person = locked(person)
    contact = tidied(_known(contact))
    changed = sorted(k for k, v in contact.items() if getattr(person, k) != v)
    permit(access.why_not_change_contact(by, person.pk, frozenset(changed)))
    permit(access.why_not_see_contact(by, person.pk, is_protected=bool(person.protection)))
    if not changed:
        return person
    _check_written({name: contact[name] for name in changed})
    _check_read(person, changed, tidied(read or {}))
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
    today, current = localdate(at), Fact.objects.filter(person=person, key=key, replaced_on__isnull=True)
    told = {"value": value.strip(), "source": source.strip(), "confirmed_on": today, "confirmed_by": by.key}
    if before := current.filter(**told).first():
        return before  # pressed twice
    current.update(replaced_on=today)
    fact = Fact.objects.create(person=person, key=key, **told)
    record(by=by, at=at, what="fact.confirm", about=f"fact:{fact.pk}", subjects=[person.pk], detail={"key": key})
    return fact


@action
def identify(*, person: Person, identity: Identity, by: Actor, at: datetime) -> Person:
    """Give somebody under a temporary id their real number. It is the same person, and the old id still finds them.

    The same number once more, as by a second press, is done already. Raises Refused for somebody who has a number, and
    Invalid when the number is another person's: the two stay apart.
    """
    permit(access.why_not_register(by))
    person = locked(person)
    if person.former_number and person.number == identity.number:
        return person
    if person.number_kind != IdentityKind.TEMPORARY:
        raise Refused(Refusal(N_("Personen har redan ett nummer. Bara ett tillfälligt nummer kan bytas ut.")))
    check_number(identity)
    if Person.objects.filter(number=identity.number).exists():
        raise Invalid(
            "identity",
            Refusal(
                N_(
                    "Numret hör till en person som redan finns här. De två slås inte ihop. Kontrollera numret."
                    " Är det samma människa: fortsätt i ärendet under det numret, skriv där att det här ärendet hör"
                    " dit, och avsluta det här."
                )
            ),
        )
    person.former_number = person.number
    person.number, person.number_kind = identity.number, identity.kind
    person.birth_date, person.sex = identity.birth_date, identity.sex
    person.save(update_fields=["former_number", "number", "number_kind", "birth_date", "sex"])
    SearchKey.objects.create(person=person, key=person.number)
    record(by=by, at=at, what="person.identify", about=f"person:{person.pk}", subjects=[person.pk])
    return person


@action
def note_visitor(*, identity: Identity, given_name: str, family_name: str, by: Actor, at: datetime) -> Person:
    """Who has come to something that is open to all: the one with that number, registered when nobody has it.

    It is answered the same way whether the number is known or not, and by which name: nobody learns more than what they
    wrote themselves, not even that somebody is known here (OSL 26:1, SoLPuF 20). What is shown is the name as written.
    """
    permit(access.why_not_note_visitor(by))
    check_number(identity)
    known = Person.objects.filter(number=identity.number).first()
    if known is None:
        return _register(identity, given_name, family_name, "", {}, by, at)
    record(by=by, at=at, what="person.visitor", about=f"person:{known.pk}", subjects=[known.pk])
    return known


@action
def record_death(*, person: Person, died_on: date, source: str, by: Actor, at: datetime) -> Person:
    """Note when somebody died and who says so; also to correct the day. It ends nothing by itself."""
    permit(access.why_not_register(by))
    person = locked(person)
    check_day("died_on", died_on, earliest=person.birth_date or EARLIEST)
    if died_on > localdate(at):
        raise Invalid("died_on", Refusal(N_("Dagen ligger framåt i tiden. Skriv den dag personen avled.")))
    if not source.strip():
        raise Invalid("source", Refusal(N_("Skriv var uppgiften kommer ifrån, till exempel folkbokföringen.")))
    return _set_death(person, died_on, source.strip(), "person.record_death", by, at)


@action
def take_back_death(*, person: Person, by: Actor, at: datetime) -> Person:
    """Undo a death that was noted by mistake: the person lives, and can log in again."""
    permit(access.why_not_register(by))
    person = locked(person)
    if person.died_on is None:
        raise Refused(Refusal(N_("Inget dödsfall är antecknat, så det finns inget att ta bort.")))
    return _set_death(person, None, "", "person.take_back_death", by, at)


def _set_death(person: Person, died_on: date | None, source: str, what: str, by: Actor, at: datetime) -> Person:
    person.died_on, person.death_source = died_on, source
    person.save(update_fields=["died_on", "death_source"])
    record(by=by, at=at, what=what, about=f"person:{person.pk}", subjects=[person.pk])
    return person


def check_number(identity: Identity) -> None:
    """Raise Invalid for a temporary id, and for a real person's number where only invented people are."""
    if not settings.SAMSYN["real_people"] and not identity.is_test:
        raise Invalid(
            "identity",
            Refusal(
                N_("Den här installationen tar bara emot påhittade personer. Använd ett testnummer, som 19400115-9807.")
            ),
        )
    if identity.kind is IdentityKind.TEMPORARY:
        raise Invalid("identity", Refusal(N_("Ett tillfälligt nummer ges vid registreringen och skrivs inte in.")))


def _register(
    identity: Identity, given_name: str, family_name: str, area: str, contact: dict[str, str], by: Actor, at: datetime
) -> Person:
    if Person.objects.filter(number=identity.number).exists():
        raise Invalid("identity", Refusal(N_("Personen finns redan. Öppna personens ärende i stället.")))
    contact = tidied(_known(contact))
    _check_written(contact)
    person = Person.objects.create(
        number=identity.number,
        number_kind=identity.kind,
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        birth_date=identity.birth_date,
        sex=identity.sex,
        area=area,
        **contact,
    )
    _index(person)
    record(by=by, at=at, what="person.register", about=f"person:{person.pk}", subjects=[person.pk])
    return person


def _index(person: Person) -> None:
    words = {*tokens(person.given_name), *tokens(person.family_name), person.number}
    SearchKey.objects.bulk_create(SearchKey(person=person, key=w) for w in sorted(words))


def _check_written(contact: Mapping[str, str]) -> None:
    for name, value in contact.items():
        if refusal := why_not_written(name, value):
            raise Invalid(name, refusal)


def _check_read(person: Person, changed: list[str], read: Mapping[str, str]) -> None:
    """What somebody else has changed meanwhile is not overwritten unread."""
    now = tidied({name: getattr(person, name) for name in changed})
    for name in changed:
        if name in read and read[name] != now[name]:
            raise Overtaken(name, now[name])


def _known(contact: dict[str, str]) -> dict[str, str]:
    if unknown := contact.keys() - set(access.CONTACT):
        raise TypeError(f"not contact fields: {sorted(unknown)}")
    return contact
