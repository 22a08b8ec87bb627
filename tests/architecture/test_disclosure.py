"""What leaves the analyst's role is a safe table: the pages of figures are given no counts by group."""

import ast

from tests.architecture.tree import ROOT, SRC, functions, imported, modules, short, tree

THRESHOLD = "samsyn.equity.limits.SMALLEST_SHOWN"
# Who may be given counts by group, and why.
GIVEN_COUNTS = {
    "web/office/figures.py": "by_intervention: the committee's secretary, beside the list of the decisions themselves",
    "web/office/offers.py": "the secretary's month by sex, cell by cell through the office's rule",
}


def counting():
    """Queries that answer with whole counts by group: told by their type."""
    for name in ("figures", "offers"):
        for function in functions(SRC / "cases/queries" / f"{name}.py"):
            told = ast.unparse(function.returns) if function.returns else ""
            if not function.name.startswith("_") and told.startswith(("Counter[tuple", "dict[tuple")):
                yield f"samsyn.cases.queries.{function.name}"


def test_counts_by_group_reach_only_the_pages_that_may_have_them():
    counts = set(counting())
    assert "samsyn.cases.queries.outcomes" in counts
    given = {short(path) for path in modules(SRC / "web") if counts & imported(path)}
    assert given == set(GIVEN_COUNTS)


def test_the_threshold_stands_in_one_place():
    """Whoever withholds small counts takes it from there."""
    for name in (
        "cases/council",
        "cases/queries/figures",
        "review/alike_counts",
        "review/leak",
        "review/exercise_report",
    ):
        assert THRESHOLD in imported(SRC / f"{name}.py"), name


def test_only_the_one_module_holds_what_makes_a_safe_table():
    holders = {
        path.relative_to(ROOT).as_posix()
        for path in modules()
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Name) and node.id == "_MADE") or (isinstance(node, ast.alias) and node.name == "_MADE")
    }
    assert holders == {"src/samsyn/equity/safe.py"}
