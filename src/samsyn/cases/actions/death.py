"""A death, seen from the cases: held against what came in, and taken back with all that it had closed."""

from datetime import date, datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases import access
from samsyn.cases.actions.closing import take_up_again
from samsyn.cases.actions.shared import locked, tell
from samsyn.cases.endings import applied_after, why_not_reopen
from samsyn.cases.models import Case, Intake
from samsyn.people.actions import record_death, take_back_death
from samsyn.people.models import Person
from samsyn.people.refusals import N_, Invalid, Refusal, enforce, permit
from samsyn.people.roles import Actor


@action
def note_death(*, case: Case, died_on: date, source: str, by: Actor, at: datetime, confirmed: bool = False) -> Person:
    """Note when somebody died, from one of their cases. It ends nothing by itself.

    Raises Invalid when an application came in after that day and nobody has confirmed that both are right.
    """
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    applied = Intake.objects.filter(case__person=case.person_id, form=Intake.Form.APPLICATION)
    late = applied_after(died_on, (localdate(i.received_at) for i in applied))
    if late and not confirmed:
        raise Invalid(
            "confirmed",
            Refusal(
                N_(
                    "En ansökan kom in {day}, efter den dagen. Kontrollera dagen. Stämmer båda kryssar du i det, "
                    "och avslutar sedan ärendet."
                ),
                {"day": late.isoformat()},
            ),
        )
    person = record_death(person=case.person, died_on=died_on, source=source, by=by, at=at)
    tell(case, "case.death", by=by, at=at, confirmed=confirmed)
    return person


@action
def undo_death(*, case: Case, by: Actor, at: datetime) -> list[Case]:
    """Take back a death noted by mistake, and take up again every case that the death had closed.

    What was decided applies again and its clocks run on; what was ordered has been stopped and is ordered anew. The
    cases of other units are taken up too: the mistake was one. A fee that the death had ended is taken again, since its
    end counts only while the death stands. Returns the cases.
    """
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    take_back_death(person=case.person, by=by, at=at)
    ended = Case.objects.filter(person=case.person_id, status="closed", close_reason="deceased").order_by("pk")
    reopened = []
    for one in ended:
        one = locked(one)
        enforce(why_not_reopen(one.status_now, one.close_reason, dead=False))
        reopened.append(take_up_again(one, by=by, at=at))
    return reopened
