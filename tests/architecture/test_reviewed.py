"""No page proposes a decision past its review."""

from tests.architecture.tree import SRC, imported, modules, short

PLANTS = {"web/planted/proposals.py"}  # what the invented municipality had before reviews began


def test_pages_propose_through_the_review():
    past = {short(p) for p in modules(SRC / "web") if "samsyn.cases.actions.propose" in imported(p)}
    assert past == PLANTS
