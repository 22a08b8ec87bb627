"""Search by name and number: as people write, no wider than the law lets it, and every hit leaves a reading."""

import pytest

from samsyn.audit.models import Event
from samsyn.cases.queries import find_cases
from samsyn.people.actions import register_person
from samsyn.people.identity import make
from samsyn.people.names import fold, tokens
from samsyn.people.queries import find
from samsyn.people.refusals import NoAccess
from samsyn.people.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db


def names(text: str, **more) -> list[str]:
    return [p.name for p in find(text, by=f.acting(Role.CASEWORKER), at=f.NOW, **more)]


@pytest.mark.parametrize(
    ("text", "folded"),
    [("ÅSA", "åsa"), ("Zoë", "zoe"), ("É", "e"), ("A\u030asa", "åsa"), ("Łukasz", "łukasz"), ("ß", "ss")],
)
def test_folding_keeps_the_swedish_letters_and_drops_accents(text, folded):
    assert fold(text) == folded


def test_a_hyphenated_name_is_its_parts():
    assert tokens("Anna-Karin Lind-Ström") == ["anna", "karin", "lind", "ström"]
    assert tokens(" – , ") == []


@pytest.fixture
def people():
    for given, family in [
        ("Åsa", "Öberg"), ("Asa", "Oberg"), ("Zoë", "Lindström"), ("Anna-Karin", "Lind"), ("Karin", "Lindh"),
    ]:  # fmt: skip
        f.person(given, family)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lind", ["Anna-Karin Lind", "Karin Lindh", "Zoë Lindström"]),
        ("LINDS", ["Zoë Lindström"]),
        ("karin lind", ["Anna-Karin Lind", "Karin Lindh"]),
        ("lind karin", ["Anna-Karin Lind", "Karin Lindh"]),
        ("anna-karin", ["Anna-Karin Lind"]),
        ("karin anna", ["Anna-Karin Lind"]),
        ("zoe", ["Zoë Lindström"]),
        ("Zoé", ["Zoë Lindström"]),
        ("åsa", ["Åsa Öberg"]),
        ("asa", ["Asa Oberg"]),
        ("öberg", ["Åsa Öberg"]),
        ("arin", []),  # the beginning of a word, not its middle
        ("lind berg", []),
        ("", []),
        ("%", []),
        ("_", []),
        ("'; DROP TABLE", []),
    ],
)
def test_words_find_names_that_begin_so(people, text, found):
    assert names(text) == found


@pytest.mark.parametrize("form", ["{n}", "{w}", "{s}", "{a} {b}", " {w} "])
def test_a_number_in_any_form_finds_its_person_alone(form):
    one = f.person("Elsa")
    f.person("Greta")
    n = one.number
    text = form.format(n=n, w=one.written_number, s=one.written_number[2:], a=n[:8], b=n[8:])
    assert names(text) == ["Elsa Lind"]


def test_a_number_with_a_wrong_check_digit_finds_nobody():
    one = f.person()
    wrong = f"{one.number[:-1]}{(int(one.number[-1]) + 1) % 10}"
    assert names(wrong) == []


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.CASEWORKER, Role.TEAM_LEADER, Role.DELEGATE}])
def test_others_have_no_search(role):
    one = f.person()
    by = f.actor(one, acting_as="self") if role in {Role.PERSON, Role.RELATIVE} else f.acting(role)
    with pytest.raises(NoAccess):
        find("lind", by=by, at=f.NOW)
    with pytest.raises(NoAccess):
        find_cases("lind", by=by, at=f.NOW)


# Within the own unit


def found(text: str, by) -> list[tuple[str, str]]:
    return [(p.name, c.number if c else "") for p, c in find_cases(text, by=by, at=f.NOW)]


def test_by_name_only_the_own_units_persons_are_found():
    here, there = f.unit(), f.unit("Äldreenheten Syd")
    case = f.received_case(of=f.person("Elsa"), at_unit=here)
    f.received_case(of=f.person("Greta"), at_unit=there)
    f.person("Utan Ärende")
    assert found("lind", f.acting(Role.CASEWORKER, here)) == [("Elsa Lind", case.number)]


def test_by_whole_number_somebody_without_a_case_here_is_found_so_that_an_application_can_be_taken():
    one = f.person("Greta")
    f.received_case(of=one, at_unit=f.unit("Äldreenheten Syd"))
    assert found(one.written_number, f.acting(Role.CASEWORKER, f.unit())) == [("Greta Lind", "")]


def test_by_case_number_only_the_own_units():
    here, there = f.received_case(), f.received_case(at_unit=f.unit("Äldreenheten Syd"))
    by = f.acting(Role.CASEWORKER)
    assert found(here.number, by) == [("Astrid Lind", here.number)]
    assert found(there.number, by) == []


def test_each_hit_leaves_a_reading_and_no_hit_leaves_none():
    case = f.received_case()
    found("lind", f.acting(Role.CASEWORKER))
    event = Event.objects.get(what="person.search")
    assert (event.subjects, event.access) == ([case.person_id], "read")
    assert "lind" not in str(event.content())
    found("nobody", f.acting(Role.CASEWORKER))
    assert Event.objects.filter(what="person.search").count() == 1


def test_a_coordination_number_is_found_as_it_is_written():
    made = make(f.NOW.date().replace(year=1971), 984, coordination=True)
    register_person(identity=made, given_name="Sam", family_name="Ordning", by=f.acting(Role.CASEWORKER), at=f.NOW)
    assert names(made.written[2:]) == ["Sam Ordning"]
