"""The special assessment that LSS and SoL 29:7 ask for: its page, and what the draft says of it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from samsyn.cases.actions import ConditionTerms, assess_conditions
from samsyn.cases.conditions import GROUNDS, LSS, MOVING, PLANS, is_needed
from samsyn.cases.queries import conditions_of, draft_of, latest_investigation
from samsyn.people.refusals import N_, Refused
from samsyn.people.roles import Role
from samsyn.web.decisions.fetch import NOT_INVESTIGATED, show
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, tried
from samsyn.web.shared.fetch import case_to_handle
from samsyn.web.shared.inputs import long_text, offer
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import label, labels, say

if TYPE_CHECKING:
    from samsyn.cases.models import Case, Conditions, Decision, DecisionLine

CHOOSE = N_("Välj")


class ConditionsForm(forms.Form):
    """What was found; only what some line's paragraph asks for is shown."""

    circle = forms.ChoiceField(label=gettext_lazy("Personkrets"), required=False)
    circle_reasons = long_text(
        required=False,
        label=gettext_lazy("Vad bygger bedömningen på?"),
        help_text=gettext_lazy("Till exempel utlåtande från psykolog eller läkare, och vad det visar."),
    )
    plan = forms.ChoiceField(
        label=gettext_lazy("Vill personen ha en individuell plan?"),
        help_text=gettext_lazy("Erbjuds varje gång en insats beviljas, och kan begäras senare (LSS 10 §)."),
        required=False,
    )
    ground = forms.ChoiceField(label=gettext_lazy("Varför söker personen före flytten?"), required=False)
    disregards_home = forms.BooleanField(
        label=gettext_lazy("Hjälp som personen har där den bor nu har inte räknats som skäl för avslag (29 kap. 8 §)"),
        required=False,
    )

    def __init__(self, *args: Any, regimes: set[str], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "circle", [("", say(CHOOSE)), *labels("lss_circles")])
        offer(self, "plan", [("", say(CHOOSE)), *((code, say(text)) for code, text in PLANS.items())])
        offer(self, "ground", [("", say(CHOOSE)), *((code, say(text)) for code, text in GROUNDS.items())])
        for name in () if LSS in regimes else ("circle", "circle_reasons", "plan"):
            del self.fields[name]
        for name in () if MOVING in regimes else ("ground", "disregards_home"):
            del self.fields[name]


@open_to(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def conditions_edit(request: Request, pk: int) -> HttpResponse:
    """Assess what the paragraphs of the draft ask for beside the needs."""
    case = case_to_handle(request, pk)
    investigation = latest_investigation(case)
    if investigation is None:
        raise Refused(NOT_INVESTIGATED)
    kept = conditions_of(investigation)
    form = ConditionsForm(form_data(request), regimes=_regimes(case), initial=_said(kept))
    done, status = tried(
        form,
        lambda: assess_conditions(
            investigation=investigation,
            terms=ConditionTerms(**{**_said(kept), **form.cleaned_data}),
            by=request.actor,
            at=request.now,
        ),
    )
    if done is not None:
        return redirect("decision_edit", case.pk)
    return show(request, "conditions", case, {"form": form, "kept": kept}, status=status)


def special(draft: "Decision", lines: Iterable["DecisionLine"]) -> dict[str, Any]:
    """What the page of a draft says of the special assessment; nothing where no line asks for one."""
    if not is_needed(lines):
        return {"special": None}
    kept = conditions_of(draft.investigation)
    said = []
    if kept and kept.circle:
        said.append(label("lss_circles", kept.circle))
    if kept and kept.plan:
        said.append(f"{say(N_('Individuell plan'))}: {say(PLANS[kept.plan])}")
    if kept and kept.ground:
        said.append(say(GROUNDS[kept.ground]))
    return {"special": {"said": said}}


def _regimes(case: "Case") -> set[str]:
    draft = draft_of(case)
    return {line.regime for line in draft.lines.all()} if draft else set()


def _said(kept: "Conditions | None") -> dict[str, Any]:
    names = ("circle", "circle_reasons", "plan", "ground", "disregards_home")
    return {name: getattr(kept, name) for name in names} if kept else {}
