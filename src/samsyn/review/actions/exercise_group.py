"""The year wheel and the working group: planning, marking done, notes of meetings, and what is to be done."""

from datetime import date, datetime
from uuid import uuid4

from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.people.models import Staff, Unit
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor
from samsyn.review.exercise_access import why_not_belong, why_not_lead_unit
from samsyn.review.models import GroupAction, GroupNote, WheelDone, WheelItem
from samsyn.review.queries import assessors_at, plan_of
from samsyn.review.year_wheel import KINDS, shipped_wheel

LONGEST_TEXT, LONGEST_LABEL, LONGEST_WHAT = 20_000, 160, 300


@action
def add_to_wheel(*, unit: Unit, month: int, label: str, kind: str, by: Actor, at: datetime) -> WheelItem:
    """Plan something for a month of every year. The first time, the product's wheel is made the unit's own."""
    permit(why_not_lead_unit(by, unit.pk))
    label = label.strip()
    if not label or len(label) > LONGEST_LABEL:
        raise Invalid("label", Refusal(N_("Skriv vad som ska göras, med högst {n} tecken."), {"n": LONGEST_LABEL}))
    if not 1 <= month <= 12:
        raise Invalid("month", Refusal(N_("Välj en månad.")))
    if kind not in KINDS:
        raise Invalid("kind", Refusal(N_("Välj vilken sida det görs på, eller ingen.")))
    _make_own(unit, by, at)
    standing = WheelItem.objects.filter(unit=unit, month=month, label=label, removed_at=None).first()
    if standing:
        return standing  # pressed twice
    made = WheelItem.objects.create(
        unit=unit, code=f"own-{uuid4().hex[:12]}", month=month, label=label, kind=kind, added_at=at, added_by=by.key
    )
    record(by=by, at=at, what="wheel.add", about=f"unit:{unit.pk}", detail={"code": made.code, "month": month})
    return made


@action
def remove_from_wheel(*, unit: Unit, code: str, month: int, by: Actor, at: datetime) -> None:
    """Take something out of the wheel from now on; what is done stays done."""
    permit(why_not_lead_unit(by, unit.pk))
    _make_own(unit, by, at)
    standing = WheelItem.objects.filter(unit=unit, code=code, month=month, removed_at=None)
    standing.update(removed_at=at, removed_by=by.key)
    record(by=by, at=at, what="wheel.remove", about=f"unit:{unit.pk}", detail={"code": code, "month": month})


def _make_own(unit: Unit, by: Actor, at: datetime) -> None:
    if not WheelItem.objects.filter(unit=unit).exists():
        WheelItem.objects.bulk_create(
            WheelItem(unit=unit, code=p.code, month=p.month, label=p.label, kind=p.kind, added_at=at, added_by=by.key)
            for p in shipped_wheel()
        )


@action
def mark_done(*, unit: Unit, code: str, year: int, month: int, note: str = "", by: Actor, at: datetime) -> WheelDone:
    """Say that what was planned for a month of a year is done. Said twice, the first stands."""
    permit(why_not_belong(by, unit.pk))
    if not any((p.code, p.month) == (code, month) for p in plan_of(unit.pk)):
        raise Refused(Refusal(N_("Det står inte längre i årshjulet. Ladda om sidan.")))
    today = localdate(at)
    if (year, month) > (today.year, today.month) or year < today.year - 1:
        raise Refused(Refusal(N_("Markera som klart i den månad det gäller, eller senare.")))
    if len(note) > LONGEST_TEXT:
        raise Invalid("note", Refusal(N_("Texten är för lång. Korta den till högst 20 000 tecken.")))
    done, made = WheelDone.objects.get_or_create(
        unit=unit, code=code, year=year, month=month,
        defaults={"note": note.strip(), "done_at": at, "done_by": by.key},
    )  # fmt: skip
    if made:
        detail = {"code": code, "year": year, "month": month}
        record(by=by, at=at, what="wheel.done", about=f"unit:{unit.pk}", detail=detail)
    return done


@action
def write_note(*, unit: Unit, held_on: date, text: str, by: Actor, at: datetime, once: str = "") -> GroupNote:
    """Keep the note of a meeting. It stands as it is; what was wrong is put right in a version beside it."""
    permit(why_not_belong(by, unit.pk))
    if once and (before := GroupNote.objects.filter(once=once, written_by=by.key).first()):
        return before
    _check_note(held_on, text, localdate(at))
    made = GroupNote.objects.create(
        unit=unit, held_on=held_on, text=text.strip(), once=once or None, written_at=at, written_by=by.key
    )
    record(by=by, at=at, what="group.note", about=f"group_note:{made.pk}")
    return made


@action
def correct_note(*, note: GroupNote, held_on: date, text: str, reason: str, by: Actor, at: datetime) -> GroupNote:
    """Write a new version of a note, with why. Of two who correct the same version the later is told."""
    note = GroupNote.objects.select_for_update().get(pk=note.pk)
    permit(why_not_belong(by, note.unit_id))
    _check_note(held_on, text, localdate(at))
    if not reason.strip() or len(reason) > LONGEST_TEXT:
        raise Invalid("reason", Refusal(N_("Skriv vad som var fel.")))
    told = {"held_on": held_on, "text": text.strip(), "reason": reason.strip()}
    later = GroupNote.objects.filter(corrects=note).first()
    if later and later.written_by == by.key and all(getattr(later, k) == v for k, v in told.items()):
        return later  # pressed twice
    if later:
        raise Refused(Refusal(N_("Någon har nyss rättat anteckningen. Läs den nya versionen, och rätta den.")))
    made = GroupNote.objects.create(
        unit_id=note.unit_id, version=note.version + 1, corrects=note, written_at=at, written_by=by.key, **told
    )
    record(by=by, at=at, what="group.correct", about=f"group_note:{made.pk}", detail={"version": made.version})
    return made


def _check_note(held_on: date, text: str, today: date) -> None:
    if held_on > today:
        raise Invalid("held_on", Refusal(N_("Mötet har inte varit än. Välj i dag eller en tidigare dag.")))
    if held_on.year < 2000:
        raise Invalid("held_on", Refusal(N_("Välj den dag då mötet var.")))
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise Invalid("text", Refusal(N_("Skriv vad ni kom fram till, med högst 20 000 tecken.")))


@action
def add_group_action(
    *, unit: Unit, what: str, responsible: int, due_on: date, by: Actor, at: datetime, once: str = ""
) -> GroupAction:
    """Decide that something shall be done, by whom of the unit and by when."""
    permit(why_not_belong(by, unit.pk))
    if once and (before := GroupAction.objects.filter(once=once, added_by=by.key).first()):
        return before
    today = localdate(at)
    if not what.strip() or len(what.strip()) > LONGEST_WHAT:
        raise Invalid("what", Refusal(N_("Skriv vad som ska göras, med högst {n} tecken."), {"n": LONGEST_WHAT}))
    if responsible not in assessors_at(unit.pk, on=today):
        raise Invalid("responsible", Refusal(N_("Välj någon som arbetar på enheten.")))
    if not today <= due_on <= today.replace(year=today.year + 2, day=1):
        raise Invalid("due_on", Refusal(N_("Välj en dag från i dag och högst två år framåt.")))
    made = GroupAction.objects.create(
        unit=unit, what=what.strip(), responsible=Staff.objects.get(pk=responsible), due_on=due_on,
        once=once or None, added_at=at, added_by=by.key,
    )  # fmt: skip
    record(by=by, at=at, what="group.action", about=f"group_action:{made.pk}")
    return made


@action
def finish_group_action(
    *, group_action: GroupAction, done_on: date, outcome: str, by: Actor, at: datetime
) -> GroupAction:
    """Say when an action was done and what came of it, which stands from then on."""
    group_action = GroupAction.objects.select_for_update().get(pk=group_action.pk)
    permit(why_not_belong(by, group_action.unit_id))
    if not outcome.strip() or len(outcome) > LONGEST_TEXT:
        raise Invalid("outcome", Refusal(N_("Skriv vad det ledde till.")))
    if done_on > localdate(at) or done_on < localdate(group_action.added_at):
        raise Invalid("done_on", Refusal(N_("Välj en dag från att åtgärden bestämdes till i dag.")))
    if group_action.done_at is not None:
        if group_action.done_by == by.key and group_action.outcome == outcome.strip():
            return group_action  # pressed twice
        raise Refused(Refusal(N_("Åtgärden är redan avslutad, och det som står där ändras inte.")))
    group_action.done_on, group_action.outcome = done_on, outcome.strip()
    group_action.done_at, group_action.done_by = at, by.key
    group_action.save(update_fields=["done_on", "outcome", "done_at", "done_by"])
    record(by=by, at=at, what="group.done", about=f"group_action:{group_action.pk}")
    return group_action
