"""Open support on the pages of the secretary, the unit, the person and the caseworker (SoL 11:5-6, 14:5)."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.cases.models import ServiceOffer, ServiceUse
from samsyn.people.identity import make
from samsyn.people.roles import Role
from tests import factories as f
from tests.open_support import a_nameless_offer, a_use, an_offer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen(monkeypatch) -> None:
    f.freeze(monkeypatch)


def log_in(client, role: Role):
    by = f.acting(role)
    f.log_in(client, by)
    return by


def own(client, person):
    f.log_in(client, f.actor(person, acting_as="self"))
    return person


DECISION = {
    "intervention": "DAGVERKSAMHET", "minutes": "Socialnämnden 2026-02-26 § 14", "decided_on": "2026-02-26",
    "target_group": "Alla över 65.", "valid_from": "2026-03-01", "is_documented": "on",
}  # fmt: skip


def test_the_secretary_enters_a_decision_and_reads_it(client):
    provider = f.workplace(Role.PROVIDER_PLANNER)
    log_in(client, Role.COMMITTEE_SECRETARY)
    answer = client.post(reverse("offer_new"), {**DECISION, "provider": provider.pk}, follow=True)
    assert "Socialnämnden 2026-02-26 § 14" in answer.content.decode()
    assert ServiceOffer.objects.get().keeps_identity


def test_what_was_typed_stays_when_the_reasons_are_missing(client):
    provider = f.workplace(Role.PROVIDER_PLANNER)
    log_in(client, Role.COMMITTEE_SECRETARY)
    typed = {**DECISION, "provider": provider.pk, "leaves_identity_out": "on"}
    answer = client.post(reverse("offer_new"), typed)
    assert answer.status_code == 422
    assert "Skriv nämndens särskilda skäl" in answer.content.decode()
    assert "Alla över 65." in answer.content.decode()


def test_what_always_needs_a_test_is_not_in_the_list(client):
    log_in(client, Role.COMMITTEE_SECRETARY)
    page = client.get(reverse("offer_new")).content.decode()
    assert 'value="KONTAKTPERSON"' not in page
    assert 'value="HEMTJANST"' in page


def test_the_announcement_gives_the_last_day_for_legality_review(client):
    offer = an_offer()
    log_in(client, Role.COMMITTEE_SECRETARY)
    answer = client.post(reverse("offer_announce", args=[offer.pk]), {"announced_on": "2026-03-02"}, follow=True)
    assert "till och med 2026-03-23" in answer.content.decode()


def test_small_counts_are_withheld_from_the_secretary(client):
    offer = a_nameless_offer()
    f.log_in(client, f.acting(Role.CARE_WORKER))
    for sex, count in (("K", 9), ("M", 3)):
        sent = {"on": "2026-03-02", "count": count, "sex": sex, "told_how": "spoken", "told_language": "sv"}
        client.post(reverse("unit_offer", args=[offer.pk]), sent)
    log_in(client, Role.COMMITTEE_SECRETARY)
    page = client.get(reverse("offer", args=[offer.pk])).content.decode()
    assert 'data-label="Kvinnor">9</td><td class="number" data-label="Män">färre än 8</td>' in page


def test_the_unit_writes_down_who_comes(client):
    offer = an_offer()
    log_in(client, Role.CARE_WORKER)
    who = {"identity": make(date(1941, 5, 6), 984).number, "given_name": "Ny", "family_name": "Gäst"}
    told = {"told_how": "handed", "told_language": "fi"}
    url = reverse("unit_offer", args=[offer.pk])
    missing = client.post(url, who | {"told_language": "fi"})
    assert missing.status_code == 422
    assert "Säg hur du har berättat" in missing.content.decode()
    answer = client.post(url, who | told, follow=True)
    assert "Ny Gäst" in answer.content.decode()
    assert ServiceUse.objects.get().told_language == "fi"


def test_where_nobody_is_written_down_the_unit_is_asked_for_no_name(client):
    offer = a_nameless_offer()
    log_in(client, Role.CARE_WORKER)
    page = client.get(reverse("unit_offer", args=[offer.pk])).content.decode()
    assert "Skriv inte upp vem som kommer." in page
    assert 'name="identity"' not in page


def test_two_groups_of_the_same_size_are_counted_each_and_one_form_sent_twice_once(client):
    url = reverse("unit_offer", args=[a_nameless_offer().pk])
    log_in(client, Role.CARE_WORKER)
    told = {"on": "2026-03-02", "count": 4, "sex": "", "told_how": "spoken", "told_language": "sv"}
    for _ in range(2):
        (once,) = re.findall(r'name="once" value="([^"]+)"', client.get(url).content.decode())
        for _ in range(2):
            assert client.post(url, told | {"once": once}).status_code == 302
    assert list(ServiceUse.objects.values_list("count", flat=True)) == [4, 4]


def test_the_person_reads_the_information_and_begins(client):
    offer, person = an_offer(), own(client, f.person())
    page = client.get(reverse("my_offer", args=[person.pk, offer.pk])).content.decode()
    assert "Då kan du ansöka om stöd enligt 11 kap. 1 § socialtjänstlagen." in page
    assert "Börja använda" in page
    assert reverse("apply", args=[person.pk]) in page
    answer = client.post(reverse("my_offer", args=[person.pk, offer.pk]), follow=True)
    assert "Används sedan" in answer.content.decode()
    client.post(reverse("my_offer", args=[person.pk, offer.pk]))
    use = ServiceUse.objects.get()
    client.post(reverse("my_use_end", args=[person.pk, use.pk]))
    use.refresh_from_db()
    assert use.ended_on == f.NOW.date()


def test_the_information_is_read_in_the_language_of_the_person(client):
    offer, person = an_offer(), own(client, f.person(language="fi"))
    page = client.get(reverse("my_offer", args=[person.pk, offer.pk])).content.decode()
    assert "Voit aina hakea tukea" in page
    assert client.get(reverse("my_offer_pdf", args=[person.pk, offer.pk])).content.startswith(b"%PDF")


def test_where_nobody_is_written_down_the_person_is_told_to_come(client):
    offer, person = a_nameless_offer(), own(client, f.person())
    page = client.get(reverse("my_offer", args=[person.pk, offer.pk])).content.decode()
    assert "Kom direkt." in page
    assert '<button class="primary">Börja använda' not in page
    assert client.post(reverse("my_offer", args=[person.pk, offer.pk])).status_code == 409
    assert not ServiceUse.objects.exists()


def test_what_has_ended_is_not_offered(client):
    offer, person = an_offer(valid_to=f.NOW.date() - timedelta(1), decided_on=f.NOW.date() - timedelta(4)), f.person()
    own(client, person)
    assert client.get(reverse("my_offer", args=[person.pk, offer.pk])).status_code == 404
    assert "Just nu finns inget stöd" in client.get(reverse("my_support", args=[person.pk])).content.decode()


def test_a_caseworker_helps_the_person_of_the_case_to_begin(client):
    case, offer = f.received_case(), an_offer()
    f.log_in(client, f.caseworker_of(case))
    url = reverse("case_support", args=[case.pk])
    sent = {"offer": offer.pk, "told_how": "spoken", "told_language": "sv"}
    assert client.post(url, sent).status_code == 302
    assert ServiceUse.objects.get().person == case.person


def test_those_who_use_it_are_read_on_record(client):
    offer, person = an_offer(), f.person(family_name="Gästsson")
    a_use(offer, person)
    log_in(client, Role.PROVIDER_PLANNER)
    assert "Gästsson" in client.get(reverse("unit_offer", args=[offer.pk])).content.decode()
    assert Event.objects.filter(what="uses.list", subjects=[person.pk]).exists()
