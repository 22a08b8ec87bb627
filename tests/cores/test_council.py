"""The statistics to the council: how many, which, how long, and nobody recognised (SoL 34:3, LSS 28 h)."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from samsyn.cases.council import Counted, tables
from samsyn.equity.safe import Hidden, Reason, Rule, Shown

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
    nobody = Counted(Shown(0))
    few = Counted(Hidden(Reason.SMALL))
    assert one([Row() for _ in range(7)]).rows["HEMTJANST"] == (few, nobody, nobody)
    assert one([Row() for _ in range(8)]).rows["HEMTJANST"][0].n == Shown(8)


def test_the_smallest_number_shown_is_as_set():
    strict = Rule(smallest=12, base=1, hides_zeros=False, possible=2)
    [found] = [t for t in tables([Row() for _ in range(11)], DAY, strict) if t.rows]
    assert found.rows["HEMTJANST"][0] == Counted(Hidden(Reason.SMALL))


def test_the_acts_are_told_apart():
    rows = [Row(regime="LSS_9") for _ in range(9)]
    assert one(rows).rows == {}
    assert one(rows, law="LSS 28 h").total == Shown(9)


def test_a_decision_under_the_former_act_is_counted_with_the_new():
    assert one([Row(regime="SOL_2001_4_1") for _ in range(9)]).total == Shown(9)


def some(counts):
    return [Row(sex=sex, intervention=what) for (what, sex), n in counts.items() for _ in range(n)]


def test_a_sum_or_a_count_that_would_tell_a_withheld_one_is_withheld_too():
    table = one(some({("HEMTJANST", "K"): 20, ("LEDSAGNING", "K"): 3}))
    assert table.rows["LEDSAGNING"][0].n == Hidden(Reason.SMALL)
    assert Hidden(Reason.PROTECTED) in (table.rows["HEMTJANST"][0].n, table.sums[0])


def test_what_is_hidden_to_protect_another_has_no_days():
    table = one(some({("A", "K"): 3, ("A", "M"): 9, ("B", "K"): 10, ("B", "M"): 30}))
    hidden = [c for groups in table.rows.values() for c in groups if isinstance(c.n, Hidden)]
    assert hidden
    assert all(c.middle is None and c.tenth is None and c.ninetieth is None for c in hidden)


@given(st.dictionaries(st.tuples(st.sampled_from("ABC"), st.sampled_from("KM")), st.integers(0, 20), max_size=6))
def test_no_sum_leaves_only_one_possibility_for_a_withheld_count(counts):
    """Whoever subtracts what is shown from a sum is left with at least two possible counts for a withheld one."""
    table = one(some(counts))
    for n in range(3):
        column = [groups[n].n for groups in table.rows.values()]
        withheld = [c for c in column if isinstance(c, Hidden)]
        if withheld and isinstance(table.sums[n], Shown):
            rest = table.sums[n].value - sum(c.value for c in column if isinstance(c, Shown))
            assert len(withheld) > 1
            assert rest > len(withheld)
