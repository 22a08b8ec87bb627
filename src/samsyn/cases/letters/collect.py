"""Gathers the rows of a decision's letter, for queries that check access and record the reading."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from samsyn.cases.calendar_law import in_words
from samsyn.cases.codes import code_list
from samsyn.cases.law import NotInForce
from samsyn.cases.letters.blocks import Letter
from samsyn.cases.letters.compose import compose
from samsyn.cases.letters.content import (
    Correction,
    Delegation,
    LetterContent,
    Line,
    Official,
    Outcome,
    Recipient,
    Request,
    Sender,
)
from samsyn.cases.models import Case, Decision, DecisionLine, DecisionMandate, Intake, LineMandate, NamesWithheld
from samsyn.cases.models.standings import LineStanding, ended_by, replaced_by
from samsyn.people.contact import posted_to
from samsyn.people.languages import Language
from samsyn.people.models import Person, Staff
from samsyn.people.refusals import N_, Refusal, Refused

TIMED = frozenset({"minutes_week", "minutes_month"})  # what is granted as time, which is added up when it ends
ESTATE = "Dödsboet efter {name}"  # nobody writes to the dead


def letter_content(
    decision: Decision, *, sender: Sender, draft_on: date | None = None, also: tuple[str, ...] = ()
) -> LetterContent:
    """What the letter of this decision must hold. The number of queries does not follow the number of lines.

    A decision that is not signed needs `draft_on`, the day its draft is read; the letter then says that it is
    a draft. Raises ValueError without it, for a decision without lines, and for a signed refusal without
    reasons.
    """
    case = decision.case
    signer, presenter = decision.signed_by, decision.proposed_by
    requests, earlier = _requests(decision), _replaced(decision, draft_on)
    return LetterContent(
        sender=sender,
        unit=case.unit.name,
        phone=case.unit.phone,
        recipient=_recipient(case.person),
        case_number=case.number,
        decided_on=_decided_on(decision, draft_on),
        version=decision.version,
        request=requests[0] if requests else None,
        further=requests[1:],
        lines=tuple(
            _line(line, earlier.get(line.intervention, ()))
            for line in decision.lines.prefetch_related("needs").order_by("id")
        ),
        summary=decision.summary,
        corrects=_correction(decision),
        decided_by=_decider(decision),
        presented_by=_official(presenter) if presenter != signer else None,
        contact=_official(presenter or signer or case.caseworker),
        also=also,
        delegation=_delegation(decision),
        withholds_names=NamesWithheld.objects.filter(decision=decision).exists(),
    )


def letter_now(content: LetterContent, language: str = Language.SWEDISH) -> Letter:
    """The letter as its texts and the law read now. Raises Refused when a line's paragraph did not apply that day."""
    try:
        return compose(content, language)
    except NotInForce:
        raise Refused(
            Refusal(N_("En insats har en bestämmelse som inte gäller den dagen. Ändra insatsen och välj en annan."))
        ) from None


def notice_fields(case: Case, *, sender: Sender, at: datetime, signed_by: Staff | None) -> dict[str, Any]:
    """What a letter beside the decision has from its case: give it to one of `notice_content.KINDS` with the rest."""
    return {
        "sender": sender,
        "unit": case.unit.name,
        "phone": case.unit.phone,
        "recipient": _recipient(case.person),
        "case_number": case.number,
        "dated": _day(at),
        "signed_by": _official(signed_by),
        "contact": _official(case.caseworker),
    }


def _decided_on(decision: Decision, draft_on: date | None) -> date:
    if decision.signed_at is not None:
        return _day(decision.signed_at)
    if draft_on is None:
        raise ValueError(f"decision {decision.pk} is not signed: say on which day its draft is read")
    return draft_on


def _recipient(person: Person) -> Recipient:
    return Recipient(
        name=ESTATE.format(name=person.name) if person.died_on else person.name,
        number=person.written_number,
        address=posted_to(person),
        is_protected=bool(person.protection),
    )


def _requests(decision: Decision) -> tuple[Request, ...]:
    """What the decision answers: the applications that came since the one before, else the latest report.

    Whatever began the investigation, an application that has joined it is answered (SoL 14:2, FL 32). What came in is
    counted by when it was registered: a paper that lay until the last decision was signed is answered by this one.
    """
    investigation, case = decision.investigation, decision.case
    earlier = Decision.objects.filter(case=case, investigation__opened_at__lt=investigation.opened_at)
    last = earlier.exclude(signed_at=None).aggregate(at=Max("signed_at"))["at"]
    upto = investigation.completed_at or decision.signed_at
    found = [
        intake
        for intake in case.intakes.order_by("received_at", "pk")
        if (last is None or intake.registered_at > last) and (upto is None or intake.registered_at <= upto)
    ]
    applied = [intake for intake in found if intake.form == Intake.Form.APPLICATION]
    return tuple(_request(intake) for intake in applied or found[-1:])


def _request(intake: Intake) -> Request:
    is_report = intake.form == Intake.Form.REPORT
    return Request(
        arrived_on=_day(intake.received_at),
        channel=intake.channel,
        by_whom=intake.by_whom,
        words="" if is_report else intake.asked_for,
        is_report=is_report,
    )


def _replaced(decision: Decision, draft_on: date | None) -> dict[str, list[LineStanding]]:
    """What the decision takes the place of, by intervention; a correction says instead what it corrects.

    The letter is kept before the earlier lines are ended; one that is put together later asks what was ended.
    """
    if decision.corrects_id:
        return {}
    decided = _decided_on(decision, draft_on)
    found = ended_by(decision, today=timezone.localdate()) if decision.signed_at else []
    if not found:
        found = [s for s, _ in replaced_by(decision, decided=decided, today=decided) if _is_before(s.line, decision)]
    by_intervention: dict[str, list[LineStanding]] = defaultdict(list)
    for stands in found:
        by_intervention[stands.line.intervention].append(stands)
    return by_intervention


def _line(line: DecisionLine, earlier: Sequence[LineStanding] = ()) -> Line:
    intervention = code_list("interventions")[line.intervention]
    return Line(
        intervention=line.intervention,
        outcome=Outcome(line.outcome),
        unit=line.unit,
        applied=line.applied,
        amount=line.amount,
        valid_from=line.valid_from,
        valid_to=line.valid_to,
        regime=line.regime,
        areas=tuple(sorted(need.area for need in line.needs.all())),
        goal=line.goal,
        reasons=line.reasons,
        is_frame=intervention.extra["frame"] == "1",
        replaces_earlier=bool(earlier),
        ends_time=any(_leaves_time(stands) for stands in earlier),
    )


def _is_before(line: DecisionLine, decision: Decision) -> bool:
    signed = line.decision.signed_at
    return decision.signed_at is None or (signed is not None and signed < decision.signed_at)


def _leaves_time(stands: LineStanding) -> bool:
    """Whether what ends has given time, to somebody who can read what became of it."""
    begun = stands.now.executed or stands.now.partly
    return bool(begun) and stands.line.unit in TIMED and stands.line.decision.case.person.died_on is None


def _correction(decision: Decision) -> Correction | None:
    earlier = decision.corrects
    if earlier is None or earlier.signed_at is None:
        return None
    first = Decision.objects.filter(investigation=decision.investigation_id, version=1).values_list(
        "signed_at", flat=True
    )
    began = first.first() or earlier.signed_at
    return Correction(_day(earlier.signed_at), decision.correction_reason, _day(began))


def _decider(decision: Decision) -> Official | None:
    """Whoever decided: the one who signed, but the committee or its utskott where they only wrote it down (KL 6:37)."""
    held = DecisionMandate.objects.filter(decision=decision, by=DecisionMandate.By.BODY).first()
    if held is None or held.meeting_on is None:
        return _official(decision.signed_by)
    return Official(held.title[:1].upper() + held.title[1:], f"{held.paragraph}, {in_words(held.meeting_on)}")


def _delegation(decision: Decision) -> Delegation | None:
    """The items that the lines were decided under (KL 6:37): none in a draft, or when a body decided."""
    used = LineMandate.objects.filter(line__decision=decision).order_by("line")
    rows = list(used.values_list("item__number", "item__order__version"))
    return Delegation(tuple(dict.fromkeys(number for number, _ in rows)), rows[0][1]) if rows else None


def _official(staff: Staff | None) -> Official | None:
    return Official(staff.name, staff.title, staff.phone) if staff else None


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
