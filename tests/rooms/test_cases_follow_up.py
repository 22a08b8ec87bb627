"""Follow-ups: every need in two views, and the step that comes of it."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from samsyn.cases.actions import NeedResult
from samsyn.cases.sound import overall
from samsyn.homecare.actions import conclude_follow_up, end_case
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import ended as e
from tests import factories as f

LATER = f.NOW + timedelta(days=60)
HELD = localdate(LATER)


def results(case, *outcomes):
    needs = f.decision_of(case).lines.get().needs.order_by("pk")
    return [NeedResult(n.pk, 1, "yes", "partly", r) for n, r in zip(needs, outcomes, strict=True)]


def conclude(case, found, **more):
    given = {
        "held_on": HELD, "took_part": "Astrid och kontaktpersonen", "persons_words": "Det är bra.",
        "next_on": HELD + timedelta(90), "by": f.caseworker_of(case), "at": LATER,
    } | more  # fmt: skip
    return conclude_follow_up(case=case, decision=f.decision_of(case), results=found, **given)


@pytest.mark.parametrize(
    ("found", "leads_to"),
    [
        (("continue", "continue"), "continue"),
        (("continue", "change"), "change"),
        (("end", "continue"), "change"),
        (("end", "end"), "end"),
        (("end", "reassess"), "reassess"),
    ],
)
def test_what_a_follow_up_leads_to(found, leads_to):
    assert overall(found) == leads_to


@pytest.mark.django_db
def test_going_on_sets_the_next_date():
    case = f.active_case()
    conclude(case, results(case, "continue", "continue"))
    case.refresh_from_db()
    assert (case.status, case.follow_up_on) == ("active", HELD + timedelta(90))


@pytest.mark.django_db
def test_ending_closes_a_case_whose_time_is_out_and_stops_the_order():
    case = f.active_case(terms={"valid_to": HELD - timedelta(1)})
    conclude(case, results(case, "end", "end"), next_on=None)
    case.refresh_from_db()
    assert (case.status, case.close_reason, f.order_of(case).status) == ("closed", "follow_up", "stopped")


@pytest.mark.django_db
def test_a_follow_up_does_not_end_what_is_granted_until_further_notice():
    """SoL 14:9, FL 25: not by a button. The person says no thanks, or it is investigated anew and decided."""
    case = f.active_case()
    with pytest.raises(Refused) as refused:
        conclude(case, results(case, "end", "end"), next_on=None)
    assert refused.value.refusal.law == "SoL 14:9"
    assert (f.order_of(case).status, case.follow_ups.count()) == ("accepted", 0)
    e.decline(f.line_of(case), at=LATER)
    conclude(case, results(case, "end", "end"), next_on=None)
    case.refresh_from_db()
    assert (case.status, case.close_reason) == ("closed", "follow_up")


@pytest.mark.django_db
def test_what_is_granted_to_a_day_is_given_until_then_though_the_goals_are_reached():
    last = HELD + timedelta(30)
    case = f.active_case(terms={"valid_to": last})
    conclude(case, results(case, "end", "end"), next_on=None)
    case.refresh_from_db()
    assert (case.status, case.follow_up_on) == ("active", last + timedelta(1))
    assert f.order_of(case).status == "accepted"
    end_case(case=case, reason="need_ceased", by=f.caseworker_of(case), at=LATER + timedelta(31))
    assert f.order_of(case).status == "stopped"


@pytest.mark.django_db
def test_reassessing_returns_to_the_investigation_with_the_areas_and_without_the_judgements():
    case = f.active_case()
    conclude(case, results(case, "continue", "reassess"), next_on=None)
    case.refresh_from_db()
    again = case.investigations.get(completed_at=None)
    assert (case.status, again.cause) == ("investigating", "follow_up")
    assert {(n.area, n.level_now, n.goal) for n in again.needs.all()} == {("d510", None, ""), ("d620", None, "")}
    assert f.order_of(case).status == "accepted"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"took_part": " "}, "took_part"),
        ({"held_on": HELD + timedelta(1)}, "held_on"),
        ({"next_on": None}, "next_on"),
        ({"next_on": HELD}, "next_on"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_stored(wrong, field):
    case = f.active_case()
    with pytest.raises(Invalid) as refused:
        conclude(case, results(case, "continue", "continue"), **wrong)
    assert refused.value.field_name == field
    assert not case.follow_ups.exists()


@pytest.mark.django_db
def test_every_need_is_followed_up_once():
    case = f.active_case()
    both = results(case, "continue", "continue")
    for found in (both[:1], [*both, both[0]], []):
        with pytest.raises(Invalid):
            conclude(case, found)


@pytest.mark.django_db
def test_others_do_not_follow_up_or_end():
    case = f.active_case()
    for other in (f.acting(Role.TEAM_LEADER), f.acting(Role.PROVIDER_PLANNER), f.actor(case.person)):
        with pytest.raises(NoAccess):
            conclude(case, results(case, "continue", "continue"), by=other)
        with pytest.raises(NoAccess):
            end_case(case=case, reason="need_ceased", by=other, at=LATER)


@pytest.mark.django_db
def test_pressing_twice_stores_one_follow_up():
    case = f.active_case()
    first = conclude(case, results(case, "continue", "continue"))
    assert conclude(case, results(case, "continue", "continue")).pk == first.pk
    assert case.follow_ups.count() == 1


@pytest.mark.django_db
def test_an_old_page_does_not_close_a_case_that_is_reassessed():
    case = f.active_case()
    conclude(case, results(case, "reassess", "reassess"), next_on=None)
    with pytest.raises(Refused):
        conclude(case, results(case, "end", "end"), next_on=None, persons_words="Från en gammal sida")
    case.refresh_from_db()
    assert (case.status, f.order_of(case).status) == ("investigating", "accepted")


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"held_on": date(1, 1, 1)}, {"next_on": date(9999, 12, 31)}])
def test_a_day_that_nobody_can_have_meant_is_refused(wrong):
    case = f.active_case()
    with pytest.raises(Invalid, match="kan inte stämma"):
        conclude(case, results(case, "continue", "continue"), **wrong)
