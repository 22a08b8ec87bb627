"""Units and who works there. Nothing here is about a person who is served."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from samsyn.people.models import Appointment, Staff, StaffTitle, Unit
from samsyn.people.queries.rights import held_on
from samsyn.people.roles import Actor, Role


def units() -> QuerySet[Unit]:
    """All units, open ones first."""
    return Unit.objects.order_by("closed_on", "purpose", "name")


def assessment_units() -> QuerySet[Unit]:
    """Open units that handle cases."""
    return Unit.objects.filter(purpose=Unit.Purpose.ASSESSMENT, closed_on__isnull=True).order_by("name")


def assessment_unit_for(area: str) -> Unit | None:
    """Where a web application goes: the assessment unit of the person's area, else the first."""
    open_units = assessment_units()
    return open_units.filter(area=area).exclude(area="").first() or open_units.first()


def providers() -> QuerySet[Unit]:
    """Open units that carry out, municipal and private."""
    return Unit.objects.filter(purpose=Unit.Purpose.PROVIDER, closed_on__isnull=True).order_by("name")


def colleagues(unit_id: int | None, role: Role, *, today: date) -> QuerySet[Staff]:
    """Those who hold a role at a unit today."""
    return (
        Staff.objects.filter(
            Q(appointments__valid_to__isnull=True) | Q(appointments__valid_to__gte=today),
            appointments__unit=unit_id,
            appointments__role=role,
            appointments__valid_from__lte=today,
            left_on__isnull=True,
        )
        .distinct()
        .order_by("family_name", "given_name")
    )


def holders_of(roles: Iterable[Role], *, on: date) -> list[Staff]:
    """Those who hold any of some roles at any unit on a day, each once, by name."""
    held = Appointment.objects.filter(held_on(on), role__in=list(roles), staff__left_on__isnull=True)
    return list(Staff.objects.filter(pk__in=held.values("staff")).order_by("family_name", "given_name", "pk"))


def caseworkers_of(unit_id: int | None, *, today: date) -> QuerySet[Staff]:
    """The caseworkers a case at this unit can be given to."""
    return colleagues(unit_id, Role.CASEWORKER, today=today)


def staff_list() -> QuerySet[Staff]:
    """Everybody employed, with their login and what they are appointed to."""
    current = Appointment.objects.select_related("unit").order_by("valid_from", "id")
    return (
        Staff.objects.select_related("account")
        .prefetch_related(Prefetch("appointments", current))
        .order_by("family_name", "given_name")
    )


def staff_named(ids: set[int]) -> dict[int, Staff]:
    """Staff by id, for showing names."""
    return Staff.objects.in_bulk(ids)


def appointments() -> QuerySet[Appointment]:
    """Every appointment, the latest first."""
    return Appointment.objects.select_related("staff", "unit").order_by("-valid_from", "-id")


def appointment_of(actor: Actor, *, on: date) -> Appointment | None:
    """What somebody really holds of the role and unit they act in, on a day; None for what is no human being."""
    if not actor.is_human:
        return None
    held = Appointment.objects.filter(
        held_on(on), staff=actor.staff_id, unit=actor.unit_id, role=actor.role, staff__left_on__isnull=True
    )  # fmt: skip
    return held.select_related("staff", "unit").order_by("pk").first()


def delegates_of(unit_id: int | None, *, on: date) -> list[Appointment]:
    """Those who are delegates at a unit on a day, by name."""
    held = Appointment.objects.filter(held_on(on), unit=unit_id, role=Role.DELEGATE, staff__left_on__isnull=True)
    return list(held.select_related("staff", "unit").order_by("staff__family_name", "staff__given_name", "pk"))


def titles_noted(staff_id: int) -> QuerySet[StaffTitle]:
    """The titles that somebody has shown proof of, the latest first."""
    return StaffTitle.objects.filter(staff=staff_id).order_by("-valid_from", "-pk")
