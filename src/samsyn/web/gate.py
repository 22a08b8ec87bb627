"""The gate every request passes: who acts, at what time, and no by default.

A view is open only to the roles its decorator names; whether the reader may see *this* person or case is answered
by the rooms' queries, which also record the reading. Refusals become pages in the rule's own words.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Protocol, cast

from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from samsyn.audit.actions import gathered, record
from samsyn.people.access import why_not_emergency
from samsyn.people.queries import actor_for, assessment_units, noted_dead
from samsyn.people.refusals import N_, Invalid, NoAccess, Refusal, Refused
from samsyn.people.roles import CITIZEN, Role
from samsyn.web.shared.concerned import persons_concerned
from samsyn.web.shared.cover import cover_answer
from samsyn.web.shared.errors import not_allowed
from samsyn.web.shared.handed import is_handed
from samsyn.web.shared.kept import is_fragment, is_written, login_page
from samsyn.web.shared.noted_dead import noted_dead_page
from samsyn.web.shared.phone import is_left
from samsyn.web.shared.request import Arriving

View = Callable[..., HttpResponseBase]


class Opened(Protocol):
    """A view that says who it is open to: these roles, or everybody without login."""

    open_to: frozenset[Role] | None

    def __call__(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


def _opened(view: View, roles: frozenset[Role] | None) -> Opened:
    opened = cast("Opened", view)
    opened.open_to = roles
    return opened


def open_to(*roles: Role) -> Callable[[View], Opened]:
    """Let these roles into a view; everybody else is told that they have no access."""

    def decorate(view: View) -> Opened:
        @wraps(view)
        def gated(request: Arriving, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.actor is None:
                return noted_dead_page(request) if noted_dead(request.user) else login_page(request)
            if request.actor.role not in roles and request.actor.role in CITIZEN:
                raise NoAccess(Refusal(N_("Adressen hör inte till dina sidor.")))
            if request.actor.role not in roles:
                raise NoAccess(Refusal(N_("Den här sidan är inte öppen för din roll.")))
            return view(request, *args, **kwargs)

        return _opened(gated, frozenset(roles))

    return decorate


def public(view: View) -> Opened:
    """A view that needs no login. There are few, and a test counts them."""
    return _opened(view, None)


class GateMiddleware:
    """Sets `request.now` and `request.actor`, denies what is not opened, and answers refusals."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: Arriving) -> HttpResponseBase:
        request.now = timezone.now()
        request.actor = actor_for(
            account=request.user if request.user.is_authenticated else None,
            acting_as=request.session.get("acting_as"),
            today=timezone.localdate(request.now),
            now=request.now,
        )
        if is_left(request) or is_handed(request):
            request.actor = None
        with gathered() as read:
            response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not is_fragment(request):
            response = not_allowed(request, response)
        response = cover_answer(request, response, read)
        if request.actor:
            # What was on the screen is not left behind in the browser for whoever comes next.
            response.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: Arriving, view: View, _args: Any, _kwargs: Any) -> HttpResponse | None:
        if not hasattr(view, "open_to"):
            return self.process_exception(request, NoAccess(Refusal(N_("Den här adressen är inte öppen för någon."))))
        return None

    def process_exception(self, request: Arriving, exc: Exception) -> HttpResponse | None:
        if not isinstance(exc, Refused):
            return None
        status, title = 409, N_("Det går inte just nu")
        if isinstance(exc, NoAccess):
            _record_denied(request)
            status, title = 403, N_("Du har inte tillgång")
        elif isinstance(exc, Invalid):
            status, title = 422, N_("Något behöver rättas")
        context: dict[str, Any] = {"refusal": exc.refusal, "title": title, "wrote": is_written(request)}
        if isinstance(exc, NoAccess) and request.actor and request.actor.role in CITIZEN:
            context["to_ring"] = [unit for unit in assessment_units() if unit.phone]
        if isinstance(exc, NoAccess) and request.actor and why_not_emergency(request.actor) is None:
            context["may_open_in_emergency"] = True
        return render(request, "shared/refusal.html", context, status=status)


def _record_denied(request: Arriving) -> None:
    """Leave the attempt in the log, where whom it is about sees it among those who have read.

    The view's own transaction is undone, so this one is by itself.
    """
    match = request.resolver_match
    if request.actor and match:
        with transaction.atomic():
            asked = {k: v for k, v in match.kwargs.items() if isinstance(v, int)}
            record(
                by=request.actor, at=request.now, what="access.denied", about=f"page:{match.view_name}"[:60],
                access="read", subjects=sorted(persons_concerned(match)), detail=asked,
            )  # fmt: skip
