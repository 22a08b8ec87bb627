"""Skills, delegations, demands and a carer's sex as the planner notes them, and what planning reads of them."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.homecare.actions import end_demand, end_skill, note_demand, note_skill, tell_sex
from samsyn.homecare.day_facts import day_facts
from samsyn.homecare.models import CarerSex, CarerSkill, PlanWish, VisitDemand
from samsyn.homecare.queries import carer_skills, demand_for, demands_of, skill_for, unit_demands, unit_skills
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.dayplans import unit_day
from tests.rooms.hours import WEDNESDAY

pytestmark = pytest.mark.django_db
TODAY = localdate(f.NOW)
NURSE = "Lo Ek, leg. sjuksköterska"


@pytest.fixture
def known():
    return unit_day()


def note(known, *, n: int = 1, **more) -> CarerSkill:
    carer = known.carers[n]
    told = {"key": "INSULIN", "valid_from": TODAY, "valid_to": TODAY + timedelta(100), "decided_by": NURSE}
    told |= {"seen": carer_skills(carer.pk, by=known.planner, at=f.NOW).seen, "by": known.planner, "at": f.NOW}
    return note_skill(staff=carer, **(told | more))


def demand(known, **more) -> VisitDemand:
    order = known.orders[1]
    told = {"item": "", "skill": "INSULIN", "heavy": 0, "by": known.planner, "at": f.NOW}
    told |= {"seen": demands_of(order.case.person_id, by=known.planner, at=f.NOW).seen}
    return note_demand(order=order, **(told | more))


def wishes_a_woman(known) -> None:
    PlanWish.objects.create(plan=known.orders[1].plans.get(), carer_sex="K")


def skills_on(known, day: date) -> set[str]:
    facts = day_facts(known.unit.pk, day, at=f.NOW)
    return set(facts.shift(known.carers[1].pk).skills)


def test_what_is_noted_is_what_planning_reads_from_its_first_day_to_its_last(known):
    note(known, valid_from=WEDNESDAY, valid_to=WEDNESDAY)
    assert skills_on(known, WEDNESDAY) == {"INSULIN"}
    held = CarerSkill.objects.get()
    CarerSkill.objects.update(valid_from=WEDNESDAY - timedelta(9), valid_to=WEDNESDAY - timedelta(1))
    assert skills_on(known, WEDNESDAY) == set()
    CarerSkill.objects.update(valid_to=None)
    end_skill(skill=held, by=known.planner, at=f.NOW)  # the delegation was taken back
    assert skills_on(known, WEDNESDAY) == set()
    assert CarerSkill.objects.get().ended_by == known.planner.key
    assert [e.what for e in Event.objects.filter(what__startswith="skill.").order_by("pk")] == [
        "skill.note", "skill.end"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"key": "KIRURGI"}, "key", "listan"),
        ({"key": "language:sv"}, "key", "listan"),
        ({"valid_to": TODAY - timedelta(1), "valid_from": TODAY}, "valid_to", "före den första"),
        ({"valid_from": TODAY - timedelta(50), "valid_to": TODAY - timedelta(1)}, "valid_to", "redan gått ut"),
        ({"valid_to": None}, "valid_to", "högst ett år"),
        ({"valid_to": TODAY.replace(year=TODAY.year + 1)}, "valid_to", "högst ett år"),
        ({"decided_by": "  "}, "decided_by", "vem som har delegerat"),
        ({"valid_from": TODAY - timedelta(40_000)}, "valid_from", ""),
    ],
    ids=["unknown", "swedish", "backwards", "over", "no-end", "year", "nobody", "long-ago"],
)
def test_a_delegation_that_cannot_be_is_refused_by_its_field(known, wrong, field, words):
    with pytest.raises(Invalid) as why:
        note(known, **wrong)
    assert why.value.field_name == field
    assert words in str(why.value.refusal)
    assert CarerSkill.objects.count() == 0


def test_a_delegation_may_last_a_year_to_the_day_before_and_what_is_none_for_good(known):
    last = TODAY.replace(year=TODAY.year + 1) - timedelta(1)
    assert note(known, valid_to=last).valid_to == last
    for key in ("LYFT", "language:fi"):
        assert note(known, key=key, valid_to=None, decided_by="").valid_to is None


def test_pressed_twice_is_once_and_what_is_wrong_is_taken_away_first(known):
    first = note(known)
    assert note(known, seen=0) == first  # the same form once more
    with pytest.raises(Invalid, match="redan inskrivet"):
        note(known, valid_to=TODAY + timedelta(5))
    end_skill(skill=first, by=known.planner, at=f.NOW)
    assert note(known, valid_to=TODAY + timedelta(5)).pk != first.pk
    with pytest.raises(Refused, match="redan borttaget"):
        end_skill(skill=first, by=known.planner, at=f.NOW)


def test_two_planners_never_note_over_each_other_unread(known):
    seen = carer_skills(known.carers[1].pk, by=known.planner, at=f.NOW).seen
    first = note(known)
    with pytest.raises(Refused, match="Någon annan har ändrat"):
        note(known, key="LYFT", seen=seen)
    end_skill(skill=first, by=known.planner, at=f.NOW)
    with pytest.raises(Refused, match="Någon annan har ändrat"):
        note(known, key="LYFT", seen=seen + 1)
    seen = demands_of(known.orders[1].case.person_id, by=known.planner, at=f.NOW).seen
    demand(known)
    with pytest.raises(Refused, match="Någon annan har ändrat"):
        demand(known, skill="LYFT", seen=seen)
    assert (CarerSkill.objects.count(), VisitDemand.objects.count()) == (1, 1)


def test_what_runs_out_and_what_has_run_out_is_told_and_what_was_renewed_is_not(known):
    note(known, valid_to=TODAY + timedelta(30))
    note(known, key="LAKEMEDEL", valid_to=TODAY + timedelta(31))
    common = {"staff": known.carers[1], "noted_at": f.NOW, "noted_by": known.planner.key, "decided_by": NURSE}
    for key in ("INSULIN", "LYFT"):  # insulin is delegated anew
        CarerSkill.objects.create(key=key, valid_from=TODAY - timedelta(99), valid_to=TODAY - timedelta(3), **common)
    found = next(one for one in unit_skills(by=known.planner, at=f.NOW) if one.carer == known.carers[1])
    assert [(row.key, row.valid_to) for row in found.held] == [
        ("INSULIN", TODAY + timedelta(30)), ("LAKEMEDEL", TODAY + timedelta(31))
    ]  # fmt: skip
    assert [row.key for row in found.run_out] == ["LYFT"]


def test_a_demand_is_asked_of_who_comes_until_it_is_taken_away(known):
    held = demand(known, heavy=2)
    assert demand(known, heavy=2, seen=0) == held
    visits = {v.person: v for v in day_facts(known.unit.pk, WEDNESDAY, at=f.NOW).visits}
    mine = visits[known.orders[1].case.person_id]
    assert (mine.skills, mine.heavy) == ({"INSULIN"}, 2)
    assert visits[known.orders[0].case.person_id].skills == set()
    end_demand(demand=held, by=known.planner, at=f.NOW)
    with pytest.raises(Refused, match="redan borttaget"):
        end_demand(demand=held, by=known.planner, at=f.NOW)
    assert all(not v.skills for v in day_facts(known.unit.pk, WEDNESDAY, at=f.NOW).visits)
    told = Event.objects.filter(what__in=["demand.note", "demand.end"])
    assert {tuple(e.subjects) for e in told} == {(known.orders[1].case.person_id,)}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"skill": ""}, "skill"),
        ({"skill": "KIRURGI"}, "skill"),
        ({"heavy": 4}, "heavy"),
        ({"heavy": -1}, "heavy"),
        ({"staff": 3}, "staff"),
        ({"staff": 2, "second_skill": "KIRURGI"}, "second_skill"),
    ],
    ids=["nothing", "unknown", "heavy", "negative", "three", "second"],
)
def test_a_demand_that_is_none_is_refused_by_its_field(known, wrong, field):
    with pytest.raises(Invalid) as why:
        demand(known, **wrong)
    assert (why.value.field_name, VisitDemand.objects.count()) == (field, 0)


def test_a_carers_sex_is_asked_only_for_a_wish_kept_out_of_the_log_and_forgotten_when_they_like(known):
    carer, common = known.carers[1], {"by": known.planner, "at": f.NOW}
    with pytest.raises(Refused, match="ska inte frågas"):
        tell_sex(staff=carer, sex="K", seen=0, **common)
    wishes_a_woman(known)
    tell_sex(staff=carer, sex="K", seen=0, **common)
    wished = [w for v in day_facts(known.unit.pk, WEDNESDAY, at=f.NOW).visits for w in v.wishes if w.kind == "sex"]
    assert [w.carers for w in wished] == [{carer.pk}]
    event = Event.objects.get(what="sex.tell")
    assert event.detail == {"staff": carer.pk}
    told = carer_skills(carer.pk, **common)
    assert told.sex_told_on == TODAY
    assert not hasattr(told, "sex")
    with pytest.raises(Refused, match="Någon annan har ändrat"):
        tell_sex(staff=carer, sex="M", seen=0, **common)
    with pytest.raises(Invalid):
        tell_sex(staff=carer, sex="X", seen=told.sex_seen, **common)
    PlanWish.objects.all().delete()
    tell_sex(staff=carer, sex="", seen=told.sex_seen, **common)  # also when nobody wishes it any longer
    assert CarerSex.objects.count() == 0
    assert Event.objects.filter(what="sex.forget").count() == 1


def test_nobody_but_the_units_planner_reads_or_notes_anything_of_it(known):
    wishes_a_woman(known)
    skill, asked = note(known), demand(known)
    carer, person = known.carers[1], known.orders[1].case.person_id
    elsewhere = f.acting(Role.PROVIDER_PLANNER, f.unit("Annan hemtjänst", purpose="provider"))
    told = {"key": "LYFT", "valid_from": TODAY, "valid_to": None, "decided_by": "", "seen": 2}
    for by in (f.acting(Role.CARE_WORKER, known.unit), elsewhere):
        for act, given in (
            (carer_skills, {"pk": carer.pk}),
            (skill_for, {"pk": skill.pk}),
            (note_skill, {"staff": carer, **told}),
            (end_skill, {"skill": skill}),
            (tell_sex, {"staff": carer, "sex": "K", "seen": 0}),
            (demands_of, {"person_id": person}),
            (note_demand, {"order": known.orders[1], "item": "", "skill": "LYFT", "heavy": 0, "seen": 1}),
            (end_demand, {"demand": asked}),
        ):
            with pytest.raises(NoAccess):
                act(**given, by=by, at=f.NOW)
        with pytest.raises(NoAccess):
            demand_for(asked.pk, by=by)
    assert unit_skills(by=elsewhere, at=f.NOW) == []
    assert unit_demands(by=elsewhere, at=f.NOW) == []
    stranger = f.staff(Role.CARE_WORKER, f.unit("Tredje", purpose="provider"))
    with pytest.raises(NoAccess):
        carer_skills(stranger.pk, by=known.planner, at=f.NOW)


def test_the_reading_of_demands_is_on_record(known):
    demand(known)
    before = Event.objects.filter(what="demand.list").count()
    unit_demands(by=known.planner, at=f.NOW)
    demands_of(known.orders[1].case.person_id, by=known.planner, at=f.NOW)
    told = list(Event.objects.filter(what="demand.list").order_by("pk"))[before:]
    assert [sorted(e.subjects) for e in told] == [
        sorted(o.case.person_id for o in known.orders), [known.orders[1].case.person_id]
    ]  # fmt: skip
