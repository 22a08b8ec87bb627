"""Units, staff and appointments."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.people import access
from samsyn.people.actions.locked import locked
from samsyn.people.days import check_day
from samsyn.people.models import Account, Appointment, Staff, Unit
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import STAFF, Actor, Role

OPERATES_AT = {
    Role.CASEWORKER: Unit.Purpose.ASSESSMENT,
    Role.TEAM_LEADER: Unit.Purpose.ASSESSMENT,
    Role.DELEGATE: Unit.Purpose.ASSESSMENT,
    Role.FEE_OFFICER: Unit.Purpose.ASSESSMENT,
    Role.PROVIDER_PLANNER: Unit.Purpose.PROVIDER,
    Role.CARE_WORKER: Unit.Purpose.PROVIDER,
    Role.CARE_SUPERVISOR: Unit.Purpose.OFFICE,
    Role.COMMITTEE_SECRETARY: Unit.Purpose.OFFICE,
    Role.CHAIR: Unit.Purpose.OFFICE,
    Role.ANALYST: Unit.Purpose.OFFICE,
    Role.ADMINISTRATOR: Unit.Purpose.OFFICE,
}


@action
def open_unit(
    *,
    name: str,
    purpose: str,
    by: Actor,
    at: datetime,
    operator: str = Unit.Operator.MUNICIPAL,
    area: str = "",
) -> Unit:
    """Add a unit. Raises Invalid when the name is taken."""
    _permit(by)
    # Compared here, because SQLite takes Ö and ö for different letters.
    if name.strip().casefold() in {taken.casefold() for taken in Unit.objects.values_list("name", flat=True)}:
        raise Invalid("name", Refusal(N_("Det finns redan en enhet med det namnet.")))
    unit = Unit.objects.create(name=name.strip(), purpose=purpose, operator=operator, area=area)
    record(by=by, at=at, what="unit.open", about=f"unit:{unit.pk}")
    return unit


@action
def employ(
    *, given_name: str, family_name: str, title: str, username: str, password: str, by: Actor, at: datetime
) -> Staff:
    """Add a member of staff with a login. Raises Invalid when the user name is taken."""
    _permit(by)
    return _employ(given_name, family_name, title, username, password, by, at)


@action
def appoint(
    *, staff: Staff, unit: Unit, role: Role, valid_from: date, by: Actor, at: datetime, delegate_as: str = ""
) -> Appointment:
    """Give somebody a role at a unit. Raises Invalid when role and unit do not go together or it is held already.

    `delegate_as` is the title in the delegation order that a delegate decides by, where it is not their own.
    """
    _permit(by)
    title = delegate_as.strip() if role is Role.DELEGATE else ""
    return _appoint(staff, unit, role, valid_from, by, at, delegate_as=title)


@action
def end_appointment(*, appointment: Appointment, last_day: date, by: Actor, at: datetime) -> Appointment:
    """End a role after a day. The last administrator cannot be ended, or nobody could appoint another.

    An end that is set can be brought nearer while the role lasts, never moved on: then a new role is given, so that
    who had access on a day stays as it was.
    """
    _permit(by)
    appointment = locked(appointment)
    if appointment.valid_to and appointment.valid_to < localdate(at):
        raise Refused(Refusal(N_("Rollen är redan avslutad. Ge rollen på nytt om den ska fortsätta.")))
    if appointment.role == Role.ADMINISTRATOR and not _another_administrator(appointment, last_day):
        raise Refused(Refusal(N_("Det måste alltid finnas en administratör. Utse en till först.")))
    check_day("last_day", last_day)
    if last_day < appointment.valid_from:
        raise Invalid("last_day", Refusal(N_("Slutdagen ligger före startdagen.")))
    if appointment.valid_to and last_day > appointment.valid_to:
        raise Invalid(
            "last_day",
            Refusal(
                N_("Rollen slutar redan {day}. Ge rollen på nytt från dagen efter om den ska fortsätta."),
                {"day": appointment.valid_to.isoformat()},
            ),
        )
    appointment.valid_to = last_day
    appointment.save(update_fields=["valid_to"])
    record(by=by, at=at, what="appointment.end", about=f"appointment:{appointment.pk}")
    return appointment


@action
def create_first_administrator(
    *, given_name: str, family_name: str, username: str, password: str, by: Actor, at: datetime
) -> Staff:
    """Make the first administrator of an empty installation, with an office to belong to."""
    if Appointment.objects.filter(role=Role.ADMINISTRATOR).exists():
        raise Refused(Refusal(N_("Det finns redan en administratör, som kan lägga upp fler.")))
    staff = _employ(given_name, family_name, "Administratör", username, password, by, at)
    unit, _ = Unit.objects.get_or_create(name="Förvaltningskontoret", defaults={"purpose": Unit.Purpose.OFFICE})
    _appoint(staff, unit, Role.ADMINISTRATOR, localdate(at), by, at)
    return staff


def _employ(
    given_name: str, family_name: str, title: str, username: str, password: str, by: Actor, at: datetime
) -> Staff:
    if Account.objects.filter(username=username).exists():
        raise Invalid("username", Refusal(N_("Användarnamnet är upptaget. Välj ett annat.")))
    staff = Staff.objects.create(given_name=given_name.strip(), family_name=family_name.strip(), title=title)
    account = Account(username=username, staff=staff)
    account.set_password(password)
    account.save()
    record(by=by, at=at, what="staff.employ", about=f"staff:{staff.pk}")
    return staff


def _appoint(
    staff: Staff, unit: Unit, role: Role, valid_from: date, by: Actor, at: datetime, *, delegate_as: str = ""
) -> Appointment:
    check_day("valid_from", valid_from)
    if role is Role.DELEGATE and unit.operator == Unit.Operator.PRIVATE:
        raise Invalid(
            "unit", Refusal(N_("Den som arbetar hos ett privat företag kan inte besluta åt nämnden."), law="KL 7:5")
        )
    if role not in STAFF or OPERATES_AT[role] != unit.purpose:
        raise Invalid("unit", Refusal(N_("Den rollen finns inte vid en sådan enhet. Välj en annan enhet.")))
    if Appointment.objects.filter(staff=staff, unit=unit, role=role, valid_to__isnull=True).exists():
        raise Invalid("role", Refusal(N_("Personen har redan den rollen vid enheten.")))
    appointment = Appointment.objects.create(
        staff=staff, unit=unit, role=role, valid_from=valid_from, delegate_as=delegate_as
    )  # fmt: skip
    record(
        by=by,
        at=at,
        what="appointment.begin",
        about=f"appointment:{appointment.pk}",
        detail={"role": str(role)},
    )
    return appointment


def _another_administrator(appointment: Appointment, last_day: date) -> bool:
    """Whether somebody else can log in as administrator when this one's last day is over."""
    others = Appointment.objects.filter(
        role=Role.ADMINISTRATOR, valid_from__lte=last_day + timedelta(1), valid_to__isnull=True,
        staff__left_on__isnull=True, staff__account__is_active=True,
    )  # fmt: skip
    return others.exclude(pk=appointment.pk).exists()


def _permit(by: Actor) -> None:
    permit(access.why_not_administer(by))
