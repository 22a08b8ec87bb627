"""What some files look like: their sheets, headings, first rows and the words in each column."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, Self

from samsyn.homecare.exports import KINDS
from samsyn.people.exports.cells import Sheet, is_empty, shown
from samsyn.people.exports.guess import headings

ROWS = 3  # shown
LOOKED_THROUGH = 2_000  # for the words in a column
MOST_WORDS = 40  # a column with more is no list of words
LONGEST = 60


@dataclass(frozen=True)
class Look:
    """One sheet. `words` are the different words under each heading, where they are few."""

    name: str
    hidden: bool
    about: str
    header: int
    headings: list[str]
    rows: list[list[str]]
    words: dict[str, list[str]]

    @classmethod
    def of(cls, sheet: Sheet) -> Self:
        """A sheet, from its first rows."""
        header, heads = headings(sheet, KINDS)
        below = ((n, c) for n, c in sheet.rows() if n > header and not is_empty(c))
        first: list[list[str]] = []
        seen = [dict[str, None]() for _ in heads]
        for _, cells in islice(below, LOOKED_THROUGH):
            texts = [shown(c)[:LONGEST] for c in cells[: len(heads)]]
            if len(first) < ROWS:
                first.append(texts)
            for words, text in zip(seen, texts, strict=False):
                if text and len(words) <= MOST_WORDS:
                    words[text] = None
        few = {h: sorted(w) for h, w in zip(heads, seen, strict=True) if h and len(w) <= MOST_WORDS}
        return cls(sheet.name, sheet.hidden, sheet.about, header, heads, first, few)

    @property
    def choices(self) -> list[str]:
        """The headings that there are."""
        return [h for h in self.headings if h]


def looks(sheets: Sequence[Sheet]) -> list[dict[str, Any]]:
    """Every sheet, as it is kept."""
    return [asdict(Look.of(sheet)) for sheet in sheets]


def kept(said: Any) -> list[Look]:
    """The sheets from what was kept."""
    return [Look(**one) for one in said or ()]
