"""What the planner reads of carers' skills and delegations, and of what persons' visits demand."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.homecare.dayplan.access import why_not_demand_of, why_not_note_of, why_not_plan_day
from samsyn.homecare.dayplan.skills import SOON
from samsyn.homecare.lifecycle import ACCEPTED
from samsyn.homecare.models import Activity, CarerSex, CarerSkill, Order, Plan, VisitDemand
from samsyn.homecare.unit_skills import demands_seen, is_sex_asked_for, sex_seen, skills_seen
from samsyn.people.models import Person, Staff
from samsyn.people.queries import colleagues
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor, Role


@dataclass(frozen=True)
class CarerSkills:
    """A carer's skills: those that hold or are to come, those that have run out of late, and how far they changed.

    `sex_told_on`: since when the carer's sex is kept; which it is, is not handed out. `asks_sex`: whether it may be.
    """

    carer: Staff
    held: list[CarerSkill]
    run_out: list[CarerSkill]
    seen: int
    sex_told_on: date | None = None
    sex_seen: int = 0
    asks_sex: bool = False


def unit_skills(*, by: Actor, at: datetime) -> list[CarerSkills]:
    """The skills of everybody who gives care at the planner's unit; by name."""
    permit(why_not_plan_day(by, by.unit_id or 0))
    today = localdate(at)
    carers = list(colleagues(by.unit_id, Role.CARE_WORKER, today=today))
    rows: dict[int, list[CarerSkill]] = defaultdict(list)
    kept = CarerSkill.objects.filter(staff__in=[c.pk for c in carers], ended_at=None)
    for row in kept.order_by("valid_to", "key", "pk"):
        rows[row.staff_id].append(row)
    return [CarerSkills(carer, *_apart(rows[carer.pk], today), seen=0) for carer in carers]


def _apart(rows: list[CarerSkill], today: date) -> tuple[list[CarerSkill], list[CarerSkill]]:
    """What holds or is to come, and what ran out of late and nothing of the same kind has followed."""
    held = [row for row in rows if row.valid_to is None or row.valid_to >= today]
    keys = {row.key for row in held}
    late = [row for row in rows if row.valid_to and today - SOON <= row.valid_to < today and row.key not in keys]
    return held, late


def carer_skills(pk: int, *, by: Actor, at: datetime) -> CarerSkills:
    """One carer's skills. Raises Staff.DoesNotExist, NoAccess for who gives no care at the planner's unit."""
    carer = Staff.objects.get(pk=pk)
    permit(why_not_plan_day(by, by.unit_id or 0))
    today = localdate(at)
    permit(why_not_note_of(colleagues(by.unit_id, Role.CARE_WORKER, today=today).filter(pk=pk).exists()))
    rows = list(CarerSkill.objects.filter(staff=carer, ended_at=None).order_by("valid_to", "key", "pk"))
    told = CarerSex.objects.filter(staff=carer).values_list("told_on", flat=True).first()
    return CarerSkills(
        carer, *_apart(rows, today), skills_seen(pk), told, sex_seen(pk), is_sex_asked_for(by.unit_id or 0)
    )  # fmt: skip


def skill_for(pk: int, *, by: Actor, at: datetime) -> CarerSkill:
    """One row. Raises CarerSkill.DoesNotExist, NoAccess for who gives no care at the planner's unit."""
    skill = CarerSkill.objects.select_related("staff").get(pk=pk)
    permit(why_not_plan_day(by, by.unit_id or 0))
    here = colleagues(by.unit_id, Role.CARE_WORKER, today=localdate(at)).filter(pk=skill.staff_id).exists()
    permit(why_not_note_of(here))
    return skill


@dataclass(frozen=True)
class Demands:
    """What one person's visits demand, by which orders, and what they may be about: the menu's key and words."""

    person: Person
    held: list[VisitDemand]
    orders: dict[int, Order]
    items: dict[int, list[tuple[str, str]]]
    seen: int


@transaction.atomic
def unit_demands(*, by: Actor, at: datetime) -> list[tuple[Person, list[VisitDemand]]]:
    """Everybody whom the planner's unit helps, with what their visits demand; by name. Records whom it is about."""
    permit(why_not_plan_day(by, by.unit_id or 0))
    orders = Order.objects.filter(provider=by.unit_id, status__in=ACCEPTED)
    persons = Person.objects.filter(pk__in=orders.values("case__person"))
    found = list(persons.order_by("family_name", "given_name", "pk"))
    rows: dict[int, list[VisitDemand]] = defaultdict(list)
    held = VisitDemand.objects.filter(order__in=orders, ended_at=None).select_related("order__case")
    for row in held.order_by("item", "skill", "pk"):
        rows[row.order.case.person_id].append(row)
    if found:
        persons_of = sorted(p.pk for p in found)
        record(by=by, at=at, what="demand.list", about="list", access=Event.Access.READ, subjects=persons_of)
    return [(person, rows[person.pk]) for person in found]


@transaction.atomic
def demands_of(person_id: int, *, by: Actor, at: datetime) -> Demands:
    """What one person's visits demand. Records the reading.

    Raises Person.DoesNotExist, NoAccess for somebody the unit does not help.
    """
    person = Person.objects.get(pk=person_id)
    permit(why_not_plan_day(by, by.unit_id or 0))
    helped = Order.objects.filter(case__person=person, provider=by.unit_id, status__in=ACCEPTED)
    orders = {order.pk: order for order in helped.select_related("line", "case").order_by("pk")}
    permit(why_not_demand_of(bool(orders)))
    items: dict[int, dict[str, str]] = defaultdict(dict)
    done = Activity.objects.filter(plan__order__in=orders, plan__state=Plan.State.APPROVED).exclude(item="")
    for order, item, what in done.order_by("what").values_list("plan__order", "item", "what"):
        items[order][item] = what
    held = list(VisitDemand.objects.filter(order__in=orders, ended_at=None).order_by("item", "skill", "pk"))
    record(by=by, at=at, what="demand.list", about="list", access=Event.Access.READ, subjects=[person.pk])
    told = {order: list(found.items()) for order, found in items.items()}
    return Demands(person, held, orders, told, demands_seen(person.pk, by.unit_id or 0))


def demand_for(pk: int, *, by: Actor) -> VisitDemand:
    """One demand. Raises VisitDemand.DoesNotExist, NoAccess for another unit's."""
    demand = VisitDemand.objects.select_related("order__case").get(pk=pk)
    permit(why_not_plan_day(by, demand.order.provider_id))
    return demand
