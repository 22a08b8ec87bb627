"""Interventions without individual needs test: who decides, who uses, what is told and kept (SoL 2:4, 11:5-6, 14:5)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from samsyn.audit.models import Event
from samsyn.cases.actions import Told, announce_offer, begin_use, count_use, end_offer, end_use
from samsyn.cases.models import Case, Decision, ServiceOffer, ServiceUse
from samsyn.cases.offers import always_assessed, may_be_offered
from samsyn.cases.queries import information_of, open_offers, outcomes, signed_between, users_of, uses_by_month
from samsyn.cases.regimes import Remedy, regime
from samsyn.people.actions import note_visitor
from samsyn.people.identity import make
from samsyn.people.models import Person
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.open_support import HANDED, a_nameless_offer, a_use, an_offer, terms
from tests.rooms.letters import said

pytestmark = pytest.mark.django_db
TODAY = f.NOW.date()


def carer():
    return f.acting(Role.CARE_WORKER)


class TestOffer:
    @pytest.mark.parametrize("code", sorted(always_assessed()))
    def test_what_always_needs_a_test_of_the_need_cannot_be_offered(self, code: str) -> None:
        """SoL 11:5, the seven points."""
        with pytest.raises(Invalid, match="alltid att behovet prövas"):
            terms(intervention=code)

    def test_home_care_day_activities_and_alarms_may_be_offered(self) -> None:
        assert {"HEMTJANST", "DAGVERKSAMHET", "TRYGGHETSLARM", "LEDSAGNING", "BOENDESTOD"} <= set(may_be_offered())
        assert not any(code.startswith("LSS") for code in may_be_offered())

    @pytest.mark.parametrize(
        "changes",
        [
            {"minutes": " "},
            {"target_group": ""},
            {"valid_to": date(2026, 2, 28)},
            {"valid_from": date(2026, 2, 1)},
            {"keeps_identity": False},
            {"special_reasons": "Skäl utan att namnen utelämnas."},
            {"is_documented": False},
        ],
    )
    def test_a_decision_that_does_not_hold_together_is_refused(self, changes: dict) -> None:
        with pytest.raises(Invalid):
            terms(**changes)

    @pytest.mark.parametrize(
        "role", [r for r in Role if r not in {Role.COMMITTEE_SECRETARY, Role.PERSON, Role.RELATIVE}]
    )
    def test_no_other_role_enters_what_the_committee_decided(self, role: Role) -> None:
        offer = an_offer()
        with pytest.raises(NoAccess):
            announce_offer(offer=offer, announced_on=TODAY, by=f.acting(role), at=f.NOW)

    def test_legality_review_is_counted_from_the_announcement_and_there_is_no_appeal(self) -> None:
        """KL 13:5; a use is no decision."""
        by = f.acting(Role.COMMITTEE_SECRETARY)
        offer = announce_offer(offer=an_offer(), announced_on=TODAY, by=by, at=f.NOW)
        assert offer.announced_on == TODAY
        assert regime("SOL_11_5").remedy is Remedy.LEGALITY_REVIEW
        with pytest.raises(Refused, match="redan införd"):
            announce_offer(offer=offer, announced_on=TODAY, by=by, at=f.NOW)

    @pytest.mark.parametrize("attempt", [lambda rows: rows.update(minutes="x"), lambda rows: rows.delete()])
    def test_the_database_itself_keeps_what_the_committee_decided(self, attempt) -> None:
        an_offer()
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            attempt(ServiceOffer.objects.all())

    def test_an_ended_offer_is_open_to_its_last_day(self) -> None:
        by = f.acting(Role.COMMITTEE_SECRETARY)
        last = TODAY + timedelta(10)
        end_offer(offer=an_offer(), last_day=last, minutes="SN § 20", by=by, at=f.NOW)
        assert open_offers(today=last).count() == 1
        assert open_offers(today=last + timedelta(1)).count() == 0


class TestUse:
    def test_a_person_begins_by_themselves_and_what_was_told_is_on_record(self) -> None:
        """SoL 11:6."""
        person = f.person()
        use = a_use(an_offer(), person)
        assert (use.person, use.told_how, use.sex) == (person, "shown", person.sex)
        event = Event.objects.get(what="use.begin")
        assert event.subjects == [person.pk]
        assert event.detail == {"offer": use.offer_id, "told": "shown", "information": "brev-1.2"}

    def test_a_second_press_is_the_same_use(self) -> None:
        offer, person = an_offer(), f.person()
        assert a_use(offer, person) == a_use(offer, person)
        assert Event.objects.filter(what="use.begin").count() == 1

    def test_without_telling_of_the_right_to_apply_nobody_begins(self) -> None:
        with pytest.raises(Invalid, match="ansöka om mer stöd"):
            Told("")

    def test_the_unit_writes_down_who_comes_also_somebody_who_was_not_known(self) -> None:
        offer, by = an_offer(), carer()
        who = note_visitor(identity=make(date(1941, 5, 6), 984), given_name="Ny", family_name="Gäst", by=by, at=f.NOW)
        begin_use(offer=offer, person=who, told=HANDED, by=by, at=f.NOW)
        assert [u.person for u in users_of(offer, by=by, at=f.NOW)] == [who]
        assert Event.objects.filter(what="uses.list", subjects=[who.pk]).exists()

    @pytest.mark.parametrize("written", [("Astrid", "Lind"), ("Eva", "Berg"), ("-", ".")])
    def test_a_unit_learns_nothing_from_a_number(self, written) -> None:
        """OSL 26:1, SoLPuF 20: neither that somebody is known, nor their name, nor where it comes in the alphabet."""
        offer, by, given = an_offer(), carer(), dict(zip(("given_name", "family_name"), written, strict=True))
        known, number = f.person("Astrid", "Lind", born=date(1941, 5, 7)), make(date(1941, 5, 7), 982)
        for identity in (number, make(date(1941, 5, 6), 984)):
            who = note_visitor(identity=identity, **given, by=by, at=f.NOW)
            begin_use(offer=offer, person=who, told=HANDED, written_name=" ".join(written), by=by, at=f.NOW)
        uses = users_of(offer, by=by, at=f.NOW)
        assert [use.name for use in uses] == [" ".join(written)] * 2
        assert {use.person_id for use in uses} > {known.pk}

    def test_another_unit_and_another_role_write_down_nobody(self) -> None:
        offer, person = an_offer(), f.person()
        elsewhere = f.acting(Role.CARE_WORKER, f.unit("Hemtjänst Syd", purpose="provider"))
        for by in (elsewhere, f.acting(Role.ANALYST), f.acting(Role.COMMITTEE_SECRETARY), f.acting(Role.CASEWORKER)):
            with pytest.raises(NoAccess):
                begin_use(offer=offer, person=person, told=HANDED, by=by, at=f.NOW)
        with pytest.raises(NoAccess):
            users_of(offer, by=elsewhere, at=f.NOW)

    def test_a_relative_needs_the_right_to_apply(self) -> None:
        offer, person, relative = an_offer(), f.person(), f.person("Rut")
        f.consent(person, relative, "see")
        with pytest.raises(NoAccess):
            begin_use(offer=offer, person=person, told=HANDED, by=f.actor(relative, acting_as="relative"), at=f.NOW)
        f.consent(person, relative, "apply")
        by = f.actor(relative, acting_as="relative")
        assert begin_use(offer=offer, person=person, told=HANDED, by=by, at=f.NOW).registered_by == by.key

    def test_the_caseworker_of_the_case_helps_their_person(self) -> None:
        case = f.received_case()
        by = f.caseworker_of(case)
        assert begin_use(offer=an_offer(), person=case.person, told=HANDED, by=by, at=f.NOW, case=case)
        with pytest.raises(NoAccess):
            begin_use(offer=an_offer(), person=f.person(), told=HANDED, by=by, at=f.NOW, case=case)

    def test_somebody_stops_and_may_begin_again(self) -> None:
        offer, person = an_offer(), f.person()
        use, by = a_use(offer, person), f.actor(person, acting_as="self")
        later = f.NOW + timedelta(days=2)
        assert end_use(use=use, ended_on=later.date(), by=by, at=later).ended_on == later.date()
        assert end_use(use=use, ended_on=later.date(), by=by, at=later)
        assert a_use(offer, person, at=later) != use

    def test_a_use_makes_no_case_no_decision_and_counts_in_no_statistics_of_them(self) -> None:
        a_use(an_offer(), f.person())
        month = (f.NOW - timedelta(30), f.NOW + timedelta(30))
        assert not Case.objects.exists()
        assert not Decision.objects.exists()
        assert not outcomes(*month)
        assert not signed_between(*month).exists()
        assert regime("SOL_11_5").statistics == "sol_open"
        assert not regime("SOL_11_5").may_be_line


class TestWithoutIdentity:
    """SoL 14:5: special reasons only, and then nothing tells who."""

    def test_only_a_number_is_kept(self) -> None:
        use = count_use(offer=a_nameless_offer(), on=TODAY, count=14, sex="K", told=HANDED, by=carer(), at=f.NOW)
        assert (use.person, use.count, use.sex) == (None, 14, "K")
        assert Event.objects.get(what="use.count").subjects == []

    def test_nobody_is_written_down_not_even_past_the_program(self) -> None:
        offer, person = a_nameless_offer(), f.person()
        with pytest.raises(Refused, match="skrivs ingen upp"):
            a_use(offer, person)
        row = ServiceUse(
            offer=offer, person=person, started_on=TODAY, told_how="shown", told_language="sv", registered_at=f.NOW,
            registered_by="x",
        )  # fmt: skip
        with pytest.raises(DatabaseError, match="not written down"), transaction.atomic():
            row.save()
        assert not Event.objects.filter(what="use.begin").exists()

    def test_a_name_is_not_left_out_where_it_is_to_be_kept(self) -> None:
        with pytest.raises(Refused, match="skrivs det upp"):
            count_use(offer=an_offer(), on=TODAY, count=1, told=HANDED, by=carer(), at=f.NOW)

    @pytest.mark.parametrize("count", [0, -1, 501])
    def test_a_count_is_a_count(self, count: int) -> None:
        with pytest.raises(Invalid):
            count_use(offer=a_nameless_offer(), on=TODAY, count=count, told=HANDED, by=carer(), at=f.NOW)

    def test_special_reasons_are_the_databases_rule_too(self) -> None:
        offer = ServiceOffer(**vars(terms()), entered_at=f.NOW, entered_by_id=f.acting(Role.COMMITTEE_SECRETARY).staff)
        offer.keeps_identity = False
        with pytest.raises(IntegrityError), transaction.atomic():
            offer.save()


def test_the_secretary_sees_how_many_by_month_and_sex() -> None:
    offer, by = a_nameless_offer(), carer()
    for sex, count in (("K", 9), ("M", 3), ("K", 2)):
        count_use(offer=offer, on=TODAY, count=count, sex=sex, told=HANDED, by=by, at=f.NOW)
    month = TODAY.replace(day=1)
    counted = uses_by_month(offer, by=f.acting(Role.COMMITTEE_SECRETARY))
    assert counted == {(month, "K"): 11, (month, "M"): 3}
    with pytest.raises(NoAccess):
        uses_by_month(offer, by=f.acting(Role.ANALYST))


@pytest.mark.parametrize("language", ["sv", "sv-simple", "en", "fi"])
def test_the_information_is_there_in_four_languages_and_names_nobody(language: str) -> None:
    f.person("Astrid", "Lind")
    letter = information_of(an_offer(), sender=f.SENDER, at=f.NOW, language=language)
    assert letter.recipient == ()
    assert "Du som är 65 år eller äldre." in said(letter)
    assert "Astrid" not in said(letter)
    assert Person.objects.count() == 1
