"""What somebody could try against a review: alone, twice, past the rule, through the side door."""

import unicodedata
from datetime import timedelta

import pytest

from samsyn.cases.access import CaseFacts, why_not_read
from samsyn.cases.actions import put_line
from samsyn.cases.queries import open_case
from samsyn.people.refusals import NoAccess, Refused
from samsyn.people.roles import Role, job
from samsyn.review.actions import (
    Settled,
    draw_more,
    end_keys,
    explain_departure,
    open_readings,
    propose_reviewed,
    settle_packet,
    step_down,
    waive_review,
    withdraw_packet,
)
from samsyn.review.models import Packet, PacketKey, Reading
from samsyn.review.packet_text import Choice, Section, shown
from samsyn.review.queries import packet_to_read
from tests import factories as f
from tests import reviews as r
from tests.inquiries import write
from tests.protection import protected
from tests.rooms.test_review_readings import drafted

pytestmark = pytest.mark.django_db


def told(situation: str):
    case = f.investigating_case(of=f.person(town="Björkhöjden"))
    write(case.investigations.get(), None, {"situation": situation}, by=f.caseworker_of(case), at=f.NOW)
    return case


def situation_of(key: PacketKey) -> str:
    return next(shown(s).text for s in map(Section.read, key.sections) if s.place == "situation")


class TestAlone:
    def test_one_reading_is_never_opened(self):
        r.colleagues(2)
        first, second = r.sent_packet().packet.readings.order_by("pk")
        step_down(reading=first, cause="known", by=r.reader_of(first), at=r.LATER)
        r.hand_in(second)
        assert Packet.objects.get().state == "sent"
        with pytest.raises(Refused, match="Minst två"):
            open_readings(packet=Packet.objects.get(), by=f.acting(Role.TEAM_LEADER), at=r.LATER)

    def test_nobody_hands_over_for_want_of_time_when_there_is_nobody_else(self):
        r.colleagues(2)
        first, _ = r.sent_packet().packet.readings.order_by("pk")
        with pytest.raises(Refused, match="ingen annan"):
            step_down(reading=first, cause="time", by=r.reader_of(first), at=r.LATER)
        assert not Reading.objects.exclude(stepped_down="").exists()

    def test_the_leader_draws_in_the_place_of_one_who_has_left(self):
        r.colleagues(2)
        first, _ = r.sent_packet().packet.readings.order_by("pk")
        first.reader.left_on = f.NOW.date()
        first.reader.save()
        with pytest.raises(Refused, match="ingen mer"):
            draw_more(packet=first.packet, by=f.acting(Role.TEAM_LEADER), at=r.LATER)
        new = r.colleagues(1)[0]
        draw_more(packet=first.packet, by=f.acting(Role.TEAM_LEADER), at=r.LATER)
        assert Reading.objects.filter(reader=new, stepped_down="").exists()


class TestAround:
    def test_whoever_has_worked_with_another_case_of_the_person_is_not_drawn(self):
        person = f.person()
        other = f.received_case(of=person, at_unit=f.unit("Äldreenheten Syd"))
        colleagues = r.colleagues(2)
        readers = set(r.sent_packet(of=person).packet.readings.values_list("reader", flat=True))
        assert other.caseworker_id not in readers
        assert readers == {s.pk for s in colleagues}

    def test_all_of_the_persons_cases_are_closed_to_the_readers_and_open_after(self):
        person = f.person()
        other = f.received_case(of=person, at_unit=f.unit("Äldreenheten Syd"))
        r.colleagues(2)
        key = r.sent_packet(of=person)
        reader = f.actor(key.packet.readings.first().reader)
        assert why_not_read(reader, CaseFacts.of(other))
        r.concluded(r.read_packet(key))
        assert why_not_read(f.actor(key.packet.readings.first().reader), CaseFacts.of(other)) is None

    def test_nobody_reads_the_same_investigation_twice(self):
        r.colleagues(2)
        key = r.sent_packet()
        case = key.investigation.case
        before = set(key.packet.readings.values_list("reader", flat=True))
        withdraw_packet(key=key, why="Fel", by=f.caseworker_of(case), at=r.LATER)
        r.colleagues(2)
        again = r.sent_packet(r.made_packet(case, seed=8))
        assert not before & set(again.packet.readings.values_list("reader", flat=True))

    def test_one_who_has_been_in_the_case_concludes_nothing(self):
        case = f.investigated_case()
        f.staff(Role.CASEWORKER)
        f.staff(Role.CASEWORKER)
        packet = r.read_packet(r.sent_packet(r.made_packet(case)))
        first = packet.readings.order_by("pk").first()
        first.reader.screens.all().delete()  # as an emergency would
        open_case(case.pk, by=f.actor(first.reader), at=r.LATER)
        with pytest.raises(Refused, match="öppnat ärendet"):
            r.concluded(packet)

    def test_protection_that_is_noted_while_it_is_read_closes_it(self):
        """OSL 21:3, 22:1."""
        r.colleagues(2)
        key = r.sent_packet()
        protected(key.investigation.case.person)
        reading = key.packet.readings.first()
        with pytest.raises(NoAccess, match="tillbakadraget"):
            packet_to_read(key.packet.code, by=r.reader_of(reading), at=r.LATER)
        end_keys(by=job("end-keys"), at=r.LATER)
        assert Packet.objects.get().state == "withdrawn"


class TestPastTheRule:
    def test_a_reason_is_of_exactly_the_line_it_was_given_for(self):
        r.colleagues()
        case = f.investigated_case()
        r.concluded(r.read_packet(r.sent_packet(r.made_packet(case))))
        draft, by = drafted(case, amount=330), f.caseworker_of(case)
        reason = {"cause": "judgement", "why": "Lite mindre räcker."}
        explain_departure(decision=draft, intervention="HEMTJANST", **reason, by=by, at=r.LATER)
        line = draft.lines.get()
        needs = tuple(line.needs.values_list("pk", flat=True))
        terms = f.home_care(needs, valid_from=f.NOW.date(), amount=30)
        put_line(decision=draft, terms=terms, line=line, by=by, at=r.LATER)
        with pytest.raises(Refused, match="avviker"):
            propose_reviewed(decision=draft, by=by, at=r.LATER)

    def test_what_others_have_read_is_not_waived_afterwards(self):
        r.colleagues()
        case = f.investigated_case()
        key = r.sent_packet(r.made_packet(case))
        r.read_packet(key)
        by = f.caseworker_of(case)
        withdraw_packet(key=key, why="Jag vill inte", by=by, at=r.LATER)
        with pytest.raises(Refused, match="Andra har redan läst"):
            waive_review(investigation=key.investigation, cause="other", why="Nej", by=by, at=r.LATER)


class TestWhatIsWritten:
    @pytest.mark.parametrize(
        "written",
        ["Björkhöjdens", "Björkho\u0308jden", "Björk\u00adhöjden", "BJÖRKHÖJDEN", "Björk\u200bhöjden:s"],
        ids=["genitive", "marks apart", "soft hyphen", "capitals", "unseen"],
    )
    def test_a_place_is_hidden_however_it_is_written(self, written):
        text = unicodedata.normalize("NFC", situation_of(r.made_packet(told(f"Bor nära {written} centrum.")))).lower()
        assert "björk" not in text.replace("\u00ad", "").replace("\u200b", "")

    def test_the_cases_number_and_the_street_are_hidden(self):
        case = told("Se handlingen. Går en runda på Storgatan varje dag.")
        by = f.caseworker_of(case)
        write(case.investigations.get(), None, {"sources": f"Ärende {case.number}."}, by=by, at=f.NOW)
        texts = str([shown(s).text for s in map(Section.read, r.made_packet(case).sections)])
        assert case.number not in texts
        assert "Storgatan" not in texts

    def test_what_the_caseworker_writes_instead_is_masked_too(self):
        case = told("Har arbetat som barnmorska.")
        key = r.made_packet(case)
        sections = list(map(Section.read, key.sections))
        s = next(n for n, one in enumerate(sections) if one.place == "situation")
        c = next(n for n, one in enumerate(sections[s].changes) if one.waits)
        answer = Settled(s, c, Choice.HIDE, "Astrid Lind i Björkhöjden")
        key = settle_packet(key=key, answers=[answer], hidden=[], version=1, by=f.caseworker_of(case), at=f.NOW)
        assert "Astrid" not in situation_of(key)
        assert "Björkhöjden" not in situation_of(key)

    def test_what_nobody_is_asked_about_cannot_be_kept(self):
        case = told("Astrid bor ensam. Har arbetat som barnmorska.")
        key = r.made_packet(case)
        sections = list(map(Section.read, key.sections))
        s = next(n for n, one in enumerate(sections) if one.place == "situation")
        c = next(n for n, one in enumerate(sections[s].changes) if not one.asks)
        for section, change in ((s, c), (-1, 0), (s, 999)):
            answer = Settled(section, change, Choice.KEEP)
            with pytest.raises(Refused, match="Ladda om"):
                settle_packet(key=key, answers=[answer], hidden=[], version=1, by=f.caseworker_of(case), at=f.NOW)


def test_old_texts_are_emptied_also_of_what_was_withdrawn():
    r.colleagues()
    key = r.sent_packet()
    r.hand_in(key.packet.readings.first(), missing="Hur sover personen?")
    withdraw_packet(key=key, why="Fel person", by=f.caseworker_of(key.investigation.case), at=r.LATER)
    end_keys(by=job("end-keys"), at=r.LATER + timedelta(days=800))
    packet = Packet.objects.get()
    assert packet.withdrawn_why == ""
    assert not [one for one in packet.readings.all() if one.missing or one.words]
