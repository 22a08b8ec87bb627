"""The implementation plan, made with the person: written, offered, and answered by their own hand."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import localdate, localtime

from samsyn.audit.actions import action
from samsyn.cases.actions import note_progress
from samsyn.cases.lifecycle import Step
from samsyn.homecare import access
from samsyn.homecare.actions.shared import locked, tell
from samsyn.homecare.actions.time import forget_ahead, lay_out
from samsyn.homecare.frame import Times, current_until, minutes_a_week, why_not_fit
from samsyn.homecare.models import Activity, Order, Plan, PlanWish
from samsyn.homecare.rhythm import EVERY_WEEKS, first_weeks, monday_of
from samsyn.homecare.sound import why_not_offer
from samsyn.people.days import check_day
from samsyn.people.models import Staff
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor

State = Plan.State
WRITABLE = {State.DRAFT, State.OBJECTED}
HANDED_FOR = timedelta(minutes=30)  # how long the person has the tablet before it must be handed over anew
TIMES = ("weekdays", "minutes", "every_weeks")  # of an activity, as the frame counts them


@dataclass(frozen=True)
class ActivityTerms:
    """One thing to be done. `weekdays` are ISO numbers in order ("135"), `minutes` each time.

    `every_weeks` is 2 for every other week; the weeks are then counted from the one that `first_week` is a day of.
    """

    what: str
    weekdays: str
    start: time
    minutes: int
    every_weeks: int = 1
    first_week: date | None = None
    need: int | None = None
    item: str = ""  # what it is on the menu, where it is there
    guarded: bool = False  # a goal hangs on it: never swapped away without a talk
    goal: str = ""
    how: str = ""
    responsible: Staff | None = None

    def __post_init__(self) -> None:
        if not self.what.strip():
            raise Invalid("what", Refusal(N_("Skriv vad som ska göras.")))
        if not self.weekdays or not set(self.weekdays) <= set("1234567"):
            raise Invalid("weekdays", Refusal(N_("Välj minst en veckodag.")))
        if self.every_weeks not in EVERY_WEEKS:
            raise Invalid("every_weeks", Refusal(N_("Välj hur ofta det görs.")))
        if self.every_weeks > 1 and self.first_week is None:
            raise Invalid("first_week", Refusal(N_("Välj en dag i den första veckan, så att veckorna kan räknas.")))
        check_day("first_week", self.first_week)
        if not 0 < self.minutes <= 24 * 60:
            raise Invalid("minutes", Refusal(N_("Skriv hur många minuter det tar, mer än noll och högst ett dygn.")))


@action
def start_plan(*, order: Order, by: Actor, at: datetime) -> Plan:
    """Begin a plan, or a new version that starts from the one that holds now. Asking twice gives the same draft."""
    order = locked(order)
    permit(access.why_not_plan(by, access.OrderFacts.of(order)))
    under_way = order.plans.filter(state__in=[State.DRAFT, State.OFFERED, State.OBJECTED]).first()
    if under_way:
        return under_way
    before = order.plans.order_by("-version").first()
    plan = Plan.objects.create(
        order=order,
        version=before.version + 1 if before else 1,
        made_on=localdate(at),
        made_by_id=by.staff,
    )
    if before:
        _copy_activities(before, plan)
        _copy_wish(before, plan)
    tell(order, "plan.start", by=by, at=at, about=f"plan:{plan.pk}", version=plan.version)
    return plan


@action
def write_plan(
    *,
    plan: Plan,
    participation: str,
    persons_words: str,
    others_present: str,
    follow_up_on: date | None,
    by: Actor,
    at: datetime,
) -> Plan:
    """Write how the person took part, what they said, and when the plan is followed up."""
    plan = writing(plan, by)
    check_day("follow_up_on", follow_up_on)
    plan.participation, plan.persons_words = participation.strip(), persons_words.strip()
    plan.others_present, plan.follow_up_on = others_present.strip(), follow_up_on
    plan.save()
    tell(plan.order, "plan.write", by=by, at=at, about=f"plan:{plan.pk}")
    return plan


@action
def put_activity(
    *, plan: Plan, terms: ActivityTerms, by: Actor, at: datetime, activity: Activity | None = None
) -> Activity:
    """Write an activity into the plan, a new one or in place of `activity`. Refused beyond the frame."""
    return put_terms(writing(plan, by), terms, activity, by, at)


def put_terms(plan: Plan, terms: ActivityTerms, activity: Activity | None, by: Actor, at: datetime) -> Activity:
    """Part of an action: write an activity into a plan that is held for it, by the rules of `put_activity`."""
    needs = {n["id"] for n in plan.order.content["needs"]}
    if terms.need is not None and terms.need not in needs:
        raise Invalid("need", Refusal(N_("Välj ett behov ur beställningen.")))
    if activity is not None and activity.plan_id != plan.pk:
        raise Refused(Refusal(N_("Aktiviteten hör till en annan plan.")))
    _check_first_week(plan.order, terms, localdate(at))
    others = plan.activities.exclude(pk=activity.pk if activity else 0).values_list(*TIMES)
    enforce(_why_not_fit(plan, [*others, (terms.weekdays, terms.minutes, terms.every_weeks)]))
    activity = activity or Activity(plan=plan)
    activity.what, activity.goal, activity.how = terms.what.strip(), terms.goal.strip(), terms.how.strip()
    activity.weekdays, activity.start, activity.minutes = (
        "".join(sorted(set(terms.weekdays))),
        terms.start,
        terms.minutes,
    )
    activity.every_weeks = terms.every_weeks
    activity.first_week = monday_of(terms.first_week) if terms.first_week and terms.every_weeks > 1 else None
    activity.need_id, activity.responsible = terms.need, terms.responsible
    if terms.item or activity.pk is None:
        activity.item, activity.guarded = terms.item, terms.guarded
    activity.save()
    tell(plan.order, "activity.put", by=by, at=at, about=f"activity:{activity.pk}")
    return activity


@action
def remove_activity(*, activity: Activity, by: Actor, at: datetime) -> None:
    """Take an activity out of a plan that is being written."""
    plan = writing(activity.plan, by)
    pk = activity.pk
    activity.delete()
    tell(plan.order, "activity.remove", by=by, at=at, about=f"activity:{pk}")


@action
def offer_plan(*, plan: Plan, by: Actor, at: datetime) -> Plan:
    """Put the plan before the person. Refused until participation, activities and follow-up are there."""
    return _put_before(writing(plan, by), by, at)


def put_offer(plan: Plan, by: Actor, at: datetime) -> Plan:
    """Part of an action: put a plan before the person, if it is complete; one that lies there already stays there."""
    held = _held(plan)
    if held.state == State.OFFERED:
        permit(access.why_not_plan(by, access.OrderFacts.of(held.order)))
        return held
    return _put_before(writing(plan, by), by, at)


def _put_before(plan: Plan, by: Actor, at: datetime) -> Plan:
    enforce(_why_not_offer(plan, localdate(at)))
    plan.state, plan.objection, plan.offered_on = State.OFFERED, "", localdate(at)
    plan.answered_at, plan.answered_by, plan.answered_hand, plan.answered_name = None, "", "", ""
    plan.handed_at, plan.handed_by = None, ""
    plan.save()
    tell(plan.order, "plan.offer", by=by, at=at, about=f"plan:{plan.pk}")
    return plan


@action
def answer_plan(
    *, plan: Plan, approve: bool, hand: str, words: str, by: Actor, at: datetime, said_on: date | None = None,
    name: str = "",
) -> Plan:  # fmt: skip
    """The person's yes or no. An objection says what, and gives the plan back to be changed.

    A yes makes it a plan, current from the day it was said: `said_on`, today when not told. Its days are laid out from
    now on. `hand` tells how it was given; staff may only note what was said or signed on paper, or hand over
    their tablet, where the person answers within half an hour under their own `name`.
    """
    plan = _held(plan)
    noted = hand in {Plan.Hand.PAPER, Plan.Hand.SPOKEN, Plan.Hand.TABLET}
    permit(access.why_not_answer_plan(by, access.OrderFacts.of(plan.order), spoken_or_paper=noted))
    if hand not in Plan.Hand.values:
        raise Invalid("hand", Refusal(N_("Välj hur svaret gavs.")))
    if plan.state != State.OFFERED:
        raise Refused(Refusal(N_("Planen väntar inte på svar. Ladda om sidan för att se den senaste.")))
    if hand == Plan.Hand.TABLET:
        _check_handed(plan, name, by, at)
    if not approve and not words.strip():
        raise Invalid("words", Refusal(N_("Skriv vad som inte stämmer, så att planen kan ändras.")))
    if approve:
        plan.current_from = _said_on(plan, said_on, localdate(at))
    plan.state = State.APPROVED if approve else State.OBJECTED
    plan.objection = "" if approve else words.strip()
    plan.answered_at, plan.answered_by, plan.answered_hand = at, by.key, hand
    plan.answered_name = _plain(name) if hand == Plan.Hand.TABLET else ""
    if approve:
        _take_over(plan, at)
    plan.save()
    tell(
        plan.order,
        "plan.approve" if approve else "plan.object",
        by=by,
        at=at,
        about=f"plan:{plan.pk}",
        hand=hand,
    )
    if plan.current_from:
        until = plan.follow_up_on or current_until(plan.current_from)
        note_progress(case=plan.order.case, taken=Step.APPROVE_PLAN, by=by, at=at, follow_up_on=until)
    return plan


def _check_handed(plan: Plan, name: str, by: Actor, at: datetime) -> None:
    """An answer in the staff's session counts as the person's own only right after the tablet was handed over to them,
    under the name they have."""
    if plan.handed_at is None or plan.handed_by != by.key or not timedelta(0) <= at - plan.handed_at <= HANDED_FOR:
        raise Refused(Refusal(N_("Surfplattan är inte lämnad till personen nu. Personalen lämnar över den på nytt.")))
    known = plan.order.case.person.name
    if _plain(name).casefold() != _plain(known).casefold():
        raise Invalid(
            "name",
            Refusal(N_("Skriv namnet så här: {name}. Svarar någon annan tar personalen emot svaret."), {"name": known}),
        )


def _plain(name: str) -> str:
    return " ".join(name.split())


def _said_on(plan: Plan, told: date | None, today: date) -> date:
    day = told or today
    if not plan.made_on <= day <= today:
        raise Invalid("said_on", Refusal(N_("Skriv dagen personen sa ja: tidigast när planen gjordes, senast i dag.")))
    return day


def _take_over(plan: Plan, at: datetime) -> None:
    """This plan's days replace those of the one before from tomorrow. A first plan begins with the rest of today."""
    today = localdate(at)
    before = plan.order.plans.filter(state=State.APPROVED).update(state=State.REPLACED)
    forget_ahead(plan.order, after=today, at=at)
    if not before:
        lay_out(plan, after=today - timedelta(1), upto=today, from_time=localtime(at).time())
    lay_out(plan, after=today)


def _copy_wish(before: Plan, plan: Plan) -> None:
    wish = PlanWish.objects.filter(plan=before).first()
    if wish:
        wish.pk, wish.plan = None, plan
        wish.save(force_insert=True)


def _copy_activities(before: Plan, plan: Plan) -> None:
    copied = (*TIMES, "first_week", "start", "need_id", "what", "item", "guarded", "goal", "how", "responsible_id")
    Activity.objects.bulk_create(
        Activity(plan=plan, **{name: getattr(a, name) for name in copied}) for a in before.activities.order_by("pk")
    )


def _check_first_week(order: Order, terms: ActivityTerms, today: date) -> None:
    """Hold the first week near the time when help is given."""
    if terms.every_weeks == 1 or terms.first_week is None:
        return
    ends_on = order.content["valid_to"]
    first, last = first_weeks(order.start_on, date.fromisoformat(ends_on) if ends_on else None, today)
    if not first <= terms.first_week <= last:
        said = N_("Den första veckan ska ligga nära hjälpen. Välj en dag från {first} till {last}.")
        raise Invalid("first_week", Refusal(said, {"first": first.isoformat(), "last": last.isoformat()}))


def _why_not_fit(plan: Plan, activities: list[Times]) -> Refusal | None:
    frame = plan.order.content["frame"]
    return why_not_fit(minutes_a_week(activities), frame["amount"], frame["unit"])


def _why_not_offer(plan: Plan, today: date) -> Refusal | None:
    frame = plan.order.content["frame"]
    return why_not_offer(
        list(plan.activities.values_list(*TIMES)),
        participation=plan.participation, follow_up_on=plan.follow_up_on,
        amount=frame["amount"], unit=frame["unit"], today=today,
    )  # fmt: skip


def writing(plan: Plan, by: Actor) -> Plan:
    """Part of an action: the plan held until the transaction ends, if this actor may write in it now."""
    plan = _held(plan)
    permit(access.why_not_plan(by, access.OrderFacts.of(plan.order)))
    if plan.state not in WRITABLE:
        raise Refused(
            Refusal(N_("Planen är lämnad till personen eller godkänd. Börja på en ny version för att ändra."))
        )
    return plan


def _held(plan: Plan) -> Plan:
    order = locked(plan.order)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    plan.order = order
    return plan
