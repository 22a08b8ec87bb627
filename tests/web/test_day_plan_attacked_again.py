"""The planner's pages pressed twice, and over what is left where a process ended: nothing is done twice or deleted."""

import json
import os
import shutil
from datetime import datetime
from datetime import time as clock_time
from fcntl import LOCK_EX, flock
from threading import Thread

import pytest
from django.urls import reverse

from samsyn.homecare.actions import remove_shift
from samsyn.homecare.day_facts import day_facts
from samsyn.homecare.models import DayPlan, WorkShift
from samsyn.homecare.queries import facts_to_search
from samsyn.web.dayplan import aside
from tests import factories as f
from tests.dayplans import EIGHT, begun, shift, stop_of
from tests.dayplans import unit_day as made_day
from tests.rooms.hours import WEDNESDAY

pytestmark = pytest.mark.django_db
DAY = WEDNESDAY.isoformat()


@pytest.fixture
def known(monkeypatch, client, settings, tmp_path):
    settings.SAMSYN = {**settings.SAMSYN, "own_files": str(tmp_path / "own")}
    f.freeze(monkeypatch)
    known = made_day(far=100)
    f.log_in(client, known.planner)
    return known


def text(answer):
    return " ".join(answer.content.decode().split())


def post(client, name, *args, **sent):
    return client.post(reverse(name, args=args), sent)


def left(known, asked, answer=None):
    """A search's folder as a process left it."""
    folder = aside._folder(known.unit.pk, WEDNESDAY)
    folder.mkdir(parents=True)
    (folder / "day.json").write_text(json.dumps(asked))
    if answer is not None:
        (folder / "plan.json").write_text(json.dumps(answer))
    return folder


def found(known):
    key = day_facts(known.unit.pk, WEDNESDAY, at=f.NOW).visits[0].key
    return {"lanes": {str(known.carers[1].pk): [[EIGHT, key], [660, ""]]}, "seed": 1, "made": 1, "best": 1}


def test_a_server_that_ended_before_it_deleted_the_answer_takes_it_in_once(client, known, tmp_path):
    folder = left(known, {"which": "x"}, found(known))
    shutil.copytree(folder, tmp_path / "kept")
    assert post(client, "dayplan_take", dag=DAY).status_code == 302
    assert not folder.exists()
    shutil.copytree(tmp_path / "kept", folder)
    assert post(client, "dayplan_take", dag=DAY).status_code == 302
    assert not folder.exists()
    assert DayPlan.objects.count() == 1


HAPPENED = {"what": "ill", "at": 540, "carer": 1, "visit": "", "until": 0}


@pytest.mark.parametrize(
    "spoilt",
    [
        {"plan": None}, {"plan": "x"}, {"turn": []}, {"happened": []}, {"happened": HAPPENED | {"at": "x"}},
        {"happened": HAPPENED | {"what": "cancelled", "visit": "x-1"}}, {"happened": HAPPENED | {"visit": 5}},
        {"happened": HAPPENED | {"carer": 1e400}}, {"happened": HAPPENED | {"until": None}},
    ],
    ids=range(9),
)  # fmt: skip
def test_what_no_page_asked_of_a_mended_plan_is_told_and_forgotten(client, known, spoilt):
    plan = begun(known)
    asked = {"kind": "repair", "which": "x", "plan": plan.pk, "turn": 0, "happened": HAPPENED} | spoilt
    folder = left(known, asked, found(known))
    answer = post(client, "dayplan_take", dag=DAY)
    assert (answer.status_code, "gick inte att läsa" in text(answer)) == (409, True)
    assert not folder.exists()
    assert DayPlan.objects.count() == 1


def test_a_lock_without_its_start_is_no_rule_that_a_board_can_tell(client, known):
    rule = {"kind": "lock", "visit": day_facts(known.unit.pk, WEDNESDAY, at=f.NOW).visits[0].key}
    clash = {"sort": "set", "smallest": 1, "rules": [rule | {"kind": "happens"}, rule]}
    left(known, {}, found(known) | {"lanes": {}, "clashes": [clash]})
    assert post(client, "dayplan_take", dag=DAY).status_code == 409
    assert client.get(reverse("dayplan"), {"dag": DAY}).status_code == 200


def test_where_the_lock_of_a_search_cannot_be_read_the_board_stands(client, known):
    (left(known, {"which": "x"}) / "lock").mkdir()
    assert "Sökningen stannade" in text(client.get(reverse("dayplan"), {"dag": DAY}))


def test_who_takes_a_search_in_deletes_no_newer_one(known):
    folder = left(known, {"which": "newer"})
    aside.forget(known.unit.pk, WEDNESDAY, "older")
    assert folder.exists()
    aside.forget(known.unit.pk, WEDNESDAY, "newer")
    assert not folder.exists()


def test_two_who_begin_a_search_at_once_take_turns(known):
    """Else the second deletes what the first has just written, and both search in one folder."""
    facts = facts_to_search(WEDNESDAY, by=known.planner, at=f.NOW)
    began = []
    aside._root().mkdir(parents=True)
    held = os.open(aside._root(), os.O_RDONLY)
    flock(held, LOCK_EX)
    other = Thread(target=lambda: began.append(aside.begin(known.unit.pk, WEDNESDAY, facts, 1)))
    other.start()
    other.join(0.2)
    waits = (other.is_alive(), list(aside._root().iterdir()))
    os.close(held)
    other.join()
    assert waits == (True, [])
    assert began == [True]


def test_why_a_visit_is_with_somebody_whose_shift_was_taken_away_says_so(client, known):
    """Not that nobody comes in the plan, where the line above names who does."""
    plan = begun(known)
    remove_shift(shift=WorkShift.objects.get(staff=known.carers[0]), by=known.planner, at=f.NOW)
    page = text(client.get(reverse("dayplan_move", args=[plan.pk, stop_of(plan, known.orders[1]).pk])))
    assert f"{known.carers[0].name} arbetar inte den här dagen. Här nedanför" in page
    assert "Ingen kommer i planen" not in page


def test_a_break_after_midnight_is_moved_within_the_night(client, known):
    carer = known.carers[0]
    night = {"begins": 21 * 60, "ends": 6 * 60, "break_from": 60, "break_to": 120}
    shift(carer, known.planner, **night)
    plan = begun(known)
    rest = plan.stops.get(person=None, carer=carer)
    there = reverse("dayplan_move", args=[plan.pk, rest.pk])
    assert f'value="{rest.start // 60 % 24:02d}:{rest.start % 60:02d}"' in text(client.get(there))
    tried = reverse("dayplan_try", args=[plan.pk, rest.pk])
    assert client.get(tried, {"carer": carer.pk, "start": 25 * 60 + 30}).json()["ok"]
    assert client.get(tried, {"carer": carer.pk, "start": 30 * 60}).status_code == 422
    sent = {"carer": carer.pk, "start": "01:30", "reason": "ANNAT", "seen": 0}
    assert client.post(there, sent).status_code == 302
    assert plan.stops.get(pk=rest.pk).start == 25 * 60 + 30
    assert client.post(there, {**sent, "start": "12:00", "seen": 1}).status_code == 409


def test_a_visit_before_midnight_runs_late_until_after_it(client, known, monkeypatch):
    for carer in known.carers:
        shift(carer, known.planner, begins=15 * 60, ends=2 * 60, break_minutes=0)
    known.orders[1].planned.filter(day=WEDNESDAY).update(start=clock_time(23, 30))
    plan = begun(known)
    f.freeze(monkeypatch, datetime.combine(WEDNESDAY, clock_time(23, 50), f.NOW.tzinfo))
    f.log_in(client, known.planner)
    key = day_facts(known.unit.pk, WEDNESDAY, at=f.NOW).visits[-1].key
    sent = {"what": "late", "visit": key, "until": "00:20", "seen": plan.turn}
    assert post(client, "dayplan_mend", plan.pk, **sent).status_code == 302
    asked = json.loads((aside._folder(known.unit.pk, WEDNESDAY) / "day.json").read_text())
    assert asked["happened"]["until"] == 24 * 60 + 20


def test_who_goes_home_after_midnight_keeps_what_they_began_in_the_evening(client, known, monkeypatch):
    evening = datetime.combine(WEDNESDAY, clock_time(22), f.NOW.tzinfo)
    night = {"begins": 21 * 60, "ends": 6 * 60, "break_minutes": 0}
    for carer in known.carers:
        shift(carer, known.planner, **night)
    known.orders[1].planned.filter(day=WEDNESDAY).update(start=clock_time(21, 30))
    plan = begun(known)
    f.freeze(monkeypatch, evening)
    f.log_in(client, known.planner)
    sent = {"what": "ill", "carer": known.carers[0].pk, "start": "02:00", "seen": plan.turn}
    assert post(client, "dayplan_mend", plan.pk, **sent).status_code == 302
    asked = json.loads((aside._folder(known.unit.pk, WEDNESDAY) / "day.json").read_text())
    assert asked["happened"]["at"] == 26 * 60
    assert [v["settled"] for v in asked["day"]["visits"] if v["start"] == 21 * 60 + 30] == [True]
    assert WorkShift.objects.get(staff=known.carers[0], removed_at=None).ends == 30 * 60
