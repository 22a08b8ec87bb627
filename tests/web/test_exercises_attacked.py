"""Exercises are asked for what is somebody else's, with keys that were guessed and numbers to be worked out."""

import pytest
from django.urls import reverse

from samsyn.people.roles import Role
from tests import exercising as made
from tests import factories as f

pytestmark = pytest.mark.django_db
ODD = (
    "x" * 500,
    "0:omsorg:price",
    "9:omsorg:amount",
    "-1:omsorg:amount",
    "0:omsorg:amount\x00",
    "",
    "0",
    "٠:omsorg:amount",
)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PERSON, Role.RELATIVE}))
def test_the_municipalitys_figures_are_the_analysts_and_nobody_writes_to_them(client, monkeypatch, role):
    f.freeze(monkeypatch)
    round_ = made.a_round(assessors=9)
    made.answer_all(round_)
    made.close(round_)
    f.log_in(client, f.acting(role))
    address = reverse("exercises_everywhere")
    assert client.get(address).status_code == (200 if role is Role.ANALYST else 403)
    assert client.post(address).status_code == (405 if role is Role.ANALYST else 403)


def test_the_municipalitys_figures_name_no_unit_no_assessor_and_no_number_under_eight(client, monkeypatch):
    f.freeze(monkeypatch)
    for seed, assessors in ((42, 9), (43, 0)):
        round_ = made.a_round(assessors=assessors, vignettes=("hemtjanst-hoft", "assistans-ms", "sabo-oro"), seed=seed)
        made.answer_all(round_, but=0 if assessors else 6)
        made.close(round_)
    f.log_in(client, f.acting(Role.ANALYST))
    page = client.get(reverse("exercises_everywhere")).content.decode()
    assert "8 bedömare eller fler" in page
    assert "12 bedömare" not in page
    assert not [word for word in (*made.NAMES, made.UNIT, round_.title) if word in page]


@pytest.mark.parametrize("place", ODD, ids=range(len(ODD)))
def test_a_guessed_place_of_a_sheet_is_refused_and_nothing_is_written(client, monkeypatch, place):
    f.freeze(monkeypatch)
    round_ = made.a_round()
    sheet = round_.sheets.first()
    f.log_in(client, made.assessor(sheet))
    answer = client.post(reverse("exercise_save", args=[round_.pk]), {"place": place, "value": "4", "base": "0"})
    assert answer.status_code in {400, 403, 404, 422}
    assert not sheet.versions.exists()


@pytest.mark.parametrize("base", ["-1", "1e3", "", "9" * 40, "x"])
def test_a_made_up_number_of_a_text_writes_over_nothing(client, monkeypatch, base):
    f.freeze(monkeypatch)
    round_ = made.a_round()
    sheet = round_.sheets.first()
    f.log_in(client, made.assessor(sheet))
    save = reverse("exercise_save", args=[round_.pk])
    client.post(save, {"place": "0:omsorg:amount", "value": "4", "base": "0"})
    answer = client.post(save, {"place": "0:omsorg:amount", "value": "9", "base": base})
    assert answer.status_code < 500
    page = client.get(reverse("exercise", args=[round_.pk])).content.decode()
    assert 'value="4"' in page
    assert "4" in sheet.versions.values_list("value", flat=True)
    assert answer.status_code >= 400 or "Två flikar skrev olika" in page


def test_a_text_of_anothers_sheet_is_not_settled_and_answers_as_one_that_is_not_there(client, monkeypatch):
    f.freeze(monkeypatch)
    round_ = made.a_round()
    mine, others = round_.sheets.order_by("place")[:2]
    made.answer(others)
    f.log_in(client, made.assessor(mine))
    theirs, before = others.versions.first(), others.versions.count()
    said = [
        client.post(reverse("exercise_settle", args=[round_.pk, pk]), {"keep": "mine"}) for pk in (theirs.pk, 999_999)
    ]
    assert [answer.status_code for answer in said] == [409, 409]
    assert (others.versions.count(), mine.versions.count()) == (before, 0)
