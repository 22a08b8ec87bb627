"""Visits that two come to, on pages: the planner's board and list, the carers' day and phone, the person's week."""

import json
import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.urls import reverse

from samsyn.homecare.models import DayPlan, PlannedTime, SecondCarer, VisitDemand, WorkShift
from samsyn.homecare.queries import group_days
from samsyn.people.models import Staff
from samsyn.people.roles import Role, job
from samsyn.web.downtime.content import content_of
from tests import factories as f
from tests.dayplans import EIGHT, begun, shift
from tests.dayplans import unit_day as made_day
from tests.rooms.hours import WEDNESDAY, on
from tests.web.day_searches import answered

pytestmark = pytest.mark.django_db
DAY = WEDNESDAY.isoformat()
NAMES = ("Astrid", "Bo", "Cecilia")


@pytest.fixture
def known(monkeypatch, client, settings, tmp_path):
    """Two persons at eight; the second person's visit needs two, and three are at work."""
    settings.SAMSYN = {**settings.SAMSYN, "own_files": str(tmp_path / "own")}
    f.freeze(monkeypatch)
    day = made_day()
    VisitDemand.objects.create(order=day.orders[1], staff=2, noted_at=f.NOW, noted_by=day.planner.key)
    third = f.staff(Role.CARE_WORKER, day.unit)
    shift(third, day.planner)
    for carer, name in zip([*day.carers, third], NAMES, strict=True):
        Staff.objects.filter(pk=carer.pk).update(given_name=name, family_name="Två")
    f.log_in(client, day.planner)
    return replace(day, carers=[Staff.objects.get(pk=c.pk) for c in (*day.carers, third)])


def text(answer):
    return " ".join(answer.content.decode().split())


def page(client, name, *args, **asked):
    return text(client.get(reverse(name, args=args), asked))


def part(plan, known, number):
    return plan.stops.get(person=known.orders[1].case.person_id, part=number)


def moved(client, plan, stop, carer, start="08:00"):
    plan.refresh_from_db()
    sent = {"carer": carer.pk, "start": start, "seen": plan.turn, "reason": "PERSONEN"}
    return client.post(reverse("dayplan_move", args=[plan.pk, stop.pk]), sent)


@pytest.fixture
def plan(client, known):
    """Bo and Cecilia are placed at the second person's."""
    plan = begun(known)
    assert moved(client, plan, part(plan, known, 0), known.carers[1]).status_code == 302
    assert moved(client, plan, part(plan, known, 1), known.carers[2]).status_code == 302
    return plan


def accepted(client, plan, stop):
    plan.refresh_from_db()
    assert (
        client.post(reverse("dayplan_accept", args=[plan.pk]), {"seen": plan.turn, "stop": stop.pk}).status_code == 302
    )


def test_the_board_says_in_words_that_one_is_missing_and_who_the_two_are(client, known):
    plan = begun(known)
    board = page(client, "dayplan", dag=DAY)
    assert "den andra saknas" in board
    assert "bara Astrid Två är med" in board
    assert "den andra av två, med Astrid Två" in board
    moved(client, plan, part(plan, known, 0), known.carers[1])
    moved(client, plan, part(plan, known, 1), known.carers[2])
    board = page(client, "dayplan", dag=DAY)
    assert "den andra saknas" not in board
    for stop, other in ((part(plan, known, 0), "Cecilia"), (part(plan, known, 1), "Bo")):
        bar = re.search(rf'id="stop-{stop.pk}".*?</a>', board)[0]
        assert f"två samtidigt, med {other} Två" in bar.partition(">")[0]
        assert "Två:" in bar.partition(">")[2]
    assert (
        board.count("två samtidigt, med Bo Två") == board.count("två samtidigt, med Cecilia Två") == 2
    )  # and the list
    assert "2 besök är placerade." in board


def test_a_drag_tells_that_the_other_moves_in_time_and_whose_lane_breaks(client, known, plan):
    first = part(plan, known, 0)
    told = client.get(
        reverse("dayplan_try", args=[plan.pk, first.pk]), {"carer": known.carers[1].pk, "start": EIGHT + 20}
    )
    assert told.json()["ok"] is True
    assert "Cecilia Två kommer samtidigt, och börjar också klockan 8.20." in told.json()["touched"]
    for carer, start, words in (
        (known.carers[2], EIGHT, "Cecilia Två kan inte vara båda"),
        (known.carers[1], 7 * 60 + 5, "passets början"),
    ):
        told = client.get(reverse("dayplan_try", args=[plan.pk, first.pk]), {"carer": carer.pk, "start": start}).json()
        assert not told["ok"]
        assert any(words in rule for rule in told["broken"])
    late = client.get(
        reverse("dayplan_try", args=[plan.pk, first.pk]), {"carer": known.carers[1].pk, "start": 7 * 60 + 5}
    )
    assert {name for name in ("Bo Två", "Cecilia Två") if any(name in rule for rule in late.json()["broken"])} == {
        "Bo Två", "Cecilia Två",
    }  # fmt: skip


def test_the_visits_page_says_that_two_are_needed_and_what_moving_does(client, known, plan):
    said = page(client, "dayplan_move", plan.pk, part(plan, known, 1).pk)
    assert "Två behövs samtidigt: med Bo Två." in said
    assert "I planen kommer Cecilia Två." in said
    other = begun(known)
    compared = page(client, "dayplan_compare", plan.pk, other.pk)
    assert "den första av två" in compared
    assert "den andra av två" in compared


def test_what_is_accepted_is_in_both_carers_day_and_phone_with_the_others_name(client, known, plan):
    accepted(client, plan, part(plan, known, 1))
    for mine, other in ((1, "Cecilia Två"), (2, "Bo Två")):
        carer = known.carers[mine]
        f.log_in(client, f.actor(carer, acting_as=carer.appointments.get(unit=known.unit).pk))
        day = page(client, "visits", dag=DAY)
        assert f"Tillsammans med {other}" in day
        assert known.orders[1].case.person.name in day
        assert "1 besök," in day
    f.log_in(client, known.planner)
    unit = page(client, "visits", dag=DAY)
    assert "1 som andra" in unit
    assert "2 besök," in unit  # of the persons, not of the carers
    assert "Tillsammans med Bo Två" in page(client, "visits", dag=DAY, vem=known.carers[2].pk)


def test_the_phone_is_told_with_whom(client, known, plan, monkeypatch):
    accepted(client, plan, part(plan, known, 0))
    f.freeze(monkeypatch, on(WEDNESDAY, 7))
    for mine, other in ((1, "Cecilia Två"), (2, "Bo Två")):
        carer = known.carers[mine]
        f.log_in(client, f.actor(carer, acting_as=carer.appointments.get(unit=known.unit).pk))
        device = json.dumps({"device": str(uuid4())})
        headers = {"X-Requested-With": "fetch"}
        client.post(reverse("mobile_begin"), device, content_type="application/json", headers=headers)
        day = client.post(reverse("mobile_day"), device, content_type="application/json", headers=headers).json()
        assert [visit["with"] for visit in day["visits"]] == [other]


def test_the_person_reads_who_the_two_are(client, known, plan):
    accepted(client, plan, part(plan, known, 0))
    person = known.orders[1].case.person
    f.log_in(client, f.actor(person, acting_as="self"))
    assert "Bo Två och Cecilia Två kommer" in page(client, "my_week", person.pk, dag=DAY)
    assert "Bo Två och Cecilia Två kommer" in page(client, "my_time", person.pk)


def test_the_lists_for_downtime_have_the_visit_in_both_carers_part(client, known, plan):
    accepted(client, plan, part(plan, known, 0))
    packer = job("downtime-pack")
    (group,) = group_days(first=on(WEDNESDAY, 6), last=on(WEDNESDAY, 20), by=packer)
    told = content_of(group, made=f.NOW, last=on(WEDNESDAY, 20), municipality="Samby", by=packer)
    parts = {one["title"]: json.dumps(one["rows"], ensure_ascii=False) for one in told["parts"]}
    assert "Tillsammans med Cecilia Två" in parts["Bo Två"]
    assert "Tillsammans med Bo Två" in parts["Cecilia Två"]
    assert "Tillsammans" not in parts["Astrid Två"]
    assert SecondCarer.objects.count() == 1
    assert PlannedTime.objects.filter(day=WEDNESDAY).count() == 2


def proposed(client, known):
    """The newest plan, which a process of its own has searched for, and its board."""
    assert client.post(reverse("dayplan_propose"), {"dag": DAY}).status_code == 302
    answered(known.unit.pk)
    assert client.post(reverse("dayplan_take"), {"dag": DAY}).status_code == 302
    return DayPlan.objects.latest("version"), page(client, "dayplan", dag=DAY)


def test_from_the_planners_word_by_a_search_to_both_phones_and_the_persons_page(client, known):
    VisitDemand.objects.all().delete()
    order = known.orders[1]
    person = order.case.person
    _plan, board = proposed(client, known)
    assert "två samtidigt" not in board
    sent = {"of": f"{order.pk}:", "skill": "", "heavy": 0, "staff": 2, "second_skill": "", "seen": 0}
    assert client.post(reverse("dayplan_person_demands", args=[person.pk]), sent).status_code == 302
    plan, board = proposed(client, known)
    stops = {s.part: s for s in plan.stops.filter(person=person)}
    assert board.count("två samtidigt, med") == 4  # on the board and in the list, each part
    assert stops[0].start == stops[1].start
    assert stops[0].carer_id != stops[1].carer_id
    assert client.post(reverse("dayplan_accept", args=[plan.pk]), {"seen": plan.turn}).status_code == 302
    names = [carer.name for number in (0, 1) for carer in known.carers if carer.pk == stops[number].carer_id]
    for number, other in ((0, names[1]), (1, names[0])):
        carer = next(c for c in known.carers if c.pk == stops[number].carer_id)
        f.log_in(client, f.actor(carer, acting_as=carer.appointments.get(unit=known.unit).pk))
        assert f"Tillsammans med {other}" in page(client, "visits", dag=DAY)
    f.log_in(client, f.actor(person, acting_as="self"))
    assert f"{names[0]} och {names[1]} kommer" in page(client, "my_week", person.pk, dag=DAY)


def test_two_who_never_work_at_once_are_told_as_rules_that_cannot_hold_together(client, known):
    """One goes home at half past eight and the other comes at nine: either could come, both never."""
    WorkShift.objects.filter(staff=known.carers[2]).update(removed_at=f.NOW, removed_by=known.planner.key)
    shift(known.carers[0], known.planner, begins=7 * 60, ends=8 * 60 + 45, break_minutes=0)
    shift(known.carers[1], known.planner, begins=9 * 60, ends=12 * 60, break_minutes=0)
    plan, board = proposed(client, known)
    parts = plan.stops.filter(person=known.orders[1].case.person)
    assert {stop.carer_id for stop in parts} == {None}
    told = board[board.index("Vad som inte går ihop") :]
    assert f"8.00 {known.orders[1].case.person.name}, två samtidigt" in told
    assert "den andra av två" in board
