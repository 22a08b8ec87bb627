"""The decision as page and PDF, the delegate's answer, corrections beside the signed one, and the unit's list."""

from datetime import timedelta

import pytest
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.cases.actions import propose, put_line, send_back, sign
from samsyn.cases.models import DecisionLine
from samsyn.people.actions import appoint
from samsyn.people.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stopped_clock(monkeypatch):
    make.freeze(monkeypatch)


def as_caseworker(client, case):
    make.log_in(client, make.caseworker_of(case))


def as_delegate(client):
    make.log_in(client, make.acting(Role.DELEGATE))


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


def post(client, name, *args, **said):
    return client.post(reverse(name, args=args), said)


def the(case):
    """The address of the newest decision of a case."""
    return case.pk, make.decision_of(case).pk


def proposed_at(case):
    return make.decision_of(case).proposed_at.isoformat()


def corrected_case(client, **decided):
    """A case whose caseworker is logged in and has begun to correct the signed decision."""
    case = make.decided_case(**decided)
    as_caseworker(client, case)
    post(client, "decision_correct", *the(case), reason="Fel antal timmar.")
    return case


def signed_correction(client, **decided):
    case = corrected_case(client, **decided)
    propose(decision=make.decision_of(case), by=make.caseworker_of(case), at=make.NOW)
    sign(
        decision=make.decision_of(case),
        sender=make.SENDER,
        by=make.acting(Role.DELEGATE),
        at=make.NOW + timedelta(hours=1),
    )
    return case


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.TEAM_LEADER, Role.DELEGATE])
def test_the_assessment_roles_read_the_decision_with_its_letter_and_chain(client, role):
    case = make.decided_case()
    make.log_in(client, make.acting(role))
    text = page(client, "decision_page", *the(case)).text
    assert "6 timmar i veckan" in text
    assert "Du får hemtjänst." in text
    assert 'class="chain"' in text
    assert text.count("<h1") == 1


def test_reading_leaves_an_event(client):
    case = make.decided_case()
    as_delegate(client)
    page(client, "decision_page", *the(case))
    assert Event.objects.filter(what="decision.letter", case=case.pk).count() == 1


def test_the_letter_is_a_pdf_named_by_case_and_version_without_a_name(client):
    case = make.decided_case()
    as_caseworker(client, case)
    answer = page(client, "decision_letter", *the(case))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="beslut-{case.number}-v1.pdf"'
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"%PDF")
    large = page(client, "decision_letter", *the(case), stor="").content
    assert large.startswith(b"%PDF")
    assert large != answer.content
    assert Event.objects.filter(what="decision.pdf", case=case.pk).count() == 2


def test_an_unsigned_letter_is_not_printed(client):
    case = make.proposed_case()
    as_delegate(client)
    answer = page(client, "decision_letter", *the(case))
    assert answer.status_code == 409
    assert "Brevet finns att skriva ut när beslutet är signerat." in answer.text


def test_the_delegate_signs_what_was_read(client):
    case = make.proposed_case()
    as_delegate(client)
    assert "Signera beslutet" in page(client, "decision_page", *the(case)).text
    answer = post(client, "decision_sign", *the(case), proposed=proposed_at(case))
    case.refresh_from_db()
    assert answer.url == reverse("decision_page", args=the(case))
    assert (make.decision_of(case).state, case.status) == ("signed", "decided")


def test_a_proposal_that_was_changed_meanwhile_is_read_again_first(client):
    case = make.proposed_case()
    as_delegate(client)
    read = proposed_at(case)
    send_back(decision=make.decision_of(case), note="Mer.", by=make.acting(Role.DELEGATE), at=make.NOW)
    propose(decision=make.decision_of(case), by=make.caseworker_of(case), at=make.NOW + timedelta(hours=1))
    answer = post(client, "decision_sign", *the(case), proposed=read)
    assert answer.status_code == 409
    assert "Förslaget har ändrats sedan du öppnade det. Läs det igen innan du beslutar." in answer.text
    assert make.decision_of(case).state == "proposed"


def test_signing_twice_leads_to_the_signed_decision_and_another_proposal_is_refused(client):
    case = make.decided_case()
    as_delegate(client)
    answer = post(client, "decision_sign", *the(case), proposed=proposed_at(case))
    assert answer.url == reverse("decision_page", args=the(case))
    answer = post(client, "decision_sign", *the(case), proposed="another")
    assert answer.status_code == 409


def test_a_step_pressed_twice_leads_to_what_it_did_and_does_nothing_more(client):
    case = make.proposed_case()
    as_delegate(client)
    for _ in range(2):
        assert post(client, "decision_send_back", *the(case), note="Skriv mer. ").url == reverse("my_day")
    case.refresh_from_db()
    as_caseworker(client, case)
    for _ in range(2):
        assert post(client, "decision_propose", case.pk).url == reverse("decision_page", args=the(case))
    case = make.decided_case()
    as_caseworker(client, case)
    signed = make.decision_of(case).pk
    for _ in range(2):
        answer = post(client, "decision_correct", case.pk, signed, reason="Fel antal timmar.")
        assert answer.url == reverse("decision_edit", args=[case.pk])
    answer = post(client, "decision_correct", case.pk, signed, reason="Ett annat fel.")
    assert answer.status_code == 409
    assert "Ett annat fel." in answer.text


def test_the_one_who_proposed_does_not_sign(client):
    case = make.proposed_case()
    both = appoint(
        staff=case.caseworker, unit=case.unit, role=Role.DELEGATE, valid_from=make.LONG_AGO, by=make.ADMINISTRATOR,
        at=make.NOW,
    )  # fmt: skip
    make.log_in(client, make.actor(case.caseworker, acting_as=both.pk))
    text = page(client, "decision_page", *the(case)).text
    assert "Den som har utrett beslutar inte själv. En annan delegat behöver ta beslutet." in text
    assert "Signera beslutet</button>" not in text
    assert post(client, "decision_sign", *the(case), proposed=proposed_at(case)).status_code == 403


def test_sending_back_needs_words_and_keeps_what_was_typed(client):
    case = make.proposed_case()
    as_delegate(client)
    answer = post(client, "decision_send_back", *the(case), note="  ")
    assert answer.status_code == 422
    assert "Skriv vad som behöver kompletteras." in answer.text
    answer = post(client, "decision_send_back", *the(case), note="Skriv skälen tydligare.")
    case.refresh_from_db()
    assert answer.url == reverse("my_day")
    assert (make.decision_of(case).returned_note, case.status) == ("Skriv skälen tydligare.", "investigating")


def test_a_note_that_came_too_late_stands_on_the_page_with_the_reason(client):
    case = make.decided_case()
    as_delegate(client)
    answer = post(client, "decision_send_back", *the(case), note="En synpunkt till.")
    assert answer.status_code == 409
    assert "Beslutet väntar inte på dig." in answer.text


@pytest.mark.parametrize("name", ["decision_sign", "decision_send_back"])
def test_only_the_delegate_answers_a_proposal(client, name):
    case = make.proposed_case()
    as_caseworker(client, case)
    assert post(client, name, *the(case), note="x").status_code == 403
    assert "Det är enhetens delegat som beslutar." in page(client, "decision_page", *the(case)).text


def test_a_signed_decision_leads_to_ordering(client):
    case = make.decided_case()
    as_caseworker(client, case)
    text = page(client, "decision_page", *the(case)).text
    assert reverse("case_orders", args=[case.pk]) in text
    assert "Beställ insatserna" in text


def test_a_correction_is_written_beside_and_the_signed_one_stays_as_it_is(client):
    case = make.decided_case()
    as_caseworker(client, case)
    signed = make.decision_of(case)
    before = list(DecisionLine.objects.filter(decision=signed).values())
    answer = post(client, "decision_correct", case.pk, signed.pk, reason="Fel antal timmar.")
    assert answer.url == reverse("decision_edit", args=[case.pk])
    new = make.decision_of(case)
    terms = make.home_care(
        tuple(n.pk for n in new.lines.get().needs.all()), valid_from=signed.lines.get().valid_from, amount=300
    )
    put_line(decision=new, terms=terms, line=new.lines.get(), by=make.caseworker_of(case), at=make.NOW)
    assert (new.version, new.corrects_id) == (2, signed.pk)
    assert list(DecisionLine.objects.filter(decision=signed).values()) == before
    assert "Fel antal timmar." in page(client, "decision_edit", case.pk).text
    assert "En rättelse är påbörjad." in page(client, "decision_page", case.pk, signed.pk).text


def test_a_correction_needs_a_reason(client):
    case = make.decided_case()
    as_caseworker(client, case)
    answer = post(client, "decision_correct", *the(case), reason=" ")
    assert answer.status_code == 422
    assert "Skriv vad som är fel och ska rättas." in answer.text


def test_a_decision_is_corrected_once_and_the_button_says_why(client):
    case = corrected_case(client)
    first = case.decisions.get(version=1)
    sentence = "Det finns redan en rättelse av det här beslutet. Öppna den i stället."
    assert sentence in page(client, "decision_page", case.pk, first.pk).text
    assert sentence in page(client, "decision_correct", case.pk, first.pk).text
    answer = post(client, "decision_correct", case.pk, first.pk, reason="En gång till, med viktig text.")
    assert answer.status_code == 409
    assert sentence in answer.text
    assert case.decisions.count() == 2


def test_versions_point_to_each_other(client):
    case = signed_correction(client)
    first, second = case.decisions.order_by("version")
    old = page(client, "decision_page", case.pk, first.pk).text
    assert "Den här versionen är rättad" in old
    assert reverse("decision_page", args=[case.pk, second.pk]) in old
    new = page(client, "decision_page", case.pk, second.pk).text
    assert "Det här rättar beslutet som signerades" in new
    assert reverse("decision_page", args=[case.pk, first.pk]) in new


def test_a_correction_can_be_given_up_until_it_is_proposed(client):
    case = corrected_case(client)
    first, second = case.decisions.order_by("version")
    answer = post(client, "decision_drop_correction", case.pk, second.pk)
    assert answer.url == reverse("decision_page", args=[case.pk, first.pk])
    assert case.decisions.get() == first


def test_a_draft_that_corrects_nothing_cannot_be_dropped(client):
    case = make.returned_case()
    as_caseworker(client, case)
    answer = post(client, "decision_drop_correction", *the(case))
    assert answer.status_code == 409
    assert "Bara en påbörjad rättelse kan tas bort." in answer.text


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.TEAM_LEADER])
def test_others_than_the_caseworker_do_not_correct(client, role):
    case = make.decided_case()
    make.log_in(client, make.acting(role))
    assert page(client, "decision_correct", *the(case)).status_code == 403
    assert "Rätta beslutet" not in page(client, "decision_page", *the(case)).text


@pytest.mark.parametrize("role", [Role.PROVIDER_PLANNER, Role.CARE_WORKER, Role.ANALYST, Role.COMMITTEE_SECRETARY])
def test_other_roles_have_no_access_to_the_decision(client, role):
    case = make.decided_case()
    make.log_in(client, make.acting(role))
    for name in ("decision_page", "decision_letter"):
        assert page(client, name, *the(case)).status_code == 403


def test_another_units_decision_is_refused_and_a_decision_of_another_case_is_not_found(client):
    case, other = make.decided_case(), make.decided_case()
    as_delegate(client)
    assert page(client, "decision_page", case.pk, make.decision_of(other).pk).status_code == 404
    make.log_in(client, make.acting(Role.DELEGATE, make.unit("Äldreenheten Syd")))
    assert page(client, "decision_page", *the(case)).status_code == 403


def test_a_protected_person_is_marked(client):
    someone = make.person()
    type(someone).objects.filter(pk=someone.pk).update(protection="marked")
    case = make.decided_case(of=someone)
    as_caseworker(client, case)
    assert 'class="protected-mark"' in page(client, "decision_page", *the(case)).text


# The delegate's day and the unit's list


def test_the_delegates_day_shows_what_waits_oldest_first_and_what_was_signed_lately(client):
    late = make.proposed_case(of=make.person("Berta", "Sist"), at=make.NOW)
    early = make.proposed_case(of=make.person("Anna", "Först"), at=make.NOW - timedelta(days=3))
    done = make.decided_case(of=make.person("Cilla", "Klar"), at=make.NOW - timedelta(days=1))
    as_delegate(client)
    text = page(client, "my_day").text
    assert "2 förslag väntar på ditt beslut." in text
    assert text.index(early.number) < text.index(late.number)
    assert text.index("Det här har du nyss signerat") < text.index(done.number)


def test_an_empty_day_explains_what_will_come(client):
    as_delegate(client)
    text = page(client, "my_day").text
    assert "Inget väntar på dig just nu." in text
    assert "Här kommer förslagen när en handläggare har lämnat dem." in text


def test_the_list_shows_proposals_and_signed_ones_of_the_own_unit_only(client):
    mine, waiting = make.decided_case(), make.proposed_case()
    other = make.decided_case(at_unit=make.unit("Äldreenheten Syd"))
    draft = make.returned_case()
    make.log_in(client, make.acting(Role.TEAM_LEADER))
    text = page(client, "decisions").text
    assert mine.number in text
    assert waiting.number in text
    assert other.number not in text
    assert draft.number not in text


def test_the_list_is_filtered_by_state_outcome_and_person(client):
    signed = make.decided_case(of=make.person("Greta", "Gran"))
    proposed = make.proposed_case(of=make.person("Tora", "Tall"))
    refused = make.decided_case(terms={"outcome": "refused", "amount": 0, "reasons": "Nära släktingar hjälper."})
    as_delegate(client)
    assert proposed.number not in page(client, "decisions", lage="signed").text
    assert signed.number not in page(client, "decisions", lage="proposed").text
    only = page(client, "decisions", utfall="refused").text
    assert refused.number in only
    assert signed.number not in only
    by_name = post(client, "decisions", sok="gran")
    assert "gran" not in by_name.headers["Location"]
    text = client.get(by_name.headers["Location"]).text
    assert signed.number in text
    assert proposed.number not in text
    by_number = post(client, "decisions", sok=signed.number, lage="signed").headers["Location"]
    assert "lage=signed" in by_number
    assert signed.number in client.get(by_number).text


def test_a_corrected_decision_says_so_in_the_list(client):
    signed_correction(client)
    assert "rättat" in page(client, "decisions").text


def test_the_list_is_exported_and_the_export_is_in_the_log(client):
    case = make.decided_case()
    as_delegate(client)
    answer = page(client, "decisions", format="csv")
    assert case.number in b"".join(answer.streaming_content).decode()
    assert Event.objects.get(what="case.export").subjects == [case.person_id]


def test_the_lists_ask_as_much_of_ten_rows_as_of_one(client, django_assert_max_num_queries):
    as_delegate(client)

    def asked(name):
        with django_assert_max_num_queries(40) as counted:
            page(client, name)
        return len(counted)

    make.decided_case()
    make.proposed_case()
    few = asked("decisions"), asked("my_day")
    for _ in range(4):
        make.decided_case()
        make.proposed_case()
    assert (asked("decisions"), asked("my_day")) == few


def test_a_provider_has_no_list_of_decisions(client):
    make.log_in(client, make.acting(Role.PROVIDER_PLANNER))
    assert page(client, "decisions").status_code == 403
