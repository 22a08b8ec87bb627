"""The lines of a draft: need, intervention, amount, validity, goal and reasons."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from samsyn.cases.actions import put_line, remove_line
from samsyn.cases.codes import code_list
from samsyn.cases.queries import line_for, needs_of
from samsyn.cases.regimes import regimes_on
from samsyn.people.roles import Role
from samsyn.web.decisions.fetch import draft_to_write, show
from samsyn.web.decisions.forms import LineForm, said_before
from samsyn.web.decisions.words import shown_need
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.fetch import case_to_handle
from samsyn.web.shared.links import link_to
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import label

if TYPE_CHECKING:
    from samsyn.cases.models import Case, Decision, DecisionLine

REGIME = "SOL_11_1"


@open_to(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def line_new(request: Request, pk: int) -> HttpResponse:
    """Add a line to the draft. The intervention comes with the address; nothing that is a judgement is filled in."""
    case = case_to_handle(request, pk)
    return _line_page(request, case, draft_to_write(case), None)


@open_to(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def line_edit(request: Request, pk: int, line_pk: int) -> HttpResponse:
    """Change a line of the draft."""
    case = case_to_handle(request, pk)
    draft = draft_to_write(case)
    with missing():
        line = line_for(draft, line_pk)
    return _line_page(request, case, draft, line)


@open_to(Role.CASEWORKER)
@require_POST
def line_remove(request: Request, pk: int, line_pk: int) -> HttpResponse:
    """Take a line out of the draft."""
    case = case_to_handle(request, pk)
    draft = draft_to_write(case)
    line = next((found for found in draft.lines.all() if found.pk == line_pk), None)
    if line is None:
        return redirect("decision_edit", case.pk)  # pressed twice: it is gone already
    remove_line(line=line, by=request.actor, at=request.now)
    return redirect("decision_edit", case.pk)


def _line_page(request: Request, case: "Case", draft: "Decision", line: "DecisionLine | None") -> HttpResponse:
    form = _form(request, draft, line)
    if request.htmx and request.method == "GET":
        if request.GET.get("counted") == form.counted:
            return HttpResponse(status=204)
        return render(request, "decisions/_amounts.html", {"form": form})
    done, status = tried(
        form,
        lambda: (
            _same(draft, form, line)
            or put_line(decision=draft, terms=form.terms(), line=line, by=request.actor, at=request.now)
        ),
        **form.places,
    )
    if done is not None:
        return HttpResponseRedirect(f"{link_to('decision_edit', case.pk)}#insats-{done.pk}")
    context = {"decision": draft, "line": line, "form": form, "explained": _explained(localdate(request.now))}
    return show(request, "line", case, context, status=status)


def _explained(today: date) -> list[dict[str, str]]:
    """What each paragraph that a line may use is for, in the plain words of the law table."""
    return [
        {"name": label("regimes", r.code), "text": r.law_on(today).text, "note": r.note, "remedy": r.remedy.value}
        for r in regimes_on(today)
    ]


def _same(draft: "Decision", form: LineForm, line: "DecisionLine | None") -> "DecisionLine | None":
    """The new line that the same form has made already: pressing twice writes it once."""
    if line is not None:
        return None
    terms = form.terms()
    numbers = ("intervention", "outcome", "unit", "amount", "applied", "valid_from", "valid_to", "regime")
    for known in draft.lines.all():
        same = all(getattr(known, name) == getattr(terms, name) for name in numbers)
        texts = (known.goal, known.reasons) == (terms.goal.strip(), terms.reasons.strip())
        if same and texts and {need.pk for need in known.needs.all()} == set(terms.needs):
            return known
    return None


def _form(request: Request, draft: "Decision", line: "DecisionLine | None") -> LineForm:
    needs = [shown_need(n) for n in needs_of(draft.investigation)]
    initial = _initial(request, line)
    regimes = {r.code: label("regimes", r.code) for r in regimes_on(localdate(request.now))}
    if line is not None:  # a correction keeps the law of the decision it corrects
        regimes.setdefault(line.regime, label("regimes", line.regime))
    return LineForm(form_data(request), needs=needs, regimes=regimes.items(), initial=initial)


def _initial(request: Request, line: "DecisionLine | None") -> dict[str, Any]:
    asked = request.GET.get("intervention", "")
    known = code_list("interventions")
    said = said_before(line) if line else {"regime": REGIME, "valid_from": localdate(request.now)}
    if asked in known and asked != said.get("intervention"):
        said |= {"intervention": asked, "period": known[asked].extra["unit"]}
    return said if said.get("intervention") else said | {"intervention": next(iter(known))}
