"""What was communicated, how the person was told, and the time to appeal. Called after `open_case`, or `own_person`."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from samsyn.cases import access
from samsyn.cases.actions.communication import basis_of, sent_of, why_not_unheard
from samsyn.cases.actions.delay import handling_of
from samsyn.cases.appeals.timing import by_remedy, time_to_appeal
from samsyn.cases.clocks import Answer
from samsyn.cases.models import (
    Announcement,
    Case,
    Communication,
    CommunicationAnswer,
    Decision,
    DecisionLine,
    DecisionRequest,
    DelayNotice,
    Investigation,
    Notice,
    Ruling,
)
from samsyn.cases.queries.casework import handling
from samsyn.cases.regimes import Remedy, regime
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor

__all__ = ["basis_of", "handling_of", "sent_of", "why_not_unheard"]


def communications_of(investigation: Investigation) -> list[Communication]:
    """All that was communicated in an inquiry, the newest first, with the answers."""
    answers = Prefetch("answers", CommunicationAnswer.objects.select_related("by_person").order_by("pk"))
    return list(investigation.communications.prefetch_related(answers).order_by("-pk"))


def communication_for(case: Case, pk: int) -> Communication:
    """One communication of this case. Raises Communication.DoesNotExist for another's."""
    return Communication.objects.select_related("investigation__case").get(pk=pk, investigation__case=case)


@dataclass(frozen=True)
class Laid:
    """Something laid before a person, and whether the decision it was for is made since."""

    sent: Communication
    decided: bool

    @property
    def is_open(self) -> bool:
        """Whether an answer may still change the decision."""
        return not self.decided

    def answerable(self, today: date) -> bool:
        """Whether the person has not answered and there is time left."""
        in_time = self.sent.answer_by is not None and self.sent.answer_by >= today
        return self.is_open and in_time and not self.sent.answers.all()


def told_communications(person_id: int, *, by: Actor) -> list[Laid]:
    """What a person is to read and may answer before a decision, newest first; for whoever may see or act for them."""
    if access.why_not_answer(by, person_id):
        permit(access.why_not_tell(by, person_id))
    sent = Communication.objects.filter(investigation__case__person=person_id, waived="")
    answers = Prefetch("answers", CommunicationAnswer.objects.order_by("pk"))
    related = ("investigation__case__unit", "investigation__case__caseworker")
    found = list(sent.select_related(*related).prefetch_related(answers).order_by("-pk"))
    signed = Decision.objects.filter(investigation__in={c.investigation_id for c in found}, signed_at__isnull=False)
    last: dict[int, datetime] = {}
    for inquiry, at in signed.values_list("investigation", "signed_at"):
        if at and (inquiry not in last or at > last[inquiry]):
            last[inquiry] = at
    return [Laid(c, c.investigation_id in last and last[c.investigation_id] >= c.recorded_at) for c in found]


def told_communication(person_id: int, pk: int, *, by: Actor) -> Laid:
    """One of them. Raises Communication.DoesNotExist for another person's."""
    found = next((laid for laid in told_communications(person_id, by=by) if laid.sent.pk == pk), None)
    if found is None:
        raise Communication.DoesNotExist
    return found


def unanswered(actor: Actor, *, today: date) -> QuerySet[Case]:
    """The cases whose time to answer has passed, or whose answer has come, and whose draft is not proposed yet."""
    later = Communication.objects.filter(investigation=OuterRef("investigation"), pk__gt=OuterRef("pk"))
    passed = Communication.objects.filter(
        handling(actor, "investigation__case__"), investigation__case__status="investigating", waived=""
    )
    came = Exists(CommunicationAnswer.objects.filter(communication=OuterRef("pk")))
    ready = passed.exclude(Exists(later)).filter(Q(answer_by__lt=today) | came, investigation__completed_at=None)
    return Case.objects.filter(pk__in=ready.values("investigation__case"))


def notices_of_decision(decision: Decision) -> list[Notice]:
    """How and when the person was told of a decision, also what is struck out, the oldest first."""
    return list(decision.notices.order_by("pk"))


def notices_of_ruling(ruling: Ruling) -> list[Notice]:
    """The same of a separate decision."""
    return list(ruling.notices.order_by("pk"))


def notice_for(case: Case, pk: int) -> Notice:
    """One note of this case. Raises Notice.DoesNotExist for another's."""
    notice = Notice.objects.select_related("decision__case", "ruling__case").get(pk=pk)
    if (notice.ruling or notice.decision).case_id != case.pk:  # type: ignore[union-attr]
        raise Notice.DoesNotExist
    return notice


def announcements_of(decision: Decision) -> list[Announcement]:
    """Each time that the minutes' approval was on the notice board, the oldest first."""
    return list(decision.announcements.order_by("announced_on"))


def announcement_for(case: Case, pk: int) -> Announcement:
    """One announcement of this case. Raises Announcement.DoesNotExist for another's."""
    return Announcement.objects.select_related("decision__case").get(pk=pk, decision__case=case)


def times_to_appeal(decision: Decision, *, today: date) -> list[tuple[Remedy, list[DecisionLine], Answer]]:
    """For each remedy of a signed decision: its lines, and until when (FL 44, KL 13:5). Nothing of a draft."""
    if decision.signed_at is None:
        return []
    decided = localdate(decision.signed_at)
    notices = [n for n in decision.notices.all() if n.struck_at is None]
    board = list(decision.announcements.all())
    found = []
    for remedy, lines in by_remedy(decision.lines.all()).items():
        of = regime(lines[0].regime)
        clock = time_to_appeal(of, decided=decided, notices=notices, announcements=board, today=today)
        if clock:
            found.append((remedy, lines, clock))
    return found


def delay_notices_of(case: Case) -> list[DelayNotice]:
    """When the person was told that the decision takes long, newest first (FL 11)."""
    return list(case.delay_notices.order_by("-told_on", "-pk"))


def requests_of(case: Case) -> list[DecisionRequest]:
    """The requests that the case be decided, newest first, with what they were answered (FL 12)."""
    return list(case.decision_requests.select_related("ruling").order_by("-received_on", "-pk"))


def request_for(case: Case, pk: int) -> DecisionRequest:
    """One request of this case. Raises DecisionRequest.DoesNotExist for another's."""
    return case.decision_requests.select_related("case").get(pk=pk)
