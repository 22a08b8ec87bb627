"""What a calculation says: its rows, and what it leaves unanswered. The sentences stand in `words`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from samsyn.cases.fees.words import LEFT, ROWS


@dataclass(frozen=True)
class Step:
    """One row of a calculation: what, how much (öre; None where the row only explains), the paragraph and why.

    `what` and `text` are message ids with {named} gaps, filled from `values` after translation.
    """

    code: str
    ore: int | None
    law: str
    what: str
    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        return self.what.format(**self.values)

    @property
    def sentence(self) -> str:
        return self.text.format(**self.values)


@dataclass(frozen=True)
class Undecided:
    """What the rules, or what was told, cannot answer: said instead of guessed. `law` is the paragraph behind it."""

    code: str
    law: str
    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)


def step(code: str, ore: int | None, law: str, **values: str | int) -> Step:
    """A row by its code in `words.ROWS`. Raises KeyError for a code or a gap that is not there."""
    what, text = ROWS[code]
    row = Step(code, ore, law, what, text, values)
    _ = row.heading, row.sentence  # a gap without a value is found here, and not on the page
    return row


def undecided(code: str, law: str, **values: str | int) -> Undecided:
    """Something left unanswered, by its code in `words.LEFT`. Raises KeyError likewise."""
    left = Undecided(code, law, LEFT[code], values)
    _ = str(left)
    return left
