"""Search in case handling takes a name, an identity number or a case number and nothing else (SoLPuF 15, 20, 21 §§)."""

import ast
import re

from tests.architecture.tree import SRC, modules, short, tree

# Where a text that somebody typed narrows rows: search for persons, and the administrator's list of staff, who are
# employed and stand in nobody's file.
SEARCHES_PERSONS = frozenset({"web/casework/search.py"})
DECISIONS = "web/decisions/lists.py"  # a delegate's list, by name, identity number or case number: `find` again
TYPED_FILTERS = frozenset({"web/office/administrator.py", DECISIONS})
# Forms and palette that search persons; the list's own template draws the filters that are counted below.
SEARCH_FORMS = frozenset({"casework/search.html", "shared/dialogs.html", "shared/listing.html"})
# Looking for a part of a text in the database: the staff list, and codes of our own.
PARTS = re.compile(r"__(i?contains|i?startswith|i?endswith|i?regex|search|trigram\w*)$")
LOOKS_FOR_PARTS = frozenset(
    {
        "web/office/administrator.py",  # staff
        "cases/actions/intake.py", "cases/actions/imports.py", "cases/actions/fee_income.py",  # the year of a number
        "cases/queries/fees.py",  # the act of a regime
        "audit/queries.py",  # the log's own keys
        "people/actions/persons.py", "people/actions/imports.py",  # the year of a temporary id
        "people/queries/accounts.py",  # the demonstration's logins
    }
)  # fmt: skip


def users_of(*names: str) -> set[str]:
    """The modules that call one of these functions, but for the rooms that define them."""
    return {
        short(path)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    }


def test_persons_are_searched_in_one_place():
    assert users_of("find_cases") == SEARCHES_PERSONS
    assert users_of("find", "find_keys") <= {"cases/queries/cases.py", "people/queries/persons.py", DECISIONS}


def test_no_list_takes_typed_text_but_the_staff():
    """A provider has none at all (SoLPuF 20)."""
    assert users_of("Text") == TYPED_FILTERS


def test_no_template_has_a_search_of_its_own():
    templates = SRC / "web" / "templates"
    found = {
        path.relative_to(templates).as_posix()
        for path in templates.rglob("*.html")
        if re.search(r'type="search"|role="search"', path.read_text(encoding="utf-8"))
    }
    assert found == SEARCH_FORMS


def test_nothing_looks_for_a_part_of_a_text_in_what_is_kept_of_persons():
    found = {
        short(path)
        for path in modules()
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.keyword) and node.arg and PARTS.search(node.arg))
        or (isinstance(node, ast.Constant) and isinstance(node.value, str) and PARTS.search(node.value))
    }
    assert found - LOOKS_FOR_PARTS == set()
