"""A search by seconds on a machine that turns out slower than it was measured."""

from itertools import count
from types import SimpleNamespace

from samsyn.planning import solve as searching
from samsyn.planning.solve import COLD, HOT, solve_for
from tests.cores.days import random_day


def test_a_search_that_makes_fewer_trials_than_measured_still_cools(monkeypatch):
    heats, real, ticks = [], searching.anneal, count()

    def watched(*told):
        heats.append(told[5:7])  # the first and last temperature of some trials
        return real(*told)

    # A clock of its own: each look at it is a twentieth of a second, however fast this machine is.
    monkeypatch.setattr(searching, "time", SimpleNamespace(perf_counter=lambda: next(ticks) / 20))
    monkeypatch.setattr(searching, "_trials_in", lambda *_: 200_000_000)
    monkeypatch.setattr(searching, "anneal", watched)
    found = solve_for(random_day(3, visits=40, carers=6), seed=1, seconds=2)
    assert 3 < len(heats) == found.made / 20_000 < 40
    assert all(first >= last for first, last in heats)
    assert heats[-1][1] < heats[0][0] * (COLD / HOT) ** 0.8
