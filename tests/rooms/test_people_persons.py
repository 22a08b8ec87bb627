"""Persons: registered once, facts with their source, and what may be let to whom."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.people.actions import (
    change_contact,
    confirm_fact,
    give_consent,
    let_in,
    register_person,
    register_unknown,
    withdraw_consent,
)
from samsyn.people.identity import Sex, make, read
from samsyn.people.models import Consent, Fact, Person, SearchKey
from samsyn.people.queries import (
    actor_for,
    consents_by,
    current_facts,
    own_person,
    person_by_number,
    persons_i_act_for,
    roles_open_to,
)
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Actor, Role
from tests import factories as f

pytestmark = pytest.mark.django_db
TODAY = localdate(f.NOW)
BORN = date(1941, 5, 6)


def register(by=None, **more) -> Person:
    given = {"identity": make(BORN, 980), "given_name": "Elsa", "family_name": "Prov", **more}
    return register_person(**given, by=by or f.acting(Role.CASEWORKER), at=f.NOW)


def himself(one: Person) -> Actor:
    return f.actor(one, acting_as="self")


# Registering


def test_a_person_is_kept_with_what_the_number_tells():
    one = register(given_name=" Elsa ", phone="070-174 06 01")
    assert (one.name, one.birth_date, one.sex, one.phone) == ("Elsa Prov", BORN, "K", "070-174 06 01")
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
    one = register(phone="1")
    change_contact(person=one, phone="070-174 06 05", town="Samsyn", by=himself(one), at=f.NOW)
    one.refresh_from_db()
    assert one.phone == "070-174 06 05"
    assert Event.objects.get(what="person.change_contact").detail == {"fields": ["phone", "town"]}


def test_nobody_changes_another_persons_contact():
    one, other = register(), f.person("Bo")
    with pytest.raises(NoAccess):
        change_contact(person=one, phone="2", by=himself(other), at=f.NOW)


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


# Consents


def give(one: Person, to: Person, function: str = "see", **more) -> Consent:
    given = {"valid_from": TODAY, "valid_to": None, "by": himself(one), "at": f.NOW, **more}
    return give_consent(person=one, to=to, function=function, **given)


def relative_of(to: Person, on: date) -> Actor:
    found = actor_for(account=f.account(to), acting_as="relative", today=on)
    assert found is not None
    return found


def test_a_consent_opens_one_function_between_its_days_both_included():
    one, to = register(), f.person("Eva")
    give(one, to, "plan", valid_from=TODAY + timedelta(1), valid_to=TODAY + timedelta(3))
    opened = [relative_of(to, TODAY + timedelta(n)).may("plan", one.pk) for n in range(5)]
    assert opened == [False, True, True, True, False]
    inside = relative_of(to, TODAY + timedelta(2))
    assert (inside.role, inside.may("see", one.pk), inside.may("apply", one.pk)) == (Role.RELATIVE, False, False)


def test_without_any_consent_one_is_only_oneself():
    one = register()
    assert roles_open_to(f.account(one), today=TODAY) == ["self"]
    assert relative_of(one, TODAY).role is Role.PERSON


def test_what_is_taken_back_stops_at_once_and_once():
    one, to = register(), f.person("Eva")
    given = give(one, to)
    withdraw_consent(consent=given, by=himself(one), at=f.NOW)
    assert not relative_of(to, TODAY).may("see", one.pk)
    assert list(consents_by(one.pk, today=TODAY)) == []
    with pytest.raises(Refused, match="redan taget tillbaka"):
        withdraw_consent(consent=given, by=himself(one), at=f.NOW)


def test_consents_that_are_over_are_not_listed_and_those_to_come_are():
    one, to = register(), f.person("Eva")
    give(one, to, valid_from=TODAY - timedelta(9), valid_to=TODAY - timedelta(1))
    coming = give(one, to, "apply", valid_from=TODAY + timedelta(9))
    assert list(consents_by(one.pk, today=TODAY)) == [coming]


def test_only_the_person_or_the_caseworker_gives_and_takes():
    one, to = register(), f.person("Eva")
    given = give(one, to, by=f.acting(Role.CASEWORKER))
    for by in (himself(to), relative_of(to, TODAY), f.acting(Role.CARE_WORKER), f.acting(Role.ADMINISTRATOR)):
        with pytest.raises(NoAccess):
            give(one, to, "apply", by=by)
        with pytest.raises(NoAccess):
            withdraw_consent(consent=given, by=by, at=f.NOW)


def test_what_a_court_decided_is_changed_by_the_caseworker_and_not_by_the_person():
    one, to = register(), f.person("Bo")
    given = give(one, to, basis="trustee", by=f.acting(Role.CASEWORKER))
    with pytest.raises(Refused, match="överförmyndaren"):
        withdraw_consent(consent=given, by=himself(one), at=f.NOW)
    assert withdraw_consent(consent=given, by=f.acting(Role.CASEWORKER), at=f.NOW).withdrawn_on == TODAY


@pytest.mark.parametrize(
    ("more", "field"),
    [({"function": "inherit"}, "function"), ({"valid_to": TODAY - timedelta(1)}, "valid_to"), ({"to": None}, "to")],
)
def test_a_consent_makes_sense(more, field):
    one, to = register(), f.person("Eva")
    if "to" in more:
        more = {"to": one}
    with pytest.raises(Invalid) as told:
        give(one, **({"to": to} | more))
    assert told.value.field_name == field


def test_letting_in_registers_whoever_is_not_known_and_uses_whoever_is():
    one, known = register(), f.person("Eva", "Lind")
    terms = {"valid_from": TODAY, "valid_to": None, "by": himself(one), "at": f.NOW}
    number = read(known.number, today=TODAY)
    let_in(person=one, identity=number, given_name="E", family_name="LIND", functions=["see"], **terms)
    new = make(date(1970, 2, 3), 990)
    let_in(person=one, identity=new, given_name="Ny", family_name="Vän", functions=["see", "apply"], **terms)
    assert [(c.to.name, c.function) for c in consents_by(one.pk, today=TODAY)] == [
        ("Eva Lind", "see"), ("Ny Vän", "apply"), ("Ny Vän", "see"),
    ]  # fmt: skip


def test_letting_in_is_the_persons_own_matter():
    one, other = register(), f.person("Bo")
    with pytest.raises(NoAccess):
        let_in(
            person=one, identity=make(date(1970, 2, 3), 990), given_name="Ny", family_name="Vän", functions=["see"],
            valid_from=TODAY, valid_to=None, by=himself(other), at=f.NOW,
        )  # fmt: skip
    assert Person.objects.count() == 2


# The person's own pages


def test_whoever_may_not_see_is_not_even_told_whether_the_person_exists():
    one, other = register(), f.person("Bo")
    for pk in (one.pk, 10**6):
        with pytest.raises(NoAccess):
            own_person(pk, what="person.home", by=himself(other), at=f.NOW)


def test_a_relative_meets_the_living_who_have_let_them_in():
    one, gone, to = register(), f.person("Död"), f.person("Eva")
    give(one, to)
    give(gone, to)
    Person.objects.filter(pk=gone.pk).update(died_on=TODAY)
    assert persons_i_act_for(by=relative_of(to, TODAY), at=f.NOW) == [one]
    assert Event.objects.get(what="person.meet").subjects == [one.pk]
    assert persons_i_act_for(by=himself(one), at=f.NOW) == []
