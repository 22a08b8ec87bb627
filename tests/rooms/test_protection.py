"""Protected identity: who notes and lifts it, who may see what it covers, and that each showing is on record."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.audit.models import Event
from samsyn.cases.queries import letter_of
from samsyn.homecare.actions import answer_change, send_order
from samsyn.people.actions import change_contact, end_sight, follow_up_routine, give_sight, lift_protection, protect
from samsyn.people.contact import LOCATES, Contact, contact_of, cover, posted_to, routed_by, tells
from samsyn.people.models import Appointment, Person, ProtectionChange, SightPermit
from samsyn.people.queries import assessment_unit_for, contact_for, contacts_for, other_way
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Actor, Role
from tests import factories as f
from tests.protection import SECRETS, permit, protected, routine, secret_person, told_in, with_sight

TODAY = localdate(f.NOW)


@pytest.mark.django_db
class TestSeeing:
    @pytest.mark.parametrize("role", [r for r in Role if r not in {Role.PERSON, Role.RELATIVE}])
    def test_no_role_is_enough_to_see_where_somebody_protected_is(self, role):
        """OSL 26:1"""
        found = contact_of(protected(secret_person()), f.acting(role))
        assert found == Contact(is_protected=True, is_covered=True)

    def test_a_relative_with_every_consent_does_not_see_it(self):
        """OSL 21:3: protection is also against those who stand near"""
        person, near = secret_person(), f.person("Rut", "Nära")
        for function in ("see", "apply", "plan"):
            f.consent(person, near, function)
        assert contact_of(protected(person), f.actor(near, acting_as="relative")).is_covered

    def test_the_person_sees_their_own_and_it_is_no_showing(self):
        person = protected(secret_person())
        found = contact_for(person, by=f.actor(person, acting_as="self"), at=f.NOW)
        assert found.street == SECRETS["street"]
        assert not Event.objects.filter(what="protected.show").exists()

    def test_with_the_permission_it_is_seen_and_each_showing_is_an_event_of_its_own(self):
        person, by = protected(secret_person()), with_sight(f.acting(Role.CASEWORKER))
        for _ in range(2):
            assert contact_for(person, by=by, at=f.NOW).phone == SECRETS["phone"]
        shown = Event.objects.filter(what="protected.show", by=by.key)
        assert [e.subjects for e in shown] == [[person.pk]] * 2

    def test_the_showing_of_many_names_only_those_who_are_protected(self):
        one, other = protected(secret_person()), f.person("Bo", "Öppen")
        by = with_sight(f.acting(Role.PROVIDER_PLANNER))
        contacts_for([one, other], by=by, at=f.NOW)
        assert Event.objects.get(what="protected.show").subjects == [one.pk]

    def test_somebody_who_is_not_protected_is_shown_to_all_and_leaves_no_such_event(self):
        assert contact_for(secret_person(), by=f.acting(Role.CASEWORKER), at=f.NOW).street == SECRETS["street"]
        assert not Event.objects.filter(what="protected.show").exists()

    def test_a_letter_to_somebody_protected_has_no_address_and_an_application_does_not_follow_the_area(self):
        person = secret_person()
        assert posted_to(person) == (SECRETS["street"], "987 65 Dolda byn")
        f.unit("Enheten för alla")
        f.unit("Skyddsenheten")
        protected(person)
        assert posted_to(person) == ()
        assert assessment_unit_for(routed_by(person)).name == "Enheten för alla"

    def test_who_does_not_see_is_told_another_way(self):
        person, seeing = protected(secret_person(), via="Genom kvinnojouren"), f.acting(Role.CASEWORKER)
        permit(seeing)
        way = other_way(person, by=f.acting(Role.TEAM_LEADER), today=TODAY)
        assert (way.via, [s.pk for s in way.through]) == ("Genom kvinnojouren", [seeing.staff_id])
        assert other_way(person, by=f.acting(Role.CARE_WORKER), today=TODAY).through == ()


@pytest.mark.django_db
class TestPermission:
    def test_it_holds_in_the_role_it_was_given_in_and_only_until_its_last_day(self):
        by = f.acting(Role.CASEWORKER)
        other = f.unit("Äldreenheten Syd")
        held = permit(by, days=10).appointment
        elsewhere = Appointment.objects.create(staff=held.staff, unit=other, role="caseworker", valid_from=f.LONG_AGO)
        assert f.actor(held.staff, acting_as=held.pk).sees_protected
        assert not f.actor(held.staff, acting_as=elsewhere.pk).sees_protected
        assert f.actor(held.staff, acting_as=held.pk, at=f.NOW + timedelta(10)).sees_protected
        assert not f.actor(held.staff, acting_as=held.pk, at=f.NOW + timedelta(11)).sees_protected

    def test_taking_it_back_is_at_once_and_on_record(self):
        given_ = permit(f.acting(Role.CASEWORKER))
        end_sight(given=given_, by=f.ADMINISTRATOR, at=f.NOW)
        end_sight(given=given_, by=f.ADMINISTRATOR, at=f.NOW)  # a second press changes nothing
        held = given_.appointment
        assert not f.actor(held.staff, acting_as=held.pk).sees_protected
        assert Event.objects.filter(what="sight.end").count() == 1

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST, Role.COMMITTEE_SECRETARY])
    def test_roles_that_meet_no_persons_cannot_have_it(self, role):
        with pytest.raises(Refused):
            permit(f.acting(role))

    def test_only_an_administrator_gives_it_and_never_to_themselves(self):
        by = f.acting(Role.CASEWORKER)
        held = Appointment.objects.get(staff=by.staff_id)
        terms = {"reason": "Behövs", "valid_from": TODAY, "valid_to": TODAY, "at": f.NOW}
        with pytest.raises(NoAccess):
            give_sight(appointment=held, by=f.acting(Role.TEAM_LEADER), **terms)
        themselves = Actor(key=by.key, role=Role.ADMINISTRATOR, staff_id=by.staff_id)
        with pytest.raises(Refused, match="sig själv"):
            give_sight(appointment=held, by=themselves, **terms)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"reason": " "}, "reason"),
            ({"valid_to": TODAY - timedelta(1)}, "valid_to"),
            ({"valid_to": TODAY + timedelta(400)}, "valid_to"),
            ({"valid_to": date(9999, 1, 1)}, "valid_to"),
        ],
    )
    def test_it_has_a_reason_and_an_end_within_a_year(self, wrong, field):
        held = Appointment.objects.get(staff=f.acting(Role.CASEWORKER).staff_id)
        terms = {"reason": "Behövs", "valid_from": TODAY, "valid_to": TODAY} | wrong
        with pytest.raises(Invalid) as refused:
            give_sight(appointment=held, **terms, by=f.ADMINISTRATOR, at=f.NOW)
        assert refused.value.field_name == field

    def test_the_database_itself_keeps_what_was_given(self):
        given_ = permit(f.acting(Role.CASEWORKER))
        for act in (given_.delete, lambda: SightPermit.objects.update(valid_to=TODAY + timedelta(300))):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()


@pytest.mark.django_db
class TestProtecting:
    def test_anybody_in_case_handling_notes_it_with_source_and_day(self):
        person = protected(secret_person())
        change = ProtectionChange.objects.get(person=person)
        assert (change.protection, change.source, change.known_on) == ("marked", "Folkbokföringen", TODAY)
        assert Event.objects.filter(what="person.protect", subjects=[person.pk]).count() == 1

    def test_others_do_not(self):
        with pytest.raises(NoAccess):
            protect(
                person=secret_person(), protection="marked", source="x", known_on=TODAY, via="",
                by=f.acting(Role.PROVIDER_PLANNER), at=f.NOW,
            )  # fmt: skip

    @pytest.mark.parametrize("name", ["street", "phone", "email"])
    def test_the_other_way_may_not_tell_the_way_home(self, name):
        with pytest.raises(Invalid) as refused:
            protected(secret_person(), via=f"Ring eller gå till {SECRETS[name].upper()}")
        assert refused.value.field_name == "via"

    def test_only_a_team_leader_who_sees_it_lifts_it(self):
        person = protected(secret_person())
        told = {"person": person, "source": "Skatteverket", "known_on": TODAY, "at": f.NOW}
        for by in (f.acting(Role.TEAM_LEADER), with_sight(f.acting(Role.CASEWORKER))):
            with pytest.raises(NoAccess):
                lift_protection(**told, by=by)
        lift_protection(**told, by=with_sight(f.acting(Role.TEAM_LEADER)))
        person.refresh_from_db()
        assert (person.protection, ProtectionChange.objects.filter(person=person).count()) == ("", 2)

    def test_its_history_never_changes(self):
        change = ProtectionChange.objects.get(person=protected(secret_person()))
        for act in (change.delete, lambda: ProtectionChange.objects.update(source="annan")):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()

    def test_nobody_overwrites_an_address_they_may_not_see(self):
        person = protected(secret_person())
        with pytest.raises(NoAccess):
            change_contact(person=person, street="Nya vägen 2", by=f.acting(Role.CASEWORKER), at=f.NOW)


@pytest.mark.django_db
class TestTextsThatTravel:
    def test_an_order_may_not_carry_the_address_in_its_text(self):
        """OSL 26:1: what is sent is kept by the provider"""
        case = f.decided_case(of=protected(secret_person()))
        with pytest.raises(Invalid) as refused:
            send_order(
                line=f.line_of(case), provider=f.workplace(Role.PROVIDER_PLANNER), start_on=TODAY,
                circumstances="Porten på gömstigen  77, ring 070 1740699", by=f.caseworker_of(case), at=f.NOW,
            )  # fmt: skip
        assert refused.value.field_name == "circumstances"

    def test_nor_may_the_answer_to_the_providers_question(self):
        case = f.change_requested_case(of=protected(secret_person()))
        with pytest.raises(Invalid):
            answer_change(
                order=f.order_of(case), text=f"Till {SECRETS['street']}.", start_on=TODAY, by=f.caseworker_of(case),
                at=f.NOW,
            )  # fmt: skip

    def test_a_letter_sent_before_is_covered_in_head_and_text_when_it_is_shown(self):
        person = secret_person()
        case = f.decided_case(of=person, asked_for=f"Jag bor på {SECRETS['street']}, ring {SECRETS['phone']}.")
        decision = f.decision_of(case)
        assert told_in(str(letter_of(decision, sender=f.SENDER, today=TODAY)))
        protected(person)
        decision.case.person.refresh_from_db()
        shown = str(letter_of(decision, sender=f.SENDER, today=TODAY))
        assert told_in(shown) == []
        assert "[skyddad uppgift]" in shown


@pytest.mark.django_db
class TestRoutine:
    def test_versions_stand_beside_each_other_and_a_follow_up_is_added(self):
        """Kolada U20482, U28471"""
        first, second = routine(adopted_on=TODAY - timedelta(1)), routine()
        assert (first.version, second.version) == (1, 2)
        follow_up_routine(routine=second, followed_up_on=TODAY, note="Bra", by=f.ADMINISTRATOR, at=f.NOW)
        early = TODAY - timedelta(2)
        with pytest.raises(Invalid):
            follow_up_routine(routine=second, followed_up_on=early, note="", by=f.ADMINISTRATOR, at=f.NOW)

    def test_an_adopted_text_never_changes(self):
        made = routine()
        made.text = "annan"
        with pytest.raises(DatabaseError), transaction.atomic():
            made.save()


def somebody(**contact: str) -> Person:
    return Person(pk=1, **(SECRETS | {"protection": "marked"} | contact))


@pytest.mark.parametrize(
    "text",
    [
        "Bor på Gömstigen 77.", "bor på GÖMSTIGEN  77", "Gömstigen\n77", "ring 0701740699", "ring +46 70-174 06 99",
        "0046701740699", "070-174\u00a006\u00a099", "finns.ingenstans@example.se", "98765", "987 65 Dolda byn",
    ],
)  # fmt: skip
def test_a_value_is_found_however_it_is_spaced(text):
    assert tells(text, somebody())
    assert cover(text, [somebody()], "▮") != text


@pytest.mark.parametrize("text", ["Gömstigen 771", "Stora Gömstigen", "ring 070-174 06 9", "nittioåtta", ""])
def test_what_is_not_the_value_is_left(text):
    assert not tells(text, somebody())


def test_a_value_is_found_as_a_page_writes_it():
    odd = somebody(street="O'Briens <gränd> & Co 3")
    assert "Briens" not in cover("<p>O&#x27;Briens &lt;gränd&gt; &amp; Co 3</p>", [odd], "▮")


def test_without_an_address_there_is_nothing_to_find():
    assert cover("Allt står kvar", [somebody(**dict.fromkeys(LOCATES, ""))], "▮") == "Allt står kvar"


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["street", "phone", "email", "postcode"]))
def test_wherever_a_value_stands_by_itself_it_is_covered(before, after, name):
    text = f"{before} {SECRETS[name]} {after}"
    covered = cover(text, [somebody()], "▮")
    assert not tells(covered, somebody())
    assert cover(covered, [somebody()], "▮") == covered


def test_what_is_covered_cannot_carry_an_address():
    with pytest.raises(ValueError, match="covered"):
        Contact(street="Gömstigen 77", is_covered=True)
