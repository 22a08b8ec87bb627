"""The plan made together, the fast omsorgskontakt and titles, among the addresses that are walked."""

from samsyn.homecare.actions import offer_help
from samsyn.people.models import Staff
from samsyn.people.roles import Role
from tests import factories as f
from tests.titles import certified


def _order(state):
    return lambda w: {"pk": f.order_of(w.cases[state]).pk}


def _help(w):
    order = f.order_of(w.cases["active"])
    given = {"reasons": ["late"], "message": "Ska vi göra den ihop?", "at": f.NOW}
    offer = order.help_offers.first() or offer_help(order=order, **given, by=f.acting(Role.CARE_SUPERVISOR))
    return {"pk": order.pk, "help_pk": offer.pk}


def _title(w):
    staff = Staff.objects.get(pk=w.actors[Role.CARE_WORKER].staff_id)
    return (staff.titles.first() or certified(staff)).pk


def _plan(w):
    order = f.order_of(w.cases["offered"])
    return {"pk": order.pk, "plan_pk": order.plans.order_by("-version").first().pk}


TABLE = ("", "_put", "_change", "_own", "_wishes", "_said", "_give", "_answer")
ARGUMENTS = {
    "plan_support": lambda _w: {},
    "plan_support_one": _order("active"),
    **dict.fromkeys(["plan_support_follow", "plan_help"], _help),
    "provider_plan_pdf": _plan,
    "my_plan_pdf": lambda w: {"person": w.person.pk, "pk": _plan(w)["plan_pk"]},
    **dict.fromkeys([f"provider_table{name}" for name in TABLE], _plan),
    **dict.fromkeys(
        ["provider_contact", "provider_contact_offer", "provider_contact_answer", "provider_contact_unneeded"],
        _order("active"),
    ),
    "my_contact": lambda w: {"person": w.person.pk, "pk": f.order_of(w.cases["active"]).pk},
    "staff_title": lambda w: {"pk": w.actors[Role.CARE_WORKER].staff_id},
    "staff_title_end": lambda w: {"pk": w.actors[Role.CARE_WORKER].staff_id, "title": _title(w)},
}
