"""The administrator's page of reading in: choose, map, check, read in."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samsyn.audit.models import Event, Import
from samsyn.cases.models import Case
from samsyn.homecare.exports import KINDS
from samsyn.homecare.models import Order
from samsyn.people.exports.mapping import read_plan
from samsyn.people.models import Person
from samsyn.people.roles import Role
from samsyn.web.imports import places
from tests import factories as f
from tests.rooms.exported import ASTRID, WHOLE, changed
from tests.web.imported import uploads

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def administrator(client, monkeypatch, settings, tmp_path):
    settings.SAMSYN = {**settings.SAMSYN, "imports": tmp_path}
    f.freeze(monkeypatch)
    f.unit()
    f.unit("Hemtjänst Norr", purpose="provider")
    actor = f.acting(Role.ADMINISTRATOR)
    f.log_in(client, actor)
    return actor


def choose(client, tables=None, **more):
    return client.post(reverse("imports"), {"exports": uploads(tables), "once": str(uuid4()), **more}, follow=True)


def fields(answer):
    """What the form of the mapping would send as it stands."""
    form = answer.context["form"]
    return {bound.html_name: v for bound in form if (v := bound.value()) not in {None, False}}


def start(client, name, found, **data):
    return client.post(reverse(name, args=[found.pk]), data, follow=True)


def read_it_in(client):
    """The whole export, from its choice to its end."""
    page = choose(client)
    found = Import.objects.get()
    start(client, "import_map", found, **{**fields(page), "system": "Påhittat"}, check="1")
    start(client, "import_start", found, read="1")


def test_files_are_recognised_checked_and_read_in(client, django_capture_on_commit_callbacks):
    page = choose(client)
    found = Import.objects.get()
    assert "Vilken kolumn är vad?" in page.content.decode()
    checked = start(client, "import_map", found, **fields(page), check="1")
    assert "Allt går att läsa in. Inget är sparat än." in checked.content.decode()
    assert not Person.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        done = start(client, "import_start", found, read="1")
    assert "Allt är inläst." in done.content.decode()
    assert Case.objects.count() == 2
    assert Order.objects.get().status == "started"
    found.refresh_from_db()
    assert (found.state, found.source.name) == ("done", "personer")
    assert places.files_of(found.pk) == []


def test_pressed_twice_it_is_read_in_once(client):
    page = choose(client)
    found = Import.objects.get()
    start(client, "import_map", found, **fields(page), check="1")
    start(client, "import_start", found, read="1")
    again = start(client, "import_start", found, read="1")
    assert again.status_code in {200, 409}
    assert Person.objects.count() == 2
    assert Event.objects.filter(what="import.store").count() == 1


def test_the_same_form_sent_twice_is_one_import(client):
    once = str(uuid4())
    for _ in range(2):
        client.post(reverse("imports"), {"exports": uploads(), "once": once})
    assert Import.objects.count() == 1


def test_a_bad_row_is_shown_with_row_column_value_and_reason_and_nothing_is_read_in(client):
    page = choose(client, changed(WHOLE, "personer", 1, "Personnummer", "19400115-0000"))
    found = Import.objects.get()
    text = start(client, "import_map", found, **fields(page), check="1").content.decode()
    row = re.search(r"<tr><td[^>]*>fel</td>.*?</tr>", text, re.DOTALL)[0]
    assert all(part in row for part in ("personer.csv", ">2<", "Personnummer", "19400115-0000", "Kontrollsiffran"))
    refused = start(client, "import_start", found, read="1")
    assert refused.status_code == 409
    assert not Person.objects.exists()
    report = client.get(reverse("import_report", args=[found.pk]))
    assert "19400115-0000" in b"".join(report.streaming_content).decode("utf-8-sig")


def test_a_word_that_is_not_known_is_asked_about_and_its_answer_is_kept_in_the_mapping(client):
    page = choose(client, changed(WHOLE, "beslut", 1, "Utfall", "Bif. enl. ans."))
    found = Import.objects.get()
    word = next(b for b in page.context["form"] if b.label == "Bif. enl. ans.")
    start(client, "import_map", found, **{**fields(page), word.html_name: "granted"}, check="1")
    found.refresh_from_db()
    line = next(t for t in read_plan(found.mapping, KINDS).tables if t.kind == "line")
    assert line.values == {"outcome": {"Bif. enl. ans.": "granted"}}
    assert found.bad == 0


def test_a_mapping_can_be_taken_home_and_brought_back(client):
    choose(client)
    found = Import.objects.get()
    saved = client.get(reverse("import_mapping", args=[found.pk]))
    assert "attachment" in saved["Content-Disposition"]
    file = SimpleUploadedFile("mappning.toml", saved.content.replace(b'"personer"', b'"Gamla"', 1))
    choose(client, mapping=file)
    assert read_plan(Import.objects.order_by("pk").last().mapping, KINDS).system == "Gamla"


def test_a_mapping_as_text_that_cannot_be_read_keeps_what_was_typed(client):
    choose(client)
    answer = start(client, "import_map", Import.objects.get(), text="version = 1\nsystem = oj")
    assert answer.status_code == 422
    assert "system = oj" in answer.content.decode()
    assert "Mappningen går inte att läsa" in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "äldre Excelfil"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "webbsida"),
        (b"   \r\n", "tom"),
    ],
)
def test_a_file_of_another_kind_is_said_to_be_that(client, content, sentence):
    data = {"exports": SimpleUploadedFile("uttag.xls", content), "once": str(uuid4())}
    answer = client.post(reverse("imports"), data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_no_file_is_said(client):
    answer = client.post(reverse("imports"), {"once": str(uuid4())})
    assert answer.status_code == 422
    assert "Välj minst en fil." in answer.content.decode()


def test_a_sheet_can_be_given_another_kind(client):
    choose(client, {"konstig": [["Nummer", "Vem"], [ASTRID, "Lind, Astrid"]]})
    found = Import.objects.get()
    page = start(client, "import_table", found, sheet="konstig.csv", kind="person")
    form = page.context["form"]
    names = {b.label: b.html_name for b in form}
    chosen = {**fields(page), names["Personnummer"]: "Nummer", names["Hela namnet"]: "Vem"}
    start(client, "import_map", found, **chosen, check="1")
    start(client, "import_start", found, read="1")
    assert Person.objects.get().name == "Astrid Lind"


def test_an_import_whose_process_has_died_is_said_to_have_failed(client):
    choose(client)
    found = Import.objects.get()
    Import.objects.update(state="running")
    text = client.get(reverse("import_page", args=[found.pk])).content.decode()
    assert "Inläsningen avbröts" in text
    found.refresh_from_db()
    assert found.state == "failed"


def test_one_that_is_being_worked_on_says_how_far_it_has_come(client):
    choose(client)
    found = Import.objects.get()
    Import.objects.update(state="running")
    places.announce(found.pk)
    places.tell_progress(found.pk, 12345)
    with places.working(found.pk):
        text = client.get(reverse("import_page", args=[found.pk])).content.decode()
    assert "12345 rader är lästa" in text.replace("\xa0", "").replace("12 345", "12345")


def test_files_can_be_thrown_away_and_old_ones_go_by_themselves(client, tmp_path):
    choose(client)
    found = Import.objects.get()
    start(client, "import_forget", found)
    assert places.files_of(found.pk) == []
    assert places.forget_old(places.folder_of(found.pk).stat().st_mtime + 8 * places.DAY) == 1
    assert list(tmp_path.iterdir()) == []


def test_no_event_and_no_import_holds_anything_of_a_person(client):
    page = choose(client)
    start(client, "import_map", Import.objects.get(), **fields(page), check="1")
    start(client, "import_start", Import.objects.get(), read="1")
    kept = str(list(Event.objects.values_list("about", "detail"))) + str(list(Import.objects.values()))
    assert "Lind" not in kept
    assert ASTRID not in kept


def test_a_case_and_its_decision_say_which_system_they_were_made_in_and_when_they_came_here(client):
    """Where what the case rests on is to be found; the name of a system and a day, nothing personal."""
    read_it_in(client)
    case = Case.objects.get(status="active")
    decision = case.decisions.get()
    for role, name, args in (
        (Role.TEAM_LEADER, "case", [case.pk]),
        (Role.TEAM_LEADER, "decision_page", [case.pk, decision.pk]),
    ):
        f.log_in(client, f.acting(role, case.unit))
        page = client.get(reverse(name, args=args)).content.decode()
        assert "Beslutet är fattat i Påhittat och inläst hit <time" in page
        assert ("Ärendet är inläst från Påhittat <time" in page) is (name == "case")


def test_a_case_that_began_here_says_nothing_of_another_system(client):
    case = f.decided_case()
    f.log_in(client, f.caseworker_of(case))
    page = client.get(reverse("case", args=[case.pk])).content.decode()
    assert "inläst" not in page
