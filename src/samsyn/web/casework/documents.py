"""The register of a case's documents, and the small files that are kept with it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.cases.actions import Paper, register_document
from samsyn.cases.documents import LARGEST_FILE
from samsyn.cases.lifecycle import LABELS
from samsyn.cases.queries import document_for, documents_of
from samsyn.people.queries import names_of_actors
from samsyn.people.refusals import N_, Invalid, Refusal
from samsyn.people.roles import ASSESSMENT
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.case_chain import chain_for
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.inputs import DayInput, once
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import Case, Document

DIRECTIONS = {"in": N_("Kom in"), "out": N_("Skickades"), "made": N_("Gjordes här")}
ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "text/plain": ".txt"}


class DocumentForm(forms.Form):
    """A line of the register."""

    direction = forms.ChoiceField(
        label=_("Kom handlingen in, skickades den eller gjordes den här?"),
        choices=[("in", _("Kom in")), ("out", _("Skickades")), ("made", _("Gjordes här"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj om handlingen kom in, skickades eller gjordes här.")},
    )
    day = forms.DateField(
        widget=DayInput,
        label=_("Vilken dag?"),
        error_messages={"required": _("Välj en dag."), "invalid": _("Välj en dag.")},
    )
    counterpart = forms.CharField(
        required=False,
        max_length=120,
        label=_("Från vem eller till vem?"),
        help_text=_("Behövs inte om den gjordes här."),
    )
    what = forms.CharField(
        max_length=200,
        label=_("Vad gäller handlingen?"),
        help_text=_("Kort, till exempel: läkarintyg, yttrande från dottern."),
        error_messages={"required": _("Skriv kort vad handlingen gäller.")},
    )
    file = forms.FileField(
        required=False,
        label=_("Filen"),
        help_text=_("PDF, PNG, JPEG eller ren text, högst 5 MB. Lämna tomt om den finns på annat håll."),
    )
    kept = forms.CharField(
        required=False,
        max_length=120,
        label=_("Var finns den, om filen inte läggs in?"),
        help_text=_("Till exempel: i pappersakten, pärm 4."),
    )
    replaces = forms.ChoiceField(required=False, label=_("Rättar den en tidigare rad?"))
    once = once()

    def __init__(self, data: Any = None, files: Any = None, *, rows: list["Document"], today: Any) -> None:
        super().__init__(data, files, initial={"day": today}, auto_id="document_%s")
        self.rows = {str(row.pk): row for row in rows if getattr(row, "replaced_by", None) is None}
        found = self.fields["replaces"]
        if isinstance(found, forms.ChoiceField):
            found.choices = [("", _("Nej")), *((key, f"{row.number}. {row.what}") for key, row in self.rows.items())]

    def paper(self) -> Paper:
        """The document, once the form is valid. Raises Invalid, naming the field, for what the register cannot hold."""
        told, sent = self.cleaned_data, self.cleaned_data["file"]
        if sent is not None and sent.size > LARGEST_FILE:
            raise Invalid("file", Refusal(N_("Filen är större än 5 MB. Spara den på annat håll och skriv var den är.")))
        return Paper(
            direction=told["direction"], day=told["day"], what=told["what"], counterpart=told["counterpart"],
            kept=told["kept"], file_name=sent.name if sent else "", content=sent.read() if sent else None,
        )  # fmt: skip

    @property
    def corrected(self) -> "Document | None":
        """The line that this one takes the place of."""
        return self.rows.get(self.cleaned_data["replaces"])


@open_to(*ASSESSMENT)
@require_http_methods(["GET", "POST"])
def documents_page(request: Request, pk: int) -> HttpResponse:
    """The register, and the form for one more line."""
    case = case_for(request, pk, what="documents.read")
    rows = list(documents_of(case))
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = DocumentForm(*sent, rows=rows, today=localdate(request.now))
    done, status = tried(
        form,
        lambda: register_document(
            case=case, paper=form.paper(), once=str(form.cleaned_data["once"] or ""), replaces=form.corrected,
            by=request.actor, at=request.now,
        ),
    )  # fmt: skip
    if done is not None:
        return HttpResponseRedirect(reverse("case_documents", args=[case.pk]))
    return _shown(request, case, rows, form, status)


def _shown(request: Request, case: "Case", rows: list["Document"], form: DocumentForm, status: int) -> HttpResponse:
    names = names_of_actors({row.registered_by for row in rows})
    context = {
        "case": case,
        "person": case.person,
        "state": LABELS[case.status_now],
        "chain": chain_for(request, case),
        "rows": [
            {
                "document": row,
                "direction": DIRECTIONS[row.direction],
                "by": names.get(row.registered_by, ""),
                "later": getattr(row, "replaced_by", None),
            }
            for row in rows
        ],
        "form": form,
    }
    return render(request, "casework/documents.html", context, status=status)


@open_to(*ASSESSMENT)
@require_safe
def document_file(request: Request, pk: int, document_pk: int) -> HttpResponse:
    """The file itself, to be saved: it is never shown inside a page."""
    case = case_for(request, pk, what="document.file")
    with missing():
        document = document_for(case, document_pk)
    if document.content is None:
        raise Http404
    answer = HttpResponse(bytes(document.content), content_type=document.file_type)
    name = f"{case.number}-{document.number}{ENDINGS.get(document.file_type, '')}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
