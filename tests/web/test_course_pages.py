"""Going through the introduction, and what it leaves."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from samsyn.people.course import module, modules
from samsyn.people.models import Competence
from samsyn.people.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db
KEY = "sakerhet"


def ask(number, key=KEY):
    return reverse("course_question", args=[key, number])


def answer_all(client, key=KEY):
    for number, question in enumerate(module(key).questions, 1):
        page = client.post(ask(number, key), {"chosen": sorted(question.right)}).content.decode()
    return page


def test_a_module_is_read_answered_and_noted_with_its_version(client, monkeypatch):
    f.freeze(monkeypatch)
    by = f.acting(Role.CARE_WORKER)
    f.log_in(client, by)
    assert "Du har gått igenom 0 av 8 delar." in client.get(reverse("course")).content.decode()
    first = reverse("course_screen", args=[KEY, 1])
    assert client.post(first).url == reverse("course_screen", args=[KEY, 2])
    assert f'href="{reverse("course_screen", args=[KEY, 2])}"' in client.get(reverse("course")).content.decode()
    wrong = client.post(ask(1), {"chosen": 0}).content.decode()
    assert "Inte rätt den här gången." in wrong
    assert "Hon kan ligga på golvet." in wrong  # the reason
    assert "Du är klar med den här delen." in answer_all(client)
    answer_all(client)  # once more changes nothing
    gained = Competence.objects.get()
    assert (gained.key, gained.version, gained.staff_id) == ("introduktion/sakerhet", module(KEY).version, by.staff)
    assert (gained.gained_on.isoformat(), gained.expires_on.isoformat()) == ("2026-03-02", "2028-03-02")
    with pytest.raises(IntegrityError), transaction.atomic():
        Competence.objects.update(version=99)


def test_what_has_run_out_is_done_again(client, monkeypatch):
    f.freeze(monkeypatch)
    f.log_in(client, f.acting(Role.CARE_WORKER))
    answer_all(client)
    later = f.NOW + timedelta(days=800)
    f.freeze(monkeypatch, later)
    f.log_in(client, f.acting(Role.CARE_WORKER))  # a session does not last two years
    assert "behöver göras om" in client.get(reverse("course")).content.decode()
    client.post(reverse("course_screen", args=[KEY, 1]))
    assert "Du är klar" in answer_all(client)
    assert Competence.objects.count() == 2
    assert "behöver göras om" not in client.get(reverse("course")).content.decode()


def test_all_eight_are_the_introduction_and_the_planner_sees_it(client):
    by = f.acting(Role.CARE_WORKER)
    f.log_in(client, by)
    for one in modules():
        answer_all(client, one.key)
    assert Competence.objects.filter(key="introduktion").count() == 1
    assert client.get(reverse("course_unit")).status_code == 403
    f.log_in(client, f.acting(Role.PROVIDER_PLANNER))
    page = client.get(reverse("course_unit")).content.decode()
    assert "Omar Björk" in page
    assert "8 av 8" in page


@pytest.mark.parametrize(("data", "status"), [({}, 422), ({"chosen": "9"}, 422), ({"chosen": ["-1", "x"]}, 422)])
def test_an_answer_that_is_none_is_said(client, data, status):
    f.log_in(client, f.acting(Role.CARE_WORKER))
    answer = client.post(ask(1), data)
    assert answer.status_code == status
    assert "Välj ett svar." in answer.content.decode()
    assert not Competence.objects.exists()


def test_what_is_not_there_is_not_there(client):
    f.log_in(client, f.acting(Role.CARE_WORKER))
    for url in (ask(99), ask(1, "finns-inte"), reverse("course_screen", args=[KEY, 99])):
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 404


def test_the_whole_counts_as_long_as_its_parts_and_an_old_version_does_not_count(client, monkeypatch):
    f.freeze(monkeypatch)
    by = f.acting(Role.CARE_WORKER)
    f.log_in(client, by)
    first, *rest = modules()
    old = {"how": Competence.How.COURSE, "noted_at": f.NOW, "noted_by": by.key, "gained_on": f.NOW.date()}
    Competence.objects.create(staff_id=by.staff, key=first.competence, version=first.version - 1, **old)
    for one in rest:
        answer_all(client, one.key)
    assert not Competence.objects.filter(key="introduktion").exists()
    answer_all(client, first.key)
    assert Competence.objects.get(key="introduktion").expires_on.isoformat() == "2028-03-02"
