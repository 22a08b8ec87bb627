"""The plan on paper: a tagged PDF in large type, in the person's language, the same for the staff and the person."""

import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from samsyn.homecare.actions import write_wishes
from tests import factories as f
from tests.protection import SECRETS, protected

pytestmark = pytest.mark.django_db


def file_of(client, who, *address):
    f.log_in(client, who)
    answer = client.get(reverse(address[0], args=address[1:]))
    assert (answer.status_code, answer["content-type"]) == (200, "application/pdf")
    return answer.content


def sizes_in(reader):
    """Every size of type that a page sets text in, in points."""
    found = set()

    def seen(text, cm, tm, _font, size):
        if text.strip():
            found.add(round(abs(size * tm[3] * cm[3]), 1))

    for page in reader.pages:
        page.extract_text(visitor_text=seen)
    return found


def test_the_plan_on_paper_is_large_tagged_and_the_same_for_the_person(client, monkeypatch):
    f.freeze(monkeypatch)
    case = f.accepted_case()
    order = f.order_of(case)
    plan = f.put_plan(order)
    from_staff = file_of(client, f.planner_of(order), "provider_plan_pdf", order.pk, plan.pk)
    mine = file_of(client, f.actor(case.person, acting_as="self"), "my_plan_pdf", case.person_id, plan.pk)
    assert mine == from_staff
    reader = PdfReader(io.BytesIO(mine))
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))
    for said in (
        "Plan för Astrid Lind",
        "Måndag",
        "8.00 Dusch",
        "Du har rätt till 6 tim",
        "Ja, planen är bra",
        "Ditt namn",
    ):
        assert said in text
    assert min(sizes_in(reader)) >= 18
    assert b"pdfuaid" in mine
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "sv-SE"


def test_the_wall_covers_where_a_protected_person_is_in_the_file_too(client, monkeypatch):
    f.freeze(monkeypatch)
    person = f.person(**SECRETS)
    order = f.order_of(f.accepted_case(of=person))
    plan = f.put_plan(order)
    plan.__class__.objects.filter(pk=plan.pk).update(persons_words=f"Ring mig på {SECRETS['phone']}.")
    protected(person)
    mine = text_in(file_of(client, f.actor(person, acting_as="self"), "my_plan_pdf", person.pk, plan.pk))
    assert "Skyddade personuppgifter" in mine
    assert SECRETS["phone"] in mine
    theirs = text_in(file_of(client, f.planner_of(order), "provider_plan_pdf", order.pk, plan.pk))
    assert "Ring mig på" in theirs
    assert SECRETS["phone"] not in theirs


def text_in(file):
    """What a file says, with each hard space as a space."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages))


def test_it_speaks_the_persons_language_and_holds_the_wishes(client, monkeypatch):
    f.freeze(monkeypatch)
    person = f.person(language="fi")
    order = f.order_of(f.accepted_case(of=person))
    by = f.acting("care_worker", order.provider)
    plan = f.start_plan(order=order, by=by, at=f.NOW)
    told = {"times": ["late"], "by_whom": "", "language": "fi", "carer_sex": "K", "matters": "Katten ut först."}
    write_wishes(plan=plan, **told, by=by, at=f.NOW)
    reader = PdfReader(io.BytesIO(file_of(client, f.planner_of(order), "provider_plan_pdf", order.pk, plan.pk)))
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))
    for said in ("Katten ut först.", "Mieluiten nainen", "Näin haluat sen"):
        assert said in text
    assert reader.trailer["/Root"]["/Lang"] == "fi-SE"
