"""The pages of exercises: who may open them, and what they tell before and after a round is closed."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.people.roles import Role
from samsyn.review.models import Exercise, ExerciseSheet
from tests import exercising as made
from tests import factories as f
from tests.web import walked_exercises

pytestmark = pytest.mark.django_db
TODAY = localdate(f.NOW)


class _World:
    def __init__(self, unit):
        self.cases = {"active": type("Case", (), {"unit": unit})}


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_every_page_opens_for_the_unit_and_says_no_to_another(client, monkeypatch):
    f.freeze(monkeypatch)
    world = _World(f.unit("Äldreenheten Norr"))
    walked_exercises.fill(world)
    elsewhere = f.unit("Äldreenheten Syd")
    for role in walked_exercises.ROLES:
        for unit in (world.cases["active"].unit, elsewhere):
            f.log_in(client, f.acting(role, unit))
            for name, arguments in walked_exercises.ARGUMENTS.items():
                url = reverse(name, kwargs=arguments(world))
                answer = client.get(url)
                answer = client.post(url) if answer.status_code == 405 else answer
                leads = name in walked_exercises.LEADERS and role is not Role.TEAM_LEADER
                away = unit == elsewhere and name not in walked_exercises.NOBODYS
                if leads or away:
                    assert (name, role, answer.status_code) == (name, role, 403)
                elif unit != elsewhere:
                    assert answer.status_code in {200, 302, 409, 422}, (name, role, answer.status_code)


def test_a_sheet_is_written_saved_and_handed_in_without_javascript(client, monkeypatch):
    f.freeze(monkeypatch)
    round_ = made.a_round()
    sheet = round_.sheets.first()
    who = made.assessor(sheet)
    f.log_in(client, who)
    url = reverse("exercise", args=[round_.pk])
    page = text(client.get(url))
    assert "Lämna in mina bedömningar" in page
    sent = made.typed(sheet)
    missing = dict(sent)
    missing.popitem()
    answer = client.post(url, {k: v for k, v in sent.items() if "level" not in k} | {"hand_in": "1"})
    assert answer.status_code == 422
    assert "Fyll i det här innan du lämnar in." in text(answer)
    bases = re.findall(r'name="(base:[^"]+)" value="(\d+)"', answer.content.decode())
    answer = client.post(url, sent | dict(bases) | {"hand_in": "1"})
    assert answer.status_code == 302
    sheet.refresh_from_db()
    assert sheet.handed_in_at is not None
    page = text(client.get(url))
    assert "Du har lämnat in" in page
    assert "Lämna in mina bedömningar" not in page


def test_what_is_written_when_the_round_closes_is_kept_and_the_writer_is_told(client, monkeypatch):
    f.freeze(monkeypatch)
    round_ = made.a_round()
    sheet = round_.sheets.first()
    f.log_in(client, made.assessor(sheet))
    made.close(round_)
    url = reverse("exercise", args=[round_.pk])
    answer = client.post(url, made.typed(sheet) | {"hand_in": "1"})
    assert answer.status_code == 409
    assert "Rundan stängdes medan du skrev. Allt du skrev är sparat" in text(answer)
    assert "granskning av ord" in text(answer)
    assert sheet.answers.count() == 0
    spared = client.post(
        reverse("exercise_save", args=[round_.pk]), {"place": "0:omsorg:level", "value": "4", "base": "1"}
    )
    assert spared.status_code == 409
    assert "sparat" in spared.json()["error"]
    assert sheet.versions.filter(place="0:omsorg:level", value="4").exists()


def test_before_it_is_closed_a_round_tells_the_leader_nothing_of_few_and_nobody_of_versions(client, monkeypatch):
    f.freeze(monkeypatch)
    round_ = made.a_round()
    made.answer_all(round_)
    leader = f.acting(Role.TEAM_LEADER, round_.unit)
    f.log_in(client, leader)
    page = text(client.get(reverse("exercise", args=[round_.pk])))
    assert "ni är så få att det skulle visa vem" in page
    assert client.get(reverse("exercise_report", args=[round_.pk])).status_code == 403
    sheet = round_.sheets.first()
    f.log_in(client, made.assessor(sheet))
    page = text(client.get(reverse("exercise", args=[round_.pk])))
    assert "Andra fick en text om" not in page
    made.close(round_)
    assert "Andra fick en text om" in text(client.get(reverse("exercise", args=[round_.pk])))


@pytest.mark.parametrize(("assessors", "drawn"), [(3, False), (9, True)])
def test_a_report_names_nobody_and_draws_the_spread_of_many_alone(client, monkeypatch, assessors, drawn):
    f.freeze(monkeypatch)
    round_ = made.a_round(assessors=assessors)
    made.answer_all(round_)
    made.close(round_)
    who = made.assessor(round_.sheets.first())
    f.log_in(client, who)
    page = text(client.get(reverse("exercise_report", args=[round_.pk])))
    names = set(ExerciseSheet.objects.filter(exercise=round_).values_list("staff__family_name", flat=True))
    assert not [n for n in names if n in page.replace(who.name, "")]
    assert ("<circle" in page, "färre än 8 bedömare" in page) == (drawn, not drawn)
    assert str(round_.seed) not in page
    assert "Rundan kunde bara ha hittat en skillnad på minst" in page or "Går inte att avgöra" in page
    assert client.get(reverse("exercises_pooled")).status_code == 200


def test_a_round_that_two_handed_in_tells_nothing(client, monkeypatch):
    f.freeze(monkeypatch)
    round_ = made.a_round()
    made.answer_all(round_, but=1)
    made.close(round_)
    f.log_in(client, made.assessor(round_.sheets.first()))
    assert "För få lämnade in" in text(client.get(reverse("exercise_report", args=[round_.pk])))


def test_pressing_twice_opens_one_round(client, monkeypatch):
    f.freeze(monkeypatch)
    made.unit_with(3)
    f.log_in(client, f.acting(Role.TEAM_LEADER, f.unit(made.UNIT)))
    once = re.search(r'name="once" value="([^"]+)"', client.get(reverse("exercise_open")).content.decode())[1]
    sent = {"title": "Våren", "vignettes": ["hemtjanst-hoft"], "last_day": str(TODAY + timedelta(7)), "once": once}
    assert [client.post(reverse("exercise_open"), sent).status_code for _ in range(2)] == [302, 302]
    assert Exercise.objects.count() == 1
    answer = client.post(reverse("exercise_open"), sent | {"once": "", "last_day": "2020-01-01"})
    assert answer.status_code == 422
    assert "Våren" in text(answer)


def test_the_reviews_page_reminds_of_the_wheel_and_of_open_rounds(client, monkeypatch):
    f.freeze(monkeypatch)
    round_ = made.a_round()
    f.log_in(client, made.assessor(round_.sheets.first()))
    page = text(client.get(reverse("reviews")))
    assert round_.title in page
    assert "Gå igenom enhetens siffror tillsammans" in page
    code = {"code": "figures", "year": "2026", "month": "3"}
    assert client.post(reverse("year_wheel_done"), code).status_code == 302
    assert "Gå igenom enhetens siffror tillsammans" not in text(client.get(reverse("reviews")))
