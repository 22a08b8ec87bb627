"""Rounds: the draw is kept and comes again, each writes alone, what is handed in stands, and who may what."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.people.actions import appoint
from samsyn.people.models import Staff
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from samsyn.review.actions import close_exercise, hand_in, open_exercise, save_answer, settle_answer, write_vignette
from samsyn.review.exercise_draw import draw
from samsyn.review.models import Exercise, ExerciseAnswer, ExerciseDraw, ExerciseSheet, ExerciseVignette, UnitVignette
from samsyn.review.queries import (
    bank,
    exercise_to_read,
    half_handed_in,
    pooled_report,
    report_everywhere,
    report_to_read,
    sheet_of,
)
from samsyn.review.vignette import shipped, vignette_of
from tests import exercising as made
from tests import factories as f

pytestmark = pytest.mark.django_db
TODAY, LATER = localdate(f.NOW), f.NOW + timedelta(hours=1)
LEVEL = "0:omsorg:level"


def save(sheet, value, base=0, *, place=LEVEL, by=None, at=f.NOW):
    return save_answer(sheet=sheet, place=place, value=value, base=base, by=by or made.assessor(sheet), at=at)


def test_the_kept_seed_and_the_order_of_sheets_draw_the_same_versions_again():
    round_ = made.a_round(assessors=5, vignettes=("hemtjanst-hoft", "assistans-ms", "sabo-oro"))
    again = draw(round_.seed, range(5), ["sex", "sex", "age"])
    kept = {
        (d.sheet.place, d.vignette.number): d.variant
        for d in ExerciseDraw.objects.filter(sheet__exercise=round_).select_related("sheet", "vignette")
    }
    assert kept == again
    event = Event.objects.get(what="exercise.open")
    assert event.detail["seed"] == round_.seed
    assert event.detail["vignettes"] == ["hemtjanst-hoft@1", "assistans-ms@1", "sabo-oro@1"]


def test_whoever_holds_two_roles_has_one_sheet_and_answers_in_either():
    unit = made.unit_with(3)
    both = f.staff(Role.CASEWORKER, unit, family_name="Tvåroll")
    appoint(staff=both, unit=unit, role=Role.DELEGATE, valid_from=f.LONG_AGO, by=f.ADMINISTRATOR, at=f.NOW)
    leader = f.acting(Role.TEAM_LEADER, unit)
    round_ = open_exercise(
        unit=unit, title="Två", vignettes=[shipped()["hemtjanst-hoft"]], last_day=TODAY, seed=1, by=leader, at=f.NOW
    )
    sheet = round_.sheets.get(staff=both)
    as_one, as_other = (f.actor(both, acting_as=a.pk) for a in both.appointments.order_by("pk"))
    assert as_other.role is Role.DELEGATE
    assert save(sheet, "2", by=as_one).number == 1
    assert save(sheet, "3", 1, by=as_other).number == 2
    assert sheet_of(round_, by=as_other).written[LEVEL] == "3"


def test_team_leaders_may_read_both_versions_and_are_not_in_it():
    second = f.staff(Role.TEAM_LEADER, f.unit(made.UNIT), family_name="Andraledare")
    f.staff(Role.CASEWORKER, f.unit(made.UNIT))
    appoint(
        staff=second, unit=f.unit(made.UNIT), role=Role.CASEWORKER, valid_from=f.LONG_AGO, by=f.ADMINISTRATOR, at=f.NOW
    )
    round_ = made.a_round()
    assert not round_.sheets.filter(staff=second).exists()
    leader = f.acting(Role.TEAM_LEADER, round_.unit)
    assert not round_.sheets.filter(staff=leader.staff).exists()
    sheet = round_.sheets.first()
    with pytest.raises(NoAccess):
        save(sheet, "2", by=leader)


def test_a_round_of_so_few_that_answers_can_be_worked_out_is_not_opened():
    unit = made.unit_with(2)
    with pytest.raises(Refused, match="minst 3"):
        open_exercise(
            unit=unit, title="Liten", vignettes=[shipped()["hemtjanst-hoft"]], last_day=TODAY, seed=1,
            by=f.acting(Role.TEAM_LEADER, unit), at=f.NOW,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"vignettes": []}, "vignettes"),
        ({"last_day": TODAY - timedelta(1)}, "last_day"),
        ({"last_day": TODAY + timedelta(800)}, "last_day"),
    ],
)
def test_a_round_that_is_filled_in_wrongly_says_where(changed, field):
    unit = made.unit_with(3)
    given = {"title": "Runda", "vignettes": [shipped()["hemtjanst-hoft"]], "last_day": TODAY} | changed
    with pytest.raises(Invalid) as wrong:
        open_exercise(unit=unit, seed=1, by=f.acting(Role.TEAM_LEADER, unit), at=f.NOW, **given)
    assert wrong.value.field_name == field
    assert Exercise.objects.count() == 0


def test_of_two_tabs_neither_overwrites_the_other_and_nothing_is_handed_in_before_one_is_chosen():
    round_ = made.a_round(vignettes=("hemtjanst-hoft",))
    sheet = round_.sheets.first()
    by = made.assessor(sheet)
    for place, value in made.typed(sheet).items():
        save(sheet, value, place=place)
    assert save(sheet, "4", 1).number == 2
    beside = save(sheet, "0", 1)  # the other tab still had the first text
    assert beside.conflict.value == "4"
    assert sheet_of(round_, by=by).written[LEVEL] == "4"
    with pytest.raises(Refused, match="Två flikar"):
        hand_in(sheet=sheet, by=by, at=LATER)
    [kept] = sheet_of(round_, by=by).unsettled
    for _ in range(2):  # pressed twice
        settle_answer(version=kept, keep=True, by=by, at=LATER)
    assert sheet_of(round_, by=by).written[LEVEL] == "0"
    hand_in(sheet=sheet, by=by, at=LATER)
    assert set(sheet.versions.filter(place=LEVEL).values_list("value", flat=True)) == {"1", "4", "0"}


def test_handing_in_twice_gives_one_set_of_answers_and_they_never_change():
    round_ = made.a_round()
    sheet = made.answer(round_.sheets.first())
    count = sheet.answers.count()
    assert hand_in(sheet=sheet, by=made.assessor(sheet), at=LATER).handed_in_at == f.NOW
    assert sheet.answers.count() == count == 5
    with pytest.raises(Refused, match="ändras inte"):
        save(sheet, "2", 1)
    for row in (sheet.answers.first(), sheet, ExerciseDraw.objects.first(), ExerciseVignette.objects.first()):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save()
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()


def test_hours_are_kept_as_minutes_and_a_refusal_gives_nothing():
    round_ = made.a_round(vignettes=("hemtjanst-hoft",))
    sheet = round_.sheets.first()
    typed = made.typed(sheet) | {"0:omsorg:amount": "7,5", "0:mat:outcome": "refused", "0:mat:amount": "5"}
    for place, value in typed.items():
        save(sheet, value, place=place)
    hand_in(sheet=sheet, by=made.assessor(sheet), at=f.NOW)
    amounts = dict(sheet.answers.values_list("question", "amount"))
    assert amounts == {"omsorg": 450, "service": 180, "mat": 0}


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (LEVEL, "9"),
        ("0:omsorg:outcome", "kanske"),
        ("0:omsorg:amount", "mycket"),
        ("0:omsorg:amount", "169"),
        ("0:omsorg:amount", "-3"),
        ("0:mat:amount", "2,5"),
        ("0:-:words", "x" * 301),
        ("9:omsorg:level", "2"),
        ("", "2"),
    ],
)
def test_what_cannot_stand_in_a_field_is_refused_there(place, value):
    sheet = made.a_round(vignettes=("hemtjanst-hoft",)).sheets.first()
    with pytest.raises(Invalid) as wrong:
        save(sheet, value, place=place)
    assert wrong.value.field_name in {place, "place"}
    assert sheet.versions.count() == 0


def test_an_empty_field_stops_the_handing_in_and_names_itself():
    round_ = made.a_round(vignettes=("hemtjanst-hoft",))
    sheet = round_.sheets.first()
    for place, value in made.typed(sheet).items():
        if place != "0:mat:level":
            save(sheet, value, place=place)
    with pytest.raises(Invalid) as wrong:
        hand_in(sheet=sheet, by=made.assessor(sheet), at=f.NOW)
    assert wrong.value.field_name == "0:mat:level"
    save(sheet, "0", place="0:mat:amount", base=1)
    save(sheet, "1", place="0:mat:level")
    with pytest.raises(Invalid, match="hur mycket du beviljar"):
        hand_in(sheet=sheet, by=made.assessor(sheet), at=f.NOW)


def test_what_is_written_after_the_round_closed_is_kept_and_not_counted():
    round_ = made.a_round(assessors=4)
    made.answer_all(round_, but=1)
    last = round_.sheets.order_by("place").last()
    save(last, "1")
    made.close(round_, at=LATER)
    late = save(last, "4", 1, at=LATER)
    assert late.late
    assert sheet_of(round_, by=made.assessor(last)).written[LEVEL] == "4"
    with pytest.raises(Refused, match="Rundan är stängd"):
        hand_in(sheet=last, by=made.assessor(last), at=LATER)
    assert ExerciseAnswer.objects.filter(sheet=last).count() == 0


def test_closing_twice_is_closing_once():
    round_ = made.a_round()
    closed = made.close(round_)
    assert made.close(round_, at=LATER).closed_at == closed.closed_at
    assert Event.objects.filter(what="exercise.close").count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Exercise.objects.filter(pk=round_.pk).update(closed_at=None, closed_by="")


def test_whoever_leaves_keeps_what_is_handed_in_and_holds_nobody_up():
    round_ = made.a_round(assessors=4)
    first, second = list(round_.sheets.order_by("place"))[:2]
    made.answer(first)
    for sheet in (first, second):
        Staff.objects.filter(pk=sheet.staff_id).update(left_on=TODAY)
    for sheet in list(round_.sheets.order_by("place"))[2:]:
        made.answer(sheet, 1)
    made.close(round_)
    _, report, _ = report_to_read(round_.pk, by=f.acting(Role.TEAM_LEADER, round_.unit))
    assert not report.too_few  # three handed in, of whom one has left
    assert ExerciseAnswer.objects.filter(sheet=first).exists()


def test_who_comes_later_is_not_in_the_round():
    round_ = made.a_round()
    later = f.staff(Role.CASEWORKER, round_.unit, family_name="Nyanställd")
    assert sheet_of(round_, by=f.actor(later)) is None


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.DELEGATE, Role.TEAM_LEADER, Role.FEE_OFFICER])
def test_another_unit_or_role_neither_reads_nor_writes_nor_closes(role):
    round_ = made.a_round()
    made.answer_all(round_)
    made.close(round_)
    away = f.acting(role, f.unit("Någon annanstans"))
    for ask in (exercise_to_read, report_to_read):
        with pytest.raises(NoAccess):
            ask(round_.pk, by=away)
    with pytest.raises(NoAccess):
        close_exercise(exercise=round_, by=away, at=f.NOW)
    with pytest.raises(NoAccess):
        save(round_.sheets.first(), "2", by=away)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.DELEGATE])
def test_the_team_leader_alone_opens_closes_and_reads_the_bank(role):
    round_ = made.a_round()
    who = f.acting(role, round_.unit)
    with pytest.raises(NoAccess):
        bank(by=who)
    with pytest.raises(NoAccess):
        close_exercise(exercise=round_, by=who, at=f.NOW)


def test_one_neither_writes_nor_hands_in_anothers_sheet():
    round_ = made.a_round()
    mine, other = list(round_.sheets.order_by("place"))[:2]
    with pytest.raises(NoAccess):
        save(other, "2", by=made.assessor(mine))
    with pytest.raises(NoAccess):
        hand_in(sheet=other, by=made.assessor(mine), at=f.NOW)


def test_how_many_have_handed_in_is_told_of_eight_and_more_alone_and_only_by_halves():
    few, many = made.a_round(assessors=7), None
    assert half_handed_in(few) is None
    many = made.a_round(assessors=2)  # now nine at the unit
    assert many.sheets.count() == 9
    told = []
    for sheet in many.sheets.order_by("place"):
        told.append(half_handed_in(many))
        made.answer(sheet)
    assert told == [False] * 5 + [True] * 4


def test_rounds_are_pooled_for_the_unit():
    first = made.a_round(assessors=9)
    made.answer_all(first)
    made.close(first)
    second = made.a_round(assessors=0, seed=43)
    made.answer_all(second)
    leader = f.acting(Role.TEAM_LEADER, first.unit)
    assert pooled_report(by=leader)[0] == 1
    made.close(second)
    count, report = pooled_report(by=leader)
    assert (count, report.assessors, report.spreads) == (2, 18, ())
    assert report_everywhere(by=f.acting(Role.ANALYST)) == (count, report)
    with pytest.raises(NoAccess):
        report_everywhere(by=leader)


def test_a_units_own_vignette_is_kept_in_versions_that_never_change():
    unit = made.unit_with(3)
    leader = f.acting(Role.TEAM_LEADER, unit)
    own = vignette_of(shipped()["hemtjanst-hoft"].as_json() | {"code": "egen"})
    for _ in range(2):  # pressed twice
        write_vignette(unit=unit, vignette=own, by=leader, at=f.NOW)
    assert UnitVignette.objects.count() == 1
    later = vignette_of(own.as_json() | {"version": 2, "title": "Ny rubrik"})
    write_vignette(unit=unit, vignette=later, by=leader, at=LATER)
    assert bank(by=leader)["egen"].title == "Ny rubrik"
    with pytest.raises(Refused, match="ny version medan du skrev"):
        write_vignette(unit=unit, vignette=vignette_of(later.as_json() | {"title": "Annan"}), by=leader, at=LATER)
    with pytest.raises(Invalid, match="upptagen"):
        write_vignette(unit=unit, vignette=shipped()["hemtjanst-hoft"], by=leader, at=LATER)
    with pytest.raises(DatabaseError), transaction.atomic():
        UnitVignette.objects.update(version=7)
    with pytest.raises(NoAccess):
        write_vignette(unit=unit, vignette=own, by=f.acting(Role.CASEWORKER, unit), at=LATER)
    assert ExerciseSheet.objects.count() == 0
