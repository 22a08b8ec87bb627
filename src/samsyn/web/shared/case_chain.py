"""How far a case has come, as the line of steps on top of every page that concerns it.

    steps = chain_for(request, case)        # {% chain steps %}: links where the reader may go
    steps = told_chain(case, reader=request.actor, now=request.now)      # the person's own words

The number of queries is the same for every case. Called after the case, or an order of it, has been opened: that is
where access is checked and the reading recorded.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from samsyn.cases.lifecycle import WAITING, Status
from samsyn.cases.queries import current_decision, follow_ups_of
from samsyn.homecare.lifecycle import ACCEPTED, LIVE, Message, OrderStatus
from samsyn.homecare.queries import is_unseen_too_long, orders_of
from samsyn.people.refusals import N_
from samsyn.people.roles import ASSESSMENT, LABELS, PROVIDER, Actor, Role
from samsyn.web.shared.chain import ChainStep
from samsyn.web.shared.links import link_to
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import Case, Decision, DecisionLine, FollowUp
    from samsyn.homecare.models import Order, Plan

NAMES = {
    "intake": N_("Aktualisering"),
    "investigation": N_("Utredning"),
    "decision": N_("Beslut"),
    "order": N_("Beställning"),
    "plan": N_("Genomförandeplan"),
    "service": N_("Utförande"),
    "follow_up": N_("Uppföljning"),
}
TOLD = {
    "intake": N_("Ansökan"),
    "investigation": N_("Vi utreder"),
    "decision": N_("Beslut"),
    "order": N_("Utföraren får uppdraget"),
    "plan": N_("Din plan"),
    "service": N_("Stödet i vardagen"),
    "follow_up": N_("Blev det bra?"),
}
EARLIER_SERVICE = N_("Utförande enligt tidigare beslut")
TOLD_EARLIER_SERVICE = N_("Stödet i vardagen fortsätter")
CLOSED = {
    "need_ceased": N_("Avslutat: behovet finns inte längre"),
    "withdrawn": N_("Avslutat: ansökan är tillbakatagen"),
    "moved": N_("Avslutat: personen har flyttat"),
    "deceased": N_("Avslutat: personen har avlidit"),
    "follow_up": N_("Avslutat efter uppföljning"),
    "refused": N_("Avslutat: ansökan är avslagen"),
    "no_investigation": N_("Avslutat utan utredning"),
}
TOLD_CLOSED = {
    "need_ceased": N_("Avslutat: du behöver inte stödet längre"),
    "withdrawn": N_("Avslutat: du tog tillbaka ansökan"),
    "moved": N_("Avslutat: du har flyttat"),
    "refused": N_("Avslutat: du fick avslag"),
}
YOU = N_("dig")
ORDER = (Status.RECEIVED, Status.INVESTIGATING, Status.PROPOSED, Status.DECIDED)


@dataclass(frozen=True)
class Course:
    """What has happened in a case, as much as its steps depend on."""

    case: "Case"
    decision: "Decision | None"
    orders: list["Order"]
    follow_up: "FollowUp | None"
    now: datetime

    @property
    def status(self) -> Status:
        return Status(self.case.status)

    @property
    def handler(self) -> str:
        """The caseworker's name, or the role while nobody has the case."""
        return self.case.caseworker.name if self.case.caseworker else LABELS[Role.CASEWORKER]

    @property
    def live(self) -> list["Order"]:
        return [o for o in self.orders if o.status in LIVE]

    @property
    def reassessed(self) -> bool:
        """Whether the case is investigated or decided anew while an earlier decision may be carried out."""
        return self.decision is not None and self.status in {Status.INVESTIGATING, Status.PROPOSED}

    def passed(self, status: Status) -> bool:
        """Whether the case is beyond a state on its way to a decision that is carried out."""
        if self.status is Status.CLOSED:
            return self.decision is not None
        return self.status not in ORDER or ORDER.index(self.status) > ORDER.index(status)


def course_of(case: "Case", *, now: datetime, reader: Actor) -> Course:
    """Gather what the steps depend on. A provider sees its own orders, nobody else's."""
    orders = orders_of(case)
    if reader.role in PROVIDER:
        orders = orders.filter(provider=reader.unit_id)
    return Course(case, current_decision(case), list(orders), follow_ups_of(case).first(), now)


def chain_for(request: Request, case: "Case") -> list[ChainStep]:
    """The steps of a case for `{% chain %}`, with links where the reader's role may go."""
    return linked_chain(course_of(case, now=request.now, reader=request.actor), request.actor)


def linked_chain(course: Course, reader: Actor) -> list[ChainStep]:
    """The steps of a course already gathered, with links where the reader's role may go."""
    steps = case_chain(course, ordering=reader.role not in PROVIDER)
    return [replace(s, link=_link(s, course, reader)) for s in steps] if reader.role in ASSESSMENT else steps


def told_chain(case: "Case", *, now: datetime, reader: Actor) -> list[ChainStep]:
    """The same steps in plain words, without paragraphs and links, for the person and those who may see."""
    course = course_of(case, now=now, reader=reader)
    own = reader.person_id == case.person_id
    return [_plain(step, course, own) for step in case_chain(course)]


def case_chain(course: Course, *, ordering: bool = True) -> list[ChainStep]:
    """The seven steps, and an eighth that says why when the case is closed.

    `ordering` also counts granted lines that nobody has ordered yet, which is the authority's matter.
    """
    steps = [
        _intake(course),
        _investigation(course),
        _decision(course),
        _ordering(course, ordering),
        _plan(course),
        _service(course),
        _follow_up(course),
    ]
    if course.status is not Status.CLOSED:
        return steps
    steps = [s if s.state == "done" else replace(s, state="skipped", who="", since=None, late=False) for s in steps]
    reason = CLOSED.get(course.case.close_reason, N_("Avslutat"))
    return [*steps, ChainStep("closed", reason, "done", since=course.case.closed_at)]


def _waits(key: str, status: Status, who: str, since: date | datetime | None, **more) -> ChainStep:
    waiting = WAITING[status]
    rule = waiting.law if waiting else ""
    return ChainStep(key, NAMES[key], more.pop("state", "waiting"), who, since, rule, **more)


def _done(key: str, since: date | datetime | None) -> ChainStep:
    return ChainStep(key, NAMES[key], "done", since=since)


def _ahead(key: str, since: date | None = None) -> ChainStep:
    return ChainStep(key, NAMES[key], "ahead", since=since)


def _intake(course: Course) -> ChainStep:
    if course.status is Status.RECEIVED:
        return _waits("intake", Status.RECEIVED, course.handler, course.case.received_at)
    return _done("intake", course.case.received_at)


def _investigation(course: Course) -> ChainStep:
    if course.status is Status.INVESTIGATING:
        since = course.case.status_since
        return _waits("investigation", Status.INVESTIGATING, course.handler, since, state="now")
    if course.status is Status.PROPOSED:
        return _done("investigation", course.case.status_since)
    if course.passed(Status.INVESTIGATING) and course.decision:
        return _done("investigation", course.decision.investigation.completed_at)
    return _ahead("investigation")


def _decision(course: Course) -> ChainStep:
    if course.status is Status.PROPOSED:
        since = course.case.status_since
        return _waits("decision", Status.PROPOSED, LABELS[Role.DELEGATE], since)
    if course.passed(Status.PROPOSED) and course.decision:
        return _done("decision", course.decision.signed_at)
    return _ahead("decision")


def _ordering(course: Course, ordering: bool) -> ChainStep:
    if not course.passed(Status.PROPOSED):
        return _ahead("order")
    late = next((o for o in course.live if is_unseen_too_long(o, now=course.now)), None)
    unanswered = [o for o in course.live if o.status not in ACCEPTED]
    if order := late or next(iter(unanswered), None):
        asked = order.status == OrderStatus.CHANGE_REQUESTED
        who = course.handler if asked else order.provider.name
        return _waits("order", Status.ORDERED, who, order.status_since, late=late is not None)
    if ordering and course.status is not Status.CLOSED and unordered(course):
        return _waits("order", Status.DECIDED, course.handler, course.case.status_since)
    accepted = [_said(o, Message.ACCEPT) for o in course.orders]
    return _done("order", max(filter(None, accepted))) if any(accepted) else _ahead("order")


def unordered(course: Course) -> list["DecisionLine"]:
    """The granted lines of the decision that holds now which no provider has."""
    if course.decision is None:
        return []
    taken = {o.line_id for o in course.live}
    lines = course.decision.lines.all()
    granted = [line for line in lines if line.outcome != "refused" and not getattr(line, "renounced", False)]
    return [line for line in granted if not {line.pk, line.replaces_id} & taken]


def _plan(course: Course) -> ChainStep:
    if course.reassessed:
        return _ahead("plan")
    taken = [o for o in course.orders if o.status in ACCEPTED]
    unplanned = [o for o in taken if not _approved(o)]
    if unplanned:
        order = unplanned[0]
        plan = max(order.plans.all(), key=lambda p: p.version, default=None)
        who, since = _plan_waits_for(order, plan, course)
        return _waits("plan", Status.PLANNING, who, since)
    approved = [_approved(o) for o in course.orders]
    answered = [p.answered_at for p in approved if p and p.answered_at]
    return _done("plan", max(answered)) if answered else _ahead("plan")


def _plan_waits_for(order: "Order", plan: "Plan | None", course: Course) -> tuple[str, date | datetime | None]:
    if plan and plan.state == "offered":
        return course.case.person.name, plan.offered_on
    contact = order.contact.name if order.contact else LABELS[Role.CARE_WORKER]
    return contact, plan.answered_at if plan and plan.state == "objected" else order.status_since


def _approved(order: "Order") -> "Plan | None":
    return next((p for p in order.plans.all() if p.state == "approved"), None)


def _service(course: Course) -> ChainStep:
    label = EARLIER_SERVICE if course.reassessed else NAMES["service"]
    if course.status is Status.CLOSED:
        begun = [at for o in course.orders if (at := _said(o, Message.START))]
        return _done("service", min(begun)) if begun else _ahead("service")
    started = [o for o in course.live if o.status == OrderStatus.STARTED]
    if started:
        first = min(started, key=lambda o: _said(o, Message.START) or o.status_since)
        since = _said(first, Message.START) or first.status_since
        return ChainStep("service", label, "now", first.provider.name, since)
    planned = [(o, p) for o in course.live if o.status in ACCEPTED and (p := _approved(o))]
    if planned:
        order, plan = planned[0]
        return replace(_waits("service", Status.ORDERED, order.provider.name, plan.answered_at), label=label)
    return _ahead("service")


def _follow_up(course: Course) -> ChainStep:
    due, today = course.case.follow_up_on, localdate(course.now)
    if course.status is Status.ACTIVE and due and due <= today:
        return _waits("follow_up", Status.ACTIVE, course.handler, due, late=due < today)
    if course.status is Status.CLOSED and course.follow_up:
        return _done("follow_up", course.follow_up.held_on)
    return _ahead("follow_up", due if course.status is Status.ACTIVE else None)


def _said(order: "Order", kind: Message) -> datetime | None:
    """When a message was first put on an order."""
    return min((m.at for m in order.messages.all() if m.kind == kind), default=None)


def _link(step: ChainStep, course: Course, reader: Actor) -> str:
    case = course.case.pk
    newest = course.orders[0].pk if course.orders else 0
    if step.key == "decision":
        return link_to("decision_page", case, course.decision.pk) if course.decision and step.state == "done" else ""
    if step.key in {"order", "plan", "service"} and newest and step.state != "ahead":
        return link_to("order_sent", newest)
    if step.key == "investigation" and step.state != "ahead":
        return link_to("investigation", case)
    if step.key == "follow_up" and step.current and reader.role is Role.CASEWORKER:
        return link_to("follow_up_new", case)
    return link_to("case", case) if step.key == "intake" else ""


def _plain(step: ChainStep, course: Course, own: bool) -> ChainStep:
    label = TOLD.get(step.key, step.label)
    if step.label == EARLIER_SERVICE:
        label = TOLD_EARLIER_SERVICE
    if step.key == "closed":
        label = TOLD_CLOSED.get(course.case.close_reason, step.label) if own else step.label
    who = YOU if own and step.who == course.case.person.name else step.who
    return replace(step, label=label, who=who, rule="", link="")
