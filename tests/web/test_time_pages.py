"""The person's time on their own page and at the provider: seen, swapped, cancelled, answered; nothing half saved."""

from datetime import timedelta

import pytest
from django.urls import reverse

from samsyn.homecare.actions import Wish
from samsyn.homecare.models import PerformedTime, TimeRequest
from samsyn.people.roles import Role
from tests.factories import NOW, actor, consent, freeze, log_in, person, planner_of, staff
from tests.rooms.hours import carer_of
from tests.rooms.test_time_requests import THURSDAY, cleaned, cleaning, own, swap

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(monkeypatch):
    freeze(monkeypatch)
    return cleaned()


def page(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


WALK = {"item": "PROMENAD", "day": THURSDAY.isoformat(), "start": "14.00", "minutes": "45"}


def test_the_person_swaps_the_cleaning_for_a_walk_and_reads_that_it_is_done(client, order):
    log_in(client, own(order))
    me = order.case.person_id
    told = page(client, "my_time", me)
    assert "Du har 6 tim kvar den här veckan." in told
    assert "Städning" in told
    answer = client.post(reverse("my_swap", args=[me, cleaning(order).pk]), WALK, follow=True)
    told = answer.content.decode()
    assert "Det är klart." in told
    assert "i stället för Städning" in told
    assert "Promenad" in told
    assert TimeRequest.objects.get().hand == "self"


def test_what_reaches_a_limit_is_said_and_the_contact_person_answers(client, order):
    log_in(client, own(order))
    me = order.case.person_id
    sent = {**WALK, "item": "ARENDE"}
    told = client.post(reverse("my_swap", args=[me, cleaning(order).pk]), sent, follow=True).content.decode()
    assert "Kontaktpersonen får frågan och svarar här." in told
    assert "Det hör inte ihop med något behov i beslutet." in told
    log_in(client, carer_of(order))
    asked = TimeRequest.objects.get()
    here = reverse("provider_time_answer", args=[order.pk, asked.pk])
    refused = client.post(here, {"answer": "no", "text": ""})
    assert refused.status_code == 422
    assert "Skriv varför det inte går" in refused.content.decode()
    assert client.post(here, {"answer": "no", "text": "Vi har inte bil."}).status_code == 302
    log_in(client, own(order))
    assert "Vi har inte bil." in page(client, "my_time", me)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"minutes": "-30"}, "mellan 1 och 1 440"),
        ({"minutes": "många"}, "Skriv minuterna med siffror."),
        ({"start": "kvart över"}, "Skriv klockslaget så här: 14.30."),
        ({"item": "own:999"}, "Välj något ur listan."),
        ({"day": (THURSDAY - timedelta(30)).isoformat()}, "Välj en dag ur listan."),
        ({"day": NOW.date().isoformat(), "start": "00.10"}, "Välj en tid som inte har varit."),
    ],
)
def test_a_wrong_wish_is_said_in_plain_words_and_keeps_what_was_written(client, order, changed, said):
    log_in(client, own(order))
    sent = WALK | changed
    answer = client.post(reverse("my_swap", args=[order.case.person_id, cleaning(order).pk]), sent)
    assert answer.status_code == 422
    told = answer.content.decode()
    assert said in told
    assert 'value="PROMENAD" selected' in told or "item" in changed
    assert not TimeRequest.objects.exists()


def test_a_form_that_is_sent_twice_asks_once(client, order):
    log_in(client, own(order))
    here = reverse("my_time_use", args=[order.case.person_id, order.pk])
    sent = {**WALK, "once": "6f1d4a9e-0f5f-4d7a-9a53-0a5c40a9d6a1"}
    for _ in range(2):
        assert client.post(here, sent).status_code == 302
    assert order.planned.filter(request__isnull=False).count() == 1


def test_a_visit_is_cancelled_by_the_person_and_called_off_by_the_provider(client, order):
    log_in(client, own(order))
    me = order.case.person_id
    assert "1 tim kommer tillbaka" in page(client, "my_swap", me, cleaning(order).pk)
    assert client.post(reverse("my_cancel", args=[me, cleaning(order).pk])).status_code == 302
    again = client.post(reverse("my_cancel", args=[me, cleaning(order).pk]))
    assert again.status_code == 409
    assert "redan bytt, avbokat eller gjort" in again.content.decode()
    log_in(client, planner_of(order))
    shower = order.planned.filter(activity__what="Dusch").first()
    here = reverse("provider_time_cancel", args=[order.pk, shower.pk])
    assert client.post(here, {"hand": "phone"}).status_code == 422
    assert client.post(here, {"side": "provider", "hand": "phone"}).status_code == 302
    assert PerformedTime.objects.get(planned=shower).reason == "UTFORARE_STALLDE_IN"


def test_a_relative_who_may_only_see_is_told_so_and_can_do_nothing(client, order):
    daughter = person("Karin")
    consent(order.case.person, daughter, "see")
    log_in(client, actor(daughter, acting_as="relative"))
    me = order.case.person_id
    assert "Byt eller avboka" not in page(client, "my_time", me)
    assert "någon som personen gett rätt till det" in page(client, "my_swap", me, cleaning(order).pk)
    assert client.post(reverse("my_swap", args=[me, cleaning(order).pk]), WALK).status_code == 403
    assert client.post(reverse("my_cancel", args=[me, cleaning(order).pk])).status_code == 403
    assert not TimeRequest.objects.exists()


def test_a_question_is_taken_back_by_whoever_may_ask(client, order):
    asked = swap(order, Wish("ARENDE", THURSDAY, cleaning(order).start, 30))
    log_in(client, own(order))
    here = reverse("my_time_withdraw", args=[order.case.person_id, asked.pk])
    assert client.post(here).status_code == 302
    assert client.post(here).status_code == 409


def test_the_account_is_told_in_finnish_and_english(client, order):
    log_in(client, own(order))
    for language, said in (("fi", "jäljellä tällä viikolla"), ("en", "left this week")):
        client.cookies["django_language"] = language
        assert said in page(client, "my_time", order.case.person_id)


def test_a_stay_in_hospital_is_called_off_at_once_and_everybody_reads_it(client, order):
    log_in(client, planner_of(order))
    here, me = reverse("provider_time_stay", args=[order.pk]), order.case.person_id
    for wrong in ({}, {"first": "2026-03-01", "last": "2026-03-06"}, {"first": "2026-03-06", "last": "2026-03-03"}):
        assert client.post(here, wrong).status_code == 422
    assert not PerformedTime.objects.exists()
    stay = {"first": "2026-03-03", "last": "2026-03-06"}
    assert client.post(here, stay).status_code == 302
    told = PerformedTime.objects.filter(reason="SJUKHUS")
    assert [(one.day.day, one.minutes, one.charged) for one in told.order_by("day")] == [
        (4, 0, 0),
        (5, 0, 0),
        (6, 0, 0),
    ]
    refused = client.post(here, stay)  # pressed twice
    assert refused.status_code == 409
    assert "Inget är planerat de dagarna" in refused.content.decode()
    day = client.get(reverse("my_day")).content.decode()
    assert "Besök som har ändrats sedan i går" in day
    assert "Städning blir inte av" in day
    log_in(client, own(order))
    assert "sjukhusvistelse" in page(client, "my_time", me)


def test_a_swap_is_told_to_whoever_comes(client, order):
    swap(order)
    log_in(client, carer_of(order))
    day = client.get(reverse("my_day")).content.decode()
    assert "Städning blir inte av" in day
    assert "Promenad, 45 min, har kommit till" in day


def test_a_yes_beyond_the_needs_says_which_need_it_answers_and_a_no_where_to_apply(client, order):
    asked = swap(order, Wish("ARENDE", THURSDAY, NOW.time().replace(hour=14, minute=0), 30))
    log_in(client, planner_of(order))
    here = reverse("provider_time_answer", args=[order.pk, asked.pk])
    refused = client.post(here, {"answer": "yes", "text": ""})
    assert refused.status_code == 422
    assert "Skriv vilket behov i beslutet" in refused.content.decode()
    assert client.post(here, {"answer": "no", "text": "Vi har inte bil."}).status_code == 302
    log_in(client, own(order))
    told = page(client, "my_time", order.case.person_id)
    assert "ett beslut som kan överklagas" in told
    assert reverse("apply", args=[order.case.person_id]) in told


def test_a_question_is_taken_back_by_who_asked_or_who_answers_and_no_other_carer(client, order):
    asked = swap(order, Wish("ARENDE", THURSDAY, NOW.time().replace(hour=14, minute=0), 30))
    here = reverse("provider_time_withdraw", args=[order.pk, asked.pk])
    other = staff(Role.CARE_WORKER, order.provider)
    log_in(client, actor(other))
    assert client.post(here, {"hand": "phone"}).status_code == 403
    log_in(client, planner_of(order))
    assert client.post(here, {}).status_code == 422  # nobody says how it was said
    assert client.post(here, {"hand": "phone"}).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_help_that_another_order_takes_over_has_its_account_until_then(client, order):
    order.refresh_from_db()
    type(order).objects.filter(pk=order.pk).update(status="stopped")  # the new one begins in some weeks
    log_in(client, own(order))
    told = page(client, "my_time", order.case.person_id)
    assert "tills den nya börjar" in told
    assert "Städning" in told
    assert reverse("my_swap", args=[order.case.person_id, cleaning(order).pk]) not in told
