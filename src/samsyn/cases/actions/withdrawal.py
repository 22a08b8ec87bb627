"""Withdrawal: of an application before it is decided, and of help that is granted.

The Administrative Procedure Act has no rule on withdrawal. A case that a withdrawal ends is written off by a decision
(avskrivning); it is documented like any other (FL 31). Whether it may be appealed the acts leave open (FL 41).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases import access
from samsyn.cases.actions.closing import finish, lay_aside
from samsyn.cases.actions.execution import note_renounced
from samsyn.cases.actions.shared import locked, step, tell
from samsyn.cases.endings import why_not_withdraw
from samsyn.cases.lifecycle import EVENTS, Step
from samsyn.cases.models import Case, DecisionLine, Intake, Withdrawal
from samsyn.people.days import check_day
from samsyn.people.models import Person
from samsyn.people.queries import who_may
from samsyn.people.refusals import N_, Invalid, Refusal, enforce, permit
from samsyn.people.roles import Actor


@dataclass(frozen=True)
class TakenBack:
    """What was said when something was taken back: by whom, how and when, in their words.

    `by_person` is the relative with authority, None when the person said it.
    """

    form: str
    day: date
    what: str
    by_person: Person | None = None
    once: str = ""

    def __post_init__(self) -> None:
        if self.form not in Withdrawal.Form.values:
            raise Invalid("form", Refusal(N_("Välj om det sades eller skrevs.")))
        if not self.what.strip():
            raise Invalid("what", Refusal(N_("Skriv vad personen tar tillbaka, helst med egna ord."), law="FL 27"))
        check_day("day", self.day)


@action
def withdraw_application(
    *,
    case: Case,
    said: TakenBack,
    whole: bool,
    by: Actor,
    at: datetime,
    intake: Intake | None = None,
    reasons: str = "",
) -> Withdrawal:
    """Take back an application before it is decided: the whole, and the case is written off for `reasons`; or part
    of it, and the rest is decided.

    Where an earlier decision runs, the case goes on with that one. The same form sent twice is taken back once.
    """
    case = locked(case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    if before := _sent_before(said, by):
        return before
    applications = case.intakes.filter(form=Intake.Form.APPLICATION)
    enforce(why_not_withdraw(case.status_now, applications=applications.count()))
    _check(case, said, at)
    if intake and not applications.filter(pk=intake.pk).exists():
        raise Invalid("intake", Refusal(N_("Välj en ansökan i det här ärendet.")))
    if whole and not reasons.strip():
        raise Invalid("reasons", Refusal(N_("Skriv varför ärendet skrivs av."), law="FL 32"))
    withdrawal = _keep(case, said, by, at, intake=intake, whole=whole, reasons=reasons.strip(), written_off=whole)
    about = f"withdrawal:{withdrawal.pk}"
    if not whole:
        tell(case, "case.withdraw_part", by=by, at=at, about=about)
        return withdrawal
    if case.decisions.filter(state="signed").exists():
        lay_aside(case, at)
        step(case, Step.GO_ON, at)
        tell(case, "case.withdraw_part", by=by, at=at, about=about)
        tell(case, EVENTS[Step.GO_ON], by=by, at=at, about=about)
    else:
        finish(case, Step.WITHDRAW, "withdrawn", by=by, at=at, about=about)
    return withdrawal


@action
def renounce_line(*, line: DecisionLine, said: TakenBack, by: Actor, at: datetime) -> Withdrawal:
    """The person says no thanks to help that is granted: its line closes (SoL 34:1). The room above stops the order."""
    case = locked(line.decision.case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    if before := _sent_before(said, by):
        return before
    _check(case, said, at)
    line.decision.case = case
    note_renounced(line, day=said.day, note=said.what.strip(), by=by, at=at)
    withdrawal = _keep(case, said, by, at, line=line, whole=True)
    tell(case, "line.renounce", by=by, at=at, about=f"line:{line.pk}")
    return withdrawal


def _keep(case: Case, said: TakenBack, by: Actor, at: datetime, **more: object) -> Withdrawal:
    by_whom = Withdrawal.By.RELATIVE if said.by_person else Withdrawal.By.PERSON
    free = said.once if said.once and not Withdrawal.objects.filter(once=said.once).exists() else None
    return Withdrawal.objects.create(
        case=case, by_whom=by_whom, by_person=said.by_person, form=said.form, day=said.day, what=said.what.strip(),
        registered_at=at, registered_by=by.key, once=free, **more,
    )  # fmt: skip


def _sent_before(said: TakenBack, by: Actor) -> Withdrawal | None:
    return Withdrawal.objects.filter(once=said.once, registered_by=by.key).first() if said.once else None


def _check(case: Case, said: TakenBack, at: datetime) -> None:
    if said.day > localdate(at):
        raise Invalid("day", Refusal(N_("Dagen ligger framåt i tiden. Skriv när personen sa eller skrev det.")))
    if said.day < localdate(case.received_at):
        raise Invalid("day", Refusal(N_("Dagen ligger före ansökan. Kontrollera dagen.")))
    if said.by_person and said.by_person not in who_may("apply", person_id=case.person_id, today=localdate(at)):
        raise Invalid("by_person", Refusal(N_("Den närstående har inte rätt att ansöka, och kan inte ta tillbaka.")))
