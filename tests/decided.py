"""Invented tables of decisions with a planted truth, in memory: what `samsyn.equity.examine` is shown in tests."""

from datetime import date

import numpy as np

from samsyn.equity.examination import Asked

ASKED = Asked("beslut", "kön", facts=("ålder", "område"), need=("behov",), units=("handläggare",))
TODAY = date(2026, 1, 15)
MONTHS = 48  # from January 2022
Columns = dict[str, list]


def decided(
    rows: int = 4000,
    *,
    gap: float = 0.0,
    strict: float = 0.0,
    changed: int | None = None,
    amounts: bool = False,
    officers: int = 12,
    seed: int = 1,
) -> Columns:
    """Decisions where women have `gap` less (log odds, or logarithm of hours), and the officer H03 gives `strict` less.

    From the month `changed` on there is no gap.
    """
    random = np.random.default_rng(seed)
    woman, month = random.random(rows) < 0.6, random.integers(0, MONTHS, rows)
    age, area, need = random.integers(65, 95, rows), random.integers(0, 4, rows), random.integers(0, 4, rows)
    officer = random.integers(0, officers, rows)
    gone = month >= changed if changed is not None else np.zeros(rows, dtype=bool)
    pull = 0.4 + 0.01 * (age - 80) + 0.1 * area + 0.4 * (need - 1.5) - strict * (officer == 3) - gap * (woman & ~gone)
    yes = np.where(random.random(rows) < 1 / (1 + np.exp(-pull)), "ja", "nej").tolist()
    hours = (random.gamma(3, np.exp(pull) * 5) + 0.5).round(1).tolist()
    return {
        "beslut": hours if amounts else yes,
        "kön": np.where(woman, "kvinna", "man").tolist(),
        "ålder": (age // 5 * 5).tolist(),
        "område": ["NSÖV"[place] for place in area],
        "behov": need.astype(str).tolist(),
        "handläggare": [f"H{number:02}" for number in officer],
        "decided_on": [date(2022 + int(m) // 12, int(m) % 12 + 1, 9) for m in month],
    }


def turned(amounts: bool = False, seed: int = 1) -> Columns:
    """Decisions where women have more within each area and less together: they live where little is granted."""
    random = np.random.default_rng(seed)
    rows = 4000
    woman = random.random(rows) < 0.5
    south = random.random(rows) < np.where(woman, 0.85, 0.15)
    level = np.where(south, 0.3, 0.8) + 0.08 * woman
    yes = np.where(random.random(rows) < level, "ja", "nej").tolist()
    hours = random.gamma(4, level * 5).round(2).tolist()
    return {
        "beslut": hours if amounts else yes,
        "kön": np.where(woman, "kvinna", "man").tolist(),
        "område": np.where(south, "S", "N").tolist(),
    }


def begun(effect: float, units: int = 12, seed: int = 1) -> Columns:
    """Decisions of units where women have a chance 0.3 less, and `effect` of it is taken away from 2023 on in half."""
    random = np.random.default_rng(seed)
    rows = 24_000
    woman, month, unit = random.random(rows) < 0.5, random.integers(0, 24, rows), random.integers(0, units, rows)
    after = (month >= 12) & (unit < units // 2)
    chance = 0.8 - woman * (0.3 - effect * after)
    return {
        "beslut": np.where(random.random(rows) < chance, "ja", "nej").tolist(),
        "kön": np.where(woman, "kvinna", "man").tolist(),
        "enhet": [f"E{number:02}" for number in unit],
        "decided_on": [date(2022 + int(m) // 12, int(m) % 12 + 1, 9) for m in month],
    }
