"""The follow-up: nothing chosen beforehand, two views of the goal, and what each result leads to (SoL 5:2)."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.homecare.actions import close_days, report_extra
from samsyn.homecare.queries import time_given
from samsyn.people.roles import Role
from tests import factories as make
from tests.ended import decline

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(days=30)  # a Wednesday


@pytest.fixture(autouse=True)
def _stopped_clock(monkeypatch):
    make.freeze(monkeypatch, LATER)


def followed(client, **active):
    case = make.active_case(**active)
    make.log_in(client, make.caseworker_of(case))
    return case


def needs_of(case):
    return list(case.investigations.order_by("pk").first().needs.order_by("area"))


def answers(case, **said):
    """What the form posts: every need reached in part and continued."""
    posted = {
        "held_on": "2026-04-01",
        "took_part": "Astrid och kontaktpersonen",
        "persons_words": "Jag vågar duscha nu.",
        "next_on": "2026-09-01",
    }
    for need in needs_of(case):
        at = f"behov-{need.pk}-"
        posted |= {f"{at}level": "2", f"{at}reached_person": "yes", f"{at}reached_professional": "partly"}
        posted |= {f"{at}comment": f"Kommentar om {need.area}.", f"{at}result": "continue"}
    return posted | said


def of(case, n, name):
    return f"behov-{needs_of(case)[n].pk}-{name}"


def page(client, name, *args):
    return client.get(reverse(name, args=args))


def post(client, case, **said):
    return client.post(reverse("follow_up_new", args=[case.pk]), answers(case, **said))


def test_the_form_shows_what_was_decided_and_chooses_nothing(client):
    case = followed(client)
    text = page(client, "follow_up_new", case.pk).text
    assert "Att tvätta sig" in text
    assert "Jag är ren och känner mig fräsch." in text
    assert "3, stor (svår) begränsning" in text
    assert "checked" not in text
    assert text.count(" selected>") == text.count('value="" selected>') == len(needs_of(case))
    assert 'class="chain"' in text


def test_the_time_of_the_last_four_whole_weeks_stands_beside(client):
    case = followed(client)
    close_days(by=make.acting(Role.CARE_WORKER), at=LATER, through=localdate(LATER) - timedelta(1))
    order = make.order_of(case)
    carer = make.acting(Role.CARE_WORKER, order.provider)
    report_extra(
        order=order, day=localdate(make.NOW) + timedelta(2), start=time(14), minutes=25, reason="EXTRA", note_text="",
        by=carer, at=LATER,
    )  # fmt: skip
    text = page(client, "follow_up_new", case.pk).text
    first, last = localdate(make.NOW), localdate(make.NOW) + timedelta(27)  # Monday 2 to Sunday 29 March
    (given,) = time_given(case, first=first, last=last)
    visits = order.planned.filter(day__lte=last).count()
    assert visits > 0
    assert (given.granted, given.planned, given.performed) == (4 * 360, visits * 40, visits * 40 + 25)
    assert "24 tim" in text
    assert "2 mar – 29 mar 2026" in text


def test_a_follow_up_is_recorded_and_the_next_day_is_told(client):
    case = followed(client)
    answer = post(client, case)
    made = case.follow_ups.get()
    case.refresh_from_db()
    assert answer.url == reverse("follow_up_page", args=[case.pk, made.pk])
    assert (made.result, str(case.follow_up_on), case.status) == ("continue", "2026-09-01", "active")
    text = client.get(answer.url).text
    assert "Nästa uppföljning:" in text
    assert "Jag vågar duscha nu." in text
    assert "Kommentar om d510." in text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"held_on": ""}, "Välj vilken dag uppföljningen var."),
        ({"held_on": "2026-05-01"}, "Uppföljningen ligger i framtiden. Skriv in den när den är gjord."),
        ({"took_part": " "}, "Skriv vilka som var med."),
        ({"next_on": ""}, "Välj när insatsen ska följas upp nästa gång, efter dagens datum."),
        ({"next_on": "2026-03-01"}, "Välj när insatsen ska följas upp nästa gång, efter dagens datum."),
    ],
)
def test_what_is_missing_is_said_and_everything_typed_is_kept(client, said, sentence):
    case = followed(client)
    answer = post(client, case, **said)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Jag vågar duscha nu." in answer.text
    assert "Kommentar om d510." in answer.text
    assert not case.follow_ups.exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("level", "Välj en nivå på skalan."),
        ("reached_person", "Svara ja, delvis eller nej för personen."),
        ("reached_professional", "Svara ja, delvis eller nej för din egen bedömning."),
        ("result", "Välj vad uppföljningen leder till."),
    ],
)
def test_every_need_is_answered(client, name, sentence):
    case = followed(client)
    answer = post(client, case, **{of(case, 1, name): ""})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Kommentar om d510." in answer.text


def test_reassess_leads_to_the_new_investigation_without_its_judgements(client):
    case = followed(client)
    answer = post(client, case, **{of(case, 0, "result"): "reassess"})
    case.refresh_from_db()
    new = case.investigations.order_by("-pk").first()
    assert (case.status, new.cause) == ("investigating", "follow_up")
    assert [n.level_now for n in new.needs.all()] == [None, None]
    text = client.get(answer.url).text
    assert "En ny utredning är öppnad på samma behov." in text
    assert reverse("investigation", args=[case.pk]) in text


def test_ending_every_need_ends_the_case_and_its_orders_once_nothing_runs(client):
    case = followed(client)
    ends = {of(case, n, "result"): "end" for n in (0, 1)}
    answer = post(client, case, next_on="", **ends)
    assert answer.status_code == 409
    assert "Hjälpen är beviljad tills vidare" in answer.text
    decline(make.line_of(case))
    answer = post(client, case, next_on="", **ends)
    case.refresh_from_db()
    assert (case.status, make.order_of(case).status) == ("closed", "stopped")
    assert "Ärendet och beställningarna är avslutade." in client.get(answer.url).text


def test_help_that_is_granted_to_a_day_is_given_until_then(client):
    case = followed(client, terms={"valid_to": localdate(make.NOW) + timedelta(90)})
    answer = post(client, case, next_on="", **{of(case, n, "result"): "end" for n in (0, 1)})
    assert "Hjälpen ges till och med den sista dagen i beslutet." in client.get(answer.url).text


def test_a_change_within_the_frame_is_told_to_be_the_providers_next(client):
    case = followed(client)
    answer = post(client, case, **{of(case, 0, "result"): "change"})
    assert "Utföraren ändrar planen tillsammans med personen, inom det som är beviljat." in client.get(answer.url).text


def test_following_up_what_is_not_carried_out_yet_is_refused_on_the_same_page(client):
    case = make.ordered_case()
    make.log_in(client, make.caseworker_of(case))
    answer = post(client, case)
    assert answer.status_code == 409
    assert "Ärendet är beställt och då går det inte att fortsätta." in answer.text
    assert "Jag vågar duscha nu." in answer.text


def test_without_anything_granted_there_is_nothing_to_follow_up(client):
    case = make.investigated_case()
    make.log_in(client, make.caseworker_of(case))
    answer = page(client, "follow_up_new", case.pk)
    assert answer.status_code == 409
    assert "Det finns inget beviljat att följa upp än." in answer.text


def test_only_the_caseworker_follows_up_and_the_unit_reads(client):
    case = followed(client)
    post(client, case)
    made = case.follow_ups.get()
    for role in (Role.DELEGATE, Role.TEAM_LEADER):
        make.log_in(client, make.acting(role))
        assert page(client, "follow_up_new", case.pk).status_code == 403
        assert page(client, "follow_up_page", case.pk, made.pk).status_code == 200
    make.log_in(client, make.acting(Role.PROVIDER_PLANNER))
    assert page(client, "follow_up_page", case.pk, made.pk).status_code == 403


def test_earlier_follow_ups_are_linked(client):
    case = followed(client)
    post(client, case)
    first = case.follow_ups.get()
    assert reverse("follow_up_page", args=[case.pk, first.pk]) in page(client, "follow_up_new", case.pk).text


def test_a_follow_up_of_another_case_is_not_found(client):
    case = followed(client)
    assert page(client, "follow_up_page", case.pk, 0).status_code == 404


def test_the_number_of_queries_does_not_follow_the_number_of_needs(client, django_assert_max_num_queries):
    def asked(*areas):
        case = followed(client, areas=areas)
        with django_assert_max_num_queries(40) as counted:
            page(client, "follow_up_new", case.pk)
        return len(counted)

    assert asked("d510") == asked("d510", "d540", "d550", "d620")
