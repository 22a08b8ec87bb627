"""From a login to the one who acts."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Exists, OuterRef, QuerySet

from samsyn.people.models import Account, Appointment, EmergencyAccess, Screen, SightPermit, Unit
from samsyn.people.queries.invented import why_not_invent
from samsyn.people.queries.rights import held_on, in_force
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor, Role

DEMO_PREFIX = "demo-"


def appointments_of(account: Account, *, today: date) -> QuerySet[Appointment]:
    """The roles a member of staff holds today, each with whether it lets them see protected data (`has_sight`),
    whether something may be open in an emergency (`has_emergency`) and whether something is closed (`has_screen`)."""
    return _appointments(today).filter(staff__account=account)


@lru_cache(maxsize=2)
def _appointments(today: date) -> QuerySet[Appointment]:
    """Everybody's, not asked for yet: each request asks for one, and putting this together took a tenth of it."""
    sight = SightPermit.objects.filter(
        appointment=OuterRef("pk"), valid_from__lte=today, valid_to__gte=today, ended_at__isnull=True
    )
    lately = EmergencyAccess.objects.filter(staff=OuterRef("staff"), ends_at__date__gte=today)
    emergency = lately.filter(role=OuterRef("role"), from_unit=OuterRef("unit"))
    screens = Screen.objects.filter(staff=OuterRef("staff"))
    return (
        Appointment.objects.filter(held_on(today), staff__left_on__isnull=True)
        .select_related("unit", "staff")
        .annotate(has_sight=Exists(sight), has_emergency=Exists(emergency), has_screen=Exists(screens))
        .order_by("id")
    )


def actor_for(*, account: object, acting_as: object, today: date, now: datetime | None = None) -> Actor | None:
    """Who acts, given a login and what it chose to act as; None without a login or without a role today.

    With `now`, also what they have open in an emergency at that moment.
    """
    if not isinstance(account, Account) or not account.is_active:
        return None
    return _citizen(account, acting_as, today) if account.person_id else _staff(account, acting_as, today, now)


def _staff(account: Account, acting_as: object, today: date, now: datetime | None) -> Actor | None:
    held = list(appointments_of(account, today=today))
    chosen = next((a for a in held if str(a.pk) == str(acting_as)), held[0] if held else None)
    if chosen is None:
        return None
    return _acting(chosen, now)


def actors_in(role: Role, *, today: date, by: Actor) -> list[Actor]:
    """Everybody who holds a role on a day, as they act in it, in the order they were appointed.

    Whoever has them can act as anybody: only the job that invents a municipality may ask.
    """
    permit(why_not_invent(by))
    held = Appointment.objects.filter(held_on(today), role=role, staff__left_on__isnull=True)
    return [_acting(a, None) for a in held.select_related("unit", "staff").order_by("pk")]


def _acting(held: Appointment, now: datetime | None) -> Actor:
    return Actor(
        key=f"staff:{held.staff_id}",
        role=Role(held.role),
        name=held.staff.name,
        unit_id=held.unit_id,
        staff_id=held.staff_id,
        is_private=held.unit.operator == Unit.Operator.PRIVATE,
        sees_protected=bool(getattr(held, "has_sight", False)),
        emergencies=_open_emergencies(held, now) if now and getattr(held, "has_emergency", False) else {},
        screened=_screened(held.staff_id) if getattr(held, "has_screen", True) else frozenset(),
    )


def _open_emergencies(held: Appointment, now: datetime) -> dict[str, int]:
    opened = EmergencyAccess.objects.filter(staff=held.staff_id, role=held.role, from_unit=held.unit_id)
    return dict(opened.filter(ends_at__gt=now).order_by("pk").values_list("about", "pk"))


def _screened(staff: int) -> frozenset[str]:
    return frozenset(Screen.objects.filter(staff=staff).values_list("about", flat=True))


def is_screened(staff: int, about: str) -> bool:
    """Whether something is closed to somebody who judges it blind."""
    return Screen.objects.filter(staff=staff, about=about).exists()


def _citizen(account: Account, acting_as: object, today: date) -> Actor | None:
    consents = consents_given_to(account.person_id, today=today)
    role = Role.RELATIVE if acting_as == "relative" and consents else Role.PERSON
    person = account.person
    if person is None or noted_dead(account):
        return None
    return Actor(key=f"person:{person.pk}", role=role, name=person.name, person_id=person.pk, consents=consents)


def consents_given_to(person_id: int | None, *, today: date) -> dict[int, frozenset[str]]:
    """For each person who has let this one act for them: the functions, valid today."""
    given = defaultdict(set)
    rows: Iterable[tuple[int, str]] = in_force(today).filter(to=person_id).values_list("person_id", "function")
    for person, function in rows:
        given[person].add(function)
    return {p: frozenset(f) for p, f in given.items()}


def roles_open_to(account: Account, *, today: date) -> list[str]:
    """For a person's login: themselves, and as a relative when somebody has let them; nobody once they have died."""
    if noted_dead(account):
        return []
    return ["self", "relative"] if consents_given_to(account.person_id, today=today) else ["self"]


def noted_dead(account: object) -> bool:
    """Whether it is a login of somebody who is noted as dead, perhaps by mistake: nothing is open to them."""
    return isinstance(account, Account) and account.person is not None and account.person.died_on is not None


def demo_accounts() -> QuerySet[Account]:
    """The logins of the demonstration, one for each role. Only ever offered in a demonstration."""
    return (
        Account.objects.filter(username__startswith=DEMO_PREFIX, is_active=True)
        .select_related("staff", "person")
        .prefetch_related("staff__appointments__unit")
        .order_by("id")
    )
