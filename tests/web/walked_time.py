"""The account of granted time among the addresses that are walked."""

from datetime import time, timedelta

from samsyn.homecare.actions import Wish, ask_swap
from samsyn.homecare.models import TimeFinding, TimeRequest
from tests import factories as f


def _order(w):
    return f.order_of(w.cases["active"])


def _visit(w):
    return _order(w).planned.filter(performed__isnull=True).order_by("-day").first()


def _asked(w):
    """A request that waits for the contact person: nothing in the decision answers to it."""
    order = _order(w)
    found = TimeRequest.objects.filter(order=order, state="asked").first()
    if found is None:
        wish = Wish("UTFLYKT", f.NOW.date() + timedelta(3), time(15), 900)
        by = f.actor(order.case.person, acting_as="self")
        found = ask_swap(order=order, given=None, wish=wish, hand="self", by=by, at=f.NOW)
    return found.pk


def _found(w):
    order = _order(w)
    day = f.NOW.date()
    terms = {"first": day, "last": day, "found": "unused", "minutes": 90, "granted": 360, "at": f.NOW}
    return TimeFinding.objects.get_or_create(line=order.line, defaults=terms)[0].pk


ARGUMENTS = {
    "provider_time_found": lambda w: {"pk": _order(w).pk, "finding_pk": _found(w)},
    "my_time": lambda w: {"person": w.person.pk},
    "my_swap": lambda w: {"person": w.person.pk, "pk": _visit(w).pk},
    "my_cancel": lambda w: {"person": w.person.pk, "pk": _visit(w).pk},
    "my_time_use": lambda w: {"person": w.person.pk, "pk": _order(w).pk},
    "my_time_withdraw": lambda w: {"person": w.person.pk, "pk": _asked(w)},
    "provider_time_stay": lambda w: {"pk": _order(w).pk},
    "provider_time": lambda w: {"pk": _order(w).pk},
    "provider_time_use": lambda w: {"pk": _order(w).pk},
    "provider_time_swap": lambda w: {"pk": _order(w).pk, "planned_pk": _visit(w).pk},
    "provider_time_cancel": lambda w: {"pk": _order(w).pk, "planned_pk": _visit(w).pk},
    "provider_time_answer": lambda w: {"pk": _order(w).pk, "request_pk": _asked(w)},
    "provider_time_withdraw": lambda w: {"pk": _order(w).pk, "request_pk": _asked(w)},
}
