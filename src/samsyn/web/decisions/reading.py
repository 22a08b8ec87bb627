"""The decision to read: as a page, as a letter on paper, with its versions; and the delegate's answer to a proposal."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.cases.access import CaseFacts, why_not_handle
from samsyn.cases.actions import correct, drop_correction, send_back, sign
from samsyn.cases.lifecycle import Status
from samsyn.cases.queries import case_to_draw, decisions_of, letter_of
from samsyn.cases.sound import why_not_correct
from samsyn.people.refusals import N_, NoAccess, Refusal, Refused
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.web.alike.box import alike_box
from samsyn.web.casework.heard import around_decision
from samsyn.web.decisions.fetch import decision_in, show
from samsyn.web.decisions.forms import CorrectionForm, NoteForm
from samsyn.web.decisions.grounds import grounds
from samsyn.web.decisions.mandate import decided_under, signing
from samsyn.web.decisions.names import names_of
from samsyn.web.decisions.words import decision_mark
from samsyn.web.gate import open_to
from samsyn.web.review.compared import beside_decision
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.fetch import case_for, case_to_handle
from samsyn.web.shared.letters import asked_for
from samsyn.web.shared.links import link_to
from samsyn.web.shared.origin import decision_origins
from samsyn.web.shared.paper import Paper
from samsyn.web.shared.request import Request
from samsyn.web.shared.sender import sender

if TYPE_CHECKING:
    from samsyn.cases.models import Case, Decision


@open_to(*ASSESSMENT)
@require_GET
def decision_page(request: Request, pk: int, decision_pk: int) -> HttpResponse:
    """A decision as its letter reads, its other versions, and what may be done with it."""
    case = case_for(request, pk, what="decision.letter")
    decision = decision_in(case, decision_pk)
    if decision.state == "draft":
        return redirect("decision_edit", case.pk)
    if decision.state == "aside":
        return redirect("case", case.pk)
    return _page(request, case, decision)


@open_to(*ASSESSMENT)
@require_GET
def letter_pdf(request: Request, pk: int, decision_pk: int) -> HttpResponse:
    """The signed decision's letter as a tagged PDF, `?sprak=fi` in another language, `?stor` in large print."""
    with missing(), case_to_draw(pk, by=request.actor, at=request.now, what="decision.pdf") as case:
        decision = decision_in(case, decision_pk)
        if decision.state != "signed":
            raise Refused(Refusal(N_("Brevet finns att skriva ut när beslutet är signerat.")))
        asked = asked_for(request)
        letter = letter_of(decision, sender=sender(), today=localdate(request.now), language=asked.language)
        answer = Paper(letter, name=f"beslut-{case.number}-v{decision.version}", large_print=asked.large)
    add_never_cache_headers(answer)
    return answer


@open_to(Role.DELEGATE)
@require_POST
def put_signature(request: Request, pk: int, decision_pk: int) -> HttpResponse:
    """Decide, on exactly the proposal that was read."""
    case = case_for(request, pk, what="decision.letter")
    decision = decision_in(case, decision_pk)
    try:
        _enforce_same(request, decision)
        sign(decision=decision, sender=sender(), by=request.actor, at=request.now)
    except NoAccess:
        raise
    except Refused as refused:
        if _is_signed_as_read(request, decision):
            return redirect("decision_page", case.pk, decision.pk)
        return _page(request, case, decision, refused=refused.refusal, status=409)
    return redirect("decision_page", case.pk, decision.pk)


@open_to(Role.DELEGATE)
@require_POST
def return_it(request: Request, pk: int, decision_pk: int) -> HttpResponse:
    """Send the proposal back with what needs to be done."""
    case = case_for(request, pk, what="decision.letter")
    decision = decision_in(case, decision_pk)
    form = NoteForm(request.POST)
    done, status = tried(
        form,
        lambda: send_back(decision=decision, note=form.cleaned_data["note"], by=request.actor, at=request.now),
    )
    if done is None and not (form.is_bound and _is_returned(decision, form.cleaned_data.get("note", ""))):
        return _page(request, case, decision, note=form, status=status)
    return redirect("my_day")


@open_to(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def begin_correction(request: Request, pk: int, decision_pk: int) -> HttpResponse:
    """Begin a corrected version beside a signed decision, with the reason."""
    case = case_to_handle(request, pk)
    decision = decision_in(case, decision_pk)
    form = CorrectionForm(form_data(request))
    done, status = tried(
        form, lambda: correct(decision=decision, reason=form.cleaned_data["reason"], by=request.actor, at=request.now)
    )
    if done is not None or (form.is_bound and _is_begun(case, decision, form.cleaned_data.get("reason", ""))):
        return redirect("decision_edit", case.pk)
    context = {"decision": decision, "form": form, "not_correct": _why_not_correct(case, decision)}
    return show(request, "correct", case, context, status=status)


@open_to(Role.CASEWORKER)
@require_POST
def give_up_correction(request: Request, pk: int, decision_pk: int) -> HttpResponse:
    """Take away a correction that has been begun; the signed decision stands."""
    case = case_to_handle(request, pk)
    decision = decision_in(case, decision_pk)
    corrected = decision.corrects_id
    drop_correction(decision=decision, by=request.actor, at=request.now)
    return redirect("decision_page", case.pk, corrected)


def _is_signed_as_read(request: Request, decision: "Decision") -> bool:
    """Whether the same press has signed the decision already."""
    mine = decision.state == "signed" and decision.signed_by_id == request.actor.staff_id
    return mine and decision.proposed_at is not None and _read(request) == decision.proposed_at.isoformat()


def _is_returned(decision: "Decision", note: str) -> bool:
    """Whether the proposal has been sent back already, with this note."""
    return decision.state == "draft" and bool(note.strip()) and decision.returned_note == note.strip()


def _is_begun(case: "Case", decision: "Decision", reason: str) -> bool:
    """Whether the correction is begun already, for this reason."""
    versions = [d for d in decisions_of(case) if d.corrects_id == decision.pk and d.state != "signed"]
    return any(d.correction_reason == reason.strip() for d in versions)


def _read(request: Request) -> str:
    """Which proposal the delegate has read, by when it was proposed."""
    return request.POST.get("proposed", "")


def _enforce_same(request: Request, decision: "Decision") -> None:
    """A proposal that was changed after it was opened is read again before it is signed."""
    if decision.proposed_at and _read(request) != decision.proposed_at.isoformat():
        raise Refused(Refusal(N_("Förslaget har ändrats sedan du öppnade det. Läs det igen innan du beslutar.")))


def _page(
    request: Request,
    case: "Case",
    decision: "Decision",
    note: NoteForm | None = None,
    *,
    refused: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    wanted = asked_for(request)
    versions = list(decisions_of(case))
    later = next((d for d in versions if d.corrects_id == decision.pk), None)
    replaced = later if later and later.state == "signed" else None
    asked = signing(request, case, decision) if decision.state == "proposed" else None
    context: dict[str, Any] = {
        "decision": decision,
        "signing": asked,
        "under": decided_under(decision),
        "mark": decision_mark(decision, corrected=replaced is not None),
        "letter": letter_of(decision, sender=sender(), today=localdate(request.now), language=wanted.language),
        "asked": wanted,
        **names_of(request, case, decision),
        "replaced": replaced,
        "correction": later if later and not replaced else None,
        "others": [(d, decision_mark(d)) for d in versions if d.pk != decision.pk],
        "not_sign": asked and asked.not_sign,
        "note": note or NoteForm(),
        "refused": refused,
        "made_there": decision_origins([decision]).get(decision.pk),
        "grounds": grounds(decision),
        **beside_decision(decision),
        "not_correct": why_not_handle(request.actor, CaseFacts.of(case)) or _why_not_correct(case, decision),
        "investigation_url": link_to("investigation_of", case.pk, decision.investigation_id),
        **around_decision(request, decision),
        **alike_box(request, case, decision),
        "granted": any(line.outcome != "refused" for line in decision.lines.all()),
    }
    return show(request, "decision", case, context, status=status)


def _why_not_correct(case: "Case", decision: "Decision") -> Refusal | None:
    known = list(decisions_of(case))
    return why_not_correct(
        signed=decision.state == "signed",
        corrected=any(d.corrects_id == decision.pk for d in known),
        another_open=any(d.state in d.UNDER_WAY for d in known),
        investigating=case.status_now is Status.INVESTIGATING,
    )
