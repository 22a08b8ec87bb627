"""The page of a case and what its buttons do."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.cases.actions import correct
from samsyn.cases.queries import events_of
from samsyn.homecare.actions import report_extra, stop
from samsyn.people.actions import confirm_fact
from samsyn.people.roles import Role
from tests import factories as make
from tests.ended import die, take_back

pytestmark = pytest.mark.django_db


def get(client, case, status=200):
    answer = client.get(reverse("case", args=[case.pk]))
    assert answer.status_code == status
    return answer


def post(client, name, case, **data):
    return client.post(reverse(name, args=[case.pk]), data)


EVERY_STATE = [
    make.received_case, make.investigating_case, make.investigated_case, make.proposed_case, make.returned_case,
    make.decided_case, make.ordered_case, make.change_requested_case, make.accepted_case, make.offered_case,
    make.active_case,
]  # fmt: skip


@pytest.mark.parametrize("state", EVERY_STATE)
@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.TEAM_LEADER, Role.DELEGATE])
def test_the_page_opens_in_every_state_for_everybody_in_the_unit(client, monkeypatch, state, role):
    make.freeze(monkeypatch)
    case = state()
    make.log_in(client, make.acting(role))
    text = get(client, case).content.decode()
    assert case.number in text
    assert text.count("<h1>") == 1


def test_what_has_happened_tells_of_steps_and_not_of_every_text_or_visit(client, caseworker):
    case = make.active_case()
    order = make.order_of(case)
    by = make.acting(Role.CARE_WORKER, order.provider)
    report_extra(
        order=order, day=make.NOW.date(), start=time(9), minutes=20, reason="EXTRA", note_text="", by=by, at=make.NOW
    )
    told = {e.what for e in events_of(case)}
    assert {"intake.register", "decision.sign", "order.sent"} <= told
    assert not told & {"field.save", "time.extra"}


def test_opening_the_page_is_a_reading(client, caseworker):
    case = make.received_case()
    get(client, case)
    assert Event.objects.filter(what="case.read", case=case.pk, by=caseworker.key).count() == 1


def test_another_unit_is_told_that_it_has_no_access(client, caseworker):
    case = make.received_case(at_unit=make.unit("Äldreenheten Söder"))
    assert "hör till en annan enhet" in get(client, case, 403).content.decode()


def test_a_case_that_does_not_exist_is_not_found(client, caseworker):
    assert client.get(reverse("case", args=[4711])).status_code == 404


def test_the_caseworker_opens_the_investigation(client, caseworker):
    case = make.received_case()
    answer = post(client, "investigation_open", case)
    assert answer.url == reverse("investigation", args=[case.pk])
    case.refresh_from_db()
    assert case.status == "investigating"


def test_a_closed_button_says_why(client, caseworker):
    case = make.received_case(by=make.actor(make.staff(Role.CASEWORKER)))
    text = get(client, case).content.decode()
    assert 'aria-disabled="true">Öppna utredning' in text
    assert "Ärendet har en annan handläggare" in text


def test_a_caseworker_takes_a_case_that_nobody_has(client, caseworker):
    case = make.received_case(by=make.acting(Role.TEAM_LEADER))
    assert "Ta ärendet" in get(client, case).content.decode()
    post(client, "case_assign", case)
    case.refresh_from_db()
    assert case.caseworker_id == caseworker.staff_id


def test_the_team_leader_gives_a_case_to_a_caseworker_of_the_unit(client, monkeypatch):
    make.freeze(monkeypatch)
    case = make.received_case()
    other = make.staff(Role.CASEWORKER, given_name="Bo")
    elsewhere = make.staff(Role.CASEWORKER, make.unit("Äldreenheten Söder"))
    make.log_in(client, make.acting(Role.TEAM_LEADER))
    assert post(client, "case_assign", case, to=elsewhere.pk).status_code == 422
    assert post(client, "case_assign", case, to=other.pk).status_code == 302
    case.refresh_from_db()
    assert case.caseworker_id == other.pk


def test_a_report_is_ended_with_a_reason(client, caseworker):
    case = make.received_case(form="report", by_whom="other")
    answer = post(client, "case_dismiss", case, reason=" ")
    assert answer.status_code == 422
    assert "Skriv varför anmälan inte leder till utredning" in answer.content.decode()
    assert post(client, "case_dismiss", case, reason="Personen vill inte.").status_code == 302
    assert "Avslutat utan utredning" in get(client, case).content.decode()


def test_an_application_cannot_be_ended_without_a_decision(client, caseworker):
    case = make.received_case()
    answer = post(client, "case_close", case, reason="need_ceased")
    assert answer.status_code == 409
    assert "En ansökan ska få ett beslut" in answer.content.decode()
    assert post(client, "case_close", case, reason="withdrawn").status_code == 409
    take_back(case)
    assert "tillbakatagen" in get(client, case).content.decode()


def test_closing_a_case_stops_what_is_ordered(client, caseworker):
    case = make.active_case()
    die(case)
    post(client, "case_close", case, reason="deceased")
    assert make.order_of(case).status == "stopped"


def test_what_is_granted_is_not_ended_by_closing_and_the_page_says_what_to_do(client, caseworker):
    """SoL 14:9: neither by the button nor by a request that is sent without it."""
    case = make.active_case()
    assert "upphör inte för att ärendet avslutas" in get(client, case).content.decode()
    assert post(client, "case_close", case, reason="need_ceased").status_code == 409
    assert make.order_of(case).status == "accepted"


def test_a_colleague_cannot_close_the_case(client, caseworker):
    case = make.received_case(by=make.actor(make.staff(Role.CASEWORKER)))
    assert post(client, "case_close", case, reason="need_ceased").status_code == 403


def test_a_fact_is_confirmed_with_its_source_and_shown(client, caseworker):
    case = make.received_case()
    url = reverse("investigation", args=[case.pk])
    told = {"key": "household", "value": "Bor ensam", "source": "besök 2 mars", "next": url}
    assert post(client, "fact_confirm", case, **told).url == url
    text = get(client, case).content.decode()
    assert "Bor ensam" in text
    assert "besök 2 mars" in text


def test_a_fact_without_source_comes_back_with_what_was_typed(client, caseworker):
    case = make.received_case()
    answer = post(client, "fact_confirm", case, key="household", value="Bor ensam", source="")
    assert answer.status_code == 422
    assert "Bor ensam" in answer.content.decode()


def test_a_late_order_stands_out(client, caseworker):
    case = make.ordered_case(at=make.NOW - timedelta(days=3))
    text = get(client, case).content.decode()
    assert "mer än en arbetsdag" in text
    assert "försenat" in text


def test_an_ended_order_leaves_the_line_to_be_ordered_again(client, caseworker):
    case = make.ordered_case()
    stop(order=make.order_of(case), reason="Fel utförare", by=caseworker, at=make.NOW)
    steps = {s.key for s in get(client, case).context["steps"]}
    assert "order" in steps


def test_the_number_of_queries_does_not_follow_what_the_case_holds(client, caseworker, django_assert_max_num_queries):
    case = make.active_case(areas=("d510",))
    with django_assert_max_num_queries(60) as few:
        get(client, case)
    larger = make.active_case(areas=("d510", "d520", "d540", "d620", "d630"))
    for key in ("household", "housing", "aids"):
        confirm_fact(person=larger.person, key=key, value="x", source="y", by=caseworker, at=make.NOW)
    with django_assert_max_num_queries(len(few)):
        get(client, larger)


@pytest.mark.parametrize(
    ("language", "said"),
    [("sv", "väntar på att handläggaren ska öppna utredning"), ("en", "Waiting for the caseworker to open")],
)
def test_a_role_that_is_awaited_stands_inside_the_sentence(client, caseworker, settings, language, said):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    case = make.received_case(by=make.acting(Role.TEAM_LEADER))
    assert said in get(client, case).content.decode()


@pytest.mark.parametrize("state", [make.decided_case, make.ordered_case, make.accepted_case, make.active_case])
def test_a_decided_case_is_investigated_anew_through_the_page_with_the_reason(client, caseworker, state):
    case = state()
    assert reverse("case_reassess", args=[case.pk]) in get(client, case).text
    answer = post(client, "case_reassess", case, cause="changed_needs", why="Vill ha hjälp även på kvällen.")
    assert answer.url == reverse("investigation", args=[case.pk])
    for page in (client.get(answer.url), get(client, case)):
        assert "Behoven har ändrats." in page.text
        assert "Vill ha hjälp även på kvällen." in page.text
    assert Event.objects.get(what="case.reassess", case=case.pk).detail == {"cause": "changed_needs"}


def test_a_new_investigation_without_its_reason_comes_back_with_what_was_chosen(client, caseworker):
    case = make.decided_case()
    answer = post(client, "case_reassess", case, cause="error", why=" ")
    assert answer.status_code == 422
    assert "Skriv varför ärendet ska utredas på nytt." in answer.text
    assert answer.context["reassess_form"]["cause"].value() == "error"
    case.refresh_from_db()
    assert case.status == "decided"


@pytest.mark.parametrize("state", [make.received_case, make.investigating_case, make.proposed_case])
def test_a_case_that_is_not_decided_offers_no_new_investigation(client, caseworker, state):
    case = state()
    url = reverse("case_reassess", args=[case.pk])
    assert url not in get(client, case).text
    assert client.post(url, {"cause": "changed_needs", "why": "Mer."}).status_code == 409


def test_the_rule_that_refuses_a_new_investigation_also_closes_its_button(client, caseworker):
    case = make.active_case()
    correct(decision=make.decision_of(case), reason="Fel", by=make.caseworker_of(case), at=make.NOW)
    page = get(client, case).text
    assert reverse("case_reassess", args=[case.pk]) not in page
    assert "En rättelse av beslutet är inte klar. Gör klar den eller ta bort den först." in page
    answer = post(client, "case_reassess", case, cause="changed_needs", why="Mer.")
    assert answer.status_code == 409
    assert "En rättelse av beslutet är inte klar." in answer.text


def test_others_than_the_caseworker_see_why_they_cannot_investigate_anew(client, monkeypatch):
    case = make.decided_case()
    make.log_in(client, make.acting(Role.TEAM_LEADER))
    page = get(client, case).text
    assert "Utred på nytt" in page
    assert reverse("case_reassess", args=[case.pk]) not in page


REASON = "Har brutit höften och klarar inte trappan."


@pytest.mark.parametrize("state", [make.received_case, make.investigating_case, make.proposed_case])
@pytest.mark.parametrize("cause", ["changed_needs", "nothing that is on the list"])
def test_a_step_that_the_page_no_longer_offers_says_why_and_keeps_what_was_typed(client, caseworker, state, cause):
    answer = post(client, "case_reassess", state(), cause=cause, why=REASON)
    assert answer.status_code in {409, 422}
    top = answer.text.split('class="error-summary"')[1].split("next-title")[0]
    assert "då går det inte att utreda på nytt" in top
    assert REASON in top


def test_another_reason_for_a_new_investigation_that_is_already_open_is_refused_and_kept(client, caseworker):
    case = make.decided_case()
    post(client, "case_reassess", case, cause="changed_needs", why="Det första skälet, i den andra fliken.")
    answer = post(client, "case_reassess", case, cause="changed_needs", why=REASON)
    assert answer.status_code == 409
    top = answer.text.split('class="error-summary"')[1].split("next-title")[0]
    assert "Ärendet är under utredning" in top
    assert REASON in top


def test_a_report_that_cannot_be_ended_any_more_says_why_and_keeps_what_was_typed(client, caseworker):
    answer = post(client, "case_dismiss", make.active_case(), reason=REASON)
    assert answer.status_code == 409
    assert "Ärendet är pågående och då går det inte att avsluta utan utredning." in answer.text
    assert answer.text.count(REASON) == 1


@pytest.mark.parametrize(("name", "data"), [("case_reassess", {"why": REASON}), ("case_close", {"reason": "x"})])
def test_a_fault_in_a_form_is_said_once_and_at_the_top(client, caseworker, name, data):
    answer = post(client, name, make.decided_case(), **data)
    assert answer.status_code == 422
    assert answer.text.count('class="error-summary"') == 1
    assert answer.text.index('class="error-summary"') < answer.text.index("next-title")


def test_the_page_leads_who_asks_for_more_to_an_application_and_offers_no_such_cause(client, caseworker):
    case = make.decided_case()
    page = get(client, case)
    assert "Ber personen om mer eller annan hjälp?" in page.text
    assert "asked" not in dict(page.context["reassess_form"].fields["cause"].choices)
    assert f'name="number" value="{case.person.number}"' in page.text
    second = client.post(reverse("register"), {"number": case.person.number})
    assert case.person.name in second.text


TAKEN_BACK = {
    "about": "whole", "form": "oral", "day": "2026-03-02", "what": "Nej tack", "reasons": "Tillbakatagen",
    "once": "b5a1c6de-0000-4000-8000-000000000009",
}  # fmt: skip


def test_a_step_pressed_twice_leads_to_what_it_did(client, caseworker):
    case = make.received_case(by=make.acting(Role.TEAM_LEADER))
    investigation = reverse("investigation", args=[case.pk])
    for name, data, leads in [
        ("case_assign", {}, reverse("case", args=[case.pk])),
        ("investigation_open", {}, investigation),
        ("case_withdraw", TAKEN_BACK, reverse("case", args=[case.pk])),
    ]:
        for _ in range(2):
            assert post(client, name, case, **data).url == leads
    assert post(client, "case_close", case, reason="deceased").status_code == 409
    assert case.investigations.count() == 1
    case = make.decided_case()
    for _ in range(2):
        answer = post(client, "case_reassess", case, cause="error", why=REASON)
        assert answer.url == reverse("investigation", args=[case.pk])
    assert case.investigations.count() == 2


def test_a_refused_button_promises_no_text_where_none_was_written(client, caseworker):
    answer = post(client, "investigation_open", make.active_case())
    assert answer.status_code == 409
    assert "då går det inte att öppna utredning" in answer.text
    assert "Det du skrev är kvar" not in answer.text
