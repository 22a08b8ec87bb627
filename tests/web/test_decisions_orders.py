"""Ordering what was granted, the messages with the provider, and orders that stand on an earlier decision."""

from datetime import timedelta

import pytest
from django.urls import reverse

from samsyn.cases.actions import correct, propose, sign
from samsyn.homecare.actions import reject, see
from samsyn.people.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stopped_clock(monkeypatch):
    make.freeze(monkeypatch)


def as_caseworker(client, case):
    make.log_in(client, make.caseworker_of(case))


def page(client, name, *args):
    return client.get(reverse(name, args=args))


def post(client, name, *args, **said):
    return client.post(reverse(name, args=args), said)


def order(unit, **said):
    """What the form of an order posts."""
    return {"provider": unit.pk, "start_on": "2026-03-05", "circumstances": "Hund i hallen."} | said


def provider_unit(name="Hemtjänst Norr", **terms):
    return make.unit(name, purpose="provider", **terms)


def corrected(case):
    """The same case with its decision corrected and signed again."""
    by = make.caseworker_of(case)
    new = correct(decision=make.decision_of(case), reason="Fel antal.", by=by, at=make.NOW)
    propose(decision=new, by=by, at=make.NOW)
    sign(decision=new, sender=make.SENDER, by=make.acting(Role.DELEGATE), at=make.NOW + timedelta(hours=1))
    return case


def test_each_granted_line_is_ordered_from_the_cases_page(client):
    case = make.decided_case()
    as_caseworker(client, case)
    text = page(client, "case_orders", case.pk).text
    assert reverse("order_new", args=[case.pk, make.line_of(case).pk]) in text
    assert "Beställ insatsen" in text


def test_a_case_without_a_decision_says_that_there_is_nothing_to_order(client):
    case = make.investigated_case()
    as_caseworker(client, case)
    answer = page(client, "case_orders", case.pk)
    assert answer.status_code == 409
    assert "Det finns inget signerat beslut att beställa från än." in answer.text


def test_the_order_form_shows_what_the_provider_will_see_and_nothing_more(client):
    case = make.decided_case()
    provider_unit()
    provider_unit("Omtanken", operator="private")
    as_caseworker(client, case)
    text = page(client, "order_new", case.pk, make.line_of(case).pk).text
    assert "Jag är rädd att halka i duschen." in text
    assert "6 tim i veckan" in text
    assert "Bor ensam på tredje våningen." not in text  # stands in the investigation
    assert 'optgroup label="Kommunal"' in text
    assert 'optgroup label="Privat"' in text
    assert 'value="2026-03-02"' in text


def test_an_order_is_sent(client):
    case, provider = make.decided_case(), provider_unit()
    as_caseworker(client, case)
    answer = post(client, "order_new", case.pk, make.line_of(case).pk, **order(provider))
    sent = make.order_of(case)
    case.refresh_from_db()
    assert answer.url == reverse("order_sent", args=[sent.pk])
    assert (sent.provider, str(sent.start_on), case.status) == (provider, "2026-03-05", "ordered")
    assert sent.content["circumstances"] == "Hund i hallen."


@pytest.mark.parametrize(
    ("said", "status", "sentence"),
    [
        ({"provider": ""}, 422, "Välj en utförare i listan."),
        ({"start_on": ""}, 422, "Välj vilken dag hjälpen ska börja."),
        ({"start_on": "2020-01-01"}, 422, "Startdagen ligger utanför beslutets tid."),
    ],
)
def test_what_cannot_be_ordered_is_said_and_what_was_typed_is_kept(client, said, status, sentence):
    case, provider = make.decided_case(), provider_unit()
    as_caseworker(client, case)
    answer = post(client, "order_new", case.pk, make.line_of(case).pk, **order(provider, **said))
    assert answer.status_code == status
    assert sentence in answer.text
    assert "Hund i hallen." in answer.text
    assert not case.orders.exists()


def test_what_is_ordered_already_is_closed_with_the_sentence(client):
    case = make.ordered_case()
    as_caseworker(client, case)
    line = make.line_of(case).pk
    sentence = "Insatsen är redan beställd. Avsluta den beställningen först om den ska till en annan."
    assert sentence in page(client, "order_new", case.pk, line).text
    answer = post(client, "order_new", case.pk, line, **order(provider_unit()))
    assert answer.status_code == 409
    assert sentence in answer.text
    assert "Hund i hallen." in answer.text


def test_a_refused_line_is_not_ordered(client):
    case = make.decided_case(terms={"outcome": "refused", "amount": 0, "reasons": "Skäl."})
    as_caseworker(client, case)
    answer = post(client, "order_new", case.pk, make.line_of(case).pk, **order(provider_unit()))
    assert answer.status_code == 409
    assert "Insatsen är avslagen och beställs inte." in answer.text


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.TEAM_LEADER, Role.PROVIDER_PLANNER])
def test_only_the_caseworker_orders(client, role):
    case = make.decided_case()
    make.log_in(client, make.acting(role))
    assert page(client, "order_new", case.pk, make.line_of(case).pk).status_code == 403


def test_a_colleague_reads_the_cases_orders_and_sees_who_orders(client):
    case = make.decided_case()
    make.log_in(client, make.acting(Role.TEAM_LEADER))
    text = page(client, "case_orders", case.pk).text
    assert "Det är ärendets handläggare som beställer." in text


def test_the_messages_stand_in_time_order_with_the_words(client):
    case = make.change_requested_case(reason="Vilken port är det?")
    as_caseworker(client, case)
    text = page(client, "order_sent", make.order_of(case).pk).text
    assert text.index("skickade beställningen") < text.index("öppnade beställningen") < text.index("bad om en ändring")
    assert "Vilken port är det?" in text
    assert "Utföraren väntar på ditt svar." in text


def test_an_order_unseen_after_a_working_day_stands_out(client, monkeypatch):
    case = make.ordered_case()
    as_caseworker(client, case)
    address = make.order_of(case).pk
    assert "inte öppnad på mer än en arbetsdag" not in page(client, "order_sent", address).text
    make.freeze(monkeypatch, make.NOW + timedelta(days=1))
    as_caseworker(client, case)
    text = page(client, "order_sent", address).text
    assert "inte öppnad på mer än en arbetsdag" in text
    assert "Ring utföraren." in text


def test_a_question_is_answered_and_the_order_goes_out_again(client):
    case = make.change_requested_case()
    as_caseworker(client, case)
    sent = make.order_of(case)
    said = {"svar-text": "Port B, koden får ni av personen.", "svar-start_on": "2026-03-06"}
    post(client, "order_answer", sent.pk, **said)
    sent.refresh_from_db()
    assert (sent.status, sent.version, str(sent.start_on)) == ("sent", 2, "2026-03-06")
    assert "Port B" in sent.content["circumstances"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"svar-text": " ", "svar-start_on": "2026-03-06"}, "Skriv varför, så att mottagaren förstår."),
        ({"svar-text": "Port B.", "svar-start_on": "2020-03-06"}, "Startdagen ligger utanför beslutets tid."),
        ({"svar-text": "Port B.", "svar-start_on": ""}, "Välj vilken dag hjälpen ska börja."),
    ],
)
def test_an_answer_that_cannot_be_sent_is_kept(client, said, sentence):
    case = make.change_requested_case()
    as_caseworker(client, case)
    answer = post(client, "order_answer", make.order_of(case).pk, **said)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert said["svar-text"].strip() in answer.text


def test_an_answer_to_a_question_nobody_asked_says_so(client):
    case = make.ordered_case()
    as_caseworker(client, case)
    said = {"svar-text": "Port B.", "svar-start_on": "2026-03-06"}
    answer = post(client, "order_answer", make.order_of(case).pk, **said)
    assert answer.status_code == 409
    assert "Beställningen har läget ”skickad” och kan inte få läget ”ändring besvarad”." in answer.text


def test_an_order_is_stopped_with_the_reason(client):
    case = make.ordered_case()
    as_caseworker(client, case)
    sent = make.order_of(case)
    empty = post(client, "order_stop", sent.pk, **{"slut-text": ""})
    assert empty.status_code == 422
    assert "Skriv varför, så att mottagaren förstår." in empty.text
    answer = post(client, "order_stop", sent.pk, **{"slut-text": "Personen vill ha en annan utförare."})
    sent.refresh_from_db()
    assert answer.url == reverse("case_orders", args=[case.pk])
    assert sent.status == "stopped"
    assert "Beställ på nytt" in client.get(answer.url).text


def test_a_stopped_order_cannot_be_stopped_again(client):
    case = make.ordered_case()
    as_caseworker(client, case)
    sent = make.order_of(case)
    post(client, "order_stop", sent.pk, **{"slut-text": "Flyttar."})
    answer = post(client, "order_stop", sent.pk, **{"slut-text": "Flyttar en gång till."})
    assert answer.status_code == 409
    assert "Beställningen har läget ”avslutad” och kan inte få läget ”avslutad”." in answer.text


def test_a_rejected_order_leads_to_another_provider(client):
    case = make.ordered_case()
    sent = make.order_of(case)
    see(order=sent, by=make.planner_of(sent), at=make.NOW)
    reject(order=sent, reason="Vi har fullt.", by=make.planner_of(sent), at=make.NOW)
    as_caseworker(client, case)
    assert "Beställ hos en annan utförare." in page(client, "order_sent", sent.pk).text
    assert "Beställ på nytt" in page(client, "case_orders", case.pk).text


def test_others_read_the_order_and_only_the_caseworker_writes(client):
    case = make.change_requested_case()
    sent = make.order_of(case)
    make.log_in(client, make.acting(Role.DELEGATE))
    text = page(client, "order_sent", sent.pk).text
    assert "Det är ärendets handläggare som beställer." in text
    assert "Skicka svaret" not in text
    for name in ("order_answer", "order_stop"):
        assert post(client, name, sent.pk).status_code == 403
    make.log_in(client, make.acting(Role.CASEWORKER, make.unit("Äldreenheten Syd")))
    assert page(client, "order_sent", sent.pk).status_code == 403


def test_a_new_order_asks_which_it_replaces_and_stops_it(client):
    case = corrected(make.accepted_case())
    old, line = make.order_of(case), make.line_of(case)
    as_caseworker(client, case)
    form = page(client, "order_new", case.pk, line.pk).context["form"]
    assert form["replaces"].value() == old.pk  # the only one there is
    unsaid = post(client, "order_new", case.pk, line.pk, **order(old.provider))
    assert (unsaid.status_code, case.orders.count()) == (422, 1)
    assert "Välj vilken beställning den nya ersätter, eller ingen." in unsaid.text
    assert post(client, "order_new", case.pk, line.pk, **order(old.provider, replaces=old.pk)).status_code == 302
    old.refresh_from_db()
    assert old.status == "stopped"
    assert "2026-03-05" in old.messages.get(kind="stopped").text


def test_a_new_order_beside_the_old_is_said_to_be_so(client):
    case = corrected(make.accepted_case())
    old, line = make.order_of(case), make.line_of(case)
    as_caseworker(client, case)
    post(client, "order_new", case.pk, line.pk, **order(old.provider, replaces=0))
    assert sorted(case.orders.values_list("status", flat=True)) == ["accepted", "sent"]


def test_an_order_on_a_corrected_decision_is_to_be_stopped_and_the_new_one_ordered(client):
    case = corrected(make.accepted_case())
    as_caseworker(client, case)
    old, line = make.order_of(case), make.line_of(case)
    text = page(client, "case_orders", case.pk).text
    assert "arbetar efter ett tidigare beslut" in text
    assert reverse("order_sent", args=[old.pk]) + "#avsluta" in text
    assert reverse("order_new", args=[case.pk, line.pk]) in text
    assert "har en beställning efter ett tidigare beslut" in page(client, "order_new", case.pk, line.pk).text


def test_the_line_of_a_corrected_decision_is_not_ordered(client):
    case = make.decided_case()
    first = make.line_of(case)
    corrected(case)
    as_caseworker(client, case)
    answer = post(client, "order_new", case.pk, first.pk, **order(provider_unit()))
    assert answer.status_code == 409
    assert "Beslutet är rättat. Beställ från den nya versionen." in answer.text


def test_the_number_of_queries_does_not_follow_the_number_of_orders(client, django_assert_max_num_queries):
    def asked(times):
        case = make.ordered_case()
        as_caseworker(client, case)
        for _ in range(times):
            post(client, "order_stop", make.order_of(case).pk, **{"slut-text": "Byte."})
            post(client, "order_new", case.pk, make.line_of(case).pk, **order(provider_unit()))
        with django_assert_max_num_queries(40) as counted:
            page(client, "case_orders", case.pk)
        return len(counted)

    assert asked(1) == asked(4)
