"""Persons: registered once, facts with their source, numbers that come later, deaths, and the person's own pages."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samsyn.audit.models import Event
from samsyn.people.actions import (
    change_contact,
    confirm_fact,
    identify,
    record_death,
    register_unknown,
    take_back_death,
)
from samsyn.people.identity import Sex, make, read
from samsyn.people.models import Fact, Person, SearchKey
from samsyn.people.queries import (
    actor_for,
    current_facts,
    find,
    own_person,
    person_by_number,
    persons_i_act_for,
)
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.rooms.people import BORN, TODAY, himself, register

pytestmark = pytest.mark.django_db

# Registering


def test_a_person_is_kept_with_what_the_number_tells():
    one = register(given_name=" Elsa ", phone="070-174 06 11")
    assert (one.name, one.birth_date, one.sex, one.phone) == ("Elsa Prov", BORN, "K", "070-174 06 11")
    assert one.written_number == make(BORN, 980).written
    event = Event.objects.get(what="person.register")
    assert (event.subjects, event.about) == ([one.pk], f"person:{one.pk}")


def test_a_person_is_registered_once_however_the_number_is_written():
    register()
    again = read(make(BORN, 980).written[2:], today=TODAY)
    with pytest.raises(Invalid, match="finns redan") as told:
        register(identity=again, given_name="Elisabet")
    assert told.value.field_name == "identity"
    assert Person.objects.count() == 1


def test_the_duplicate_check_finds_by_kept_number():
    one = register()
    assert person_by_number(make(BORN, 980).number) == one
    assert person_by_number(make(BORN, 982).number) is None


def test_the_duplicate_check_reads_an_index_and_never_every_person():
    register()
    for number in (make(BORN, 982).number, "TX2026-0001"):
        with CaptureQueriesContext(connection) as asked:
            person_by_number(number)
        assert len(asked) == (2 if number.startswith("T") else 1)
    for field in ("number", "former_number"):
        if connection.vendor == "sqlite":
            assert "USING INDEX" in Person.objects.filter(**{field: "TX2026-0001"}).explain()


def test_only_test_numbers_are_let_in_where_nobody_is_real(settings):
    settings.SAMSYN = {**settings.SAMSYN, "real_people": False}
    with pytest.raises(Invalid, match="påhittade personer"):
        register(identity=make(BORN, 123))
    settings.SAMSYN = {**settings.SAMSYN, "real_people": True}
    assert register(identity=make(BORN, 123)).pk


def test_temporary_ids_follow_each_other_within_the_year_and_across_sexes():
    by = f.acting(Role.CASEWORKER)
    told = {"given_name": "Okänd", "family_name": "Person", "by": by, "at": f.NOW}
    made = [register_unknown(sex=sex, **told) for sex in (Sex.WOMAN, Sex.MAN, Sex.UNKNOWN)]
    assert [p.number for p in made] == ["TK2026-0001", "TM2026-0002", "TX2026-0003"]
    next_year = register_unknown(sex=Sex.MAN, **(told | {"at": f.NOW + timedelta(days=366)}))
    assert next_year.number == "TM2027-0001"
    assert made[0].birth_date is None
    assert made[0].written_number == "TK2026-0001"


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.CARE_WORKER, Role.ANALYST, Role.ADMINISTRATOR])
def test_registering_belongs_to_case_handling(role):
    with pytest.raises(NoAccess):
        register(by=f.acting(role))
    assert not Person.objects.exists()


def test_a_misspelt_field_is_a_mistake_of_the_program():
    with pytest.raises(TypeError, match="not contact fields"):
        register(fone="1")


def test_what_fails_leaves_neither_person_nor_search_words_nor_event():
    register()
    with pytest.raises(Invalid):
        register()
    assert Event.objects.filter(what="person.register").count() == 1
    assert SearchKey.objects.filter(key="elsa").count() == 1


# Contact and facts


def test_the_log_tells_which_contact_fields_changed_and_not_to_what():
    one = register(phone="070-174 06 11")
    by = f.acting(Role.CASEWORKER)
    change_contact(person=one, phone="070-174 06 05", town="Samsyn", by=by, at=f.NOW)
    one.refresh_from_db()
    assert one.phone == "070-174 06 05"
    assert Event.objects.get(what="person.change_contact").detail == {"fields": ["phone", "town"]}


def test_nobody_changes_another_persons_contact():
    one, other = register(), f.person("Bo")
    with pytest.raises(NoAccess):
        change_contact(person=one, phone="070-174 06 12", by=himself(other), at=f.NOW)


def test_the_person_changes_phone_mail_and_language_but_not_the_registers_address():
    one = register(street="Storgatan 1")
    change_contact(person=one, phone="070-174 06 12", email="e@exempel.se", language="fi", by=himself(one), at=f.NOW)
    with pytest.raises(NoAccess, match="Skatteverket"):
        change_contact(person=one, street="Annan gata 2", by=himself(one), at=f.NOW)
    one.refresh_from_db()
    assert (one.phone, one.email, one.language, one.street) == ("070-174 06 12", "e@exempel.se", "fi", "Storgatan 1")


def test_a_contact_that_is_the_same_leaves_no_event():
    one = register(phone="070-174 06 11")
    change_contact(person=one, phone="070-174 06 11", by=himself(one), at=f.NOW)
    assert not Event.objects.filter(what="person.change_contact").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("postcode", "1234"), ("postcode", "abc de"), ("postcode", "١٢٣٤٥"), ("postcode", "123 456"),
        ("phone", "1234"), ("phone", "ring Bo"), ("phone", "-----"), ("phone", "٠٧٠١٧٤٠٦٠١"), ("phone", "070-174<b>"),
    ],
)  # fmt: skip
def test_a_postcode_or_a_phone_number_that_nobody_can_use_is_refused(field, value):
    one = register(street="Storgatan 1")
    for wrong in (
        lambda: change_contact(person=one, by=f.acting(Role.CASEWORKER), at=f.NOW, **{field: value}),
        lambda: register(identity=make(BORN, 983), **{field: value}),
    ):
        with pytest.raises(Invalid) as told:
            wrong()
        assert told.value.field_name == field
    one.refresh_from_db()
    assert getattr(one, field) == ""


def test_what_is_written_is_put_on_one_line():
    one = register()
    by = f.acting(Role.CASEWORKER)
    change_contact(person=one, street=" Storgatan\r\n1 ", postcode="12345", town="San\u2028Vi", by=by, at=f.NOW)
    one.refresh_from_db()
    assert (one.street, one.postcode, one.town) == ("Storgatan 1", "123 45", "San Vi")
    for phone in ("+46 70 174 06 11", "(08) 123 45/46", "08–12345", ""):
        assert change_contact(person=one, phone=phone, by=by, at=f.NOW).phone == phone


def test_what_came_from_another_system_hinders_no_other_change():
    one = register()
    Person.objects.filter(pk=one.pk).update(phone="se anteckning")
    known = {"phone": "se anteckning", "email": "e@exempel.se"}
    assert change_contact(person=one, by=himself(one), at=f.NOW, **known).email == "e@exempel.se"


def test_a_part_that_another_has_changed_meanwhile_is_not_overwritten_unread():
    one, by = register(phone="070-174 06 11"), f.acting(Role.CASEWORKER)
    read = {"phone": "070-174 06 11", "town": ""}
    change_contact(person=one, phone="070-174 06 12", read=read, by=himself(one), at=f.NOW)
    change_contact(person=one, town="Samsyn", read=read, by=by, at=f.NOW)  # another part: no quarrel
    with pytest.raises(Refused, match="070-174 06 12"):
        change_contact(person=one, phone="070-174 06 13", read=read, by=by, at=f.NOW)
    one.refresh_from_db()
    assert (one.phone, one.town) == ("070-174 06 12", "Samsyn")


# A temporary id, and a death


def unknown(**more) -> Person:
    given = {"given_name": "Okänd", "family_name": "Person", "sex": Sex.UNKNOWN, **more}
    return register_unknown(**given, by=f.acting(Role.CASEWORKER), at=f.NOW)


def name_by_number(one: Person, number, **more) -> Person:
    return identify(person=one, identity=number, **({"by": f.acting(Role.CASEWORKER), "at": f.NOW} | more))


def test_a_temporary_id_becomes_a_number_of_the_same_person_who_is_found_by_both():
    one = unknown()
    confirm(one, "Bor ensam")
    same = name_by_number(one, make(BORN, 980))
    same.refresh_from_db()
    assert (same.pk, same.birth_date, same.sex, same.former_number) == (one.pk, BORN, "K", "TX2026-0001")
    assert current_facts(same.pk).count() == 1
    by = f.acting(Role.CASEWORKER)
    for text in (make(BORN, 980).written, "TX2026-0001"):
        assert list(find(text, by=by, at=f.NOW)) == [same]
    assert person_by_number("TX2026-0001") == same
    assert Event.objects.get(what="person.identify").subjects == [same.pk]


def test_a_temporary_id_that_was_given_up_is_never_used_again():
    name_by_number(unknown(), make(BORN, 980))
    assert unknown().number == "TX2026-0002"


def test_a_number_that_is_another_persons_is_refused_and_nobody_is_merged():
    other, one = register(), unknown()
    with pytest.raises(Invalid, match="slås inte ihop") as told:
        name_by_number(one, make(BORN, 980))
    assert told.value.field_name == "identity"
    one.refresh_from_db()
    assert (one.number, Person.objects.get(pk=other.pk).number) == ("TX2026-0001", make(BORN, 980).number)


def test_only_a_temporary_id_is_replaced_by_case_handling_and_by_a_number_of_the_right_kind(settings):
    with pytest.raises(Refused, match="redan ett nummer"):
        name_by_number(register(), make(BORN, 984))
    one = unknown()
    with pytest.raises(NoAccess):
        name_by_number(one, make(BORN, 984), by=f.acting(Role.CARE_WORKER))
    with pytest.raises(Invalid, match="tillfälligt nummer"):
        name_by_number(one, read("TX2026-0001", today=TODAY))
    settings.SAMSYN = {**settings.SAMSYN, "real_people": False}
    with pytest.raises(Invalid, match="påhittade personer"):
        name_by_number(one, make(BORN, 123))


def die(one: Person, day: date = TODAY, **more) -> Person:
    given = {"source": "Folkbokföringen", "by": f.acting(Role.CASEWORKER), "at": f.NOW, **more}
    return record_death(person=one, died_on=day, **given)


def test_a_death_is_noted_with_its_source_and_can_be_corrected_and_taken_back():
    one = die(register(), TODAY - timedelta(3))
    die(one, TODAY - timedelta(2), source="Dottern Eva per telefon")
    one.refresh_from_db()
    assert (one.died_on, one.death_source) == (TODAY - timedelta(2), "Dottern Eva per telefon")
    assert actor_for(account=f.account(one), acting_as="self", today=TODAY) is None
    take_back_death(person=one, by=f.acting(Role.CASEWORKER), at=f.NOW)
    one.refresh_from_db()
    assert (one.died_on, one.death_source) == (None, "")
    assert himself(one).person_id == one.pk
    told = Event.objects.filter(what__endswith="_death").order_by("pk").values_list("what", flat=True)
    assert list(told) == ["person.record_death", "person.record_death", "person.take_back_death"]


@pytest.mark.parametrize(
    ("more", "field"),
    [({"day": TODAY + timedelta(1)}, "died_on"), ({"day": date(1940, 1, 1)}, "died_on"), ({"source": " "}, "source")],
)
def test_a_death_has_a_day_that_can_be_meant_and_a_source(more, field):
    one = register()
    with pytest.raises(Invalid) as told:
        die(one, **more)
    assert told.value.field_name == field
    one.refresh_from_db()
    assert one.died_on is None


def test_what_somebody_else_has_written_since_the_page_was_read_is_seen():
    one = register(phone="070-174 06 11")
    stale = [Person.objects.get(pk=one.pk) for _ in range(2)]
    by = f.acting(Role.CASEWORKER)
    change_contact(person=one, phone="070-174 06 12", by=by, at=f.NOW)
    change_contact(person=stale[0], phone="070-174 06 11", by=by, at=f.NOW)
    one.refresh_from_db()
    assert one.phone == "070-174 06 11"
    die(one)
    take_back_death(person=stale[1], by=by, at=f.NOW)
    with pytest.raises(Refused, match="Inget dödsfall"):
        take_back_death(person=Person(pk=one.pk, died_on=TODAY), by=by, at=f.NOW)


def test_a_second_press_with_the_same_number_is_done_already():
    one = unknown()
    stale = Person.objects.get(pk=one.pk)
    name_by_number(one, make(BORN, 980))
    assert name_by_number(stale, make(BORN, 980)).number == make(BORN, 980).number
    assert Event.objects.filter(what="person.identify").count() == 1
    with pytest.raises(Refused, match="redan ett nummer"):
        name_by_number(stale, make(BORN, 984))


def test_a_death_that_is_not_noted_cannot_be_taken_back_and_not_by_everybody():
    one = register()
    with pytest.raises(Refused, match="Inget dödsfall"):
        take_back_death(person=one, by=f.acting(Role.CASEWORKER), at=f.NOW)
    for by in (f.acting(Role.DELEGATE), himself(one)):
        with pytest.raises(NoAccess):
            die(one, by=by)


def confirm(one: Person, value: str, **more) -> Fact:
    given = {"key": "household", "source": "Samtal med Elsa", "by": f.acting(Role.CASEWORKER), "at": f.NOW, **more}
    return confirm_fact(person=one, value=value, **given)


def test_a_fact_replaces_the_one_before_which_is_kept():
    one = register()
    first = confirm(one, "Bor med sin man")
    second = confirm(one, "Bor ensam", at=f.NOW + timedelta(days=3))
    first.refresh_from_db()
    assert first.replaced_on == TODAY + timedelta(3)
    assert list(current_facts(one.pk)) == [second]
    assert Fact.objects.count() == 2


def test_two_facts_of_different_kinds_stand_beside_each_other():
    one = register()
    confirm(one, "Bor ensam")
    confirm(one, "Hörapparat", key="aids")
    assert [x.key for x in current_facts(one.pk)] == ["aids", "household"]


@pytest.mark.parametrize(
    ("more", "field"), [({"value": " "}, "value"), ({"source": ""}, "value"), ({"key": "gossip"}, "key")]
)
def test_a_fact_has_a_kind_a_value_and_a_source(more, field):
    one = register()
    with pytest.raises(Invalid) as told:
        confirm(one, **({"value": "Bor ensam"} | more))
    assert told.value.field_name == field


# The person's own pages


def test_whoever_may_not_see_is_not_even_told_whether_the_person_exists():
    one, other = register(), f.person("Bo")
    for pk in (one.pk, 10**6):
        with pytest.raises(NoAccess):
            own_person(pk, what="person.home", by=himself(other), at=f.NOW)


def test_a_relative_meets_the_living_who_have_let_them_in():
    one, gone, to = register(), f.person("Död"), f.person("Eva")
    f.consent(one, to)
    f.consent(gone, to)
    Person.objects.filter(pk=gone.pk).update(died_on=TODAY)
    assert f.actor(to, acting_as="relative").consents == {one.pk: {"see"}}
    assert persons_i_act_for(by=f.actor(to, acting_as="relative"), at=f.NOW) == [one]
    assert Event.objects.get(what="person.meet").subjects == [one.pk]
    assert persons_i_act_for(by=himself(one), at=f.NOW) == []
