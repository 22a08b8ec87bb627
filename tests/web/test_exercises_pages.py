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
    assert spared.status_code == 200
    assert "men räknas inte" in spared.json()["note"]
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
    drawn_by_chance = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert str(round_.seed) not in drawn_by_chance.sub("", page)
    assert "Rundan kunde bara ha hittat en skillnad på minst" in page or "Går inte att avgöra" in page
    assert client.get(reverse("exercises_pooled")).status_code == 200


def test_a_round_that_two_handed_in_tells_nothing(client, monkeypatch):
    f.freeze(monkeypatch)
    round_ = made.a_round()
    made.answer_all(round_, but=1)
    made.close(round_)
    f.log_in(client, made.assessor(round_.sheets.first()))
    assert "För få svar för att visa" in text(client.get(reverse("exercise_report", args=[round_.pk])))


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


def test_handing_in_twice_shows_what_was_handed_in(client, monkeypatch):
    f.freeze(monkeypatch)
    round_ = made.a_round()
    sheet = round_.sheets.first()
    f.log_in(client, made.assessor(sheet))
    url, sent = reverse("exercise", args=[round_.pk]), made.typed(sheet) | {"hand_in": "1"}
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assert sheet.answers.count() == 5
    changed = client.post(url, sent | {"0:omsorg:level": "4"})
    assert changed.status_code == 409
    assert sheet.answers.get(question="omsorg").level == 1


def test_a_second_tab_is_asked_and_not_overwritten(client, monkeypatch):
    f.freeze(monkeypatch)
    round_ = made.a_round()
    sheet = round_.sheets.first()
    f.log_in(client, made.assessor(sheet))
    save = reverse("exercise_save", args=[round_.pk])
    place = "0:omsorg:amount"
    first = client.post(save, {"place": place, "value": "4", "base": "0"}).json()
    assert (first["number"], first["conflict"]) == (1, None)
    other = client.post(save, {"place": place, "value": "9", "base": "0"}).json()
    assert (other["conflict"]["value"], other["conflict"]["number"]) == ("4", 1)
    page = text(client.get(reverse("exercise", args=[round_.pk])))
    assert "Två flikar skrev olika" in page
    client.post(save, {"place": place, "value": "4", "base": "1", "settle": "theirs"})
    assert "Två flikar skrev olika" not in text(client.get(reverse("exercise", args=[round_.pk])))
    assert client.post(save, {"place": place, "value": "mycket", "base": "1"}).status_code == 422
    assert client.post(save, {"place": place, "value": "5", "base": "1", "as": "staff:0"}).status_code == 403


VIGNETTE = {
    "code": "egen-natt", "title": "Natthjälp", "group": "older", "swap": "sex", "first": "En kvinna",
    "second": "En man",
    "text": "{Karin|Erik} behöver hjälp på natten.", "needs": "d530 3", "source": "Enheten, 2026", "version": "1",
    "asks_1": "Tillsyn", "intervention_1": "HEMTJANST", "unit_1": "minutes_week", "scale_1": "2",
}  # fmt: skip


def test_a_unit_writes_a_vignette_of_its_own_and_then_its_next_version(client, monkeypatch):
    f.freeze(monkeypatch)
    unit = made.unit_with(1)
    f.log_in(client, f.acting(Role.TEAM_LEADER, unit))
    new = reverse("vignette_write")
    assert client.post(new, VIGNETTE).status_code == 302
    page = text(client.get(reverse("vignette", args=["egen-natt"])))
    assert "<mark>Erik</mark> behöver hjälp" in page
    again = reverse("vignette_version", args=["egen-natt"])
    assert 'name="version" value="2"' in text(client.get(again))
    assert client.post(again, VIGNETTE | {"version": "2", "title": "Natt"}).status_code == 302
    late = client.post(again, VIGNETTE | {"version": "2", "title": "Kväll"})  # opened before the other was saved
    assert late.status_code == 409
    assert 'name="version" value="3"' in text(late)
    assert client.get(reverse("vignette_version", args=["hemtjanst-hoft"])).status_code == 404
    assert client.get(reverse("vignette", args=["finns-inte"])).status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": "Ingen byts."}, "minst ett byte"),
        ({"text": "{Karin|Erik"}, "med streck mellan"),
        ({"needs": "d530 tre"}, "Skriv ett område på varje rad"),
        ({"needs": "x999 2"}, "Välj behovsområden"),
        ({"code": "Stor_Bokstav"}, "Skriv en kod med små bokstäver"),
        ({"code": "hemtjanst-hoft"}, "Koden är upptagen"),
        ({"asks_1": "", "intervention_1": ""}, "minst en fråga"),
        ({"unit_1": ""}, "Välj en enhet"),
        ({"scale_1": "9000"}, "Skriv en mängd"),
    ],
)
def test_a_vignette_that_is_filled_in_wrongly_says_where_and_keeps_what_was_typed(client, monkeypatch, changed, said):
    f.freeze(monkeypatch)
    f.log_in(client, f.acting(Role.TEAM_LEADER, made.unit_with(1)))
    answer = client.post(reverse("vignette_write"), VIGNETTE | changed)
    assert answer.status_code == 422
    assert said in text(answer)
    assert "Enheten, 2026" in text(answer)


def test_the_working_group_writes_puts_right_decides_and_finishes(client, monkeypatch):
    f.freeze(monkeypatch)
    unit = made.unit_with(2)
    who = f.acting(Role.CASEWORKER, unit)
    f.log_in(client, who)
    day = str(TODAY)
    assert client.post(reverse("group_note_new"), {"held_on": day, "text": "Vi enades."}).status_code == 302
    page = text(client.get(reverse("working_group")))
    assert "Vi enades." in page
    note = re.search(r"/arbetsgrupp/anteckning/(\d+)/", page)[1]
    url = reverse("group_note", args=[note])
    assert client.post(url, {"held_on": day, "text": "Vi enades om mallen.", "reason": ""}).status_code == 422
    assert client.post(url, {"held_on": day, "text": "Vi enades om mallen.", "reason": "Otydligt"}).status_code == 302
    assert "Den här versionen är rättad" in text(client.get(url))
    sent = {"what": "Ny mall", "responsible": str(who.staff_id), "due_on": day}
    assert client.post(reverse("group_action_new"), sent).status_code == 302
    action = re.search(r"/arbetsgrupp/atgard/(\d+)/", text(client.get(reverse("working_group"))))[1]
    f.freeze(monkeypatch, f.NOW + timedelta(days=2))
    f.log_in(client, who)
    assert "försenat" in text(client.get(reverse("working_group")))
    url = reverse("group_action", args=[action])
    assert client.post(url, {"done_on": day, "outcome": ""}).status_code == 422
    assert client.post(url, {"done_on": day, "outcome": "Används"}).status_code == 302
    assert "Används" in text(client.get(reverse("working_group")))


def test_the_year_wheel_is_planned_and_struck_by_the_leader(client, monkeypatch):
    f.freeze(monkeypatch)
    f.log_in(client, f.acting(Role.TEAM_LEADER, made.unit_with(1)))
    wheel = reverse("year_wheel")
    assert "Kalibreringsrunda" in text(client.get(wheel))
    for asked in ("?ar=2027", "?ar=1", "?ar=x", "?ar=99999999"):
        assert client.get(wheel + asked).status_code == 200
    sent = {"month": "6", "label": "Studiebesök", "kind": ""}
    assert client.post(reverse("year_wheel_add"), sent).status_code == 302
    assert client.post(reverse("year_wheel_add"), sent | {"label": ""}).status_code == 422
    assert "Studiebesök" in text(client.get(wheel))
    for code, month in (("round", "2"), ("round", "5"), ("round", "9"), ("round", "11")):
        assert client.post(reverse("year_wheel_remove"), {"code": code, "month": month}).status_code == 302
    assert "Kalibreringsrunda" not in text(client.get(wheel))
    assert client.post(reverse("year_wheel_done"), {"code": "figures", "year": "x", "month": "3"}).status_code == 422
