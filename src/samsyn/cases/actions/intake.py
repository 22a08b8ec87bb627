"""What comes in: registered with its time of arrival, joined to the person's open case or to a new one."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases import access
from samsyn.cases.actions.shared import locked, sent_before, step, tell
from samsyn.cases.lifecycle import EVENTS, JOINABLE, Step
from samsyn.cases.models import Case, Intake
from samsyn.people.days import check_day
from samsyn.people.models import Person, Staff, Unit
from samsyn.people.queries import held_on, is_screened
from samsyn.people.refusals import N_, Invalid, Refusal, enforce, permit
from samsyn.people.roles import CITIZEN, Actor, Role

OLDER_FROM = 65
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class Arrival:
    """What came in. `received_at` is when it arrived, written or oral, not when it is registered.

    `once` is a random uuid of the form it was written in, so that a form sent twice is one intake.
    """

    form: str
    channel: str
    by_whom: str
    asked_for: str
    received_at: datetime
    informant: str = ""
    by_person: Person | None = None
    once: str = ""

    def __post_init__(self) -> None:
        if self.form not in Intake.Form.values or self.channel not in Intake.Channel.values:
            raise Invalid("form", Refusal(N_("Välj om det är en ansökan eller en anmälan, och hur den kom in.")))
        if not self.asked_for.strip():
            raise Invalid("asked_for", Refusal(N_("Skriv vad ansökan eller anmälan gäller.")))
        if len(self.asked_for) > LONGEST_TEXT:
            raise Invalid("asked_for", Refusal(N_("Texten är för lång. Korta den till högst 20 000 tecken.")))
        if self.form == Intake.Form.APPLICATION and self.by_whom == Intake.By.OTHER:
            raise Invalid(
                "by_whom",
                Refusal(N_("En ansökan görs av personen själv eller någon med behörighet. Välj anmälan.")),
            )


@action
def register_intake(
    *, person: Person, unit: Unit, arrival: Arrival, by: Actor, at: datetime, case: Case | None = None
) -> Case:
    """Register an application or report; with `case` it joins that open case instead of making a new one.

    What the same registrar has sent before, by the arrival's `once`, is not registered again: its case is returned.
    Raises Invalid when it arrived in the future, NoAccess when the actor may not register or apply.
    """
    permit(access.why_not_apply(by, person.pk) if by.role in CITIZEN else access.why_not_register(by))
    check_day("received_at", arrival.received_at.date())
    if arrival.received_at > at:
        raise Invalid(
            "received_at",
            Refusal(N_("Tiden då det kom in ligger i framtiden. Kontrollera datum och klockslag.")),
        )
    died_on = Person.objects.values_list("died_on", flat=True).get(pk=person.pk)
    if arrival.form == Intake.Form.APPLICATION and died_on and localdate(arrival.received_at) > died_on:
        raise Invalid(
            "received_at",
            Refusal(
                N_(
                    "Personen avled {day}, och ansökan kom in senare. Kontrollera dagen, "
                    "eller dödsfallet om det är fel."
                ),
                {"day": died_on.isoformat()},
            ),
        )
    if before := sent_before(arrival.once, by):
        return before
    case = _join(case, person) if case else _new_case(person, unit, arrival, by, at)
    intake = Intake.objects.create(
        case=case,
        form=arrival.form,
        channel=arrival.channel,
        by_whom=arrival.by_whom,
        by_person=arrival.by_person,
        informant=arrival.informant,
        asked_for=arrival.asked_for.strip(),
        received_at=arrival.received_at,
        registered_at=at,
        registered_by=by.key,
        once=_unused(arrival.once),
    )
    tell(
        case,
        "intake.register",
        by=by,
        at=at,
        about=f"intake:{intake.pk}",
        form=arrival.form,
        channel=arrival.channel,
    )
    return case


@action
def assign(*, case: Case, to: Staff, by: Actor, at: datetime) -> Case:
    """Give a case to a caseworker of the unit, or take one that nobody has."""
    case = locked(case)
    permit(access.why_not_assign(by, access.CaseFacts.of(case), to.pk))
    works_here = to.appointments.filter(held_on(localdate(at)), unit=case.unit_id, role=Role.CASEWORKER)
    if to.left_on or not works_here.exists():
        raise Invalid("to", Refusal(N_("Välj en handläggare som arbetar vid enheten.")))
    if is_screened(to.pk, f"case:{case.pk}"):
        raise Invalid("to", Refusal(N_("Handläggaren kan inte ta ärendet just nu. Välj någon annan.")))
    case.caseworker = to
    case.save(update_fields=["caseworker"])
    tell(case, "case.assign", by=by, at=at, to=to.pk)
    return case


@action
def dismiss(*, case: Case, reason: str, by: Actor, at: datetime) -> Case:
    """Close a report without an investigation, with the reason. An application is never closed so (SoL 14:2)."""
    case = locked(case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    if case.closed_at and case.close_reason == "no_investigation" and case.close_note == reason.strip():
        return case  # pressed twice
    if case.intakes.filter(form=Intake.Form.APPLICATION).exists():
        enforce(Refusal(N_("En ansökan ska alltid utredas. Öppna utredningen."), law="SoL 14:2"))
    if not reason.strip():
        raise Invalid("reason", Refusal(N_("Skriv varför anmälan inte leder till utredning.")))
    case.closed_at, case.close_reason, case.close_note = at, "no_investigation", reason.strip()
    case.save(update_fields=["close_reason", "close_note"])
    step(case, Step.DISMISS, at)
    tell(case, EVENTS[Step.DISMISS], by=by, at=at)
    return case


def _unused(once: str) -> str | None:
    """Somebody else who sends the same page, after a change of login, sends something of their own."""
    return None if not once or Intake.objects.filter(once=once).exists() else once


def _join(case: Case, person: Person) -> Case:
    case = locked(case)
    if case.person_id != person.pk or case.status_now not in JOINABLE:
        raise Invalid("case", Refusal(N_("Det ärendet går inte att lägga till i. Välj ett nytt ärende.")))
    return case


def _new_case(person: Person, unit: Unit, arrival: Arrival, by: Actor, at: datetime) -> Case:
    return Case.objects.create(
        number=_next_number(localdate(at).year),
        person=person,
        unit=unit,
        caseworker_id=by.staff_id if by.role is Role.CASEWORKER and by.unit_id == unit.pk else None,
        target_group=_target_group(person, localdate(arrival.received_at)),
        status_since=arrival.received_at,
        received_at=arrival.received_at,
    )


def _next_number(year: int) -> str:
    last = (
        Case.objects.filter(number__startswith=f"{year}-").order_by("-number").values_list("number", flat=True).first()
    )
    return f"{year}-{int(last[5:]) + 1 if last else 1:06d}"


def _target_group(person: Person, on: date) -> str:
    """By age on the day it arrived."""
    return target_group_of(person.birth_date, on)


def target_group_of(born: date | None, on: date) -> str:
    """The target group of somebody born on a day; whose birth date is not known is taken to be older."""
    if born is None:
        return Case.TargetGroup.OLDER
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return Case.TargetGroup.OLDER if age >= OLDER_FROM else Case.TargetGroup.DISABILITY
