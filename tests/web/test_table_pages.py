"""The pages of the plan made together: contact person offered and answered, the table's refusals, help with plans."""

from datetime import timedelta

import pytest
from django.urls import reverse

from samsyn.homecare.actions import offer_contact, start_plan
from samsyn.homecare.models import ContactStep, PlanHelp, PlanWish
from samsyn.people.models import Staff, StaffTitle
from samsyn.people.roles import Role
from tests import factories as f
from tests.titles import certified

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    f.freeze(monkeypatch)


@pytest.fixture
def order():
    return f.order_of(f.accepted_case())


def contact_of(order):
    return Staff.objects.get(pk=order.contact_id)


def herself(order):
    return f.actor(order.case.person, acting_as="self")


def post(client, name, /, *args, **data):
    return client.post(reverse(name, args=args), data)


def text(answer):
    return answer.content.decode()


def test_the_planner_is_told_why_somebody_may_not_be_offered_until_the_administrator_has_noted_the_proof(client, order):
    contact = contact_of(order)
    f.log_in(client, f.planner_of(order))
    refused = post(client, "provider_contact_offer", order.pk, staff=contact.pk, why="first")
    assert refused.status_code == 422
    assert "bevis om yrkestiteln undersköterska" in text(refused)
    f.log_in(client, f.acting(Role.ADMINISTRATOR))
    told = {"key": "certificate", "reference": "", "valid_from": "2024-01-01", "source": "Beviset"}
    assert post(client, "staff_title", contact.pk, **told).status_code == 422
    assert post(client, "staff_title", contact.pk, **told | {"reference": "U-1"}).status_code == 302
    assert StaffTitle.objects.get().reference == "U-1"
    f.log_in(client, f.planner_of(order))
    assert post(client, "provider_contact_offer", order.pk, staff=contact.pk, why="first").status_code == 302


def test_the_person_meets_the_offer_at_home_answers_and_can_change_their_mind(client, order):
    certified(contact_of(order))
    offer_contact(order=order, staff=contact_of(order), why="first", by=f.planner_of(order), at=f.NOW)
    me, mine = herself(order), (order.case.person_id, order.pk)
    f.log_in(client, me)
    assert "Omar Björk från Hemtjänst Norr vill bli fast omsorgskontakt." in text(
        client.get(reverse("person_home", args=[mine[0]]))
    )
    assert post(client, "my_contact", *mine).status_code == 422
    assert post(client, "my_contact", *mine, answer="no", words="Jag klarar mig.").status_code == 302
    page = text(client.get(reverse("my_contact", args=mine)))
    assert "personen har tackat nej" in page
    assert "Jag klarar mig." in page
    assert post(client, "my_contact", *mine, answer="asks").status_code == 302
    assert list(ContactStep.objects.values_list("step", "hand")) == [
        ("offered", ""), ("declined", "self"), ("asked", "self"),
    ]  # fmt: skip
    f.log_in(client, f.planner_of(order))
    assert "personen har bett om det" in text(client.get(reverse("my_day")))


def test_a_relative_with_authority_answers_and_one_who_may_only_see_does_not(client, order):
    certified(contact_of(order))
    offer_contact(order=order, staff=contact_of(order), why="first", by=f.planner_of(order), at=f.NOW)
    person, mine = order.case.person, (order.case.person_id, order.pk)
    son = f.person("Sven", "Lind")
    f.consent(person, son, "see")
    f.log_in(client, f.actor(son, acting_as="relative"))
    assert post(client, "my_contact", *mine, answer="yes").status_code == 403
    f.consent(person, son, "plan")
    f.log_in(client, f.actor(son, acting_as="relative"))
    assert post(client, "my_contact", *mine, answer="yes").status_code == 302
    assert ContactStep.objects.get(step="accepted").hand == "relative"


@pytest.fixture
def table(client, order):
    """A plan that is being written, and its care worker logged in."""
    by = f.acting(Role.CARE_WORKER, order.provider)
    f.log_in(client, by)
    return order.pk, start_plan(order=order, by=by, at=f.NOW).pk


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"day": 1}, "Välj först något i listan"),
        ({"item": "FINNS_INTE", "day": 1}, "Välj först något i listan"),
        ({"item": "DUSCH"}, "Välj en veckodag"),
        ({"item": "DUSCH", "day": 9}, "Välj en veckodag"),
        ({"item": "DUSCH", "day": 1, "minutes": -5}, "mer än noll"),
        ({"item": "DUSCH", "day": 1, "minutes": 400}, "beslutet ger 360"),
        ({"item": "DUSCH", "day": 1, "part": "noon"}, "Välj när på dagen"),
    ],
    ids=["nothing chosen", "not on the menu", "no day", "day 9", "negative", "beyond the frame", "no such part"],
)
def test_what_cannot_be_put_in_the_week_is_told_and_what_was_chosen_stays(client, order, table, sent, said):
    answer = post(client, "provider_table_put", *table, **{"part": "evening", **sent})
    assert answer.status_code in {409, 422}
    assert said in text(answer)
    assert not order.plans.get().activities.exists()
    if sent.get("item") == "DUSCH":
        assert 'value="DUSCH" checked' in text(answer)


def test_shortened_below_nothing_and_an_activity_that_is_gone_are_told(client, order, table):
    post(client, "provider_table_put", *table, item="DUSCH", day=1, part="morning", minutes=5)
    shower = order.plans.get().activities.get()
    assert (shower.what, shower.start.hour, shower.minutes) == ("Dusch", 8, 5)
    shorter = post(client, "provider_table_change", *table, activity=shower.pk, day=1, do="shorter")
    assert shorter.status_code == 422
    assert post(client, "provider_table_change", *table, activity=shower.pk, day=1, do="away").status_code == 302
    gone = post(client, "provider_table_change", *table, activity=shower.pk, day=1, do="away")
    assert gone.status_code == 409
    assert "finns inte kvar" in text(gone)


def test_wishes_stand_beside_the_order_when_the_plan_holds_and_on_the_persons_page(client, order, table):
    told = {"matters": "Katten ska ut först.", "times": ["late"], "carer_sex": "K", "by_whom": "", "language": "fi"}
    assert post(client, "provider_table_wishes", *table, **told).status_code == 302
    post(client, "provider_table_put", *table, item="DUSCH", day=1, part="morning")
    follow = (f.NOW.date() + timedelta(30)).isoformat()
    said = {"participation": "Vi satt vid bordet.", "persons_words": "Bra.", "follow_up_on": follow}
    assert post(client, "provider_table_said", *table, **said).status_code == 302
    before = client.session.session_key
    assert post(client, "provider_table_give", *table).status_code == 302
    assert client.session.session_key != before  # the browser keeps no page of before
    for address in (
        reverse("my_day"),
        reverse("provider_table", args=table),
        reverse("provider_order", args=[order.pk]),
    ):
        there = client.get(address)  # the person who holds the tablet comes to no other page
        assert (there.status_code, there.url.partition("?")[0]) == (302, reverse("enter"))
    assert post(client, "provider_table_wishes", *table, matters="Annat").status_code == 401
    wrong = post(client, "provider_table_answer", *table, answer="yes", name="Omar Björk")
    assert wrong.status_code == 422
    assert "Skriv namnet så här: Astrid Lind" in text(wrong)
    assert post(client, "provider_table_answer", *table, answer="yes", name="Astrid Lind").status_code == 302
    assert PlanWish.objects.get().language == "fi"
    f.log_in(client, f.planner_of(order))
    page = text(client.get(reverse("provider_order", args=[order.pk])))
    assert all(one in page for one in ("Katten ska ut först.", "Helst en kvinna", "finska"))
    f.log_in(client, herself(order))
    mine = text(client.get(reverse("my_plan", args=[order.case.person_id, table[1]])))
    assert "Svaret gavs på personalens surfplatta, med namnet Astrid Lind." in mine
    assert "Katten ska ut först." in mine


def test_help_with_a_late_plan_goes_to_the_contact_persons_day_and_back(client, order, monkeypatch):
    f.freeze(monkeypatch, f.NOW + timedelta(20))
    f.log_in(client, f.acting(Role.CARE_SUPERVISOR))
    page = text(client.get(reverse("plan_support") + "?skal=late"))
    assert "Beställningen togs emot för 20 dagar sedan" in page
    assert "Beställningen togs emot" not in text(client.get(reverse("plan_support") + "?skal=unchanged"))
    assert post(client, "plan_support_one", order.pk, message="Vi gör den ihop på torsdag.").status_code == 302
    offer = PlanHelp.objects.get()
    f.log_in(client, f.acting(Role.CARE_WORKER, order.provider))
    assert reverse("plan_help", args=[order.pk, offer.pk]) in text(client.get(reverse("my_day")))
    assert post(client, "plan_help", order.pk, offer.pk, answer="yes").status_code == 302
    f.log_in(client, f.acting(Role.CARE_SUPERVISOR))
    assert post(client, "plan_support_follow", order.pk, offer.pk, outcome="").status_code == 422
    assert post(client, "plan_support_follow", order.pk, offer.pk, outcome="Planen är gjord.").status_code == 302
    assert "Planen är gjord." in text(client.get(reverse("plan_support_one", args=[order.pk])))
