"""A report's rows on a page: each part by itself and a hundred at a time, so that a long report is not a long wait."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from samsyn.cases.quarterly import PARTS
from samsyn.web.shared.plain import page_asked

if TYPE_CHECKING:
    from django.http import HttpRequest

    from samsyn.cases.models import ReportRow

PER_PAGE = 100


@dataclass(frozen=True)
class Part:
    """One page of one part of a report. `total` counts the whole part, `key` is its code."""

    key: str
    title: str
    rows: "Sequence[ReportRow]"
    total: int
    number: int

    @property
    def pages(self) -> int:
        return -(-self.total // PER_PAGE)

    @property
    def first(self) -> int:
        return (self.number - 1) * PER_PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def previous_url(self) -> str:
        return f"?{self.key}={self.number - 1}" if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return f"?{self.key}={self.number + 1}" if self.number < self.pages else ""


def parts_of(request: "HttpRequest", totals: dict[str, int], some: Callable[[str, slice], Any]) -> list[Part]:
    """The parts that have any rows, in the report's order; `some` gives a part's rows within a slice of it.

    The address says which page of a part: `?not_executed=3`. Beyond the last stands the last.
    """
    found = []
    for key, title in PARTS.items():
        if total := totals.get(key, 0):
            number = min(page_asked(request.GET.get(key, "")), -(-total // PER_PAGE))
            rows = some(key, slice((number - 1) * PER_PAGE, number * PER_PAGE))
            found.append(Part(key, title, list(rows), total, number))
    return found
