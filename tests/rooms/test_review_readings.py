"""Two or more read blind to each other; the meeting weighs the readings; the decision says where it departs."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localtime

from samsyn.audit.models import Event
from samsyn.cases.actions import put_line, start_decision, write_summary
from samsyn.cases.queries import open_case
from samsyn.people.models import Screen
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role, job
from samsyn.review.actions import (
    Guess,
    conclude_review,
    end_keys,
    explain_departure,
    open_readings,
    propose_reviewed,
    set_rule,
    step_down,
    waive_review,
    write_reading,
)
from samsyn.review.models import Departure, Packet, PacketKey, Reading, ReviewRule
from samsyn.review.queries import alike_for_packet, compared, why_not_unreviewed
from samsyn.review.reading import Answer
from tests import factories as f
from tests import reviews as r
from tests.conditions import assess_for
from tests.hearing import heard

pytestmark = pytest.mark.django_db
LESS = replace(r.HELP, outcome="partly", amount=240)


def two_readings():
    r.colleagues()
    key = r.sent_packet()
    return key, list(key.packet.readings.order_by("pk"))


def drafted(case, amount: int = 360, *, by=None):
    by = f.caseworker_of(case)
    draft = start_decision(investigation=case.investigations.get(), by=by, at=f.NOW)
    needs = tuple(draft.investigation.needs.order_by("pk").values_list("pk", flat=True))
    put_line(decision=draft, terms=f.home_care(needs, valid_from=f.NOW.date(), amount=amount), by=by, at=f.NOW)
    assess_for(draft, by=by, at=f.NOW)
    write_summary(decision=draft, summary="Du får hemtjänst.", by=by, at=f.NOW)
    return heard(draft, by=by, at=f.NOW)


def rule(mode: str = "all", *, share: int = 100, interventions=(), seed: int = 5) -> ReviewRule:
    return set_rule(
        mode=mode, share=share, interventions=interventions, readers=2, readers_from="others_first", seed=seed,
        by=f.acting(Role.TEAM_LEADER), at=f.NOW,
    )  # fmt: skip


class TestBlindToEachOther:
    def test_the_last_one_in_opens_them_all(self):
        _, (first, second) = two_readings()
        r.hand_in(first)
        assert Packet.objects.get().state == "sent"
        r.hand_in(second, LESS)
        assert Packet.objects.get().state == "opened"

    def test_a_reading_that_is_handed_in_never_changes(self):
        _, (first, _) = two_readings()
        done = r.hand_in(first)
        with pytest.raises(Refused, match="lämnat in"):
            r.hand_in(done, LESS)
        done.answers = []
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            done.save()

    def test_somebody_who_is_not_drawn_reads_nothing(self):
        _, (first, second) = two_readings()
        with pytest.raises(NoAccess):
            write_reading(
                reading=first, answers=[r.HELP], missing="", guess=Guess(), done=True, seen=None, at=r.LATER,
                by=r.reader_of(second),
            )  # fmt: skip

    def test_a_second_tab_overwrites_nothing_unread(self):
        _, (first, _) = two_readings()
        told = {"missing": "", "guess": Guess(), "done": False, "by": r.reader_of(first), "at": r.LATER}
        write_reading(reading=first, answers=[r.HELP], seen=None, **told)
        with pytest.raises(Refused, match="annan flik"):
            write_reading(reading=first, answers=[LESS], seen=None, **told)

    def test_whoever_has_opened_the_case_is_no_longer_blind(self):
        case = f.investigated_case()
        here = [f.staff(Role.CASEWORKER), f.staff(Role.CASEWORKER)]
        key = r.sent_packet(r.made_packet(case))
        with pytest.raises(NoAccess):
            open_case(case.pk, by=f.actor(here[0]), at=r.LATER)
        reading = key.packet.readings.get(reader=here[0])
        Screen.objects.filter(staff=here[0]).delete()  # as an emergency would
        open_case(case.pk, by=f.actor(here[0]), at=f.NOW + timedelta(minutes=1))
        with pytest.raises(Refused, match="öppnat ärendet"):
            r.hand_in(reading)

    def test_whoever_knows_the_case_steps_down_and_another_is_drawn(self):
        _, (first, second) = two_readings()
        step_down(reading=first, cause="known", by=r.reader_of(first), at=r.LATER)
        readers = set(Reading.objects.filter(stepped_down="").values_list("reader", flat=True))
        assert len(readers) == 2
        assert first.reader_id not in readers
        assert second.reader_id in readers

    def test_the_leader_opens_when_two_are_in_and_one_is_late(self):
        r.colleagues(4)
        f.acting(Role.TEAM_LEADER)
        set_rule(
            mode="request", share=100, interventions=[], readers=3, readers_from="others_first", seed=5,
            by=f.acting(Role.TEAM_LEADER), at=f.NOW,
        )  # fmt: skip
        packet = r.sent_packet().packet
        first, second, _ = packet.readings.order_by("pk")
        r.hand_in(first)
        with pytest.raises(Refused, match="Minst två"):
            open_readings(packet=packet, by=f.acting(Role.TEAM_LEADER), at=r.LATER)
        r.hand_in(second)
        assert open_readings(packet=packet, by=f.acting(Role.TEAM_LEADER), at=r.LATER).state == "opened"

    def test_a_guess_is_free_and_held_within_what_can_be_told(self):
        with pytest.raises(Invalid):
            Guess(sex="X")
        with pytest.raises(Invalid):
            Guess(age="80-89", age_sure=101)
        _, readings = two_readings()
        for reading in readings:
            r.hand_in(reading, guess=Guess("K", 80, "80-89", 60, "vila"))
        assert Packet.objects.get().sex == "K"  # only now, to tell right from wrong

    def test_sex_and_age_are_not_with_the_packet_while_it_is_read(self):
        key, _ = two_readings()
        assert key.packet.sex == ""
        assert key.packet.age_band == ""


class TestMeeting:
    def test_the_meeting_is_final_and_opens_the_case_again(self):
        r.colleagues()
        packet = r.concluded()
        assert packet.state == "concluded"
        assert not Screen.objects.exists()
        with pytest.raises(Refused, match="redan"):
            r.concluded(packet, LESS)

    def test_only_one_who_has_read_concludes(self):
        r.colleagues(4)
        packet = r.read_packet()
        reading = packet.readings.first()
        with pytest.raises(NoAccess):
            conclude_review(reading=reading, answers=[r.HELP], note="", by=f.acting(Role.TEAM_LEADER), at=r.LATER)

    def test_nobody_sees_the_others_before_all_are_in(self):
        _, (first, _) = two_readings()
        r.hand_in(first)
        with pytest.raises(NoAccess, match="öppnas när alla"):
            conclude_review(reading=first, answers=[r.HELP], note="", by=r.reader_of(first), at=r.LATER)


class TestSimilarCases:
    def test_are_shown_at_the_meeting_and_not_before(self):
        _, (first, second) = two_readings()
        r.hand_in(first)
        with pytest.raises(NoAccess, match="öppnas när alla"):
            alike_for_packet(first, by=r.reader_of(first), at=r.LATER)
        r.hand_in(second)
        first.refresh_from_db()
        assert alike_for_packet(first, by=r.reader_of(first), at=r.LATER).why_not  # nobody has switched it on

    def test_the_log_keeps_no_profile_that_would_lead_from_packet_to_case(self):
        r.colleagues()
        reading = r.read_packet().readings.first()
        alike_for_packet(reading, by=r.reader_of(reading), at=r.LATER)
        event = Event.objects.get(what="alike.show")
        assert (event.about, event.case, event.subjects) == (f"packet:{reading.packet.code}", None, [])
        assert "profile" not in event.detail


class TestTheDecision:
    def test_a_departure_needs_its_reason_before_the_delegate_gets_it(self):
        r.colleagues()
        case = f.investigated_case()
        r.concluded(r.read_packet(r.sent_packet(r.made_packet(case))))
        draft, by = drafted(case, amount=240), f.caseworker_of(case)
        with pytest.raises(Refused, match="avviker"):
            propose_reviewed(decision=draft, by=by, at=r.LATER)
        told = {"decision": draft, "intervention": "HEMTJANST", "by": by, "at": r.LATER}
        with pytest.raises(Invalid):
            explain_departure(cause="new_facts", why=" ", **told)
        explain_departure(cause="new_facts", why="Sonen flyttar in.", **told)
        assert propose_reviewed(decision=draft, by=by, at=r.LATER).state == "proposed"
        packet = Packet.objects.get()
        assert (packet.lines_decided, packet.lines_departed) == (1, 1)

    def test_a_decision_as_the_review_has_it_needs_none(self):
        r.colleagues()
        case = f.investigated_case()
        r.concluded(r.read_packet(r.sent_packet(r.made_packet(case))))
        assert propose_reviewed(decision=drafted(case), by=f.caseworker_of(case), at=r.LATER).state == "proposed"
        assert not Departure.objects.exists()
        assert Packet.objects.get().lines_departed == 0

    def test_nothing_is_proposed_while_it_is_read(self):
        r.colleagues()
        case = f.investigated_case()
        draft = drafted(case)
        r.sent_packet(r.made_packet(case))
        with pytest.raises(Refused, match="granskas"):
            propose_reviewed(decision=draft, by=f.caseworker_of(case), at=r.LATER)


class TestTheRule:
    def test_without_a_rule_nothing_is_asked(self):
        assert why_not_unreviewed(drafted(f.investigated_case())) is None

    def test_all_asks_until_it_is_reviewed_or_waived(self):
        rule("all")
        case = f.investigated_case()
        draft, by = drafted(case), f.caseworker_of(case)
        with pytest.raises(Refused, match="alla ärenden"):
            propose_reviewed(decision=draft, by=by, at=r.LATER)
        waive_review(investigation=draft.investigation, cause="urgent", why="Hemgång i kväll.", by=by, at=r.LATER)
        assert propose_reviewed(decision=draft, by=by, at=r.LATER).state == "proposed"

    def test_by_kind_asks_where_the_intervention_is(self):
        rule("kinds", interventions=["HEMTJANST"])
        assert why_not_unreviewed(drafted(f.investigated_case()))
        rule("kinds", interventions=["TRYGGHETSLARM"])
        assert why_not_unreviewed(drafted(f.investigated_case())) is None

    def test_setting_the_rule_again_draws_no_new_lot(self):
        first = rule("share", share=50, seed=5)
        assert rule("share", share=50, seed=6).pk == first.pk
        assert rule("share", share=60, seed=6).seed == 5

    def test_only_the_leader_sets_it_and_of_two_readers_at_least(self):
        told = {"mode": "all", "share": 100, "interventions": [], "readers_from": "any", "seed": 1}
        with pytest.raises(NoAccess):
            set_rule(readers=2, by=f.acting(Role.CASEWORKER), at=f.NOW, **told)
        with pytest.raises(Invalid):
            set_rule(readers=1, by=f.acting(Role.TEAM_LEADER), at=f.NOW, **told)


class TestTheEndOfTheKey:
    def test_the_key_ends_and_the_review_stays_without_it(self):
        r.colleagues()
        case = f.investigated_case()
        r.concluded(r.read_packet(r.sent_packet(r.made_packet(case))))
        draft = propose_reviewed(decision=drafted(case), by=f.caseworker_of(case), at=r.LATER)
        f.sign(decision=draft, sender=f.SENDER, by=f.acting(Role.DELEGATE, case.unit), at=r.LATER)
        night = job("end-keys")
        assert end_keys(by=night, at=r.LATER + timedelta(days=89)) == 0
        assert end_keys(by=night, at=r.LATER + timedelta(days=91)) == 1
        packet = Packet.objects.get()
        assert compared(draft).lines[0].amount == 360  # the case keeps what the review came to
        assert localtime(packet.sent_at).hour == 0  # no moment leads back through the log
        assert not PacketKey.objects.exists()
        assert (packet.sections, packet.needs) == ([], [])
        assert localtime(packet.readings.first().drawn_at).hour == 0
        assert packet.lines.count() == 1
        end_keys(by=night, at=r.LATER + timedelta(days=800))
        packet = Packet.objects.get()
        assert packet.sections == []
        assert packet.lines.get().why == ""
        assert packet.lines.get().amount == 360

    def test_the_key_stands_while_the_case_is_investigated(self):
        r.colleagues()
        r.concluded()
        assert end_keys(by=job("end-keys"), at=r.LATER + timedelta(days=500)) == 0


def test_an_answer_is_within_what_can_be_granted():
    with pytest.raises(Invalid):
        Answer("HEMTJANST", "granted", "minutes_week", 0)
    with pytest.raises(Invalid):
        Answer("HEMTJANST", "granted", "minutes_week", 31 * 24 * 60 + 1)
    with pytest.raises(Invalid):
        Answer("INGENTING", "granted", "minutes_week", 60)
