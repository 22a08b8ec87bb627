"""The plan made together: an offer of a fast omsorgskontakt that waits, a plan under way with wishes, offered help."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from samsyn.homecare.actions import (
    add_own_item,
    ask_for_contact,
    offer_contact,
    offer_help,
    start_plan,
    write_wishes,
)
from samsyn.homecare.plan_watch import FEW, LATE
from samsyn.homecare.queries import contact_standing, my_persons, orders_shown, plans_to_support
from samsyn.people.queries import actor_for, colleagues, demo_accounts
from samsyn.people.roles import Actor, Role
from samsyn.web.planted.telling import Matter, Scene

if TYPE_CHECKING:
    from samsyn.homecare.models import Order

MATTERS = "Katten ska ut innan vi börjar. Jag vill klara frukosten själv och bara få hjälp med burken."
MESSAGE = "Vill du att vi gör planen ihop? Jag kan vara med hemma hos personen en förmiddag."


def tables(scene: Scene) -> Iterator[Matter]:
    """Everything of the kind that is planted."""
    carer = _shown("demo-care-worker", scene.until)
    supervisor = _shown("demo-care-supervisor", scene.until)
    if carer is None or supervisor is None:
        return
    with_plan = [o for o in my_persons(carer) if any(p.state == "approved" for p in o.plans.all())]
    for order in with_plan[:1]:
        yield _under_way(scene, order, carer)
    for order in with_plan[1:2]:
        yield _another_asked_for(scene, order, carer)
    yield _help(scene, supervisor)


def _shown(username: str, on: date) -> Actor | None:
    account = demo_accounts().filter(username=username).first()
    return actor_for(account=account, acting_as=None, today=on) if account else None


def _under_way(scene: Scene, order: "Order", carer: Actor) -> Matter:
    """A new version of the plan is begun at the table, with wishes and something of the person's own."""
    yield (at := scene.back(2, 10))
    plan = start_plan(order=order, by=carer, at=at)
    yield (at := scene.back(2, 10, 20))
    write_wishes(
        plan=plan, times=["late", "same"], by_whom="Helst samma personer", language="", carer_sex="", matters=MATTERS,
        by=carer, at=at,
    )  # fmt: skip
    yield (at := scene.back(2, 10, 30))
    need = order.content["needs"][0]["id"]
    add_own_item(plan=plan, what="Fika på torget", need=need, minutes=30, by=carer, at=at)


def _another_asked_for(scene: Scene, order: "Order", carer: Actor) -> Matter:
    """The person has said that they want another fast omsorgskontakt, and somebody is offered."""
    yield (at := scene.back(3, 9))
    ask_for_contact(order=order, hand="spoken", words="Jag vill ha någon som talar finska.", by=carer, at=at)
    yield (at := scene.back(1, 13))
    now = contact_standing(order, at.date())
    for other in colleagues(order.provider_id, Role.CARE_WORKER, today=at.date()):
        if other.pk not in {now.appointed, carer.staff_id} and other.titles.exists():
            offer_contact(order=order, staff=other, why="asked", by=carer, at=at)
            return


def _help(scene: Scene, supervisor: Actor) -> Matter:
    """The supervisor offers help with a plan that is late or thin."""
    yield (at := scene.back(1, 15))
    watched = plans_to_support(supervisor, today=at.date())
    chosen = [one for one in watched if {f.code for f in one.found} & {LATE, FEW}][:1]
    for pk, order in orders_shown(supervisor, [one.order for one in chosen]).items():
        reasons = [f.code for one in chosen if one.order == pk for f in one.found]
        offer_help(order=order, reasons=reasons, message=MESSAGE, by=supervisor, at=at)
