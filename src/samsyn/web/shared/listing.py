"""Lists: sort in the head, filter above, fifty a page, CSV and XLSX out, and a constant number of queries.

    CASES = Listing(
        columns=[Column("number", N_("Ärende"), value=lambda c: c.number, sort="number"), …],
        filters=[Choice("status", N_("Läge"), options=[("open", N_("öppna")), …], field="status")],
        order="-since",
        row_link=lambda c: reverse("case", args=[c.pk]),
    )
    page = CASES.page(request, queryset, caption=_("Mina ärenden"), on_show=…, on_export=…)
    return page.export or render(request, "cases/list.html", {"list": page})

and in the template `{% listing list %}`. Titles and options are message ids.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, QuerySet, Window
from django.http import HttpRequest, HttpResponseRedirect

from samsyn.web.shared.columns import Choice, Column, Link, Mark, Text
from samsyn.web.shared.export import exported
from samsyn.web.shared.plain import page_asked
from samsyn.web.shared.typed import keep_typed, typed

__all__ = ["Choice", "Column", "Link", "ListPage", "Listing", "Mark", "Text"]

PER_PAGE = 50


@dataclass(frozen=True)
class Listing:
    """What a list shows and how it may be asked.

    `key` goes before its parameters when a page has several lists.
    """

    columns: Sequence[Column]
    filters: Sequence[Choice | Text] = ()
    order: str = "pk"
    row_link: Callable[[Any], str] | None = None
    key: str = ""
    per_page: int = PER_PAGE

    @property
    def is_typed(self) -> bool:
        """Whether something may be typed in a filter. Then the filters are posted, and their view takes a POST."""
        return any(isinstance(f, Text) for f in self.filters)

    def page(
        self,
        request: HttpRequest,
        rows: QuerySet[Any],
        *,
        caption: str,
        period: str = "",
        empty: str = "",
        on_show: Callable[[list[Any]], object] | None = None,
        on_export: Callable[[list[Any]], object] | None = None,
    ) -> "ListPage":
        """The page asked for, or the file, in `export`. Parameters that mean nothing are passed over.

        `caption`, `period` and `empty` are ready texts. `on_show` gets the rows and `on_export` their ids
        before anything is handed out, so that the caller records the reading. A list without `on_export` has
        no export. A filter that was posted is answered with a way to the same list, also in `export`.
        """
        asked = _Asked(self, request)
        page = ListPage(self, asked, request.path, caption, period, empty, exportable=on_export is not None)
        if asked.posted:
            page.export = HttpResponseRedirect(request.path + asked.query())
            return page
        rows = asked.ordered(asked.narrowed(rows))
        if asked.is_lost:
            return page
        if on_export and asked.format:
            page.export = exported(asked.format, self.columns, rows, caption, on_export)
            return page
        page.fill(rows)
        if on_show:
            on_show(page.rows)
        return page


def _some(rows: QuerySet[Any], first: int, count: int) -> tuple[list[Any], int]:
    """So many rows from a place in the order, and how many there are; 0 when the place is after the last.

    Only ids are sorted, so that long lists need not be read whole, and they are counted in the same pass.
    """
    found = list(rows.annotate(_of=Window(Count("*"))).values_list("pk", "_of")[first : first + count])
    by_id = {row.pk: row for row in _those(rows, [pk for pk, _ in found])}
    return [by_id[pk] for pk, _ in found if pk in by_id], found[0][1] if found else 0


def _those(rows: QuerySet[Any], keys: list[Any]) -> QuerySet[Any]:
    """The rows of these ids. Plain ones are fetched by id alone: what was asked of them is answered already."""
    query = rows.query
    bare = not (query.annotations or query.select_related or query.deferred_loading[0])
    if bare and not rows._prefetch_related_lookups:  # type: ignore[attr-defined]
        some: QuerySet[Any] = rows.model._default_manager.filter(pk__in=keys)
        return some
    return rows.order_by().filter(pk__in=keys)


def first_of(rows: QuerySet[Any], count: int) -> tuple[list[Any], int]:
    """The first rows of a long query, and how many there are in all, in one pass."""
    return _some(rows, 0, count)


class _Asked:
    """What the address asks of a list, or a filter that was posted, with everything unknown left out.

    `values` is what each filter asks for and `given` how the address says it: of a typed text only a key.
    """

    def __init__(self, listing: Listing, request: HttpRequest) -> None:
        self.listing = listing
        self.posted = request.method == "POST" and listing.is_typed
        given = request.POST if self.posted else request.GET
        self.given = {
            f.key: v for f in listing.filters if (v := given.get(self.name(f.key), "").replace("\0", "").strip())
        }
        for one in listing.filters:
            if self.posted and isinstance(one, Text) and one.key in self.given:
                self.given[one.key] = keep_typed(request, self.given[one.key])
        found = {f.key: self._asked_of(f, request) for f in listing.filters if f.key in self.given}
        self.values = {key: value for key, value in found.items() if value}
        # A typed text ends with its login. Without it the list is not whole but empty: nobody asked for everybody.
        self.is_lost = self.values.keys() != found.keys()
        sortable = {s: c for c in listing.columns if c.sort for s in (c.key, f"-{c.key}")}
        self.sort = s if (s := given.get(self.name("sort"), "")) in sortable else ""
        self.column = sortable.get(self.sort)
        self.page = page_asked(given.get(self.name("page"), ""))
        self.format = f if (f := given.get(self.name("format"), "")) in {"csv", "xlsx"} else ""

    def _asked_of(self, one: Choice | Text, request: HttpRequest) -> str:
        given = self.given[one.key]
        return typed(request, given) if isinstance(one, Text) else given

    def name(self, key: str) -> str:
        return f"{self.listing.key}-{key}" if self.listing.key else key

    def narrowed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        for one in self.listing.filters:
            if one.key in self.values:
                rows = one.narrow(rows, self.values[one.key])
        return rows

    def ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """By the column asked for or the list's own order; rows without a value last, ties by id."""
        by, down = _direction(self.listing.order)
        if self.column and self.column.sort:
            by, down = self.column.sort, self.sort.startswith("-")
        return rows.order_by(F(by).desc(nulls_last=True) if down else F(by).asc(nulls_last=True), "pk")

    def query(self, **other: str | int) -> str:
        """The query string for another sort, page or format of the same list."""
        kept = {**{key: self.given[key] for key in self.values}, "sort": self.sort, **other}
        return "?" + urlencode({self.name(k): v for k, v in kept.items() if v})


def _direction(order: str) -> tuple[str, bool]:
    return order.lstrip("-"), order.startswith("-")


@dataclass
class ListPage:
    """One page of a list, for `{% listing %}`; `export` is what answers instead when that is no page."""

    listing: Listing
    asked: _Asked
    path: str
    caption: str
    period: str
    empty: str
    exportable: bool = False
    total: int = 0
    number: int = 1
    rows: list[Any] = field(default_factory=list)
    export: Any = None  # a file, or the way on, in the answer's place

    def fill(self, rows: QuerySet[Any]) -> None:
        """Read the page asked for; after the last page comes the last one."""
        self.number, length = max(self.asked.page, 1), self.listing.per_page
        self.rows, self.total = _some(rows, (self.number - 1) * length, length)
        if not self.total and self.number > 1:
            self.total = rows.count()
            self.number = self.pages
            self.rows, self.total = _some(rows, (self.number - 1) * length, length)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.listing.per_page))

    @property
    def first(self) -> int:
        return (self.number - 1) * self.listing.per_page + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def filtered(self) -> bool:
        return bool(self.asked.given)

    @property
    def head(self) -> list[dict[str, Any]]:
        """For each column: the column, the link that sorts by it, and how it is sorted now."""
        return [{"column": c, "url": self._sort_url(c), "sorted": self._sorted(c)} for c in self.listing.columns]

    def _sorted(self, column: Column) -> str:
        if self.asked.column:
            return _said(self.asked.sort[0] == "-") if self.asked.column is column else ""
        by, down = _direction(self.listing.order)
        return _said(down) if column.sort == by else ""

    def _sort_url(self, column: Column) -> str:
        if not column.sort:
            return ""
        turn = self._sorted(column) == "ascending"
        return self.asked.query(sort=f"-{column.key}" if turn else column.key)

    @property
    def body(self) -> list[dict[str, Any]]:
        """For each row: its link and its cells."""
        link = self.listing.row_link
        return [
            {"url": link(row) if link else "", "cells": [(c, c.value(row)) for c in self.listing.columns]}
            for row in self.rows
        ]

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The filters as form fields."""
        values = self.asked.values
        return [
            {"filter": f, "name": self.asked.name(f.key), "value": values.get(f.key, "")} for f in self.listing.filters
        ]

    @property
    def sort_field(self) -> tuple[str, str]:
        return self.asked.name("sort"), self.asked.sort

    @property
    def previous_url(self) -> str:
        return self.asked.query(page=self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return self.asked.query(page=self.number + 1) if self.number < self.pages else ""

    @property
    def last_url(self) -> str:
        return self.asked.query(page=self.pages) if self.number < self.pages else ""

    @property
    def csv_url(self) -> str:
        return self.asked.query(format="csv")

    @property
    def xlsx_url(self) -> str:
        return self.asked.query(format="xlsx")


def _said(down: bool) -> str:
    return "descending" if down else "ascending"
