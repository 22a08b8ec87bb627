"""A carer's day as the phone gets it: values in words, nothing that the day does not need."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samsyn.homecare.queries import PhoneVisit, choices_for
from samsyn.homecare.reasons import reasons_given
from samsyn.people.contact import Contact
from samsyn.people.queries import contacts_for
from samsyn.web.shared.account import named as item_name
from samsyn.web.shared.account import visit_name
from samsyn.web.shared.reach import named
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import clock, label, say


def day_told(request: Request, visits: list[PhoneVisit]) -> dict[str, Any]:
    """The visits with where and how to reach the persons, as the gate lets this reader see it."""
    persons = {v.planned.order.case.person_id: v.planned.order.case.person for v in visits}
    orders = {v.planned.order_id: v.planned.order for v in visits}
    where = contacts_for(persons.values(), by=request.actor, at=request.now)
    return {
        "day": localtime(request.now).date().isoformat(),
        "choices": {str(pk): _choices(order) for pk, order in orders.items()},
        "visits": [_visit(v, where[v.planned.order.case.person_id], request.actor.staff_id) for v in visits],
        "reasons": [
            {"code": code, "label": label("reasons", code, "homecare"), "absence": row.extra["absence"] == "1"}
            for code, row in reasons_given().items()
        ],
    }


def _choices(order: Any) -> list[dict[str, Any]]:
    """What a visit can be swapped for: the person's own things, and the menu."""
    return [{"key": c.key, "label": item_name(c.key, c.own), "minutes": c.minutes} for c in choices_for(order)]


def _visit(of: PhoneVisit, contact: Contact, carer: int | None) -> dict[str, Any]:
    planned, order, said = of.planned, of.planned.order, of.planned.performed
    company = planned.company_of(carer)
    return {
        "id": planned.pk,
        "order": order.pk,
        "start": clock(planned.start),
        "minutes": planned.minutes,
        "what": visit_name(planned),
        "with": company.name if company else "",
        "how": planned.how,
        "goal": planned.activity.goal if planned.activity else "",
        "matters": of.matters,
        "name": named(order.case.person),
        "address": [_("Adressen är skyddad och finns inte i telefonen.")] if contact.is_covered else contact.address,
        "phone": contact.phone,
        "keys": "" if contact.is_covered else of.keys,
        "contact": {"name": order.contact.name, "phone": order.contact.phone} if order.contact else None,
        "unit": {"name": order.provider.name, "phone": order.provider.phone},
        "version": said.version if said else 0,
        "said": {"minutes": said.minutes, "reason": said.reason, "note": said.note} if said else None,
        "begun": _iso(of.begun),
        "ended": _iso(of.ended),
    }  # fmt: skip


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def answer_told(answer: dict[str, Any]) -> dict[str, Any]:
    """What became of a change, its refusal in the reader's language."""
    said: dict[str, Any] = {name: say(answer[name]) for name in ("why", "tell") if name in answer}
    if "why" in said:
        said["why"] = said["why"].format(**(answer.get("values") or {}))
    return {**answer, **said}
