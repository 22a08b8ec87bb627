"""What the small models are made of: for each kind mean, loss and step. Vectorised, without checks of columns."""

from dataclasses import dataclass
from math import erfc, pi, sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["linear", "logit", "probit", "gamma"]
Floats = NDArray[np.float64]
_erfc = np.vectorize(erfc, otypes=[np.float64])


@dataclass(frozen=True, slots=True)
class Step:
    """Each row's score, its expected information and its curvature (observed information), by the linear predictor."""

    score: Floats
    information: Floats
    curvature: Floats


def normal_density(x: Floats) -> Floats:
    """The density of the standard normal distribution."""
    density: Floats = np.exp(-0.5 * x * x) / sqrt(2 * pi)
    return density


def normal_below(x: Floats) -> Floats:
    """The standard normal distribution function."""
    below: Floats = 0.5 * _erfc(-x / sqrt(2)) if x.size else x
    return below


class Family:
    """The linear model: mean and predictor are one. The others change what differs."""

    kind: Kind = "linear"
    binary = False
    reach = np.inf  # how far the linear predictor may go before numbers end

    def check(self, y: Floats) -> None:
        """Raises ValueError for values this model cannot take."""

    def within(self, eta: Floats) -> Floats:
        """The predictor, held where it can be computed with."""
        return np.clip(eta, -self.reach, self.reach)

    def start(self, y: Floats) -> Floats:
        """What the first predictor is fitted to."""
        return y

    def mean(self, eta: Floats) -> Floats:
        """The expected outcome."""
        return eta

    def slope(self, eta: Floats) -> Floats:
        """How fast it grows with the predictor."""
        return np.ones_like(eta)

    def loss(self, y: Floats, eta: Floats) -> Floats:
        """What the fit makes small."""
        residual: Floats = (y - eta) ** 2 / 2
        return residual

    def step(self, y: Floats, eta: Floats) -> Step:
        """The first and second derivatives of the log-likelihood."""
        one = np.ones_like(y)
        return Step(y - eta, one, one)

    def squares(self, y: Floats, eta: Floats) -> Floats:
        """Squared residuals, in the unit of the variance (Pearson)."""
        squares: Floats = (y - eta) ** 2
        return squares


class _Binary(Family):
    binary = True
    reach = 35.0

    def check(self, y: Floats) -> None:
        if not np.isin(y, (0.0, 1.0)).all():
            raise ValueError("the outcome holds other values than 0 and 1")


class Logit(_Binary):
    """Log odds."""

    kind: Kind = "logit"

    def start(self, y: Floats) -> Floats:
        return 2 * y - 1

    def mean(self, eta: Floats) -> Floats:
        mean: Floats = 0.5 * (1 + np.tanh(eta / 2))
        return mean

    def slope(self, eta: Floats) -> Floats:
        small = np.exp(-np.abs(self.within(eta)))
        slope: Floats = small / (1 + small) ** 2
        return slope

    def loss(self, y: Floats, eta: Floats) -> Floats:
        return np.logaddexp(0, (1 - 2 * y) * eta)

    def step(self, y: Floats, eta: Floats) -> Step:
        information = self.slope(eta)
        return Step(y - self.mean(eta), information, information)


class Probit(_Binary):
    """Normal quantiles."""

    kind: Kind = "probit"
    reach = 8.0

    def start(self, y: Floats) -> Floats:
        return y - 0.5

    def mean(self, eta: Floats) -> Floats:
        return normal_below(eta)

    def slope(self, eta: Floats) -> Floats:
        return normal_density(eta)

    def loss(self, y: Floats, eta: Floats) -> Floats:
        loss: Floats = -np.log(normal_below((2 * y - 1) * eta))
        return loss

    def step(self, y: Floats, eta: Floats) -> Step:
        sign, density = 2 * y - 1, normal_density(eta)
        score = sign * density / normal_below(sign * eta)
        information = density**2 / (normal_below(eta) * normal_below(-eta))
        return Step(score, information, score * (score + eta))


class Gamma(Family):
    """A positive outcome with a variance that grows as its mean squared; log link."""

    kind: Kind = "gamma"
    reach = 300.0

    def check(self, y: Floats) -> None:
        if not (y > 0).all():
            raise ValueError(f"the outcome holds {int((y <= 0).sum())} values that are not above 0")

    def start(self, y: Floats) -> Floats:
        return np.log(y)

    def mean(self, eta: Floats) -> Floats:
        return np.exp(self.within(eta))

    def slope(self, eta: Floats) -> Floats:
        return self.mean(eta)

    def loss(self, y: Floats, eta: Floats) -> Floats:
        return y * np.exp(-eta) + eta

    def step(self, y: Floats, eta: Floats) -> Step:
        share, one = y * np.exp(-eta), np.ones_like(y)
        return Step(share - 1, one, share)

    def squares(self, y: Floats, eta: Floats) -> Floats:
        squares: Floats = (y * np.exp(-eta) - 1) ** 2
        return squares


def family_of(kind: str) -> Family:
    """The family of this name. Raises ValueError for another."""
    families = {"linear": Family, "logit": Logit, "probit": Probit, "gamma": Gamma}
    if kind not in families:
        raise ValueError(f"{kind} is no kind of model; there are {', '.join(families)}")
    return families[kind]()
