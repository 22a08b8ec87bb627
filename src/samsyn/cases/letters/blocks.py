"""What a letter is made of. Every block names its kind, which the PDF and the page both branch on."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title of the letter and comes once."""

    text: str
    level: Literal[1, 2, 3]
    kind: Literal["heading"] = field(default="heading", init=False)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: plain, the decision itself (lead), somebody's own words (quote), or a notice.

    A line break in the text is a new line on paper too. `language` is set where it is not the letter's own.
    """

    text: str
    role: Literal["plain", "lead", "quote", "notice"] = "plain"
    language: str = ""
    kind: Literal["paragraph"] = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Bullets:
    """A list without order."""

    items: tuple[str, ...]
    kind: Literal["list"] = field(default="list", init=False)


@dataclass(frozen=True)
class Table:
    """A table with a heading row; the first cell of each row heads that row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["table"] = field(default="table", init=False)

    def __post_init__(self) -> None:
        if any(len(row) != len(self.head) for row in self.rows):
            raise ValueError(f"every row of {self.caption!r} must have {len(self.head)} cells")

    @property
    def body(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Each cell with the heading it stands under, as a phone shows it."""
        return tuple(tuple(zip(self.head, row, strict=True)) for row in self.rows)


@dataclass(frozen=True)
class Signature:
    """Who decided and who presented the matter: pairs of what they did and who they are."""

    people: tuple[tuple[str, str], ...]
    kind: Literal["signature"] = field(default="signature", init=False)


Block = Heading | Paragraph | Bullets | Table | Signature


@dataclass(frozen=True)
class Letter:
    """A letter ready to be shown: from whom, to whom, its blocks, what stands in the foot, its template.

    `mark` is a word of warning at the top (draft, protected identity), empty for most letters.
    """

    title: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    reference: tuple[tuple[str, str], ...]
    mark: str
    blocks: tuple[Block, ...]
    foot: str
    page_words: tuple[str, str]
    dated: date
    template: str
    language: str = "sv"
