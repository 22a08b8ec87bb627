"""Every address answers the methods it is made for, and 405 to all others."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from samsyn.people.roles import CITIZEN, Role
from tests import factories as f

pytestmark = pytest.mark.django_db

OTHERS = ("put", "patch", "delete", "options", "trace")
A_VALUE = {"IntConverter": "1", "SlugConverter": "x", "StringConverter": "x"}


def views():
    """Every view with an address that leads to it; what the address names need not be there."""
    waiting = list(get_resolver().url_patterns)
    while waiting:
        one = waiting.pop()
        if isinstance(one, URLResolver):
            waiting += one.url_patterns
        elif isinstance(one, URLPattern):
            route = str(one.pattern)
            for name, converter in one.pattern.converters.items():
                kind = {"IntConverter": "int", "SlugConverter": "slug", "StringConverter": "str"}[
                    type(converter).__name__
                ]
                route = route.replace(f"<{kind}:{name}>", A_VALUE[type(converter).__name__])
            yield one.name, f"/{route}", one.callback.open_to


def somebody(role: Role):
    return f.actor(f.person(), acting_as="self") if role in CITIZEN else f.acting(role)


def test_no_address_answers_methods_that_it_is_not_made_for(client, monkeypatch):
    """Each address is asked by one that its gate lets through: the methods are the view's, whoever asks."""
    f.freeze(monkeypatch)
    wrong, asked = [], set()
    for role in (role for role in Role if role is not Role.RELATIVE):
        f.log_in(client, somebody(role))
        for name, url, open_to in views():
            if name in asked or (open_to is not None and role not in open_to):
                continue
            asked.add(name)
            wrong += [
                f"{name} answers {method.upper()} from {role} with {status}"
                for method in OTHERS
                if (status := getattr(client, method)(url).status_code) != 405
            ]
    assert not wrong, "\n".join(sorted(wrong))
    assert asked == {name for name, _, _ in views()}


def test_there_are_addresses_to_ask():
    assert len(list(views())) > 80
