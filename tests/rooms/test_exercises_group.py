"""The year wheel and the working group: planned, marked done, noted, put right, carried out."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from samsyn.review.actions import (
    add_group_action,
    add_to_wheel,
    correct_note,
    finish_group_action,
    mark_done,
    remove_from_wheel,
    write_note,
)
from samsyn.review.models import GroupAction, GroupNote, WheelDone, WheelItem
from samsyn.review.queries import group_notes, late_actions, note_to_read, plan_of, wheel_reminders, year_wheel
from samsyn.review.year_wheel import State, shipped_wheel
from tests import exercising as made
from tests import factories as f

pytestmark = pytest.mark.django_db
TODAY = localdate(f.NOW)  # in March, when figures are gone through
LATER = f.NOW + timedelta(days=1)


def people():
    unit = made.unit_with(1)
    return unit, f.acting(Role.TEAM_LEADER, unit), f.acting(Role.CASEWORKER, unit)


def test_a_unit_follows_the_products_wheel_until_it_makes_its_own():
    unit, leader, caseworker = people()
    assert plan_of(unit.pk) == list(shipped_wheel())
    assert [s.planned.code for s in wheel_reminders(caseworker, today=TODAY)] == ["figures"]
    mine = add_to_wheel(unit=unit, month=3, label="Studiebesök", kind="", by=leader, at=f.NOW)
    assert add_to_wheel(unit=unit, month=3, label="Studiebesök", kind="", by=leader, at=f.NOW) == mine
    remove_from_wheel(unit=unit, code="figures", month=3, by=leader, at=f.NOW)
    assert [s.planned.label for s in wheel_reminders(caseworker, today=TODAY)] == ["Studiebesök"]
    assert WheelItem.objects.get(unit=unit, code="figures", month=3).removed_by == leader.key
    assert plan_of(f.unit("En annan").pk) == list(shipped_wheel())


def test_what_is_marked_done_reminds_no_more_and_the_first_who_said_so_stands():
    unit, leader, caseworker = people()
    for by in (caseworker, leader):
        mark_done(unit=unit, code="figures", year=2026, month=3, note="Vi gjorde det", by=by, at=f.NOW)
    assert WheelDone.objects.get().done_by == caseworker.key
    assert wheel_reminders(caseworker, today=TODAY) == []
    spokes, done = year_wheel(year=2026, today=TODAY, by=leader)
    assert [s.state for s in spokes if s.planned.code == "figures"] == [State.DONE, State.AHEAD]
    assert done["figures", 3].note == "Vi gjorde det"
    assert Event.objects.filter(what="wheel.done").count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        WheelDone.objects.update(note="")


def test_what_is_not_planned_or_not_come_yet_is_not_marked_done():
    unit, _leader, caseworker = people()
    for code, year, month in (("figures", 2026, 10), ("nothing", 2026, 3), ("figures", 2020, 3)):
        with pytest.raises(Refused):
            mark_done(unit=unit, code=code, year=year, month=month, by=caseworker, at=f.NOW)


def test_late_is_told_once_the_unit_has_begun():
    unit, leader, caseworker = people()
    add_to_wheel(unit=unit, month=6, label="Uppföljning", kind="group", by=leader, at=f.NOW)
    late = wheel_reminders(caseworker, today=TODAY + timedelta(days=40))
    assert [(s.planned.code, s.state) for s in late if s.planned.code == "figures"] == [("figures", State.LATE)]


@pytest.mark.parametrize(
    ("changed", "field"), [({"month": 13}, "month"), ({"label": ""}, "label"), ({"kind": "other"}, "kind")]
)
def test_what_cannot_be_planned_says_why(changed, field):
    unit, leader, caseworker = people()
    given = {"month": 3, "label": "Möte", "kind": ""} | changed
    with pytest.raises(Invalid) as wrong:
        add_to_wheel(unit=unit, by=leader, at=f.NOW, **given)
    assert wrong.value.field_name == field
    with pytest.raises(NoAccess):
        add_to_wheel(unit=unit, month=3, label="Möte", kind="", by=caseworker, at=f.NOW)


def test_a_note_is_put_right_in_a_version_beside_it():
    unit, leader, caseworker = people()
    note = write_note(unit=unit, held_on=TODAY, text="Vi enades.", by=caseworker, at=f.NOW, once="a")
    assert write_note(unit=unit, held_on=TODAY, text="Vi enades.", by=caseworker, at=f.NOW, once="a") == note
    told = {"held_on": TODAY, "text": "Vi enades om mallen.", "reason": "Otydligt"}
    right = correct_note(note=note, **told, by=leader, at=LATER)
    assert correct_note(note=note, **told, by=leader, at=LATER) == right
    with pytest.raises(Refused, match="nyss rättat"):
        correct_note(note=note, **(told | {"text": "Annat"}), by=caseworker, at=LATER)
    assert group_notes(by=caseworker) == [right]
    assert note_to_read(right.pk, by=caseworker) == (right, [note])
    with pytest.raises(DatabaseError), transaction.atomic():
        GroupNote.objects.filter(pk=note.pk).update(text="Annat")
    with pytest.raises(Invalid, match="vad som var fel"):
        correct_note(note=right, **(told | {"reason": " "}), by=leader, at=LATER)


def test_a_note_is_of_a_meeting_that_has_been_and_says_something():
    unit, _leader, caseworker = people()
    for held_on, text in ((TODAY + timedelta(1), "x"), (TODAY, " "), (TODAY.replace(year=1999), "x")):
        with pytest.raises(Invalid):
            write_note(unit=unit, held_on=held_on, text=text, by=caseworker, at=f.NOW)
    assert GroupNote.objects.count() == 0


def test_an_action_is_late_until_it_is_done_and_what_came_of_it_stands():
    unit, leader, caseworker = people()
    due = TODAY + timedelta(7)
    given = {"unit": unit, "what": "Ny mall", "responsible": caseworker.staff, "due_on": due, "once": "b"}
    added = add_group_action(**given, by=leader, at=f.NOW)
    assert add_group_action(**given, by=leader, at=f.NOW) == added
    assert late_actions(caseworker, today=due) == []
    assert late_actions(caseworker, today=due + timedelta(1)) == [added]
    other = f.actor(f.staff(Role.CASEWORKER, unit))
    assert late_actions(other, today=due + timedelta(1)) == []
    assert late_actions(leader, today=due + timedelta(1)) == [added]
    done = {"done_on": localdate(LATER), "outcome": "Alla använder den"}
    finish_group_action(group_action=added, **done, by=caseworker, at=LATER)
    assert finish_group_action(group_action=added, **done, by=caseworker, at=LATER).done_at == LATER
    with pytest.raises(Refused, match="redan avslutad"):
        finish_group_action(group_action=added, **(done | {"outcome": "Annat"}), by=leader, at=LATER)
    assert late_actions(leader, today=due + timedelta(1)) == []
    with pytest.raises(DatabaseError), transaction.atomic():
        GroupAction.objects.update(outcome="Annat")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"what": " "}, "what"),
        ({"responsible": 999_999}, "responsible"),
        ({"due_on": TODAY - timedelta(1)}, "due_on"),
        ({"due_on": TODAY + timedelta(2000)}, "due_on"),
    ],
)
def test_an_action_that_cannot_be_says_why(changed, field):
    unit, leader, caseworker = people()
    given = {"what": "Ny mall", "responsible": caseworker.staff, "due_on": TODAY} | changed
    with pytest.raises(Invalid) as wrong:
        add_group_action(unit=unit, by=leader, at=f.NOW, **given)
    assert wrong.value.field_name == field


def test_another_units_notes_and_actions_are_not_read_nor_written():
    unit, leader, caseworker = people()
    note = write_note(unit=unit, held_on=TODAY, text="Vi enades.", by=caseworker, at=f.NOW)
    added = add_group_action(
        unit=unit, what="Mall", responsible=caseworker.staff, due_on=TODAY, by=leader, at=f.NOW
    )  # fmt: skip
    away = f.acting(Role.TEAM_LEADER, f.unit("Någon annanstans"))
    for ask in (
        lambda: note_to_read(note.pk, by=away),
        lambda: write_note(unit=unit, held_on=TODAY, text="x", by=away, at=f.NOW),
        lambda: finish_group_action(group_action=added, done_on=TODAY, outcome="x", by=away, at=f.NOW),
        lambda: mark_done(unit=unit, code="figures", year=2026, month=3, by=away, at=f.NOW),
    ):
        with pytest.raises(NoAccess):
            ask()
