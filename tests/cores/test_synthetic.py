"""The invented municipality: the same every time, nobody real, and nothing that the rules would not allow."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest

from samsyn.cases import codes
from samsyn.cases.lifecycle import Status
from samsyn.homecare import frame
from samsyn.people.access import FACTS, FUNCTIONS
from samsyn.people.identity import read as read_number
from samsyn.people.roles import Role
from samsyn.synthetic import municipality, needs
from samsyn.synthetic.municipality import digest, size_of
from samsyn.synthetic.names import BACKGROUND_SHARES
from samsyn.synthetic.phrases import FACTORS, PHRASES
from samsyn.synthetic.thread import Bookings

UNTIL = date(2026, 11, 20)
RECIPIENTS = 60
FEW = 20


@pytest.fixture(scope="module")
def made():
    return municipality(7, UNTIL, RECIPIENTS)


@pytest.fixture(scope="module")
def stories(made):
    return list(made.stories())


def every(stories, part):
    return [record for story in stories for record in getattr(story, part)]


def test_the_same_seed_and_day_give_the_same_municipality():
    first, again = municipality(7, UNTIL, FEW), municipality(7, UNTIL, FEW)
    assert digest(first) == digest(again) == digest(first)
    assert first.truths == again.truths


def test_another_seed_or_another_day_gives_another_municipality():
    first = digest(municipality(7, UNTIL, FEW))
    assert first != digest(municipality(8, UNTIL, FEW))
    assert first != digest(municipality(7, UNTIL + timedelta(1), FEW))


def test_everybody_has_a_test_number_of_their_own(stories):
    persons = every(stories, "persons")
    read = [read_number(p.number, today=date.max) for p in persons]
    assert all(identity.is_test for identity in read)
    assert [(i.birth_date, i.sex, i.kind) for i in read] == [(p.birth_date, p.sex, p.number_kind) for p in persons]
    assert len({p.number for p in persons}) == len(persons)


def test_keys_are_given_once_and_without_gaps(stories):
    for part in ("persons", "cases", "needs", "lines", "orders", "plans", "activities", "planned", "performed"):
        keys = sorted(r.id for r in every(stories, part))
        assert keys == list(range(1, len(keys) + 1)), part


def test_case_numbers_follow_arrival_within_a_year(stories):
    cases = every(stories, "cases")
    by_number = sorted(cases, key=lambda c: c.number)
    assert [c.received_at.date() for c in by_number] == sorted(c.received_at.date() for c in cases)


def test_there_are_cases_in_every_state(stories):
    assert {c.status for c in every(stories, "cases")} == {str(s) for s in Status}


@pytest.mark.parametrize("day", range(0, 364, 52))
def test_on_every_day_somebody_elses_application_can_be_read_blind(day):
    here = municipality(7, UNTIL + timedelta(day), RECIPIENTS)
    told = [s for s in here.stories() if s.cases[0].status == "investigating" and s.intakes[0].form == "application"]
    reader = next(a.staff for a in here.organisation.accounts if a.username == "demo-caseworker")
    first = next(a.unit for a in here.organisation.appointments if a.staff == reader)
    units = Counter(s.cases[0].unit == first for s in told if not s.decisions)
    assert units[True] >= 2
    assert units[False] >= 4


@pytest.mark.parametrize("day", range(0, 60, 5))
def test_on_every_day_the_demonstrations_provider_has_a_new_order(day):
    here = municipality(7, UNTIL + timedelta(day), RECIPIENTS)
    planner = next(a.staff for a in here.organisation.accounts if a.username == "demo-provider-planner")
    provider = next(a.unit for a in here.organisation.appointments if a.staff == planner)
    assert any(o.provider == provider and o.status == "sent" for s in here.stories() for o in s.orders)


def test_every_code_is_in_the_lists():
    assert all(codes.is_need_area(area) for area in needs.AREAS)
    assert set(PHRASES) == set(needs.AREAS)
    assert {code for code, _ in FACTORS} <= set(codes.areas("factor"))
    assert sum(share for _, share in BACKGROUND_SHARES) == 100


def test_every_intervention_reason_and_fact_is_in_the_lists(stories):
    assert {line.intervention for line in every(stories, "lines")} <= set(codes.code_list("interventions"))
    units = codes.code_list("interventions")
    assert all(line.unit == units[line.intervention].extra["unit"] for line in every(stories, "lines"))
    reasons = {p.reason for p in every(stories, "performed") if p.source == "reported"}
    assert reasons <= set(codes.code_list("reasons", "homecare"))
    assert {f.key for f in every(stories, "facts")} <= set(FACTS)
    assert {c.function for c in every(stories, "consents")} <= set(FUNCTIONS)


def test_nothing_has_happened_after_the_last_night(stories):
    assert max(e.at for e in every(stories, "events")).date() < UNTIL + timedelta(1)
    assert max(p.day for p in every(stories, "performed")) < UNTIL
    assert max(p.day for p in every(stories, "planned")) >= UNTIL


def test_no_plan_is_larger_than_its_frame(stories):
    lines = {line.id: line for line in every(stories, "lines")}
    orders = {o.id: o for o in every(stories, "orders")}
    activities = defaultdict(list)
    for a in every(stories, "activities"):
        activities[a.plan].append((a.weekdays, a.minutes, a.every_weeks))
    for plan in every(stories, "plans"):
        line = lines[orders[plan.order].line]
        planned = frame.minutes_a_week(activities[plan.id])
        assert planned > 0
        assert frame.why_not_fit(planned, line.amount, line.unit) is None


def test_cleaning_is_mostly_every_other_week_and_its_days_are_as_far_apart(stories):
    activities = {a.id: a for a in every(stories, "activities")}
    cleaning = Counter(a.every_weeks for a in activities.values() if a.what == "Städning")
    assert cleaning.most_common(1)[0][0] == 2
    assert set(cleaning) == {1, 2, 3}
    days = defaultdict(list)
    for p in every(stories, "planned"):
        days[p.activity].append(p.day)
    apart = [(activities[a], later - day) for a, found in days.items() for day, later in pairwise(sorted(found))]
    assert all(gap == timedelta(weeks=a.every_weeks) for a, gap in apart if len(a.weekdays) == 1)


def test_a_signed_decision_answers_every_need_of_its_investigation(stories):
    tied = {t.need for t in every(stories, "line_needs")}
    signed = {d.investigation for d in every(stories, "decisions") if d.state == "signed"}
    assert {n.id for n in every(stories, "needs") if n.investigation in signed} <= tied


def test_less_than_asked_for_always_has_reasons(stories):
    for line in every(stories, "lines"):
        assert bool(line.reasons) == (line.outcome != "granted")
        assert line.outcome != "partly" or line.amount < line.applied
        assert line.outcome != "granted" or line.applied is None or line.amount >= line.applied


def test_the_caseworker_never_signs_their_own_proposal(stories):
    assert all(d.signed_by != d.proposed_by for d in every(stories, "decisions") if d.signed_by)


def test_most_time_is_given_as_planned(stories):
    sources = Counter(p.source for p in every(stories, "performed"))
    assert 0.03 < sources["reported"] / sources.total() < 0.12


def test_the_demonstration_has_one_login_for_each_role(made, stories):
    names = {a.username for a in (*made.organisation.accounts, *every(stories, "accounts"))}
    assert names == {f"demo-{role.replace('_', '-')}" for role in Role}


def test_nobody_of_the_staff_holds_two_roles(made):
    held = Counter(a.staff for a in made.organisation.appointments)
    assert set(held.values()) == {1}


def test_the_demonstrations_person_has_a_running_case_and_an_approved_plan(stories):
    story = next(s for s in stories if any(a.username == "demo-person" for a in s.accounts))
    person = next(a.person for a in story.accounts if a.username == "demo-person")
    relative = next(a.person for a in story.accounts if a.username == "demo-relative")
    assert story.cases[0].person == person
    assert story.cases[0].status == Status.ACTIVE
    assert any(p.state == "approved" for p in story.plans)
    assert {c.function for c in story.consents if c.to == relative} == set(FUNCTIONS)


def test_the_planted_truths_are_not_among_the_records(made, stories):
    told = repr(made.organisation) + "".join(map(repr, stories))
    assert "strict" not in told
    assert "severity" not in told


def test_somebody_booked_is_not_free_at_the_same_hour_of_the_same_weekday():
    bookings = Bookings()
    booked = bookings.times(8 * 60, 30, date(2026, 1, 5), date(2026, 3, 1))
    bookings.book(1, 3, booked)
    assert not bookings.free(1, 3, bookings.times(8 * 60 + 25, 10, date(2026, 2, 1), date(2026, 2, 2)))
    assert bookings.free(1, 3, bookings.times(8 * 60 + 30, 10, date(2026, 2, 1), date(2026, 2, 2)))
    assert bookings.free(1, 4, booked)
    assert bookings.free(1, 3, bookings.times(8 * 60, 30, date(2026, 4, 1), date(2026, 5, 1)))


@pytest.mark.parametrize("size", ["stor", "19", "-3", ""])
def test_a_size_that_is_none_is_refused_with_what_it_may_be(size):
    with pytest.raises(ValueError, match="goteborg or a number from 20 to 100000"):
        size_of(size)


def test_sizes_are_those_that_were_asked_for():
    assert size_of("demo") == (300, 60, 10)
    assert size_of("goteborg") == (8400, 2200, 265)
    assert size_of("600") == (600, 120, 20)
