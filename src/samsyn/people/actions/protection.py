"""Protected identity: who is protected, who may see what that covers, and the routine for it."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.people import access
from samsyn.people.actions.locked import locked
from samsyn.people.contact import tells
from samsyn.people.days import check_day
from samsyn.people.models import Appointment, Person, ProtectionChange, ProtectionRoutine, SightPermit
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor, Role

LONGEST = timedelta(days=366)  # a permission is asked for anew each year


@action
def protect(
    *, person: Person, protection: str, source: str, known_on: date, via: str, by: Actor, at: datetime
) -> ProtectionChange:
    """Note that a person's data are protected, who says so, since when, and how to reach them instead.

    Holds at once and everywhere. Raises Invalid when `via` would tell the person's own address or phone.
    """
    permit(access.why_not_protect(by))
    person = locked(person)
    if protection not in {Person.Protection.MARKED, Person.Protection.REGISTERED}:
        raise Invalid("protection", Refusal(N_("Välj vilket skydd personen har.")))
    if tells(via, person):
        raise Invalid(
            "via",
            Refusal(
                N_("Texten innehåller personens egen adress, telefon eller e-post. Den läses av fler. Ta bort det.")
            ),
        )
    return _change(person, protection, source, known_on, via.strip(), "person.protect", by, at)


@action
def lift_protection(*, person: Person, source: str, known_on: date, by: Actor, at: datetime) -> ProtectionChange:
    """Note that the protection has ended. What was covered is shown again to those with role and relation."""
    permit(access.why_not_lift_protection(by))
    person = locked(person)
    if not person.protection:
        raise Refused(Refusal(N_("Personen har inget skydd att ta bort.")))
    return _change(person, "", source, known_on, "", "person.lift_protection", by, at)


def _change(
    person: Person, protection: str, source: str, known_on: date, via: str, what: str, by: Actor, at: datetime
) -> ProtectionChange:
    if not source.strip():
        raise Invalid("source", Refusal(N_("Skriv var uppgiften kommer ifrån, till exempel folkbokföringen.")))
    check_day("known_on", known_on)
    if known_on > localdate(at):
        raise Invalid("known_on", Refusal(N_("Dagen ligger framåt i tiden. Skriv den dag ni fick veta det.")))
    told = {"protection": protection, "source": source.strip(), "known_on": known_on, "via": via, "changed_by": by.key}
    newest = ProtectionChange.objects.filter(person=person).order_by("-pk").first()
    if newest and person.protection == protection and all(getattr(newest, n) == v for n, v in told.items()):
        return newest  # pressed twice
    person.protection = protection
    person.save(update_fields=["protection"])
    change = ProtectionChange.objects.create(person=person, changed_at=at, **told)
    record(by=by, at=at, what=what, about=f"person:{person.pk}", subjects=[person.pk])
    return change


@action
def give_sight(
    *, appointment: Appointment, reason: str, valid_from: date, valid_to: date, by: Actor, at: datetime
) -> SightPermit:
    """Let somebody see protected data in one of their roles, with a reason and a last day at most a year away.

    Nobody gives it to themselves. It opens no case: role and relation are asked first, as always (SoLPuL 10 §).
    """
    permit(access.why_not_administer(by))
    appointment = locked(appointment)
    enforce(access.why_not_hold_permit(Role(appointment.role)))
    if appointment.staff_id == by.staff_id:
        raise Refused(Refusal(N_("Ingen ger sig själv behörigheten. Be en annan administratör."), law="SoLPuL 10"))
    if not reason.strip():
        raise Invalid("reason", Refusal(N_("Skriv varför personen behöver behörigheten i sitt arbete.")))
    check_day("valid_from", valid_from)
    check_day("valid_to", valid_to)
    if valid_to < valid_from or valid_to < localdate(at):
        raise Invalid("valid_to", Refusal(N_("Slutdagen har redan varit, eller ligger före startdagen.")))
    if valid_to - valid_from > LONGEST:
        raise Invalid("valid_to", Refusal(N_("Behörigheten ges för högst ett år i taget.")))
    terms = {"reason": reason.strip(), "valid_from": valid_from, "valid_to": valid_to, "given_by": by.key}
    if before := SightPermit.objects.filter(appointment=appointment, ended_at=None, **terms).first():
        return before  # pressed twice: two would be taken back one at a time
    given = SightPermit.objects.create(appointment=appointment, given_at=at, **terms)
    record(by=by, at=at, what="sight.give", about=f"sight:{given.pk}", detail={"staff": appointment.staff_id})
    return given


@action
def end_sight(*, given: SightPermit, by: Actor, at: datetime) -> SightPermit:
    """Take such a permission back, at once."""
    permit(access.why_not_administer(by))
    given = SightPermit.objects.select_for_update().get(pk=given.pk)
    if given.ended_at is None:
        given.ended_at, given.ended_by = at, by.key
        given.save(update_fields=["ended_at", "ended_by"])
        record(by=by, at=at, what="sight.end", about=f"sight:{given.pk}")
    return given


@action
def adopt_routine(
    *, part: str, text: str, adopted_on: date, adopted_who: str, by: Actor, at: datetime
) -> ProtectionRoutine:
    """Write down a version of the routine for protected persons as management has adopted it."""
    permit(access.why_not_administer(by))
    if part not in ProtectionRoutine.Part.values:
        raise Invalid("part", Refusal(N_("Välj om rutinen gäller handläggning eller utförande.")))
    if not text.strip():
        raise Invalid("text", Refusal(N_("Skriv rutinen, eller klistra in den.")))
    if not adopted_who.strip():
        raise Invalid("adopted_who", Refusal(N_("Skriv vilken ledning som har beslutat rutinen.")))
    check_day("adopted_on", adopted_on)
    if adopted_on > localdate(at):
        raise Invalid("adopted_on", Refusal(N_("Dagen ligger framåt i tiden. Skriv dagen då rutinen beslutades.")))
    told = {"text": text.strip(), "adopted_on": adopted_on, "adopted_who": adopted_who.strip()}
    earlier = ProtectionRoutine.objects.filter(part=part)
    newest = earlier.order_by("-version").first()
    if newest and all(getattr(newest, name) == value for name, value in told.items()):
        return newest  # pressed twice
    made = ProtectionRoutine.objects.create(
        part=part, version=earlier.count() + 1, written_at=at, written_by=by.key, **told
    )
    record(by=by, at=at, what="routine.adopt", about=f"routine:{made.pk}")
    return made


@action
def follow_up_routine(
    *, routine: ProtectionRoutine, followed_up_on: date, note: str, by: Actor, at: datetime
) -> ProtectionRoutine:
    """Note that a routine was followed up: the year's duty of U20482 and U28471."""
    permit(access.why_not_administer(by))
    routine = ProtectionRoutine.objects.select_for_update().get(pk=routine.pk)
    check_day("followed_up_on", followed_up_on)
    if followed_up_on < routine.adopted_on or followed_up_on > localdate(at):
        raise Invalid("followed_up_on", Refusal(N_("Välj en dag från att rutinen beslutades till i dag.")))
    if routine.followed_up_on and followed_up_on < routine.followed_up_on:
        raise Invalid("followed_up_on", Refusal(N_("Rutinen är redan följd upp en senare dag.")))
    routine.followed_up_on, routine.follow_up_note = followed_up_on, note.strip()
    routine.save(update_fields=["followed_up_on", "follow_up_note"])
    record(by=by, at=at, what="routine.follow_up", about=f"routine:{routine.pk}")
    return routine
