"""The person's messages: whom to write to, what was written, and the answers."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.homecare.actions import meet_answers, write_message
from samsyn.homecare.message_access import MESSAGE, why_not_write
from samsyn.homecare.queries import Talk, answer_by, lines_of, told_talk_of_case, told_talk_of_order, told_talks
from samsyn.people.queries import names_with
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.person.page import READERS, Whose, show, whose
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.request import Request
from samsyn.web.shared.talks import WriteForm, shown_lines


@open_to(*READERS)
@require_safe
def messages(request: Request, person: int) -> HttpResponse:
    """Whom the person can write to, what is new, and that it is not for emergencies."""
    to = whose(request, person, "message.told", functions=MESSAGE)
    talks = told_talks(person, by=request.actor)
    return show(
        request, "messages.html", to, talks=talks, **_also_read(request, to), days=settings.SAMSYN["message_days"]
    )


@open_to(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def with_help(request: Request, person: int, pk: int) -> HttpResponse:
    """The talk with those who give the help of an order."""
    to = whose(request, person, "message.told", functions=MESSAGE, about=f"order:{pk}")
    with missing():
        talk = told_talk_of_order(person, pk, by=request.actor)
    return _talk(request, to, talk, reverse("my_talk_help", args=[person, pk]))


@open_to(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def with_case(request: Request, person: int, pk: int) -> HttpResponse:
    """The talk with the caseworker of a case."""
    to = whose(request, person, "message.told", functions=MESSAGE, about=f"case:{pk}")
    with missing():
        talk = told_talk_of_case(person, pk, by=request.actor)
    return _talk(request, to, talk, reverse("my_talk_case", args=[person, pk]))


def _also_read(request: Request, to: Whose) -> dict[str, Any]:
    """Who else reads every talk: told to the person by name, to a relative only that there may be others."""
    if not to.own:
        return {}
    return {"also_read": names_with("message", to.person.pk, today=localdate(request.now))}


def _talk(request: Request, to: Whose, talk: Talk, here: str) -> HttpResponse:
    form = WriteForm(form_data(request))
    hand = "self" if request.actor.role is Role.PERSON else "relative"
    done, status = tried(
        form,
        lambda: write_message(
            case=talk.case, order=talk.order, text=form.cleaned_data["text"], hand=hand,
            once=str(form.cleaned_data["once"] or ""), by=request.actor, at=request.now,
        ),
    )  # fmt: skip
    if done is not None:
        return redirect(f"{here}?skickat=1")
    lines = lines_of(talk)
    shown: dict[str, Any] = {"lines": shown_lines(lines)}  # with what is new, before it is met
    if request.method == "GET" and any(line.is_new for line in shown["lines"]):
        meet_answers(case=talk.case, order=talk.order, upto=lines[-1].pk, by=request.actor, at=request.now)
    waits = [m for m in lines if m.sort == "written" and m.met_at is None]
    return show(
        request, "talk.html", to, status=status, talk=talk, form=form, sent=request.GET.get("skickat") == "1", **shown,
        answer_by=answer_by(waits[0].at) if waits else None, days=settings.SAMSYN["message_days"],
        **_also_read(request, to), why_not=why_not_write(request.actor, talk.facts, noted=False),
    )  # fmt: skip
