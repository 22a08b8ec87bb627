"""The pages of hearing, telling and appealing: what is typed stays, a double press is one, and each says what to do."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.cases.models import Appeal, Communication, CommunicationAnswer, Notice, Ruling
from samsyn.people.roles import Role
from tests import appealing as a
from tests import factories as f

pytestmark = pytest.mark.django_db
TODAY = localdate(f.NOW)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    f.freeze(monkeypatch)


def page(client, name, *args, **posted):
    url = reverse(name, args=args)
    answer = client.post(url, posted, follow=True) if posted else client.get(url)
    return answer, answer.content.decode()


def test_the_draft_says_that_the_person_is_to_be_heard_and_the_button_is_closed(client):
    case = a.drafted_refusal()
    f.log_in(client, f.caseworker_of(case))
    _, text = page(client, "decision_edit", case.pk)
    assert "Personen kan svara till och med 16 mars 2026" in text
    assert "(FL 25)" in text


def test_a_day_that_cannot_be_keeps_what_was_typed(client):
    case = a.drafted_refusal()
    f.log_in(client, f.caseworker_of(case))
    posted = {"way": "letter", "sent_on": "2026-03-02", "answer_by": "2026-03-01", "message": "Hör av dig."}
    answer, text = page(client, "hearing_send", case.pk, **posted)
    assert answer.status_code == 422
    assert "Hör av dig." in text
    assert "minst en dag att svara" in text
    assert Communication.objects.count() == 1


def test_the_person_answers_on_their_page_once_and_the_delegate_reads_it(client):
    case = a.drafted_refusal()
    sent = Communication.objects.get()
    f.log_in(client, f.actor(case.person, acting_as="self"))
    assert reverse("my_hearing", args=[case.person_id, sent.pk]) in page(client, "person_home", case.person_id)[1]
    once = "3f2b8a0e-0000-4000-8000-000000000001"
    for _ in range(2):
        _, text = page(client, "my_hearing", case.person_id, sent.pk, text="Min son bor långt bort.", once=once)
    assert "Svaret kom fram" in text
    assert CommunicationAnswer.objects.get().way == "web"
    f.log_in(client, f.caseworker_of(case))
    page(client, "decision_propose", case.pk, x="1")
    f.log_in(client, f.acting(Role.DELEGATE, case.unit))
    decision = f.decision_of(case)
    assert "Min son bor långt bort." in page(client, "decision_page", case.pk, decision.pk)[1]


def test_reading_the_decision_starts_the_time_and_the_page_says_the_last_day(client):
    case = a.refused_case(told=False)
    decision = f.decision_of(case)
    f.log_in(client, f.caseworker_of(case))
    assert "Sista dagen kan inte sägas än" in page(client, "case", case.pk)[1]
    f.log_in(client, f.actor(case.person, acting_as="self"))
    for _ in range(2):
        _, text = page(client, "my_decision", case.person_id, decision.pk)
    assert "Du kan överklaga till och med 23 mars 2026" in text
    assert Notice.objects.get().way == "web"


def test_the_person_sends_an_appeal_and_the_caseworker_finds_it_in_my_day(client):
    case = a.refused_case()
    f.log_in(client, f.actor(case.person, acting_as="self"))
    decision = f.decision_of(case)
    answer, text = page(client, "my_appeal_new", case.person_id, decision.pk, grounds="Därför")
    assert answer.status_code == 422
    assert "Därför" in text
    _, text = page(client, "my_appeal_new", case.person_id, decision.pk, wanted="Mer hjälp", grounds="Därför")
    assert "Vi ser efter om det kom i rätt tid" in text
    f.log_in(client, f.caseworker_of(case))
    part = next(p for p in client.get(reverse("my_day")).context["counts"] if p.key == "appeals")
    assert (part.total, part.rows[0].url) == (1, reverse("appeal", args=[case.pk, Appeal.objects.get().pk]))


def test_what_is_only_tried_for_its_legality_is_sent_to_the_court(client):
    case = a.refused_case(terms={"regime": "SOL_11_4"})
    f.log_in(client, f.actor(case.person, acting_as="self"))
    _, text = page(client, "my_appeal_new", case.person_id, f.decision_of(case).pk)
    assert "Skriv till förvaltningsrätten" in text
    assert "Skicka överklagandet" not in text


def test_a_late_appeal_is_dismissed_by_the_delegate_whose_letter_the_person_reads(client):
    case = a.refused_case(at=a.OLD)
    appeal = a.late_appeal(case)
    f.log_in(client, f.acting(Role.DELEGATE, case.unit))
    answer, _ = page(client, "appeal_dismiss", case.pk, appeal.pk, reasons=" ")
    assert answer.status_code == 422
    _, text = page(client, "appeal_dismiss", case.pk, appeal.pk, reasons="Det kom nitton dagar för sent.")
    assert "Beslut: ditt överklagande kom för sent" in text
    f.log_in(client, f.actor(case.person, acting_as="self"))
    _, text = page(client, "my_ruling", case.person_id, Ruling.objects.get().pk)
    assert "Det kom nitton dagar för sent." in text
    assert "Skicka överklagandet" in text


def test_steps_pressed_twice_are_taken_once(client):
    case = a.refused_case()
    appeal = a.appealed(case, at=f.NOW)
    f.log_in(client, f.caseworker_of(case))
    for name, posted in (
        ("appeal_take_up", {"x": "1"}),
        ("appeal_reconsider", {"result": "unchanged", "reasons": "Rätt"}),
        ("appeal_hand_over", {"court": a.COURT, "papers": "Allt"}),
    ):
        for _ in range(2):
            assert page(client, name, case.pk, appeal.pk, **posted)[0].status_code == 200
    appeal.refresh_from_db()
    assert (appeal.stage, appeal.files) == ("at_court", "Allt")


def test_who_waits_for_more_than_six_months_asks_and_the_case_says_until_when(client):
    case = a.slow_case()
    f.log_in(client, f.caseworker_of(case))
    assert "senast 30 mars 2026" in page(client, "delay", case.pk)[1]
    f.log_in(client, f.actor(case.person, acting_as="self"))
    assert "Din begäran kom fram" in page(client, "my_request", case.person_id, case.pk)[1]
