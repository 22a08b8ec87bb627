"""How the person appeals: what they write and send, how far it has come, and that a decision takes too long."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samsyn.cases.actions import Appealed, Asking, ask_for_decision, register_appeal, withdraw_appeal
from samsyn.cases.appeals.delay import six_months, why_not_ask
from samsyn.cases.appeals.lifecycle import Move, Stage, why_not
from samsyn.cases.appeals.timing import by_remedy
from samsyn.cases.clocks import Clock
from samsyn.cases.queries import (
    cases_of_person,
    handling_of,
    requests_of,
    ruling_letter_of,
    times_to_appeal,
    told_appeals,
    told_decision,
    told_ruling,
)
from samsyn.cases.queries.letters import reads_best
from samsyn.cases.regimes import Remedy
from samsyn.people.access import SEE
from samsyn.web.gate import open_to
from samsyn.web.person.forms_appeal import MyAppealForm, RequestForm
from samsyn.web.person.heard import ACT, relative
from samsyn.web.person.page import READERS, Whose, show, whose
from samsyn.web.person.words import APPEAL_NOW
from samsyn.web.shared.appeal_chain import appeal_chain, handler_of
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.request import Request
from samsyn.web.shared.time_to_appeal import shown_times
from samsyn.web.shared.wording import label

if TYPE_CHECKING:
    from samsyn.cases.models import Appeal, Case, Decision, DecisionRequest, Ruling


@open_to(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_decision(request: Request, person: int, pk: int) -> HttpResponse:
    """How to appeal a decision, and the place to write and send it."""
    to = whose(request, person, "decision.told", about=f"decision:{pk}")
    with missing():
        found = told_decision(person, pk, by=request.actor)
    lines = by_remedy(found.lines.all())
    appealable = lines.get(Remedy.APPEAL, [])
    form = MyAppealForm(form_data(request))
    done, status = tried(form, lambda: _send(request, to, form, tuple(line.pk for line in appealable), decision=found))
    if done is not None:
        return redirect("my_appeal", person, done.pk)
    today = localdate(request.now)
    return show(
        request, "appeal_decision.html", to, status=status, form=form, decision=found,
        times=shown_times(times_to_appeal(found, today=today), today=today),
        appealable=_named(appealable), reviewed=_named(lines.get(Remedy.LEGALITY_REVIEW, [])),
        may_send=to.may("apply") and bool(appealable),
    )  # fmt: skip


@open_to(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def ruling(request: Request, person: int, pk: int) -> HttpResponse:
    """A separate decision, such as that an appeal came too late; it can be appealed here too."""
    to = whose(request, person, "ruling.letter", about=f"ruling:{pk}")
    with missing():
        found = told_ruling(person, pk, by=request.actor)
    form = MyAppealForm(form_data(request))
    done, status = tried(form, lambda: _send(request, to, form, (), ruling=found))
    if done is not None:
        return redirect("my_appeal", person, done.pk)
    letter = ruling_letter_of(found, language=reads_best(found.case.person))
    return show(request, "ruling.html", to, status=status, form=form, letter=letter, may_send=to.may("apply"))


def _send(
    request: Request, to: Whose, form: Any, lines: tuple[int, ...], *, decision: "Decision | None" = None,
    ruling: "Ruling | None" = None,
) -> "Appeal":  # fmt: skip
    said = form.cleaned_data
    hand = None if to.own else relative(request)
    appealed = Appealed(
        channel="web", reached_on=localdate(request.now), presumed=False, lines=lines, wanted=said["wanted"],
        grounds=said["grounds"], attachments=said["attachments"], by_whom="person" if to.own else "agent",
        by_person=hand, appellant=hand.name if hand else "", once=str(said["once"] or ""),
        authority="" if to.own else _AUTHORITY,
    )  # fmt: skip
    return register_appeal(decision=decision, ruling=ruling, appealed=appealed, by=request.actor, at=request.now)


_AUTHORITY = "Behörigheten finns under Samtycken och behörigheter i personens uppgifter."


def _named(lines: Any) -> list[str]:
    return list(dict.fromkeys(label("interventions", line.intervention) for line in lines))


@open_to(*READERS)
@require_safe
def appeal(request: Request, person: int, pk: int) -> HttpResponse:
    """What was sent, and how far it has come."""
    to = whose(request, person, "appeal.told", functions=ACT, about=f"appeal:{pk}")
    found = _appeal(request, person, pk)
    not_withdraw = why_not(Stage(found.stage), Move.WITHDRAW, Remedy(found.remedy))
    return show(
        request, "appeal.html", to, appeal=found, steps=told_appeal_chain(found), now_said=APPEAL_NOW[found.stage],
        judgments=list(found.judgments.all()), may_withdraw=to.may("apply") and not not_withdraw,
        dismissal=getattr(found, "dismissal", None),
    )  # fmt: skip


@open_to(*READERS)
@require_POST
def withdraw(request: Request, person: int, pk: int) -> HttpResponse:
    """Take the appeal back while it is still with the committee."""
    whose(request, person, "appeal.told", functions=ACT, about=f"appeal:{pk}")
    found = _appeal(request, person, pk)
    withdraw_appeal(appeal=found, withdrawn_on=localdate(request.now), by=request.actor, at=request.now)
    return redirect("my_appeal", person, pk)


@open_to(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, person: int, case: int) -> HttpResponse:
    """Ask, once and in writing, that a case of more than six months be decided (FL 12)."""
    to = whose(request, person, "case.read", functions=SEE, about=f"case:{case}")
    with missing():
        found = cases_of_person(person, by=request.actor).get(pk=case)
    form = RequestForm(form_data(request))
    done, status = tried(form, lambda: _ask(request, to, found, form))
    if done is not None:
        return redirect("my_request", person, case)
    handling = handling_of(found)
    clock = six_months(handling) if handling.since else None
    return show(
        request, "request.html", to, status=status, form=form, case=found, asked=requests_of(found),
        from_day=clock.last_day if isinstance(clock, Clock) else None, since=handling.since,
        not_ask=why_not_ask(handling, localdate(request.now)), may_send=to.may("apply"),
    )  # fmt: skip


def _ask(request: Request, to: Whose, case: "Case", form: RequestForm) -> "DecisionRequest":
    said = form.cleaned_data
    asking = Asking(
        channel="web", received_on=localdate(request.now), text=said["text"],
        by_person=None if to.own else relative(request), once=str(said["once"] or ""),
    )  # fmt: skip
    return ask_for_decision(case=case, asking=asking, by=request.actor, at=request.now)


def _appeal(request: Request, person: int, pk: int) -> "Appeal":
    with missing():
        return told_appeals(person, by=request.actor).get(pk=pk)


def told_appeal_chain(found: "Appeal") -> list[Any]:
    """The same steps that the authority sees, without paragraphs."""
    return appeal_chain(found, handler=handler_of(found), plain=True)
