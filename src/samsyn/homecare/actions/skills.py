"""Noting what carers may be given, what a person's visits demand, and a carer's sex as they tell it: the planner."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.homecare.dayplan.access import why_not_ask_sex, why_not_note_of, why_not_plan_day
from samsyn.homecare.dayplan.skills import check_demand, check_skill
from samsyn.homecare.lifecycle import GIVEN
from samsyn.homecare.models import CarerSex, CarerSkill, Order, VisitDemand
from samsyn.homecare.unit_skills import demands_seen, is_sex_asked_for, sex_seen, skills_seen
from samsyn.people.days import check_day
from samsyn.people.models import Staff
from samsyn.people.queries import colleagues
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor, Role

TWO = 2
OVERTAKEN = N_("Någon annan har ändrat det här medan du läste. Läs det som det är nu, och ändra sedan.")


@action
def note_skill(
    *, staff: Staff, key: str, valid_from: date, valid_to: date | None, decided_by: str, seen: int, by: Actor,
    at: datetime,
) -> CarerSkill:  # fmt: skip
    """Note what a carer may be given, from a day until a day. Who delegated decides; this tells planning of it.

    The same again changes nothing. Raises Invalid for what may not be noted, Refused where somebody changed the
    carer's skills since `seen`.
    """
    _permit_staff(by, staff, at)
    check_day("valid_from", valid_from)
    if valid_to:
        check_day("valid_to", valid_to)
    told = decided_by.strip()
    check_skill(key, valid_from, valid_to, told, localdate(at))
    now = CarerSkill.objects.select_for_update().filter(staff=staff, key=key, valid_from=valid_from, ended_at=None)
    held = now.first()
    if held and (held.valid_to, held.decided_by) == (valid_to, told):
        return held
    if held:
        raise Invalid("valid_from", Refusal(N_("Det är redan inskrivet från den dagen. Ta bort det som är fel först.")))
    _check_seen(seen, skills_seen(staff.pk))
    made = CarerSkill.objects.create(
        staff=staff, key=key, valid_from=valid_from, valid_to=valid_to, decided_by=told, noted_at=at, noted_by=by.key
    )
    detail = {"staff": staff.pk, "key": key, "from": valid_from.isoformat(), "to": valid_to and valid_to.isoformat()}
    record(by=by, at=at, what="skill.note", about=f"skill:{made.pk}", detail=detail)
    return made


@action
def end_skill(*, skill: CarerSkill, by: Actor, at: datetime) -> None:
    """Take away what a carer may be given: the delegation was taken back, or it was a slip."""
    held = CarerSkill.objects.select_for_update().select_related("staff").get(pk=skill.pk)
    _permit_staff(by, held.staff, at)
    if held.ended_at:
        raise Refused(Refusal(N_("Det är redan borttaget.")))
    held.ended_at, held.ended_by = at, by.key
    held.save(update_fields=["ended_at", "ended_by"])
    detail = {"staff": held.staff_id, "key": held.key}
    record(by=by, at=at, what="skill.end", about=f"skill:{held.pk}", detail=detail)


@action
def note_demand(
    *, order: Order, item: str, skill: str, heavy: int, seen: int, by: Actor, at: datetime, staff: int = 1,
    second_skill: str = "",
) -> VisitDemand:  # fmt: skip
    """Note what an order's visits demand of who comes, of one activity (`item`) or of all; and whether two come at
    once (`staff` 2), with a skill of the second's own.

    The same again changes nothing. Raises Invalid where nothing is demanded or what is is on no list, Refused where
    somebody changed the person's demands since `seen`.
    """
    order = Order.objects.select_related("case").get(pk=order.pk)
    permit(why_not_plan_day(by, order.provider_id))
    if order.status not in GIVEN:
        raise Invalid("item", Refusal(N_("Hjälpen ges inte längre av er. Välj något i listan.")))
    told: dict[str, Any] = {
        "skill": skill,
        "heavy": heavy,
        "staff": staff,
        "second_skill": second_skill if staff == TWO else "",
    }
    check_demand(**told)
    told |= {"item": item}
    person = order.case.person_id
    if held := VisitDemand.objects.select_for_update().filter(order=order, ended_at=None, **told).first():
        return held
    _check_seen(seen, demands_seen(person, order.provider_id))
    made = VisitDemand.objects.create(order=order, noted_at=at, noted_by=by.key, **told)
    record(by=by, at=at, what="demand.note", about=f"order:{order.pk}", subjects=[person], detail={"demand": made.pk})
    return made


@action
def end_demand(*, demand: VisitDemand, by: Actor, at: datetime) -> None:
    """Take away a demand: it is asked for no longer, or it was a slip."""
    held = VisitDemand.objects.select_for_update(of=("self",)).select_related("order__case").get(pk=demand.pk)
    permit(why_not_plan_day(by, held.order.provider_id))
    if held.ended_at:
        raise Refused(Refusal(N_("Det är redan borttaget.")))
    held.ended_at, held.ended_by = at, by.key
    held.save(update_fields=["ended_at", "ended_by"])
    about, subjects = f"order:{held.order_id}", [held.order.case.person_id]
    record(by=by, at=at, what="demand.end", about=about, subjects=subjects, detail={"demand": held.pk})


@action
def tell_sex(*, staff: Staff, sex: str, seen: int, by: Actor, at: datetime) -> None:
    """Keep a carer's sex as they told it ("K", "M"), or forget it (""): for a person's wish alone.

    Asked only where somebody whom the unit helps has such a wish. The log tells that it was told, not what.
    """
    _permit_staff(by, staff, at)
    if sex not in ("", "K", "M"):
        raise Invalid("sex", Refusal(N_("Välj kvinna eller man, eller ta bort uppgiften.")))
    if sex:
        enforce(why_not_ask_sex(is_sex_asked_for(by.unit_id or 0)))
    _check_seen(seen, sex_seen(staff.pk))
    CarerSex.objects.filter(staff=staff).delete()
    if sex:
        CarerSex.objects.create(staff=staff, sex=sex, told_on=localdate(at))
    what = "sex.tell" if sex else "sex.forget"
    record(by=by, at=at, what=what, about=f"staff:{staff.pk}", detail={"staff": staff.pk})


def _permit_staff(by: Actor, staff: Staff, at: datetime) -> None:
    unit = by.unit_id or 0
    permit(why_not_plan_day(by, unit))
    permit(why_not_note_of(colleagues(unit, Role.CARE_WORKER, today=localdate(at)).filter(pk=staff.pk).exists()))


def _check_seen(seen: int, now: int) -> None:
    if seen != now:
        raise Refused(Refusal(OVERTAKEN))
