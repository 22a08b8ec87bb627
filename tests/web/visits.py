"""What tests of the provider's day say again and again: the page of a day, and the visit on it."""

from django.urls import reverse

from samsyn.people.roles import Role
from tests.factories import acting, log_in
from tests.rooms.hours import WEDNESDAY


def day_page(client, day=WEDNESDAY, **asked):
    return client.get(reverse("visits"), {"dag": day.isoformat(), **asked}).content.decode()


def visit_of(order, day=WEDNESDAY):
    return order.planned.get(day=day)


def as_carer(client, order):
    log_in(client, acting(Role.CARE_WORKER, order.provider))


def reported(client, planned, **data):
    """What the form sends: also which version it showed."""
    address = reverse("provider_report_time", args=[planned.order_id, planned.pk])
    return client.post(address, {"seen": planned.said.count(), **data})
