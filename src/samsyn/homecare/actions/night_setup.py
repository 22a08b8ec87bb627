"""Agreeing on night supervision by camera, its times and who may look; and ending it. The plan is never changed."""

from datetime import date, datetime, time, timedelta

from samsyn.audit.actions import action, record
from samsyn.homecare import night_access as access
from samsyn.homecare.access import OrderFacts
from samsyn.homecare.actions.shared import locked, tell
from samsyn.homecare.models import (
    CHANGED,
    Activity,
    Cohabitant,
    LookPermit,
    NightCheck,
    NightTerms,
    Order,
    Plan,
    Supervision,
)
from samsyn.homecare.nightwatch.agreed import NightPlan, check_permit, check_plan
from samsyn.homecare.nightwatch.machine import State
from samsyn.homecare.nightwatch.rules import night_rules
from samsyn.homecare.nightwatch.times import ZONE, moments
from samsyn.people.days import check_day
from samsyn.people.models import Appointment, Relation, Staff
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import PROVIDER, Actor


@action
def set_up_supervision(*, order: Order, activity: Activity, plan: NightPlan, by: Actor, at: datetime) -> Supervision:
    """Agree that an activity of the approved plan is done by camera, at the times in `plan`.

    Whoever is registered as living with the person is noted; nobody is looked at until all have said yes.
    """
    order = locked(order)
    permit(access.why_not_set_up(by, OrderFacts.of(order)))
    if Supervision.objects.filter(order=order, ended_at=None).exists():
        raise Refused(Refusal(N_("Det finns redan tillsyn med kamera på beställningen. Ändra den i stället.")))
    if activity.plan.order_id != order.pk or activity.plan.state != Plan.State.APPROVED:
        raise Invalid("activity", Refusal(N_("Välj en aktivitet ur planen som personen har godkänt.")))
    supervision = Supervision.objects.create(order=order, activity=activity, began_at=at, began_by=by.key)
    _put_terms(supervision, plan, 1, by, at)
    for relation in Relation.objects.filter(person=order.case.person_id, lives_together=True).select_related("other"):
        Cohabitant.objects.create(
            supervision=supervision, other=relation.other, name=relation.other.name, noted_at=at, noted_by=by.key
        )
    tell(order, "night.set_up", by=by, at=at, about=f"supervision:{supervision.pk}")
    return supervision


@action
def agree_night_terms(*, supervision: Supervision, plan: NightPlan, by: Actor, at: datetime) -> NightTerms:
    """Agree anew: a new version from now on. What is laid out ahead follows it, or is called off.

    Where it is more than was said yes to, each yes ends, and all who live there are asked again.
    """
    supervision = held(supervision)
    permit(access.why_not_set_up(by, OrderFacts.of(supervision.order)))
    newest = supervision.terms.order_by("-version").first()
    if newest and _is_agreed(newest, plan):
        return newest  # pressed twice
    terms = _put_terms(supervision, plan, newest.version + 1 if newest else 1, by, at)
    if newest and _is_more(terms, newest):
        # A yes is to what was agreed when it was said (SoLPuL 9): nobody is looked at more on an old one.
        supervision.consents.filter(withdrawn_at=None).update(
            withdrawn_at=at, withdrawn_by=by.key, withdrawn_hand=CHANGED, withdrawn_source=""
        )
    clock = [time.fromisoformat(t) for t in terms.times]
    for check in NightCheck.objects.filter(supervision=supervision, state=State.DUE, due_at__gt=at):
        if check.due_at in moments(clock, check.due_at - timedelta(seconds=1), check.due_at):
            check.terms = terms
        else:
            check.state, check.since = State.OFF, at
        check.save(update_fields=["terms", "state", "since"])
    tell(supervision.order, "night.agree", by=by, at=at, about=f"supervision:{supervision.pk}", version=terms.version)
    return terms


def _is_agreed(terms: NightTerms, plan: NightPlan) -> bool:
    return (
        terms.times == plan.written_times
        and all(
            getattr(terms, name) == getattr(plan, name)
            for name in ("look_seconds", "retry_minutes", "window_minutes", "visit_minutes", "device")
        )
        and (terms.when_not_seen, terms.persons_words) == (plan.when_not_seen.strip(), plan.persons_words.strip())
    )


def _is_more(terms: NightTerms, before: NightTerms) -> bool:
    """Whether somebody is looked at at other times, longer, or by another device than before."""
    return (
        not set(terms.times) <= set(before.times)
        or terms.look_seconds > before.look_seconds
        or terms.device != before.device
    )


def _put_terms(supervision: Supervision, plan: NightPlan, version: int, by: Actor, at: datetime) -> NightTerms:
    rules = night_rules(at.astimezone(ZONE).date())
    check_plan(plan, rules)
    return NightTerms.objects.create(
        supervision=supervision, version=version, times=plan.written_times, look_seconds=plan.look_seconds,
        retry_minutes=plan.retry_minutes, window_minutes=plan.window_minutes, visit_minutes=plan.visit_minutes,
        when_not_seen=plan.when_not_seen.strip(), persons_words=plan.persons_words.strip(), device=plan.device,
        rules=rules.version, agreed_at=at, agreed_by=by.key,
    )  # fmt: skip


@action
def note_cohabitant(*, supervision: Supervision, name: str, by: Actor, at: datetime) -> Cohabitant:
    """Note somebody who lives there, so that their yes is asked for too. The same name twice is one."""
    supervision = held(supervision)
    permit(access.why_not_set_up(by, OrderFacts.of(supervision.order)))
    name = " ".join(name.split())
    if not name:
        raise Invalid("name", Refusal(N_("Skriv namnet på den som bor där.")))
    there = supervision.cohabitants.filter(name=name, moved_at=None).first()
    if there:
        return there
    living = Relation.objects.filter(person=supervision.order.case.person_id, lives_together=True)
    other = next((r.other for r in living.select_related("other") if r.other.name == name), None)
    made = Cohabitant.objects.create(supervision=supervision, other=other, name=name, noted_at=at, noted_by=by.key)
    tell(supervision.order, "night.cohabitant", by=by, at=at, about=f"supervision:{supervision.pk}")
    return made


@action
def note_moved_out(*, cohabitant: Cohabitant, by: Actor, at: datetime) -> Cohabitant:
    """Note that somebody does not live there any longer. Their yes is not asked for after that."""
    supervision = held(cohabitant.supervision)
    permit(access.why_not_set_up(by, OrderFacts.of(supervision.order)))
    cohabitant = Cohabitant.objects.select_for_update().get(pk=cohabitant.pk)
    if cohabitant.moved_at is None:
        cohabitant.moved_at, cohabitant.moved_by = at, by.key
        cohabitant.save(update_fields=["moved_at", "moved_by"])
        tell(supervision.order, "night.moved_out", by=by, at=at, about=f"supervision:{supervision.pk}")
    return cohabitant


@action
def end_supervision(*, supervision: Supervision, reason: str, by: Actor, at: datetime) -> Supervision:
    """End the camera as a way. The need, the plan and its minutes stand as they did: the help is given as visits."""
    supervision = held(supervision)
    permit(access.why_not_set_up(by, OrderFacts.of(supervision.order)))
    if not reason.strip():
        raise Invalid("reason", Refusal(N_("Skriv varför kameran tas bort.")))
    if supervision.checks.filter(state=State.LOOKING).exists():
        raise Refused(Refusal(N_("Någon tittar just nu. Vänta tills titten är slut och försök igen.")))
    supervision.ended_at, supervision.ended_by, supervision.end_reason = at, by.key, reason.strip()
    supervision.save(update_fields=["ended_at", "ended_by", "end_reason"])
    waiting = supervision.checks.filter(state__in=[State.DUE, State.RETRY])
    waiting.filter(due_at__gt=at).update(state=State.OFF, since=at)
    tell(supervision.order, "night.end", by=by, at=at, about=f"supervision:{supervision.pk}")
    return supervision


@action
def give_look_permit(*, staff: Staff, valid_from: date, valid_to: date, by: Actor, at: datetime) -> LookPermit:
    """Name one of the own unit's staff as one who may look, from one day to another."""
    permit(access.why_not_name(by, by.unit_id or 0))
    today = at.astimezone(ZONE).date()
    check_day("valid_from", valid_from)
    check_day("valid_to", valid_to)
    check_permit(valid_from, valid_to, today=today, rules=night_rules(today))
    works = Appointment.objects.filter(staff=staff, unit=by.unit_id, role__in=PROVIDER, staff__left_on=None)
    if not works.exclude(valid_to__lt=valid_from).exists():
        raise Invalid("staff", Refusal(N_("Välj någon som arbetar på enheten.")))
    overlap = LookPermit.objects.filter(unit=by.unit_id, staff=staff, ended_at=None, valid_from__lte=valid_to)
    if overlap.filter(valid_to__gte=valid_from).exists():
        raise Invalid("staff", Refusal(N_("Den personen har redan behörighet de dagarna.")))
    given = LookPermit.objects.create(
        unit_id=by.unit_id or 0, staff=staff, valid_from=valid_from, valid_to=valid_to, given_at=at, given_by=by.key
    )
    record(by=by, at=at, what="night.permit", about=f"staff:{staff.pk}", detail={"permit": given.pk})
    return given


@action
def end_look_permit(*, given: LookPermit, by: Actor, at: datetime) -> LookPermit:
    """End a permission to look, at once."""
    permit(access.why_not_name(by, given.unit_id))
    given = LookPermit.objects.select_for_update().get(pk=given.pk)
    if given.ended_at is None:
        given.ended_at, given.ended_by = at, by.key
        given.save(update_fields=["ended_at", "ended_by"])
        record(by=by, at=at, what="night.permit_end", about=f"staff:{given.staff_id}", detail={"permit": given.pk})
    return given


def held(supervision: Supervision) -> Supervision:
    """A supervision that has not ended, with its order, held until the transaction ends. Raises Refused."""
    found = (
        Supervision.objects.select_for_update(of=("self",)).select_related("order__case__person").get(pk=supervision.pk)
    )
    if found.ended_at is not None:
        raise Refused(Refusal(N_("Tillsynen med kamera är avslutad.")))
    return found
