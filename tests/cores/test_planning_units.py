"""Units planned in parallel: the same plans from every executor, and one that fails takes no other with it."""

import os
import signal
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace

import dask
import pytest
from distributed import Client, LocalCluster

from samsyn.planning.faults import faults
from samsyn.planning.solve import Found, solve
from samsyn.planning.units import Unplanned, plan_units
from tests.cores.days import random_day

TRIALS = 20_000
DRAWN = {f"unit {seed}": random_day(seed, visits=12, carers=5) for seed in range(12)}
DAYS = {unit: day for unit, day in DRAWN.items() if not faults(day)}
FIRST = next(iter(DAYS))


class Deadly:
    """A day that kills the process that plans it."""

    def __init__(self):
        self.safe = os.getpid()

    def __getattr__(self, name):
        if name.startswith("__") or os.getpid() == self.__dict__.get("safe"):
            raise AttributeError(name)
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture(scope="module")
def cluster():
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as made,
        Client(made) as client,
    ):
        yield client


def alone():
    return ProcessPoolExecutor(1)


def plans(given):
    return {unit: found.plan for unit, found in given.found.items()}


def test_processes_and_a_cluster_give_the_plans_that_one_search_gives(cluster):
    heard: list[str] = []
    with ProcessPoolExecutor(2) as executor:
        here = plan_units(DAYS, seed=7, trials=TRIALS, executor=executor, told=lambda unit, _: heard.append(unit))
    there = plan_units(DAYS, seed=7, trials=TRIALS, executor=cluster.get_executor())
    assert plans(here) == plans(there) == {u: solve(day, seed=7, trials=TRIALS).plan for u, day in DAYS.items()}
    assert list(here.found) == list(there.found) == list(DAYS)
    assert sorted(heard) == sorted(DAYS)
    assert not here.unplanned
    assert not there.unplanned


def test_a_process_that_dies_is_told_of_its_unit_and_the_others_are_planned():
    days = {"first": DAYS[FIRST], "deadly": Deadly(), **DAYS}
    with ProcessPoolExecutor(2) as executor:
        given = plan_units(days, seed=7, trials=TRIALS, executor=executor, renewed=alone)
    assert list(given.unplanned) == ["deadly"]
    assert given.unplanned["deadly"].why == "lost"
    assert str(given.unplanned["deadly"]).startswith("unit deadly: the process that planned it ended")
    assert plans(given) == {u: solve(days[u], seed=7, trials=TRIALS).plan for u in days if u != "deadly"}


def test_without_a_new_executor_what_was_ready_is_kept_and_every_other_unit_is_told():
    with ProcessPoolExecutor(1) as executor:
        given = plan_units({**DAYS, "deadly": Deadly()}, seed=7, trials=TRIALS, executor=executor)
    assert given.found.keys() | given.unplanned.keys() == DAYS.keys() | {"deadly"}
    assert FIRST in given.found
    assert {one.why for one in given.unplanned.values()} == {"lost"}


def test_a_worker_of_a_cluster_that_dies_is_told_of_its_unit(cluster):
    given = plan_units({"deadly": Deadly(), **DAYS}, seed=7, trials=TRIALS, executor=cluster.get_executor())
    assert [(unit, one.why) for unit, one in given.unplanned.items()] == [("deadly", "lost")]
    assert given.found.keys() == DAYS.keys()


def test_a_day_that_cannot_be_planned_is_named_and_the_others_are_planned():
    days = {"no carers": replace(DAYS[FIRST], carers=()), "nothing": None, "other": DAYS[FIRST]}
    answers: dict[str, Found | Unplanned] = {}
    with ThreadPoolExecutor(2) as executor:
        given = plan_units(days, seed=1, seconds=0.2, executor=executor, told=answers.__setitem__)
    assert [(one.unit, one.why) for one in given.unplanned.values()] == [("no carers", "faulty"), ("nothing", "error")]
    assert "has no carers" in str(given.unplanned["no carers"])
    assert answers == {**given.found, **given.unplanned}


@pytest.mark.parametrize("terms", [{}, {"trials": 10, "seconds": 1}])
def test_either_trials_or_seconds_are_told(terms):
    with ThreadPoolExecutor(1) as executor, pytest.raises(ValueError, match="trials or how many seconds"):
        plan_units(DAYS, seed=1, executor=executor, **terms)
