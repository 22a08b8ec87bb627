"""The review of the log: samples by rule and seed, judged by others than the reader, signed and final (SoLPuL 10 §)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import get_current_timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.audit.models import Event
from samsyn.audit.queries import event_at
from samsyn.cases.actions import (
    draw_last_month,
    draw_log_review,
    judge_reading,
    open_case_in_emergency,
    sign_log_review,
)
from samsyn.cases.actions.log_review import digest_of
from samsyn.cases.log_readings import gather
from samsyn.cases.log_rules import Known, Read, drawn, hits, rules, version_on
from samsyn.cases.models import Case, LogReview, LogReviewItem
from samsyn.cases.queries import find_cases, open_case, review_to_read, reviews_of, reviews_waiting
from samsyn.homecare.queries import who_helped
from samsyn.people.models import Appointment, Relation, Staff
from samsyn.people.queries import actor_for
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Actor, Role, job
from tests import factories as f
from tests.protection import protected, secret_person

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
AFTER = datetime(2026, 4, 2, 2, 0, tzinfo=get_current_timezone())
NIGHT = job("log-review")
MORNING = datetime(2026, 3, 3, 9, 30, tzinfo=get_current_timezone())
READ = Read(event=1, at=MORNING, staff=1, role="caseworker", person=2, case=3)


def rules_of(read: Read = READ, **known) -> set[str]:
    return set(hits([read], Known(**known), 1)[read.event])


class TestRules:
    def test_a_reading_in_ones_own_case_in_the_morning_is_nothing(self):
        assert rules_of(in_charge={(1, 3)}) == set()

    @pytest.mark.parametrize(
        ("known", "key"),
        [({"protected": {2}}, "protected"), ({"related": {(1, 2)}}, "relative"), ({"colleagues": {2}}, "colleague")],
    )
    def test_who_the_person_is_makes_it_one(self, known, key):
        assert rules_of(in_charge={(1, 3)}, **known) == {key}

    def test_nothing_done_in_the_case_makes_it_one_and_something_done_does_not(self):
        assert rules_of() == {"no_relation"}
        assert rules_of(worked={(1, 3): [MORNING.date() - timedelta(45)]}) == set()
        assert rules_of(worked={(1, 3): [MORNING.date() - timedelta(46)]}) == {"no_relation"}
        assert rules_of(helped={(1, 3)}) == set()
        assert rules_of(replace(READ, role="team_leader")) == set()

    @pytest.mark.parametrize(
        ("at", "is_after"),
        [
            ("2026-03-03T05:59", True), ("2026-03-03T06:00", False), ("2026-03-03T18:59", False),
            ("2026-03-03T19:00", True), ("2026-03-07T10:00", True), ("2026-12-24T10:00", True),
        ],
    )  # fmt: skip
    def test_after_hours_is_for_office_roles_and_knows_the_calendar(self, at, is_after):
        at = datetime.fromisoformat(at)
        assert ("after_hours" in rules_of(replace(READ, at=at), in_charge={(1, 3)})) is is_after
        assert "after_hours" not in rules_of(replace(READ, at=at, role="care_worker"), helped={(1, 3)})

    def test_an_emergency_is_its_own_rule(self):
        assert rules_of(replace(READ, emergency=True)) == {"emergency"}

    def test_many_more_persons_than_is_usual_in_a_day(self):
        usual = [replace(READ, event=n, person=n, at=MORNING + timedelta(days=7 * n)) for n in range(10)]
        many = [replace(READ, event=100 + n, person=n, staff=9) for n in range(20)]
        found = hits([*usual, *many], Known(), 1)
        assert {event for event, keys in found.items() if "amount" in keys} == {m.event for m in many}


@settings(deadline=None)
@given(st.integers(0, 2**40), st.sets(st.integers(1, 5000), max_size=200))
def test_the_same_seed_draws_the_same_sample_and_never_more_than_a_rule_takes(seed, events):
    found = {event: frozenset({"no_relation"} if event % 2 else set()) for event in events}
    sample = drawn(found, 1, seed)
    assert sample == drawn(dict(reversed(found.items())), 1, seed)
    assert sample.keys() <= found.keys()
    most = rules(1)["no_relation"].take + rules(1)["random"].take
    assert len(sample) <= most


def test_every_emergency_is_looked_at_whatever_their_number():
    found = dict.fromkeys(range(1, 300), frozenset({"emergency"}))
    assert drawn(found, 1, 7).keys() == found.keys()


def test_the_rules_have_versions_by_day_and_an_unknown_one_is_an_error():
    assert version_on(date(2026, 3, 31)) == 1
    with pytest.raises(ValueError, match="no version 99"):
        rules(99)


def looked(case: Case, by: Actor, at: datetime = f.NOW) -> None:
    open_case(case.pk, by=by, at=at)


def draw(case: Case, **more) -> LogReview:
    return draw_log_review(unit=case.unit, first=FIRST, last=LAST, by=NIGHT, at=AFTER, helped=who_helped, **more)


@pytest.mark.django_db
class TestDrawing:
    def test_what_the_log_holds_becomes_items_with_their_rules(self):
        case = f.received_case(of=protected(secret_person()))
        looked(case, f.actor(f.staff(family_name="Sällsynt")), f.NOW)
        review = draw(case)
        item = review.items.get(role="caseworker", what="case.read")
        assert {"protected", "no_relation"} <= set(item.rules)
        assert (item.subject, item.about_case) == (case.person_id, case.pk)

    def test_relatives_colleagues_and_emergencies_are_found(self):
        near = f.person("Greta", "Ovanlig")
        case, other = f.received_case(of=near), f.received_case(of=f.person("Karin", "Ek"))
        cousin = f.person("Nils", "Läsare")
        Relation.objects.create(person=near, other=cousin, kind="son")
        reader = f.actor(f.staff(given_name="Nils", family_name="Läsare"))
        looked(case, reader)
        looked(other, reader)
        found = gather(case.unit_id, first=FIRST, last=LAST, version=1)
        by_person = {found.subjects[e]: keys for e, keys in found.hits.items() if found.events[e].by == reader.key}
        assert "relative" in by_person[near.pk]
        assert "colleague" in by_person[other.person_id]
        elsewhere = f.acting(Role.CASEWORKER, f.unit("Jouren"))
        told = {"asked": case.number, "cause": "life", "reason": "Svarar inte alls."}
        open_case_in_emergency(**told, by=elsewhere, at=f.NOW)
        held = Appointment.objects.get(staff=elsewhere.staff_id)
        open_now = actor_for(account=held.staff.account, acting_as=held.pk, today=f.NOW.date(), now=f.NOW)
        looked(case, open_now)
        drawn_ = draw_log_review(unit=held.unit, first=FIRST, last=LAST, by=NIGHT, at=AFTER)
        assert "emergency" in drawn_.items.get(what="case.read").rules

    def test_a_carer_with_a_visit_has_a_task_and_one_without_has_none(self):
        case = f.active_case()
        carer, other = f.acting(Role.CARE_WORKER), f.staff(Role.CARE_WORKER, given_name="Ove", family_name="Annan")
        from samsyn.homecare.queries import open_order

        order = f.order_of(case)
        for who in (carer, f.actor(other)):
            open_order(order.pk, by=who, at=f.NOW)
        found = gather(order.provider_id, first=FIRST, last=LAST, version=1, helped=who_helped)
        no_task = {found.events[e].by for e, keys in found.hits.items() if "no_relation" in keys}
        assert no_task == {f"staff:{other.pk}"}

    def test_it_is_drawn_once_a_period_that_is_over(self):
        case = f.received_case()
        draw(case)
        with pytest.raises(Refused, match="redan"):
            draw(case)
        with pytest.raises(Refused, match="inte slut"):
            draw_log_review(unit=case.unit, first=FIRST, last=LAST, by=NIGHT, at=f.NOW)
        with pytest.raises(NoAccess):
            draw_log_review(unit=case.unit, first=FIRST, last=LAST, by=f.acting(Role.TEAM_LEADER), at=AFTER)

    def test_the_night_draws_last_month_for_every_unit_that_has_none(self):
        f.active_case()
        made = draw_last_month(by=NIGHT, at=AFTER, helped=who_helped)
        assert {r.unit.name for r in made} == {"Äldreenheten Norr", "Hemtjänst Norr"}
        assert draw_last_month(by=NIGHT, at=AFTER) == []

    def test_a_unit_that_stops_the_night_leaves_what_was_drawn_before(self):
        f.active_case()
        asked = []

        def stops_at_the_second(cases, first, last):
            asked.append(cases)
            return who_helped(cases, first, last) if len(asked) == 1 else 1 / 0

        with pytest.raises(ZeroDivisionError):
            draw_last_month(by=NIGHT, at=AFTER, helped=stops_at_the_second)
        assert LogReview.objects.count() == 1
        assert len(draw_last_month(by=NIGHT, at=AFTER, helped=who_helped)) == 1

    def test_a_search_that_got_a_protected_name_is_a_reading(self):
        """SoLPuF 15: a search is a choice of whom to read about."""
        case = f.received_case(of=protected(secret_person()))
        find_cases(case.person.written_number, by=f.acting(Role.CASEWORKER), at=f.NOW)
        item = draw(case).items.get(what="person.search")
        assert ("protected" in item.rules, item.subject) == (True, case.person_id)

    def test_with_seed_and_version_the_sample_is_drawn_again(self):
        case = f.received_case()
        for _ in range(30):
            looked(case, f.acting(Role.TEAM_LEADER))
        review = draw(case)
        found = gather(case.unit_id, first=FIRST, last=LAST, version=review.rules, helped=who_helped)
        again = drawn(found.hits, review.rules, review.seed)
        assert {i.event: i.rules for i in review.items.all()} == {e: sorted(k) for e, k in again.items()}

    def test_the_log_is_read_by_its_indexes(self):
        f.received_case()
        query = Event.objects.filter(by="staff:1", pk__gte=1, pk__lte=9)
        if connection.vendor == "sqlite":
            assert "event_by_actor" in query.explain()
        moments = list(Event.objects.order_by("pk").values_list("pk", "at"))
        assert event_at(moments[0][1]) <= moments[0][0]
        assert event_at(AFTER) == moments[-1][0] + 1


@pytest.mark.django_db
class TestJudging:
    def reviewed(self) -> tuple[LogReview, LogReviewItem]:
        case = f.received_case()
        looked(case, f.actor(f.staff(family_name="Sällsynt")))
        review = draw(case)
        return review, review.items.get(what="case.read")

    def test_the_leader_judges_and_signs_and_the_log_holds_the_digest(self):
        review, _item = self.reviewed()
        leader = f.acting(Role.TEAM_LEADER)
        assert reviews_waiting(leader) == [review]
        with pytest.raises(Refused, match="inte bedömda"):
            sign_log_review(review=review, by=leader, at=AFTER)
        for one in review.items.all():
            judge_reading(item=one, verdict="in_order", note="", by=leader, at=AFTER)
        signed = sign_log_review(review=review, by=leader, at=AFTER)
        assert Event.objects.get(what="log_review.sign").detail == {"digest": signed.digest}
        assert digest_of(LogReview.objects.get(pk=review.pk)) == signed.digest
        assert reviews_waiting(leader) == []

    def test_what_is_signed_never_changes(self):
        review, item = self.reviewed()
        leader = f.acting(Role.TEAM_LEADER)
        for one in review.items.all():
            judge_reading(item=one, verdict="in_order", note="", by=leader, at=AFTER)
        sign_log_review(review=review, by=leader, at=AFTER)
        with pytest.raises(Refused, match="signerad"):
            judge_reading(item=item, verdict="investigate", note="Varför?", by=leader, at=AFTER)
        attempts = (
            lambda: LogReviewItem.objects.update(verdict="investigate"), lambda: LogReview.objects.update(digest="x"),
            item.delete,
        )  # fmt: skip
        for act in attempts:
            with pytest.raises(DatabaseError), transaction.atomic():
                act()

    def test_to_be_investigated_says_why(self):
        _review, item = self.reviewed()
        with pytest.raises(Invalid):
            judge_reading(item=item, verdict="investigate", note="", by=f.acting(Role.TEAM_LEADER), at=AFTER)

    def test_nobody_judges_their_own_and_a_leaders_goes_to_the_administrator(self):
        case = f.received_case()
        leader = f.acting(Role.TEAM_LEADER)
        looked(case, leader)
        review = draw(case)
        own = review.items.get(reader=leader.staff_id)
        with pytest.raises(NoAccess, match="egen"):
            judge_reading(item=own, verdict="in_order", note="", by=leader, at=AFTER)
        assert own not in review_to_read(review.pk, by=leader, at=AFTER)[1]
        administrator = f.acting(Role.ADMINISTRATOR)
        assert own in review_to_read(review.pk, by=administrator, at=AFTER)[1]
        judge_reading(item=own, verdict="in_order", note="", by=administrator, at=AFTER)
        other = f.actor(f.staff(Role.TEAM_LEADER, given_name="Eva", family_name="Andra"))
        judge_reading(item=own, verdict="in_order", note="", by=other, at=AFTER)

    def test_the_administrator_judges_no_caseworkers_reading(self):
        _review, item = self.reviewed()
        with pytest.raises(NoAccess):
            judge_reading(item=item, verdict="in_order", note="", by=f.acting(Role.ADMINISTRATOR), at=AFTER)

    def test_each_leader_sees_their_own_unit_and_the_administrator_all(self):
        review, _item = self.reviewed()
        elsewhere = f.acting(Role.TEAM_LEADER, f.unit("Äldreenheten Syd"))
        assert list(reviews_of(f.acting(Role.TEAM_LEADER))) == [review]
        assert list(reviews_of(elsewhere)) == []
        assert list(reviews_of(f.acting(Role.ADMINISTRATOR))) == [review]
        assert list(reviews_of(f.acting(Role.CASEWORKER))) == []
        with pytest.raises(NoAccess):
            review_to_read(review.pk, by=elsewhere, at=AFTER)
        assert Staff.objects.exists()
