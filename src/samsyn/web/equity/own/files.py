"""What was found in an own file, as a file: the gaps as CSV and XLSX, or the object that the command prints."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext

from samsyn.equity.printed import printed
from samsyn.web.equity.numbers import language_now
from samsyn.web.equity.scales import Scale
from samsyn.web.equity.shown import Shown
from samsyn.web.shared.export import TYPES, table_file

FORMS = ("json", *TYPES)


def answer_file(shown: Shown, form: str) -> HttpResponseBase:
    """The gaps as json, xlsx or csv. Raises KeyError for another form."""
    if form not in FORMS:
        raise KeyError(form)
    name = f"{gettext('Egen fil')} {shown.label}"
    if form != "json":
        return table_file(form, table(shown), name)
    answer = HttpResponse(printed(shown.found.answer, language_now()), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name) or "egen-fil"}-{localdate():%Y-%m-%d}.json"'
    return answer


def table(shown: Shown) -> list[list[object]]:
    """A row for each gap, with all that a figure carries."""
    head = [
        gettext("Utfall"), gettext("Räknad"), gettext("Skillnad"), gettext("Från"), gettext("Till"), gettext("Enhet"),
        gettext("Antal (n)"), gettext("Jämförda"), gettext("Jämförda med"), gettext("Slutsats"), gettext("Period"),
        gettext("Definition"), gettext("Frågans version"),
    ]  # fmt: skip
    unit = gettext("andel av 1") if shown.scale == "share" else Scale(shown.scale, language_now()).unit
    carried = [shown.compared, shown.reference, shown.verdict, shown.period, shown.definition, shown.query]
    rows: list[list[object]] = [[*head]]
    for gap in shown.gaps:
        found = [gap.estimate.value, gap.estimate.low, gap.estimate.high] if gap.estimate else [gap.said, "", ""]
        rows.append([shown.label, gap.label, *found, unit, gap.n or "", *carried])
    return rows
