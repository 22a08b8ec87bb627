"""The nearest page that can be read: the asked one, or the one above it where the asked one only takes what is sent."""

from collections.abc import Callable, Collection, Iterator
from functools import cache
from inspect import getclosurevars, unwrap
from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from samsyn.web.shared.links import link_to


@cache
def methods_of(view: Callable[..., Any]) -> Collection[str] | None:
    """The methods that Django's decorators let into a view; None for one that says nothing and takes all."""
    found: list[Collection[str]] = []

    def look(layer: Callable[..., Any]) -> bool:
        named = getclosurevars(layer).nonlocals.get("request_method_list")
        found.extend([named] if named is not None else [])
        return named is not None

    unwrap(view, stop=look)
    return found[0] if found else None


def readable_address(request: HttpRequest) -> str:
    """The address to lead back to after a press that changes no more than language or colours."""
    if _reads(request.path, request):
        return request.get_full_path()
    above = next((path for path in _above(request.path) if _reads(path, request)), "")
    return above or link_to("my_day" if getattr(request, "actor", None) else "enter")


def _above(path: str) -> Iterator[str]:
    """The addresses over one, the nearest first: /arenden/4/ and /arenden/ over /arenden/4/avsluta/; never the root."""
    parts = path.strip("/").split("/")
    for kept in range(len(parts) - 1, 0, -1):
        yield "/" + "/".join(parts[:kept]) + "/"


def _reads(path: str, request: HttpRequest) -> bool:
    """Whether a page at this address answers the reader. One that is not there counts when it is what was asked."""
    asked = request.resolver_match if path == request.path else None
    try:
        view = (asked or resolve(path, getattr(request, "urlconf", None))).func
    except Resolver404:
        return path == request.path and request.method in {"GET", "HEAD"}
    actor, roles = getattr(request, "actor", None), getattr(view, "open_to", None)
    if path != request.path and actor and roles and actor.role not in roles:
        return False
    taken = methods_of(view)
    return taken is None or "GET" in taken
