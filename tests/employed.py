"""Units, staff and logins for tests, made when needed and used again: the part of `tests.factories` about who works."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from samsyn.people.actions import appoint, employ, open_unit
from samsyn.people.models import Account, Appointment, Person, Staff, Unit
from samsyn.people.queries import actor_for
from samsyn.people.roles import Actor, Role
from tests.actors import of_staff
from tests.kept import beside, kept
from tests.orders import order_in_force

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Europe/Stockholm"))  # a Monday
LONG_AGO = date(2020, 1, 1)
ADMINISTRATOR = Actor(key="job:factories", role=Role.ADMINISTRATOR, name="Testernas administratör")
WORKS_AT = {
    **dict.fromkeys((Role.CASEWORKER, Role.TEAM_LEADER, Role.DELEGATE), ("Äldreenheten Norr", "assessment")),
    Role.FEE_OFFICER: ("Äldreenheten Norr", "assessment"),
    Role.PROVIDER_PLANNER: ("Hemtjänst Norr", "provider"),
    Role.CARE_WORKER: ("Hemtjänst Norr", "provider"),
    Role.CARE_SUPERVISOR: ("Nämndkansliet", "office"),
    Role.COMMITTEE_SECRETARY: ("Nämndkansliet", "office"),
    Role.CHAIR: ("Nämndkansliet", "office"),
    Role.ANALYST: ("Nämndkansliet", "office"),
    Role.ADMINISTRATOR: ("Nämndkansliet", "office"),
}
KNOWN_AS = {
    Role.CASEWORKER: ("Karin", "Ek", "Socialsekreterare"),
    Role.TEAM_LEADER: ("Gunnel", "Ask", "gruppledare"),
    Role.DELEGATE: ("Dag", "Alm", "enhetschef"),
    Role.FEE_OFFICER: ("Frida", "Asp", "avgiftshandläggare"),
    Role.PROVIDER_PLANNER: ("Petra", "Rönn", "samordnare"),
    Role.CARE_WORKER: ("Omar", "Björk", "undersköterska"),
}


@kept
def unit(name: str = "Äldreenheten Norr", *, purpose: str = "assessment", operator: str = "municipal") -> Unit:
    """The unit with this name, opened if it is not there."""
    return Unit.objects.filter(name=name).first() or open_unit(
        name=name, purpose=purpose, operator=operator, area="Norr", by=ADMINISTRATOR, at=NOW
    )


def workplace(role: Role) -> Unit:
    """Where somebody in this role works unless a test says otherwise."""
    name, purpose = WORKS_AT[role]
    return unit(name, purpose=purpose)


@kept
def staff(
    role: Role = Role.CASEWORKER,
    at_unit: Unit | None = None,
    *,
    given_name: str = "",
    family_name: str = "",
    title: str = "",
    valid_from: date = LONG_AGO,
) -> Staff:
    """Somebody new, with a login, in a role at a unit."""
    given, family, known_title = KNOWN_AS.get(role, ("Siv", "Lönn", "administratör"))
    username = f"staff-{Staff.objects.count() + 1}"
    person = employ(
        given_name=given_name or given, family_name=family_name or family, title=title or known_title,
        username=username, password="not asked for in tests", by=ADMINISTRATOR, at=NOW,
    )  # fmt: skip
    place = at_unit or workplace(role)
    appoint(staff=person, unit=place, role=role, valid_from=valid_from, by=ADMINISTRATOR, at=NOW)
    if role is Role.DELEGATE:
        order_in_force()  # a delegate has something to decide by
    return person


def actor(of: Staff | Person | Account, *, acting_as: object = None, at: datetime = NOW) -> Actor:
    """The actor a request would have for this member of staff, person or login."""
    today = localdate(at)
    if isinstance(of, Staff):
        found = of_staff(of.pk, acting_as=acting_as, today=today)
    else:
        login = of if isinstance(of, Account) else account(of)
        found = actor_for(account=login, acting_as=acting_as, today=today)
    assert found is not None, f"{of!r} has no role on {today}"
    return found


@kept
def acting(role: Role, at_unit: Unit | None = None) -> Actor:
    """The first who holds a role at a unit, made if nobody does."""
    place = at_unit or workplace(role)
    held = Appointment.objects.filter(role=role, unit=place).select_related("staff").order_by("pk").first()
    return actor(held.staff if held else staff(role, place), acting_as=held.pk if held else None)


@kept
def account(of: Staff | Person) -> Account:
    """The login of a member of staff or a person, made for a person who has none."""
    if isinstance(of, Staff):
        return of.account
    found = Account.objects.filter(person=of).first()
    return found or Account.objects.create(username=f"person-{of.pk}", person=of, password="!")


def log_in(client, who: Actor, *, acting_as: object = None) -> None:
    """Log a test client in as somebody, in the role and unit that the actor has."""
    if who.staff_id:
        held = Appointment.objects.filter(staff=who.staff_id, role=who.role, unit=who.unit_id).first()
        login, chosen = Staff.objects.get(pk=who.staff_id).account, held.pk
    else:
        login = account(Person.objects.get(pk=who.person_id))
        chosen = "relative" if who.role is Role.RELATIVE else "self"
    with beside("login", login.pk, chosen):
        client.force_login(login)
        session = client.session
        session["acting_as"] = acting_as or chosen
        for left in ("handed", "phone"):  # as the entry does
            session.pop(left, None)
        session.save()
