"""docs/law.md says what the code says: no duty is called built that nothing meets, and no key is made up."""

import ast
import re

import pytest

from samsyn.cases.law import paragraphs
from tools import law_page
from tools.law_page import PAGE, RULE, TEST, Reference, duties, keys_in, references

PLANTED = '''
"""A module about SoL 14:6."""

@open_to(Role.PERSON)
def my_journal(request):
    """The person reads (SoL 14:6)."""

def object_to(*, by):
    """Note it (SoL 14:611, FL 6)."""

class Rule:
    law = "SoL 16:2 a"
'''


def places(path, source):
    tree = ast.parse(source)
    yield Reference(law_page._kind(path, tree), path, "module"), law_page._own_text(tree)
    for node in ast.walk(tree):
        if isinstance(node, law_page.Function):
            yield Reference(law_page._kind(path, node), path, node.name), law_page._own_text(node)


@pytest.fixture
def planted(monkeypatch):
    found = [
        *places("src/samsyn/web/person/journal.py", PLANTED),
        *places("src/samsyn/cases/journal.py", PLANTED),
        *places("tests/rooms/test_journal.py", PLANTED),
    ]
    monkeypatch.setattr(law_page, "_places", lambda: found)


def test_a_reference_is_a_whole_key_and_its_place_says_what_it_is(planted):
    assert {(r.kind, r.name) for r in references(["SoL 14:6"]) if "web" in r.path} == {
        (PAGE, "module"),
        (PAGE, "my_journal"),
    }
    assert {r.kind for r in references(["SoL 14:6"]) if "cases" in r.path} == {RULE}
    assert references(["SoL 14:61"]) == []
    assert {r.name for r in references(["SoL 16:2 a"])} == {"Rule"}
    assert {r.kind for r in references(["SoL 14:6"]) if r.path.startswith("tests/")} == {TEST}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("(FL 25, SoL 14:8 and 14:10)", {"FL 25", "SoL 14:8", "SoL 14:10"}),
        ("SoL 34:1-4", {"SoL 34:1", "SoL 34:2", "SoL 34:3", "SoL 34:4"}),
        ("SoL 16:1, SoL 16:2 a, LSS 21 c-d", {"SoL 16:1", "SoL 16:2 a", "LSS 21 c"}),
        ("FL 37-39", {"FL 37", "FL 38", "FL 39"}),
        ("SoL 14:6 a person", {"SoL 14:6"}),
        ("KL 6:37 och 6:39", {"KL 6:37", "KL 6:39"}),
        ("SoL 140:6, XSoL 14:6", set()),
    ],
)
def test_a_row_of_paragraphs_is_read_as_each_of_them(text, keys):
    assert keys_in(text) == keys


def test_a_duty_that_nothing_names_is_not_built(planted):
    state = law_page._state
    assert state(references(["SoL 99:9"])) == "not built"
    assert state(references(["SoL 14:6"])) == "built"
    assert state([Reference(TEST, "tests/test_x.py", "x")]) == "not built"
    assert state([Reference(RULE, "src/x.py", "x"), Reference(TEST, "tests/test_x.py", "x")]) == "partly"


def test_a_duty_is_as_far_as_its_least_paragraph(planted):
    assert law_page.state_of(law_page.Duty(("SoL 14:6",), "")) == "built"
    assert law_page.state_of(law_page.Duty(("SoL 14:6", "SoL 99:9"), "")) == "partly"
    assert law_page.state_of(law_page.Duty(("SoL 99:8", "SoL 99:9"), "")) == "not built"


def test_every_key_of_a_duty_is_in_the_law_table():
    assert {key for duty in duties() for key in duty.keys} <= set(paragraphs())


def test_the_page_has_a_row_for_each_duty_and_every_link_leads_to_a_file():
    page = law_page.law_page()
    assert page.count("\n| ") - 1 == len(duties())
    linked = set(re.findall(r"\]\(\.\./([^)]+)\)", page))
    assert linked
    assert all((law_page.ROOT / path).exists() for path in linked)
