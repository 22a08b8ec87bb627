"""A calculation while it is written down, row by row, under the act of its month."""

from samsyn.cases.fees.months import Month
from samsyn.cases.fees.parameters import section
from samsyn.cases.fees.steps import Step, Undecided, step, undecided


class Sheet:
    """Collects rows and what is left unanswered; each names its paragraph of SoL by chapter and section."""

    def __init__(self, month: Month) -> None:
        self.month = month
        self.steps: list[Step] = []
        self.left: list[Undecided] = []

    def row(self, code: str, ore: int | None, number: str, **values: str | int) -> None:
        """Writes a row of `words.ROWS`."""
        self.steps.append(step(code, ore, section(number, self.month), **values))

    def leave(self, code: str, number: str, **values: str | int) -> None:
        """Notes what cannot be answered, of `words.LEFT`."""
        self.left.append(undecided(code, section(number, self.month), **values))
