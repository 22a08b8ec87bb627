"""How strong something unmeasured would have to be to explain an adjusted gap away.

VanderWeele and Ding, Annals of Internal Medicine 167 (2017) 268-274 (the E-value). Cinelli and Hazlett, Journal of the
Royal Statistical Society B 82 (2020) 39-67 (the robustness value).
"""

from dataclasses import dataclass
from math import exp, isfinite, sqrt

from samsyn.equity.estimate import Estimate


@dataclass(frozen=True, slots=True)
class EValue:
    """The risk ratio that something unmeasured would need, with both group and outcome, beyond what is adjusted for.

    `point` would bring the estimate to 1, `interval` would bring the nearer limit to 1; 1 is nothing at all.
    """

    point: float
    interval: float


def e_value(risk_ratio: Estimate) -> EValue:
    """The E-value of a ratio of shares, or of means or rates, and of its interval (2017, table 2).

    Below 1 the inverse is taken. Raises ValueError for a ratio that is not above 0.
    """
    if risk_ratio.low < 0 or risk_ratio.value <= 0:
        raise ValueError(f"a ratio is above 0, not {risk_ratio.value} ({risk_ratio.low} to {risk_ratio.high})")
    near = max(risk_ratio.low, min(risk_ratio.high, 1.0))
    return EValue(_needed(risk_ratio.value), _needed(near))


def _needed(ratio: float) -> float:
    ratio = max(ratio, 1 / ratio)
    return ratio + sqrt(ratio * (ratio - 1))


def e_value_of_odds(odds_ratio: Estimate) -> EValue:
    """The E-value of an odds ratio for a common outcome (over 15 per cent): its square root stands for the ratio.

    For a rare outcome the odds ratio is near the ratio of shares: use `e_value`. Raises as `e_value` does.
    """
    if odds_ratio.low < 0 or odds_ratio.value <= 0:
        raise ValueError(f"a ratio is above 0, not {odds_ratio.value}")
    roots = [sqrt(x) for x in (odds_ratio.value, odds_ratio.low, odds_ratio.high)]
    return e_value(Estimate(roots[0], roots[1], roots[2], odds_ratio.n, odds_ratio.level))


def e_value_of_means(difference: Estimate, spread: float) -> EValue:
    """The E-value of a difference of means in an outcome with this standard deviation (2017, table 2).

    The ratio is taken as exp(0.91 d). Raises ValueError for a spread that is not above 0.
    """
    if not 0 < spread < float("inf"):
        raise ValueError(f"a standard deviation is above 0, not {spread}")
    ratios = [exp(0.91 * x / spread) for x in (difference.value, difference.low, difference.high)]
    return e_value(Estimate(ratios[0], ratios[1], ratios[2], difference.n, difference.level))


@dataclass(frozen=True, slots=True)
class Robustness:
    """The share of what is left of group and of outcome that something unmeasured would have to explain.

    `point` would bring the estimate to 0, `interval` would make it indistinct from 0 at the level asked; `group` is
    the share of what is left of the outcome that the group itself explains (partial R²): something that explains all
    that is left of the outcome would have to explain this share of the group.
    """

    point: float
    interval: float
    group: float


def robustness(value: float, error: float, freedom: float, critical: float = 1.96) -> Robustness:
    """The robustness value of a coefficient of a linear model (2020, eq. 18-19 and 5).

    `error` is its standard error, `freedom` the residual degrees of freedom; `critical` is the t that an interval
    reaches to. Raises ValueError for an error that is not above 0 or less than 2 degrees of freedom.
    """
    if not isfinite(value) or not 0 < error < float("inf") or not 2 <= freedom < float("inf") or critical < 0:
        raise ValueError(f"no coefficient: {value} with error {error} and {freedom} degrees of freedom")
    t = abs(value / error)
    f = t / sqrt(freedom)
    critical_f = critical / sqrt(freedom - 1)
    return Robustness(_balance(f), _indistinct(f, critical_f), f * f / (1 + f * f))


def _balance(f: float) -> float:
    """The share q for which q²/(1-q) is f²."""
    return (sqrt(f**4 + 4 * f * f) - f * f) / 2


def _indistinct(f: float, critical: float) -> float:
    """The same for the interval; where little freedom is left the other bound counts (2020, eq. 19, case 3)."""
    left = f - critical
    if left <= 0:
        return 0.0
    if critical > 0 and f > 1 / critical:
        return (f * f - critical * critical) / (1 + f * f)
    return _balance(left)
