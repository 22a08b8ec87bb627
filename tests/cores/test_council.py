"""The statistics to the council: how many, which, how long, and nobody recognised (SoL 34:3, LSS 28 h)."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from samsyn.cases.council import FEWEST, Counted, shown_sum, tables

DAY = date(2026, 6, 30)


@dataclass
class Row:
    sex: str = "K"
    days: int = 120
    intervention: str = "HEMTJANST"
    regime: str = "SOL_11_1"
    since: str = "decision"

    @property
    def decided(self):
        return DAY - timedelta(self.days)


def one(rows, law="SoL 34:3", since="decision"):
    [found] = [t for t in tables(rows, DAY) if (t.law, t.since) == (law, since)]
    return found


def test_days_are_counted_from_the_decision_also_after_an_interruption():
    """SoL 34:3 second paragraph: "från dagen för respektive beslut"."""
    table = one([Row(since="interruption", days=400) for _ in range(8)], since="interruption")
    assert table.rows["HEMTJANST"][0].middle == 400


def test_small_groups_are_withheld_with_their_days():
    assert one([Row() for _ in range(7)]).rows["HEMTJANST"] == (Counted(None), Counted(0), Counted(0))
    assert one([Row() for _ in range(8)]).rows["HEMTJANST"][0].n == 8


def test_the_acts_are_told_apart():
    rows = [Row(regime="LSS_9") for _ in range(9)]
    assert one(rows).rows == {}
    assert one(rows, law="LSS 28 h").total == 9


def test_a_decision_under_the_former_act_is_counted_with_the_new():
    assert one([Row(regime="SOL_2001_4_1") for _ in range(9)]).total == 9


def test_a_sum_that_would_tell_a_withheld_count_is_withheld():
    assert shown_sum([9, 3]) is None
    assert shown_sum([9, 1, 1]) is None
    assert shown_sum([9, 7, 7]) is None
    assert shown_sum([9, 5, 4]) == 18
    assert shown_sum([9, 0, 8]) == 17


@given(st.lists(st.integers(0, 20), max_size=6))
def test_no_sum_leaves_only_one_possibility_for_a_withheld_count(counts):
    """Whoever subtracts what is shown from a sum is left with at least two possible counts for every withheld one."""
    found = shown_sum(counts)
    withheld = [n for n in counts if 0 < n < FEWEST]
    if found is None or not withheld:
        return
    rest, many = found - sum(n for n in counts if n not in withheld), len(withheld)
    possible = [n for n in range(1, FEWEST) if (many - 1) <= rest - n <= (many - 1) * (FEWEST - 1)]
    assert len(possible) > 1
