"""One step of the night fails: it is told of, and the others are done."""

import pytest

from samsyn.cli.ending import Exit
from samsyn.cli.nightly import STEPS, nightly

pytestmark = pytest.mark.django_db


def test_a_step_that_fails_is_told_of_and_the_others_are_done(monkeypatch, capsys):
    def broken(now):
        raise RuntimeError("the disk is full")

    monkeypatch.setitem(STEPS, "close-days", broken)
    assert nightly(None) == Exit.PARTLY
    told = capsys.readouterr()
    assert "entries settle the accounts" in told.out
    assert "journal drafts" in told.out
    assert "1 of 11 steps failed: close-days" in told.err
    assert "the disk is full" in told.err
