"""A caseworker who helps somebody begin with what is open without an application (SoL 11:5-6)."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from samsyn.cases.access import CaseFacts, why_not_handle
from samsyn.cases.actions import begin_use
from samsyn.cases.queries import open_offers
from samsyn.people.refusals import permit
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, tried
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.open_support import ToldForm
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import label


class BeginForm(ToldForm):
    """Which of the open offers, and how the right to apply was told."""

    offer: Any = forms.ModelChoiceField(
        queryset=None, label=_("Vilket stöd?"), empty_label=_("Välj"), error_messages={"required": _("Välj ett stöd.")}
    )

    field_order = ("offer", "told_how", "told_language")

    def __init__(self, data: Any = None, *, offers: Any) -> None:
        super().__init__(data)
        field: Any = self.fields["offer"]
        field.queryset = offers
        field.label_from_instance = lambda o: f"{label('interventions', o.intervention)}, {o.provider.name}"


@open_to(Role.CASEWORKER)
@require_http_methods(["GET", "HEAD", "POST"])
def support(request: Request, pk: int) -> HttpResponse:
    """Write down that the person of the case begins with something open."""
    case = case_for(request, pk)
    permit(why_not_handle(request.actor, CaseFacts.of(case)))
    offers = open_offers(today=localdate(request.now)).filter(keeps_identity=True)
    form = BeginForm(form_data(request), offers=offers)
    done, status = tried(
        form,
        lambda: begin_use(
            offer=form.cleaned_data["offer"], person=case.person, told=form.told, case=case,
            by=request.actor, at=request.now,
        ),
    )  # fmt: skip
    if done is not None:
        return redirect("case_person", case.pk)
    context = {"case": case, "person": case.person, "form": form, "any": bool(offers)}
    return render(request, "casework/support.html", context, status=status)
