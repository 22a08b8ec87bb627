"""The provider's days and weeks: visits, deviations, extra help, and Min dag of both roles."""

import re
from datetime import time, timedelta

import pytest
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.homecare.actions import answer_plan, close_days, report_extra
from samsyn.people.roles import Role, job
from tests.factories import (
    NOW,
    accepted_case,
    acting,
    active_case,
    actor,
    change_requested_case,
    freeze,
    log_in,
    offered_case,
    order_of,
    ordered_case,
    person,
    plan_of,
    planner_of,
    staff,
    unit,
)
from tests.rooms.hours import WEDNESDAY, on
from tests.web.visits import as_carer, day_page, reported, visit_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    freeze(monkeypatch, on(WEDNESDAY))


# A day


def test_a_carers_day_has_time_person_address_what_and_how(client):
    order = order_of(active_case(of=person("Elsa", "Gren")))
    as_carer(client, order)
    page = day_page(client)
    for said in ("8.00–8.40", "Elsa Gren", "Storgatan 1", "Dusch", "Stöd in i duschen.", "Det blev annorlunda"):
        assert said in page


def test_the_address_of_a_protected_person_is_not_shown(client):
    case = active_case()
    case.person.protection = "registered"
    case.person.save()
    as_carer(client, order_of(case))
    assert "Storgatan 1" not in day_page(client)
    assert "◆ skyddade uppgifter" in day_page(client)


def test_other_days_are_reached_and_a_slip_of_the_pen_is_today(client):
    order = order_of(active_case())
    as_carer(client, order)
    assert "Du har inga besök den här dagen." in day_page(client, WEDNESDAY + timedelta(1))
    for slip in ("", "i morgon", "9999-12-31", "0001-01-01"):
        page = client.get(reverse("visits"), {"dag": slip})
        assert "onsdag 4 mars 2026" in page.content.decode().lower()


def test_a_coming_visit_has_not_differed_yet(client):
    order = order_of(active_case())
    as_carer(client, order)
    page = day_page(client, WEDNESDAY + timedelta(2))
    assert "planerad" in page
    assert "Det blev annorlunda" not in page


def test_a_carer_sees_ones_own_visits_alone(client):
    order = order_of(active_case(of=person("Elsa", "Gren")))
    colleague = actor(staff(Role.CARE_WORKER, order.provider, given_name="Siv"))
    for asked in ({}, {"vem": "alla"}, {"vem": str(visit_of(order).carer_id)}):
        log_in(client, colleague)
        assert "Elsa Gren" not in day_page(client, **asked)


def row_of(page, name):
    """The cells of a carer's line in the unit's day, as read."""
    row = next(r for r in page.split("<tr")[1:] if f">{name}</a>" in r)
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]


def test_the_planner_sees_a_line_for_each_carer_and_names_no_person(client):
    order = order_of(active_case(of=person("Elsa", "Gren")))
    carer = acting(Role.CARE_WORKER, order.provider)
    report_extra(
        order=order, day=WEDNESDAY, start=time(14, 20), minutes=15, reason="LANGRE", note_text="", by=carer,
        at=on(WEDNESDAY),
    )  # fmt: skip
    log_in(client, planner_of(order))
    for page in (day_page(client), client.get(reverse("my_day")).content.decode()):
        assert row_of(page, "Omar Björk") == ["Omar Björk", "1", "40 min", "8.00–8.40", "0", "15 min"]
        # By name only where a fast omsorgskontakt is to be offered to her.
        offered = f'{reverse("provider_contact", args=[order.pk])}">Elsa Gren</a>'
        assert "Elsa Gren" not in page.replace(offered, "", 1)
    assert not Event.objects.filter(what="visits.list").exists()


def test_the_planner_opens_one_carer_or_all_for_print(client):
    order = order_of(active_case(of=person("Elsa", "Gren")))
    log_in(client, planner_of(order))
    assert "Elsa Gren" in day_page(client, vem=visit_of(order).carer_id)
    assert Event.objects.filter(what="visits.list").latest("id").subjects == [order.case.person_id]
    assert "Elsa Gren" in day_page(client, vem="alla")
    for asked in (visit_of(order).carer_id + 1000, "ingen", "annorlunda"):
        page = day_page(client, vem=asked)
        assert "Elsa Gren" not in page
        assert "Här finns inget att visa den här dagen." in page
    for nonsense in ("-1", "²", "9" * 40, "x", "\0"):
        assert "Elsa Gren" not in day_page(client, vem=nonsense)


def test_the_planner_opens_what_became_otherwise_and_what_nobody_is_named_for(client):
    order = order_of(active_case(of=person("Elsa", "Gren")))
    as_carer(client, order)
    reported(client, visit_of(order), minutes="20", reason="LANGRE", note="Kort besök.")
    reported(client, visit_of(order), minutes="25", reason="LANGRE", note="Kort besök.")
    log_in(client, planner_of(order))
    assert row_of(day_page(client), "Omar Björk") == ["Omar Björk", "1", "40 min", "8.00–8.40", "1", "–"]
    assert day_page(client, vem="annorlunda").count("Kort besök.") == 1
    assert "Kort besök." in day_page(client, vem="annorlunda")
    order.planned.filter(day=WEDNESDAY).update(carer=None)
    page = day_page(client, vem="ingen")
    assert row_of(page, "Ingen är utsedd än")[:2] == ["Ingen är utsedd än", "1"]
    assert "Elsa Gren" in page


def test_two_carers_of_the_same_name_have_a_line_each(client):
    order, other = order_of(active_case()), order_of(active_case())
    namesake = staff(Role.CARE_WORKER, order.provider, given_name="Omar", family_name="Björk")
    other.planned.filter(day=WEDNESDAY).update(carer=namesake)
    log_in(client, planner_of(order))
    assert day_page(client).count(">Omar Björk</a>") == 2


def test_another_unit_sees_nothing_of_the_day(client):
    active_case(of=person("Elsa", "Gren"))
    log_in(client, acting(Role.PROVIDER_PLANNER, unit("Hemtjänst Syd", purpose="provider")))
    assert "Elsa Gren" not in day_page(client)


def test_showing_a_day_is_a_reading(client):
    case = active_case()
    as_carer(client, order_of(case))
    day_page(client)
    assert Event.objects.get(what="visits.list").subjects == [case.person_id]


def test_a_closed_day_says_that_it_went_as_planned(client, monkeypatch):
    order = order_of(active_case())
    as_carer(client, order)
    freeze(monkeypatch, on(WEDNESDAY + timedelta(1), 7))
    as_carer(client, order)
    assert "inte stängd än" in day_page(client)
    close_days(by=job("close-days"), at=on(WEDNESDAY + timedelta(1), 7), through=WEDNESDAY)
    assert "som planerat" in day_page(client)


def test_the_planner_is_told_which_days_are_not_closed_and_how_they_are(client, monkeypatch):
    order = order_of(active_case())
    freeze(monkeypatch, on(WEDNESDAY + timedelta(1), 7))
    log_in(client, planner_of(order))
    page = client.get(reverse("my_day")).content.decode()
    assert "Dagar som inte är stängda än" in page
    assert "samsyn nightly" in page
    close_days(by=job("close-days"), at=on(WEDNESDAY + timedelta(1), 7), through=WEDNESDAY)
    assert "Alla dagar till och med i går är stängda." in client.get(reverse("my_day")).content.decode()


# A week


def test_a_week_shows_planned_and_performed_side_by_side(client):
    order = order_of(active_case())
    as_carer(client, order)
    reported(client, visit_of(order), minutes="55", reason="LANGRE")
    page = client.get(reverse("provider_week", args=[order.pk])).content.decode()
    assert "Planerat 1 tim 20 min, utfört 55 min." in page
    assert "Det behövdes mer tid" in page
    assert f"?dag={WEDNESDAY - timedelta(9)}" in page
    assert f"?dag={WEDNESDAY + timedelta(5)}" in page


def test_an_empty_week_says_why(client):
    order = order_of(accepted_case())
    as_carer(client, order)
    page = client.get(reverse("provider_week", args=[order.pk])).content.decode()
    assert "Ingen tid är planerad eller utförd den här veckan." in page


# Min dag


def test_the_planners_day_has_a_place_for_everything_that_waits(client, monkeypatch):
    monday = NOW
    ordered_case(of=person("Elsa", "Gren"), at=monday)
    change_requested_case(of=person("Hilma", "Ros"), at=monday)
    accepted_case(of=person("Frida", "Dal"), at=monday)
    objected = offered_case(of=person("Judit", "Ek"), at=monday)
    themselves = actor(objected.person, acting_as="self")
    answer_plan(plan=plan_of(objected), approve=False, hand="self", words="Nej.", by=themselves, at=monday)
    log_in(client, acting(Role.PROVIDER_PLANNER))
    page = client.get(reverse("my_day")).content.decode()
    for caption in (
        "Nya beställningar",
        "Väntar på ert svar",
        "Ni väntar på handläggarens svar",
        "Mottagna, men planen är inte klar",
        "Planer som personen vill ändra",
        "Planer som snart inte är aktuella",
        "Gruppens tid i dag",
    ):
        assert caption in page
    assert "inte öppnad på mer än en arbetsdag" in page
    for name in ("Elsa Gren", "Hilma Ros", "Frida Dal", "Judit Ek"):
        assert name in page


def test_a_plan_is_named_a_month_before_it_runs_out(client, monkeypatch):
    case = active_case(of=person("Karl", "Moberg"))
    planner = planner_of(order_of(case))
    for days, named in ((150, False), (156, True)):
        freeze(monkeypatch, NOW + timedelta(days=days))
        log_in(client, planner)
        page = client.get(reverse("my_day")).content.decode()
        assert ("Alla planer är aktuella mer än en månad till." not in page) is named


def test_the_carers_day_has_visits_plans_to_make_and_ones_own_persons(client):
    order = order_of(active_case(of=person("Elsa", "Gren")))
    waiting = order_of(accepted_case(of=person("Frida", "Dal")))
    as_carer(client, order)
    page = client.get(reverse("my_day")).content.decode()
    assert "8.00–8.40" in page
    assert "ingen plan än" in page
    assert reverse("provider_order", args=[waiting.pk]) in page
    assert Event.objects.filter(what="orders.list").latest("id").subjects == sorted(
        [order.case.person_id, waiting.case.person_id]
    )


def test_a_carer_without_persons_is_told_where_they_come_from(client):
    log_in(client, actor(staff(Role.CARE_WORKER)))
    page = client.get(reverse("my_day")).content.decode()
    assert "Här kommer de personer du är kontaktperson för." in page


@pytest.mark.parametrize("role", [Role.PROVIDER_PLANNER, Role.CARE_WORKER])
@pytest.mark.parametrize("name", ["my_day", "visits"])
def test_the_number_of_queries_does_not_grow_with_the_day(client, django_assert_max_num_queries, role, name):
    active_case()
    accepted_case()
    log_in(client, acting(role))
    asked = {"dag": WEDNESDAY.isoformat(), "vem": "alla"}
    with django_assert_max_num_queries(60) as few:
        client.get(reverse(name), asked)
    most = len(few)
    for _ in range(4):
        active_case()
        accepted_case()
    with django_assert_max_num_queries(most):
        client.get(reverse(name), asked)


def test_other_roles_have_no_visits(client):
    for role in (Role.CASEWORKER, Role.ANALYST, Role.ADMINISTRATOR):
        log_in(client, acting(role))
        assert client.get(reverse("visits")).status_code == 403
