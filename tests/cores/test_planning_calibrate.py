"""Travel times from performed days: planted truths, few rows, and an estimator of somebody else's beside ours."""

import json
from random import Random

import numpy as np
import pytest
import statsmodels.api as sm

from samsyn.planning.calibrate import TUKEY, Journey, calibrated, compared, journey_of, robust, usable
from samsyn.planning.profile import ASSUMED, DETOUR, Pace, as_data, between, profile_of

TRUE = {"foot": (80.0, 1.1, 6.0), "bicycle": (170.0, 0.42, 10.0), "car": (260.0, 0.15, 15.0)}  # fixed, pace, spread


def performed(seed: int, n: int = 900, wrong: float = 0.1, modes=("foot", "bicycle", "car")) -> list[Journey]:
    """Journeys with known truths: longer in the morning's rush and in snow; of some the end was told hours late."""
    rng, rows = Random(seed), []
    for _ in range(n):
        mode, hour, weather = rng.choice(modes), rng.uniform(6.5, 22), rng.choice(("", "", "", "snow"))
        fixed, pace, spread = TRUE[mode]
        metres = rng.expovariate(1 / 900)
        more = 1 + 0.25 * (7 <= hour < 9) + 0.35 * (weather == "snow")
        seconds = max(20.0, fixed + metres * pace * more + rng.gauss(0, spread))
        if rng.random() < wrong:
            seconds += rng.uniform(1800, 4 * 3600)
        rows.append(Journey(mode, hour, metres, seconds, weather, fixed + metres * pace))
    return rows


@pytest.mark.parametrize("seed", range(5))
def test_planted_truths_come_back_though_one_in_ten_forgot_to_say_done(seed):
    found = calibrated(performed(seed))
    for mode, (fixed, pace, _) in TRUE.items():
        assert found[mode].fixed == pytest.approx(fixed, abs=10)
        assert found[mode].pace == pytest.approx(pace, rel=0.05)
        assert dict(found[mode].hours)[7, 9].factor == pytest.approx(1.25, abs=0.1)
        assert dict(found[mode].weather)["snow"].factor == pytest.approx(1.35, abs=0.1)
        assert dict(found[mode].hours)[18, 24].factor == pytest.approx(1, abs=0.1)


def test_an_interval_holds_the_truth_about_as_often_as_it_says():
    held = []
    for seed in range(60):
        rows = performed(seed, n=150, modes=("bicycle",))
        told = calibrated(rows, prior=0)["bicycle"]
        (low, high), (slow, fast), snow = told.fixed_interval, told.pace_interval, dict(told.weather)["snow"]
        held += [low <= 170 <= high, slow <= 0.42 <= fast, snow.low <= 1.35 <= snow.high]
    assert 0.88 <= np.mean(held) <= 0.99


def test_a_part_of_the_day_is_seldom_told_to_differ_where_none_does_though_long_journeys_spread_more():
    held = []
    for seed in range(40):
        rng = Random(seed)
        ways = [(rng.choice((8, 10, 16, 20)), rng.expovariate(1 / 900)) for _ in range(200)]
        rows = [
            Journey("bicycle", hour, metres, (170 + 0.42 * metres) * rng.lognormvariate(0, 0.18))
            for hour, metres in ways
        ]
        held += [share.low <= 1 <= share.high for _, share in calibrated(rows)["bicycle"].hours]
    assert len(held) == 120
    assert np.mean(held) >= 0.8


@pytest.mark.parametrize("seed", range(5))
def test_the_estimator_equals_that_of_statsmodels_and_its_errors_those_of_the_jackknife(seed):
    rows = performed(seed, n=200, modes=("car",))
    x = np.column_stack(
        [np.ones(200), [one.metres for one in rows], [one.metres * (one.weather == "snow") for one in rows]]
    )
    y = np.array([one.seconds for one in rows])
    ours = robust(x, y)
    begun = sm.RLM(y, x, M=sm.robust.norms.HuberT()).fit(maxiter=500, tol=1e-10)
    theirs = sm.RLM(y, x, M=sm.robust.norms.TukeyBiweight(c=TUKEY)).fit(
        start_params=begun.params, maxiter=500, tol=1e-10
    )
    assert ours.told == pytest.approx(theirs.params, rel=1e-5)
    assert ours.scale == pytest.approx(theirs.scale, rel=1e-4)
    each = np.array([robust(np.delete(x, k, axis=0), np.delete(y, k)).told for k in range(200)])
    jackknife = np.sqrt(199 / 200 * ((each - each.mean(axis=0)) ** 2).sum(axis=0))  # knows nothing of the formula
    assert ours.error == pytest.approx(jackknife, rel=0.12)


def test_no_rows_leave_what_was_assumed_and_few_change_it_little():
    assert calibrated([]) == ASSUMED
    one = calibrated([Journey("foot", 10, 1000, 4000)])["foot"]
    before = ASSUMED["foot"].seconds(1000)
    assert before < one.seconds(1000) < before + (4000 - before) / 5
    assert one.n == 1
    assert one.floors == ()
    many = [Journey("foot", 10, 1000 + k, 0.9 * (1000 + k) + 60) for k in range(500)]
    assert calibrated(many)["foot"].seconds(1200) == pytest.approx(0.9 * 1200 + 60, rel=0.03)


def test_one_mode_alone_leaves_the_others_and_one_nobody_assumed_is_learnt():
    found = calibrated(performed(1, n=200, modes=("bicycle",)))
    assert {mode: found[mode] for mode in ("foot", "car", "public")} == {
        mode: ASSUMED[mode] for mode in ("foot", "car", "public")
    }
    kick = [one._replace(mode="kick") for one in performed(2, n=300, modes=("bicycle",))]
    assert calibrated(kick)["kick"].pace == pytest.approx(0.42, rel=0.08)


@pytest.mark.parametrize("seed", range(40))
def test_no_answer_is_shorter_than_the_lower_quartile_seen_in_its_class(seed):
    rng = Random(seed)
    long = rng.choice((50, 3000))

    def one() -> Journey:
        mode = rng.choice(("foot", "sleigh"))
        return Journey(mode, rng.uniform(0, 24), rng.expovariate(1 / long), 1 + rng.expovariate(1 / 300))

    rows = [one() for _ in range(rng.choice((0, 5, 9, 40, 300)))]
    for mode, pace in calibrated(rows).items():
        mine = [row for row in rows if row.mode == mode]
        assert sum(floor.n for floor in pace.floors) == (len(mine) if len(mine) >= 8 else 0)
        low = -1.0
        for floor in pace.floors:
            seen = [row.seconds for row in mine if low < row.metres <= floor.upto]
            for metres in np.linspace(max(low, 0) + 0.01, min(floor.upto, 30_000), 7):
                for hour in (None, 3, 8, 20):
                    assert pace.seconds(metres, hour) >= np.quantile(seen, 0.25) - 1e-9
            low = floor.upto


def test_what_cannot_have_been_is_dropped_and_counted():
    good = Journey("foot", 9, 100, 100)
    bad = [
        good._replace(seconds=-1), good._replace(seconds=0), good._replace(metres=float("nan")), good._replace(hour=24),
        good._replace(metres=-5), good._replace(seconds=float("inf")), good._replace(seconds=90_000),
    ]  # fmt: skip
    assert usable([good, *bad]) == ([good], 7)
    assert calibrated([good, *bad]) == calibrated([good])
    with pytest.raises(ValueError, match="bands"):
        calibrated([good], bands=(7, 9))


def test_the_profile_is_data_that_comes_back_the_same():
    found = calibrated(performed(3))
    back = profile_of(json.loads(json.dumps(as_data(found), allow_nan=False)))
    for mode, pace in found.items():
        for metres in (0, 90, 700, 9000):
            for hour, weather in ((None, ""), (8, "snow"), (20, "hail")):
                assert back[mode].seconds(metres, hour, weather) == pytest.approx(pace.seconds(metres, hour, weather))
    told = as_data({"foot": Pace(60, DETOUR)})["foot"]
    assert (told["fixed_minutes"], told["speed_kmh"]) == (1, pytest.approx(3.6))


def test_planned_is_told_against_real():
    rows = performed(4, wrong=0)
    (bicycle, car, foot) = compared(calibrated(rows), rows)
    assert [one.mode for one in (bicycle, car, foot)] == ["bicycle", "car", "foot"]
    assert bicycle.later > 0  # the plans knew nothing of rush and snow
    assert 0 < bicycle.beyond < 0.5
    assert bicycle.left < 20
    assert compared({}, rows) == []
    assert compared(ASSUMED, [Journey("foot", 9, 100, 100)])[0].planned is None


def test_a_row_of_a_table_is_read_or_its_column_is_named():
    row = {"mode": "car", "hour": "9,5", "metres": "800", "minutes": "4"}
    assert journey_of(row) == Journey("car", 9.5, 800, 240)
    near = {"mode": "foot", "hour": "9", "from_x": "6400000", "from_y": "320000", "to_x": "6400300", "to_y": "320400"}
    told = journey_of({**near, "seconds": "60", "weather": "rain", "planned": "50"})
    assert told == Journey("foot", 9, 500, 60, "rain", 50)
    for column, bad in (("hour", "nio"), ("metres", "långt"), ("mode", ""), ("minutes", "")):
        with pytest.raises(ValueError, match=column):
            journey_of({**row, column: bad})
    assert between((57.70, 11.97), (57.71, 11.97)) == pytest.approx(1112, rel=0.001)
