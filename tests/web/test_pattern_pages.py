"""The pattern's page: searched by a process apart, taken in with a reason, shown, followed by a day, ended."""

import html
import json
from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.homecare.models import DayPlan, PatternStop, VisitPattern, WorkShift
from samsyn.people.roles import Role
from samsyn.web.dayplan import aside
from tests import factories as f
from tests.dayplans import EIGHT, shift, stop_of
from tests.dayplans import unit_day as made_day
from tests.rooms.test_day_pattern import BEGINS, MONDAY, ended, found, taken
from tests.web.day_searches import answered

pytestmark = pytest.mark.django_db
HUGE = "9" * 30


@pytest.fixture
def known(monkeypatch, client, settings, tmp_path):
    settings.SAMSYN = {**settings.SAMSYN, "own_files": str(tmp_path / "own")}
    f.freeze(monkeypatch)
    known = made_day()
    for n in BEGINS:
        for carer in known.carers:
            shift(carer, known.planner, day=MONDAY + timedelta(n))
    f.log_in(client, known.planner)
    return known


def text(answer):
    return " ".join(html.unescape(answer.content.decode()).split())


def page(client, **asked):
    return text(client.get(reverse("dayplan_pattern"), asked))


def post(client, name, **sent):
    return client.post(reverse(name), sent)


def folder(known):
    return aside._folder(known.unit.pk, aside.PATTERN)


def put_answer(known, told, starts_on=MONDAY):
    folder(known).mkdir(parents=True, exist_ok=True)
    (folder(known) / "day.json").write_text(json.dumps({"which": "w", "starts_on": starts_on.isoformat()}))
    (folder(known) / "plan.json").write_text(told if isinstance(told, str) else json.dumps(told))


def answer_of(known):
    lanes = [{str(c): [[p.start, p.key] for p in lane] for c, lane in day.items()} for day in found(known).lanes]
    return {"lanes": lanes, "seed": 1}


def test_it_is_searched_apart_taken_in_shown_and_followed_by_a_day(client, known):
    assert "Enheten har ingen slinga än" in page(client)
    assert post(client, "dayplan_pattern_begin", monday=MONDAY.isoformat()).status_code == 302
    answered(known.unit.pk, aside.PATTERN)
    assert known.orders[0].case.person.family_name not in (folder(known) / "day.json").read_text()
    shown = page(client)
    assert "En slinga är klar" in shown
    assert "Den nya slingan" in shown
    assert "<dt>Med slingan</dt><dd>1,0</dd>" in shown
    without = post(client, "dayplan_pattern_take", newest=0)
    assert (without.status_code, "Välj varför du ändrar" in text(without)) == (422, True)
    assert post(client, "dayplan_pattern_take", newest=0, reason="FARRE").status_code == 302
    assert aside.standing(known.unit.pk, aside.PATTERN) is None
    shown = page(client)
    assert "Börjar gälla 2026-03-09" in shown
    assert "<dt>Med slingan</dt><dd>1,0</dd>" in shown
    for order in known.orders:
        assert order.case.person.name in shown
    for carer in known.carers:
        assert f"{carer.name}: 6 besök, 1 person, 6 dagar" in shown
    assert Event.objects.filter(what="pattern.read", access="read").exists()

    for carer in known.carers:
        shift(carer, known.planner, day=MONDAY + timedelta(16))
    day = (MONDAY + timedelta(16)).isoformat()  # the third week
    assert client.post(reverse("dayplan_propose"), {"dag": day}).status_code == 302
    answered(known.unit.pk, MONDAY + timedelta(16))
    assert client.post(reverse("dayplan_take"), {"dag": day}).status_code == 302
    plan, first = DayPlan.objects.get(), PatternStop.objects.filter(day=2)
    assert {s.person_id: (s.carer_id, s.start) for s in plan.stops.filter(person__isnull=False)} == {
        s.person_id: (s.carer_id, s.start) for s in first
    }
    board = text(client.get(reverse("dayplan"), {"dag": day}))
    assert "2 av 2 besök har den som brukar komma" in board


def test_each_day_follows_whichever_pattern_holds_it(client, known):
    """The same day and search, with two patterns that give the persons each other's carer."""
    taken(known)
    taken(known, seen=1, starts_on=MONDAY + timedelta(7), found=found(known, crossed=True))
    for n, carers in ((2, known.carers), (9, known.carers[::-1])):
        day = MONDAY + timedelta(n)
        client.post(reverse("dayplan_propose"), {"dag": day.isoformat()})
        answered(known.unit.pk, day)
        client.post(reverse("dayplan_take"), {"dag": day.isoformat()})
        plan = DayPlan.objects.get(day=day)
        assert [stop_of(plan, order).carer_id for order in known.orders] == [carer.pk for carer in carers]
        assert {stop_of(plan, order).start for order in known.orders} == {EIGHT + 10}
    stop = stop_of(plan, known.orders[0])
    plan.stops.filter(pk=stop.pk).update(carer=known.carers[0], start=EIGHT + 50)
    board = text(client.get(reverse("dayplan"), {"dag": day.isoformat()}))
    assert "1 av 2 besök har den som brukar komma" in board
    shown = text(client.get(reverse("dayplan_move", args=[plan.pk, stop.pk])))
    assert f"Den som brukar komma enligt slingan kommer inte. {known.carers[1].name}" in shown
    WorkShift.objects.filter(staff=known.carers[1], day=day).update(removed_at=f.NOW, removed_by="x")
    shown = text(client.get(reverse("dayplan_move", args=[plan.pk, stop.pk])))
    assert f"Den som brukar komma enligt slingan kommer inte. {known.carers[1].name} arbetar inte den dagen." in shown


def test_a_version_says_what_it_replaced_what_fits_nowhere_and_until_when_it_held(client, known):
    taken(known)
    taken(known, seen=1, starts_on=MONDAY + timedelta(7), found=found(known, crossed=True))
    shown = page(client)
    assert "<dt>Med den förra slingan</dt><dd>1,0</dd>" in shown
    assert "Gäller 2026-03-09 till 2026-03-15" in page(client, version=1) or "Gäller 2026-03-09 till" in shown
    ended(known, 2, ends_on=MONDAY + timedelta(9))
    shown = page(client)
    assert "Ingen slinga från och med 2026-03-18" in shown
    assert "Låt slingan sluta gälla" not in shown
    empty = [dict(lanes) for lanes in found(known).lanes]
    empty[2] = {}
    taken(known, seen=3, found=type(found(known))(tuple(empty), 1))
    shown = page(client)
    assert "2 besök har ingen i slingan" in shown
    assert f"onsdag, vecka 1: 8.00 {known.orders[0].case.person.name}" in shown


def test_it_is_ended_on_the_page_and_an_old_page_changes_nothing(client, known):
    taken(known)
    sent = {"ends_on": MONDAY.isoformat(), "reason": "ANNAT"}
    stale = post(client, "dayplan_pattern_end", **sent, newest=0)
    assert (stale.status_code, "Någon annan har ändrat slingan" in text(stale)) == (409, True)
    put_answer(known, answer_of(known))
    stale = post(client, "dayplan_pattern_take", reason="FARRE", newest=0)
    assert (stale.status_code, "Någon annan har ändrat slingan" in text(stale)) == (409, True)
    other = post(client, "dayplan_pattern_take", reason="FARRE", newest=1, which="an older one")
    assert (other.status_code, "nyare förslag" in text(other)) == (409, True)
    assert VisitPattern.objects.count() == 1
    assert post(client, "dayplan_pattern_end", **sent, newest=1).status_code == 302
    assert post(client, "dayplan_pattern_end", **sent, newest=1).status_code == 409
    assert VisitPattern.objects.count() == 2


SPOILT = {
    "list": [], "number": 3, "half": "{", "none": {}, "lanes": {"lanes": 3, "seed": 1},
    "thirteen days": {"lanes": [{}] * 13, "seed": 1}, "seed": {"lanes": [{}] * 14, "seed": 2**80},
    "twice": {"lanes": [{"1": [[480, "a"], [520, "a"]]}] + [{}] * 13, "seed": 1},
    "after the day": {"lanes": [{"1": [[1440, "a"]]}] + [{}] * 13, "seed": 1},
}  # fmt: skip


def test_an_answer_that_no_search_wrote_is_told_and_forgotten(client, known):
    for name, spoilt in SPOILT.items():
        put_answer(known, spoilt)
        assert "Förslaget gick inte att läsa" in page(client), name
        answer = post(client, "dayplan_pattern_take", reason="FARRE", newest=0)
        assert (answer.status_code, "gick inte att läsa" in text(answer)) == (409, True), name
        assert not folder(known).exists()
    assert VisitPattern.objects.count() == 0


def test_what_the_search_could_not_do_is_told(client, known):
    put_answer(known, {"stopped": True})
    assert "avbröts innan varje dag" in page(client)
    put_answer(known, {"fault": 2})
    assert "2026-03-11 går inte att planera" in page(client)
    put_answer(known, answer_of(known))
    assert f"{known.carers[0].name} 6" in page(client)
    assert post(client, "dayplan_pattern_forget", which="another").status_code == 302
    assert folder(known).exists()
    post(client, "dayplan_pattern_forget", which="w")
    assert not folder(known).exists()
    assert post(client, "dayplan_pattern_take", reason="FARRE", newest=0).status_code == 409
    folder(known).mkdir(parents=True)
    (folder(known) / "day.json").write_text("{}")
    assert post(client, "dayplan_pattern_take", reason="FARRE", newest=0).status_code == 409  # not ready
    post(client, "dayplan_pattern_stop")
    assert (folder(known) / "stop").exists()
    assert "Sökningen stannade" in page(client)


def test_whatever_stands_in_a_field_is_answered(client, known):
    taken(known)
    forms = [
        ("dayplan_pattern_begin", {"monday": MONDAY.isoformat()}),
        ("dayplan_pattern_end", {"ends_on": MONDAY.isoformat(), "reason": "ANNAT", "newest": 1}),
        ("dayplan_pattern_take", {"reason": "FARRE", "newest": 1, "which": "w"}),
    ]
    for name, fields in forms:
        if name == "dayplan_pattern_take":
            put_answer(known, answer_of(known))
        for field, bad in product(fields, ("", "-1", HUGE, "0001-01-01", "<b>x\0</b>")):
            answer = post(client, name, **{**fields, field: bad})
            assert answer.status_code in (409, 422), (name, field, bad)
            assert "<b>x" not in answer.content.decode()
    assert client.get(reverse("dayplan_pattern"), {"version": HUGE}).status_code == 200
    assert VisitPattern.objects.count() == 1


def test_others_are_refused_and_another_unit_sees_nothing_of_it(client, known):
    taken(known)
    f.log_in(client, f.acting(Role.PROVIDER_PLANNER, f.unit("Annan", purpose="provider")))
    shown = page(client)
    assert known.orders[0].case.person.name not in shown
    assert "Enheten har ingen slinga än" in shown
    f.log_in(client, f.acting(Role.CARE_WORKER, known.unit))
    assert client.get(reverse("dayplan_pattern")).status_code == 403
