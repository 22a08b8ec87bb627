"""Three gaps side by side: crude, adjusted for facts that the unit did not assess, and for assessed need as well.

Each is the difference in the outcome between two groups: the compared minus the reference, as a share or in the
outcome's unit. An adjusted gap is standardised (g-computation, Robins 1986; Snowden et al. 2011): everybody's mean as
if they were in the one group, minus the same in the other, over the facts that the two groups have together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from samsyn.equity.cells import Floats
from samsyn.equity.estimate import CannotTell, Estimate
from samsyn.equity.fit import Family, Fit, fitted, information_of, inverse_of, mean_of
from samsyn.equity.layout import Portion, by_coefficient, nothing
from samsyn.equity.packed import Packed
from samsyn.equity.plain import gap


@dataclass(frozen=True, slots=True)
class Two:
    """The rows of two groups: `data` has the group as its first factor, the reference as level 0, the compared as 1."""

    data: Packed
    compared: str
    reference: str
    family: Family


def crude(two: Two) -> Estimate:
    """The plain difference: shares by Newcombe's hybrid of Wilson intervals (1998, method 10), amounts by Welch."""
    sums = two.data.margins[0]
    reference, compared = zip(*(a[:2].tolist() for a in (sums.n, sums.total, sums.squares)), strict=True)
    return gap(compared, reference, two.family)


def adjusted(two: Two, facts: Sequence[str]) -> Estimate:
    """The standardised difference, adjusted for some facts.

    Its interval counts what is uncertain in the model and in who is in the table, and holds when the spread is not as
    the model says (the influence of each row, squared; Tsiatis 2006, ch. 3). Raises CannotTell.
    """
    group = two.data.factors[0].name
    data = two.data.by([group, *facts])
    fit = fitted(data, two.family)
    name = f"{group}={two.compared}"
    if name in fit.left_out:
        raise CannotTell("facts_say_group", column=tuple(facts), compared=two.compared)
    reckoned = _Reckoned.of(fit, fit.model.names.index(name))
    error = sqrt(reckoned.variance(data.rows))
    freed = sqrt(data.rows / max(1.0, data.rows - len(fit.coefficients)))
    return Estimate.normal(reckoned.unlike / data.rows, error * freed, data.rows)


@dataclass(frozen=True)
class _Reckoned:
    """What one pass over the cells gives at the fitted coefficients, (coefficients,) where not a number.

    `unlike` is the sum over rows of the difference between their means had all been in the compared group and had all
    been in the reference, `squared` that of its square, `slope` how the sum changes with each coefficient; `tilt` is
    the score weighted by the difference; `bread` the information, `meat` the sum of the score's own squares.
    """

    unlike: float
    squared: float
    slope: Floats
    tilt: Floats
    bread: Floats
    meat: Floats

    @classmethod
    def of(cls, fit: Fit, at: int) -> "_Reckoned":
        """Of a model in which `at` is the coefficient of the compared group."""
        layout, rest = fit.model.layout, fit.coefficients.copy()
        rest[at] = 0
        tables, effect, share = fit.model.exponentials(rest), np.exp(fit.coefficients[at]), fit.family is Family.SHARE
        slope, tilt, bread, meat = nothing(layout), nothing(layout), layout.crossing(), layout.crossing()
        sums = np.zeros(3)
        for portion in layout.portions():
            other = portion.product(tables)
            one = mean_of(fit.family, other * effect)
            other = mean_of(fit.family, other)
            change = one * (1 - one) if share else one
            unlike, mean = one - other, _own(portion, one, other)
            left = portion.total - portion.n * mean
            square = portion.squares - mean * (portion.total + left)
            if not share:
                left, square = left / mean, square / mean**2
            weighted = portion.n * unlike
            sums += weighted.sum(), weighted @ unlike, portion.n @ change
            change -= other * (1 - other) if share else other
            layout.by_block([portion.n * change, unlike * left], portion, [slope, tilt])
            bread.add(portion, information_of(fit.family, portion.n, mean))
            meat.add(portion, square)
        changes = by_coefficient(layout, slope)
        changes[at] = sums[2]
        return cls(float(sums[0]), float(sums[1]), changes, by_coefficient(layout, tilt), bread.result(), meat.result())

    def variance(self, rows: int) -> float:
        """The sum over rows of the square of their influence: their own difference's, and through the coefficients."""
        reach = inverse_of(self.bread)[0] @ self.slope / rows  # the score of all rows together is nothing
        own = (self.squared - self.unlike**2 / rows) / rows**2
        return max(0.0, own + 2 / rows * float(reach @ self.tilt) + float(reach @ self.meat @ reach))


def _own(portion: Portion, one: Floats, other: Floats) -> Floats:
    """Each cell's mean in the group in which it is."""
    group = portion.group()
    if isinstance(group, float):
        return one if group else other
    return other + group * (one - other)
