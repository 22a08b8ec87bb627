"""The report as a file: a tagged PDF, or its figures as CSV and XLSX, one row for each figure."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.text import slugify
from django.utils.translation import gettext, override

from samsyn.equity.safe import Cell, Hidden
from samsyn.web.equity.report import Figure, Report, hidden_said
from samsyn.web.equity.report_pdf import pdf
from samsyn.web.equity.report_safe import Told
from samsyn.web.shared.export import table_file
from samsyn.web.shared.paper import Sheet

FORMS = ("pdf", "xlsx", "csv")


def report_file(report: Report, form: str) -> HttpResponseBase:
    """The report as pdf, xlsx or csv. Raises KeyError for another form."""
    if form not in FORMS:
        raise KeyError(form)
    with override(report.language):
        if form == "pdf":
            return Sheet(lambda change: pdf(covered(report, change)), name=slugify(report.title))
        return table_file(form, figures(report), report.title)


def figures(report: Report) -> list[list[Any]]:
    """A heading, and a row for each figure with all that it carries."""
    head = [
        gettext("Utfall"), gettext("Mått"), gettext("Värde"), gettext("Från"), gettext("Till"), gettext("Enhet"),
        gettext("Antal (avrundat)"), gettext("Period"), gettext("Definition"), gettext("Frågans version"),
    ]  # fmt: skip
    return [head, *(row for one in report.told for row in _rows(one))]


def _rows(one: Told) -> list[list[Any]]:
    scale, about = one.scale, one.of
    carried = [about.period, about.definition, about.query]
    found: list[list[Any]] = []
    for row in one.gaps:
        if row.figure is None:
            found.append([about.name, row.label, row.missing, "", "", scale.unit, "", *carried])
        else:
            ends = [_number(scale.told(x)) for x in (row.figure.value, row.figure.low, row.figure.high)]
            found.append([about.name, row.label, *ends, scale.unit, row.figure.n, *carried])
    for table, words in ((one.groups, gettext("Antal: {level}")), (one.left_out, gettext("Inte med: {level}"))):
        for (level, *_), cell in table or ():
            label = words.format(level=level or gettext("alla"))
            found.append([about.name, label, "", "", "", "", _cell(cell), *carried])
    for (level, *_), cell in (one.groups.rates if one.groups else {}).items():
        label = gettext("Andel: {level}").format(level=level or gettext("alla"))
        value = _cell(cell) if isinstance(cell, Hidden) else _number(scale.told(cell.value))
        found.append([about.name, label, value, "", "", gettext("procent"), "", *carried])
    return found


def _cell(cell: Cell) -> Any:
    return hidden_said(cell.reason) if isinstance(cell, Hidden) else cell.value


def _number(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


def covered(report: Report, change: Callable[[str], str]) -> Report:
    """The report with every text in it as `change` makes it: the second wall's turn."""

    def told(value: Any) -> Any:
        if isinstance(value, str):
            return change(value)
        return tuple(told(inner) for inner in value) if isinstance(value, tuple) else value

    def of(block: Any) -> Any:
        if isinstance(block, Figure):
            return block
        names = {"text", "items", "caption", "head", "rows"} & set(vars(block))
        return replace(block, **{name: told(getattr(block, name)) for name in names})

    return replace(report, blocks=tuple(of(block) for block in report.blocks))
