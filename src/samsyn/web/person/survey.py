"""The survey on the person's own page: answered once, or printed to answer on paper."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.improvement.actions import answer_survey
from samsyn.improvement.queries.survey import invitation_of
from samsyn.improvement.survey import KINDS
from samsyn.people.languages import language_of
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.person.page import show, whose
from samsyn.web.shared.asked import form_data, tried
from samsyn.web.shared.paper import Sheet
from samsyn.web.shared.request import Request
from samsyn.web.shared.survey_form import SurveyForm, asked_in, survey_pdf


@open_to(Role.PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: Request, person: int) -> HttpResponse:
    """The questions, or that there are none that wait."""
    to = whose(request, person, "survey.told")
    invitation = invitation_of(person, today=localdate(request.now), by=request.actor)
    if invitation is None:
        return show(request, "survey.html", to, done=request.GET.get("klart") == "1")
    form = SurveyForm(form_data(request), asked=asked_in(invitation))
    done, status = tried(
        form, lambda: answer_survey(invitation=invitation, answers=form.answers, by=request.actor, at=request.now)
    )
    if done is not None:
        return redirect(f"{reverse('my_survey', args=[person])}?klart=1")
    return show(
        request, "survey.html", to, status=status, form=form, invitation=invitation, kind=KINDS[invitation.round.kind]
    )


@open_to(Role.PERSON)
@require_safe
def paper(request: Request, person: int) -> HttpResponse:
    """The same on paper, in large type, with the code that answers once."""
    to = whose(request, person, "survey.form")
    today = localdate(request.now)
    invitation = invitation_of(person, today=today, by=request.actor)
    if invitation is None:
        raise Http404
    language = language_of(to.person.letter_language, to.person.language).split("-")[0]
    sender = settings.SAMSYN["municipality"]
    return Sheet(
        lambda change: survey_pdf(invitation, language=language, sender=sender, today=today, change=change),
        name="enkat",
    )
