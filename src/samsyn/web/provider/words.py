"""What the pages of the provider say of orders, plans and visits: labels, marks, needs in words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from samsyn.homecare.frame import minutes_a_week
from samsyn.homecare.lifecycle import MESSAGE_LABELS, Message
from samsyn.homecare.queries import is_unseen_too_long
from samsyn.people.refusals import N_
from samsyn.web.shared.account import with_whom
from samsyn.web.shared.columns import Mark
from samsyn.web.shared.orders import state_of
from samsyn.web.shared.rhythm import often, times_of
from samsyn.web.shared.wording import label

if TYPE_CHECKING:
    from samsyn.homecare.models import Activity, Order, OrderMessage, PerformedTime, Plan, PlannedTime

DAY_SHORT = [N_("mån"), N_("tis"), N_("ons"), N_("tors"), N_("fre"), N_("lör"), N_("sön")]
PLAN_MARKS = {
    "draft": Mark(N_("skrivs"), "now"),
    "offered": Mark(N_("väntar på personens svar"), "waiting"),
    "objected": Mark(N_("personen vill ändra"), "late"),
    "approved": Mark(N_("godkänd"), "done"),
    "replaced": Mark(N_("ersatt av en nyare")),
}
HANDS = {
    "self": N_("på sin egen sida"),
    "tablet": N_("på personalens surfplatta, under eget namn"),
    "paper": N_("på papper"),
    "spoken": N_("muntligt"),
    "relative": N_("genom någon med behörighet"),
}


def intervention(order: "Order") -> str:
    """What is ordered."""
    return label("interventions", order.content["intervention"])


def order_mark(order: "Order", now: datetime) -> Mark:
    """How far the order has come; unopened for more than a working day stands out."""
    return state_of(order, N_("inte öppnad på mer än en arbetsdag") if is_unseen_too_long(order, now=now) else "")


@dataclass(frozen=True)
class NeedSaid:
    """A need as the order holds it, in words."""

    id: int
    area: str
    own_words: str
    description: str
    level_now: str
    level_meant: str
    goal: str


def needs_in(order: "Order") -> list[NeedSaid]:
    """The needs that the order holds."""
    return [_need(n) for n in order.content["needs"]]


def _need(need: dict[str, Any]) -> NeedSaid:
    return NeedSaid(
        id=need["id"],
        area=label("areas", need["area"]),
        own_words=need["own_words"],
        description=need["description"],
        level_now=_level(need["level_now"]),
        level_meant=_level(need["level_meant"]),
        goal=need["goal"],
    )


def _level(level: int | None) -> str:
    return "" if level is None else label("levels", level)


def on_days(activity: "Activity") -> str:
    """ "mån, ons, fre", "varje dag", or "varannan vecka, tisdag, med början vecka 48"."""
    if activity.every_weeks > 1:
        return often(activity, days=True)
    if len(activity.weekdays) == 7:
        return _("varje dag")
    return ", ".join(_(DAY_SHORT[int(d) - 1]) for d in activity.weekdays)


@dataclass(frozen=True)
class ActivitySaid:
    """An activity with its days and need in words, and its minutes a week on average."""

    activity: "Activity"
    days: str
    need: str
    a_week: int


def activities_said(activities: list["Activity"], order: "Order") -> list[ActivitySaid]:
    """The activities of a plan, their needs named as the order names them."""
    areas = {n.id: n.area for n in needs_in(order)}
    return [
        ActivitySaid(a, on_days(a), areas.get(a.need_id or 0, ""), minutes_a_week(times_of([a]))) for a in activities
    ]


def ends(start: time, minutes: int) -> time:
    """When something of so many minutes ends; past midnight it is the next day's clock."""
    hour, minute = divmod((start.hour * 60 + start.minute + minutes) % (24 * 60), 60)
    return time(hour, minute)


@dataclass(frozen=True)
class Visit:
    """A planned time and what became of it, as a row of a day or a week."""

    planned: "PlannedTime"
    performed: "PerformedTime | None"
    ends: time
    mark: Mark
    reason: str
    street: str = ""  # where it is, for a reader who may see that
    company: str = ""  # who else comes, for the carer whose list it is in

    @property
    def differs(self) -> bool:
        """Whether somebody has said that it became otherwise than planned."""
        return self.performed is not None and self.performed.source == "reported"


def visit(planned: "PlannedTime", *, today: date, street: str = "", carer: int | None = None) -> Visit:
    """A planned time in words, in a carer's list. What was said of it must be at hand."""
    performed = planned.performed
    return Visit(
        planned=planned,
        performed=performed,
        ends=ends(planned.start, planned.minutes),
        mark=_visit_mark(planned, performed, today),
        reason=label("reasons", performed.reason, "homecare") if performed and performed.reason else "",
        street=street,
        company=with_whom(planned.company_of(carer)),
    )


def _visit_mark(planned: "PlannedTime", performed: "PerformedTime | None", today: date) -> Mark:
    if performed is None:
        died_on = planned.order.case.person.died_on
        if died_on and planned.day > died_on:
            return Mark(N_("personen har avlidit"), "refused")
        return Mark(N_("inte stängd än"), "waiting") if planned.day < today else Mark(N_("planerad"))
    return _performed_mark(performed)


def _performed_mark(performed: "PerformedTime") -> Mark:
    if performed.source == "as_planned":
        return Mark(N_("som planerat"), "done")
    return Mark(N_("annorlunda"), "now") if performed.minutes else Mark(N_("blev inte av"), "refused")


@dataclass(frozen=True)
class Earlier:
    """What was said of a planned time before it was corrected, in words. Nobody's name: nobody had said anything."""

    performed: "PerformedTime"
    mark: Mark
    reason: str
    who: str


def earlier_said(planned: "PlannedTime", names: Mapping[str, str], *, newest: bool = False) -> list[Earlier]:
    """The versions that no longer count, newest first; `names` of those who recorded them, by their key.

    With `newest` the one that counts, too: for a form that does not hold it.
    """
    versions = sorted(planned.said.all(), key=lambda said: said.version, reverse=True)
    return [
        Earlier(
            performed=p,
            mark=_performed_mark(p),
            reason=label("reasons", p.reason, "homecare") if p.reason else "",
            who=names.get(p.recorded_by, ""),
        )
        for p in versions[0 if newest else 1 :]
    ]


@dataclass(frozen=True)
class Extra:
    """Help beside the plan, as a row of a day or a week."""

    performed: "PerformedTime"
    ends: time
    reason: str


def extra_said(performed: "PerformedTime") -> Extra:
    """Help beside the plan in words."""
    reason = label("reasons", performed.reason, "homecare")
    return Extra(performed, ends(performed.start, performed.minutes), reason)


@dataclass(frozen=True)
class Said:
    """A message between the two sides, in words."""

    at: datetime
    what: str
    who: str
    text: str


def said(message: "OrderMessage") -> Said:
    """A message in words. What a nightly job noted has nobody's name."""
    who = "" if message.by.startswith("job:") else message.by_name
    return Said(message.at, MESSAGE_LABELS[Message(message.kind)], who, message.text)


def valid_days(order: "Order") -> tuple[date, date | None]:
    """The first and last day of the decision that the order carries out; None is until further notice."""
    first, last = order.content["valid_from"], order.content["valid_to"]
    return date.fromisoformat(first), date.fromisoformat(last) if last else None


def plan_mark(plan: "Plan") -> Mark:
    """How far a plan has come."""
    return PLAN_MARKS[plan.state]
