"""The planner says what has happened, sees exactly what a mended plan changes, and takes it in once."""

import json
import os
import re
import signal
from datetime import datetime
from datetime import time as clock_time

import pytest
from django.urls import reverse

from samsyn.homecare.models import DayPlan, WorkShift
from samsyn.web.dayplan import aside
from tests import factories as f
from tests.dayplans import begun, shift, stop_of
from tests.dayplans import unit_day as made_day
from tests.rooms.hours import WEDNESDAY
from tests.web.day_searches import answered

pytestmark = pytest.mark.django_db
DAY = WEDNESDAY.isoformat()
MORNING = datetime.combine(WEDNESDAY, clock_time(9, 40), f.NOW.tzinfo)


@pytest.fixture
def known(monkeypatch, client, settings, tmp_path):
    """At 9.40: the first carer had a shower at eight and has another at ten."""
    settings.SAMSYN = {**settings.SAMSYN, "own_files": str(tmp_path / "own")}
    f.freeze(monkeypatch, MORNING)
    known = made_day(far=100)
    known.orders[1].plans.get().activities.update(start=clock_time(10))
    known.orders[1].planned.filter(day=WEDNESDAY).update(start=clock_time(10))
    f.log_in(client, known.planner)
    return known


@pytest.fixture
def plan(known):
    return begun(known, at=MORNING)


def text(answer):
    return " ".join(answer.content.decode().split())


def sent(plan, **more):
    return {"what": "ill", "carer": "", "start": "09:40", "seen": plan.turn, **more}


def mend(client, plan, **more):
    return client.post(reverse("dayplan_mend", args=[plan.pk]), sent(plan, **more))


def board(client, **asked):
    return client.get(reverse("dayplan"), {"dag": DAY, **asked})


def take(client, **more):
    return client.post(reverse("dayplan_take"), {"dag": DAY, **more})


def test_somebody_falls_ill_and_the_board_tells_exactly_what_changes(client, known, plan):
    page = text(client.get(reverse("dayplan_mend", args=[plan.pk])))
    assert all(words in page for words in ("Någon har blivit sjuk", "Ett besök är avbokat", "Ett besök blir sent"))
    assert 'value="09:40"' in page
    ill, other = known.carers
    assert mend(client, plan, carer=ill.pk).status_code == 302
    answered(known.unit.pk)
    asked = (aside._folder(known.unit.pk, WEDNESDAY) / "day.json").read_text()
    assert not any(name in asked for name in (ill.family_name, known.orders[1].case.person.family_name))
    assert WorkShift.objects.get(staff=ill).removed_at is None
    assert "Ta in den lagade planen" in text(board(client))
    assert take(client).status_code == 302
    shown = text(board(client))
    told = re.search(r'<section aria-labelledby="lagat">.*?</section>', shown)[0]
    assert f"Frånvaro i personalen: {ill.name}" in told
    assert "1 besök får någon annan." in told
    assert f"10.00 {ill.name}" in told
    assert f"10.00 {other.name}" in told
    assert "Dusch: Jag är ren." in told
    assert told.count("<tr>") == 2  # the head and the one that changes
    newest = DayPlan.objects.latest("pk")
    stop = stop_of(newest, known.orders[1])
    assert client.post(reverse("dayplan_accept", args=[newest.pk]), {"seen": 0, "stop": stop.pk}).status_code == 302
    assert known.orders[1].planned.get(day=WEDNESDAY).carer_id == other.pk
    assert WorkShift.objects.get(staff=ill, removed_at=None).ends == 9 * 60 + 40


@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"carer": ""}, 422, "Välj vem som blivit sjuk"),
        ({"start": "x"}, 422, "Skriv tiden som 9.40"),
        ({"start": "23:00"}, 409, "Passet är slut då"),
        ({"seen": 7}, 409, "Någon annan har ändrat planen"),
        ({"what": "added"}, 409, "redan någon till varje besök"),
        ({"what": "cancelled", "visit": "1-1"}, 422, ""),
        ({"what": "late", "visit": ""}, 422, "Välj vilket besök som blir sent"),
        ({"what": "war"}, 422, ""),
    ],
)
def test_what_cannot_be_mended_is_refused_in_words_and_begins_no_search(client, known, plan, wrong, status, words):
    answer = mend(client, plan, **{"carer": known.carers[0].pk, **wrong})
    assert (answer.status_code, words in text(answer)) == (status, True)
    assert aside.standing(known.unit.pk, WEDNESDAY) is None


def test_nobody_else_at_work_is_told_before_any_search(client, known, plan):
    WorkShift.objects.filter(staff=known.carers[1]).update(removed_at=MORNING, removed_by="x")
    answer = mend(client, plan, carer=known.carers[0].pk)
    assert (answer.status_code, "Ingen annan arbetar" in text(answer)) == (409, True)


def test_two_tabs_take_in_what_they_show_and_once(client, known, plan):
    mend(client, plan, carer=known.carers[0].pk)
    answered(known.unit.pk)
    first = aside.standing(known.unit.pk, WEDNESDAY).which
    assert mend(client, plan, carer=known.carers[1].pk).status_code == 302  # another tab, another carer
    answered(known.unit.pk)
    old = take(client, which=first)
    assert (old.status_code, "nyare förslag" in text(old)) == (409, True)
    assert WorkShift.objects.filter(removed_at__isnull=False).count() == 0
    second = aside.standing(known.unit.pk, WEDNESDAY).which
    assert take(client, which=second).status_code == 302
    again = take(client, which=second)
    assert (again.status_code, "redan intaget" in text(again)) == (409, True)
    assert DayPlan.objects.count() == 2


def test_a_plan_that_was_changed_while_it_was_mended_is_not_mended(client, known, plan):
    mend(client, plan, carer=known.carers[0].pk)
    answered(known.unit.pk)
    DayPlan.objects.filter(pk=plan.pk).update(turn=4)
    answer = take(client)
    assert (answer.status_code, "Någon annan har ändrat planen" in text(answer)) == (409, True)
    assert WorkShift.objects.filter(removed_at__isnull=False).count() == 0
    assert DayPlan.objects.count() == 1


def test_a_search_that_goes_on_is_not_pushed_aside_and_one_that_is_killed_is_told(client, known, plan, monkeypatch):
    folder = aside._folder(known.unit.pk, WEDNESDAY)
    monkeypatch.setattr(aside, "_is_alive", lambda _folder: True)
    folder.mkdir(parents=True)
    (folder / "day.json").write_text(json.dumps({"kind": "repair"}))
    answer = mend(client, plan, carer=known.carers[0].pk)
    assert (answer.status_code, "pågår redan" in text(answer)) == (409, True)
    assert "Planen lagas" in text(board(client))
    monkeypatch.setattr(aside, "_is_alive", lambda _folder: False)
    assert "Lagningen stannade" in text(board(client))
    assert mend(client, plan, carer=known.carers[0].pk).status_code == 302


def test_a_killed_process_leaves_nothing_half_done(client, known, plan, monkeypatch):
    begun_processes = []
    popen = aside.subprocess.Popen

    def kept(*args, **more):
        begun_processes.append(popen(*args, **more))
        os.killpg(begun_processes[-1].pid, signal.SIGKILL)
        return begun_processes[-1]

    monkeypatch.setattr(aside.subprocess, "Popen", kept)
    assert mend(client, plan, carer=known.carers[0].pk).status_code == 302
    begun_processes[0].wait()
    assert take(client).status_code == 409
    assert WorkShift.objects.filter(removed_at__isnull=False).count() == 0
    assert DayPlan.objects.count() == 1


def test_a_spoilt_answer_to_what_happened_is_told_and_forgotten(client, known, plan):
    folder = aside._folder(known.unit.pk, WEDNESDAY)
    folder.mkdir(parents=True)
    (folder / "day.json").write_text(json.dumps({"kind": "repair", "happened": {"what": "war", "at": 1}}))
    (folder / "plan.json").write_text(json.dumps({"lanes": {}, "seed": 1, "made": 1, "best": 0}))
    answer = take(client)
    assert (answer.status_code, "gick inte att läsa" in text(answer)) == (409, True)
    assert not folder.exists()


def test_a_shift_that_was_added_is_offered_among_who_may_fall_ill(client, known, plan):
    newer = f.staff("care_worker", known.unit)
    shift(newer, known.planner, at=MORNING)
    assert newer.name in text(client.get(reverse("dayplan_mend", args=[plan.pk])))


def test_what_more_would_give_is_worked_out_apart_told_and_put_away(client, known, plan):
    assert client.post(reverse("dayplan_more"), {"dag": DAY}).status_code == 302
    answered(known.unit.pk)
    shown = text(board(client))
    assert "En till som arbetar 7.00–16.00:" in shown
    assert "En timmes vidare tid för alla besök:" in shown
    which = aside.standing(known.unit.pk, WEDNESDAY).which
    assert take(client, which=which).status_code == 409  # it is no plan
    client.post(reverse("dayplan_forget"), {"dag": DAY, "which": "another"})
    assert "Vad mer skulle ge" in text(board(client))
    client.post(reverse("dayplan_forget"), {"dag": DAY, "which": which})
    assert aside.standing(known.unit.pk, WEDNESDAY) is None
    assert DayPlan.objects.count() == 1


@pytest.mark.parametrize(
    ("gave", "words"),
    [
        ({"more": 2.0, "worth": -50.0}, "En till som arbetar 8.00–16.00: 2 fler besök får någon som kommer. </li>"),
        ({"more": 0.0}, "som 30 minuter mindre resa (95 procent: 20 till 40)."),
        (
            {"more": 0.0, "worth": -30.0, "low": -40.0, "high": -20.0},
            "som 30 minuter mer resa (95 procent: 20 till 40).",
        ),
        ({"more": 0.0, "is_certain": False}, "går inte att skilja från slumpen."),
    ],
)
def test_what_more_would_give_is_told_with_its_interval_or_as_chance(client, known, plan, gave, words):
    told = {"kind": "carer", "worth": 30.0, "low": 20.0, "high": 40.0, "is_certain": True, "begins": 480, "ends": 960}
    folder = aside._folder(known.unit.pk, WEDNESDAY)
    folder.mkdir(parents=True)
    (folder / "day.json").write_text(json.dumps({"kind": "more", "which": "x"}))
    (folder / "plan.json").write_text(json.dumps({"gave": [told | gave]}))
    assert words.removesuffix(" </li>") in text(board(client))
    (folder / "plan.json").write_text(json.dumps({"gave": [{"kind": "war"}]}))
    assert "Det hann inte räknas." in text(board(client))
