"""The plan's pages: made with the person, against the frame, offered, answered, printed, in versions."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from samsyn.homecare.actions import answer_plan
from samsyn.homecare.models import Plan
from samsyn.people.roles import Role
from samsyn.web.provider.shelf import GAP, WIDTH, shelf
from tests.factories import (
    NOW,
    accepted_case,
    acting,
    active_case,
    actor,
    freeze,
    log_in,
    offered_case,
    order_of,
    ordered_case,
    person,
    plan_of,
    planner_of,
    unit,
)

pytestmark = pytest.mark.django_db
DUSCH = {"what": "Dusch", "weekdays": ["1", "3"], "start": "08:00", "minutes": "45", "how": "Stöd in i duschen."}
WRITTEN = {
    "participation": "Vi satt vid köksbordet.",
    "persons_words": "Helst på morgonen.",
    "others_present": "Dottern Eva",
    "follow_up_on": (NOW.date() + timedelta(90)).isoformat(),
}


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    freeze(monkeypatch)


def url(name, plan, *more):
    return reverse(name, args=[plan.order_id, plan.pk, *more])


def as_carer(client, order):
    log_in(client, acting(Role.CARE_WORKER, order.provider))


def begun(client):
    order = order_of(accepted_case())
    as_carer(client, order)
    client.post(reverse("provider_begin_plan", args=[order.pk]))
    return order.plans.get()


def read(client, name, plan, *more):
    return client.get(url(name, plan, *more)).content.decode()


# Writing


def test_a_plan_begins_on_the_order_and_opens(client):
    plan = begun(client)
    page = read(client, "provider_plan", plan)
    assert "Planen använder 0 min av 6 tim i veckan." in page
    assert "Planen har inga aktiviteter än." in page
    assert "Jag är ren och känner mig fräsch." in page


def test_an_activity_is_added_and_counted_in_words(client):
    plan = begun(client)
    response = client.post(url("provider_add_activity", plan), DUSCH)
    page = client.get(response.url).content.decode()
    assert "Planen använder 1 tim 30 min av 6 tim i veckan." in page
    assert "4 tim 30 min är kvar att planera." in page
    assert "mån, ons" in page
    assert plan.activities.get().weekdays == "13"


def test_cleaning_every_other_week_is_written_read_changed_and_printed(client):
    plan = begun(client)
    data = {**DUSCH, "what": "Städning", "weekdays": ["2"], "minutes": "90", "every_weeks": "2"}
    response = client.post(url("provider_add_activity", plan), data)
    assert response.status_code == 422
    assert "Välj en dag i den första veckan" in response.content.decode()
    client.post(url("provider_add_activity", plan), {**data, "first_week": "2026-03-12"})
    activity = plan.activities.get()
    assert (activity.every_weeks, activity.first_week) == (2, date(2026, 3, 9))
    for name in ("provider_plan", "provider_print_plan"):
        page = read(client, name, plan)
        assert "varannan vecka, tisdag, med början vecka 11" in page
        assert "Planen använder 45 min av" in page
        assert "räknat som ett genomsnitt" in page
    form = read(client, "provider_activity", plan, activity.pk)
    assert '<option value="2" selected>varannan vecka</option>' in form
    assert 'value="2026-03-09"' in form
    client.post(url("provider_activity", plan, activity.pk), {**data, "every_weeks": "1", "first_week": "2026-03-12"})
    activity.refresh_from_db()
    assert (activity.every_weeks, activity.first_week) == (1, None)


def test_an_activity_beyond_the_frame_is_refused_and_everything_typed_stays(client):
    plan = begun(client)
    response = client.post(url("provider_add_activity", plan), {**DUSCH, "minutes": "181"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "362" in page
    assert 'value="Dusch"' in page
    assert "Stöd in i duschen.</textarea>" in page
    assert not plan.activities.exists()


def test_what_is_missing_in_an_activity_is_said_by_its_field(client):
    plan = begun(client)
    page = client.post(url("provider_add_activity", plan), {}).content.decode()
    for said in (
        "Skriv vad som ska göras.",
        "Välj minst en veckodag.",
        "Skriv när det börjar",
        "Skriv hur många minuter",
    ):
        assert said in page


def test_an_activity_is_changed_and_removed(client):
    plan = begun(client)
    client.post(url("provider_add_activity", plan), DUSCH)
    activity = plan.activities.get()
    page = read(client, "provider_activity", plan, activity.pk)
    assert 'value="08:00"' in page
    client.post(url("provider_activity", plan, activity.pk), {**DUSCH, "minutes": "30"})
    activity.refresh_from_db()
    assert activity.minutes == 30
    client.post(url("provider_remove_activity", plan, activity.pk))
    assert not plan.activities.exists()


def test_an_activity_of_another_plan_is_not_found(client):
    other = plan_of(offered_case())
    plan = begun(client)
    address = url("provider_activity", plan, other.activities.get().pk)
    assert client.get(address).status_code == 404
    assert client.get(reverse("provider_plan", args=[plan.order_id, other.pk])).status_code == 404


def test_the_need_is_one_of_the_orders(client):
    plan = begun(client)
    need = plan.order.content["needs"][1]["id"]
    client.post(url("provider_add_activity", plan), {**DUSCH, "need": need})
    assert plan.activities.get().need_id == need
    assert client.post(url("provider_add_activity", plan), {**DUSCH, "need": "0"}).status_code == 422


def test_how_the_person_took_part_is_saved_and_shown(client):
    plan = begun(client)
    client.post(url("provider_write_plan", plan), WRITTEN)
    plan.refresh_from_db()
    assert plan.persons_words == "Helst på morgonen."
    assert "Vi satt vid köksbordet.</textarea>" in read(client, "provider_plan", plan)


def test_a_day_that_does_not_exist_is_shown_again_with_the_rest(client):
    plan = begun(client)
    response = client.post(url("provider_write_plan", plan), {**WRITTEN, "follow_up_on": "2026-02-30"})
    assert response.status_code == 422
    assert "Vi satt vid köksbordet.</textarea>" in response.content.decode()


# Offering and answering


def test_the_button_is_closed_until_the_plan_is_complete(client):
    plan = begun(client)
    page = read(client, "provider_plan", plan)
    assert 'aria-disabled="true"' in page
    assert client.post(url("provider_offer_plan", plan)).status_code == 409
    client.post(url("provider_add_activity", plan), DUSCH)
    assert "Skriv hur personen var med och gjorde planen." in read(client, "provider_plan", plan)
    client.post(url("provider_write_plan", plan), WRITTEN)
    assert 'aria-disabled="true"' not in read(client, "provider_plan", plan)
    response = client.post(url("provider_offer_plan", plan))
    assert "väntar på svar" in client.get(response.url).content.decode()


def test_an_answer_on_paper_is_written_in_with_who_wrote_it(client):
    plan = plan_of(offered_case())
    as_carer(client, plan.order)
    assert client.get(url("provider_note_answer", plan)).context["form"]["said_on"].value() == NOW.date()
    given = {"answer": "yes", "hand": "paper", "said_on": NOW.date().isoformat()}
    tomorrow = (NOW.date() + timedelta(1)).isoformat()
    assert client.post(url("provider_note_answer", plan), {**given, "said_on": tomorrow}).status_code == 422
    response = client.post(url("provider_note_answer", plan), given)
    page = client.get(response.url).content.decode()
    plan.refresh_from_db()
    assert (plan.state, plan.answered_hand) == (Plan.State.APPROVED, "paper")
    assert "på papper" in page
    assert "inskrivet av Omar Björk" in page


def test_a_no_needs_what_to_change(client):
    plan = plan_of(offered_case())
    as_carer(client, plan.order)
    response = client.post(url("provider_note_answer", plan), {"answer": "no", "hand": "spoken"})
    assert response.status_code == 422
    assert "Skriv vad som inte stämmer" in response.content.decode()
    client.post(url("provider_note_answer", plan), {"answer": "no", "hand": "spoken", "words": "För tidigt."})
    page = read(client, "provider_plan", plan)
    assert "För tidigt." in page
    assert "Lägg till en aktivitet" in page


def test_staff_cannot_answer_in_the_persons_own_hand(client):
    plan = plan_of(offered_case())
    as_carer(client, plan.order)
    assert client.post(url("provider_note_answer", plan), {"answer": "yes", "hand": "self"}).status_code == 422
    plan.refresh_from_db()
    assert plan.state == Plan.State.OFFERED


def test_an_approved_plan_is_read_and_begun_anew(client):
    plan = plan_of(active_case())
    as_carer(client, plan.order)
    page = read(client, "provider_plan", plan)
    assert "aktuell till" in page
    assert ">2 sep 2026</time>" in page
    assert "Lägg till en aktivitet" not in page
    assert client.post(url("provider_add_activity", plan), DUSCH).status_code == 409
    response = client.post(reverse("provider_begin_plan", args=[plan.order_id]))
    new = plan.order.plans.get(version=2)
    assert response.url == url("provider_plan", new)
    assert "version 1</a>, godkänd" in read(client, "provider_plan", new)


def test_an_earlier_version_stays_readable(client):
    plan = plan_of(active_case())
    as_carer(client, plan.order)
    client.post(reverse("provider_begin_plan", args=[plan.order_id]))
    new = plan.order.plans.get(version=2)
    client.post(url("provider_write_plan", new), WRITTEN)
    client.post(url("provider_offer_plan", new))
    client.post(url("provider_note_answer", new), {"answer": "yes", "hand": "spoken"})
    page = read(client, "provider_plan", plan)
    assert "Det här är en äldre version." in page
    assert "Dusch" in page


def test_the_plan_prints_in_large_type_with_a_line_to_sign(client):
    plan = plan_of(offered_case())
    as_carer(client, plan.order)
    page = read(client, "provider_print_plan", plan)
    assert 'class="citizen large"' in page
    assert "Datum och underskrift" in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]


# Who


@pytest.mark.parametrize(
    "name", ["provider_plan", "provider_print_plan", "provider_note_answer", "provider_add_activity"]
)
def test_another_units_staff_have_no_access(client, name):
    plan = plan_of(offered_case())
    elsewhere = unit("Hemtjänst Syd", purpose="provider")
    for role in (Role.PROVIDER_PLANNER, Role.CARE_WORKER):
        log_in(client, acting(role, elsewhere))
        assert client.get(url(name, plan)).status_code == 403


def test_the_person_has_another_page(client):
    plan = plan_of(offered_case())
    log_in(client, actor(plan.order.case.person, acting_as="self"))
    assert client.get(url("provider_plan", plan)).status_code == 403


def test_a_plan_cannot_begin_before_the_order_is_accepted(client):
    order = order_of(ordered_case())
    log_in(client, planner_of(order))
    assert client.post(reverse("provider_begin_plan", args=[order.pk])).status_code == 403


# The list


def test_the_list_is_the_units_for_the_planner_and_ones_own_for_a_carer(client):
    plan = plan_of(active_case(of=person("Elsa", "Gren")))
    other = acting(Role.CARE_WORKER, plan.order.provider)
    log_in(client, planner_of(plan.order))
    assert "Elsa Gren" in client.get(reverse("plans")).content.decode()
    log_in(client, other)
    assert "Elsa Gren" in client.get(reverse("plans")).content.decode()
    plan.order.contact = None
    plan.order.save()
    assert "Elsa Gren" not in client.get(reverse("plans")).content.decode()


def test_a_plan_that_is_no_longer_current_stands_out(client, monkeypatch):
    plan = plan_of(active_case())
    freeze(monkeypatch, NOW + timedelta(days=200))
    log_in(client, planner_of(plan.order))
    assert "inte aktuell längre" in client.get(reverse("plans")).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_plan(client, django_assert_max_num_queries):
    plan = begun(client)
    client.post(url("provider_add_activity", plan), {**DUSCH, "minutes": "5"})
    with django_assert_max_num_queries(32) as few:
        read(client, "provider_plan", plan)
    most = len(few)
    for _ in range(6):
        client.post(url("provider_add_activity", plan), {**DUSCH, "minutes": "5"})
    with django_assert_max_num_queries(most):
        read(client, "provider_plan", plan)


def test_an_objection_from_the_persons_own_page_is_told(client):
    plan = plan_of(offered_case())
    themselves = actor(plan.order.case.person, acting_as="self")
    answer_plan(plan=plan, approve=False, hand="self", words="Inte före nio.", by=themselves, at=NOW)
    as_carer(client, plan.order)
    assert "Inte före nio." in read(client, "provider_plan", plan)


# The shelf


def test_a_shelf_holds_each_days_time_and_what_is_free():
    week = shelf([("135", 40, 1), ("1234567", 15, 1)], 360, "minutes_week")
    assert [row.minutes for row in week.rows] == [55, 15, 55, 15, 55, 15, 15]
    assert (week.used, week.granted, week.free) == (225, 360, 135)
    assert [len(row.jars) for row in week.rows] == [2, 1, 2, 1, 2, 1, 1]


def test_a_shelf_holds_the_share_of_a_week_of_what_is_done_every_other():
    week = shelf([("2", 90, 2), ("24", 15, 1)], 360, "minutes_week")
    assert [row.minutes for row in week.rows] == [0, 60, 0, 15, 0, 0, 0]
    assert (week.used, week.average) == (75, True)
    assert not shelf([("24", 15, 1)], 360, "minutes_week").average


def test_a_shelf_never_reaches_outside_its_picture():
    for times in ([("1234567", 1440, 1)], [("1", 5, 1)] * 12, [("17", 200, 1), ("1", 1, 1)], [("1", 7, 4)]):
        week = shelf(times, 100_000, "minutes_week")
        assert all(jar.x + jar.width <= WIDTH for row in week.rows for jar in row.jars)
        assert week.free_jar.width <= WIDTH - GAP


def test_a_shelf_without_granted_time_has_nothing_free():
    week = shelf([("1", 30, 1)], 1, "count")
    assert (week.granted, week.free, week.free_jar) == (None, 0, None)
