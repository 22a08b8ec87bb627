"""What leaves the analyst's role is a safe table: the pages of figures are given no counts by group."""

import ast

from tests.architecture.tree import ROOT, SRC, functions, imported, modules, short, tree

THRESHOLD = "samsyn.equity.limits.SMALLEST_SHOWN"
# Who may be given counts by group, and why.
GIVEN_COUNTS = {
    "web/office/figures.py": "by_intervention: the committee's secretary, beside the list of the decisions themselves",
    "web/office/offers.py": "the secretary's month by sex, as a safe table by the office's rule",
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


REPORT = ("web/equity/report.py", "web/equity/report_pdf.py", "web/equity/files.py")
SEES = "web/equity/report_safe.py"  # the one module of the report that sees counts
COUNTS = frozenset({"n", "rows", "mean", "left_out", "crude", "facts", "need", "examination", "answer", "groups"})
# Where it may look: each makes a safe table, a figure in whole units, or decides that there are too few.
LOOKS = {"told", "may_be_told", "coarse", "_groups", "_counted", "_left_out", "_gaps", "_verdict", "_beside"}


def read_in(node):
    """The names that are read of something, in a piece of code."""
    return {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Load)}


def test_the_committees_report_takes_counts_from_safe_tables_alone():
    """What builds the page, the paper and the files never sees an examination, or what it was counted from."""
    for name in REPORT:
        cores = {m for m in imported(SRC / name) if m.startswith("samsyn.equity.")}
        modules_of = {".".join(m.split(".")[:3]) for m in cores}
        assert modules_of <= {"samsyn.equity.safe", "samsyn.equity.words"}, name
        assert not read_in(tree(SRC / name)) & {"examination", "answer", "mean", "crude", "facts", "need"}, name


def test_one_module_of_the_report_looks_at_counts_and_only_to_make_them_safe():
    looking = {f.name for f in functions(SRC / SEES) if read_in(f) & COUNTS}
    assert looking <= LOOKS
    made = ast.unparse(next(f for f in functions(SRC / SEES) if f.name == "_counted"))
    assert "SafeTable.rates_of(" in made
    assert "SafeTable.of(" in made


def test_council_and_offers_show_safe_tables():
    for name in ("cases/council", "web/office/offers"):
        assert "samsyn.equity.safe.SafeTable" in imported(SRC / f"{name}.py"), name
