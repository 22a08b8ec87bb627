"""Dots along a line: one for each answer, moved to the mean of its group as `review.exercise_report` says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from samsyn.web.shared.wording import amount

WIDE, MARGIN, STEP, RADIUS = 640, 60, 13, 5


@dataclass(frozen=True)
class Dots:
    """A drawing: its dots and its marks, in the units of its view box, with what it says in words."""

    heading: str
    said: str
    height: int
    dots: list[tuple[float, float]]
    marks: list[tuple[float, str, str]]  # where, anchor, label

    @property
    def line(self) -> int:
        """Where the axis lies."""
        return self.height - 24

    @property
    def tick(self) -> int:
        """Where the small marks on it end."""
        return self.height - 19

    @property
    def below(self) -> int:
        """Where the labels stand."""
        return self.height - 6


def _drawn(
    heading: str, values: Sequence[float], low: float, high: float, marks: Sequence[tuple[float, str]],
    say: Callable[[float], str],
) -> Dots:  # fmt: skip
    span = (high - low) or 1.0
    at = [MARGIN + (v - low) / span * (WIDE - 2 * MARGIN) for v in values]
    stacked: dict[int, int] = {}
    placed = []
    for x in at:
        slot = round(x / (2 * RADIUS + 2))
        placed.append((x, stacked.get(slot, 0)))
        stacked[slot] = stacked.get(slot, 0) + 1
    height = 34 + STEP * max(stacked.values(), default=1)
    dots = [(round(x, 1), float(height - 24 - 9 - STEP * level)) for x, level in placed]
    anchors = ["start", *["middle"] * (len(marks) - 2), "end"] if len(marks) > 1 else ["middle"]
    drawn = [
        (round(MARGIN + (v - low) / span * (WIDE - 2 * MARGIN), 1), anchor if high != low else "middle", text)
        for (v, text), anchor in zip(marks, anchors, strict=True)
    ]
    least, most = say(min(values)), say(max(values))
    apart = gettext("Mellan {low} och {high}.") if least != most else gettext("Runt {low}.")
    said = apart.format(low=least, high=most)
    return Dots(heading, said, height, dots, drawn)


def outcome_dots(values: Sequence[float]) -> Dots:
    """Refuse, grant a part, grant."""
    marks = [(0.0, gettext("Avslå")), (0.5, gettext("Till en del")), (1.0, gettext("Bevilja"))]

    def say(value: float) -> str:
        return f"”{min(marks, key=lambda mark: abs(mark[0] - value))[1]}”"

    return _drawn(gettext("Beslut"), values, 0.0, 1.0, marks, say)


def amount_dots(values: Sequence[float], unit: str) -> Dots:
    """From nought to the greatest, in the question's unit."""
    high = max(values)
    marks = [(0.0, "0"), (high, amount(round(high), unit))]
    return _drawn(gettext("Hur mycket"), values, 0.0, high, marks, lambda v: amount(round(v), unit))


def level_dots(values: Sequence[float]) -> Dots:
    """The scale of need, from none to complete."""
    marks = [(float(n), str(n)) for n in range(5)]
    return _drawn(gettext("Behovets nivå, 0–4"), values, 0.0, 4.0, marks, lambda v: str(round(v)))
