"""Nothing reads where a person is but `people.contact`, which covers it of those who are protected (OSL 26:1, 21:3)."""

import ast
import re

from tests.architecture.tree import SRC, imported, modules, short, tree

LOCATES = frozenset({"street", "postcode", "town", "phone", "email", "area"})
# The gate, what writes and stores, and the invented people, who are nobody.
# What a packet is made of reads where somebody lives so that it is masked; of protected persons none is made. The rows
# of equal treatment hold the part of town, and leave out whoever is protected (test_equal_treatment).
INSIDE = (
    "people/contact.py", "people/actions/", "people/models/", "synthetic/", "deidentify/", "review/queries/source.py",
    "cases/queries/equal_treatment.py",
)  # fmt: skip
# What else has a phone, an e-mail or an area: units and staff, a need's life area, a letter's sender, a form.
# A visit's street comes from the gate, by `reach.streets`.
OTHERS = frozenset(
    {
        "unit", "u", "staff", "caseworker", "provider", "contact", "need", "n", "row", "found", "content", "sender",
        "form", "contact_form", "area_form", "need_for", "visit",
    }
)  # fmt: skip
# An official in a letter is called person there; a member of staff, never somebody who is served.
KNOWN = {
    ("cases/letters/compose.py", "person.phone"), ("cases/letters/parts.py", "person.phone"),
    ("cases/actions/fee_decision.py", "officer.phone"), ("cases/charging/letter.py", "notice.phone"),
}  # fmt: skip
PATH = re.compile(r"(?:^|__)person__(?:street|postcode|town|phone|email|area)\b")
IN_TEMPLATE = re.compile(r"([\w.]+)\.(street|postcode|town|phone|email|area)\b")


def outside():
    return [path for path in modules() if not short(path).startswith(INSIDE)]


def owner(node: ast.expr) -> str:
    """The last name before an attribute: `case.person.street` is the person's."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    return owner(node.func) if isinstance(node, ast.Call) else ast.unparse(node)


def test_no_code_reads_an_address_past_the_gate():
    found = [
        f"{short(path)}:{node.lineno} {ast.unparse(node)}"
        for path in outside()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Load)
        and node.attr in LOCATES
        and owner(node.value) not in OTHERS
        and (short(path), ast.unparse(node)) not in KNOWN
    ]
    assert found == []


def test_no_code_reads_a_person_by_a_name_it_is_given():
    found = [
        f"{short(path)}:{node.lineno} {ast.unparse(node)}"
        for path in outside()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"getattr", "model_to_dict", "vars"}
        and node.args
        and owner(node.args[0]) == "person"
    ]
    assert found == []


def test_no_query_sorts_filters_or_fetches_by_where_a_person_is():
    found = [
        f"{short(path)}:{node.lineno} {node.value}"
        for path in outside()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and PATH.search(node.value)
    ]
    found += [
        f"{short(path)}:{node.lineno} {node.arg}="
        for path in outside()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.keyword) and node.arg and PATH.search(node.arg)
    ]
    assert found == []


def test_no_template_reads_an_address_past_the_gate():
    found = [
        f"{path.relative_to(SRC)}: {whole}.{name}"
        for path in sorted(SRC.rglob("*.html"))
        for whole, name in IN_TEMPLATE.findall(path.read_text(encoding="utf-8"))
        if whole.rpartition(".")[2] not in OTHERS
    ]
    assert found == []


def test_the_gate_is_looked_for_where_people_are():
    assert any(short(path).startswith("web/") for path in outside())
    assert "person" not in OTHERS


PDF = "application/pdf"
WALL = "web/shared/paper.py"  # draws a letter for paper, and covers it for those who may not see where somebody is
TAKEN_IN = {"cases/documents.py", "web/casework/documents.py"}  # which papers are taken in and given back as they came


def test_every_letter_on_paper_passes_the_wall():
    """OSL 26:1, 21:3: nothing but the wall draws a letter or answers with paper of its own."""
    drawing = {short(p) for p in modules() if "samsyn.cases.letters.render" in imported(p)}
    answering = {
        short(path)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and PDF in node.value.lower()
    }
    assert (drawing, answering - TAKEN_IN) == ({WALL}, {WALL})


def test_what_answers_with_papers_that_came_draws_none():
    found = {short(p) for p in modules() if "typst" in imported(p) or any(n.startswith("typst.") for n in imported(p))}
    assert found == {"cases/letters/typeset.py"}
    setting = {short(p) for p in modules() if "samsyn.cases.letters.typeset" in imported(p)}
    # A letter, figures without persons, a plan, whose sheet the wall covers (test_plan_paper), and the lists for
    # downtime, whose texts are covered before they are set (test_downtime); forms to fill in, covered as the plan is.
    pages = {"web/equity/report_pdf.py", "web/provider/plan_pdf.py", "web/downtime/pack.py", "web/shared/paper_form.py"}
    assert setting == {"cases/letters/render.py"} | pages
