"""The invented municipality in the database: whole, logged, and with its planted truths to be counted back.

The truths are read with nothing but means within strata and medians. How far a mean may lie from what was planted is
computed from the data: three standard errors, so that one seed in some hundred would miss it.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from math import sqrt
from statistics import mean, median, pvariance

import pytest
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Sum
from django.test import TestCase
from django.utils.timezone import localtime

from samsyn.audit.models import Event
from samsyn.audit.queries import concerning, verify_chain
from samsyn.cases.appeals.lifecycle import EVENTS, Stage, advance
from samsyn.cases.models import (
    Appeal,
    Case,
    Communication,
    DecisionLine,
    Judgment,
    LineEvent,
    LogReview,
    Move,
    OpenClock,
    Transfer,
    Withdrawal,
)
from samsyn.cases.models.standings import open_clock
from samsyn.cases.queries import (
    due_by,
    gone,
    handled,
    not_executed,
    returned,
    standings,
    to_try,
    unassigned,
    waiting_for_committee,
)
from samsyn.cases.regimes import Remedy
from samsyn.cases.working_days import add_working_days
from samsyn.homecare.day_facts import day_facts
from samsyn.homecare.dayplan.nobody import nobody
from samsyn.homecare.dayplan.rules import Walker
from samsyn.homecare.models import Order, OrderMessage, PerformedTime, PlannedTime, VisitDemand
from samsyn.people.models import Account, Fact, Person, Relation, Unit
from samsyn.people.queries import actor_for, demo_accounts, emergencies_to_review
from samsyn.people.refusals import Refused
from samsyn.people.roles import Role
from samsyn.web.simulate import planted_truths, simulate

UNTIL = date(2026, 11, 20)
SEEDS = (1, 2) if connection.vendor == "sqlite" else (1,)  # another seed is other people, not other SQL
pytestmark = pytest.mark.django_db
STANDARD_ERRORS = 3
KEEPS_THE_DAY = "survey.answer"  # its moment would tie the answer to whoever gave it


@pytest.fixture(scope="module", params=SEEDS, ids=lambda seed: f"seed {seed}")
def truths(request, tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[dict]:
    """The planted truths of a municipality of 300, which stands in the database while this module's tests run."""
    answers = tmp_path_factory.mktemp("answers") / "answers.json"
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        # Half a million foreign keys are not looked through again after every test that only reads.
        patch.setattr(TestCase, "_should_check_constraints", lambda *_: False)
        simulate(seed=request.param, until=UNTIL, answers_path=answers, report=lambda _: None)
        yield json.loads(answers.read_text(encoding="utf-8"))
        transaction.set_rollback(True)


def frames() -> list[tuple[tuple[int, bool], str, int, int]]:
    """Every granted home-care frame: (need, whether the person lives with somebody), sex, caseworker and minutes."""
    together = Relation.objects.filter(person=OuterRef("decision__case__person"), lives_together=True)
    rows = (
        DecisionLine.objects.filter(intervention="HEMTJANST", amount__gt=0)
        .annotate(need=Sum("needs__level_now"), together=Exists(together))
        .values_list("need", "together", "decision__case__person__sex", "decision__investigation__opened_by", "amount")
    )
    return [((need, shared), sex, officer, minutes) for need, shared, sex, officer, minutes in rows]


def share_within_strata(rows: list[tuple[object, bool, int]]) -> tuple[float, float]:
    """How large the one group's mean is as a share of the other's, within each stratum and weighed together by what
    each can tell, with three standard errors of it."""
    strata: dict[object, dict[bool, list[int]]] = defaultdict(lambda: {True: [], False: []})
    for stratum, is_one, minutes in rows:
        strata[stratum][is_one].append(minutes)
    both = [g for g in strata.values() if g[True] and g[False]]
    weights = [len(g[True]) * len(g[False]) / (len(g[True]) + len(g[False])) for g in both]
    shares = [mean(g[True]) / mean(g[False]) for g in both]
    spread = [pvariance([m / mean(ms) for m in ms]) * len(ms) for g in both for ms in g.values() if len(ms) > 1]
    freedom = sum(len(ms) - 1 for g in both for ms in g.values())
    error = sqrt(sum(spread) / freedom / sum(weights))
    return sum(w * s for w, s in zip(weights, shares, strict=True)) / sum(weights), STANDARD_ERRORS * error


def test_women_get_the_planted_share_of_mens_frames_at_equal_need(truths):
    share, tolerance = share_within_strata([(stratum, sex == "K", m) for stratum, sex, _, m in frames()])
    assert tolerance < 0.06
    assert share == pytest.approx(truths["sex_gap"]["womens_share"], abs=tolerance)
    assert share + tolerance < 1


def test_the_strict_officer_grants_the_planted_share_at_equal_need(truths):
    officer = truths["strict_officer"]["staff"]
    share, tolerance = share_within_strata([((s, sex), by == officer, m) for s, sex, by, m in frames()])
    assert tolerance < 0.1
    assert share == pytest.approx(truths["strict_officer"]["frame_share"], abs=tolerance)
    assert share + tolerance < 1


def test_the_strict_officer_refuses_more_than_others(truths):
    refused = defaultdict(list)
    lines = DecisionLine.objects.exclude(intervention="HEMTJANST")
    for officer, outcome in lines.values_list("decision__investigation__opened_by", "outcome"):
        refused[officer == truths["strict_officer"]["staff"]].append(outcome == "refused")
    planted = truths["strict_officer"]
    for strict, expected in ((True, planted["refused_share"]), (False, planted["others_refused_share"])):
        n = len(refused[strict])
        assert mean(refused[strict]) == pytest.approx(
            expected, abs=STANDARD_ERRORS * sqrt(expected * (1 - expected) / n)
        )
    assert mean(refused[True]) > 2 * mean(refused[False])


def working_days_between(first: date, last: date) -> int:
    days = 0
    while first < last:
        first, days = add_working_days(first, 1), days + 1
    return days


def test_one_provider_takes_the_planted_days_longer_from_sent_to_accepted(truths):
    """A median of whole days may fall a day beside; public holidays that move may add another."""
    sent = dict(OrderMessage.objects.filter(kind="sent").values_list("order", "at"))
    waited = defaultdict(list)
    for order, provider, at in OrderMessage.objects.filter(kind="accepted").values_list(
        "order", "order__provider", "at"
    ):
        waited[provider].append(working_days_between(sent[order].date(), at.date()))
    slow, planted = truths["slow_handover"]["unit"], truths["slow_handover"]["extra_office_days_to_accepted"]
    others = median(d for provider, days in waited.items() if provider != slow for d in days)
    assert median(waited[slow]) - others == pytest.approx(planted, abs=1)
    assert all(median(days) < median(waited[slow]) for provider, days in waited.items() if provider != slow)


def test_the_truths_are_nowhere_in_the_database(truths):
    assert not Event.objects.filter(detail__has_key="severity").exists()
    assert truths["recipients"] == Case.objects.count() == 300


def test_a_facts_source_leaves_the_day_to_when_it_was_confirmed(truths):
    years = re.compile(r"\b20\d\d\b")
    assert Fact.objects.exists()
    assert not [f.source for f in Fact.objects.all() if years.search(f.source)]


def test_the_log_is_whole_and_in_order_of_time(truths):
    events = list(Event.objects.order_by("pk").values_list("at", "what"))
    times = [at for at, what in events if what != KEEPS_THE_DAY]
    assert times == sorted(times)
    days = {localtime(at).time() for at, what in events if what == KEEPS_THE_DAY}
    assert days <= {time(0)}, "an answer that is tied to nobody tells its moment"
    assert verify_chain().intact


def test_every_case_left_the_events_of_its_steps(truths):
    left = defaultdict(set)
    for case, what in Event.objects.filter(case__isnull=False).values_list("case", "what"):
        left[case].add(what)
    for case in Case.objects.prefetch_related("decisions", "follow_ups", "orders", "investigations"):
        assert "intake.register" in left[case.pk]
        assert bool(case.investigations.all()) == ("investigation.open" in left[case.pk])
        assert any(d.state == "signed" for d in case.decisions.all()) == ("decision.sign" in left[case.pk])
        anew = any(i.cause == "follow_up" for i in case.investigations.all())
        assert anew == ("case.reassess" in left[case.pk])
        assert bool(case.orders.all()) == ("order.sent" in left[case.pk])
        assert bool(case.follow_ups.all()) == ("follow_up.record" in left[case.pk])
        assert (case.status == "active") <= ("plan.approve" in left[case.pk])


def test_the_person_can_see_who_has_read_the_file(truths):
    person = Account.objects.get(username="demo-person").person_id
    assert concerning(person).filter(access="read").count() >= 3


def test_an_order_stands_where_its_last_message_left_it(truths):
    last = {m.order_id: m.kind for m in OrderMessage.objects.order_by("at", "pk")}
    assert dict(Order.objects.values_list("pk", "status")) == last


def test_every_day_that_has_been_is_closed_and_none_ahead_is(truths):
    assert not PlannedTime.objects.filter(day__lt=UNTIL, performed__isnull=True).exists()
    assert not PerformedTime.objects.filter(day__gte=UNTIL).exists()
    assert PlannedTime.objects.filter(day=UNTIL).exists()


def test_every_roles_list_has_something_in_it(truths):
    actors = {}
    for account in demo_accounts():
        acting_as = "relative" if account.username == "demo-relative" else None
        actor = actor_for(account=account, acting_as=acting_as, today=UNTIL)
        actors[actor.role] = actor
    assert set(actors) == set(Role)
    caseworker = actors["caseworker"]
    assert {"received", "investigating", "decided"} <= set(handled(caseworker).values_list("status", flat=True))
    assert returned(caseworker).exists()
    assert due_by(caseworker, day=UNTIL).exists()
    assert unassigned(actors["team_leader"]).exists()
    provider = Order.objects.filter(provider=actors["provider_planner"].unit_id)
    assert {"sent", "seen", "accepted", "started"} <= set(provider.values_list("status", flat=True))
    assert PlannedTime.objects.filter(carer=actors["care_worker"].staff_id, day=UNTIL).count() >= 5


def test_the_tables_have_their_indexes_and_constraints_again(truths):
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, PlannedTime._meta.db_table)
    wanted = {*(i.name for i in PlannedTime._meta.indexes), *(c.name for c in PlannedTime._meta.constraints)}
    assert wanted <= found.keys()
    pointing = {tuple(c["columns"]) for c in found.values() if c["foreign_key"]}
    assert pointing == {("order_id",), ("activity_id",), ("request_id",), ("provider_id",), ("carer_id",)}


def test_new_rows_get_keys_after_the_loaded_ones(truths):
    with transaction.atomic():
        unit = Unit.objects.create(name="En enhet till", purpose=Unit.Purpose.OFFICE)
        assert unit.pk > Unit.objects.exclude(pk=unit.pk).count()
        transaction.set_rollback(True)


def test_some_visits_need_two_and_two_can_come(truths):
    asked = VisitDemand.objects.filter(staff=2)
    assert asked.exists()
    begun, days = datetime.combine(UNTIL, time(), UTC), [UNTIL + timedelta(n) for n in range(7)]
    units = set(asked.values_list("order__provider", flat=True))
    facts = [day_facts(unit, day, at=begun) for unit in units for day in days]
    two = [(Walker(day), visit) for day in facts for visit in day.visits if visit.part]
    assert two
    assert sum(visit.key not in nobody(walker) for walker, visit in two) > len(two) / 2


def test_a_database_with_people_in_it_is_refused(truths):
    before = Person.objects.count()
    with pytest.raises(Refused, match="Välj en tom databas"):
        simulate(seed=3, until=UNTIL, size="20", report=lambda _: None)
    assert Person.objects.count() == before


def test_the_truths_get_their_name_when_the_municipality_is_stored_and_not_before(tmp_path):
    goal = tmp_path / "answers.json"

    def stopped_half_way():
        with planted_truths(goal) as write, transaction.atomic():
            write({"recipients": 1})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stopped_half_way()
    assert list(tmp_path.iterdir()) == []
    with planted_truths(goal) as write:
        with transaction.atomic():
            write({"recipients": 2})
        assert not goal.exists()
    assert list(tmp_path.iterdir()) == [goal]
    (tmp_path / "any").touch()
    assert goal.stat().st_mode == (tmp_path / "any").stat().st_mode


def test_the_loaded_lines_stand_as_their_events_say(truths):
    """SoL 34:1: no line that is loaded is without execution, reason or clock, and the small table says the same."""
    signed = DecisionLine.objects.filter(decision__state="signed").exclude(outcome="refused")
    alive = standings(signed, UNTIL, deaths=False).values()
    assert {c.pk: c.start for c in OpenClock.objects.all()} == {
        s.line.pk: row.start for s in alive if (row := open_clock(s))
    }
    kinds = set(LineEvent.objects.values_list("kind", flat=True))
    assert {"executed", "executed_part", "interrupted", "offered", "declined", "new_decision", "deceased"} <= kinds
    leader = actor_for(account=Account.objects.get(username="demo-team-leader"), acting_as=None, today=UNTIL)
    assert gone(not_executed(leader, today=UNTIL), "late", today=UNTIL).exists()


def actor(username: str):
    return actor_for(account=Account.objects.get(username=username), acting_as=None, today=UNTIL)


def test_appeals_stand_at_every_stage_and_each_went_there_by_its_lifecycle(truths):
    """FL 37-47, SoL 35:1: here, at the court, and back with a new decision owed."""
    stages = set(Appeal.objects.values_list("stage", flat=True))
    assert {"received", "at_court", "judged", "dismissed"} <= stages
    assert len(stages) >= 6  # which of the others there is a fresh decision for follows from the seed
    assert to_try(actor("demo-caseworker")).count() >= 2
    owed = Judgment.objects.filter(appeal__stage="judged", outcome="changed", grants=True, followed_in=None)
    assert owed.exists()
    moves = {event: move for move, event in EVENTS.items()}
    for appeal in Appeal.objects.all():
        stage = Stage.RECEIVED
        done = Event.objects.filter(about=f"appeal:{appeal.pk}").order_by("pk").values_list("what", flat=True)
        for what in done:
            if what in moves:
                stage = advance(stage, moves[what], Remedy(appeal.remedy))
        assert stage == appeal.stage, appeal.pk


def test_a_proposal_waits_for_the_person_and_others_for_the_committee(truths):
    """FL 25, KL 6:37: nobody has answered the one; the others were heard and are nobody's to decide alone."""
    at = datetime.combine(UNTIL, time(6), tzinfo=UTC)
    assert len(waiting_for_committee(by=actor("demo-committee-secretary"), at=at)) >= 2
    waiting = Communication.objects.filter(answers=None, answer_by__gte=UNTIL, waived="")
    assert waiting.filter(investigation__decisions__state="draft").count() >= 2


def test_some_took_back_said_no_or_moved(truths):
    """SoL 29:1: each case and line stands as its ending says."""
    whole = Withdrawal.objects.filter(written_off=True)
    assert whole.count() >= 2
    assert set(whole.values_list("case__status", "case__close_reason")) == {("closed", "withdrawn")}
    renounced = Withdrawal.objects.filter(line__isnull=False)
    assert renounced.exclude(case__status="closed").exists()
    assert all(s.now.closed for s in standings([w.line for w in renounced.select_related("line")], UNTIL).values())
    moved = Case.objects.filter(close_reason="moved")
    assert moved.exists()
    assert set(Move.objects.filter(kind="out").values_list("case", flat=True)) == {c.pk for c in moved}
    assert Transfer.objects.filter(state="requested").exists()


def test_a_permit_an_emergency_and_last_months_readings_wait_to_be_seen(truths):
    """SoLPuL 10, OSL 26:1."""
    at = datetime.combine(UNTIL, time(6), tzinfo=UTC)
    leader = actor("demo-team-leader")
    assert leader.sees_protected
    assert emergencies_to_review(leader, at=at)
    assert emergencies_to_review(actor("demo-provider-planner"), at=at)
    drawn = LogReview.objects.get(unit=leader.unit_id, first=date(2026, 10, 1))
    assert drawn.items.filter(judged_at=None).exists()
    assert drawn.signed_at is None
