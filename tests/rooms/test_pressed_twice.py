"""A button that is pressed twice, or a form that is sent from two tabs, does one thing and leaves one event."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.cases.actions import (
    Told,
    count_use,
    draw_up_deletion,
    enter_offer,
    judge_reading,
    open_case_in_emergency,
    waive_communication,
)
from samsyn.cases.delegation_file import example
from samsyn.cases.models import DeletionItem, DeletionList, LogReview, LogReviewItem
from samsyn.people.actions import adopt_routine, confirm_fact, give_sight, protect
from samsyn.people.models import Appointment
from samsyn.people.refusals import Refused
from samsyn.people.roles import Role
from tests import appealing
from tests import factories as f
from tests.old_files import AFTER, PLACE, ended_case
from tests.open_support import a_nameless_offer, terms
from tests.orders import adopt_text

pytestmark = pytest.mark.django_db
TODAY = localdate(f.NOW)


def a_routine():
    told = {"text": "Ring aldrig hem.", "adopted_on": TODAY, "adopted_who": "Ledningsgruppen"}
    return lambda at: adopt_routine(part="handling", **told, by=f.ADMINISTRATOR, at=at)


def sight():
    held = Appointment.objects.get(staff=f.acting(Role.CASEWORKER).staff_id)
    days = {"valid_from": TODAY, "valid_to": TODAY + timedelta(30)}
    return lambda at: give_sight(appointment=held, reason="Har ärendet.", **days, by=f.ADMINISTRATOR, at=at)


def protection():
    told = {"protection": "marked", "source": "Folkbokföringen", "known_on": TODAY, "via": ""}
    person, by = f.person(), f.acting(Role.CASEWORKER)
    return lambda at: protect(person=person, **told, by=by, at=at)


def a_fact():
    person, by = f.person(), f.acting(Role.CASEWORKER)
    return lambda at: confirm_fact(person=person, key="network", value="Bror", source="Bo", by=by, at=at)


def a_waiver():
    case = appealing.drafted_refusal()
    by, draft = f.caseworker_of(case), f.decision_of(case)
    return lambda at: waive_communication(decision=draft, reason="unnecessary", why="Allt är känt.", by=by, at=at)


def an_offer_of_the_committee():
    written, by = terms(), f.acting(Role.COMMITTEE_SECRETARY)
    return lambda at: enter_offer(terms=written, by=by, at=at)


def a_count():
    offer, by = a_nameless_offer(), f.acting(Role.CARE_WORKER)
    told = {"count": 4, "sex": "K", "told": Told("handed")}
    return lambda at, once="a": count_use(offer=offer, on=TODAY, **told, once=once, by=by, at=at)


def an_emergency():
    case, by = f.received_case(), f.acting(Role.CASEWORKER, f.unit("Jouren"))
    told = {"asked": case.number, "cause": "life", "reason": "Ringer och svarar inte."}
    return lambda at: open_case_in_emergency(**told, by=by, at=at)


def an_order():
    first = TODAY + timedelta(30)
    return lambda at: adopt_text(example(), valid_from=first)


@pytest.mark.parametrize(
    "made", [a_routine, sight, protection, a_fact, a_waiver, an_offer_of_the_committee, a_count, an_emergency, an_order]
)
def test_the_same_twice_is_once(made):
    """OSL 5:1, SoLPuL 10, KL 6:37: a register that holds a thing twice is wrong."""
    press = made()
    first = press(f.NOW)
    events = Event.objects.exclude(access="read").count()
    assert press(f.NOW + timedelta(seconds=5)) == first
    assert Event.objects.exclude(access="read").count() == events


def test_another_group_of_the_same_size_is_counted_too():
    """SoL 14:5: nobody is written down, so nothing but the form tells two groups of four within a minute apart."""
    press = a_count()
    first, second = press(f.NOW, "a"), press(f.NOW + timedelta(seconds=20), "b")
    assert first != second
    assert press(f.NOW + timedelta(hours=1), "a") == first
    assert press(f.NOW, "") != press(f.NOW, "")


def test_the_mark_of_a_form_is_its_senders_own():
    offer, told = a_nameless_offer(), {"on": TODAY, "count": 4, "told": Told("handed"), "once": "a", "at": f.NOW}
    one, other = (
        count_use(offer=offer, **told, by=f.acting(role)) for role in (Role.CARE_WORKER, Role.PROVIDER_PLANNER)
    )
    assert one != other


def test_a_list_that_another_has_drawn_up_and_left_files_out_of_is_not_withdrawn_unread():
    """SoL 16:1: B's page is from before A's list; A's reasons for keeping a file are not lost by B's press."""
    ended_case()
    one, other = f.acting(Role.COMMITTEE_SECRETARY), f.acting(Role.ADMINISTRATOR)
    drawn = draw_up_deletion(place=PLACE, seen=0, by=one, at=AFTER)
    assert draw_up_deletion(place=PLACE, seen=0, by=one, at=AFTER) == drawn
    with pytest.raises(Refused, match="har nyss tagit fram en lista"):
        draw_up_deletion(place=PLACE, seen=0, by=other, at=AFTER)
    assert DeletionItem.objects.get().list == drawn
    assert draw_up_deletion(place=PLACE, seen=drawn.pk, by=other, at=AFTER) != drawn
    assert DeletionList.objects.get(pk=drawn.pk).state == DeletionList.State.WITHDRAWN


def test_a_judgement_of_a_reading_is_not_overwritten_unread():
    """SoLPuL 10: what one leader wants investigated, another's old page does not find in order."""
    case = f.received_case()
    one, other = (f.actor(f.staff(Role.TEAM_LEADER, case.unit)) for _ in range(2))
    review = LogReview.objects.create(
        unit=case.unit, first=TODAY - timedelta(60), last=TODAY - timedelta(30), rules=1, seed=1, first_event=1,
        last_event=2, readings=1, drawn_at=f.NOW, due_on=TODAY,
    )  # fmt: skip
    item = LogReviewItem.objects.create(
        review=review, event=1, at=f.NOW, reader_id=case.caseworker_id, role="caseworker", what="case.read",
        subject=case.person_id, about_case=case.pk, rules=["random"],
    )  # fmt: skip
    judge_reading(item=item, verdict="investigate", note="Varför?", seen="", by=one, at=f.NOW)
    with pytest.raises(Refused, match="nyss bedömt"):
        judge_reading(item=item, verdict="in_order", note="", seen="", by=other, at=f.NOW)
    item.refresh_from_db()
    assert (item.verdict, item.note) == ("investigate", "Varför?")
    judged = judge_reading(item=item, verdict="in_order", note="", seen=item.judgement, by=other, at=f.NOW)
    assert judged.verdict == "in_order"
