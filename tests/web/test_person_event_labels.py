"""Every code that the program writes in the log has words that a person understands."""

import ast
import re

import pytest

from samsyn.cases.lifecycle import Step
from samsyn.homecare.lifecycle import Message
from samsyn.web.shared.event_labels import LABELS, event_label
from tests.architecture.tree import SRC, modules

CODE = re.compile(r"[a-z_]+\.[a-z_]+")
FILES = (".html", ".csv", ".typ", ".json", ".pdf", ".txt", ".toml", ".css", ".bin", ".gz", ".parquet", ".js")
OTHER = {SRC / "cases" / "letters", SRC / "synthetic"}  # text keys of letters; codes already written by actions


def codes_written():
    """Strings of the form "case.read", wherever they stand, that are not files, modules or keys of texts."""
    for path in modules():
        if OTHER & set(path.parents) or path.name in {"settings.py", "apps.py", "cli.py", "wsgi.py", "event_labels.py"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                yield node.value
    yield from (f"order.{m}" for m in Message)
    yield from (
        f"case.{s.replace(' ', '_')}" for s in (Step.ORDER, Step.ACCEPT, Step.RUN_OUT, Step.START, Step.APPROVE_PLAN)
    )


def test_every_code_has_words():
    codes = {
        c for c in codes_written() if not c.endswith(FILES) and not c.startswith(("samsyn.", "m."))
    }  # m: a table of a query
    assert codes - set(LABELS) == set()


@pytest.mark.parametrize("code", ["case.read", "plan.approve"])
def test_words_are_not_the_code(code):
    assert code not in event_label(code)


def test_an_unknown_code_is_shown_rather_than_hidden():
    assert event_label("region.export") == "gjorde något annat (region.export)"
