"""What a picture of figures is: the drawing for wide and narrow places, its words, and its numbers as a table."""

from dataclasses import dataclass

from samsyn.cases.letters.blocks import Table
from samsyn.equity.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of figures.

    `svg` is drawn for a column of text, `narrow` for a phone or a page enlarged four times; the page shows one of them
    (`pictures.css`). `alt` says in sentences what is seen. `table` holds every number of the picture, `note` how it is
    read, `about` what every figure carries: n, period, definition and version of the query.
    """

    svg: str
    narrow: str
    title: str
    alt: str
    table: Table
    note: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure to be shown with its name, or the words that stand where there can be none."""

    label: str
    figure: Estimate | None
    missing: str = ""

    def __post_init__(self) -> None:
        if self.figure is None and not self.missing:
            raise ValueError(f"{self.label!r} has neither a figure nor a word of why not")


@dataclass(frozen=True, slots=True)
class Size:
    """What a drawing is made for: its width, the size of its text, where its plot begins and how long a line may be."""

    width: int
    text: int
    left: int
    signs: int

    @property
    def beside(self) -> bool:
        """Whether words stand beside what is drawn, and not above."""
        return self.left > 0


WIDE = Size(width=640, text=16, left=290, signs=36)
NARROW = Size(width=320, text=15, left=0, signs=40)
