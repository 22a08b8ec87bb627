"""A decided case investigated anew: from where, why, and what goes on meanwhile."""

from datetime import time, timedelta

import pytest
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.cases.actions import (
    Arrival,
    NeedResult,
    correct,
    drop_correction,
    propose,
    put_line,
    reassess,
    register_intake,
    save_field,
    sign,
    start_decision,
)
from samsyn.cases.letters.collect import letter_content, letter_now
from samsyn.cases.letters.kept import as_text
from samsyn.homecare.actions import (
    accept,
    answer_change,
    conclude_follow_up,
    report_extra,
    request_change,
    see,
    send_order,
    start,
)
from samsyn.homecare.models import PlannedTime
from samsyn.people.models import Staff
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db
LATER = f.NOW + timedelta(days=10)
FIRST = localdate(LATER) + timedelta(30)  # a Saturday, farther off than planned days are laid out
DECIDED = [f.decided_case, f.ordered_case, f.accepted_case, f.offered_case, f.active_case]


def again(case, **more):
    said = {"cause": "changed_needs", "why": " Har brutit höften. ", "by": f.caseworker_of(case), "at": LATER} | more
    return reassess(case=case, **said)


def assess(investigation):
    """Write what a decision needs in every need of an investigation."""
    by = f.caseworker_of(investigation.case)
    for need in investigation.needs.all():
        for field, value in {"level_now": "3", "level_meant": "1", "goal": "Trygg"}.items():
            place = f"need:{need.pk}:{field}"
            save_field(investigation=investigation, place=place, value=value, base=0, by=by, at=LATER)


def decide_on(anew):
    """A new decision of more hours, signed."""
    assess(anew)
    by = f.caseworker_of(anew.case)
    draft = start_decision(investigation=anew, by=by, at=LATER)
    needs = tuple(anew.needs.values_list("pk", flat=True))
    put_line(decision=draft, terms=f.home_care(needs, valid_from=localdate(LATER), amount=600), by=by, at=LATER)
    propose(decision=draft, by=by, at=LATER)
    return sign(decision=draft, sender=f.SENDER, by=f.acting(Role.DELEGATE), at=LATER)


@pytest.mark.parametrize("state", DECIDED)
def test_a_decided_case_is_investigated_anew_with_its_areas_and_without_its_judgements(state):
    case = state()
    followed_up = case.follow_up_on
    anew = again(case)
    case.refresh_from_db()
    assert (case.status, case.status_since, case.follow_up_on) == ("investigating", LATER, followed_up)
    assert (anew.cause, anew.why) == ("changed_needs", "Har brutit höften.")
    assert {(n.area, n.level_now, n.goal) for n in anew.needs.all()} == {("d510", None, ""), ("d620", None, "")}


def test_the_event_is_the_steps_own_and_holds_the_cause_but_no_text():
    case = f.decided_case()
    anew = again(case)
    event = Event.objects.get(what="case.reassess", case=case.pk)
    assert (event.about, event.detail) == (f"investigation:{anew.pk}", {"cause": "changed_needs"})


@pytest.mark.parametrize("state", [f.received_case, f.investigated_case, f.proposed_case])
def test_a_case_that_is_not_decided_is_not_investigated_anew(state):
    with pytest.raises(Refused, match="då går det inte att utreda på nytt"):
        again(state())


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"cause": "whim"}, "cause"),
        ({"cause": "follow_up"}, "cause"),
        ({"cause": "asked"}, "cause"),
        ({"why": " "}, "why"),
        ({"why": "x" * 20_001}, "why"),
    ],
)
def test_what_led_to_it_and_why_are_said(said, field):
    case = f.decided_case()
    with pytest.raises(Invalid) as wrong:
        again(case, **said)
    assert wrong.value.field_name == field
    assert case.investigations.count() == 1


def test_only_the_one_who_has_the_case_does_it():
    case = f.decided_case()
    for role in (Role.TEAM_LEADER, Role.DELEGATE):
        with pytest.raises(NoAccess):
            again(case, by=f.acting(role))


def test_an_unfinished_correction_comes_first():
    case = f.active_case()
    by = f.caseworker_of(case)
    correction = correct(decision=f.decision_of(case), reason="Fel", by=by, at=f.NOW)
    with pytest.raises(Refused, match="rättelse av beslutet är inte klar"):
        again(case)
    needs = f.decision_of(case).investigation.needs.all()
    with pytest.raises(Refused, match="rättelse av beslutet är inte klar"):
        conclude_follow_up(
            case=case, decision=correction.corrects, held_on=localdate(LATER), took_part="Alla", persons_words="",
            results=[NeedResult(n.pk, 2, "no", "no", "reassess") for n in needs], next_on=None, by=by, at=LATER,
        )  # fmt: skip
    drop_correction(decision=correction, by=by, at=f.NOW)
    assert again(case)


def test_a_correction_does_not_begin_while_the_case_is_investigated_anew():
    case = f.decided_case()
    by, first = f.caseworker_of(case), f.decision_of(case)
    anew = again(case)
    for _ in range(2):
        with pytest.raises(Refused, match="Ärendet utreds på nytt"):
            correct(decision=first, reason="Fel", by=by, at=LATER)
        assert start_decision(investigation=anew, by=by, at=LATER).corrects is None


def test_what_is_planned_goes_on_until_and_after_the_new_decision():
    case = f.active_case()
    planned = PlannedTime.objects.filter(order__case=case).count()
    before = case.follow_up_on
    anew = again(case)
    assert f.order_of(case).status == "accepted"
    assert f.plan_of(case).state == "approved"
    assert PlannedTime.objects.filter(order__case=case).count() == planned > 0
    decide_on(anew)
    case.refresh_from_db()
    assert (case.status, f.order_of(case).status) == ("decided", "accepted")
    assert case.follow_up_on == before is not None


# The order of the new decision takes the place of the old


def ordered_anew(case, *, first=FIRST, provider=None, old=None):
    old = old or f.order_of(case)
    return send_order(
        line=f.line_of(case), provider=provider or old.provider, start_on=first, circumstances="", replaces=old,
        by=f.caseworker_of(case), at=LATER,
    )  # fmt: skip


def planned_days(order):
    return sorted(order.planned.values_list("day", flat=True))


def test_the_old_order_is_stopped_the_day_before_the_new_begins_and_the_provider_is_told():
    case = f.active_case()
    decide_on(again(case))
    old = f.order_of(case)
    new = ordered_anew(case)
    old.refresh_from_db()
    assert (old.status, new.status) == ("stopped", "sent")
    assert max(planned_days(old)) == FIRST - timedelta(1)  # a Friday, beyond what was laid out
    assert len(planned_days(old)) == len(set(planned_days(old)))
    assert FIRST.isoformat() in old.messages.get(kind="stopped").text
    assert Event.objects.filter(what="order.stopped", about=f"order:{old.pk}").count() == 1
    case.refresh_from_db()
    assert case.status == "ordered"


def test_help_goes_on_until_the_new_order_begins_and_no_day_is_planned_twice():
    case = f.active_case()
    decide_on(again(case))
    monday = localdate(LATER) + timedelta(18)
    old, new = f.order_of(case), ordered_anew(case, first=monday)
    carer, friday = f.acting(Role.CARE_WORKER, old.provider), localdate(LATER) + timedelta(1)
    given = {"start": time(7), "minutes": 10, "reason": "EXTRA", "note_text": "", "by": carer}
    noon = LATER + timedelta(days=1)
    old.refresh_from_db()
    assert report_extra(order=old, day=friday, at=noon, **given).minutes == 10
    with pytest.raises(Refused, match="pågår inte"):
        report_extra(order=old, day=monday, at=LATER + timedelta(days=60), **given)
    f.accept_and_plan(new, at=noon)
    assert max(planned_days(old)) < monday == min(planned_days(new))
    case.refresh_from_db()
    assert (case.status, case.follow_up_on) == ("active", localdate(noon) + timedelta(90))


def test_an_order_that_begins_today_leaves_what_has_begun_and_takes_the_rest():
    case = f.active_case()
    decide_on(again(case))
    old = f.order_of(case)
    ordered_anew(case, first=localdate(LATER))
    assert max(planned_days(old)) <= localdate(LATER)


def test_a_changed_first_day_moves_the_last_day_of_the_replaced_order():
    case = f.active_case()
    decide_on(again(case))
    old, new = f.order_of(case), ordered_anew(case)
    planner = f.planner_of(new)
    for first in (FIRST - timedelta(14), FIRST + timedelta(14)):
        see(order=new, by=planner, at=LATER)
        request_change(order=new, reason="En annan dag?", by=planner, at=LATER)
        answer_change(order=new, text="Ja.", start_on=first, by=f.caseworker_of(case), at=LATER)
        assert max(planned_days(old)) == first - timedelta(1)


def test_only_a_live_order_on_an_earlier_decision_of_the_case_is_replaced():
    case, other = f.active_case(), f.active_case()
    decide_on(again(case))
    with pytest.raises(Invalid, match="Välj en beställning i listan"):
        ordered_anew(case, old=f.order_of(other))
    assert f.order_of(other).status == "accepted"


def test_the_old_order_is_answered_begun_and_planned_after_the_new_decision():
    case = f.ordered_case()
    decide_on(again(case))
    order = f.order_of(case)
    f.accept_and_plan(order, at=LATER)
    start(order=order, by=f.planner_of(order), at=LATER)
    case.refresh_from_db()
    assert (case.status, f.order_of(case).status) == ("decided", "started")
    new = ordered_anew(case)
    f.accept_and_plan(new, at=LATER)
    case.refresh_from_db()
    assert case.status == "active"


def test_an_order_under_way_is_answered_while_the_case_is_investigated_anew():
    case = f.ordered_case()
    again(case)
    order = f.order_of(case)
    planner = f.planner_of(order)
    see(order=order, by=planner, at=LATER)
    contact = Staff.objects.get(pk=f.acting(Role.CARE_WORKER, order.provider).staff)
    accept(order=order, contact=contact, by=planner, at=LATER)
    case.refresh_from_db()
    assert (case.status, f.order_of(case).status) == ("investigating", "accepted")


def apply(case, words, at):
    by = f.caseworker_of(case)
    arrival = Arrival("application", "phone", "person", words, received_at=at)
    return register_intake(person=case.person, unit=case.unit, arrival=arrival, by=by, at=at, case=case)


def test_the_letter_answers_the_applications_that_joined_the_new_investigation_and_no_earlier_one():
    case = f.decided_case()
    by, first = f.caseworker_of(case), letter_content(f.decision_of(case), sender=f.SENDER).request
    anew = again(case)
    assess(anew)
    draft = start_decision(investigation=anew, by=by, at=LATER)
    needs = tuple(anew.needs.values_list("pk", flat=True))
    put_line(decision=draft, terms=f.home_care(needs, valid_from=localdate(LATER)), by=by, at=LATER)
    said = letter_content(draft, sender=f.SENDER, draft_on=localdate(LATER))
    assert (said.request, said.is_applied_for) == (None, False)
    apply(case, "Jag vill ha hjälp med duschen.", LATER)
    apply(case, "Jag vill ha hjälp på kvällen.", LATER + timedelta(hours=1))
    said = letter_content(draft, sender=f.SENDER, draft_on=localdate(LATER))
    assert [r.words for r in (said.request, *said.further)] == [
        "Jag vill ha hjälp med duschen.", "Jag vill ha hjälp på kvällen.",
    ]  # fmt: skip
    text = as_text(letter_now(said))
    assert "Jag vill ha hjälp med duschen." in text
    assert "Jag vill ha hjälp på kvällen." in text
    assert letter_content(f.Decision.objects.get(signed_at__isnull=False), sender=f.SENDER).request == first
