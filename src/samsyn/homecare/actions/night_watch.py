"""The night itself: checks laid out, looks that begin and end, visits, and the watch that moves what is late.

No action asks the vendor anything: a transaction that waited for somebody else's answer would hold everybody up.
`night_desk` puts the vendor's answers between one action and the next, so that each moment of a look is stored before
the next is tried, and a process that dies in between leaves a look that the watch finds.
"""

import secrets
from datetime import datetime, time

from samsyn.audit.actions import action, record
from samsyn.audit.models import Event
from samsyn.homecare import night_access as access
from samsyn.homecare.access import OrderFacts
from samsyn.homecare.actions.night_moves import Ending, end_open_look, step_check
from samsyn.homecare.actions.shared import tell
from samsyn.homecare.lifecycle import ACCEPTED
from samsyn.homecare.models import Look, NightCheck, NightOff, NightTerms, Supervision
from samsyn.homecare.night_facts import check_of, is_named, is_off, terms_of, why_barred_at
from samsyn.homecare.nightwatch.machine import WAITING, State, Step, overdue
from samsyn.homecare.nightwatch.rules import NightRules, night_rules
from samsyn.homecare.nightwatch.times import ZONE, moments, night_at
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor

OUTCOMES = {"seen": Step.SAW, "not_seen": Step.SAW_NOT, "failed": Step.FAIL}


@action
def lay_out_checks(*, by: Actor, at: datetime) -> int:
    """Lay out the agreed times of the coming hours, and those that passed while no watch was kept. Twice is once."""
    permit(access.why_not_keep_watch(by))
    rules = night_rules(at.astimezone(ZONE).date())
    going = Supervision.objects.filter(ended_at=None, order__status__in=ACCEPTED, order__case__person__died_on=None)
    found = NightCheck.objects.filter(due_at__gt=at - rules.back, due_at__lte=at + rules.ahead)
    # What was called off ahead is laid out anew when it holds again; what was called off and has passed is not.
    known = set(found.exclude(state=State.OFF, due_at__gt=at).values_list("supervision", "due_at"))
    off = NightOff.objects.filter(back_at=None, night__gte=night_at(at - rules.back))
    nights_off = set(off.values_list("supervision", "night"))
    new = [
        NightCheck(supervision=one, terms=terms, due_at=due, act_at=due, since=at)
        for one in going.prefetch_related("terms").order_by("pk")
        for terms, due in _due(one, rules, at)
        if (one.pk, due) not in known and (one.pk, night_at(due)) not in nights_off
    ]
    NightCheck.objects.bulk_create(new)
    if new:
        record(by=by, at=at, what="night.lay_out", about="list", detail={"checks": len(new)})
    return len(new)


def _due(supervision: Supervision, rules: NightRules, at: datetime) -> list[tuple[NightTerms, datetime]]:
    """Each agreed moment from some hours back to some hours ahead, with the terms that held then."""
    versions = sorted(supervision.terms.all(), key=lambda t: t.version)
    found = []
    for n, terms in enumerate(versions):
        after = max(terms.agreed_at, at - rules.back)
        upto = versions[n + 1].agreed_at if n + 1 < len(versions) else at + rules.ahead
        found += [(terms, due) for due in moments([time.fromisoformat(t) for t in terms.times], after, upto)]
    return found


@action
def escalate_check(*, check: NightCheck, by: Actor, at: datetime) -> bool:
    """Move a check by the clock, one step: to a visit, or to a visit that is late. Returns whether anything happened.

    Asked again, by this watch or by another, it does nothing more until the next thing is late.
    """
    permit(access.why_not_keep_watch(by))
    check = _held(check)
    order = check.supervision.order
    gives = order.status in ACCEPTED and order.case.person.died_on is None and not is_off(check)
    if not gives and check.state in WAITING:
        step: Step | None = Step.CALL_OFF
    else:
        barred = why_barred_at(check.supervision) is not None
        step = overdue(check_of(check), at=at, terms=terms_of(check.terms), barred=barred)
    if step is None:
        return False
    for look in check.looked.filter(ended_at=None) if step in {Step.LOSE, Step.BAR} else ():
        lost = step is Step.LOSE
        end_open_look(look, Ending(Look.Outcome.LOST if lost else Look.Outcome.BARRED), at)
    step_check(check, step, by=by, at=at)
    tell(order, "night.escalate", by=by, at=at, about=f"night_check:{check.pk}", step=step, state=check.state)
    return True


@action
def begin_look(*, check: NightCheck, by: Actor, at: datetime) -> Look:
    """Begin a look, before the vendor is asked. Refused without all consents, out of time, and while another looks.

    Pressing twice gives the same look. The reading is in the log.
    """
    check = _held(check)
    order = check.supervision.order
    permit(access.why_not_look(by, OrderFacts.of(order), named=is_named(by, at)))
    under_way = check.looked.filter(ended_at=None).select_related("staff").first()
    if under_way and under_way.staff_id == by.staff_id:
        return under_way
    if under_way:
        said = N_("{name} tittar just nu. En i taget tittar.")
        raise Refused(Refusal(said, {"name": under_way.staff.name}))
    if check.supervision.ended_at or order.status not in ACCEPTED:
        raise Refused(Refusal(N_("Tillsynen med kamera är avslutad.")))
    if is_off(check):
        raise Refused(Refusal(N_("Personen har ställt in tillsynen den natten.")))
    enforce(why_barred_at(check.supervision))
    step_check(check, Step.OPEN, by=by, at=at)
    look = Look.objects.create(
        check_of=check, staff_id=by.staff, key=secrets.token_urlsafe(18), began_at=at,
        most_seconds=check.terms.look_seconds,
    )  # fmt: skip
    record(
        by=by, at=at, what="night.look", about=f"night_check:{check.pk}", access=Event.Access.READ, case=order.case_id,
        subjects=[order.case.person_id],
    )  # fmt: skip
    return look


@action
def end_look(*, look: Look, ending: Ending, by: Actor, at: datetime) -> NightCheck:
    """Write what came of one's own look: seen, not seen, or no picture. What follows is the machine's."""
    check = _held(look.check_of)
    look = Look.objects.select_for_update().get(pk=look.pk)
    permit(access.why_not_go(by, OrderFacts.of(check.supervision.order)))
    if look.staff_id != by.staff_id:
        raise Refused(Refusal(N_("Det är den som tittade som skriver vad som syntes.")))
    if ending.outcome not in OUTCOMES:
        raise Invalid("outcome", Refusal(N_("Välj vad du såg.")))
    if look.ended_at is not None:
        raise Refused(Refusal(N_("Titten är redan avslutad. Se på listan vad som händer nu.")))
    end_open_look(look, ending, at)
    step_check(check, OUTCOMES[ending.outcome], by=by, at=at)
    tell(
        check.supervision.order, "night.looked", by=by, at=at, about=f"night_check:{check.pk}",
        outcome=look.outcome, seconds=look.seconds, trouble=look.trouble,
    )  # fmt: skip
    return check


@action
def ask_visit(*, check: NightCheck, by: Actor, at: datetime) -> NightCheck:
    """Ask for a visit instead of a look, for whatever reason."""
    check = _held(check)
    permit(access.why_not_go(by, OrderFacts.of(check.supervision.order)))
    step_check(check, Step.ASK, by=by, at=at)
    tell(check.supervision.order, "night.ask_visit", by=by, at=at, about=f"night_check:{check.pk}")
    return check


@action
def go_to(*, check: NightCheck, by: Actor, at: datetime) -> NightCheck:
    """Say that one goes there. The first who says so goes; pressing twice is going once."""
    check = _held(check)
    permit(access.why_not_go(by, OrderFacts.of(check.supervision.order)))
    if check.state == State.GOING and check.visit.goes_id == by.staff_id:
        return check
    if check.state == State.GOING:
        said = N_("{name} är redan på väg dit.")
        raise Refused(Refusal(said, {"name": check.visit.goes.name if check.visit.goes else ""}))
    step_check(check, Step.GO, by=by, at=at)
    check.visit.goes_id, check.visit.going_at = by.staff, at
    check.visit.save(update_fields=["goes", "going_at"])
    tell(check.supervision.order, "night.go", by=by, at=at, about=f"night_check:{check.pk}")
    return check


@action
def arrive_at(*, check: NightCheck, found: str, by: Actor, at: datetime) -> NightCheck:
    """Say that one has been there, and how the person was."""
    check = _held(check)
    permit(access.why_not_go(by, OrderFacts.of(check.supervision.order)))
    if not found.strip():
        raise Invalid("found", Refusal(N_("Skriv hur personen mådde och vad du gjorde.")))
    step_check(check, Step.ARRIVE, by=by, at=at)
    visit = check.visit
    visit.arrived_at, visit.arrived_by, visit.found = at, by.key, found.strip()
    visit.save(update_fields=["arrived_at", "arrived_by", "found"])
    tell(check.supervision.order, "night.arrive", by=by, at=at, about=f"night_check:{check.pk}")
    return check


def _held(check: NightCheck) -> NightCheck:
    """The check as it stands now, with its order and terms, held until the transaction ends."""
    rows = NightCheck.objects.select_for_update(of=("self",))
    return rows.select_related("supervision__order__case__person", "terms").get(pk=check.pk)
