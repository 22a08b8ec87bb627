"""The lawyers' bench as a page: the same answers as the command, nothing kept, and errors line by line."""

import csv
import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.cases.bench_lines import Question, answers, as_line
from samsyn.people.roles import STAFF, Role
from samsyn.web.bench.forms import MOST_BYTES, MOST_LINES
from tests.cores.tables import rows, situation
from tests.cores.test_fees import given
from tests.factories import acting, log_in

pytestmark = pytest.mark.django_db
ONE = '{"law": "SoL", "section": "11:1", "received": "2026-03-02"}'


@pytest.fixture
def lawyer(client):
    log_in(client, acting(Role.COMMITTEE_SECRETARY))
    return client


def ask(client, question, lines, **more):
    return client.post(reverse("bench"), {"question": question, "situations": "\n".join(lines), **more})


def table(name):
    path = Path(__file__).parents[1] / "cores" / "tables" / f"{name}.csv"
    with path.open(encoding="utf-8") as file:
        return [json.dumps(given(row), ensure_ascii=False) for row in csv.DictReader(file, delimiter=";")]


def of(name):
    return [json.dumps(situation(row["situation"]), ensure_ascii=False) for row in rows(name)]


@pytest.mark.parametrize(
    ("question", "lines"),
    [(Question.CLOCK, of("clocks")), (Question.REMEDY, of("remedies")), (Question.FEE, table("fees"))],
)
def test_the_page_answers_every_row_of_the_tables_as_the_command_does(lawyer, question, lines):
    page = ask(lawyer, question, lines)
    assert page.status_code == 200
    assert [one["answer"] for one in page.context["found"]] == list(answers(question, lines))
    file = ask(lawyer, question, lines, do="download")
    assert file.content.decode().splitlines() == [as_line(one) for one in answers(question, lines)]
    assert file["Content-Disposition"].endswith('.jsonl"')


def test_the_usual_facts_are_asked_in_fields(lawyer):
    page = lawyer.post(
        reverse("bench"),
        {"question": "clock", "law": "SoL", "section": "11:1", "received": "2026-03-02"},
    )
    assert "2026-03-23" in page.content.decode()
    assert "FL 44" in page.content.decode()


def test_a_fee_is_asked_in_fields(lawyer):
    facts = {"month": "2026-03", "household": "ensam", "income_month": "15 000", "housing_cost_month": "5 000"}
    page = lawyer.post(
        reverse("bench"), {"question": "fee", **facts, "tariff_amount": "4 000", "own_cost_month": "9000"}
    )
    assert page.context["found"][0]["answer"]["fee"] == 2660
    assert "avrundar avgifter nedåt" in page.content.decode()


def test_a_file_of_lines_is_answered_too(lawyer):
    file = SimpleUploadedFile("fragor.jsonl", ("\ufeff" + ONE + "\n" + ONE).encode())
    page = lawyer.post(reverse("bench"), {"question": "remedy", "file": file})
    assert [one["answer"]["remedy"] for one in page.context["found"]] == ["appeal", "appeal"]


def test_an_error_is_told_at_its_line_and_the_others_are_answered(lawyer):
    page = ask(lawyer, "clock", [ONE, "inte json", '{"decied": "2026-01-15"}'])
    said = page.content.decode()
    assert "2 rader gick inte att läsa" in said
    assert "Raden är inte ett JSON-objekt" in said
    assert "Menar du decided?" in said
    assert "2026-03-23" in said


def test_what_is_too_much_or_nothing_is_refused_and_stays_typed(lawyer):
    for lines, words in (([""], "Fyll i några uppgifter"), ([ONE] * (MOST_LINES + 1), "Det är för många rader")):
        page = ask(lawyer, "clock", lines)
        assert page.status_code == 422
        assert words in page.content.decode()
    large = SimpleUploadedFile("stor.jsonl", b" " * (MOST_BYTES + 1))
    assert "Filen är för stor" in lawyer.post(reverse("bench"), {"question": "fee", "file": large}).content.decode()
    latin = SimpleUploadedFile("latin.jsonl", "å".encode("latin-1"))
    assert "inte text i UTF-8" in lawyer.post(reverse("bench"), {"question": "fee", "file": latin}).content.decode()


def test_the_log_learns_that_the_page_was_used_and_nothing_of_what_was_asked(lawyer):
    ask(lawyer, "clock", ['{"law": "SoL", "section": "11:1", "received": "2026-03-02", "id": "HEMLIG"}'])
    used = Event.objects.get(what="bench.use")
    assert (used.subjects, used.case, used.detail) == ([], None, {"of": "clock"})
    assert not any("HEMLIG" in str(event.detail) + event.about for event in Event.objects.all())


@pytest.mark.parametrize("role", sorted(STAFF))
def test_every_member_of_staff_may_ask(client, role):
    log_in(client, acting(role))
    assert client.get(reverse("bench")).status_code == 200


def test_what_somebody_asks_is_shown_as_text(lawyer):
    page = ask(lawyer, "clock", ['{"law": "<script>alert(1)</script>"}'])
    assert "<script>alert(1)" not in page.content.decode()
