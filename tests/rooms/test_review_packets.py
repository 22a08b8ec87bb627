"""A packet is made, settled and sent; nothing leaves before it is settled, and nobody near the case reads it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from samsyn.audit.models import Event
from samsyn.cases.access import CaseFacts, why_not_read
from samsyn.cases.actions import assign, save_field
from samsyn.cases.queries import open_case
from samsyn.people.models import Relation, Screen
from samsyn.people.refusals import NoAccess, Refused
from samsyn.people.roles import Role
from samsyn.review.actions import conclude_review, make_packet, send_packet, settle_packet, step_down, withdraw_packet
from samsyn.review.models import Packet, PacketKey, Reading
from samsyn.review.packet_text import Section, left_to_answer, shown
from tests import factories as f
from tests import reviews as r
from tests.inquiries import write
from tests.protection import protected

pytestmark = pytest.mark.django_db
TOLD = "Astrid Lind är 84 år. Hon bor med sin make Gösta på Storgatan 1. Hon har arbetat som barnmorska."


def told_case():
    case = f.investigating_case()
    by = f.caseworker_of(case)
    write(case.investigations.get(), None, {"situation": TOLD}, by=by, at=f.NOW)
    f.need(case.investigations.get(), own_words="Jag vill att Gösta ska få vila.")
    return case


def packet_texts(packet: Packet) -> str:
    return " ".join(s["text"] for s in packet.sections)


class TestMaking:
    def test_the_texts_are_masked_as_one_so_that_people_keep_their_labels(self):
        key = r.made_packet(told_case())
        texts = {s.place: shown(s).text for s in map(Section.read, key.sections)}
        assert "Astrid" not in str(texts)
        assert "Gösta" not in str(texts)
        assert "84" not in str(texts)
        assert "Storgatan" not in str(texts)

    def test_where_the_person_lives_is_hidden_from_the_start(self):
        case = f.investigating_case(of=f.person(town="Björkhöjden"))
        told = {"situation": "Bor i Björkhöjden."}
        write(case.investigations.get(), None, told, by=f.caseworker_of(case), at=f.NOW)
        texts = str([shown(Section.read(s)).text for s in r.made_packet(case).sections])
        assert "Björkhöjden" not in texts
        assert "Bor i [dolt]." in texts

    def test_nothing_of_the_case_stands_in_the_packet_before_it_is_sent(self):
        key = r.made_packet(told_case())
        assert key.packet.sections == []
        assert key.packet.needs == []

    def test_an_empty_investigation_says_what_to_do(self):
        case = f.investigating_case(asked_for="Hjälp")
        assert r.made_packet(case).packet.state == "draft"  # what the person asks for is a text too

    def test_more_than_anybody_reads_is_refused_before_it_is_masked(self):
        case = f.investigating_case()
        texts = {"situation": "Bor ensam. " * 1_800, "sources": "Samtal. " * 2_400, "assessment": "Behov. " * 2_800}
        write(case.investigations.get(), None, texts, by=f.caseworker_of(case), at=f.NOW)
        for area in ("d510", "d520", "d530", "d540", "d550", "d560", "d620", "d630"):
            f.need(case.investigations.get(), area, description="Orkar inte. " * 1_600, own_words="Nej. " * 3_900)
        with pytest.raises(Refused, match="längre än"):
            r.made_packet(case)

    def test_only_the_cases_own_caseworker_makes_it(self):
        case = f.investigated_case()
        with pytest.raises(NoAccess):
            make_packet(case=case, seed=1, by=f.actor(f.staff()), at=f.NOW)

    def test_a_protected_persons_case_is_not_reviewed(self):
        case = f.investigated_case()
        protected(case.person)
        with pytest.raises(Refused, match="skyddade uppgifter"):
            r.made_packet(case)

    def test_a_second_packet_is_refused_while_the_first_stands(self):
        key = r.made_packet()
        with pytest.raises(Refused, match="redan ett underlag"):
            r.made_packet(key.investigation.case, seed=8)

    def test_the_same_seed_names_another_packet_otherwise(self):
        assert r.made_packet(seed=7).packet.code != r.made_packet(seed=7).packet.code


class TestSending:
    def test_nothing_leaves_while_something_waits_for_an_answer(self):
        r.colleagues()
        key = r.made_packet(told_case())
        assert left_to_answer(map(Section.read, key.sections)) > 0
        with pytest.raises(Refused, match="väntar på ditt svar"):
            send_packet(key=key, by=f.caseworker_of(key.investigation.case), at=f.NOW)
        assert Packet.objects.get().sections == []
        assert not Reading.objects.exists()

    def test_what_leaves_is_masked_and_what_is_left_as_it_is_was_answered(self):
        r.colleagues()
        packet = r.sent_packet(r.made_packet(told_case())).packet
        assert packet.state == "sent"
        assert packet.sections
        for word in ("Astrid", "Lind", "Gösta", "84", "Storgatan", " hon ", " make ", "barnmorska"):
            assert word not in packet_texts(packet)

    def test_a_text_that_has_changed_since_is_not_sent_as_it_was(self):
        r.colleagues()
        key = r.all_settled(r.made_packet(told_case()))
        case = key.investigation.case
        by = f.caseworker_of(case)
        save_field(investigation=key.investigation, place="assessment", value="Nytt", base=0, by=by, at=f.NOW)
        with pytest.raises(Refused, match="har ändrats"):
            send_packet(key=key, by=by, at=f.NOW)

    def test_words_that_the_caseworker_hides_are_gone_wherever_they_stand(self):
        r.colleagues()
        key = r.made_packet(told_case())
        by = f.caseworker_of(key.investigation.case)
        key = settle_packet(key=key, answers=[], hidden=["vila"], version=1, by=by, at=f.NOW)
        assert "vila" not in packet_texts(r.sent_packet(key).packet)

    def test_a_second_tab_does_not_answer_unread(self):
        key = r.made_packet()
        by = f.caseworker_of(key.investigation.case)
        settle_packet(key=key, answers=[], hidden=[], version=1, by=by, at=f.NOW)
        with pytest.raises(Refused, match="annan flik"):
            settle_packet(key=key, answers=[], hidden=[], version=1, by=by, at=f.NOW)

    def test_what_has_left_never_changes_by_the_databases_own_word(self):
        r.colleagues()
        packet = r.sent_packet(r.made_packet(told_case())).packet
        packet.sections = [{"place": "situation", "text": "Annat", "marks": []}]
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            packet.save()


class TestReaders:
    def test_other_units_read_first(self):
        f.staff(Role.CASEWORKER)
        other = r.colleagues(2)
        assert set(r.sent_packet().packet.readings.values_list("reader", flat=True)) == {s.pk for s in other}

    def test_nobody_who_has_been_in_the_case_is_drawn(self):
        case = f.investigated_case()
        r.colleagues(2)
        here = f.staff(Role.CASEWORKER)
        open_case(case.pk, by=f.actor(here), at=f.NOW)
        readers = set(r.sent_packet(r.made_packet(case)).packet.readings.values_list("reader", flat=True))
        assert here.pk not in readers
        assert case.caseworker_id not in readers

    def test_nobody_with_the_persons_family_name_or_a_relation_is_drawn(self):
        case = f.investigated_case(of=f.person("Berta", "Ovanlig"))
        near = f.staff(Role.CASEWORKER, f.unit("Äldreenheten Syd"), given_name="Rut", family_name="Ovanlig")
        kin = f.staff(Role.CASEWORKER, f.unit("Äldreenheten Syd"), given_name="Nils", family_name="Granne")
        Relation.objects.create(person=case.person, other=f.person("Nils", "Granne"), kind="son")
        others = r.colleagues(2)
        readers = set(r.sent_packet(r.made_packet(case)).packet.readings.values_list("reader", flat=True))
        assert readers == {s.pk for s in others}
        assert not readers & {near.pk, kin.pk}

    def test_too_few_readers_say_what_to_do_and_nothing_is_sent(self):
        r.colleagues(1)
        key = r.all_settled(r.made_packet())
        with pytest.raises(Refused, match="2 behövs"):
            send_packet(key=key, by=f.caseworker_of(key.investigation.case), at=f.NOW)
        assert not Reading.objects.exists()
        assert not Screen.objects.exists()

    def test_a_reader_cannot_reach_the_case_by_role_or_by_relation(self):
        case = f.investigated_case()
        here = [f.staff(Role.CASEWORKER), f.staff(Role.CASEWORKER)]  # of the case's own unit
        assert not any(why_not_read(f.actor(s), CaseFacts.of(case)) for s in here)
        r.sent_packet(r.made_packet(case))
        assert all(why_not_read(f.actor(s), CaseFacts.of(case)) for s in here)
        assert Screen.objects.count() == 2


class TestWithdrawal:
    def test_the_texts_are_gone_at_once_and_the_case_opens_again(self):
        r.colleagues()
        key = r.sent_packet()
        withdraw_packet(key=key, why="Fel person", by=f.caseworker_of(key.investigation.case), at=r.LATER)
        packet = Packet.objects.get()
        assert packet.state == "withdrawn"
        assert packet.sections == []
        assert not Screen.objects.exists()

    def test_another_packet_can_be_made_after_it(self):
        r.colleagues()
        key = r.sent_packet()
        case = key.investigation.case
        withdraw_packet(key=key, why="Fel", by=f.caseworker_of(case), at=r.LATER)
        assert r.made_packet(case, seed=9).packet.state == "draft"
        assert PacketKey.objects.count() == 2


def test_no_event_ties_a_packet_to_its_case():
    r.colleagues(4)
    key = r.sent_packet()
    reading = key.packet.readings.order_by("pk").first()
    step_down(reading=reading, cause="time", by=r.reader_of(reading), at=f.NOW + timedelta(minutes=7))
    for n, one in enumerate(key.packet.readings.filter(stepped_down="")):
        r.hand_in(one, at=r.LATER + timedelta(minutes=n))
    packet = Packet.objects.get()
    last = packet.readings.filter(done_at__isnull=False).last()
    at = r.LATER + timedelta(hours=1)
    conclude_review(reading=last, answers=[r.HELP], note="", by=r.reader_of(last), at=at)
    about_packet = Event.objects.filter(about=f"packet:{packet.code}")
    assert about_packet.exists()
    assert not [e for e in about_packet if e.case or e.subjects]
    assert not [e for e in Event.objects.exclude(case=None) if packet.code in str((e.about, e.detail))]
    moments = set(about_packet.values_list("at", flat=True))
    assert not [e for e in Event.objects.filter(at__in=moments) if e.case or e.subjects]  # nor by the moment
    readers = {f"staff:{one.reader_id}" for one in packet.readings.all()}
    case_events = Event.objects.filter(case=key.investigation.case_id)
    assert not readers & set(case_events.values_list("by", flat=True))  # the person sees nobody who has read blind


def test_a_case_is_not_given_to_somebody_who_reads_it_blind():
    case = f.investigated_case()
    here = [f.staff(Role.CASEWORKER), f.staff(Role.CASEWORKER)]
    r.sent_packet(r.made_packet(case))
    with pytest.raises(Refused, match="just nu"):
        assign(case=case, to=here[0], by=f.acting(Role.TEAM_LEADER), at=r.LATER)
