"""A plan made together at a table: things put into a week within the frame, wishes, and the person's own tap."""

from datetime import time, timedelta

import pytest

from samsyn.audit.models import Event
from samsyn.homecare.actions import (
    add_own_item,
    answer_plan,
    change_minutes,
    hand_over,
    move_in_week,
    offer_plan,
    put_in_week,
    start_plan,
    take_from_week,
    write_plan,
    write_wishes,
)
from samsyn.homecare.models import Activity, OwnItem, Plan, PlanWish
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f

MORNING = time(8)
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    order = f.order_of(f.accepted_case())
    return start_plan(order=order, by=carer(order), at=f.NOW)


def carer(order):
    return f.acting(Role.CARE_WORKER, order.provider)


def put(plan, item="DUSCH", day=1, start=MORNING, minutes=None, what="Dusch", by=None):
    by = by or carer(plan.order)
    return put_in_week(plan=plan, item=item, what=what, day=day, start=start, minutes=minutes, by=by, at=f.NOW)


def written(plan, **more):
    told = {"participation": "Astrid valde.", "persons_words": "Bra.", "others_present": "",
            "follow_up_on": f.NOW.date() + timedelta(90), **more}  # fmt: skip
    return write_plan(plan=plan, **told, by=carer(plan.order), at=f.NOW)


def week(plan):
    return [(a.item, a.weekdays, a.minutes) for a in plan.activities.order_by("pk")]


def handed(plan, at=f.NOW):
    return hand_over(plan=plan, by=carer(plan.order), at=at)


def tapped(plan, name="Astrid Lind", approve=True, at=f.NOW, by=None, words=""):
    by = by or carer(plan.order)
    return answer_plan(plan=plan, approve=approve, hand="tablet", words=words, name=name, by=by, at=at)


def test_the_same_thing_on_two_days_is_one_activity_with_its_need_its_guard_and_the_contact(plan):
    put(plan)
    put(plan, day=3)
    put(plan, "INKOP", 5, time(14, 30), what="Inköp")
    assert week(plan) == [("DUSCH", "13", 40), ("INKOP", "5", 45)]
    shower, shopping = plan.activities.order_by("pk")
    needs = {n["area"]: n["id"] for n in plan.order.content["needs"]}
    assert (shower.need_id, shower.guarded, shower.responsible) == (needs["d510"], True, plan.order.contact)
    assert (shopping.need_id, shopping.guarded) == (needs["d620"], False)


def test_moved_made_longer_and_taken_away_the_rest_stands(plan):
    shower = put(plan)
    put(plan, day=3)
    by = carer(plan.order)
    move_in_week(plan=plan, activity=shower.pk, day=1, to_day=7, by=by, at=f.NOW)
    change_minutes(plan=plan, activity=shower.pk, minutes=50, by=by, at=f.NOW)
    assert week(plan) == [("DUSCH", "37", 50)]
    take_from_week(plan=plan, activity=shower.pk, day=3, by=by, at=f.NOW)
    assert week(plan) == [("DUSCH", "7", 50)]
    take_from_week(plan=plan, activity=shower.pk, day=7, by=by, at=f.NOW)
    assert week(plan) == []


def test_a_plan_beyond_the_frame_is_refused_with_the_limit_and_nothing_is_half_saved(plan):
    shower = put(plan, minutes=300)
    before, events = week(plan), Event.objects.count()
    by = carer(plan.order)
    for act in (
        lambda: put(plan, "STADNING", 2, what="Städning", minutes=61),
        lambda: put(plan, minutes=300, day=2),
        lambda: change_minutes(plan=plan, activity=shower.pk, minutes=361, by=by, at=f.NOW),
    ):
        with pytest.raises(Refused, match="beslutet ger 360"):
            act()
    assert (week(plan), Event.objects.count()) == (before, events)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"minutes": 0}, "minutes"), ({"minutes": -10}, "minutes"), ({"day": 8}, "day"), ({"day": 0}, "day"),
     ({"item": "FINNS_INTE"}, "item"), ({"item": "own:x"}, "item"), ({"item": "own:" + "9" * 30}, "item"),
     ({"what": " "}, "what")],
    ids=["no time", "negative", "day 8", "day 0", "unknown", "not a number", "too large", "no name"],
)  # fmt: skip
def test_what_means_nothing_is_refused_at_its_field(plan, wrong, field):
    with pytest.raises(Invalid) as refused:
        put(plan, **wrong)
    assert refused.value.field_name == field
    assert week(plan) == []


def test_an_own_item_is_the_persons_alone(plan):
    by, need = carer(plan.order), plan.order.content["needs"][0]["id"]
    fika = add_own_item(plan=plan, what="Fika på torget", need=need, minutes=45, by=by, at=f.NOW)
    put(plan, fika.key, 6)
    assert plan.activities.get().what == "Fika på torget"
    other = start_plan(order=f.order_of(f.accepted_case()), by=by, at=f.NOW)
    with pytest.raises(Invalid, match="i listan"):
        put(other, fika.key, 6)
    for wrong in ({"need": 0}, {"need": None}, {"minutes": -5}, {"what": " "}, {"what": "Fika på torget"}):
        told = {"what": "Bio", "need": need, "minutes": 45, **wrong}
        with pytest.raises(Invalid):
            add_own_item(plan=plan, **told, by=by, at=f.NOW)
    assert OwnItem.objects.count() == 1
    assert not other.activities.exists()


def test_two_tabs_what_is_gone_is_told_and_an_activity_of_another_plan_is_not_reached(plan):
    shower, by = put(plan), carer(plan.order)
    take_from_week(plan=plan, activity=shower.pk, day=1, by=by, at=f.NOW)
    other = start_plan(order=f.order_of(f.accepted_case()), by=by, at=f.NOW)
    theirs = put(other)
    for pk in (shower.pk, theirs.pk):
        for act in (
            lambda pk=pk: move_in_week(plan=plan, activity=pk, day=1, to_day=2, by=by, at=f.NOW),
            lambda pk=pk: change_minutes(plan=plan, activity=pk, minutes=5, by=by, at=f.NOW),
            lambda pk=pk: take_from_week(plan=plan, activity=pk, day=1, by=by, at=f.NOW),
        ):
            with pytest.raises(Refused, match="finns inte kvar"):
                act()
    assert (week(plan), week(other)) == ([], [("DUSCH", "1", 40)])


def test_wishes_follow_the_plan_into_its_next_version(plan):
    by = carer(plan.order)
    told = {"times": ["late", "nonsense"], "by_whom": "Helst Omar", "language": "fi", "carer_sex": "K",
            "matters": "Katten ska ut först."}  # fmt: skip
    write_wishes(plan=plan, **told, by=by, at=f.NOW)
    with pytest.raises(Invalid):
        write_wishes(plan=plan, **{**told, "carer_sex": "X"}, by=by, at=f.NOW)
    with pytest.raises(Invalid):
        write_wishes(plan=plan, **{**told, "language": "xx"}, by=by, at=f.NOW)
    put(plan)
    tapped(handed(written(plan)))
    following = start_plan(order=plan.order, by=by, at=f.NOW)
    wish = PlanWish.objects.get(plan=following)
    assert (wish.times, wish.carer_sex, wish.matters) == (["late"], "K", "Katten ska ut först.")
    assert following.activities.get().item == "DUSCH"
    with pytest.raises(Refused):
        write_wishes(plan=plan, **told, by=by, at=f.NOW)


def test_the_persons_tap_on_the_staffs_tablet_says_that_it_was_one(plan):
    put(plan)
    plan = tapped(handed(written(plan)), name=" astrid  LIND ")
    assert (plan.state, plan.answered_hand, plan.answered_name) == (Plan.State.APPROVED, "tablet", "astrid LIND")
    assert plan.answered_by == carer(plan.order).key
    assert Event.objects.get(what="plan.approve").detail == {"hand": "tablet"}
    handing = Event.objects.get(what="plan.hand_over")
    assert (handing.by, handing.subjects) == (carer(plan.order).key, [plan.order.case.person_id])
    assert plan.order.planned.exists()


def test_staff_never_pass_as_the_person(plan):
    put(plan)
    plan = written(plan)
    by = carer(plan.order)
    offered = offer_plan(plan=plan, by=by, at=f.NOW)
    with pytest.raises(Refused, match="inte lämnad"):
        tapped(offered)
    offered = handed(offered)
    late = f.NOW + timedelta(minutes=31)
    colleague = f.actor(f.staff(Role.CARE_WORKER, plan.order.provider))
    for wrong in ({"at": late}, {"by": colleague}):
        with pytest.raises(Refused, match="inte lämnad"):
            tapped(offered, **wrong)
    for name in ("", "Omar Björk", "A. Lind"):
        with pytest.raises(Invalid, match="Astrid Lind") as refused:
            tapped(offered, name=name)
        assert refused.value.field_name == "name"
    with pytest.raises(NoAccess):
        answer_plan(plan=offered, approve=True, hand="self", words="", by=by, at=f.NOW)
    offered.refresh_from_db()
    assert offered.state == Plan.State.OFFERED


def test_an_objection_on_the_tablet_gives_the_plan_back_and_the_next_answer_needs_a_new_handing_over(plan):
    put(plan)
    plan = tapped(handed(written(plan)), approve=False, words="För tidigt på morgonen.")
    assert (plan.state, plan.objection) == (Plan.State.OBJECTED, "För tidigt på morgonen.")
    plan = offer_plan(plan=plan, by=carer(plan.order), at=f.NOW)
    assert (plan.handed_at, plan.answered_name) == (None, "")
    with pytest.raises(Refused, match="inte lämnad"):
        tapped(plan)


def test_an_approved_plan_is_not_changed_and_a_plan_that_is_not_complete_is_not_handed_over(plan):
    with pytest.raises(Refused, match="inga aktiviteter"):
        handed(plan)
    put(plan)
    with pytest.raises(Refused, match="hur personen var med"):
        handed(plan)
    plan.refresh_from_db()
    assert (plan.state, plan.handed_at) == (Plan.State.DRAFT, None)
    plan = tapped(handed(written(plan)))
    for act in (
        lambda: put(plan, day=2),
        lambda: take_from_week(plan=plan, activity=Activity.objects.get().pk, day=1, by=carer(plan.order), at=f.NOW),
        lambda: handed(plan),
    ):
        with pytest.raises(Refused, match="godkänd"):
            act()


def test_only_the_providers_own_staff_put_things_in(plan):
    elsewhere = f.acting(Role.CARE_WORKER, f.unit("Hemtjänst Syd", purpose="provider"))
    herself = f.actor(plan.order.case.person, acting_as="self")
    for by in (elsewhere, herself, f.acting(Role.CASEWORKER)):
        with pytest.raises(NoAccess):
            put(plan, by=by)
    assert week(plan) == []
