"""The planner's pages under bad input and broken files: told in words or as nothing there, and nothing half done."""

import json
import os
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.cli.nightly import STEPS
from samsyn.homecare.actions import move_stop
from samsyn.homecare.day_facts import day_facts
from samsyn.homecare.models import DayPlan, WorkShift
from samsyn.people.roles import Role
from samsyn.web.dayplan import aside
from samsyn.web.dayplan.urls import urlpatterns
from tests import factories as f
from tests.dayplans import EIGHT, begun, stop_of, told
from tests.dayplans import unit_day as made_day
from tests.rooms.hours import WEDNESDAY

pytestmark = pytest.mark.django_db
DAY = WEDNESDAY.isoformat()
HUGE, LONG = "9" * 30, "9" * 5_000  # beyond what a database counts to, and what Python reads as a number


@pytest.fixture
def known(monkeypatch, client, settings, tmp_path):
    settings.SAMSYN = {**settings.SAMSYN, "own_files": str(tmp_path / "own")}
    f.freeze(monkeypatch)
    known = made_day()
    f.log_in(client, known.planner)
    return known


def text(answer):
    return " ".join(answer.content.decode().split())


def post(client, name, *args, **sent):
    return client.post(reverse(name, args=args), sent)


@pytest.mark.parametrize("bad", ["", "x", "-1", "NaN", HUGE, LONG, "٣", "<b>x</b>", "\0"], ids=range(9))
def test_whatever_stands_in_a_field_is_answered(client, known, bad):
    plan = begun(known)
    stop, carer = stop_of(plan, known.orders[1]), known.carers[1].pk
    order, person = known.orders[0].pk, known.orders[0].case.person_id
    forms = [
        ("dayplan_move", [plan.pk, stop.pk], {"carer": carer, "start": "08:00", "reason": "PERSONEN", "seen": 0}),
        ("dayplan_lock", [plan.pk], {"stop": stop.pk, "lane": carer, "seen": 0, "do": "lock"}),
        ("dayplan_mend", [plan.pk], {"what": "ill", "carer": carer, "start": "09:00", "seen": 0}),
        ("dayplan_mend", [plan.pk], {"what": "late", "visit": "x", "until": "09:00", "seen": 0}),
        ("dayplan_mend", [plan.pk], {"what": "added", "seen": 0}),
        ("dayplan_shifts", [], {"staff": carer, "begins": "07:00", "ends": "16:00", "break_minutes": 30}),
        ("dayplan_apart", [], {"person": person, "staff": carer, "wish": "person", "since": DAY, "reason": "x"}),
        ("dayplan_carer_skills", [carer], {"key": "INSULIN", "valid_from": DAY, "valid_to": DAY, "seen": 0}),
        ("dayplan_carer_sex", [carer], {"sex": "K", "seen": 0}),
        ("dayplan_person_demands", [person], {"of": f"{order}:", "skill": "INSULIN", "heavy": 1, "seen": 0}),
        ("dayplan_stop", [], {"dag": DAY}),
        ("dayplan_take", [], {"dag": DAY, "which": "x"}),
        ("dayplan_forget", [], {"dag": DAY, "which": "x"}),
    ]  # fmt: skip
    for name, args, fields in forms:
        for field in fields:
            answer = post(client, name, *args, **{**fields, field: bad})
            assert answer.status_code < 500, (name, field)
            assert "<b>x</b>" not in answer.content.decode(), (name, field)
    for name, args, asked in (
        ("dayplan", [], {"dag": DAY, "plan": "1", "vem": "1"}),
        ("dayplan_try", [plan.pk, stop.pk], {"carer": carer, "start": "480"}),
        ("dayplan_move", [plan.pk, stop.pk], {"carer": carer, "start": "08:00"}),
    ):
        for field in asked:
            answer = client.get(reverse(name, args=args), {**asked, field: bad})
            assert answer.status_code < 500, (name, field)


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-05", "9999-12-31"])
def test_a_day_that_nobody_can_mean_is_answered(client, known, day):
    for name in ("dayplan_begin", "dayplan_propose", "dayplan_more", "dayplan_take"):
        assert post(client, name, dag=day).status_code == 409


@pytest.mark.parametrize("number", ["0", "9223372036854775808", HUGE, LONG], ids=range(4))
def test_an_address_of_nothing_is_nothing_there(client, known, number):
    for pattern in urlpatterns:
        if not pattern.pattern.converters:
            continue
        path = reverse(pattern.name, kwargs=dict.fromkeys(pattern.pattern.converters, 1)).replace("/1/", f"/{number}/")
        for answer in (client.get(path), client.post(path, {"seen": 0})):
            assert answer.status_code in (404, 405), path


def test_nothing_is_done_for_another_site(known):
    plan = begun(known)
    here = {"pk": plan.pk, "stop_pk": stop_of(plan, known.orders[1]).pk, "other_pk": plan.pk}
    client = Client(enforce_csrf_checks=True)
    f.log_in(client, known.planner)
    for pattern in urlpatterns:
        path = reverse(pattern.name, kwargs={name: here[name] for name in pattern.pattern.converters})
        assert client.post(path).status_code in (403, 405), path


@pytest.mark.parametrize("bad", [{"stop": "x"}, {"lane": "x"}, {"stop": ""}, {"lane": HUGE}])
def test_what_names_no_visit_and_no_lane_does_not_accept_the_whole_plan(client, known, bad):
    plan = begun(known)
    move_stop(
        stop=stop_of(plan, known.orders[1]), carer=known.carers[1].pk, start=EIGHT, reason="ANNAT", **told(plan, known)
    )
    plan.refresh_from_db()
    assert post(client, "dayplan_accept", plan.pk, seen=plan.turn, **bad).status_code == 404
    assert not plan.stops.filter(accepted_at__isnull=False).exists()


def test_a_night_shift_is_taken_or_refused_in_words(client, known):
    """From eight in the evening until eight is more than a day's plan holds; a break may come after midnight."""
    there = f"{reverse('dayplan_shifts')}?dag={DAY}"
    night = {"staff": known.carers[0].pk, "begins": "21:00", "break_minutes": 30, "mode": "foot"}
    long = client.post(there, {**night, "ends": "08:00", "break_from": "23:00", "break_to": "23:30"})
    assert (long.status_code, "senast klockan 6.00" in text(long)) == (422, True)
    assert client.post(there, {**night, "ends": "06:00", "break_from": "01:00", "break_to": "02:00"}).status_code == 302
    held = WorkShift.objects.get(staff=known.carers[0], removed_at=None)
    assert (held.ends, held.break_from, held.break_to) == (30 * 60, 25 * 60, 26 * 60)
    outside = client.post(there, {**night, "ends": "06:00", "break_from": "12:00", "break_to": "13:00"})
    assert outside.status_code == 422


FOUND = {"lanes": {"CARER": [[480, "KEY"]]}, "seed": 1, "made": 1, "best": 1}
SPOILT = {
    "list": [], "number": 3, "faults": {"faults": 3}, "empty fault": {"faults": [{}]}, "gains": {"gave": 3},
    "before the day": {**FOUND, "lanes": {"CARER": [[-5, "KEY"]]}},
    "after the day": {**FOUND, "lanes": {"CARER": [[1440, "KEY"]]}},
    "never": {**FOUND, "lanes": {"CARER": [[float("inf"), "KEY"]]}},
    "twice": {**FOUND, "lanes": {"CARER": [[480, "KEY"], [520, "KEY"]]}},
    "two breaks": {**FOUND, "lanes": {"CARER": [[660, ""], [720, ""]]}},
    "seed": {**FOUND, "seed": -1}, "trials": {**FOUND, "made": 2**80}, "cost": {**FOUND, "best": float("nan")},
    "clashes": {**FOUND, "clashes": {"a": 1}},
    "rule": {**FOUND, "clashes": [{"sort": "set", "smallest": 1, "rules": [{"kind": "x"}]}]},
    "visit": {**FOUND, "clashes": [{"sort": "set", "smallest": 1, "rules": [{"kind": "tie", "visit": ["a"]}]}]},
}  # fmt: skip


@pytest.mark.parametrize("spoilt", [*(json.dumps(one) for one in SPOILT.values()), "{", "\udcff", "[" * 100_000],
                         ids=[*SPOILT, "half", "bytes", "deep"])  # fmt: skip
def test_an_answer_that_no_search_wrote_is_told_and_forgotten(client, known, spoilt):
    key = day_facts(known.unit.pk, WEDNESDAY, at=f.NOW).visits[0].key
    folder = aside._folder(known.unit.pk, WEDNESDAY)
    folder.mkdir(parents=True)
    (folder / "day.json").write_text("{}")
    said = spoilt.replace("CARER", str(known.carers[0].pk)).replace("KEY", key)
    for name in ("progress.json", "plan.json"):
        (folder / name).write_bytes(said.encode("utf-8", "surrogateescape"))
    assert client.get(reverse("dayplan"), {"dag": DAY}).status_code == 200
    answer = post(client, "dayplan_take", dag=DAY)
    assert (answer.status_code, "gick inte att läsa" in text(answer)) == (409, True)
    assert not folder.exists()
    assert not DayPlan.objects.exists()
    assert client.get(reverse("dayplan"), {"dag": DAY}).status_code == 200


def test_where_nothing_can_be_written_it_is_said_and_the_board_stands(client, known):
    aside._root().parent.mkdir(parents=True, exist_ok=True)
    aside._root().write_text("a file where the folder should be")
    plan = begun(known)
    for name, args, sent in (
        ("dayplan_propose", [], {"dag": DAY}),
        ("dayplan_more", [], {"dag": DAY}),
        ("dayplan_mend", [plan.pk], {"what": "ill", "carer": known.carers[0].pk, "start": "07:30", "seen": plan.turn}),
    ):
        answer = post(client, name, *args, **sent)
        assert (answer.status_code, "ingenstans att skriva" in text(answer)) == (409, True), name
    assert post(client, "dayplan_stop", dag=DAY).status_code == 302
    assert client.get(reverse("dayplan"), {"dag": DAY}).status_code == 200


def test_a_search_that_cannot_begin_leaves_no_home_behind(client, known, monkeypatch):
    def full(*_told, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(aside.subprocess, "Popen", full)
    assert "ingenstans att skriva" in text(post(client, "dayplan_propose", dag=DAY))
    assert list(aside._root().iterdir()) == []


def test_a_search_that_nobody_took_in_is_deleted_at_night_though_nobody_searches_again(known):
    old, new = (aside._folder(known.unit.pk, WEDNESDAY + timedelta(n)) for n in (0, 1))
    for folder in (old, new):
        folder.mkdir(parents=True)
        (folder / "day.json").write_text('{"points": [[100000, 6400000]]}')
    yesterday = time.time() - aside.OLD - 60
    os.utime(old, (yesterday, yesterday))
    STEPS["tidy"](f.NOW)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_lane_accepted_alone_tells_what_does_not_go_together_in_the_phones(client, known):
    """The two change visits: until the other lane is accepted too, the first has both in the phone."""
    one, two = known.carers
    known.orders[1].planned.filter(day=WEDNESDAY).update(carer=two)
    plan = begun(known)
    stops = [stop_of(plan, order) for order in known.orders]
    for stop, carer, start in ((stops[0], two, 9 * 60 + 20), (stops[1], one, EIGHT + 20), (stops[0], two, EIGHT)):
        move_stop(stop=stop, carer=carer.pk, start=start, reason="ANNAT", **told(plan, known))
    plan.refresh_from_db()
    said = "I telefonerna går det inte ihop"
    assert said not in text(client.get(reverse("dayplan"), {"dag": DAY}))
    assert post(client, "dayplan_accept", plan.pk, lane=one.pk, seen=plan.turn).status_code == 302
    board = text(client.get(reverse("dayplan"), {"dag": DAY}))
    assert said in board
    assert f"8.20 {known.orders[1].case.person.name}: {one.name} är upptagen: 20 minuter" in board
    plan.refresh_from_db()
    assert post(client, "dayplan_accept", plan.pk, lane=two.pk, seen=plan.turn).status_code == 302
    assert said not in text(client.get(reverse("dayplan"), {"dag": DAY}))


def test_somebody_whose_visit_is_gone_is_read_too_when_the_plan_names_them(client, known):
    """The list of what was decided, and the visit's own page, name whom the plan was about."""
    plan, person = begun(known), known.orders[1].case.person
    stop = stop_of(plan, known.orders[1])
    move_stop(stop=stop, carer=known.carers[1].pk, start=EIGHT, reason="ANNAT", **told(plan, known))
    known.orders[1].planned.filter(day=WEDNESDAY).delete()
    for address in (f"{reverse('dayplan')}?dag={DAY}", reverse("dayplan_move", args=[plan.pk, stop.pk])):
        before = Event.objects.count()
        assert person.name in text(client.get(address))
        read = Event.objects.filter(what="dayplan.read").latest("pk")
        assert Event.objects.count() > before
        assert person.pk in read.subjects, address


def test_no_address_of_another_unit_tells_or_does_anything(client, known):
    """Two units, the same day: every address with the other's keys is no access, and nothing of theirs changes."""
    plan = begun(known)
    stop = stop_of(plan, known.orders[1])
    here = {"pk": plan.pk, "stop_pk": stop.pk, "other_pk": plan.pk}
    keys = {
        "dayplan_shift_remove": WorkShift.objects.first().pk, "dayplan_carer_skills": known.carers[0].pk,
        "dayplan_carer_sex": known.carers[0].pk, "dayplan_person_demands": known.orders[0].case.person_id,
    }  # fmt: skip
    client.logout()
    f.log_in(client, f.acting(Role.PROVIDER_PLANNER, f.unit("Annan hemtjänst", purpose="provider")))
    for pattern in urlpatterns:
        names = pattern.pattern.converters
        given = {name: keys.get(pattern.name, here[name]) for name in names}
        path = reverse(pattern.name, kwargs=given)
        sent = {"dag": DAY, "seen": 0, "stop": stop.pk, "carer": known.carers[1].pk, "start": "08:00", "sex": "K"}
        for answer in (client.get(path, {"dag": DAY}), client.post(path, sent)):
            assert answer.status_code in ((403, 404, 405) if names else (200, 302, 405, 409, 422)), path
            assert known.orders[0].case.person.family_name not in text(answer), path
            assert known.carers[1].name not in text(answer), path
    plan.refresh_from_db()
    assert (plan.turn, WorkShift.objects.filter(removed_at=None).count()) == (0, 2)
