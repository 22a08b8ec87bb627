"""What tests of the provider's day say again and again: the page of a day, and the visit on it."""

from django.urls import reverse

from tests.rooms.hours import WEDNESDAY


def day_page(client, day=WEDNESDAY, **asked):
    return client.get(reverse("visits"), {"dag": day.isoformat(), **asked}).content.decode()


def visit_of(order, day=WEDNESDAY):
    return order.planned.get(day=day)
