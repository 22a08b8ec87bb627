"""What a check found: how many of what, and everything that is wrong or left as it is, row by row."""

import csv
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from django.utils.translation import gettext

from samsyn.people.refusals import N_, Refusal
from samsyn.web.shared.export import harmless
from samsyn.web.shared.wording import say

SHOWN = 1000
BAD, LEFT = N_("fel"), N_("upplysning")
HEAD = (N_("Vad"), N_("Blad eller fil"), N_("Rad"), N_("Kolumn"), N_("Värde"), N_("Orsak"))
BECOMES = {
    "new": N_("nya"), "changed": N_("ändrade"), "same": N_("oförändrade"), "exists": N_("fanns redan"),
    "left": N_("lämnas som de är"), "bad": N_("fel"), "gone": N_("saknas i filen"),
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One row of the report, in words. `what` is "fel" or "upplysning"."""

    what: str
    sheet: str
    row: int
    column: str
    value: str
    reason: str


@dataclass
class Report:
    """Counts by kind, and the rows with something to say. All of them go to `path`, the first are kept here."""

    path: Path
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    bad: int = 0
    rows: int = 0
    tick: Callable[[int], None] = lambda _rows: None

    def __enter__(self) -> Self:
        self._file = self.path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, delimiter=";")
        self._writer.writerow([gettext(word) for word in HEAD])
        return self

    def __exit__(self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        self._file.close()

    def count(self, kind: str, what: str, number: int = 1) -> None:
        """So many more records of a kind become this."""
        if number:
            self.counts.setdefault(kind, Counter())[what] += number

    def wrong(self, kind: str, sheet: str, row: int, column: str, value: str, reason: Refusal) -> None:
        """A row that cannot be taken, which stops the import."""
        self.bad += 1
        self.count(kind, "bad")
        self._say(Said(BAD, sheet, row, column, value, say(reason)))

    def left(self, sheet: str, row: int, column: str, value: str, reason: Refusal) -> None:
        """Something that is left as it is, which stops nothing."""
        self._say(Said(LEFT, sheet, row, column, value, say(reason)))

    def read(self, rows: int) -> None:
        """So many more rows are read."""
        self.rows += rows
        self.tick(self.rows)

    def _say(self, said: Said) -> None:
        self._writer.writerow(
            [gettext(said.what), *(harmless(v) for v in (said.sheet, said.row, said.column, said.value, said.reason))]
        )
        if len(self.said) < SHOWN:
            self.said.append(said)

    def plain(self) -> dict[str, dict[str, int]]:
        """The counts as they are kept."""
        return {kind: dict(counted) for kind, counted in self.counts.items()}


def told(counts: Mapping[str, Mapping[str, int]], labels: Mapping[str, str]) -> list[str]:
    """The counts in words: "Personer: 12 nya, 3 oförändrade"."""
    return [
        f"{gettext(labels[kind])}: " + ", ".join(f"{n} {gettext(BECOMES[what])}" for what, n in found.items() if n)
        for kind, found in counts.items()
    ]
