"""The request as it is past the gate, for annotations: who acts, and at what moment."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest

from samsyn.people.roles import Actor

if TYPE_CHECKING:
    from samsyn.people.models import Account


class Request(HttpRequest):
    """What `GateMiddleware` adds. In the few views that are public, `actor` may also be None."""

    actor: Actor
    now: datetime
    user: "Account"
