"""The page about the person a case is about: contact, papers, the number, a death."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.people.actions import register_unknown
from samsyn.people.identity import Sex
from samsyn.people.identity import make as number
from samsyn.people.models import Consent, Person
from samsyn.people.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = localdate(make.NOW)
NEW = number(TODAY.replace(year=1971), 984)


def get(client, case, name="case_person") -> str:
    answer = client.get(reverse(name, args=[case.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def post(client, name, case, *more, **data):
    return client.post(reverse(name, args=[case.pk, *more]), data)


def contact(**changes):
    known = {"street": "Storgatan 1", "postcode": "123 45", "town": "Samsyn", "phone": "070-174 06 11", "email": ""}
    return {**known, "language": "sv", **changes}


def paper(**changes):
    return {
        "basis": "trustee", "identity": NEW.written, "given_name": "Bo", "family_name": "Rätt",
        "functions": ["see", "apply"], "valid_from": TODAY.isoformat(), "valid_to": "",
        "source": "Registerutdrag 2026-02-11", "seen_by": make.acting(Role.CASEWORKER).staff, **changes,
    }  # fmt: skip


def test_the_case_leads_to_the_page_and_reading_it_is_on_record(client, caseworker):
    case = make.received_case()
    assert reverse("case_person", args=[case.pk]) in get(client, case, "case")
    assert "Så når vi personen" in get(client, case)
    assert Event.objects.get(what="person.read").subjects == [case.person_id]


@pytest.mark.parametrize("role", [Role.TEAM_LEADER, Role.DELEGATE])
def test_the_unit_reads_and_the_caseworker_who_has_the_case_writes(client, monkeypatch, role):
    make.freeze(monkeypatch)
    case = make.received_case()
    for reader in (make.acting(role), make.actor(make.staff(Role.CASEWORKER))):
        make.log_in(client, reader)
        assert "<textarea" not in get(client, case)
        assert 'name="street"' not in get(client, case)
        assert post(client, "contact_change", case, **contact(phone="2")).status_code == 403
        assert post(client, "death_record", case, died_on=TODAY, source="Rykte").status_code == 403
    assert Person.objects.get(pk=case.person_id).died_on is None


def test_contact_is_changed_and_what_is_wrong_is_said_with_all_that_was_typed(client, caseworker):
    case = make.received_case()
    assert post(client, "contact_change", case, **contact(phone="070-174 06 05", language="so")).status_code == 302
    assert "somaliska" in get(client, case)
    answer = post(client, "contact_change", case, **contact(email="eva", street="Nygatan 2"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Skriv hela adressen, till exempel namn@exempel.se" in text
    assert 'value="Nygatan 2"' in text
    assert Person.objects.get(pk=case.person_id).street == "Storgatan 1"


def hidden_in(page):
    return dict(re.findall(r'name="(initial-\w+)" value="([^"]*)"', page))


def test_two_tabs_with_different_parts_of_how_to_reach_somebody_both_stand(client, caseworker):
    """A caseworker's old page does not undo what the person has changed on theirs."""
    case = make.received_case()
    shown = hidden_in(get(client, case))
    assert shown["initial-phone"] == "070-174 06 11"
    first = contact(phone="070-174 06 07")
    assert post(client, "contact_change", case, **first, **shown).status_code == 302
    assert post(client, "contact_change", case, **contact(town="Viken"), **shown).status_code == 302
    case.person.refresh_from_db()
    assert (case.person.phone, case.person.town) == ("070-174 06 07", "Viken")


def test_two_tabs_with_the_same_part_are_told_and_the_second_may_go_on(client, caseworker):
    case = make.received_case()
    shown = hidden_in(get(client, case))
    post(client, "contact_change", case, **contact(phone="070-174 06 07"), **shown)
    mine = contact(phone="070-174 06 08")
    answer = post(client, "contact_change", case, **mine, **shown)
    page = answer.content.decode()
    assert (answer.status_code, "ändrades nyss till ”070-174 06 07”" in page) == (409, True)
    assert 'value="070-174 06 08"' in page
    assert post(client, "contact_change", case, **mine, **hidden_in(page)).status_code == 302
    assert Person.objects.get(pk=case.person_id).phone == "070-174 06 08"


@pytest.mark.parametrize(("code", "said"), [("fi", "finska"), ("lv", "lv")])
def test_a_language_that_is_overtaken_is_told_by_its_name(client, caseworker, code, said):
    case = make.received_case(of=make.person(language="lv"))
    shown = hidden_in(get(client, case)) | {"initial-language": "sv"}
    Person.objects.filter(pk=case.person_id).update(language=code)
    answer = post(client, "contact_change", case, **contact(language="so"), **shown)
    page = answer.content.decode()
    assert (answer.status_code, f"ändrades nyss till ”{said}”" in page) == (409, True)
    assert hidden_in(page)["initial-language"] == code


def test_a_language_that_is_not_on_the_list_is_kept(client, caseworker):
    case = make.received_case(of=make.person(language="lv"))
    assert '<option value="lv" selected>' in get(client, case)
    assert post(client, "contact_change", case, **contact(language="lv", phone="070-174 06 09")).status_code == 302


def test_a_trustee_is_registered_from_a_paper_shown_and_ended(client, caseworker):
    case = make.received_case()
    assert post(client, "authority_register", case, **paper()).status_code == 302
    text = get(client, case)
    for said in ("Bo Rätt", "god man", "Registerutdrag 2026-02-11", "sett av Karin Ek", "tills vidare"):
        assert said in text
    for consent in Consent.objects.all():
        answer = post(client, "authority_end", case, consent.pk, source=" ")
        assert answer.status_code == 422
        assert "Skriv hur du vet" in answer.content.decode()
        assert post(client, "authority_end", case, consent.pk, source="Beslut 2026-03-01").status_code == 302
    assert "Bo Rätt" not in get(client, case)
    assert set(Consent.objects.values_list("withdrawn_on", "end_source")) == {(TODAY, "Beslut 2026-03-01")}


def test_the_person_reads_which_paper_was_seen_by_whom_and_who_ended_it_and_why(client, caseworker):
    case = make.received_case()
    herself = make.actor(case.person, acting_as="self")
    post(client, "authority_register", case, **paper(functions=["see"]))
    make.log_in(client, herself)
    page = client.get(reverse("my_consents", args=[case.person_id])).content.decode()
    assert "På papper: Registerutdrag 2026-02-11. Sett av Karin Ek, 2 mars 2026." in page
    make.log_in(client, caseworker)
    post(client, "authority_end", case, Consent.objects.get().pk, source="Beslut 2026-03-01")
    make.log_in(client, herself)
    page = client.get(reverse("my_consents", args=[case.person_id])).content.decode()
    assert "Karin Ek avslutade det 2 mars 2026." in page
    assert "Så här vet handläggaren det: Beslut 2026-03-01" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"basis": ""}, "Välj vad rätten bygger på"),
        ({"identity": "19710302-0000"}, "Kontrollsiffran"),
        ({"functions": []}, "Välj minst en sak"),
        ({"source": ""}, "Skriv vilket papper"),
        ({"seen_by": ""}, "Välj vem som har sett"),
        ({"valid_to": "2020-01-01"}, "Slutdagen ligger före"),
    ],
)
def test_what_is_wrong_on_the_paper_is_said_and_the_rest_is_kept(client, caseworker, changes, said):
    case = make.received_case()
    answer = post(client, "authority_register", case, **paper(**changes))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert "Inget är skickat än" in text
    assert 'value="Rätt"' in text
    assert not Consent.objects.exists()


def test_another_persons_consent_is_not_ended_from_here(client, caseworker):
    case, other = make.received_case(), make.consent(make.person(), make.person("Eva"))
    assert post(client, "authority_end", case, other.pk).status_code == 404


def test_what_the_person_gave_and_nobody_has_used_says_so_here_only(client, caseworker):
    case = make.received_case()
    make.log_in(client, make.actor(case.person, acting_as="self"))
    given = {k: v for k, v in paper(functions=["see"]).items() if k not in {"basis", "source", "seen_by"}}
    assert client.post(reverse("my_consents", args=[case.person_id]), given).status_code == 302
    make.log_in(client, caseworker)
    assert "har inte sagt ja än" in get(client, case)


def test_a_temporary_number_becomes_the_real_one_and_the_old_one_is_still_searched(client, caseworker):
    unknown = register_unknown(given_name="Okänd", family_name="Ek", sex=Sex.MAN, by=caseworker, at=make.NOW)
    case = make.received_case(of=unknown)
    assert "Det är ett tillfälligt nummer" in get(client, case)
    taken = make.person("Kalle", "Annan")
    answer = post(client, "person_identify", case, identity=taken.written_number)
    assert answer.status_code == 422
    assert "De två slås inte ihop" in answer.content.decode()
    assert "Kalle" not in answer.content.decode()
    assert post(client, "person_identify", case, identity=NEW.written).status_code == 302
    text = get(client, case)
    assert NEW.written in text
    assert "Tidigare tillfälligt nummer: TM2026-0001" in text
    assert post(client, "person_identify", case, identity=NEW.written).status_code == 302  # a second press
    assert Event.objects.filter(what="person.identify").count() == 1
    assert (
        post(client, "person_identify", case, identity=number(TODAY.replace(year=1972), 984).written).status_code == 409
    )


def test_a_death_stands_on_the_pages_of_the_case_and_ends_nothing(client, caseworker):
    case = make.active_case()
    told = {"died_on": (TODAY - timedelta(2)).isoformat(), "source": "Folkbokföringen"}
    assert post(client, "death_record", case, **told).status_code == 422  # an application came in after that day
    assert post(client, "death_record", case, **told, confirmed="on").status_code == 302
    for name in ("case", "case_person", "investigation", "case_orders"):
        assert "Astrid Lind avled 28 februari 2026." in get(client, case, name)
    assert "Källa: Folkbokföringen" in get(client, case)
    case.refresh_from_db()
    assert case.status == "active"
    assert post(client, "death_take_back", case).status_code == 302
    assert "avled" not in get(client, case, "case")


def test_the_provider_and_the_relative_meet_the_death_on_their_pages(client, caseworker):
    case, daughter = make.active_case(), make.person("Eva", "Lind")
    make.consent(case.person, daughter)
    relative = make.actor(daughter, acting_as="relative")
    told = {"died_on": TODAY.isoformat(), "source": "Sjukhuset per telefon"}
    post(client, "death_record", case, **told)
    order = make.order_of(case)
    for reader, url in (
        (make.acting(Role.CARE_WORKER), reverse("provider_order", args=[order.pk])),
        (relative, reverse("person_home", args=[daughter.pk])),
    ):
        make.log_in(client, reader)
        text = client.get(url).content.decode()
        assert "Astrid Lind avled 2 mars 2026" in text
        assert "Sjukhuset" not in text


def test_nothing_is_registered_for_or_applied_by_others_when_the_person_has_died(client, caseworker):
    case = make.received_case()
    post(client, "death_record", case, died_on=TODAY.isoformat(), source="Folkbokföringen")
    assert "rätten upphörde vid dödsfallet" in get(client, case)
    assert post(client, "authority_register", case, **paper()).status_code == 409
    assert not Consent.objects.exists()


def test_a_death_in_the_future_is_a_slip_of_the_pen(client, caseworker):
    case = make.received_case()
    told = {"died_on": (TODAY + timedelta(2)).isoformat(), "source": "Folkbokföringen"}
    answer = post(client, "death_record", case, **told)
    assert answer.status_code == 422
    assert "ligger framåt i tiden" in answer.content.decode()
    assert 'value="Folkbokföringen"' in answer.content.decode()
