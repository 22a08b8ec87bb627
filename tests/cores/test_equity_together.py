"""Several outcomes shown together: a difference that is one of many is held against all of them."""

from dataclasses import replace

import pytest

from samsyn.equity.estimate import Estimate
from samsyn.equity.examination import Asked
from samsyn.equity.examine import examine
from samsyn.equity.together import together
from tests.decided import TODAY, decided

BARE = Asked("beslut", "kön", facts=("område",), month="")


@pytest.fixture(scope="module")
def one():
    return examine(decided(600), BARE, TODAY)


def having(examination, gap, outcome="beslut"):
    answer = replace(examination.answer, facts=gap)
    return replace(examination, answer=answer, asked=replace(examination.asked, outcome=outcome))


def test_a_gap_that_stands_alone_may_fall_among_twenty_without_one(one):
    weak, none = Estimate.normal(-0.1, 0.048, 500), Estimate.normal(0.01, 0.05, 500)
    assert together([having(one, weak)])[0].stands
    among = together([having(one, none)] * 10 + [having(one, weak, "timmar")] + [having(one, none)] * 9)
    assert [shown.stands for shown in among] == [False] * 20
    assert among[10].outcome == "timmar"
    assert among[10].p < 0.05 < among[10].adjusted


def test_a_strong_gap_stands_among_many(one):
    strong, none = Estimate.normal(-0.3, 0.04, 500), Estimate.normal(0.01, 0.05, 500)
    shown = together([having(one, none)] * 5 + [having(one, strong)])
    assert [each.stands for each in shown] == [False] * 5 + [True]


def test_a_gap_that_cannot_be_told_is_not_counted_and_does_not_stand(one):
    weak = Estimate.normal(-0.1, 0.048, 500)
    shown = together([having(one, None)] * 30 + [having(one, weak)])
    assert {(each.p, each.stands) for each in shown[:30]} == {(None, None)}
    assert shown[30].stands
    assert together([]) == ()


def test_each_kind_of_gap_is_judged_by_itself(one):
    assert together([one], "crude")[0].gap == one.answer.crude
    assert together([one], "need")[0].gap is None
