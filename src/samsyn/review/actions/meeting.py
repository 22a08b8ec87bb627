"""The readings weighed together, and the decision held against what the meeting came to."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases import access as case_access
from samsyn.cases.actions import propose
from samsyn.cases.models import Decision
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor
from samsyn.review import access
from samsyn.review.actions.packets import key_of, lift_all
from samsyn.review.actions.readings import LONGEST_TEXT, why_not_blind
from samsyn.review.actions.shared import held_packet, step, tell_case, tell_packet
from samsyn.review.lifecycle import State, Step
from samsyn.review.models import Departure, MeetingLine, Packet, Reading, ReviewResult
from samsyn.review.queries.packets import facts_of
from samsyn.review.queries.rules import departing, result_of, standing_key, terms_of, why_not_unreviewed
from samsyn.review.reading import Answer, one_each


@action
def conclude_review(*, reading: Reading, answers: Sequence[Answer], note: str, by: Actor, at: datetime) -> Packet:
    """Write down what the meeting came to: one of those who read. Final; the caseworker sees it, and decides.

    The case keeps what the review came to, without the packet and without those who read.
    """
    packet = held_packet(reading.packet)
    reading = Reading.objects.select_related("packet").get(pk=reading.pk)
    permit(access.why_not_conclude(by, facts_of(reading)))
    if packet.state == State.CONCLUDED:
        raise Refused(Refusal(N_("Någon annan har redan skrivit in vad mötet kom fram till. Läs det i underlaget.")))
    if why_not_blind(reading):
        raise Refused(Refusal(N_("Du har öppnat ärendet sedan du läste. Låt någon annan som har läst skriva in det.")))
    _check_meeting(answers, note)
    for a in answers:
        MeetingLine.objects.create(
            packet=packet, intervention=a.intervention, outcome=a.outcome, unit=a.unit, amount=a.amount,
            goal=a.goal.strip(), why=a.why.strip(),
        )  # fmt: skip
    step(packet, Step.CONCLUDE)
    packet.concluded_at, packet.concluded_by, packet.meeting_note = at, by.key, note.strip()
    packet.save()
    tell_packet(packet, "review.conclude", by=by, at=at, lines=len(answers))
    if key := key_of(packet):
        ReviewResult.objects.create(
            investigation=key.investigation, lines=[asdict(a) for a in answers], note=note.strip(),
            concluded_on=localdate(at),
        )  # fmt: skip
        lift_all(key, at=at)
    return packet


def _check_meeting(answers: Sequence[Answer], note: str) -> None:
    one_each(answers)
    if not answers and not note.strip():
        raise Invalid("intervention", Refusal(N_("Skriv vad mötet kom fram till.")))
    if len(note) > LONGEST_TEXT:
        raise Invalid("note", Refusal(N_("Texten är för lång. Korta den till högst 10 000 tecken.")))


@action
def explain_departure(
    *, decision: Decision, intervention: str, cause: str, why: str, by: Actor, at: datetime
) -> Departure:
    """Say why the draft departs from the review for one intervention. Part of the case's file."""
    decision = Decision.objects.select_related("case").get(pk=decision.pk)
    permit(case_access.why_not_handle(by, case_access.CaseFacts.of(decision.case)))
    if decision.state != Decision.State.DRAFT:
        raise Refused(Refusal(N_("Beslutet är föreslaget. Be delegaten skicka tillbaka det om något ska ändras.")))
    if cause not in Departure.Cause.values:
        raise Invalid("cause", Refusal(N_("Välj varför beslutet avviker från granskningen.")))
    if not why.strip() or len(why) > LONGEST_TEXT:
        raise Invalid("why", Refusal(N_("Skriv varför beslutet avviker från granskningen.")))
    result = result_of(decision.investigation_id)
    if result is None or intervention not in departing(decision, result):
        raise Refused(Refusal(N_("Beslutet avviker inte längre här. Ladda om sidan för att se vad som gäller.")))
    departure, _ = Departure.objects.update_or_create(
        decision=decision, intervention=intervention,
        defaults={
            "cause": cause, "why": why.strip(), "terms": terms_of(decision, intervention), "said_at": at,
            "said_by": by.key,
        },
    )  # fmt: skip
    about = f"decision:{decision.pk}"
    tell_case(decision.case, "review.depart", by=by, at=at, about=about, intervention=intervention, cause=cause)
    return departure


@action
def propose_reviewed(*, decision: Decision, by: Actor, at: datetime) -> Decision:
    """Hand the draft to the delegate, as `cases.propose` does, when the review that the rule asks for is done and
    every departure from it has its reason. The decision stays the delegate's."""
    fresh = Decision.objects.select_related("case").get(pk=decision.pk)
    permit(case_access.why_not_handle(by, case_access.CaseFacts.of(fresh.case)))
    if fresh.state == Decision.State.DRAFT:
        enforce(why_not_unreviewed(fresh))
    proposed = propose(decision=decision, by=by, at=at)
    if fresh.corrects_id is None and (result := result_of(fresh.investigation_id)):
        _count_departures(fresh, result, by=by, at=at)
    return proposed


def _count_departures(decision: Decision, result: ReviewResult, *, by: Actor, at: datetime) -> None:
    """Forget reasons that are no longer needed, and let the packet know how many lines departed, not which or why."""
    found = departing(decision, result)
    Departure.objects.filter(decision=decision).exclude(intervention__in=found).delete()
    counted = {"lines": len(result.lines), "departed": len(found)}
    if (key := standing_key(decision.investigation_id)) and key.packet.state == State.CONCLUDED:
        packet = held_packet(key.packet)
        packet.lines_decided, packet.lines_departed = counted["lines"], counted["departed"]
        packet.save(update_fields=["lines_departed", "lines_decided"])
    tell_case(decision.case, "review.compare", by=by, at=at, about=f"decision:{decision.pk}", **counted)
