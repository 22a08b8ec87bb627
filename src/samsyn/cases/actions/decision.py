"""From draft to signed decision. After signing nothing changes; a correction is a new version beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases import access, codes
from samsyn.cases.actions.communication import why_not_unheard
from samsyn.cases.actions.detriment import enforce_grounds
from samsyn.cases.actions.execution import begin_clocks
from samsyn.cases.actions.letter import keep_letter, vouched
from samsyn.cases.actions.mandate import Held, keep_mandate, take_mandate
from samsyn.cases.actions.shared import locked, step, tell
from samsyn.cases.condition_rows import why_not_conditions
from samsyn.cases.conditions import why_not_under
from samsyn.cases.letters.content import Sender
from samsyn.cases.lifecycle import EVENTS, Status, Step, why_not
from samsyn.cases.models import Case, Decision, DecisionLine, Investigation, LineNeed, Need
from samsyn.cases.regimes import regimes_on
from samsyn.cases.sound import why_not_correct, why_not_propose, why_not_reassess
from samsyn.people.days import check_day
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor

MINUTES_IN = {"minutes_week": 7 * 24 * 60, "minutes_month": 31 * 24 * 60}
UNITS = ("minutes_week", "minutes_month", "times_week", "days_week", "days_month", "count")
LARGEST_AMOUNT = 31 * 24 * 60


@dataclass(frozen=True)
class LineTerms:
    """What a line says. `amount` and `applied` are whole minutes for time, else a count, in the line's unit."""

    intervention: str
    outcome: str
    unit: str
    amount: int
    valid_from: date
    needs: tuple[int, ...]
    applied: int | None = None
    valid_to: date | None = None
    goal: str = ""
    reasons: str = ""
    regime: str = "SOL_11_1"

    def __post_init__(self) -> None:
        if self.intervention not in codes.code_list("interventions"):
            raise Invalid("intervention", Refusal(N_("Välj en insats i listan.")))
        if self.outcome not in DecisionLine.Outcome.values or self.unit not in UNITS:
            raise Invalid("outcome", Refusal(N_("Välj om insatsen beviljas, beviljas delvis eller avslås.")))
        if self.regime not in codes.code_list("regimes"):
            raise Invalid("regime", Refusal(N_("Välj en bestämmelse i listan.")))
        check_day("valid_from", self.valid_from)
        check_day("valid_to", self.valid_to)
        if self.valid_to and self.valid_to < self.valid_from:
            raise Invalid("valid_to", Refusal(N_("Slutdagen ligger före startdagen.")))
        self._check_amounts()

    def _check_amounts(self) -> None:
        refused = self.outcome == DecisionLine.Outcome.REFUSED
        if refused != (self.amount == 0):
            raise Invalid("amount", Refusal(N_("Ange hur mycket som beviljas, eller välj Avslås.")))
        if not 0 <= self.amount <= MINUTES_IN.get(self.unit, LARGEST_AMOUNT):
            raise Invalid("amount", Refusal(N_("Så mycket tid finns inte i perioden. Kontrollera antalet.")))
        if self.applied is not None and not 0 < self.applied <= LARGEST_AMOUNT:
            raise Invalid("applied", Refusal(N_("Kontrollera hur mycket ansökan gällde.")))
        if self.applied and self.outcome == DecisionLine.Outcome.PARTLY and self.amount >= self.applied:
            raise Invalid("outcome", Refusal(N_("Du beviljar minst så mycket som personen har sökt. Välj Beviljas.")))
        if self.applied and self.outcome == DecisionLine.Outcome.GRANTED and self.amount < self.applied:
            raise Invalid("outcome", Refusal(N_("Du beviljar mindre än personen har sökt. Välj Beviljas delvis.")))


@action
def start_decision(*, investigation: Investigation, by: Actor, at: datetime) -> Decision:
    """Begin the draft of a decision on an investigation. Asking twice gives the same draft."""
    case = locked(investigation.case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    enforce(why_not(case.status_now, Step.PROPOSE))
    under_way = case.decisions.filter(state__in=Decision.UNDER_WAY).exclude(investigation=investigation)
    enforce(why_not_reassess(correcting=under_way.exists()))
    draft, made = Decision.objects.get_or_create(
        investigation=investigation, state=Decision.State.DRAFT, defaults={"case": case}
    )
    if made:
        tell(case, "decision.start", by=by, at=at, about=f"decision:{draft.pk}")
    return draft


@action
def put_line(
    *, decision: Decision, terms: LineTerms, by: Actor, at: datetime, line: DecisionLine | None = None
) -> DecisionLine:
    """Write a line into a draft, a new one or in place of `line`. A line answers needs of this investigation only."""
    decision = _draft(decision, by)
    _enforce_in_force(decision, [terms.regime], at)
    if refusal := why_not_under(terms.regime, terms.intervention):
        raise Invalid("intervention", refusal)
    needs = list(Need.objects.filter(pk__in=terms.needs, investigation=decision.investigation_id, removed_at=None))
    if len(needs) != len(set(terms.needs)):
        raise Invalid("needs", Refusal(N_("Välj behov ur den här utredningen.")))
    if line is not None and line.decision_id != decision.pk:
        raise Refused(Refusal(N_("Insatsen hör till ett annat beslut.")))
    line = line or DecisionLine(decision=decision)
    for name in ("intervention", "outcome", "unit", "amount", "applied", "valid_from", "valid_to", "regime"):
        setattr(line, name, getattr(terms, name))
    line.goal, line.reasons = terms.goal.strip(), terms.reasons.strip()
    line.save()
    LineNeed.objects.filter(line=line).delete()
    LineNeed.objects.bulk_create(LineNeed(line=line, need=n) for n in needs)
    tell(decision.case, "line.put", by=by, at=at, about=f"line:{line.pk}", outcome=terms.outcome)
    return line


@action
def remove_line(*, line: DecisionLine, by: Actor, at: datetime) -> None:
    """Take a line out of a draft."""
    decision = _draft(line.decision, by)
    pk = line.pk
    line.delete()
    tell(decision.case, "line.remove", by=by, at=at, about=f"line:{pk}")


@action
def write_summary(*, decision: Decision, summary: str, by: Actor, at: datetime) -> Decision:
    """The words to the person that open the letter."""
    decision = _draft(decision, by)
    decision.summary = summary.strip()
    decision.save(update_fields=["summary"])
    tell(decision.case, "decision.summary", by=by, at=at, about=f"decision:{decision.pk}")
    return decision


@action
def propose(*, decision: Decision, by: Actor, at: datetime) -> Decision:
    """Hand the draft to the delegate. Refused until needs, goals and reasons are complete (FL 32) and what goes
    against the person has been communicated (FL 25)."""
    decision = _draft(decision, by)
    needs = list(decision.investigation.needs.filter(removed_at=None))
    lines = list(decision.lines.prefetch_related("needs"))
    enforce(why_not_propose(needs, lines))
    enforce_grounds(decision, at)
    enforce(why_not_unheard(decision, today=localdate(at)) or why_not_conditions(decision, lines))
    decision.state, decision.proposed_at, decision.proposed_by_id = Decision.State.PROPOSED, at, by.staff_id
    decision.returned_note = ""
    decision.save()
    if decision.corrects_id is None:
        step(decision.case, Step.PROPOSE, at)
    tell(decision.case, EVENTS[Step.PROPOSE], by=by, at=at, about=f"decision:{decision.pk}")
    return decision


@action
def send_back(*, decision: Decision, note: str, by: Actor, at: datetime) -> Decision:
    """Return a proposal to the caseworker with what needs to be done."""
    decision = _proposed(decision, by)
    if not note.strip():
        raise Invalid("note", Refusal(N_("Skriv vad som behöver kompletteras.")))
    decision.state, decision.returned_note = Decision.State.DRAFT, note.strip()
    decision.proposed_at = decision.proposed_by = None
    decision.save()
    if decision.corrects_id is None:
        step(decision.case, Step.SEND_BACK, at)
    tell(decision.case, EVENTS[Step.SEND_BACK], by=by, at=at, about=f"decision:{decision.pk}")
    return decision


@action
def sign(*, decision: Decision, sender: Sender, by: Actor, at: datetime) -> Decision:
    """Decide, and keep the letter from `sender` as it reads now. From here neither the decision nor the letter changes.

    Only a human being who holds the right in the delegation order of that day decides (KL 6:37, 7:5).
    Refusals alone close a case that has nothing under way.
    """
    decision = _proposed(decision, by)
    return make_decision(decision, take_mandate(decision, by=by, at=at), sender=sender, by=by, at=at)


def make_decision(
    decision: Decision, held: Held, *, sender: Sender, by: Actor, at: datetime, decided_at: datetime | None = None
) -> Decision:
    """Make a proposal the decision of whoever holds the right to it. Part of the actions that decide.

    `decided_at` is when the committee decided what is written down only now; otherwise it is decided as it is signed.
    """
    case, told_at, at = decision.case, at, decided_at or at
    _enforce_in_force(decision, decision.lines.values_list("regime", flat=True), at)
    enforce(why_not_unheard(decision, today=localdate(at)))
    enforce_grounds(decision, at)
    decision.state, decision.signed_at, decision.signed_by_id = Decision.State.SIGNED, at, by.staff_id
    decision.save()
    mandate = keep_mandate(decision, held)
    letter = keep_letter(decision, sender=sender, at=told_at)
    if decision.corrects_id is None:
        Investigation.objects.filter(pk=decision.investigation_id).update(completed_at=at)
        step(case, Step.SIGN, at)
    about, said = f"decision:{decision.pk}", {"version": decision.version, **vouched(letter)}
    tell(case, EVENTS[Step.SIGN], by=by, at=told_at, about=about, mandate=str(mandate.by), **said)
    begin_clocks(decision, by=by, at=told_at)
    if decision.corrects_id is None and not _anything_granted(case):
        case.closed_at, case.close_reason = at, "refused"
        case.save(update_fields=["close_reason"])
        step(case, Step.CLOSE, at)
        tell(case, EVENTS[Step.CLOSE], by=by, at=told_at, reason="refused")
    return decision


@action
def correct(*, decision: Decision, reason: str, by: Actor, at: datetime) -> Decision:
    """Begin a corrected version beside a signed decision (FL 36). The signed one stays as it is.

    FL 36-39 speak of the decision and set no end: one that was refused, or whose case is closed since, is corrected
    the same way. Closing a case therefore leaves its correction as it is, to be written, proposed and signed.
    """
    case = locked(decision.case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    _enforce_correctable(decision, case)
    if not reason.strip():
        raise Invalid("reason", Refusal(N_("Skriv vad som är fel och ska rättas.")))
    version = Decision.objects.create(
        case=case, investigation_id=decision.investigation_id, version=decision.version + 1, corrects=decision,
        correction_reason=reason.strip(), summary=decision.summary,
    )  # fmt: skip
    for line in decision.lines.prefetch_related("needs"):
        copy_line(line, version, list(line.needs.all()))
    tell(case, "decision.correct", by=by, at=at, about=f"decision:{version.pk}", corrects=decision.pk)
    return version


@action
def drop_correction(*, decision: Decision, by: Actor, at: datetime) -> None:
    """Give up a correction that has not been proposed."""
    decision = _draft(decision, by)
    if decision.corrects_id is None:
        raise Refused(Refusal(N_("Bara en påbörjad rättelse kan tas bort.")))
    pk, case = decision.pk, decision.case
    decision.lines.all().delete()
    decision.delete()
    tell(case, "decision.drop_correction", by=by, at=at, about=f"decision:{pk}")


def copy_line(line: DecisionLine, version: Decision, needs: Iterable[Need], *, replaces: bool = True) -> None:
    """The same line in another draft; `replaces` ties it to the one it stands for. Part of an action."""
    copy = DecisionLine(
        decision=version, regime=line.regime, intervention=line.intervention, outcome=line.outcome, unit=line.unit,
        applied=line.applied, amount=line.amount, valid_from=line.valid_from, valid_to=line.valid_to, goal=line.goal,
        reasons=line.reasons, replaces=line if replaces else None,
    )  # fmt: skip
    copy.save()
    LineNeed.objects.bulk_create(LineNeed(line=copy, need=n) for n in needs)


def _enforce_correctable(decision: Decision, case: Case) -> None:
    enforce(
        why_not_correct(
            signed=decision.state == Decision.State.SIGNED,
            corrected=Decision.objects.filter(corrects=decision).exists(),
            another_open=case.decisions.filter(state__in=Decision.UNDER_WAY).exists(),
            investigating=case.status_now is Status.INVESTIGATING,
        )
    )


def _enforce_in_force(decision: Decision, used: Iterable[str], at: datetime) -> None:
    """A decision rests on the law of its day; a correction keeps the law of the decision it corrects."""
    first, kept = decision, set[str]()
    while first.corrects:
        kept |= set(first.corrects.lines.values_list("regime", flat=True))
        first = first.corrects
    in_force = {r.code for r in regimes_on(localdate(first.signed_at or at))}
    if not set(used) <= in_force | kept:
        raise Invalid("regime", Refusal(N_("Bestämmelsen gäller inte i dag. Välj den som gäller.")))


def _draft(decision: Decision, by: Actor) -> Decision:
    decision = held_decision(decision)
    permit(access.why_not_handle(by, access.CaseFacts.of(decision.case)))
    if decision.state == Decision.State.PROPOSED:
        raise Refused(Refusal(N_("Beslutet är föreslaget. Be delegaten skicka tillbaka det om något ska ändras.")))
    if decision.state == Decision.State.SIGNED:
        raise Refused(Refusal(N_("Beslutet är signerat och ändras inte. Gör en rättelse om något är fel.")))
    if decision.state == Decision.State.ASIDE:
        raise Refused(Refusal(N_("Beslutet är lagt åt sidan, för ärendet avslutades innan det var fattat.")))
    return decision


def _proposed(decision: Decision, by: Actor) -> Decision:
    decision = held_decision(decision)
    permit(access.why_not_sign(by, access.CaseFacts.of(decision.case), decision.proposed_by_id))
    if decision.state != Decision.State.PROPOSED:
        raise Refused(Refusal(N_("Beslutet väntar inte på dig. Ladda om sidan för att se hur långt det har kommit.")))
    return decision


def held_decision(decision: Decision) -> Decision:
    """The decision as it stands now, held with its case until the transaction ends."""
    locked(decision.case)
    return Decision.objects.select_for_update(of=("self",)).select_related("case").get(pk=decision.pk)


def _anything_granted(case: Case) -> bool:
    lines = DecisionLine.objects.filter(decision__case=case, decision__state=Decision.State.SIGNED)
    return lines.exclude(outcome=DecisionLine.Outcome.REFUSED).exists()
