"""The plan made together at a table: things put into a week, wishes, and the tablet handed to the person."""

from collections.abc import Iterable
from datetime import datetime, time

from samsyn.audit.actions import action
from samsyn.homecare.actions.plans import ActivityTerms, put_offer, put_terms, writing
from samsyn.homecare.actions.shared import tell
from samsyn.homecare.menu import menu, sort_in, usual_minutes
from samsyn.homecare.models import Activity, OwnItem, Plan, PlanWish
from samsyn.homecare.week import WEEKDAYS, with_day, without_day
from samsyn.people.languages import SPOKEN
from samsyn.people.refusals import N_, Invalid, Refusal, Refused
from samsyn.people.roles import Actor

OWN = "own:"
GONE = N_("Det finns inte kvar i planen. Ladda om sidan för att se veckan som den är nu.")


@action
def put_in_week(
    *, plan: Plan, item: str, what: str, day: int, start: time, by: Actor, at: datetime, minutes: int | None = None
) -> Activity:
    """Put a thing of the menu, or of the person's own, on a weekday. Refused beyond the frame, with the limit.

    `what` is what it is called in the plan, for a thing of the municipality's menu; without minutes it takes its usual.
    The same thing at the same time is one activity on more days.
    """
    plan = writing(plan, by)
    named, usual, area = _item(plan, item, what)
    takes = usual if minutes is None else minutes
    _check_day(day)
    same = plan.activities.filter(item=item, start=start, minutes=takes, every_weeks=1).order_by("pk").first()
    if same:
        return _again(plan, same, {"weekdays": with_day(same.weekdays, day)}, by, at)
    need = next((n["id"] for n in plan.order.content["needs"] if n["area"] == area), None) or _need_for(plan, item)
    guarded = menu()[item].guarded if item in menu() else sort_in(area) == "care"
    terms = ActivityTerms(
        what=named, weekdays=str(day), start=start, minutes=takes, need=need, responsible=plan.order.contact,
        item=item, guarded=guarded,
    )  # fmt: skip
    return put_terms(plan, terms, None, by, at)


@action
def move_in_week(*, plan: Plan, activity: int, day: int, to_day: int, by: Actor, at: datetime) -> Activity:
    """Move what is done on a weekday to another. What is done on other days stays where it is."""
    plan = writing(plan, by)
    found = _activity(plan, activity, day)
    _check_day(to_day)
    moved = with_day(without_day(found.weekdays, day), to_day)
    return _again(plan, found, {"weekdays": moved}, by, at)


@action
def change_minutes(*, plan: Plan, activity: int, minutes: int, by: Actor, at: datetime) -> Activity:
    """Make something take longer or shorter, each day it is done. Refused beyond the frame, and below one minute."""
    plan = writing(plan, by)
    return _again(plan, _activity(plan, activity), {"minutes": minutes}, by, at)


@action
def take_from_week(*, plan: Plan, activity: int, day: int, by: Actor, at: datetime) -> None:
    """Take something away from a weekday; from the plan when that was its last day."""
    plan = writing(plan, by)
    found = _activity(plan, activity, day)
    left = without_day(found.weekdays, day)
    if left:
        _again(plan, found, {"weekdays": left}, by, at)
        return
    found.delete()
    tell(plan.order, "activity.remove", by=by, at=at, about=f"activity:{activity}")


@action
def add_own_item(*, plan: Plan, what: str, need: int | None, minutes: int, by: Actor, at: datetime) -> OwnItem:
    """Add something of the person's own to what their time can be used for; it answers one of the order's needs."""
    plan = writing(plan, by)
    if not what.strip():
        raise Invalid("what", Refusal(N_("Skriv vad personen vill använda tiden till.")))
    if not 0 < minutes <= 24 * 60:
        raise Invalid("minutes", Refusal(N_("Skriv hur många minuter det tar, mer än noll och högst ett dygn.")))
    area = next((n["area"] for n in plan.order.content["needs"] if n["id"] == need), None)
    if area is None:
        raise Invalid("need", Refusal(N_("Välj ett behov ur beställningen.")))
    person = plan.order.case.person_id
    if OwnItem.objects.filter(person=person, what=what.strip(), ended_at=None).exists():
        raise Invalid("what", Refusal(N_("Det finns redan bland det som tiden kan användas till.")))
    made = OwnItem.objects.create(
        person_id=person, what=what.strip(), answers=area, minutes=minutes, added_at=at, added_by=by.key
    )
    tell(plan.order, "item.add", by=by, at=at, about=f"plan:{plan.pk}")
    return made


@action
def write_wishes(
    *, plan: Plan, times: Iterable[str], by_whom: str, language: str, carer_sex: str, matters: str,
    by: Actor, at: datetime,
) -> PlanWish:  # fmt: skip
    """Write what the person wishes. Empty is no wish."""
    plan = writing(plan, by)
    chosen = [key for key in PlanWish.Times.values if key in set(times)]
    if language and language not in SPOKEN:
        raise Invalid("language", Refusal(N_("Välj ett språk i listan.")))
    if carer_sex not in PlanWish.Sex.values:
        raise Invalid("carer_sex", Refusal(N_("Välj ett av svaren.")))
    told = {
        "times": chosen, "by_whom": by_whom.strip(), "language": language, "carer_sex": carer_sex,
        "matters": matters.strip(),
    }  # fmt: skip
    wish, _ = PlanWish.objects.update_or_create(plan=plan, defaults=told)
    tell(plan.order, "plan.wish", by=by, at=at, about=f"plan:{plan.pk}")
    return wish


@action
def hand_over(*, plan: Plan, by: Actor, at: datetime) -> Plan:
    """Hand the tablet to the person, who then answers in the staff's session under their own name.

    The plan is put before the person by it, where it was not already. Refused for a plan that is not complete.
    """
    plan = put_offer(plan, by, at)
    plan.handed_at, plan.handed_by = at, by.key
    plan.save(update_fields=["handed_at", "handed_by"])
    tell(plan.order, "plan.hand_over", by=by, at=at, about=f"plan:{plan.pk}")
    return plan


def _check_day(day: int) -> None:
    if str(day) not in WEEKDAYS:
        raise Invalid("day", Refusal(N_("Välj en veckodag.")))


def _activity(plan: Plan, pk: int, day: int | None = None) -> Activity:
    found = plan.activities.filter(pk=pk).first()
    if found is None or (day is not None and str(day) not in found.weekdays):
        raise Refused(Refusal(GONE))
    return found


def _again(plan: Plan, found: Activity, changed: dict[str, object], by: Actor, at: datetime) -> Activity:
    """Write an activity once more with something changed, by the same rules as a new one."""
    names = ("what", "weekdays", "start", "minutes", "every_weeks", "first_week", "goal", "how", "item", "guarded")
    told = {name: getattr(found, name) for name in names}
    terms = ActivityTerms(**{**told, "need": found.need_id, "responsible": found.responsible, **changed})
    return put_terms(plan, terms, found, by, at)


def _item(plan: Plan, item: str, what: str) -> tuple[str, int, str]:
    """What a thing is called, how long it usually takes, and which area of life it answers."""
    if item in menu():
        if not what.strip():
            raise Invalid("what", Refusal(N_("Skriv vad som ska göras.")))
        return what, usual_minutes()[item], ""
    pk = item.removeprefix(OWN)
    own = OwnItem.objects.filter(pk=int(pk) if pk.isdecimal() and len(pk) < 19 else 0, ended_at=None)
    found = own.filter(person=plan.order.case.person_id).first() if item.startswith(OWN) else None
    if found is None:
        raise Invalid("item", Refusal(N_("Välj något i listan över vad tiden kan användas till.")))
    return found.what, found.minutes, found.answers


def _need_for(plan: Plan, item: str) -> int | None:
    """The first need of the order in an area that a thing of the menu answers."""
    areas = menu()[item].areas if item in menu() else frozenset()
    fits = (n["id"] for n in plan.order.content["needs"] if any(n["area"].startswith(a) for a in areas))
    return next(fits, None)
