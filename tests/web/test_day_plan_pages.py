"""The planner's pages: a plan begun and moved without a script, tried as JSON, refused in words, searched apart."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from samsyn.homecare.models import DayPlan, KeptApart, PlannedTime, VisitDemand, WorkShift
from samsyn.people.models import Staff
from samsyn.people.roles import Role
from samsyn.web.dayplan import aside
from tests import factories as f
from tests.dayplans import EIGHT, begun, shift, stop_of
from tests.dayplans import unit_day as made_day
from tests.protection import SECRETS, protected, told_in
from tests.rooms.hours import WEDNESDAY
from tests.web.day_searches import answered

pytestmark = pytest.mark.django_db
DAY = WEDNESDAY.isoformat()


@pytest.fixture
def known(monkeypatch, client, settings, tmp_path):
    settings.SAMSYN = {**settings.SAMSYN, "own_files": str(tmp_path / "own")}
    f.freeze(monkeypatch)
    known = made_day()
    f.log_in(client, known.planner)
    return known


def page(client, name, *args, **asked):
    return client.get(reverse(name, args=args), asked)


def text(answer):
    return " ".join(answer.content.decode().split())


def test_a_day_is_begun_moved_with_a_reason_and_accepted_without_a_script(client, known):
    assert "Dagen har ingen plan än" in text(page(client, "dayplan", dag=DAY))
    assert client.post(reverse("dayplan_begin"), {"dag": DAY}).status_code == 302
    plan = DayPlan.objects.get()
    stop, to = stop_of(plan, known.orders[1]), known.carers[1].pk
    board = text(page(client, "dayplan", dag=DAY))
    assert "1 regel är bruten" in board
    assert f'id="stop-{stop.pk}"' in board
    tried = text(page(client, "dayplan_move", plan.pk, stop.pk, carer=to, start="08:00"))
    assert "Det går" in tried
    assert "Dusch: Jag är ren." in tried  # the goal that hangs on it
    assert "som är ny för hen" in tried
    sent = {"carer": to, "start": "08:00", "seen": plan.turn}
    without = client.post(reverse("dayplan_move", args=[plan.pk, stop.pk]), sent)
    assert (without.status_code, "Välj varför du ändrar" in text(without)) == (422, True)
    moved = client.post(reverse("dayplan_move", args=[plan.pk, stop.pk]), {**sent, "reason": "PERSONEN"})
    assert moved.status_code == 302
    plan.refresh_from_db()
    assert client.post(reverse("dayplan_accept", args=[plan.pk]), {"seen": plan.turn}).status_code == 302
    assert {p.carer_id for p in PlannedTime.objects.filter(day=WEDNESDAY)} == {c.pk for c in known.carers}
    assert "godkände" in text(page(client, "dayplan", dag=DAY))


def test_the_persons_own_pages_show_who_comes_and_when_once_the_plan_is_accepted(client, known):
    """Moved on the board nothing is promised; accepted it is, on each page that says who comes."""
    first, second = known.carers
    Staff.objects.filter(pk=second.pk).update(given_name="Vega", family_name="Nyström")
    plan, order = begun(known), known.orders[1]
    stop, person = stop_of(plan, order), order.case.person_id
    sent = {"carer": second.pk, "start": "08:20", "reason": "PERSONEN", "seen": plan.turn}
    assert client.post(reverse("dayplan_move", args=[plan.pk, stop.pk]), sent).status_code == 302

    def own() -> list[str]:
        """What each of the person's pages says of that day's shower, tags taken out."""
        reader = Client()
        f.log_in(reader, f.actor(order.case.person, acting_as="self"))
        told = []
        for name in ("my_week", "my_time"):
            words = " ".join(re.sub(r"<[^>]+>", " ", text(page(reader, name, person, dag=DAY))).split())
            told.append(next(line for line in re.findall(r"8\.\d\d.{0,80}", words[words.index("4 mars") :])))
        return told

    assert all("8.00" in line and first.name in line for line in own()), own()
    plan.refresh_from_db()
    assert client.post(reverse("dayplan_accept", args=[plan.pk]), {"seen": plan.turn}).status_code == 302
    assert all("8.20" in line and "Vega Nyström" in line for line in own()), own()


def test_a_drag_is_told_what_it_breaks_costs_and_touches(client, known):
    plan = begun(known)
    stop = stop_of(plan, known.orders[1])
    answer = page(client, "dayplan_try", plan.pk, stop.pk, carer=known.carers[1].pk, start=EIGHT + 20).json()
    assert answer["ok"] is True
    assert any("20 min senare än lovat" in line for line in answer["touched"])
    assert answer["goals"] == ["Dusch: Jag är ren."]
    early = page(client, "dayplan_try", plan.pk, stop.pk, carer=known.carers[1].pk, start=7 * 60 + 5).json()
    assert (early["ok"], "passets början" in early["broken"][0]) == (False, True)
    for bad in ({"carer": "x"}, {"carer": 999_999, "start": 480}, {"carer": known.carers[1].pk, "start": 99_999}):
        assert page(client, "dayplan_try", plan.pk, stop.pk, **bad).status_code == 422
    alone = client.get(reverse("dayplan_try", args=[plan.pk, stop.pk]))
    assert alone["Location"] == reverse("dayplan_move", args=[plan.pk, stop.pk])
    stop.refresh_from_db()
    assert stop.carer_id == known.carers[0].pk


def test_somebody_who_has_an_old_page_is_told_so_and_changes_nothing(client, known):
    plan = begun(known)
    stop = stop_of(plan, known.orders[1])
    DayPlan.objects.filter(pk=plan.pk).update(turn=3)
    sent = {"carer": known.carers[1].pk, "start": "08:00", "reason": "PERSONEN", "seen": 0}
    answer = client.post(reverse("dayplan_move", args=[plan.pk, stop.pk]), sent)
    assert (answer.status_code, "Någon annan har ändrat planen" in text(answer)) == (409, True)
    for name in ("dayplan_accept", "dayplan_lock"):
        answer = client.post(reverse(name, args=[plan.pk]), {"seen": "", "stop": stop.pk, "do": "lock"})
        assert answer.status_code == 409
    stop.refresh_from_db()
    assert (stop.carer_id, stop.locked) == (known.carers[0].pk, False)


def test_what_is_drawn_has_numbers_that_a_browser_reads(client, known):
    """Swedish writes 12,5; a drawing must not."""
    begun(known)
    board = page(client, "dayplan", dag=DAY).content.decode()
    drawn = re.findall(r'\s(?:x|y|x1|x2|y1|y2|cx|cy|height|width)="([^"]*)"', board)
    assert len(drawn) > 50
    assert [number for number in drawn if not re.fullmatch(r"-?\d+(\.\d+)?", number)] == []


def test_the_list_says_what_the_board_says(client, known):
    plan = begun(known)
    board = page(client, "dayplan", dag=DAY).content.decode()
    bars = re.findall(r'<a href="([^"]+)" id="stop-', board)
    rows = re.findall(r'<td><a href="([^"]+/flytta/[^"]+)">', board)
    assert sorted(bars) == sorted(rows)
    assert len(bars) == plan.stops.count()


def test_two_plans_are_compared_visit_by_visit(client, known):
    plan, other = begun(known), begun(known)
    stop = stop_of(other, known.orders[1])
    other.stops.filter(pk=stop.pk).update(carer=known.carers[1].pk, start=EIGHT + 15)
    compared = text(page(client, "dayplan_compare", plan.pk, other.pk))
    assert known.orders[1].case.person.name in compared
    assert f"8.15 {known.carers[1].name}" in compared
    assert "Plan 1 och plan 2" in compared


def test_where_somebody_protected_lives_is_on_no_board_no_map_and_in_no_search(client, known):
    person = known.orders[1].case.person
    type(person).objects.filter(pk=person.pk).update(**SECRETS)
    protected(person)
    begun(known)
    board = page(client, "dayplan", dag=DAY)
    assert told_in(board.content.decode()) == []
    assert "1 hem är inte på kartan" in text(board)
    assert board.content.decode().count('class="map-home"') == 1


def test_a_search_runs_apart_is_taken_in_and_leaves_nothing_behind(client, known):
    assert client.post(reverse("dayplan_take"), {"dag": DAY}).status_code == 409  # there is none
    shift(known.carers[1], known.planner)
    assert client.post(reverse("dayplan_propose"), {"dag": DAY}).status_code == 302
    unit = known.unit.pk
    assert page(client, "dayplan", dag=DAY).status_code == 200  # nobody waits for it
    answered(unit)
    asked = json.loads((aside._folder(unit, WEDNESDAY) / "day.json").read_text())
    assert known.orders[0].case.person.family_name not in json.dumps(asked)
    assert "Visa förslaget" in text(page(client, "dayplan", dag=DAY))
    assert client.post(reverse("dayplan_take"), {"dag": DAY}).status_code == 302
    plan = DayPlan.objects.get()
    assert {s.carer_id for s in plan.stops.filter(person__isnull=False)} == {c.pk for c in known.carers}
    assert plan.source == "search"
    assert aside.standing(unit, WEDNESDAY) is None


def proposed(client, known) -> str:
    """The board with a search's proposal on it."""
    assert client.post(reverse("dayplan_propose"), {"dag": DAY}).status_code == 302
    answered(known.unit.pk)
    assert client.post(reverse("dayplan_take"), {"dag": DAY}).status_code == 302
    return text(page(client, "dayplan", dag=DAY))


def test_a_visit_that_nobody_at_work_may_be_given_is_set_aside_with_the_rule_and_the_rest_is_planned(client, known):
    VisitDemand.objects.create(order=known.orders[1], skill="INSULIN", noted_at=f.NOW, noted_by=known.planner.key)
    board = proposed(client, known)
    assert f"8.00 {known.orders[1].case.person.name}" in board
    assert "Ingen som arbetar har Delegering: insulin" in board
    assert "Vad som inte går ihop" not in board  # the rule by itself says it
    plan = DayPlan.objects.get()
    assert stop_of(plan, known.orders[1]).carer_id is None
    assert stop_of(plan, known.orders[0]).carer_id is not None


def test_a_day_on_which_nobody_may_make_any_visit_is_shown_as_such(client, known):
    for order in known.orders:
        VisitDemand.objects.create(order=order, skill="INSULIN", noted_at=f.NOW, noted_by=known.planner.key)
    board = proposed(client, known)
    assert board.count("Ingen som arbetar har Delegering: insulin") == 2
    assert DayPlan.objects.get().stops.filter(person=None).count() == 2  # both have their break


def test_visits_that_have_no_room_together_are_told_with_the_rules_in_the_way_by_name(client, known):
    """Two at eight, a kilometre apart, and one who works until nine."""
    first, second = known.carers
    WorkShift.objects.filter(staff=second).update(removed_at=f.NOW, removed_by=known.planner.key)
    shift(first, known.planner, begins=7 * 60 + 40, ends=9 * 60, break_minutes=0)
    board = proposed(client, known)
    assert "Vad som inte går ihop" in board
    told = board[board.index("Vad som inte går ihop") :]
    for order in known.orders:
        assert f"8.00 {order.case.person.name}" in told
    assert f"Tillbaka när passet slutar</dt><dd>{first.name} 9.00" in told
    assert DayPlan.objects.get().clashes.get().smallest
    # Once somebody has come to both, nothing is in the way any longer.
    DayPlan.objects.get().stops.filter(person__isnull=False).update(carer=first)
    assert "Vad som inte går ihop" not in text(page(client, "dayplan", dag=DAY))


def test_a_visit_that_is_locked_to_somebody_who_does_not_work_is_named_with_the_lock(client, known):
    plan = begun(known)
    plan.stops.filter(person=known.orders[1].case.person_id).update(locked=True)
    WorkShift.objects.filter(staff=known.carers[0]).update(removed_at=f.NOW, removed_by=known.planner.key)
    board = proposed(client, known)
    told = board[board.index("Vad som inte går ihop") :]
    assert f"8.00 {known.orders[1].case.person.name}: {known.carers[0].name} 8.00" in told
    assert "Arbetar inte" in told


def test_a_search_that_cannot_be_read_is_told_and_forgotten(client, known):
    folder = aside._folder(known.unit.pk, WEDNESDAY)
    folder.mkdir(parents=True)
    for spoilt in ({"lanes": 3}, {"lanes": {"x": [[1, "a"]]}, "seed": 1, "made": 1, "best": 1}):
        folder.mkdir(exist_ok=True)
        (folder / "day.json").write_text("{}")
        (folder / "plan.json").write_text(json.dumps(spoilt))
        answer = client.post(reverse("dayplan_take"), {"dag": DAY})
        assert (answer.status_code, "gick inte att läsa" in text(answer)) == (409, True)
        assert not folder.exists()
    assert DayPlan.objects.count() == 0


@pytest.mark.parametrize("day", ["", "2026-02-31", "x", "9999-12-31"])
def test_a_day_that_is_none_plans_nothing(client, known, day):
    for name in ("dayplan_begin", "dayplan_propose"):
        assert client.post(reverse(name), {"dag": day}).status_code == 409
    assert page(client, "dayplan", dag=day).status_code == 200
    assert DayPlan.objects.count() == 0


def test_shifts_are_written_in_and_taken_away_and_wrong_ones_refused(client, known):
    there = f"{reverse('dayplan_shifts')}?dag={(WEDNESDAY + timedelta(1)).isoformat()}"
    sent = {
        "staff": known.carers[0].pk, "begins": "07:00", "ends": "16:00", "break_minutes": 30, "break_from": "11:00",
        "break_to": "12:00", "mode": "bicycle",
    }  # fmt: skip
    assert client.post(there, sent).status_code == 302
    made = WorkShift.objects.get(day=WEDNESDAY + timedelta(1))
    assert (made.begins, made.mode) == (420, "bicycle")
    for wrong, words in (
        ({"break_from": "06:00"}, "Rasten ska börja inom passet"), ({"begins": "25:00"}, "Skriv"),
        ({"break_minutes": "-3"}, "rastens minuter"), ({"staff": ""}, "Välj vem"), ({"mode": "rocket"}, "Välj hur hen"),
    ):  # fmt: skip
        answer = client.post(there, {**sent, **wrong})
        assert (answer.status_code, words in text(answer)) == (422, True), wrong
    assert client.post(reverse("dayplan_shift_remove", args=[made.pk])).status_code == 302
    assert WorkShift.objects.get(pk=made.pk).removed_by == known.planner.key


def test_why_two_are_kept_apart_is_on_no_list(client, known):
    sent = {
        "person": known.orders[0].case.person_id, "staff": known.carers[1].pk, "wish": "person", "since": DAY,
        "reason": "De är grannar sedan länge.",
    }  # fmt: skip
    assert client.post(reverse("dayplan_apart"), sent).status_code == 302
    assert "grannar" not in text(page(client, "dayplan_apart"))
    pair = KeptApart.objects.get()
    assert "grannar" in text(page(client, "dayplan_apart_reason", pair.pk))
    assert client.post(reverse("dayplan_apart"), {**sent, "reason": ""}).status_code == 422
    assert client.post(reverse("dayplan_apart_end", args=[pair.pk])).status_code == 302
    assert client.post(reverse("dayplan_apart_end", args=[pair.pk])).status_code == 409
    f.log_in(client, f.acting(Role.CARE_WORKER, known.unit))
    assert page(client, "dayplan_apart_reason", pair.pk).status_code == 403
