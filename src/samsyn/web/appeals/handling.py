"""An appeal's page: where it stands, what is to be done with it now, and what has been done (FL 37-47)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from samsyn.cases.access import CaseFacts, why_not_handle, why_not_rule
from samsyn.cases.actions import (
    Judged,
    conclude_appeal,
    dismiss_appeal,
    follow_judgment,
    hand_over,
    note_higher_court,
    reconsider,
    record_judgment,
    take_up,
    withdraw_appeal,
)
from samsyn.cases.appeals.lifecycle import LABELS, WAITING, Move, Stage, why_not
from samsyn.cases.appeals.reconsidered import days_waited, why_not_follow
from samsyn.cases.appeals.timing import VERDICTS, Verdict, why_not_dismiss, why_not_take_up
from samsyn.cases.queries import changed_since, communications_of, judgment_for, time_of
from samsyn.cases.queries.mandate import why_not_rule_under
from samsyn.cases.regimes import Remedy
from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.web.appeals.forms import (
    ConcludeForm,
    HandOverForm,
    JudgmentForm,
    ReasonsForm,
    ReconsiderForm,
    WithdrawForm,
)
from samsyn.web.appeals.page import appeal_of, bound, handled, show
from samsyn.web.casework import appeal_words as words
from samsyn.web.gate import open_to
from samsyn.web.shared.appeal_chain import appeal_chain, handler_of
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.request import Request
from samsyn.web.shared.sender import sender
from samsyn.web.shared.time_to_appeal import told_time
from samsyn.web.shared.wording import label, long_date

if TYPE_CHECKING:
    from samsyn.cases.models import Appeal, Case

Act = Callable[["Appeal", dict[str, Any]], object]


@open_to(*ASSESSMENT)
@require_GET
def appeal(request: Request, pk: int, appeal_pk: int) -> HttpResponse:
    """Everything of one appeal."""
    case = case_for(request, pk)
    return page(request, case, appeal_of(case, appeal_pk))


@open_to(Role.CASEWORKER)
@require_POST
def take_it_up(request: Request, pk: int, appeal_pk: int) -> HttpResponse:
    """Note that it came in time."""
    return _step(request, pk, appeal_pk, "", forms.Form(request.POST), lambda a, _: take_up(appeal=a, **_by(request)))


@open_to(Role.DELEGATE)
@require_POST
def dismiss(request: Request, pk: int, appeal_pk: int) -> HttpResponse:
    """Decide that a late appeal is not taken up, and read the decision."""
    case = case_for(request, pk)
    found = appeal_of(case, appeal_pk)
    form = ReasonsForm(request.POST, auto_id="dismiss_%s")
    done, status = tried(
        form, lambda: dismiss_appeal(appeal=found, **form.cleaned_data, sender=sender(), **_by(request))
    )
    if done is None:
        return page(request, case, appeal_of(case, appeal_pk), status=status, dismiss=form)
    return redirect("ruling", case.pk, done.pk)


@open_to(Role.CASEWORKER)
@require_POST
def reconsider_it(request: Request, pk: int, appeal_pk: int) -> HttpResponse:
    """Note what the reconsideration led to."""
    form = ReconsiderForm(request.POST, auto_id="reconsider_%s")
    return _step(
        request, pk, appeal_pk, "reconsider", form, lambda a, said: reconsider(appeal=a, **said, **_by(request))
    )


@open_to(Role.CASEWORKER)
@require_POST
def hand_it_over(request: Request, pk: int, appeal_pk: int) -> HttpResponse:
    """Hand it over to the court."""
    form = HandOverForm(request.POST, auto_id="over_%s")

    def act(found: "Appeal", said: dict[str, Any]) -> object:
        files = said.pop("papers").splitlines()
        return hand_over(appeal=found, files=files, **said, **_by(request))

    return _step(request, pk, appeal_pk, "over", form, act)


@open_to(Role.CASEWORKER)
@require_POST
def withdraw(request: Request, pk: int, appeal_pk: int) -> HttpResponse:
    """Note that it was taken back."""
    form = WithdrawForm(request.POST, auto_id="withdraw_%s")
    return _step(
        request, pk, appeal_pk, "withdraw", form, lambda a, said: withdraw_appeal(appeal=a, **said, **_by(request))
    )


@open_to(Role.CASEWORKER)
@require_POST
def judgment(request: Request, pk: int, appeal_pk: int) -> HttpResponse:
    """Write down what a court has decided."""
    form = JudgmentForm(request.POST, auto_id="judgment_%s")
    return _step(
        request, pk, appeal_pk, "judgment", form,
        lambda a, said: record_judgment(appeal=a, judged=Judged(**said), **_by(request)),
    )  # fmt: skip


@open_to(Role.CASEWORKER)
@require_POST
def higher(request: Request, pk: int, appeal_pk: int) -> HttpResponse:
    """Note that the judgment is appealed."""
    form = forms.Form(request.POST)
    return _step(request, pk, appeal_pk, "", form, lambda a, _: note_higher_court(appeal=a, **_by(request)))


@open_to(Role.CASEWORKER)
@require_POST
def conclude(request: Request, pk: int, appeal_pk: int) -> HttpResponse:
    """Note when the judgment became final."""
    form = ConcludeForm(request.POST, auto_id="conclude_%s")
    return _step(
        request, pk, appeal_pk, "conclude", form, lambda a, said: conclude_appeal(appeal=a, **said, **_by(request))
    )


@open_to(Role.CASEWORKER)
@require_POST
def follow(request: Request, pk: int, appeal_pk: int, judgment_pk: int) -> HttpResponse:
    """Open the inquiry in which the committee does what the court said, and go to the draft of its decision."""
    case = handled(request, pk)
    found = appeal_of(case, appeal_pk)
    with missing():
        said = judgment_for(found, judgment_pk)
    if said.followed_in_id is None:
        follow_judgment(judgment=said, **_by(request))
    return HttpResponseRedirect(reverse("decision_edit", args=[case.pk]))


def _by(request: Request) -> dict[str, Any]:
    return {"by": request.actor, "at": request.now}


def _step(request: Request, pk: int, appeal_pk: int, name: str, form: forms.Form, act: Act) -> HttpResponse:
    """Take a step with the appeal, and show it; what is refused comes back with all that was typed."""
    case = handled(request, pk)
    found = appeal_of(case, appeal_pk)
    done, status = tried(form, lambda: act(found, dict(form.cleaned_data)), files="papers")
    if done is not None or _is_done(name, appeal_of(case, appeal_pk), form):
        return redirect("appeal", case.pk, appeal_pk)
    came = {name: form} if name else {}
    return page(request, case, appeal_of(case, appeal_pk), status=status, refused=form, **came)


def _is_done(name: str, found: "Appeal", form: forms.Form) -> bool:
    """Whether a press that was refused has been obeyed before: the same step, pressed twice."""
    said = getattr(form, "cleaned_data", {})
    return {
        "reconsider": bool(found.result) and said.get("result") == found.result,
        "over": bool(found.handed_over_at) and said.get("court") == found.court,
        "": found.stage in {Stage.TAKEN_UP, Stage.AT_HIGHER_COURT},
    }.get(name, False)


def page(
    request: Request, case: "Case", found: "Appeal", *, status: int = 200, refused: forms.Form | None = None,
    **came: forms.Form,
) -> HttpResponse:  # fmt: skip
    """The page, with any form that came back instead of a fresh one."""
    today = localdate(request.now)
    remedy, stage = Remedy(found.remedy), Stage(found.stage)
    handling = why_not_handle(request.actor, CaseFacts.of(case))
    waiting = WAITING[stage]
    context: dict[str, Any] = {
        "appeal": found,
        "title": words.REMEDIES[found.remedy],
        "stage": LABELS[stage],
        "steps": appeal_chain(found, handler=handler_of(found)),
        "waiting": waiting,
        "channel": words.APPEAL_CHANNELS[found.channel],
        "by_whom": words.APPELLANTS[found.by_whom],
        "lines": [label("interventions", line.intervention) for line in found.lines.all()],
        "days": days_waited(found.reached_on or found.court_on or today, today) if _is_here(stage) else None,
        "result": words.RESULTS.get(found.result, ""),
        "judgments": [_judgment(j, handling) for j in found.judgments.all()],
        "may": {move.name.lower(): not handling and not why_not(stage, move, remedy) for move in Move},
        "not_handle": handling,
        "died_on": case.person.died_on,
        "refused": refused,
        "open_form": next(iter(came), ""),
        "instance": "higher" if stage is Stage.AT_HIGHER_COURT else "",
        **_time(request, found, today),
        "forms": bound(
            {
                "dismiss": lambda: ReasonsForm(auto_id="dismiss_%s"),
                "reconsider": lambda: ReconsiderForm(auto_id="reconsider_%s"),
                "over": lambda: HandOverForm(auto_id="over_%s", initial=_handing_over(found)),
                "withdraw": lambda: WithdrawForm(auto_id="withdraw_%s", initial={"withdrawn_on": today}),
                "judgment": lambda: JudgmentForm(
                    auto_id="judgment_%s", initial={"court": found.court, "instance": _instance(stage)}
                ),
                "conclude": lambda: ConcludeForm(auto_id="conclude_%s"),
            },
            came,
        ),
    }
    return show(request, "appeal", case, context, status=status)


def _is_here(stage: Stage) -> bool:
    return stage in {Stage.RECEIVED, Stage.TAKEN_UP, Stage.RECONSIDERED}


def _instance(stage: Stage) -> str:
    return "appeal" if stage is Stage.AT_HIGHER_COURT else "administrative"


def _time(request: Request, found: "Appeal", today: Any) -> dict[str, Any]:
    """The test of time, while it waits; what it came to, when it is done."""
    if found.remedy == Remedy.LEGALITY_REVIEW:
        return {}
    if found.stage != Stage.RECEIVED:
        return {"verdict": VERDICTS.get(Verdict(found.verdict), "") if found.verdict else ""}
    timed = time_of(found)
    deciding = why_not_rule(request.actor, CaseFacts.of(found.case))
    deciding = deciding or why_not_rule_under("FL_45", by=request.actor, today=today)
    return {
        "verdict": VERDICTS[timed.verdict],
        "verdict_tone": "stop" if timed.verdict is Verdict.LATE else "good",
        "time": told_time(Remedy(found.remedy), timed.clock, today=today),
        "not_take_up": why_not_handle(request.actor, CaseFacts.of(found.case)) or why_not_take_up(timed.verdict),
        "late": timed.verdict is Verdict.LATE,
        "not_dismiss": deciding or why_not_dismiss(timed.verdict),
        "changed": changed_since(found),
    }


def _judgment(judgment: Any, handling: Refusal | None) -> dict[str, Any]:
    not_follow = why_not_follow(judgment.outcome, followed=judgment.followed_in_id is not None)
    return {
        "judgment": judgment,
        "instance": words.INSTANCES[judgment.instance],
        "outcome": words.OUTCOMES[judgment.outcome],
        "to_do": words.FOLLOWED_WORDS.get(judgment.outcome, "") if judgment.followed_in_id is None else "",
        "may_follow": not handling and not_follow is None,
        "followed": judgment.followed_in_id is not None,
    }


def _handing_over(found: "Appeal") -> dict[str, Any]:
    """What is usually handed over, from what the case holds; the caseworker adds and takes away."""
    came = found.reached_on or found.court_on
    files = [gettext("Överklagandet, som kom in {day}").format(day=long_date(came))]
    files += [name.strip() for name in found.attachments.splitlines() if name.strip()]
    for decision, text in (
        (found.decision, N_("Beslutet {day}")),
        (found.new_decision, N_("Det ändrade beslutet {day}")),
    ):
        if decision and decision.signed_at:
            files.append(gettext(text).format(day=long_date(decision.signed_at)))
    if found.decision:
        files.append(gettext("Utredningen, öppnad {day}").format(day=long_date(found.decision.investigation.opened_at)))
        files += _heard(found)
    return {"court": sender().court[:1].upper() + sender().court[1:], "papers": "\n".join(files)}


def _heard(found: "Appeal") -> list[str]:
    """What was communicated before the decision, and what was answered."""
    told = communications_of(found.decision.investigation) if found.decision else []
    sent = [gettext("Underlaget som personen fick {day}").format(day=long_date(c.sent_on)) for c in told if c.sent_on]
    answers = [a for c in told for a in c.answers.all()]
    return sent + [gettext("Personens svar {day}").format(day=long_date(a.received_on)) for a in answers]
