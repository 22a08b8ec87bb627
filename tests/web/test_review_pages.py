"""The pages of blind review: made, settled, sent, read blind, weighed together; and who is told no."""

import re

import pytest
from django.urls import URLResolver, get_resolver, reverse

from samsyn.audit.models import Event
from samsyn.people.roles import Role
from samsyn.review.models import Packet, PacketKey, Reading, ReviewRule
from tests import factories as f
from tests import reviews as r
from tests.inquiries import write
from tests.rooms.test_review_readings import drafted

pytestmark = pytest.mark.django_db
TOLD = "Astrid Lind är 84 år. Hon bor med sin make Gösta. Hon har arbetat som barnmorska. Barnmorska var hon i 40 år."


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    f.freeze(monkeypatch, r.LATER)


def told_case():
    case = f.investigating_case()
    write(case.investigations.get(), None, {"situation": TOLD}, by=f.caseworker_of(case), at=f.NOW)
    f.need(case.investigations.get())
    return case


def page(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def asked(html):
    """What a browser would send of the doubtful words, every one answered with yes."""
    names = set(re.findall(r'name="(q\d+)"', html))
    version = re.search(r'name="version" value="(\d+)"', html)[1]
    return dict.fromkeys(names, "hide") | {"version": version, "hidden": ""}


class TestTheCaseworker:
    def test_from_button_to_sent(self, client):
        r.colleagues()
        case = told_case()
        f.log_in(client, f.caseworker_of(case))
        assert "Gör ett underlag" in page(client, "review_packet", case.pk)
        client.post(reverse("review_make", args=[case.pk]))
        html = page(client, "review_packet", case.pk)
        assert "barnmorska" in html
        assert "väntar på ditt svar" in html
        refused = client.post(reverse("review_send", args=[case.pk]))
        assert refused.status_code == 409
        assert "väntar på ditt svar" in refused.content.decode()
        client.post(reverse("review_settle", args=[case.pk]), asked(html))
        assert "Allt osäkert är avgjort" in page(client, "review_packet", case.pk)
        client.post(reverse("review_send", args=[case.pk]))
        assert "0 av 2 har lämnat in" in page(client, "review_packet", case.pk)

    def test_pressing_twice_makes_one_packet_and_one_sending(self, client):
        r.colleagues()
        case = f.investigated_case()
        f.log_in(client, f.caseworker_of(case))
        for _ in range(2):
            client.post(reverse("review_make", args=[case.pk]))
        client.post(reverse("review_settle", args=[case.pk]), asked(page(client, "review_packet", case.pk)))
        for _ in range(2):
            client.post(reverse("review_send", args=[case.pk]))
        assert PacketKey.objects.count() == 1
        assert Reading.objects.count() == 2

    def test_one_answer_holds_wherever_the_word_stands(self, client):
        case = told_case()
        f.log_in(client, f.caseworker_of(case))
        client.post(reverse("review_make", args=[case.pk]))
        assert "Står på 2 ställen" in page(client, "review_packet", case.pk)

    def test_an_old_tab_is_told_and_nothing_is_lost(self, client):
        case = told_case()
        f.log_in(client, f.caseworker_of(case))
        client.post(reverse("review_make", args=[case.pk]))
        sent = asked(page(client, "review_packet", case.pk)) | {"hidden": "trappan"}
        client.post(reverse("review_settle", args=[case.pk]), sent)
        again = client.post(reverse("review_settle", args=[case.pk]), sent | {"hidden": "hissen"})
        assert again.status_code == 409
        assert "annan flik" in again.content.decode()
        assert "hissen" in again.content.decode()

    def test_the_draft_says_what_the_rule_asks_and_the_button_is_closed(self, client):
        case = f.investigated_case()
        drafted(case)
        ReviewRule.objects.create(unit=case.unit, mode="all", seed=1, set_at=f.NOW, set_by="staff:1")
        f.log_in(client, f.caseworker_of(case))
        html = page(client, "decision_edit", case.pk)
        assert "granskas alla ärenden" in html
        assert "disabled" in html
        client.post(reverse("review_waive", args=[case.pk]), {"cause": "urgent", "why": "Hemgång i kväll."})
        assert "Undantaget" in page(client, "decision_edit", case.pk)
        client.post(reverse("decision_propose", args=[case.pk]))
        assert f.decision_of(case).state == "proposed"

    def test_a_departure_is_explained_and_the_delegate_reads_it(self, client):
        r.colleagues()
        case = f.investigated_case()
        r.concluded(r.read_packet(r.sent_packet(r.made_packet(case))))
        drafted(case, amount=240)
        f.log_in(client, f.caseworker_of(case))
        assert "Där beslutet avviker" in page(client, "review_packet", case.pk)
        closed = client.post(reverse("decision_propose", args=[case.pk]))
        assert closed.status_code == 409
        told = {"HEMTJANST-cause": "person", "HEMTJANST-why": "Astrid vill klara duschen själv."}
        empty = client.post(reverse("review_depart", args=[case.pk, "HEMTJANST"]), told | {"HEMTJANST-why": ""})
        assert empty.status_code == 422
        client.post(reverse("review_depart", args=[case.pk, "HEMTJANST"]), told)
        client.post(reverse("decision_propose", args=[case.pk]))
        f.log_in(client, f.acting(Role.DELEGATE, case.unit))
        html = page(client, "decision_page", case.pk, f.decision_of(case).pk)
        assert "Astrid vill klara duschen själv." in html


class TestTheReader:
    def reading(self, client, number=0):
        r.colleagues()
        key = r.sent_packet(r.made_packet(told_case()))
        reading = key.packet.readings.order_by("pk")[number]
        f.log_in(client, r.reader_of(reading))
        return reading

    def test_the_packet_shows_no_name_sex_or_age(self, client):
        reading = self.reading(client)
        html = page(client, "review_reading", reading.packet.code)
        for word in ("Astrid", "Lind", "Gösta", "84", "barnmorska", " hon ", " Hon "):
            assert word not in html
        assert "masked" in html

    def test_reading_it_is_recorded_of_no_person(self, client):
        reading = self.reading(client)
        page(client, "review_reading", reading.packet.code)
        event = Event.objects.filter(what="packet.read").get()
        assert event.subjects == []
        assert event.case is None

    def test_saved_and_then_handed_in(self, client):
        reading = self.reading(client)
        sent = {"n0-intervention": "HEMTJANST", "n0-outcome": "partly", "n0-hours": "4", "n0-period": "minutes_week"}
        client.post(reverse("review_write", args=[reading.packet.code]), sent | {"do": "save", "seen": ""})
        reading.refresh_from_db()
        assert reading.answers == [
            {"intervention": "HEMTJANST", "outcome": "partly", "unit": "minutes_week", "amount": 240}
        ]
        html = page(client, "review_reading", reading.packet.code)
        seen = re.search(r'name="seen" value="([^"]*)"', html)[1]
        stale = client.post(reverse("review_write", args=[reading.packet.code]), sent | {"do": "hand_in", "seen": ""})
        assert stale.status_code == 409
        sent = {f"i0-{k.partition('-')[2]}": v for k, v in sent.items()}
        client.post(reverse("review_write", args=[reading.packet.code]), sent | {"do": "hand_in", "seen": seen})
        reading.refresh_from_db()
        assert reading.done_at
        assert "Du har lämnat in din läsning" in page(client, "review_reading", reading.packet.code)

    def test_an_amount_of_nothing_is_told_on_its_field_and_keeps_what_was_typed(self, client):
        reading = self.reading(client)
        sent = {
            "n0-intervention": "HEMTJANST",
            "n0-outcome": "granted",
            "n0-period": "minutes_week",
            "n0-why": "Orkar inte",
        }
        answer = client.post(reverse("review_write", args=[reading.packet.code]), sent | {"do": "hand_in", "seen": ""})
        assert answer.status_code == 422
        assert "Ange hur mycket" in answer.content.decode()
        assert "Orkar inte" in answer.content.decode()

    def test_what_is_typed_without_an_outcome_is_told_and_kept(self, client):
        reading = self.reading(client)
        sent = {
            "n0-intervention": "HEMTJANST",
            "n0-hours": "4",
            "n0-why": "Orkar inte själv",
            "do": "hand_in",
            "seen": "",
        }
        answer = client.post(reverse("review_write", args=[reading.packet.code]), sent)
        assert answer.status_code == 422
        assert "Välj vad du skulle besluta" in answer.content.decode()
        assert "Orkar inte själv" in answer.content.decode()

    def test_after_an_old_tab_what_is_saved_is_shown_and_the_next_press_goes_through(self, client):
        reading = self.reading(client)
        address = reverse("review_write", args=[reading.packet.code])
        client.post(address, {"missing": "Från första fliken", "do": "save", "seen": ""})
        stale = client.post(address, {"missing": "Från andra fliken", "do": "save", "seen": ""})
        html = stale.content.decode()
        assert stale.status_code == 409
        assert "Från första fliken" in html
        assert "Från andra fliken" in html
        seen = re.search(r'name="seen" value="([^"]*)"', html)[1]
        client.post(address, {"missing": "Från andra fliken", "do": "save", "seen": seen})
        reading.refresh_from_db()
        assert reading.missing == "Från andra fliken"

    def test_the_other_readers_words_are_not_shown_until_all_are_in(self, client):
        reading = self.reading(client)
        other = reading.packet.readings.exclude(pk=reading.pk).get()
        r.hand_in(other, missing="Hur sover personen?")
        assert "Hur sover personen?" not in page(client, "review_reading", reading.packet.code)
        r.hand_in(reading)
        html = page(client, "review_reading", reading.packet.code)
        assert "Hur sover personen?" in html
        assert other.reader.name not in html

    def test_the_meeting_writes_what_it_came_to(self, client):
        reading = self.reading(client)
        for one in reading.packet.readings.all():
            r.hand_in(one)
        told = {"i0-intervention": "HEMTJANST", "i0-outcome": "granted", "i0-hours": "6", "i0-period": "minutes_week"}
        client.post(reverse("review_conclude", args=[reading.packet.code]), told | {"note": "Enigt."})
        packet = Packet.objects.get()
        assert packet.state == "concluded"
        assert packet.lines.get().amount == 360

    def test_handing_over_draws_another(self, client):
        reading = self.reading(client)
        code = reading.packet.code
        client.post(reverse("review_hand_over", args=[code]), {"cause": "known"})
        assert client.get(reverse("review_reading", args=[code])).status_code == 403
        assert Reading.objects.filter(stepped_down="").count() == 2

    def test_others_are_told_no(self, client):
        reading = self.reading(client)
        key = PacketKey.objects.get()
        for who in (f.caseworker_of(key.investigation.case), f.acting(Role.TEAM_LEADER), f.acting(Role.DELEGATE)):
            f.log_in(client, who)
            assert client.get(reverse("review_reading", args=[reading.packet.code])).status_code == 403


class TestTheLeader:
    def test_sees_how_far_they_have_come_and_no_text(self, client):
        r.colleagues()
        packet = r.sent_packet(r.made_packet(told_case())).packet
        f.log_in(client, f.acting(Role.TEAM_LEADER))
        html = page(client, "reviews")
        assert packet.code in html
        assert "0 av 2" in html
        assert "Astrid" not in html

    def test_sets_the_rule(self, client):
        f.log_in(client, f.acting(Role.TEAM_LEADER))
        told = {
            "mode": "share",
            "share": "30",
            "readers": "2",
            "readers_from": "any",
        }
        assert client.post(reverse("review_rule"), told | {"share": ""}).status_code == 422
        client.post(reverse("review_rule"), told)
        assert ReviewRule.objects.get().share == 30
        assert 'value="30"' in page(client, "review_rule")


def case_addresses():
    """The names of all addresses that are about one case and nothing more."""
    found = []

    def walk(patterns, before=""):
        for one in patterns:
            route = before + str(one.pattern)
            if isinstance(one, URLResolver):
                walk(one.url_patterns, route)
            elif route.startswith("arenden/<int:pk>/") and route.count("<") == 1:
                found.append(one)

    walk(get_resolver().url_patterns)
    return [one.name for one in found if Role.CASEWORKER in (one.callback.open_to or ())]


def test_a_reader_of_the_same_unit_is_told_no_on_every_page_of_the_case(client):
    """By role *and* by relation: the case is closed to them while they read, and open again after (SoLPuL 10)."""
    case = f.investigated_case(of=f.person("Berta", "Berg"))
    here = [f.staff(Role.CASEWORKER), f.staff(Role.CASEWORKER)]
    key = r.sent_packet(r.made_packet(case))
    f.log_in(client, f.actor(here[0]))
    names = case_addresses()
    assert {"case", "investigation", "decision_edit", "case_person", "review_packet"} <= set(names)
    for name in names:
        url = reverse(name, args=[case.pk])
        answer = client.get(url)
        answer = client.post(url) if answer.status_code == 405 else answer
        assert answer.status_code == 403, name
        assert "Berta" not in answer.content.decode()
    r.concluded(r.read_packet(key))
    assert client.get(reverse("case", args=[case.pk])).status_code == 200
