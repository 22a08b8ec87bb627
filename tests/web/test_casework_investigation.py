"""The investigation: autosave, two hands at once, saving without a script, and what is shown but never filled in."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from samsyn.cases.actions import NeedResult, record_follow_up, save_field
from samsyn.cases.models import FieldVersion
from samsyn.people.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def investigation(caseworker):
    return make.investigating_case().investigations.get()


def url(name, investigation, *args):
    return reverse(name, args=[investigation.case_id, investigation.pk, *args])


def page(client, investigation, **query):
    return client.get(url("investigation_of", investigation), query)


def autosave(client, investigation, place, value, base=0, **more):
    data = {"place": place, "value": value, "base": base, **more}
    return client.post(url("investigation_save", investigation), data, headers={"X-Requested-With": "fetch"})


def drawn(client, investigation):
    """The whole form as a browser without script would send it back, unchanged."""
    context = page(client, investigation).context
    form = context["form"]
    found = {name: form[name].value() for name in form.fields}
    bases = re.findall(r'name="base:([^"]+)" value="(\d+)"', page(client, investigation).content.decode())
    return found | {f"base:{place}": number for place, number in bases}


def test_a_field_is_saved_as_it_is_written(client, investigation):
    first = autosave(client, investigation, "situation", "Bor ensam").json()
    assert (first["number"], first["conflict"]) == (1, None)
    second = autosave(client, investigation, "situation", "Bor ensam i Samsyn", 1).json()
    assert second["number"] == 2
    investigation.refresh_from_db()
    assert investigation.situation == "Bor ensam i Samsyn"


def test_a_second_tab_loses_nothing(client, investigation):
    autosave(client, investigation, "situation", "från flik ett")
    answer = autosave(client, investigation, "situation", "från flik två", 0).json()
    assert answer["conflict"]["value"] == "från flik ett"
    assert "Karin Ek" in answer["conflict"]["by"]
    text = page(client, investigation).content.decode()
    assert "från flik ett" in text
    assert "från flik två" in text
    assert "Två texter skrevs samtidigt" in text


def test_keeping_mine_in_the_second_tab_settles_it(client, investigation):
    autosave(client, investigation, "situation", "ett")
    conflict = autosave(client, investigation, "situation", "två", 0).json()["conflict"]
    answer = autosave(client, investigation, "situation", "två", conflict["number"], settle="mine").json()
    assert answer["conflict"] is None
    assert page(client, investigation).context["kept"] == []
    investigation.refresh_from_db()
    assert investigation.situation == "två"


def test_taking_theirs_settles_it_and_the_other_text_is_still_among_the_versions(client, investigation):
    autosave(client, investigation, "situation", "ett")
    conflict = autosave(client, investigation, "situation", "två", 0).json()["conflict"]
    autosave(client, investigation, "situation", "ett", conflict["number"], settle="theirs")
    assert page(client, investigation).context["kept"] == []
    assert "två" in client.get(url("field_versions", investigation, "situation")).content.decode()


@pytest.mark.parametrize(("keep", "stands"), [("mine", "två"), ("standing", "ett")])
def test_two_texts_are_settled_with_buttons(client, investigation, keep, stands):
    autosave(client, investigation, "situation", "ett")
    autosave(client, investigation, "situation", "två", 0)
    version = FieldVersion.objects.get(beside=True)
    client.post(url("field_settle", investigation, version.pk), {"keep": keep})
    investigation.refresh_from_db()
    assert investigation.situation == stands
    assert page(client, investigation).context["kept"] == []


def test_a_lost_login_is_said_to_the_script(client, investigation):
    client.logout()
    answer = autosave(client, investigation, "situation", "text")
    assert answer.status_code == 401
    assert answer.json()["enter"] == reverse("enter")


def test_somebody_else_in_the_same_browser_does_not_save_my_text(client, investigation):
    answer = autosave(client, investigation, "situation", "text", **{"as": "staff:999"})
    assert answer.status_code == 403
    assert not FieldVersion.objects.exists()


def test_what_cannot_be_stored_says_why(client, investigation):
    need = make.need(investigation)
    answer = autosave(client, investigation, f"need:{need.pk}:level_now", "7", 1)
    assert answer.status_code == 422
    assert "Välj en nivå på skalan" in answer.content.decode()


def test_another_cases_investigation_is_not_found(client, investigation):
    other = make.investigating_case()
    address = reverse("investigation_save", args=[other.pk, investigation.pk])
    assert client.post(address, {"place": "situation", "value": "x", "base": 0}).status_code == 404


def test_without_script_one_button_saves_every_changed_field(client, investigation):
    need = make.need(investigation)
    data = drawn(client, investigation) | {
        "situation": "Bor ensam\r\noch trivs",
        f"need:{need.pk}:goal": "Duscha själv",
        f"need:{need.pk}:factor:e1": "U",
    }
    before = FieldVersion.objects.count()
    answer = client.post(url("investigation_of", investigation), data)
    assert answer.status_code == 302
    assert FieldVersion.objects.count() == before + 3
    investigation.refresh_from_db()
    assert investigation.situation == "Bor ensam\noch trivs"
    assert need.factors.get().effect == "U"
    assert "Sparat." in client.get(answer.url).content.decode()


def test_saving_an_unchanged_form_changes_nothing_that_another_tab_wrote(client, investigation):
    data = drawn(client, investigation)
    autosave(client, investigation, "assessment", "skrivet i en annan flik")
    client.post(url("investigation_of", investigation), data | {"situation": "min text"})
    investigation.refresh_from_db()
    assert investigation.assessment == "skrivet i en annan flik"
    assert investigation.situation == "min text"
    assert page(client, investigation).context["kept"] == []


def test_without_script_a_text_written_at_the_same_time_is_kept_beside(client, investigation):
    data = drawn(client, investigation)
    autosave(client, investigation, "situation", "ett")
    client.post(url("investigation_of", investigation), data | {"situation": "två"})
    kept = page(client, investigation).context["kept"]
    assert [(k["standing"], k["mine"]) for k in kept] == [("ett", "två")]


def test_a_refused_save_comes_back_with_everything_typed(client, investigation):
    need = make.need(investigation)
    data = drawn(client, investigation) | {f"need:{need.pk}:level_now": "7", "sources": "Samtal med dottern"}
    answer = client.post(url("investigation_of", investigation), data)
    assert answer.status_code == 422
    assert "Samtal med dottern" in answer.content.decode()


def test_no_judgement_is_made_in_advance(client, investigation):
    client.post(url("need_add", investigation), {"area": "d510"})
    text = page(client, investigation).content.decode()
    need = investigation.needs.get()
    for name in ("level_now", "level_meant"):
        select = re.search(rf'<select name="need:{need.pk}:{name}".*?</select>', text, re.DOTALL)[0]
        assert re.findall(r'<option value="([^"]*)" selected', select) == [""]


def test_a_need_area_is_added_under_its_life_area_and_taken_away(client, investigation):
    answer = client.post(url("need_add", investigation), {"area": "d510"})
    need = investigation.needs.get()
    assert answer.url.endswith(f"#behov-{need.pk}")
    assert "Personlig vård" in page(client, investigation).content.decode()
    client.post(url("need_remove", investigation, need.pk))
    assert page(client, investigation).context["life_areas"] == []


def test_only_the_caseworker_who_has_the_case_writes(client, investigation, monkeypatch):
    make.log_in(client, make.acting(Role.TEAM_LEADER))
    text = page(client, investigation).content.decode()
    assert "data-autosave" not in text
    assert "Det är handläggaren som gör det här" in text
    make.log_in(client, make.actor(make.staff(Role.CASEWORKER)))
    assert "data-autosave" not in page(client, investigation).content.decode()
    assert autosave(client, investigation, "situation", "x").status_code == 403


def test_a_completed_investigation_is_read_only_and_shows_what_was_found(client, caseworker):
    case = make.decided_case()
    text = client.get(reverse("investigation", args=[case.pk])).content.decode()
    assert "Utredningen är klar och ändras inte längre" in text
    assert "3: Stor" in text
    assert "data-autosave" not in text
    assert autosave(client, case.investigations.get(), "situation", "x").status_code == 409


def test_the_earlier_investigation_stands_beside_and_is_never_filled_in(client, caseworker):
    case = make.active_case(at=make.NOW - timedelta(days=30))
    needs = case.investigations.get().needs.all()
    record_follow_up(
        case=case, decision=make.decision_of(case), held_on=make.NOW.date(), took_part="Astrid", persons_words="",
        results=[NeedResult(n.pk, 3, "no", "no", "reassess") for n in needs], next_on=None, by=caseworker, at=make.NOW,
    )  # fmt: skip
    answer = client.get(reverse("investigation", args=[case.pk]))
    spot = answer.context["life_areas"][0].needs[0].goal
    assert spot.earlier == "Jag är ren och känner mig fräsch."
    assert spot.bound.value() == ""
    assert "I förra utredningen" in answer.content.decode()


def test_the_versions_of_a_field_say_who_and_when(client, investigation, caseworker):
    for base, value in enumerate(["ett", "två"]):
        save_field(investigation=investigation, place="sources", value=value, base=base, by=caseworker, at=make.NOW)
    text = client.get(url("field_versions", investigation, "sources")).content.decode()
    assert text.index("<p>två</p>") < text.index("<p>ett</p>")
    assert "Karin Ek" in text


def test_a_place_that_does_not_exist_has_no_versions(client, investigation):
    assert client.get(url("field_versions", investigation, "other")).status_code == 422


def test_the_number_of_queries_does_not_follow_the_number_of_needs(
    client, investigation, django_assert_max_num_queries
):
    make.need(investigation)
    with django_assert_max_num_queries(50) as few:
        page(client, investigation)
    for area in ("d520", "d540", "d620", "d630"):
        make.need(investigation, area)
    with django_assert_max_num_queries(len(few)):
        page(client, investigation)
