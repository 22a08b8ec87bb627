"""A reading judged by two leaders at once: the page never shows one judgement with another's mark (SoLPuL 10)."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.cases.models import LogReview, LogReviewItem
from samsyn.people.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db
TODAY = localdate(f.NOW)
FOUND = "Varför lästes den?"


def a_reading() -> LogReviewItem:
    case = f.received_case()
    review = LogReview.objects.create(
        unit=case.unit, first=TODAY - timedelta(60), last=TODAY - timedelta(30), rules=1, seed=1, first_event=1,
        last_event=2, readings=1, drawn_at=f.NOW, due_on=TODAY,
    )  # fmt: skip
    return LogReviewItem.objects.create(
        review=review, event=1, at=f.NOW, reader_id=case.caseworker_id, role="caseworker", what="case.read",
        subject=case.person_id, about_case=case.pk, rules=["random"],
    )  # fmt: skip


def judged_meanwhile(item, by):
    """Lets another judge a reading between the page's look at all of them and whatever it asks next."""
    asked = []

    def watch(execute, sql, params, many, context):
        if "log_review" in str(params) and sql.startswith("INSERT") and not asked:  # the look itself is recorded
            asked.append(sql)
            told = {"verdict": "investigate", "note": FOUND, "judged_at": f.NOW, "judged_by": by.key}
            LogReviewItem.objects.filter(pk=item.pk).update(**told)
        return execute(sql, params, many, context)

    return connection.execute_wrapper(watch)


def test_the_mark_beside_a_judgement_is_that_judgements(client, monkeypatch):
    f.freeze(monkeypatch)
    item = a_reading()
    one, other = (f.actor(f.staff(Role.TEAM_LEADER, item.review.unit)) for _ in range(2))
    f.log_in(client, one)
    sent = {"verdict": "in_order", "note": "", "seen": ""}
    url = reverse("log_review_judge", args=[item.review_id, item.pk])
    with judged_meanwhile(item, other):
        answer = client.post(url, sent)
    page = answer.content.decode()
    (mark,) = re.findall(r'name="seen"(?: value="([^"]*)")?', page)
    assert answer.status_code == 409
    assert (FOUND in page) == (mark != "")
    again = client.post(url, sent | {"seen": mark})
    page = again.content.decode()
    assert (again.status_code, FOUND in page) == (409, True)
    (mark,) = re.findall(r'name="seen" value="([^"]+)"', page)
    assert client.post(url, sent | {"seen": mark}).status_code == 302
    item.refresh_from_db()
    assert item.verdict == "in_order"


def test_a_leader_is_told_that_their_own_reading_is_not_theirs_to_judge(client, monkeypatch):
    f.freeze(monkeypatch)
    item = a_reading()
    leader = f.actor(f.staff(Role.TEAM_LEADER, item.review.unit))
    LogReviewItem.objects.filter(pk=item.pk).update(reader_id=leader.staff_id, role=Role.TEAM_LEADER)
    f.log_in(client, leader)
    address = reverse("log_review_judge", args=[item.review_id, item.pk])
    assert client.post(address, {"verdict": "in_order", "note": ""}).status_code == 403
