"""The delegation order: every version with what it changed, and a new one from a file (KL 6:37–40, 7:5–8)."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.cases.actions import Adoption, adopt_order
from samsyn.cases.delegation_changes import changes, written
from samsyn.cases.delegation_file import ReadOrder, decoded, example, order_text, read_order
from samsyn.cases.queries import delegation_order, delegation_orders, order_today, orders_as_values
from samsyn.people.roles import ASSESSMENT, COMMITTEE, Role
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.inputs import DayInput
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict

    from samsyn.cases.models import DelegationOrder

READERS = (*ASSESSMENT, *COMMITTEE, Role.ADMINISTRATOR)
LARGEST = 1_000_000  # bytes of a file


class OrderForm(forms.Form):
    """A new version: what the committee adopted, and the file. What was in the file stays, to be put right here."""

    adopted_on = forms.DateField(
        label=gettext_lazy("Nämnden beslutade"),
        widget=DayInput,
        error_messages={"required": gettext_lazy("Välj vilken dag nämnden beslutade.")},
    )
    minutes = forms.CharField(
        label=gettext_lazy("Var finns beslutet?"),
        help_text=gettext_lazy("Protokoll och paragraf, till exempel SN 2025-06-10 § 84."),
        max_length=80,
        error_messages={"required": gettext_lazy("Skriv var nämndens beslut finns, till exempel SN 2025-06-10 § 84.")},
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Gäller från"),
        widget=DayInput,
        error_messages={"required": gettext_lazy("Välj vilken dag ordningen börjar gälla.")},
    )
    valid_to = forms.DateField(
        label=gettext_lazy("Gäller till och med"),
        help_text=gettext_lazy("Lämna tomt om ordningen gäller tills nämnden beslutar om en ny."),
        widget=DayInput,
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Fil med punkterna"),
        help_text=gettext_lazy("En CSV-fil med samma kolumner som förebilden."),
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("Punkterna som text"),
        help_text=gettext_lazy("Fylls i av filen. Rätta här om något är fel, eller klistra in."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "wrap": "off"}),
        required=False,
        strip=False,
    )

    def __init__(
        self, data: "QueryDict | None" = None, files: "MultiValueDict[str, UploadedFile] | None" = None
    ) -> None:
        """What a file holds is put where it can be put right, so that nothing need be chosen anew."""
        self.source, self.too_large = gettext("inklistrad text"), False
        sent = files.get("file") if files else None
        if data is not None and sent is not None:
            self.too_large = (sent.size or 0) > LARGEST
            self.source, data = sent.name or self.source, data.copy()
            data["text"] = "" if self.too_large else decoded(sent.read())
        super().__init__(data, files)
        self.read = read_order(self.data["text"]) if self.data.get("text", "").strip() else None

    def clean(self) -> dict[str, Any]:
        """There must be something to read; what is wrong in it the action refuses, and the page tells row by row."""
        if self.too_large:
            self.add_error("file", gettext("Filen är för stor. En delegationsordning ryms i en megabyte."))
        elif self.read is None:
            self.add_error("file", gettext("Välj en fil, eller klistra in punkterna."))
        return self.cleaned_data


@open_to(*READERS)
@require_safe
def orders_page(request: Request) -> HttpResponse:
    """Every version, the newest first, and the one that applies today."""
    rows = list(delegation_orders(by=request.actor))
    now = order_today(localdate(request.now))
    context = {"rows": rows, "now_version": now and now.version, "may_adopt": request.actor.role is Role.ADMINISTRATOR}
    return render(request, "office/delegation_orders.html", context)


@open_to(*READERS)
@require_safe
def order_page(request: Request, version: int) -> HttpResponse:
    """One version: its items, when and where it was adopted, and what it changed."""
    rows = {row.version: row for row in delegation_orders(by=request.actor)}
    with missing():
        row = rows.get(version) or delegation_order(version, by=request.actor)
    values = {order.version: order for order in orders_as_values(rows.values())}
    earlier = max((v for v in values if v < version), default=None)
    now = order_today(localdate(request.now))
    context = {
        "row": row,
        "items": [(item.number, written(item)) for item in values[version].items],
        "changes": changes(values.get(earlier or 0), values[version]),
        "earlier": earlier,
        "is_now": now is not None and now.version == version,
    }
    return render(request, "office/delegation_order.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def order_new(request: Request) -> HttpResponse:
    """Put in a version that the committee has adopted, from a file. What is wrong in the file is told row by row."""
    form = OrderForm(form_data(request), request.FILES or None)
    done, status = tried(form, lambda: _adopt(request, form))
    if done is not None:
        return redirect("delegation_order", done.version)
    problems = form.read.problems if form.read else ()
    return render(request, "office/delegation_order_new.html", {"form": form, "problems": problems}, status=status)


def _adopt(request: Request, form: OrderForm) -> "DelegationOrder":
    said = form.cleaned_data
    adoption = Adoption(said["adopted_on"], said["minutes"], said["valid_from"], said["valid_to"])
    read = form.read or ReadOrder((), ())
    return adopt_order(adoption=adoption, read=read, source=form.source, by=request.actor, at=request.now)


@open_to(*READERS)
@require_safe
def example_file(_request: Request) -> HttpResponse:
    """The example order as a file to fill in."""
    return _csv(example(), "delegationsordning-forebild.csv")


@open_to(*READERS)
@require_safe
def order_file(request: Request, version: int) -> HttpResponse:
    """A version as a file with the same columns, to begin the next one from."""
    with missing():
        row = delegation_order(version, by=request.actor)
    [order] = orders_as_values([row])
    return _csv(order_text(order.items), f"delegationsordning-{version}.csv")


def _csv(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(f"\ufeff{text}", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
