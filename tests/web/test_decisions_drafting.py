"""The draft of a decision: lines with what is known beside, refusals in words, and the proposal."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.cases.actions import assign
from samsyn.people.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stopped_clock(monkeypatch):
    make.freeze(monkeypatch)


def written(client, **investigated):
    """A case whose caseworker is logged in and has begun on the decision."""
    case = make.investigated_case(**investigated)
    make.log_in(client, make.caseworker_of(case))
    client.post(reverse("decision_begin", args=[case.pk]))
    return case


def needs_of(case):
    return list(case.investigations.get().needs.order_by("area"))


def line(case, **said):
    """What the form of a line of home care posts."""
    posted = {
        "intervention": "HEMTJANST",
        "needs": [n.pk for n in needs_of(case)],
        "outcome": "granted",
        "period": "minutes_week",
        "hours": "7",
        "minutes": "30",
        "valid_from": "2026-03-02",
        "valid_to": "",
        "goal": "Jag klarar vardagen hemma.",
        "reasons": "",
        "regime": "SOL_11_1",
    }
    return posted | said


def page(client, name, *args):
    return client.get(reverse(name, args=args))


def post(client, name, *args, **said):
    return client.post(reverse(name, args=args), said)


def test_without_a_draft_the_page_says_what_comes_and_begins_it(client):
    case = make.investigated_case()
    make.log_in(client, make.caseworker_of(case))
    assert "Börja på beslutet" in page(client, "decision_edit", case.pk).text
    answer = post(client, "decision_begin", case.pk)
    assert answer.url == reverse("decision_edit", args=[case.pk])
    assert case.decisions.get().state == "draft"


def test_reading_the_page_begins_nothing(client):
    case = make.investigated_case()
    make.log_in(client, make.caseworker_of(case))
    page(client, "decision_edit", case.pk)
    assert not case.decisions.exists()


def test_a_case_that_is_not_investigated_says_why_there_is_no_decision_to_write(client):
    case = make.received_case()
    make.log_in(client, make.caseworker_of(case))
    text = page(client, "decision_edit", case.pk).text
    assert "Ärendet är inte utrett än. Öppna utredningen först." in text
    answer = post(client, "decision_begin", case.pk)
    assert answer.status_code == 409
    assert "Ärendet är inte utrett än" in answer.text


def test_the_line_form_shows_the_needs_and_fills_in_no_judgement(client):
    case = written(client)
    text = client.get(reverse("line_new", args=[case.pk]), {"intervention": "HEMTJANST"}).text
    assert "Att tvätta sig" in text
    assert "nu 3, stor (svår) begränsning → avsett 1, lätt begränsning" in text
    assert "Mål: Jag är ren och känner mig fräsch." in text
    assert "checked" not in text
    assert '<textarea name="goal"' in text
    assert 'data-copy="Jag är ren och känner mig fräsch."' in text


def test_a_frame_is_asked_in_hours_and_minutes_and_a_service_in_a_number(client):
    case = written(client)
    address = reverse("line_new", args=[case.pk])
    timed = client.get(address, {"intervention": "HEMTJANST"}).text
    counted = client.get(address, {"intervention": "MATDISTRIBUTION"}).text
    assert 'name="hours"' in timed
    assert 'name="count"' not in timed
    assert 'name="count"' in counted
    assert "gånger i veckan" in counted
    assert 'name="hours"' not in counted


def test_choosing_another_intervention_brings_its_amounts_only_when_they_differ(client):
    case = written(client)
    address = reverse("line_new", args=[case.pk])
    asked = {"HX-Request": "true"}
    other = client.get(address, {"intervention": "TRYGGHETSLARM", "counted": "time"}, headers=asked)
    same = client.get(address, {"intervention": "BOENDESTOD", "counted": "time"}, headers=asked)
    assert 'name="count"' in other.text
    assert "<html" not in other.text
    assert same.status_code == 204


def test_a_line_is_written_with_its_needs(client):
    case = written(client)
    answer = post(client, "line_new", case.pk, **line(case))
    made = make.line_of(case)
    assert answer.url == reverse("decision_edit", args=[case.pk]) + f"#insats-{made.pk}"
    assert (made.amount, made.unit, made.valid_to) == (450, "minutes_week", None)
    assert set(made.needs.all()) == set(needs_of(case))
    text = page(client, "decision_edit", case.pk).text
    assert "Hemtjänst, 7 tim 30 min i veckan" in text
    assert "från 2 mars 2026, tills vidare" in text


def test_a_counted_line_takes_the_unit_of_its_intervention(client):
    case = written(client)
    said = line(
        case,
        intervention="MATDISTRIBUTION",
        count="5",
        applied_count="7",
        outcome="partly",
        reasons="Fem dagar räcker.",
    )
    post(client, "line_new", case.pk, **said)
    made = make.line_of(case)
    assert (made.amount, made.applied, made.unit) == (5, 7, "times_week")


def test_a_line_is_changed_in_place(client):
    case = written(client)
    post(client, "line_new", case.pk, **line(case))
    made = make.line_of(case)
    shown = page(client, "line_edit", case.pk, made.pk).text
    assert 'value="7"' in shown
    assert 'value="30"' in shown
    post(client, "line_edit", case.pk, made.pk, **line(case, hours="5", minutes="", valid_to="2026-09-01"))
    made.refresh_from_db()
    assert (made.amount, str(made.valid_to)) == (300, "2026-09-01")
    assert make.decision_of(case).lines.count() == 1


def test_a_line_is_taken_out(client):
    case = written(client)
    post(client, "line_new", case.pk, **line(case))
    post(client, "line_remove", case.pk, make.line_of(case).pk)
    assert not make.decision_of(case).lines.exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"needs": []}, "Välj minst ett behov som insatsen gäller."),
        ({"outcome": ""}, "Välj om insatsen beviljas, beviljas delvis eller avslås."),
        ({"hours": "", "minutes": ""}, "Ange hur mycket som beviljas, eller välj Avslås."),
        ({"outcome": "refused"}, "Ange hur mycket som beviljas, eller välj Avslås."),
        ({"hours": "200"}, "Så mycket tid finns inte i perioden. Kontrollera antalet."),
        ({"valid_to": "2026-02-01"}, "Slutdagen ligger före startdagen."),
        ({"applied_hours": "10"}, "Du beviljar mindre än personen har sökt. Välj Beviljas delvis."),
        (
            {"applied_hours": "7", "outcome": "partly"},
            "Du beviljar minst så mycket som personen har sökt. Välj Beviljas.",
        ),
        ({"hours": "sju"}, "Skriv ett helt tal."),
        ({"valid_from": ""}, "Välj vilken dag beslutet börjar gälla."),
    ],
)
def test_what_cannot_be_decided_is_said_and_all_that_was_typed_is_kept(client, said, sentence):
    case = written(client)
    answer = post(client, "line_new", case.pk, **line(case, goal="Ett mål jag just skrev.", **said))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Ett mål jag just skrev." in answer.text
    assert not make.decision_of(case).lines.exists()


def test_a_need_of_another_investigation_is_not_taken(client):
    other = make.investigated_case()
    case = written(client)
    answer = post(client, "line_new", case.pk, **line(case, needs=[needs_of(other)[0].pk]))
    assert answer.status_code == 422


def test_a_changed_intervention_asks_for_its_own_amount_and_keeps_the_rest(client):
    case = written(client)
    answer = post(client, "line_new", case.pk, **line(case, intervention="TRYGGHETSLARM"))
    assert answer.status_code == 422
    assert 'name="count"' in answer.text
    assert "Jag klarar vardagen hemma." in answer.text


def test_the_words_to_the_person_are_saved(client):
    case = written(client)
    post(client, "decision_summary", case.pk, summary="Du får hjälp hemma.")
    assert make.decision_of(case).summary == "Du får hjälp hemma."


def test_words_that_came_too_late_stand_on_the_page_with_the_reason(client):
    case = make.proposed_case()
    make.log_in(client, make.caseworker_of(case))
    answer = post(client, "decision_summary", case.pk, summary="Nya ord som inte får försvinna.")
    assert answer.status_code == 409
    assert "Beslutet är föreslaget. Be delegaten skicka tillbaka det om något ska ändras." in answer.text
    assert "Nya ord som inte får försvinna." in answer.text


def test_the_proposal_is_closed_with_the_sentence_until_it_is_complete(client):
    case = written(client)
    assert "Beslutet har inga insatser än" in page(client, "decision_edit", case.pk).text
    answer = post(client, "decision_propose", case.pk)
    assert answer.status_code == 409
    assert "Beslutet har inga insatser än. Lägg till minst en." in answer.text


def test_a_refusal_without_reasons_is_seen_on_its_line_and_closes_the_proposal(client):
    case = written(client)
    post(client, "line_new", case.pk, **line(case, outcome="refused", hours="", minutes=""))
    text = page(client, "decision_edit", case.pk).text
    assert "Skälen är inte skrivna än." in text
    assert "Skriv skälen för varje insats som inte beviljas helt. (FL 32)" in text


def test_needs_without_an_answer_are_shown(client):
    case = written(client)
    first, second = needs_of(case)
    post(client, "line_new", case.pk, **line(case, needs=[first.pk]))
    text = page(client, "decision_edit", case.pk).text
    assert "Behov som inte har fått svar än" in text
    assert "Alla bedömda behov behöver ett svar i beslutet: Beviljas, Beviljas delvis eller Avslås." in text
    post(client, "line_edit", case.pk, make.line_of(case).pk, **line(case, needs=[first.pk, second.pk]))
    assert "Behov som inte har fått svar än" not in page(client, "decision_edit", case.pk).text


def test_a_complete_draft_is_proposed_and_then_read_not_written(client):
    case = written(client)
    post(client, "line_new", case.pk, **line(case))
    answer = post(client, "decision_propose", case.pk)
    decision = make.decision_of(case)
    assert answer.url == reverse("decision_page", args=[case.pk, decision.pk])
    case.refresh_from_db()
    assert (decision.state, case.status) == ("proposed", "proposed")
    assert page(client, "decision_edit", case.pk).status_code == 302


def test_the_letter_can_be_read_before_it_is_proposed(client):
    case = written(client)
    post(client, "line_new", case.pk, **line(case))
    text = page(client, "decision_preview", case.pk).text
    assert "Brevet som det blir" in text
    assert "7 timmar och 30 minuter i veckan" in text
    assert "utkast" in text.lower()


def test_a_letter_without_lines_says_what_is_missing(client):
    case = written(client)
    answer = page(client, "decision_preview", case.pk)
    assert answer.status_code == 409
    assert "Brevet kan visas när beslutet har minst en insats." in answer.text


def test_what_the_delegate_wrote_stands_on_top(client):
    case = make.returned_case(note="Skriv tydligare skäl.")
    make.log_in(client, make.caseworker_of(case))
    text = page(client, "decision_edit", case.pk).text
    assert "Delegaten har skickat tillbaka förslaget:" in text
    assert text.index("Skriv tydligare skäl.") < text.index("Hemtjänst, 6 tim i veckan")


def test_a_colleague_reads_the_draft_without_buttons(client):
    case = written(client)
    post(client, "line_new", case.pk, **line(case))
    make.log_in(client, make.actor(make.staff(Role.CASEWORKER)))
    answer = page(client, "decision_edit", case.pk)
    assert answer.status_code == 200
    assert "Spara sammanfattningen" not in answer.text
    assert "Lägg till insatsen" not in answer.text
    assert "Ärendet har en annan handläggare." in answer.text


@pytest.mark.parametrize("name", ["decision_begin", "decision_summary", "decision_propose", "line_new"])
def test_only_the_caseworker_of_the_case_writes(client, name):
    case = make.investigated_case()
    make.log_in(client, make.actor(make.staff(Role.CASEWORKER)))
    assert post(client, name, case.pk).status_code == 403
    make.log_in(client, make.acting(Role.DELEGATE))
    assert post(client, name, case.pk).status_code == 403


def test_a_provider_and_another_unit_are_told_that_they_have_no_access(client):
    case = make.investigated_case()
    for who in (make.acting(Role.PROVIDER_PLANNER), make.acting(Role.CASEWORKER, make.unit("Äldreenheten Syd"))):
        make.log_in(client, who)
        assert page(client, "decision_edit", case.pk).status_code == 403


def test_the_case_can_have_moved_to_somebody_else_meanwhile(client):
    case = written(client)
    other = make.staff(Role.CASEWORKER)
    assign(case=case, to=other, by=make.acting(Role.TEAM_LEADER), at=make.NOW)
    answer = post(client, "line_new", case.pk, **line(case))
    assert answer.status_code == 403
    assert "Ärendet har en annan handläggare." in answer.text


def test_what_is_not_there_is_not_found(client):
    case = written(client)
    assert page(client, "decision_edit", 0).status_code == 404
    assert page(client, "line_edit", case.pk, 0).status_code == 404


def test_the_number_of_queries_does_not_follow_the_number_of_lines(client, django_assert_max_num_queries):
    def asked(lines):
        case = written(client, areas=("d510", "d620", "d540", "d550")[: lines + 1])
        for _ in range(lines):
            post(client, "line_new", case.pk, **line(case))
        with django_assert_max_num_queries(60) as counted:
            page(client, "decision_edit", case.pk)
        return len(counted)

    assert asked(1) == asked(3)


def test_a_day_in_the_future_is_taken_as_it_is_written(client):
    case = written(client)
    day = localdate(make.NOW) + timedelta(30)
    post(client, "line_new", case.pk, **line(case, valid_from=day.isoformat()))
    assert make.line_of(case).valid_from == day
