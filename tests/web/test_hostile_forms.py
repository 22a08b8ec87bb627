"""Every form of the outer roles, sent twice and sent spoilt: one result, no fault, nothing stored by halves.

The same was done at length, with every field and value, for all roles; this is what of it stays.
"""

from datetime import timedelta
from random import Random

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.urls import resolve, reverse

from samsyn.people.roles import Role
from tests import factories as f
from tests.web.sent_forms import NONSENSE, Page
from tests.web.test_access_walk import ARGUMENTS, GUARDED, OPEN_TO_ALL, world

pytestmark = pytest.mark.django_db
ROLES = (
    Role.PERSON, Role.RELATIVE, Role.PROVIDER_PLANNER, Role.COMMITTEE_SECRETARY, Role.CHAIR, Role.ADMINISTRATOR,
)  # fmt: skip
SPOILT = 1  # of each form
LOGGED = ("audit_event", "audit_subject", "django_session")  # readings and what was typed are kept of a refused one


def rows():
    """How many rows each table has, but for the log."""
    names = sorted(m._meta.db_table for m in apps.get_models() if m._meta.db_table not in LOGGED)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', COUNT(*) FROM {name}" for name in names))
        return dict(cursor.fetchall())


def undone(ask):
    """What a question brings, of which nothing stays."""
    with transaction.atomic():
        brought = ask()
        transaction.set_rollback(True)
    return brought


def forms_of(client, role, made):
    """The pages of a role by name, and each form on them once."""
    pages = {name: reverse(name, kwargs=ARGUMENTS[name](made)) for name in GUARDED if role in GUARDED[name]}
    found = {}
    for address in pages.values():
        answer = undone(lambda address=address: client.get(address))
        if answer.status_code == 200 and not answer.streaming and "html" in answer["Content-Type"]:
            for form in Page(address, answer.content.decode()).forms():
                found.setdefault((form.action.partition("?")[0], tuple(sorted(form.fields))), form)
    known = [form for form in found.values() if resolve(form.action.partition("?")[0]).url_name not in OPEN_TO_ALL]
    return pages, known


def twice(client, form):
    """What the second sending of a form stored, when the first was taken."""
    body = form.filled()
    first = client.post(form.action, body)
    before = rows()
    second = client.post(form.action, body)
    return [] if first.status_code >= 400 or (second.status_code < 500 and rows() == before) else [f"twice: {body}"]


def spoilt(client, form, rng):
    """What is wrong with the answer to a spoilt form."""
    body, kind = form.spoilt(rng)
    before = rows()
    answer = client.post(form.action, body, content_type=kind)
    wrong = [f"{answer.status_code}: {body[:80]!r}"] if answer.status_code >= 500 else []
    if answer.status_code >= 400 and rows() != before:
        wrong.append(f"{answer.status_code}, and stored all the same: {body[:80]!r}")
    connection.check_constraints()
    return wrong


def test_no_form_of_the_outer_roles_is_done_twice_or_breaks(client, monkeypatch):
    f.freeze(monkeypatch, f.NOW + timedelta(days=1))
    client.raise_request_exception = False
    made, rng, wrong, sent = world("Norr"), Random(7), [], 0
    for role in ROLES:
        f.log_in(client, made.actors[role])
        pages, forms = forms_of(client, role, made)
        for form in forms:
            asked = [lambda form=form: twice(client, form)]
            asked += [lambda form=form: spoilt(client, form, rng)] * SPOILT
            wrong += [f"{role} {form.action} {w}" for ask in asked for w in undone(ask)]
            sent += 1
        for address in pages.values():
            asked = {key: rng.choice(NONSENSE)[:5000] for key in ("dag", "sida", "format", "q", "order", "manad")}
            answer = undone(lambda address=address, asked=asked: client.get(address, asked))
            wrong += [f"{role} {address} {asked}"] if answer.status_code >= 500 else []
    assert sent > 60
    assert not wrong, "\n".join(wrong)
