"""Whether a decision's letter names the officials (FL 33): a reason leaves their names out."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from samsyn.cases.access import CaseFacts, why_not_withhold
from samsyn.cases.actions import name_officials, withhold_names
from samsyn.cases.queries import names_withheld
from samsyn.people.roles import Role
from samsyn.web.decisions.fetch import decision_in
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import tried
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.inputs import long_text
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import Case, Decision


class WithholdForm(forms.Form):
    """Why the officials' names shall not stand in the letter."""

    reason = long_text(
        rows=3,
        label=_("Varför ska namnen inte stå i brevet?"),
        help_text=_("Skriv vad som gör att någon kan utsättas för hot, trakasserier eller annat allvarligt."),
        error_messages={"required": _("Skriv varför namnen inte ska stå i brevet.")},
    )


@open_to(Role.CASEWORKER, Role.DELEGATE)
@require_POST
def withhold(request: Request, pk: int, decision_pk: int) -> HttpResponse:
    """Leave the officials' names out of the letter, or let them stand again."""
    case = case_for(request, pk, what="decision.letter")
    decision = decision_in(case, decision_pk)
    if "name" in request.POST:
        name_officials(decision=decision, by=request.actor, at=request.now)
        return _back(case, decision)
    form = WithholdForm(request.POST)
    done, status = tried(
        form,
        lambda: withhold_names(decision=decision, reason=form.cleaned_data["reason"], by=request.actor, at=request.now),
    )
    if done is None:
        context = {"case": case, "decision": decision, "form": form}
        return render(request, "decisions/names.html", context, status=status)
    return _back(case, decision)


def names_of(request: Request, case: "Case", decision: "Decision") -> dict[str, Any]:
    """What `decisions/_names.html` shows of an unsigned decision."""
    if decision.state == "signed":
        return {}
    return {
        "names": {
            "withheld": names_withheld(decision),
            "closed": why_not_withhold(request.actor, CaseFacts.of(case)),
            "form": WithholdForm(),
        }
    }


def _back(case: "Case", decision: "Decision") -> HttpResponse:
    if decision.state == "draft":
        return redirect("decision_preview", case.pk)
    return redirect("decision_page", case.pk, decision.pk)
