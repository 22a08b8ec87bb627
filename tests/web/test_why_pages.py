"""At a visit's page: why it is as it is, in words with names, at the costs that *Pröva* tells of the same move."""

import html
import re

import pytest
from django.urls import reverse

from samsyn.homecare.actions import lock_stop
from samsyn.homecare.models import CarerSex, CarerSkill, PlanWish, VisitDemand
from samsyn.people.models import Staff
from tests import factories as f
from tests.dayplans import EIGHT, begun, shift, stop_of, told
from tests.dayplans import unit_day as made_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(monkeypatch, client):
    f.freeze(monkeypatch)
    known = made_day(persons=3, far=600)
    for carer, given, family in zip(known.carers, ("Aino", "Bo"), ("Ek", "Alm"), strict=True):
        Staff.objects.filter(pk=carer.pk).update(given_name=given, family_name=family)
        carer.refresh_from_db()
    third = f.staff("care_worker", known.unit)
    Staff.objects.filter(pk=third.pk).update(given_name="Cilla", family_name="Berg")
    shift(third, known.planner)
    known.carers.append(third)
    f.log_in(client, known.planner)
    return known


@pytest.fixture
def plan(known):
    plan = begun(known)
    plan.stops.filter(person=known.orders[1].case.person_id).update(carer=known.carers[1])
    plan.stops.filter(person=known.orders[2].case.person_id).update(carer=known.carers[1], start=9 * 60)
    return plan


def page(client, plan, stop, **asked):
    answer = client.get(reverse("dayplan_move", args=[plan.pk, stop.pk]), asked)
    return " ".join(html.unescape(answer.content.decode()).split())


def rows(shown):
    """Each other carer: name, the words of the row, and where its trial is."""
    table = re.search(r'<table class="stack plan-others">.*?</table>', shown)[0]
    found = re.findall(r'<tr><th scope="row">(.*?)</th>.*?data-label="Vad[^>]*>(.*?)</td><td><a href="\?(.*?)#', table)
    return [(name, re.sub(r"<[^>]+>", "", words).strip(), query) for name, words, query in found]


def test_each_cost_is_what_a_trial_of_the_same_move_tells(client, known, plan):
    for order in known.orders:
        stop = stop_of(plan, order)
        found = rows(page(client, plan, stop))
        assert len(found) == 2
        for _name, words, query in found:
            asked = dict(part.split("=") for part in query.split("&"))
            hour, minute = map(int, asked["start"].split(":"))
            trial = client.get(
                reverse("dayplan_try", args=[plan.pk, stop.pk]), {"carer": asked["carer"], "start": hour * 60 + minute}
            ).json()
            if trial["ok"]:
                assert words.removeprefix("kostar mindre").strip() == ", ".join(trial["costs"])
                told_there = re.search(r"<h3>Vad det kostar</h3><ul>(.*?)</ul>", page(client, plan, stop, **asked))[1]
                assert re.findall(r"<li>(.*?)</li>", told_there) == trial["costs"]
            else:
                assert words.removeprefix("Ryms inte. Närmast: ") in trial["broken"]


def test_who_may_not_come_is_named_with_the_rule_and_who_comes_with_why(client, known, plan):
    order = known.orders[1]
    VisitDemand.objects.create(order=order, skill="INSULIN", noted_at=f.NOW, noted_by=known.planner.key)
    for carer in known.carers[:2]:
        CarerSkill.objects.create(
            staff=carer, key="INSULIN", valid_from=known.day, noted_at=f.NOW, noted_by=known.planner.key
        )
    shown = page(client, plan, stop_of(plan, order))
    told_of = {name: words for name, words, _ in rows(shown)}
    assert "Cilla Berg har inte den kompetens" in told_of["Cilla Berg"]
    assert "Det börjar på den lovade tiden, 8.00." in shown


def test_the_contact_person_who_could_come_is_named_with_what_it_would_cost(client, known, plan):
    order = known.orders[1]
    type(order).objects.filter(pk=order.pk).update(contact=known.carers[2])
    shown = page(client, plan, stop_of(plan, order))
    assert re.search(r"Kontaktpersonen kommer inte\. Cilla Berg kan komma \d+\.\d\d: ", shown)
    away = Staff.objects.get(pk=f.staff("care_worker", known.unit).pk)
    type(order).objects.filter(pk=order.pk).update(contact=away)
    assert "Ingen som kan det arbetar den dagen." in page(client, plan, stop_of(plan, order))


def test_who_would_meet_a_wish_about_a_carers_sex_is_not_told_by_name(client, known, plan):
    order = known.orders[1]
    PlanWish.objects.create(plan=order.plans.get(), carer_sex="K")
    CarerSex.objects.create(staff=known.carers[2], sex="K", told_on=known.day)
    shown = page(client, plan, stop_of(plan, order))
    wish = re.search(r"<li>Önskan om vem som hjälper till med kroppen uppfylls inte\.(.*?)</li>", shown)
    assert wish[1].strip() == ""
    plan.stops.filter(person=order.case.person_id).update(carer=known.carers[2])
    assert "kroppen" not in page(client, plan, stop_of(plan, order))


def test_what_is_locked_off_its_time_or_without_anybody_says_so(client, known, plan):
    stop = stop_of(plan, known.orders[2])
    shown = page(client, plan, stop)
    assert "Den lovade tiden, 8.00, hålls inte." in shown
    lock_stop(stop=stop, locked=True, **told(plan, known))
    assert "Besöket är låst" in page(client, plan, stop)
    plan.stops.filter(pk=stop.pk).update(carer=None, start=EIGHT, locked=False)
    shown = page(client, plan, stop)
    assert "Ingen kommer i planen." in shown
    assert len(rows(shown)) == 3
    rest = plan.stops.filter(person=None).first()
    assert "Varför så här" not in page(client, plan, rest)
