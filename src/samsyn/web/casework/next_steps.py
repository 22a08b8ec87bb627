"""What can be done with a case now: each step with its button, or the sentence that says why it is closed."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from samsyn.cases import access, sound
from samsyn.cases.endings import why_not_close
from samsyn.cases.lifecycle import WAITING, Status, Step, why_not
from samsyn.cases.queries import draft_of, running_lines
from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import LABELS, Actor, Role
from samsyn.web.shared.case_chain import Course, unordered
from samsyn.web.shared.chain import ChainStep
from samsyn.web.shared.links import link_to

if TYPE_CHECKING:
    from samsyn.cases.models import Case, DecisionLine


# The roles a case may wait for, as they stand inside a sentence.
THE = {
    LABELS[Role.CASEWORKER]: N_("handläggaren"),
    LABELS[Role.DELEGATE]: N_("delegaten"),
    LABELS[Role.CARE_WORKER]: N_("omsorgspersonalen"),
}


@dataclass(frozen=True)
class Next:
    """One thing to do: its label (message id), where, by post or link, and the refusal that closes it, if any."""

    key: str
    label: str
    url: str
    refusal: Refusal | None = None
    posts: bool = False
    primary: bool = False
    line: "DecisionLine | None" = None


@dataclass(frozen=True)
class Awaited:
    """Who the case waits for, what they are to do (message ids or a name), and the rule that says so."""

    who: str
    task: str
    law: str


def awaited(course: Course, chain: list[ChainStep]) -> Awaited | None:
    """What the case waits for; None when it is closed."""
    waiting = WAITING[course.status]
    if waiting is None:
        return None
    step = next((s for s in chain if s.state == "waiting"), None)
    who = step.who if step and waiting.role is not Role.CASEWORKER else course.handler
    task = waiting.task
    if course.status is Status.ORDERED and who == course.handler:
        task = N_("svara på utförarens fråga")
    if course.status is Status.PLANNING and who == course.case.person.name:
        task = N_("svara på planen")
    return Awaited(THE.get(who, who), task, waiting.law)


def next_steps(course: Course, actor: Actor) -> list[Next]:
    """The steps that the state of the case calls for, the most called for first."""
    case, status = course.case, course.status
    steps = {
        Status.RECEIVED: _received,
        Status.INVESTIGATING: _investigating,
        Status.PROPOSED: _proposed,
        Status.DECIDED: _decided,
        Status.ORDERED: _carried_out,
        Status.PLANNING: _carried_out,
        Status.ACTIVE: _carried_out,
        Status.CLOSED: lambda _course, _actor: [],
    }[status](course, actor)
    if case.caseworker is None and status is not Status.CLOSED:
        steps = [_take(case, actor), *steps]
    steps = [s for s in steps if s.url]
    return [_primary(s) if n == 0 and s.refusal is None else s for n, s in enumerate(steps)]


def _primary(step: Next) -> Next:
    return Next(step.key, step.label, step.url, None, step.posts, True, step.line)


def why_not_take(case: "Case", actor: Actor) -> Refusal | None:
    """The reason the reader may not take the case themselves."""
    if actor.role is not Role.CASEWORKER:
        return Refusal(N_("Fördela ärendet till en handläggare här nedanför."))
    return access.why_not_assign(actor, access.CaseFacts.of(case), actor.staff)


def why_not_step(case: "Case", actor: Actor, step: Step) -> Refusal | None:
    """The reason the reader may not take this step: not their case, or not in this state."""
    return access.why_not_handle(actor, access.CaseFacts.of(case)) or why_not(case.status_now, step)


def why_not_end(case: "Case", actor: Actor, today: date) -> Refusal | None:
    """The reason the reader may not close the case, for any reason that is offered: not theirs, or something runs."""
    runs = bool(running_lines(case, today=today))
    facts = {"decided": True, "dead": False, "moved": False, "running": runs}
    return why_not_step(case, actor, Step.CLOSE) or why_not_close("need_ceased", case.status_now, **facts)


def why_not_reassess(case: "Case", actor: Actor) -> Refusal | None:
    """The reason the reader may not investigate the case anew: not their case, not decided, or being corrected."""
    refusal = why_not_step(case, actor, Step.REASSESS)
    return refusal or sound.why_not_reassess(correcting=draft_of(case) is not None)


def _take(case: "Case", actor: Actor) -> Next:
    return Next("take", N_("Ta ärendet"), link_to("case_assign", case.pk), why_not_take(case, actor), posts=True)


def _received(course: Course, actor: Actor) -> list[Next]:
    case = course.case
    refusal = why_not_step(case, actor, Step.OPEN)
    return [Next("open", N_("Öppna utredning"), link_to("investigation_open", case.pk), refusal, posts=True)]


def _investigating(course: Course, actor: Actor) -> list[Next]:
    case = course.case
    handling = access.why_not_handle(actor, access.CaseFacts.of(case))
    read = N_("Läs utredningen") if handling else N_("Fortsätt utredningen")
    return [
        Next("investigation", read, link_to("investigation", case.pk)),
        Next("decision", N_("Skriv beslut"), link_to("decision_edit", case.pk), handling),
        Next("review", N_("Granskning utan namn"), link_to("review_packet", case.pk)),
    ]


def _proposed(course: Course, actor: Actor) -> list[Next]:
    draft = draft_of(course.case)
    if draft is None:
        return []
    name = N_("Läs förslaget och besluta") if actor.role is Role.DELEGATE else N_("Läs förslaget")
    return [Next("proposal", name, link_to("decision_page", course.case.pk, draft.pk))]


def _decided(course: Course, actor: Actor) -> list[Next]:
    case = course.case
    refusal = why_not_step(case, actor, Step.ORDER)
    return [
        Next("order", N_("Beställ insatsen"), link_to("order_new", case.pk, line.pk), refusal, line=line)
        for line in unordered(course)
    ]


def _carried_out(course: Course, actor: Actor) -> list[Next]:
    case = course.case
    steps = _decided(course, actor)
    if course.status is Status.ACTIVE:
        refusal = why_not_step(case, actor, Step.CONTINUE)
        steps.append(Next("follow_up", N_("Följ upp"), link_to("follow_up_new", case.pk), refusal))
    return steps
