"""Every form of the outer roles, sent twice and sent spoilt: one result, no fault, nothing stored by halves.

Each is filled in as its page drew it, then spoilt by chance from a fixed seed. What one stores is undone before the
next.
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
TAKEN = 35  # how many of them, filled in so, are taken at least
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
    """Whether a form was taken, and what is wrong: a fault of either sending, or that the second stored something."""
    body = form.filled()
    first = client.post(form.action, body)
    if first.status_code >= 400:
        return False, [f"once, {first.status_code}: {body}"] if first.status_code >= 500 else []
    before = rows()
    second = client.post(form.action, body)
    return True, [] if second.status_code < 500 and rows() == before else [f"twice, {second.status_code}: {body}"]


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
    made, rng, wrong, sent, taken = world("Norr"), Random(7), [], 0, 0
    for role in ROLES:
        f.log_in(client, made.actors[role])
        pages, forms = forms_of(client, role, made)
        for form in forms:
            was_taken, faults = undone(lambda form=form: twice(client, form))
            for _ in range(SPOILT):
                faults = faults + undone(lambda form=form: spoilt(client, form, rng))
            wrong += [f"{role} {form.action} {w}" for w in faults]
            sent, taken = sent + 1, taken + was_taken
        for address in pages.values():
            asked = {key: rng.choice(NONSENSE)[:5000] for key in ("dag", "sida", "format", "q", "order", "manad")}
            answer = undone(lambda address=address, asked=asked: client.get(address, asked))
            wrong += [f"{role} {address} {asked}"] if answer.status_code >= 500 else []
    assert (sent > 60, taken >= TAKEN) == (True, True), (sent, taken)
    assert not wrong, "\n".join(wrong)
