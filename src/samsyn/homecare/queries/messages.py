"""A person's talks with those who help: whom to write to, what is new, and what waits for the staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.utils.timezone import localdate

from samsyn.cases.models import Case
from samsyn.cases.queries import answered_for
from samsyn.cases.working_days import add_working_days
from samsyn.homecare.lifecycle import ACCEPTED, GIVEN
from samsyn.homecare.message_access import MESSAGE, TalkFacts
from samsyn.homecare.models import Order, PersonMessage
from samsyn.people.access import why_not_act_for
from samsyn.people.refusals import permit
from samsyn.people.roles import PROVIDER, Actor, Role

Sort = PersonMessage.Sort
Key = tuple[int, int | None]  # of a talk: the case and the order
_WITH = ("case__person", "case__caseworker", "case__unit", "order__provider", "order__contact", "order__line")


@dataclass(frozen=True)
class Talk:
    """One talk: about an order with its provider, or without one with the caseworker of the case."""

    case: Case
    order: Order | None
    newest: PersonMessage | None = None
    unread: int = 0  # answers that the person has not read

    @property
    def facts(self) -> TalkFacts:
        return TalkFacts.of(self.case, self.order)

    @property
    def waits(self) -> bool:
        """Whether the person waits for an answer."""
        return self.newest is not None and self.newest.sort == Sort.WRITTEN and self.newest.met_at is None


@dataclass(frozen=True)
class Waiting:
    """A talk that waits for the staff: since when, how many lines, and when it should be answered at the latest."""

    talk: Talk
    since: datetime
    count: int
    answer_by: date


def answer_by(at: datetime) -> date:
    """The last day on which something written at a moment should be answered."""
    return add_working_days(localdate(at), settings.SAMSYN["message_days"])


def told_talks(person_id: int, *, by: Actor) -> list[Talk]:
    """Whom the person can write to, and every talk there has been; those with something new first."""
    permit(why_not_act_for(by, person_id, MESSAGE))
    cases = list(Case.objects.filter(person=person_id).select_related("unit", "caseworker", "person").order_by("-pk"))
    found = Order.objects.filter(case__person=person_id, status__in=GIVEN)
    orders = list(found.select_related("provider", "contact", "line", "case__person").order_by("sent_at", "pk"))
    lines = PersonMessage.objects.filter(case__person=person_id).exclude(sort=Sort.JOURNAL)
    newest = {(m.case_id, m.order_id): m for m in lines.filter(pk__in=_newest(lines))}
    unread = lines.filter(sort=Sort.ANSWER, met_at=None).values_list("case", "order").annotate(n=Count("pk"))
    count = {(case, order): n for case, order, n in unread}
    talks = [_talk(o.case, o, newest, count) for o in _one_each(orders, newest)]
    talks += [_talk(c, None, newest, count) for c in cases]
    shown = [t for t in talks if t.facts.is_open or t.newest]
    return sorted(shown, key=lambda t: (t.unread == 0, not t.facts.is_open))


def _talk(case: Case, order: Order | None, newest: dict[Key, PersonMessage], unread: dict[Key, int]) -> Talk:
    key = (case.pk, order.pk if order else None)
    return Talk(case, order, newest.get(key), unread.get(key, 0))


def _newest(lines: QuerySet[PersonMessage]) -> QuerySet[Any, Any]:
    """The ids of the newest line of each talk."""
    return lines.order_by().values("case", "order").annotate(last=Max("pk")).values("last")


def _one_each(orders: Iterable[Order], written: dict[Key, PersonMessage]) -> list[Order]:
    """One order for each contact person or provider to write to, and each that something was written about."""
    met: set[Key] = set()
    chosen = []
    for order in sorted(orders, key=lambda o: ((o.case_id, o.pk) not in written, o.contact_id is None)):
        whom = (order.provider_id, order.contact_id)
        wrote = (order.case_id, order.pk) in written
        if wrote or (order.status in ACCEPTED and whom not in met):
            chosen.append(order)
            met.add(whom)
    return chosen


def told_talk_of_order(person_id: int, pk: int, *, by: Actor) -> Talk:
    """The talk about one order of this person. Raises Order.DoesNotExist for another's."""
    permit(why_not_act_for(by, person_id, MESSAGE))
    orders = Order.objects.select_related("provider", "contact", "line", "case__person")
    order = orders.get(pk=pk, case__person=person_id, status__in=GIVEN)
    return Talk(order.case, order)


def told_talk_of_case(person_id: int, pk: int, *, by: Actor) -> Talk:
    """The talk with the caseworker of one case of this person. Raises Case.DoesNotExist for another's."""
    permit(why_not_act_for(by, person_id, MESSAGE))
    return Talk(Case.objects.select_related("unit", "caseworker", "person").get(pk=pk, person=person_id), None)


def unread_answers(person_id: int, *, by: Actor) -> int:
    """How many answers the person has not read."""
    permit(why_not_act_for(by, person_id, MESSAGE))
    return PersonMessage.objects.filter(case__person=person_id, sort=Sort.ANSWER, met_at=None).count()


def lines_of(talk: Talk) -> list[PersonMessage]:
    """All that was written, the oldest first. Access is asked before this."""
    return list(PersonMessage.objects.filter(case=talk.case, order=talk.order).order_by("pk"))


def line_of_talk(talk: Talk, pk: int) -> PersonMessage:
    """One line of a talk. Raises PersonMessage.DoesNotExist for another's."""
    lines = PersonMessage.objects.filter(case=talk.case, order=talk.order, sort__in=[Sort.WRITTEN, Sort.ANSWER])
    return lines.select_related("case", "order__case").get(pk=pk)


def talks_waiting(actor: Actor) -> list[Waiting]:
    """What waits for an answer from the reader, what has waited longest first.

    The contact person sees their own persons', the planner all of the unit's; the caseworker the cases they have, the
    team leader the unit's, closed ones too: a case that is closed answers nothing by that.
    """
    waiting = PersonMessage.objects.filter(sort=Sort.WRITTEN, met_at=None)
    if actor.role in PROVIDER:
        waiting = waiting.filter(order__provider=actor.unit_id, order__status__in=GIVEN)
        if actor.role is Role.CARE_WORKER:
            waiting = waiting.filter(order__contact=actor.staff_id)
    elif actor.role in {Role.CASEWORKER, Role.TEAM_LEADER}:
        waiting = waiting.filter(Q(order=None) & answered_for(actor, "case__"))
    else:
        return []
    found: dict[Key, list[PersonMessage]] = {}
    for line in waiting.select_related(*_WITH).order_by("pk"):
        found.setdefault((line.case_id, line.order_id), []).append(line)
    return [Waiting(Talk(m[0].case, m[0].order), m[0].at, len(m), answer_by(m[0].at)) for m in found.values()]
