"""Rounds of the survey: opened by the analyst, entered from paper, and read when they are over."""

import csv
from io import StringIO
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.improvement.actions import enter_answers, open_survey
from samsyn.improvement.queries.survey import invitation_on_paper, survey_result, survey_to_enter, surveys
from samsyn.improvement.survey import KINDS, Share, as_rows, questions
from samsyn.improvement.survey_access import ENTERING, READERS, why_not_enter, why_not_open
from samsyn.people.languages import language_of
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.fetch import order_for
from samsyn.web.shared.inputs import DayInput
from samsyn.web.shared.paper import Sheet
from samsyn.web.shared.request import Request
from samsyn.web.shared.survey_form import SurveyForm, survey_pdf
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from samsyn.improvement.queries.survey import SurveyResult
    from samsyn.improvement.survey import Told


class OpenForm(forms.Form):
    """Which questionnaire, and until when."""

    kind = forms.ChoiceField(label=_("Vilken enkät?"))
    last_day = forms.DateField(
        label=_("Sista dag att svara"), widget=DayInput,
        error_messages={"required": _("Välj en dag."), "invalid": _("Skriv dagen så här: 2026-12-31.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["kind"]
        field.choices = [(key, say(kind.name)) for key, kind in KINDS.items()]  # type: ignore[attr-defined]


class EnterForm(SurveyForm):
    """The code and how the answers came; then the questions."""

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["code"] = forms.CharField(
            label=_("Koden på blanketten"), max_length=40, error_messages={"required": _("Skriv koden.")}
        )
        self.fields["hand"] = forms.ChoiceField(
            label=_("Hur kom svaret?"), choices=[("paper", _("på papper")), ("phone", _("på telefon"))]
        )


@open_to(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def surveys_page(request: Request) -> HttpResponse:
    """Every round, and for the analyst a form to open one."""
    form = OpenForm(form_data(request))
    why_not, status = why_not_open(request.actor), 200
    if request.method == "POST":
        done, status = tried(form, lambda: open_survey(**form.cleaned_data, by=request.actor, at=request.now))
        if done is not None:
            return redirect("surveys")
    today = localdate(request.now)
    rounds = [(s, KINDS[s.round.kind].name, s.is_open(today)) for s in surveys(by=request.actor)]
    enters = why_not_enter(request.actor) is None
    context = {"rounds": rounds, "form": None if why_not else form, "enters": enters}
    return render(request, "survey/surveys.html", context, status=status)


@open_to(*READERS)
@require_safe
def survey_page(request: Request, pk: int) -> HttpResponse:
    """The result of a round that is over; of one that is open only that it is."""
    result = _result(request, pk)
    context: dict[str, Any] = {"pk": pk, "floor": _floor(), "enters": why_not_enter(request.actor) is None}
    if result is not None:
        rows = [_row(result, one) for one in result.told if not one.question.is_of_answering]
        answering = [_row(result, one) for one in result.told if one.question.is_of_answering]
        rate = f"{100 * result.answered / result.invited:.0f}" if result.invited else ""
        context |= {"result": result, "name": KINDS[result.round.kind].name, "rows": rows, "answering": answering}
        context["rate"] = rate
    return render(request, "survey/survey.html", context)


@open_to(*ENTERING)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Request, pk: int) -> HttpResponse:
    """Enter what came on paper or by phone, by the code."""
    with missing():
        found = survey_to_enter(pk, by=request.actor)
    form = EnterForm(form_data(request), asked=questions(found.kind, found.version))
    done, status = tried(
        form,
        lambda: enter_answers(
            of=found, code=form.cleaned_data["code"], hand=form.cleaned_data["hand"], answers=form.answers,
            by=request.actor, at=request.now,
        ),
    )  # fmt: skip
    if done is not None:
        return redirect(f"{reverse('survey_enter', args=[pk])}?klart=1")
    context = {"round": found, "name": KINDS[found.kind].name, "form": form, "done": request.GET.get("klart") == "1"}
    return render(request, "survey/enter.html", context, status=status)


@open_to(*ENTERING)
@require_safe
def table(request: Request, pk: int, code: str) -> HttpResponse:
    """One question as a table that `samsyn equity` reads, only where women and men may be told apart."""
    result = _result(request, pk)
    found = next((t for t in result.told if t.question.code == code), None) if result else None
    if found is None or found.by_sex is None:
        raise Http404
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([("sex", "survey_answer"), *as_rows(found)])
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="enkat-{pk}-{found.question.code}.csv"'
    return response


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_safe
def on_paper(request: Request, pk: int) -> HttpResponse:
    """The questionnaire to give the person on paper."""
    order = order_for(request, pk, what="survey.form")
    today, person = localdate(request.now), order.case.person
    invitation = invitation_on_paper(person.pk, provider=order.provider_id, today=today)
    if invitation is None:
        raise Http404
    language = language_of(person.letter_language, person.language).split("-")[0]
    sender = settings.SAMSYN["municipality"]
    return Sheet(
        lambda change: survey_pdf(invitation, language=language, sender=sender, today=today, change=change),
        name="enkat",
    )


def _floor() -> int:
    return int(settings.SAMSYN["smallest_shown"])


def _result(request: Request, pk: int) -> "SurveyResult | None":
    today = localdate(request.now)
    with missing():
        return survey_result(pk, floor=_floor(), today=today, by=request.actor, at=request.now)


def _row(result: "SurveyResult", one: "Told") -> dict[str, Any]:
    """A question as it is shown: of all, of women and men, and of units; a planner's own unit alone."""
    text, answers = one.question.said((get_language() or "sv").split("-")[0])
    positive = answers[: one.question.positive]
    units = [(result.units[u], _share(s)) for u, s in one.units.items()]
    own = result.own is not None
    by_sex = one.by_sex or {}
    return {
        "code": one.question.code, "text": text, "positive": positive, "kpi": one.question.kpi,
        "whole": _share(one.units.get(result.own or 0)) if own else _share(one.whole),
        "women": None if own else _share(by_sex.get("K")), "men": None if own else _share(by_sex.get("M")),
        "units": [] if own else sorted(units), "table": bool(by_sex) and not own,
    }  # fmt: skip


def _share(share: Share | None) -> dict[str, str] | None:
    if share is None:
        return None
    if share.is_near:
        almost = gettext("nästan alla") if share.yes >= share.n - share.yes else gettext("nästan ingen")
        return {"share": almost, "interval": "–", "n": str(share.n)}
    low, high = share.interval
    return {"share": f"{100 * share.value:.0f} %", "interval": f"{100 * low:.0f}–{100 * high:.0f} %", "n": str(share.n)}
