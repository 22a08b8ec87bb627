"""What is held of an offer of a fast omsorgskontakt and of those who may be one: for actions and queries both."""

from collections.abc import Iterable
from datetime import date

from samsyn.homecare.contact import Held, Standing, Stands, Step, Told, standing, title_that_counts
from samsyn.homecare.models.contact import ContactStep
from samsyn.homecare.models.orders import Order
from samsyn.people.models import Staff, StaffTitle
from samsyn.people.queries import held_on
from samsyn.people.roles import Role


def contact_steps(order: Order) -> list[ContactStep]:
    """Everything told of the offer, the oldest first."""
    return list(order.contact_steps.select_related("staff").order_by("pk"))


def contact_standing(order: Order, today: date) -> Standing:
    """Where it stands today; somebody who has left, or lost the title, cannot go on."""
    told = [Told(Step(s.step), s.staff_id) for s in contact_steps(order)]
    now = standing(told)
    if now.appointed is None:
        return now
    appointed = Staff.objects.get(pk=now.appointed)
    can = works_at(appointed, order.provider_id, today) and title_that_counts(titles_of(appointed.pk), today)
    return now if can else standing(told, can_go_on=False)


def contact_asked(orders: Iterable[Order]) -> set[int]:
    """The orders whose person has asked for somebody and is offered nobody yet: nothing to answer. One query."""
    told: dict[int, list[Told]] = {order.pk: [] for order in orders}
    for order, step, staff in (
        ContactStep.objects.filter(order__in=told).order_by("pk").values_list("order", "step", "staff")
    ):
        told[order].append(Told(Step(step), staff))
    return {order for order, steps in told.items() if standing(steps).stands is Stands.ASKED}


def titles_of(staff_id: int) -> list[Held]:
    """The titles somebody holds or held by proof."""
    return titles_by_staff([staff_id])[staff_id]


def titles_by_staff(staff: Iterable[int]) -> dict[int, list[Held]]:
    """The same for several."""
    found: dict[int, list[Held]] = {pk: [] for pk in staff}
    for title in StaffTitle.objects.filter(staff__in=list(found)):
        found[title.staff_id].append(Held(title.key, title.valid_from, title.valid_to))
    return found


def works_at(staff: Staff, unit_id: int, today: date) -> bool:
    """Whether somebody is a care worker at a unit on a day."""
    held = staff.appointments.filter(held_on(today), unit=unit_id, role=Role.CARE_WORKER)
    return staff.left_on is None and held.exists()
