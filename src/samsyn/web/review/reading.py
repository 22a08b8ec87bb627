"""Reading a packet blind: the texts, one's own reading, then all side by side and what the meeting came to."""

from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samsyn.people.refusals import N_, Invalid, Refusal, Refused
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.review.access import why_not_conclude, why_not_see_others, why_not_write_reading
from samsyn.review.actions import conclude_review, draw_more, open_readings, step_down, write_reading
from samsyn.review.packet_text import Shown
from samsyn.review.queries import agreed, alike_for_packet, facts_of, opened, packet_of_unit, packet_to_read
from samsyn.review.reading import Answer, answers_of
from samsyn.web.alike.box import shown
from samsyn.web.gate import open_to
from samsyn.web.review.forms import AnswerForms, NoteForm, ReadingForm, StepDownForm
from samsyn.web.review.words import needs, said, texts
from samsyn.web.shared.asked import form_data, missing, refuse, resent, tried
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import amount, label

if TYPE_CHECKING:
    from samsyn.review.models import Reading


@open_to(*ASSESSMENT)
@require_safe
def packet(request: Request, code: str) -> HttpResponse:
    """The packet for one who is drawn to read it: to read, to wait, or to weigh together."""
    return _page(request, _reading(request, code))


@open_to(*ASSESSMENT)
@require_POST
def write(request: Request, code: str) -> HttpResponse:
    """Save one's reading, or hand it in."""
    reading = _reading(request, code)
    if refusal := why_not_write_reading(request.actor, facts_of(reading)):
        if reading.done_at and reading.packet.state == "sent":  # pressed twice
            return redirect("review_reading", code)
        raise Refused(refusal)
    forms, form = AnswerForms(request.POST, reading.packet.questions, _answers(reading)), ReadingForm(request.POST)
    answers, valid = forms.answers(), form.is_valid()
    status = 422
    if answers is not None and valid:
        try:
            write_reading(
                reading=reading, answers=answers, missing=form.cleaned_data["missing"], guess=form.guess(),
                done=request.POST.get("do") == "hand_in", seen=_moment(form.cleaned_data["seen"]), by=request.actor,
                at=request.now,
            )  # fmt: skip
        except Refused as refused:
            refuse(form, refused)
            status = 422 if isinstance(refused, Invalid) else 409
            if status == HTTPStatus.CONFLICT:  # what another tab has saved is shown beside, and may be saved over
                reading.refresh_from_db()
                resent(form, {"seen": reading.saved_at.isoformat() if reading.saved_at else ""})
        else:
            return redirect("review_reading", code)
    return _page(request, reading, forms=forms, form=form, status=status)


@open_to(*ASSESSMENT)
@require_http_methods(["GET", "POST"])
def hand_over(request: Request, code: str) -> HttpResponse:
    """Give the reading to somebody else."""
    reading = _reading(request, code)
    form = StepDownForm(form_data(request))
    done, status = tried(
        form, lambda: step_down(reading=reading, **form.cleaned_data, by=request.actor, at=request.now)
    )
    if done is not None:
        return redirect("reviews")
    closed = why_not_write_reading(request.actor, facts_of(reading))
    context = {"packet": reading.packet, "form": form, "closed": closed}
    return render(request, "review/hand_over.html", context, status=status)


@open_to(*ASSESSMENT)
@require_POST
def conclude(request: Request, code: str) -> HttpResponse:
    """Write down what the meeting came to."""
    reading = _reading(request, code)
    if reading.packet.state == "concluded" and reading.packet.concluded_by == request.actor.key:  # pressed twice
        return redirect("review_reading", code)
    if refusal := why_not_conclude(request.actor, facts_of(reading)):
        raise Refused(refusal)
    start = agreed(opened(reading, by=request.actor).beside)
    forms, note = AnswerForms(request.POST, _asked(reading), start), NoteForm(request.POST)
    answers, valid = forms.answers(), note.is_valid()
    status = 422
    if answers is not None and valid:
        done, status = tried(
            note,
            lambda: conclude_review(
                reading=reading, answers=answers, note=note.cleaned_data["note"], by=request.actor, at=request.now
            ),
        )
        if done is not None:
            return redirect("review_reading", code)
    return _page(request, reading, meeting=(forms, note), status=status)


@open_to(Role.TEAM_LEADER)
@require_POST
def draw(request: Request, code: str) -> HttpResponse:
    """Draw more readers in the place of those who have handed over or left."""
    with missing():
        found = packet_of_unit(code, by=request.actor)
    draw_more(packet=found, by=request.actor, at=request.now)
    return redirect("reviews")


@open_to(Role.TEAM_LEADER)
@require_POST
def open_late(request: Request, code: str) -> HttpResponse:
    """Open the readings though somebody is late."""
    with missing():
        found = packet_of_unit(code, by=request.actor)
    open_readings(packet=found, by=request.actor, at=request.now)
    return redirect("reviews")


def _reading(request: Request, code: str) -> "Reading":
    with missing():
        return packet_to_read(code, by=request.actor, at=request.now)


def _moment(text: str) -> datetime | None:
    """When the page's own text was saved; none where nothing was."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(Refusal(N_("Ladda om sidan och spara igen."))) from None


def _answers(reading: "Reading") -> list[Answer]:
    return answers_of(reading.answers, reading.words)


def _asked(reading: "Reading") -> list[dict[str, Any]]:
    """What is asked about and what any reading has added: the meeting says something of each."""
    found = {q["intervention"]: dict(q) for q in reading.packet.questions}
    for one in reading.packet.readings.filter(done_at__isnull=False).order_by("pk"):
        for answer in one.answers:
            found.setdefault(answer["intervention"], {"intervention": answer["intervention"], "unit": answer["unit"]})
    return list(found.values())


def _page(
    request: Request,
    reading: "Reading",
    *,
    forms: AnswerForms | None = None,
    form: ReadingForm | None = None,
    meeting: tuple[AnswerForms, NoteForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    packet, facts = reading.packet, facts_of(reading)
    context: dict[str, Any] = {
        "packet": packet,
        "reading": reading,
        "texts": texts(map(Shown.read, packet.sections)),
        "needs": needs(packet.needs),
        "questions": [(label("interventions", q["intervention"]), _applied(q)) for q in packet.questions],
        "not_write": why_not_write_reading(request.actor, facts),
        "own": [said(a) for a in _answers(reading)],
    }
    if context["not_write"] is None:
        context |= _to_write(reading, forms, form)
    elif why_not_see_others(request.actor, facts) is None:
        context |= _side_by_side(request, reading, meeting)
    return render(request, "review/reading.html", context, status=status)


def _applied(question: dict[str, Any]) -> str:
    return amount(question["applied"], question["unit"]) if question["applied"] else ""


def _to_write(reading: "Reading", forms: AnswerForms | None, form: ReadingForm | None) -> dict[str, Any]:
    seen = reading.saved_at.isoformat() if reading.saved_at else ""
    initial = {
        "missing": reading.missing, "guess_sex": reading.guess_sex, "guess_sex_sure": reading.guess_sex_sure,
        "guess_age": reading.guess_age, "guess_age_sure": reading.guess_age_sure, "guess_words": reading.guess_words,
        "seen": seen,
    }  # fmt: skip
    answers = forms or AnswerForms(None, reading.packet.questions, _answers(reading))
    own = form or ReadingForm(initial=initial)
    wrong = [f for f in (*answers.wrong, own) if f.is_bound and f.errors]
    return {"answers": answers, "form": own, "wrong": wrong, "beside": bool(forms) and bool(reading.saved_at)}


def _side_by_side(request: Request, reading: "Reading", meeting: tuple[AnswerForms, NoteForm] | None) -> dict[str, Any]:
    found = opened(reading, by=request.actor)
    rows = [
        {
            "name": label("interventions", b.intervention), "agree": b.agree, "agree_on_outcome": b.agree_on_outcome,
            "answers": [(n, n == found.own, said(a) if a else None) for n, a in enumerate(b.answers)],
        }
        for b in found.beside
    ]  # fmt: skip
    context: dict[str, Any] = {"rows": rows, "missing": list(enumerate(found.missing)), "opened": True}
    if reading.packet.state == "concluded":
        return context | {"lines": [said(m) for m in reading.packet.lines.order_by("intervention")]}
    context["not_conclude"] = why_not_conclude(request.actor, facts_of(reading))
    context["alike"] = shown(alike_for_packet(reading, by=request.actor, at=request.now))
    answers = meeting[0] if meeting else AnswerForms(None, _asked(reading), agreed(found.beside))
    note = meeting[1] if meeting else NoteForm()
    wrong = [f for f in (*answers.wrong, note) if f.is_bound and f.errors]
    return context | {"answers": answers, "note": note, "wrong": wrong}
