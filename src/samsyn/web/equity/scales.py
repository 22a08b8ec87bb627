"""Figures in words and numbers: a gap's unit, how it is rounded, and whether it is higher or lower."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from samsyn.equity.estimate import Estimate
from samsyn.equity.words import Language, written

DECIMALS = {
    "share": 1, "ratio": 2, "days": 1, "minutes_week": 0,
    # Amounts in a unit that is not known here, by how large they are (`amounts_of`).
    "amount": 2, "amount_tens": 1, "amount_hundreds": 0,
}  # fmt: skip
AMOUNTS = ("amount", "amount_tens", "amount_hundreds")
LEAST = {"ratio": 2}  # decimals that whole units need: a ratio of 0.01 is a hundredth of what was applied for


@dataclass(frozen=True, slots=True)
class Scale:
    """How the figures of an outcome are told. `measure` is share, ratio, days, minutes_week or one of `amounts_of`.

    `whole`: nothing finer than whole units, as outside the analyst's role. Raises ValueError for another measure.
    """

    measure: str
    language: Language = "sv"
    whole: bool = False

    def __post_init__(self) -> None:
        if self.measure not in DECIMALS:
            raise ValueError(f"{self.measure!r} is none of {', '.join(DECIMALS)}")

    @property
    def factor(self) -> float:
        """What a figure is multiplied by before it is told."""
        return 100.0 if self.measure == "share" else 1.0

    @property
    def decimals(self) -> int:
        return LEAST.get(self.measure, 0) if self.whole else DECIMALS[self.measure]

    def told(self, value: float) -> float:
        """The figure in the unit it is told in, rounded; nought has no sign."""
        return round(value * self.factor, self.decimals) + 0.0

    def number(self, value: float, *, sign: bool = False) -> str:
        """The figure alone: `−6,1`."""
        return written(self.told(value), self.language, self.decimals, sign=sign)

    def level(self, value: float) -> str:
        """A figure that is no difference: `82,0 %`, `14,5 dagar`, `0,94`."""
        if self.measure == "share":
            return gettext("{n} %").format(n=self.number(value))
        return self.with_unit(value)

    def with_unit(self, size: float) -> str:
        """The size of a difference without its direction: `6,1 procentenheter`."""
        number, one = self.number(abs(size)), int(self.told(abs(size)) == 1)
        plural = 1 if one else 2
        said = {
            "share": ngettext("{n} procentenhet", "{n} procentenheter", plural),
            "ratio": "{n}",
            **dict.fromkeys(AMOUNTS, "{n}"),
            "days": ngettext("{n} dag", "{n} dagar", plural),
            "minutes_week": ngettext("{n} minut i veckan", "{n} minuter i veckan", plural),
        }
        return said[self.measure].format(n=number)

    @property
    def unit(self) -> str:
        """The unit on an axis of differences."""
        return {
            "share": gettext("procentenheter"),
            "ratio": gettext("beviljad tid delad med sökt"),
            **dict.fromkeys(AMOUNTS, gettext("i utfallets enhet")),
            "days": gettext("dagar"),
            "minutes_week": gettext("minuter i veckan"),
        }[self.measure]

    def way(self, value: float) -> str:
        """Whether it is higher or lower, as told: what rounds to nought is neither."""
        told = self.told(value)
        return gettext("högre") if told > 0 else gettext("lägre") if told < 0 else ""

    def difference(self, value: float) -> str:
        """The difference with its direction: `6,1 procentenheter lägre`."""
        way = self.way(value)
        return f"{self.with_unit(value)} {way}" if way else gettext("ingen skillnad")

    def interval(self, figure: Estimate) -> str:
        """Between what it lies: `mellan 9,8 och 2,4 lägre`, `mellan 3,0 lägre och 1,2 högre`."""
        low, high = (self.number(abs(x)) for x in (figure.low, figure.high))
        ways = self.way(figure.low), self.way(figure.high)
        if ways[0] == ways[1]:
            return gettext("mellan {a} och {b} {way}").format(a=low, b=high, way=ways[0] or self.unit).rstrip()
        ends = [f"{n} {way}".strip() for n, way in zip((low, high), ways, strict=True)]
        return gettext("mellan {a} och {b}").format(a=ends[0], b=ends[1])

    def sentence(self, figure: Estimate) -> str:
        """A difference with its interval: `6,1 procentenheter lägre (mellan 9,8 och 2,4 lägre)`."""
        return f"{self.difference(figure.value)} ({self.interval(figure)})"


def amounts_of(size: float) -> str:
    """The measure of amounts of about this size, in a unit that is not known here."""
    return AMOUNTS[(abs(size) >= 10) + (abs(size) >= 100)]


def counted(n: float, language: Language) -> str:
    """A number of records."""
    return written(round(n), language, 0)


def joined(items: Iterable[str]) -> str:
    """A list in a sentence: `a, b och c`."""
    parts = list(items)
    if len(parts) < 2:
        return "".join(parts)
    return gettext("{first} och {last}").format(first=", ".join(parts[:-1]), last=parts[-1])
