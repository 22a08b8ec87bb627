"""Consents and papers: what may be let to whom, for how long, and what nobody learns on the way."""

from datetime import date, timedelta

import pytest

from samsyn.audit.models import Event
from samsyn.audit.queries import concerning
from samsyn.people.actions import (
    Invited,
    Paper,
    accept_offers,
    decline_offers,
    end_authority,
    let_in,
    register_authority,
    withdraw_consent,
)
from samsyn.people.identity import make, read
from samsyn.people.models import Consent, Person, Staff
from samsyn.people.queries import (
    actor_for,
    consents_by,
    offers_to,
    own_person,
    persons_i_acted_for,
    roles_open_to,
    who_may,
)
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Actor, Role
from tests import factories as f
from tests.rooms.people import TODAY, himself, register

pytestmark = pytest.mark.django_db


def give(one: Person, to: Person, function: str = "see", **more) -> Consent:
    """What a person lets another do on their own page, once the other has said yes."""
    named = invitation(read(to.number, today=TODAY), to.family_name, (function,), **more)
    [given] = let_in(person=one, invited=named, by=himself(one), at=f.NOW)
    if asked(to) == [given.pk]:
        answer(to, [given.pk])
        given.refresh_from_db()
    return given


def end(given: Consent, source: str = "Beslut i dag", *, by: Actor | None = None) -> Consent:
    return end_authority(consent=given, source=source, by=by or f.acting(Role.CASEWORKER), at=f.NOW)


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
    stale = Consent.objects.get(pk=given.pk)
    withdraw_consent(consent=given, by=himself(one), at=f.NOW)
    assert not relative_of(to, TODAY).may("see", one.pk)
    assert list(consents_by(one.pk, today=TODAY)) == []
    with pytest.raises(Refused, match="redan taget tillbaka"):
        withdraw_consent(consent=stale, by=himself(one), at=f.NOW)


def test_consents_that_are_over_are_not_listed_and_those_to_come_are():
    one, to = register(), f.person("Eva")
    give(one, to, valid_from=TODAY - timedelta(9), valid_to=TODAY - timedelta(1))
    coming = give(one, to, "apply", valid_from=TODAY + timedelta(9))
    assert list(consents_by(one.pk, today=TODAY)) == [coming]


def test_only_the_person_gives_on_their_page_and_only_they_take_it_back():
    one, to = register(), f.person("Eva")
    given = give(one, to)
    [trustee] = from_paper(one, invitation(), "trustee")
    others = [himself(to), relative_of(to, TODAY), relative_of(trustee.to, TODAY), f.acting(Role.TEAM_LEADER)]
    others += [f.acting(Role.CARE_WORKER), f.acting(Role.ADMINISTRATOR), f.acting(Role.CASEWORKER)]
    for by in others:
        with pytest.raises(NoAccess):
            withdraw_consent(consent=given, by=by, at=f.NOW)
        with pytest.raises(NoAccess):
            let_in(person=one, invited=invitation(functions=("apply",)), by=by, at=f.NOW)


def test_what_a_court_decided_is_changed_by_the_caseworker_and_not_by_the_person():
    one = register()
    [given] = from_paper(one, invitation(), "trustee")
    with pytest.raises(Refused, match="överförmyndaren"):
        withdraw_consent(consent=given, by=himself(one), at=f.NOW)
    ended = end(given)
    assert (ended.withdrawn_on, ended.ended_by.name, ended.end_source) == (TODAY, "Karin Ek", "Beslut i dag")


def test_staff_end_what_the_person_gave_only_with_a_source_and_once():
    one, to = register(), f.person("Eva")
    given = give(one, to)
    with pytest.raises(Invalid, match="Skriv hur du vet"):
        end(given, " ")
    for by in (himself(one), f.acting(Role.TEAM_LEADER)):
        with pytest.raises(NoAccess):
            end(given, by=by)
    end(given)
    assert not relative_of(to, TODAY).consents
    assert Event.objects.get(what="consent.end").subjects == sorted([one.pk, to.pk])
    with pytest.raises(Refused, match="redan taget tillbaka"):
        end(given)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"functions": ("inherit",)}, "function"),
        ({"functions": ()}, "functions"),
        ({"valid_to": TODAY - timedelta(1)}, "valid_to"),
    ],
)
def test_a_consent_makes_sense(more, field):
    one = register()
    with pytest.raises(Invalid) as told:
        let(one, invitation(**more))
    assert told.value.field_name == field


NEW = make(date(1970, 2, 3), 990)


def invitation(number=NEW, family_name="Vän", functions=("see",), **more) -> Invited:
    return Invited(number, "Ny", family_name, functions, **({"valid_from": TODAY, "valid_to": None} | more))


def let(one: Person, named: Invited) -> list[Consent]:
    return let_in(person=one, invited=named, by=himself(one), at=f.NOW)


def test_letting_in_looks_nobody_up_and_says_the_same_of_known_and_unknown():
    one, known = register(), f.person("Eva", "Lind")
    number = read(known.number, today=TODAY)
    let(one, invitation(number, "LIND"))
    let(one, invitation(NEW))
    let(one, invitation(make(date(1971, 2, 3), 990), "Lind"))
    # A set, because the two databases sort LIND and Lind each in their way.
    shown = {(c.to, c.to_name) for c in consents_by(one.pk, today=TODAY)}
    assert shown == {(None, "Ny LIND"), (None, "Ny Lind"), (None, "Ny Vän")}
    assert not Person.objects.filter(number=NEW.number).exists()
    assert [e.subjects for e in Event.objects.filter(what="consent.give")] == [[one.pk]] * 3


def asked(of: Person, on: date = TODAY) -> list[int]:
    at = f.NOW + timedelta((on - TODAY).days)
    return [c.pk for c in offers_to(of, by=himself(of), at=at)]


def answer(of: Person, offers: list[int], *, yes: bool = True) -> list[Consent]:
    return (accept_offers if yes else decline_offers)(offers=offers, by=himself(of), at=f.NOW)


def test_only_whoever_has_both_number_and_family_name_is_asked_and_only_a_yes_works():
    one, known, other = register(), f.person("Eva", "Lind"), f.person("Bo", "Berg")
    let(one, invitation(read(known.number, today=TODAY), "lind", ("see", "plan")))
    let(one, invitation(read(other.number, today=TODAY), "Bergh"))
    assert asked(other) == []
    first, second = asked(known)
    assert not relative_of(known, TODAY).consents
    answer(known, [first])
    assert relative_of(known, TODAY).consents == {one.pk: {"see"}}
    assert asked(known) == [second]
    assert {c.to_name for c in consents_by(one.pk, today=TODAY)} == {"Ny lind", "Ny Bergh"}


def test_a_no_gives_nothing_and_looks_to_the_one_who_asked_like_no_answer():
    one, known = register(), f.person("Eva", "Lind")
    let(one, invitation(read(known.number, today=TODAY), "Lind"))
    [before] = consents_by(one.pk, today=TODAY)
    seen = Event.objects.filter(pk__in=concerning(one.pk)).count()
    answer(known, asked(known), yes=False)
    [after] = consents_by(one.pk, today=TODAY)
    assert (after.to, after.to_name, after.withdrawn_on) == (before.to, before.to_name, before.withdrawn_on)
    assert Event.objects.filter(pk__in=concerning(one.pk)).count() == seen
    assert Event.objects.get(what="consent.decline").subjects == [known.pk]
    assert not relative_of(known, TODAY).consents
    assert asked(known) == []


def test_being_asked_leaves_no_line_with_the_one_who_asks():
    one, known = register(), f.person("Eva", "Lind")
    let(one, invitation(read(known.number, today=TODAY), "Lind"))
    asked(known)
    assert Event.objects.get(what="consent.offered").subjects == [known.pk]


def test_what_is_taken_back_or_over_or_from_the_dead_is_never_asked_nor_accepted():
    one, known = register(), f.person("Eva", "Lind")
    number = read(known.number, today=TODAY)
    [given] = let(one, invitation(number, "Lind", valid_to=TODAY + timedelta(2)))
    assert asked(known, TODAY + timedelta(2)) == [given.pk]
    assert asked(known, TODAY + timedelta(3)) == []
    Person.objects.filter(pk=one.pk).update(died_on=TODAY)
    assert asked(known) == []
    Person.objects.filter(pk=one.pk).update(died_on=None)
    withdraw_consent(consent=given, by=himself(one), at=f.NOW)
    assert asked(known) == []
    with pytest.raises(Refused, match="gäller inte längre"):
        answer(known, [given.pk])
    assert not relative_of(known, TODAY).consents


def test_nobody_answers_for_another_or_twice():
    one, known, other = register(), f.person("Eva", "Lind"), f.person("Bo", "Lind")
    [given] = let(one, invitation(read(known.number, today=TODAY), "Lind"))
    for by in (himself(other), himself(one)):
        with pytest.raises(Refused, match="gäller inte längre"):
            accept_offers(offers=[given.pk], by=by, at=f.NOW)
    with pytest.raises(NoAccess):
        offers_to(known, by=himself(other), at=f.NOW)
    with pytest.raises(NoAccess):
        accept_offers(offers=[given.pk], by=f.acting(Role.CASEWORKER), at=f.NOW)
    answer(known, [given.pk])
    with pytest.raises(Refused, match="gäller inte längre"):
        answer(known, [given.pk], yes=False)


def test_the_same_is_given_once_and_to_somebody_else():
    one = register()
    let(one, invitation())
    with pytest.raises(Invalid, match="redan ett samtycke"):
        let(one, invitation(functions=("plan", "see")))
    with pytest.raises(Invalid, match="någon annan än en själv"):
        let(one, invitation(read(one.number, today=TODAY), "Prov"))


def test_letting_in_is_the_persons_own_matter():
    one, other = register(), f.person("Bo")
    with pytest.raises(NoAccess):
        let_in(person=one, invited=invitation(), by=himself(other), at=f.NOW)
    assert not Consent.objects.exists()


def from_paper(one: Person, named: Invited, basis="trustee", **more) -> list[Consent]:
    by = more.pop("by", None) or f.acting(Role.CASEWORKER)
    seen = Staff.objects.get(pk=f.acting(Role.CASEWORKER).staff)
    paper = Paper(basis, more.pop("source", "Registerutdrag 2026-02-11"), seen)
    return register_authority(person=one, invited=named, paper=paper, by=by, at=f.NOW)


@pytest.mark.parametrize("basis", ["consent", "power_of_attorney", "lasting_power", "trustee", "administrator"])
def test_what_a_paper_says_is_registered_with_who_saw_it_and_works_at_once(basis):
    one = register()
    given = from_paper(one, invitation(functions=("see", "apply"), valid_to=TODAY + timedelta(9)), basis)
    to = Person.objects.get(number=NEW.number)
    assert {(c.to, c.basis, c.source, c.seen_by.family_name) for c in given} == {
        (to, basis, "Registerutdrag 2026-02-11", "Ek")
    }
    assert relative_of(to, TODAY + timedelta(9)).may("apply", one.pk)
    assert not relative_of(to, TODAY + timedelta(10)).consents
    told = Event.objects.filter(what="consent.register")
    assert [e.detail["function"] for e in told] == ["see", "apply"]


@pytest.mark.parametrize("basis", ["consent", "power_of_attorney", "lasting_power", "trustee", "administrator"])
@pytest.mark.parametrize("gone", ["giver", "receiver"])
def test_a_death_ends_every_right_to_act(basis, gone):
    one = register()
    given = from_paper(one, invitation(functions=("see", "apply", "plan")), basis)
    to = given[0].to
    before = relative_of(to, TODAY)
    assert who_may("apply", person_id=one.pk, today=TODAY) == [to]
    Person.objects.filter(pk=one.pk if gone == "giver" else to.pk).update(died_on=TODAY)
    assert who_may("apply", person_id=one.pk, today=TODAY) == []
    if gone == "receiver":
        assert actor_for(account=f.account(to), acting_as="relative", today=TODAY) is None
        return
    after = relative_of(to, TODAY)
    assert (after.role, after.consents) == (Role.PERSON, {})
    assert roles_open_to(f.account(to), today=TODAY) == ["self"]
    assert persons_i_acted_for(by=after, at=f.NOW) == [one]
    assert before.consents[one.pk] == {"see", "apply", "plan"}
    with pytest.raises(NoAccess, match="Ring kommunens växel"):
        own_person(one.pk, what="person.home", by=after, at=f.NOW)


def test_nobody_who_has_died_gets_a_right():
    one, known = register(), f.person("Eva", "Lind")
    Person.objects.filter(pk=known.pk).update(died_on=TODAY)
    with pytest.raises(Invalid, match="avlidit"):
        from_paper(one, invitation(read(known.number, today=TODAY), "Lind"))


@pytest.mark.parametrize(
    ("more", "said"),
    [({"basis": "rumour"}, "Välj vad rätten bygger på"), ({"source": " "}, "Skriv vilket papper")],
)
def test_a_right_on_paper_says_what_it_rests_on(more, said):
    one = register()
    with pytest.raises(Invalid, match=said):
        from_paper(one, invitation(), **more)
    assert not Consent.objects.exists()


def test_on_paper_too_number_and_name_belong_together_and_a_right_is_registered_once():
    one, known = register(), f.person("Eva", "Lind")
    number = read(known.number, today=TODAY)
    with pytest.raises(Invalid, match="annat efternamn"):
        from_paper(one, invitation(number, "Lund"))
    from_paper(one, invitation(number, "Lind"))
    with pytest.raises(Invalid, match="redan ett samtycke"):
        from_paper(one, invitation(number, "Lind"))


def test_what_was_given_online_is_not_registered_from_paper_too_whether_it_is_answered_or_not():
    one, known = register(), f.person("Eva", "Lind")
    named = invitation(read(known.number, today=TODAY), "Lind")
    let(one, named)
    with pytest.raises(Invalid, match="redan ett samtycke"):
        from_paper(one, named, "consent")
    answer(known, asked(known))
    with pytest.raises(Invalid, match="redan ett samtycke"):
        from_paper(one, named, "consent")


def test_giving_online_what_is_on_paper_tells_nothing_and_asks_only_when_the_paper_is_ended():
    one, known = register(), f.person("Eva", "Lind")
    [paper] = from_paper(one, invitation(read(known.number, today=TODAY), "Lind"))
    answers = [let(one, invitation(read(known.number, today=TODAY), "Lind")), let(one, invitation(NEW, "Lind"))]
    assert [[c.to for c in given] for given in answers] == [[None], [None]]
    assert asked(known) == []
    end(paper)
    assert asked(known) == [answers[0][0].pk]


def test_papers_are_registered_by_caseworkers_alone():
    one = register()
    for by in (himself(one), f.acting(Role.TEAM_LEADER), f.acting(Role.CARE_WORKER)):
        with pytest.raises(NoAccess):
            from_paper(one, invitation(), by=by)
