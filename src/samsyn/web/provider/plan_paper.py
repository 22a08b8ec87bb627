"""The plan in large type to keep, print and sign, for the staff and for the person: the same file."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from samsyn.homecare.frame import granted_a_week, minutes_a_week
from samsyn.homecare.queries import activities_of, told_plan, wish_of
from samsyn.people.access import SEE
from samsyn.people.languages import language_of
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.person.page import READERS, whose
from samsyn.web.provider.fetch import order_and_plan
from samsyn.web.provider.plan_pdf import Change, Told, plan_pdf
from samsyn.web.provider.words import needs_in
from samsyn.web.shared.asked import missing
from samsyn.web.shared.paper import Sheet
from samsyn.web.shared.request import Request
from samsyn.web.shared.rhythm import times_of

if TYPE_CHECKING:
    from samsyn.homecare.models import Order, Plan


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_safe
def plan_file(request: Request, pk: int, plan_pk: int) -> HttpResponse:
    """The file, from the provider's pages."""
    order, plan = order_and_plan(request, pk, plan_pk)
    return _sheet(order, plan)


@open_to(*READERS)
@require_safe
def my_plan_file(request: Request, person: int, pk: int) -> HttpResponse:
    """The file, from the person's own page."""
    whose(request, person, "plan.told", functions=SEE | {"plan"}, about=f"plan:{pk}")
    with missing():
        plan = told_plan(person, pk, by=request.actor)
    return _sheet(plan.order, plan)


def _sheet(order: "Order", plan: "Plan") -> Sheet:
    person = order.case.person
    activities, frame = list(activities_of(plan)), order.content["frame"]
    told = Told(
        plan=plan, name=person.name, goals=tuple(_goals(order)), activities=tuple(activities), wish=wish_of(plan),
        used=minutes_a_week(times_of(activities)), granted=granted_a_week(frame["amount"], frame["unit"]),
        is_protected=bool(person.protection),
    )  # fmt: skip
    language = language_of(person.letter_language, person.language).split("-")[0]

    def draw(change: Change) -> bytes:
        return plan_pdf(told, language=language, change=change)

    return Sheet(draw, name=f"plan-{plan.version}")


def _goals(order: "Order") -> list[Any]:
    return [goal for goal in (order.content["goal"], *(need.goal for need in needs_in(order))) if goal]
