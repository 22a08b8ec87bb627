"""The request on its way through the gate and past it, for annotations: who acts, and at what moment."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from samsyn.people.roles import Actor

if TYPE_CHECKING:
    from samsyn.people.models import Account


class Arriving(HttpRequest):
    """A request at the gate, and in the few views that are public: perhaps nobody acts."""

    actor: Actor | None
    now: datetime
    htmx: HtmxDetails


class Request(Arriving):
    """A request past the gate. Views that are public take it too, and there `actor` may be None."""

    actor: Actor
    user: "Account"
