"""The line of steps on top of every page that concerns a case."""

from datetime import datetime, timedelta

import pytest

from samsyn.cases.actions import NeedResult
from samsyn.homecare.actions import conclude_follow_up, start, stop
from samsyn.people.roles import Role
from samsyn.web.shared.case_chain import case_chain, course_of, linked_chain, told_chain
from tests import factories as make
from tests.ended import move_away, take_back

pytestmark = pytest.mark.django_db

SIGN = {"done": "#", "now": "!", "waiting": "?", "ahead": ".", "skipped": "-"}


def steps(case, at=make.NOW, reader=None):
    case.refresh_from_db()
    reader = reader or make.caseworker_of(case)
    return case_chain(course_of(case, now=at, reader=reader))


def drawn(case, at=make.NOW):
    return "".join(SIGN[s.state] for s in steps(case, at))


def waiting(case, at=make.NOW):
    return next(s for s in steps(case, at) if s.current)


STATES = [
    (make.received_case, "?......", "Karin Ek", "SoL 14:2"),
    (make.investigated_case, "#!.....", "Karin Ek", "SoL 14:2"),
    (make.returned_case, "#!.....", "Karin Ek", "SoL 14:2"),
    (make.proposed_case, "##?....", "Delegat", "KL 6:37"),
    (make.decided_case, "###?...", "Karin Ek", "SoL 34:1"),
    (make.ordered_case, "###?...", "Hemtjänst Norr", "SoL 34:1"),
    (make.change_requested_case, "###?...", "Karin Ek", "SoL 34:1"),
    (make.accepted_case, "####?..", "Omar Björk", "SoL 10:3"),
    (make.offered_case, "####?..", "Astrid Lind", "SoL 10:3"),
    (make.active_case, "#####?.", "Hemtjänst Norr", "SoL 34:1"),
]


@pytest.mark.parametrize(("state", "line", "who", "rule"), STATES)
def test_the_line_says_what_is_done_what_waits_for_whom_and_by_which_rule(state, line, who, rule):
    case = state()
    assert drawn(case) == line
    assert (waiting(case).who, waiting(case).rule) == (who, rule)
    assert waiting(case).since is not None


def test_help_that_is_given_is_under_way_and_the_follow_up_has_its_day():
    case = make.active_case()
    order = make.order_of(case)
    start(order=order, by=make.planner_of(order), at=make.NOW)
    assert drawn(case) == "#####!."
    assert steps(case)[6].since == case.follow_up_on


def test_a_follow_up_waits_on_its_day_and_is_late_the_day_after():
    case = make.active_case()
    day = datetime.combine(case.follow_up_on, make.NOW.timetz())
    due = steps(case, day)[6]
    assert (due.state, due.late) == ("waiting", False)
    assert steps(case, day + timedelta(days=1))[6].late


def test_an_order_unseen_for_more_than_a_working_day_is_late():
    case = make.ordered_case()  # on a Monday at ten
    assert not waiting(case, make.NOW + timedelta(hours=23)).late
    assert waiting(case, make.NOW + timedelta(hours=24)).late


def test_a_case_that_nobody_has_waits_for_the_role():
    case = make.received_case(by=make.acting(Role.TEAM_LEADER))
    assert steps(case, reader=make.acting(Role.TEAM_LEADER))[0].who == "Handläggare"


def reassessed(start_first=True):
    case = make.active_case(at=make.NOW - timedelta(days=30))
    order = make.order_of(case)
    if start_first:
        start(order=order, by=make.planner_of(order), at=make.NOW - timedelta(days=29))
    decision = make.decision_of(case)
    results = [NeedResult(n.pk, 3, "no", "no", "reassess") for n in decision.investigation.needs.all()]
    conclude_follow_up(
        case=case, decision=decision, held_on=make.NOW.date(), took_part="Astrid", persons_words="", results=results,
        next_on=None, by=make.caseworker_of(case), at=make.NOW,
    )  # fmt: skip
    return case


def test_a_reassessment_is_at_step_two_while_the_earlier_service_goes_on():
    case = reassessed()
    found = steps(case)
    assert drawn(case) == "#!...!."
    assert found[5].label == "Utförande enligt tidigare beslut"
    told = told_chain(case, now=make.NOW, reader=make.actor(case.person, acting_as="self"))
    assert told[5].label == "Stödet i vardagen fortsätter"


def test_a_closed_case_says_when_and_why():
    case = make.active_case()
    move_away(case)
    last = steps(case)[-1]
    assert (last.label, last.since) == ("Avslutat: personen har flyttat", make.NOW)
    assert drawn(case) == "#####--#"


def test_a_case_withdrawn_before_the_decision_waits_for_nobody():
    case = make.investigating_case()
    take_back(case)
    assert drawn(case) == "#------#"


def test_a_line_whose_order_was_ended_waits_to_be_ordered_again():
    case = make.ordered_case()
    stop(order=make.order_of(case), reason="Fel utförare", by=make.caseworker_of(case), at=make.NOW)
    assert waiting(case).key == "order"
    assert waiting(case).who == "Karin Ek"


def test_the_person_is_told_in_plain_words_without_paragraphs_or_links():
    case = make.offered_case()
    told = told_chain(case, now=make.NOW, reader=make.actor(case.person, acting_as="self"))
    assert [s.label for s in told][:3] == ["Ansökan", "Vi utreder", "Beslut"]
    assert next(s for s in told if s.current).who == "dig"
    assert not any(s.rule or s.link for s in told)


def test_a_relative_is_told_the_name_of_whom_it_waits_for():
    case, son = make.offered_case(), make.person("Per", "Lind")
    make.consent(case.person, son, "see")
    told = told_chain(case, now=make.NOW, reader=make.actor(son, acting_as="relative"))
    assert next(s for s in told if s.current).who == "Astrid Lind"


def test_the_authority_gets_links_and_the_provider_none():
    case = make.ordered_case()
    reader, planner = make.caseworker_of(case), make.planner_of(make.order_of(case))
    assert all(s.link for s in linked_chain(course_of(case, now=make.NOW, reader=reader), reader)[:4])
    assert not any(s.link for s in linked_chain(course_of(case, now=make.NOW, reader=planner), planner))


def test_a_provider_sees_nothing_of_another_providers_order():
    case = make.ordered_case()
    other = make.acting(Role.PROVIDER_PLANNER, make.unit("Hemtjänst Syd", purpose="provider"))
    assert "Hemtjänst Norr" not in [s.who for s in steps(case, reader=other)]


@pytest.mark.parametrize("state", [make.received_case, make.active_case])
def test_the_number_of_queries_is_the_same_for_every_case(state, django_assert_max_num_queries):
    case = state()
    reader = make.caseworker_of(case)
    with django_assert_max_num_queries(9):
        case_chain(course_of(case, now=make.NOW, reader=reader))
