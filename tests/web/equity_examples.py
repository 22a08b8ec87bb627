"""Figures to picture: invented, and the same every time."""

from datetime import date

import numpy as np

from samsyn.equity import funnel
from samsyn.equity.estimate import Estimate
from samsyn.equity.safe import About
from samsyn.equity.series import interrupted
from samsyn.web.equity.lines import Months
from samsyn.web.equity.picture import Picture, Row
from samsyn.web.equity.pictures import OutcomeRow, Subject, decomposition, gaps, outcomes, series
from samsyn.web.equity.pictures import funnel as funnel_of

ABOUT = About("Allt som söktes beviljades", "1 januari–31 december 2025", "Personer utan avslag.", "granted.1")
CRUDE = Estimate(-0.061, -0.098, -0.024, 1840)
FACTS = Estimate(-0.042, -0.081, -0.003, 1812)
NEED = Estimate(-0.012, -0.040, 0.018, 1790)
ROWS = (
    Row("Utan hänsyn till något annat", CRUDE),
    Row("Med hänsyn till ålder, hushåll, område och år", FACTS),
    Row("Också till bedömt behov", NEED),
)
OUTCOMES = (
    OutcomeRow("Allt som söktes beviljades", "share", FACTS, CRUDE),
    OutcomeRow("Beviljad tid i veckan", "minutes_week", Estimate(-35, -80, 10, 1400), Estimate(-64, -98, -24, 1840)),
    OutcomeRow("Målen nåddes", "share", None, None, "för få"),
    OutcomeRow("Dagar till beslut", "days", Estimate(2.4, 0.8, 4.0, 1500), Estimate(3.1, 1.2, 5.0, 1500)),
    OutcomeRow("Beviljat av sökt tid", "ratio", Estimate(0.02, -0.01, 0.05, 900), Estimate(0.01, -0.02, 0.04, 910)),
)
UNIT_NAMES = [f"Handläggare {n}" for n in range(101, 115)]


def a_subject(**other: object) -> Subject:
    told = {"about": ABOUT, "measure": "share", "compared": "kvinnor", "reference": "män", **other}
    return Subject(**told)  # type: ignore[arg-type]


def some_units() -> funnel.Funnel:
    """Fourteen units around 82 per cent, one of them far below."""
    rng = np.random.default_rng(1)
    n = rng.integers(40, 260, 14)
    yes = rng.binomial(n, 0.82)
    yes[3] = n[3] // 2
    return funnel.shares(yes, n, UNIT_NAMES, asked=funnel.Asked(order="name"))


def some_months(*, thin: int | None = None) -> Months:
    """Thirty months; from the nineteenth the gap is four points smaller. `thin` is a month with too few."""
    rng = np.random.default_rng(1)
    values = (-0.06 + rng.normal(0, 0.015, 30) + 0.04 * (np.arange(30) >= 18)).tolist()
    days = tuple(date(2024 + (3 + n) // 12, (3 + n) % 12 + 1, 1) for n in range(30))
    if thin is not None:
        return Months(
            days, tuple(None if n == thin else Estimate(x, x - 0.05, x + 0.05, 70) for n, x in enumerate(values))
        )
    model = interrupted(values, 18, first_month=4)
    return Months(days, tuple(Estimate(x, x - 0.05, x + 0.05, 70) for x in values), 18, model.fitted, model.without)


def every_picture(**other: object) -> dict[str, Picture]:
    """One of each kind."""
    subject = a_subject(**other)
    parts = (Row("Ålder", Estimate(-0.02, -0.03, -0.01, 1840)), Row("Hushåll", Estimate(0.004, -0.003, 0.011, 1840)))
    rest = Row("Det som är kvar, oförklarat", Estimate(-0.045, -0.07, -0.02, 1840))
    return {
        "gaps": gaps(subject, ROWS),
        "outcomes": outcomes(subject, OUTCOMES),
        "funnel": funnel_of(subject, some_units(), "handläggare"),
        "series": series(subject, some_months()),
        "decomposition": decomposition(subject, Row("Hela skillnaden", CRUDE), parts, rest),
    }
