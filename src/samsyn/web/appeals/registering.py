"""Registering an appeal that came otherwise than on the person's page (FL 19-22, 43, KL 13:4-6)."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from samsyn.cases.actions import Appealed, register_appeal
from samsyn.cases.queries import ruling_for
from samsyn.cases.regimes import regime
from samsyn.people.refusals import N_, Refusal, Refused
from samsyn.people.roles import Role
from samsyn.web.appeals.forms import AppealForm, said_lines
from samsyn.web.appeals.page import decision_of, handled, show
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.request import Request
from samsyn.web.shared.time_to_appeal import HOW
from samsyn.web.shared.wording import label

if TYPE_CHECKING:
    from samsyn.cases.models import Appeal, Decision, Ruling

NOT_SIGNED = Refusal(N_("Beslutet är inte signerat än, så det går inte att överklaga."), law="FL 41")


@open_to(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def register(request: Request, pk: int, decision_pk: int) -> HttpResponse:
    """Register an appeal or a legality review of a signed decision."""
    case = handled(request, pk)
    decision = decision_of(case, decision_pk)
    if decision.signed_at is None:
        raise Refused(NOT_SIGNED)
    lines = [
        (line.pk, label("interventions", line.intervention), gettext(HOW[regime(line.regime).remedy]))
        for line in decision.lines.all()
    ]
    form = _form(request, said_lines(lines) if len(lines) > 1 else [])
    done, status = tried(form, lambda: _register(request, form, decision=decision))
    if done is not None:
        return redirect("appeal", case.pk, done.pk)
    hows = list(dict.fromkeys(how for *_, how in lines))
    context: dict[str, Any] = {"decision": decision, "form": form, "hows": hows}
    return show(request, "register", case, context, status=status)


@open_to(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def register_of_ruling(request: Request, pk: int, ruling_pk: int) -> HttpResponse:
    """Register an appeal of a separate decision, such as one that dismissed an earlier appeal."""
    case = handled(request, pk)
    with missing():
        ruling = ruling_for(case, ruling_pk)
    form = _form(request, [])
    done, status = tried(form, lambda: _register(request, form, ruling=ruling))
    if done is not None:
        return redirect("appeal", case.pk, done.pk)
    return show(request, "register", case, {"ruling": ruling, "form": form}, status=status)


def _form(request: Request, lines: list[tuple[int, str]]) -> AppealForm:
    return AppealForm(form_data(request), lines=lines, initial={"reached_on": localdate(request.now)})


def _register(
    request: Request, form: forms.Form, *, decision: "Decision | None" = None, ruling: "Ruling | None" = None
) -> "Appeal":
    said = dict(form.cleaned_data)
    said["lines"] = tuple(said.pop("lines", ()))
    said["once"] = str(said["once"] or "")
    return register_appeal(
        decision=decision, ruling=ruling, appealed=Appealed(**said), by=request.actor, at=request.now
    )
