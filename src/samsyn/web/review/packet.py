"""A case's review as its own people meet it: the packet made and settled, sent, taken back, and what it came to."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from samsyn.cases.access import CaseFacts, why_not_handle
from samsyn.cases.queries import draft_of, latest_investigation
from samsyn.people.refusals import N_, NoAccess, Refusal, Refused
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.review.actions import (
    explain_departure,
    make_packet,
    send_packet,
    settle_packet,
    waive_review,
    withdraw_packet,
)
from samsyn.review.packet_text import Section, left_to_answer, shown
from samsyn.review.queries import asks_for_review, compared, how_many_read, packet_of, result_of, waiver_of
from samsyn.review.reading import Answer
from samsyn.web.gate import open_to
from samsyn.web.review.compared import shown_departures
from samsyn.web.review.forms import DepartureForm, WaiverForm, WithdrawForm
from samsyn.web.review.settling import SettleForm
from samsyn.web.review.words import WAIVERS, said, texts
from samsyn.web.shared.asked import tried
from samsyn.web.shared.case_chain import chain_for
from samsyn.web.shared.fetch import case_for, case_to_handle
from samsyn.web.shared.lots import new_seed
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import Case, Decision
    from samsyn.review.models import PacketKey, ReviewResult

NO_PACKET = Refusal(N_("Det finns inget underlag i ärendet. Gör ett först."))
NO_DRAFT = Refusal(N_("Det finns inget beslut som skrivs i ärendet. Börja på ett först."))
OTHER_TAB = Refusal(N_("Underlaget har ändrats i en annan flik. Läs det som gäller, och svara igen."))


@open_to(*ASSESSMENT)
@require_safe
def packet_page(request: Request, pk: int) -> HttpResponse:
    """How far the review of a case has come, and what is to be done."""
    return _page(request, case_for(request, pk, what="review.read"))


@open_to(Role.CASEWORKER)
@require_POST
def make(request: Request, pk: int) -> HttpResponse:
    """Make the packet. Pressed twice, the first one stands."""
    case = case_to_handle(request, pk)
    key = packet_of(case)
    if key is None or key.packet.state == "concluded":
        make_packet(case=case, seed=new_seed(), by=request.actor, at=request.now)
    return redirect("review_packet", case.pk)


@open_to(Role.CASEWORKER)
@require_POST
def settle(request: Request, pk: int) -> HttpResponse:
    """Keep the answers to what is doubtful."""
    case = case_to_handle(request, pk)
    key = _key(case)
    form = SettleForm(request.POST, sections=_sections(key), version=key.version)
    done, status = tried(
        form,
        lambda: settle_packet(
            key=key, answers=form.answers(), hidden=form.words(), version=form.cleaned_data["version"],
            by=request.actor, at=request.now,
        ),
    )  # fmt: skip
    if done is None and status == HTTPStatus.CONFLICT:  # another tab was first: its answers, and the words typed here
        typed = {"hidden": request.POST.get("hidden", "")}
        form = SettleForm(None, sections=_sections(_key(case)), version=_key(case).version, typed=typed)
        return _page(request, case, settling=form, refused=OTHER_TAB, status=status)
    if done is None:
        return _page(request, case, settling=form, status=status)
    return redirect("review_packet", case.pk)


@open_to(Role.CASEWORKER)
@require_POST
def send(request: Request, pk: int) -> HttpResponse:
    """Send the packet to reviewers drawn by lot."""
    case = case_to_handle(request, pk)
    key = _key(case)
    try:
        if key.packet.state == "draft":
            send_packet(key=key, by=request.actor, at=request.now)
    except NoAccess:
        raise
    except Refused as refused:
        return _page(request, case, refused=refused.refusal, status=HTTPStatus.CONFLICT)
    return redirect("review_packet", case.pk)


@open_to(Role.CASEWORKER)
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take the packet back."""
    case = case_to_handle(request, pk)
    form = WithdrawForm(request.POST)
    key = packet_of(case)
    if key is None:  # pressed twice
        return redirect("review_packet", case.pk)
    done, status = tried(
        form, lambda: withdraw_packet(key=key, why=form.cleaned_data["why"], by=request.actor, at=request.now)
    )
    if done is None:
        return _page(request, case, withdrawing=form, status=status)
    return redirect("review_packet", case.pk)


@open_to(Role.CASEWORKER)
@require_POST
def waive(request: Request, pk: int) -> HttpResponse:
    """Decide the case without review."""
    case = case_to_handle(request, pk)
    investigation, form = latest_investigation(case), WaiverForm(request.POST)
    if investigation is None:
        raise Refused(Refusal(N_("Bara ett ärende som utreds kan skickas till granskning.")))
    done, status = tried(
        form,
        lambda: waive_review(investigation=investigation, **form.cleaned_data, by=request.actor, at=request.now),
    )
    if done is None:
        return _page(request, case, waiving=form, status=status)
    return redirect("review_packet", case.pk)


@open_to(Role.CASEWORKER)
@require_POST
def depart(request: Request, pk: int, intervention: str) -> HttpResponse:
    """Say why the draft departs from the review for one intervention."""
    case = case_to_handle(request, pk)
    draft, form = draft_of(case), DepartureForm(request.POST, prefix=intervention)
    if draft is None:
        raise Refused(NO_DRAFT)
    done, status = tried(
        form,
        lambda: explain_departure(
            decision=draft, intervention=intervention, **form.cleaned_data, by=request.actor, at=request.now
        ),
    )
    if done is None:
        return _page(request, case, departing=(intervention, form), status=status)
    return redirect("review_packet", case.pk)


def _key(case: "Case") -> "PacketKey":
    key = packet_of(case)
    if key is None:
        raise Refused(NO_PACKET)
    return key


def _sections(key: "PacketKey") -> list[Section]:
    return [Section.read(raw) for raw in key.sections]


def _page(
    request: Request,
    case: "Case",
    *,
    settling: SettleForm | None = None,
    withdrawing: forms.Form | None = None,
    waiving: forms.Form | None = None,
    departing: tuple[str, DepartureForm] | None = None,
    refused: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    key, draft, waiver = packet_of(case), draft_of(case), waiver_of(case)
    investigation = latest_investigation(case)
    investigated = case.status == "investigating" and investigation is not None
    packet = key.packet if key else None
    context: dict[str, Any] = {
        "case": case,
        "chain_steps": chain_for(request, case),
        "not_handle": why_not_handle(request.actor, CaseFacts.of(case)),
        "key": key,
        "packet": packet if packet and packet.state != "concluded" else None,
        "waiver": waiver,
        "waiver_cause": waiver and WAIVERS.get(waiver.cause, ""),
        "waive": waiving or WaiverForm(),
        "withdraw": withdrawing or WithdrawForm(),
        "wrong": [f for f in (settling, withdrawing, waiving, departing and departing[1]) if f],
        "refused": refused,
        "investigated": investigated,
        "result": result_of(investigation.pk) if investigation else None,
    }
    if key and packet and packet.state == "draft":
        context |= _to_settle(key, settling)
    elif packet and packet.state != "concluded":
        context["n_done"], context["n_drawn"] = how_many_read(packet)
    elif context["result"]:
        context |= _come_to(context["result"], draft, departing)
    elif investigation:
        interventions = {line.intervention for line in draft.lines.all()} if draft else set()
        context["asks"] = asks_for_review(investigation, interventions)
    return render(request, "review/packet.html", context, status=status)


def _to_settle(key: "PacketKey", form: SettleForm | None) -> dict[str, Any]:
    sections = _sections(key)
    return {
        "form": form or SettleForm(None, sections=sections, version=key.version),
        "left": left_to_answer(sections),
        "texts": texts(map(shown, sections)),
        "hidden": key.hidden,
    }


def _come_to(
    result: "ReviewResult", draft: "Decision | None", departing: tuple[str, DepartureForm] | None
) -> dict[str, Any]:
    held = compared(draft) if draft else None
    return {
        "lines": [said(Answer(**line)) for line in result.lines],
        "departures": shown_departures(held, draft, departing) if held and draft else [],
        "draft": draft,
    }
