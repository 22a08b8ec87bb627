"""The ground on which a draft gives less than what runs, as it is chosen on the draft's page (SoL 14:9, FL 37)."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from samsyn.cases.actions import choose_ground
from samsyn.cases.queries import lowered_lines
from samsyn.people.refusals import N_, Refusal, Refused
from samsyn.people.roles import Role
from samsyn.web.casework.ending_forms import GroundForm
from samsyn.web.decisions.drafting import draft_page
from samsyn.web.decisions.fetch import draft_to_write
from samsyn.web.decisions.grounds import choices
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import tried
from samsyn.web.shared.fetch import case_to_handle
from samsyn.web.shared.links import link_to
from samsyn.web.shared.request import Request


@open_to(Role.CASEWORKER)
@require_POST
def ground(request: Request, pk: int, held_pk: int) -> HttpResponse:
    """Say on which ground the draft gives less than a line that runs."""
    case = case_to_handle(request, pk)
    draft = draft_to_write(case)
    found = {row.line.pk: row for row in lowered_lines(draft, today=localdate(request.now))}
    if held_pk not in found:
        raise Refused(Refusal(N_("Beslutet ger inte mindre än den insatsen, så ingen grund behövs.")))
    form = GroundForm(request.POST, held=held_pk, choices=choices(draft))
    line = found[held_pk].line
    done, status = tried(
        form,
        lambda: choose_ground(decision=draft, held=line, **form.cleaned_data, by=request.actor, at=request.now),
    )
    if done is None:
        return draft_page(request, case, draft, ground=form, status=status)
    return HttpResponseRedirect(f"{link_to('decision_edit', case.pk)}#nackdel")
