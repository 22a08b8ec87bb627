"""What carers did without network comes in: in order, once, and never over what somebody else has said unread."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime, make_aware

from samsyn.audit.actions import action, record
from samsyn.audit.models import Event
from samsyn.homecare import access
from samsyn.homecare.actions.account import Wish, ask_swap
from samsyn.homecare.actions.journal import begin_care_entry, save_care_entry
from samsyn.homecare.actions.time import report_extra, report_time
from samsyn.homecare.mobile.access import why_not_use
from samsyn.homecare.mobile.change import Change, Faulty, Sort, ruled
from samsyn.homecare.models import MobileDevice, MobileShift, Order, PerformedTime, SyncedChange, ToldTime
from samsyn.people.models import Appointment
from samsyn.people.queries import held_on, names_of_actors
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor, Role

Outcome = SyncedChange.Outcome
NOT_YOURS = N_("Beställningen är inte er längre. Ring planeraren om det du skrev ska med.")
GONE = N_("Besöket finns inte kvar i planeringen. Blev hjälpen av: skriv den som hjälp utöver planen.")
UNREADABLE = N_("Ändringen gick inte att läsa. Skriv den en gång till.")
NO_CHOICE = N_("Det finns inga två versioner att välja mellan. Läs in dagen igen.")
SWAPPED = N_("Bytet är gjort.")
WAITS = N_("Önskan om byte väntar på kontaktpersonens svar.")
RENUMBER = "renumber"  # told to a phone that has lost count, as after a restored backup: nothing is stored


@dataclass(frozen=True)
class Came:
    """What became of one change. `told` is what the phone hears of it."""

    outcome: Outcome
    told: dict[str, Any] = field(default_factory=dict)
    content: dict[str, Any] = field(default_factory=dict)
    resolves: SyncedChange | None = None


@action
def take_changes(
    *, device: MobileDevice, changes: Sequence[Change], by: Actor, at: datetime
) -> tuple[int, list[dict[str, Any]]]:
    """Take in changes in the order of their numbers. Returns the last number taken in, and what became of each.

    What came before is answered as it was then. A gap ends the batch: the phone goes on from the number it is told.
    Raises NoAccess for another's device.
    """
    device = MobileDevice.objects.select_for_update().get(pk=device.pk)
    permit(why_not_use(by, device.staff_id))
    first, answers, units = device.acknowledged, [], _units(by, at)
    for change in sorted(changes, key=lambda c: c.seq):
        before = SyncedChange.objects.select_related("device").filter(uuid=change.uuid).first()
        if before:
            permit(why_not_use(by, before.device.staff_id))
            answers.append(before.answer)
        elif change.seq <= device.acknowledged:
            answers.append({"seq": change.seq, "uuid": str(change.uuid), "outcome": RENUMBER})
        elif change.seq > device.acknowledged + 1:
            break
        else:
            answers.append(_take(device, change, units, by, at).answer)
            device.acknowledged = change.seq
    if device.acknowledged > first:
        device.seen_on = localtime(at).date()
        device.save(update_fields=["acknowledged", "seen_on"])
        detail = {"from": first + 1, "to": device.acknowledged}
        record(by=by, at=at, what="mobile.sync", about=f"device:{device.pk}", detail=detail)
    _note_others(answers, by, at)
    return device.acknowledged, answers


def _note_others(answers: list[dict[str, Any]], by: Actor, at: datetime) -> None:
    """What somebody else has said is told in a conflict: a reading, and what it may tell of is looked through."""
    in_conflict = SyncedChange.objects.filter(uuid__in=[a["uuid"] for a in answers if "other" in a])
    if persons := sorted(set(in_conflict.values_list("order__case__person", flat=True))):
        record(by=by, at=at, what="mobile.other", about="list", access=Event.Access.READ, subjects=persons)


def _units(by: Actor, at: datetime) -> frozenset[int]:
    """Where the carer works today. What was written in one unit can come in while they act in another."""
    held = Appointment.objects.filter(held_on(localtime(at).date()), staff=by.staff_id, role=Role.CARE_WORKER)
    return frozenset(held.values_list("unit", flat=True))


def _take(device: MobileDevice, change: Change, units: frozenset[int], by: Actor, at: datetime) -> SyncedChange:
    order = _order(change, units, by)
    came = (
        _came(order, change, replace(by, unit_id=order.provider_id), at)
        if order
        else Came(Outcome.REFUSED, {"why": NOT_YOURS})
    )
    kept = SyncedChange.objects.create(
        device=device, seq=change.seq, uuid=change.uuid, kind=change.sort, order=order, visit=change.visit,
        outcome=came.outcome, content=came.content, resolves=came.resolves, received_on=localtime(at).date(),
        received_by=by.key,
        answer={"seq": change.seq, "uuid": str(change.uuid), "outcome": came.outcome.value, **came.told},
    )  # fmt: skip
    ToldTime.objects.create(
        change=kept, staff_id=by.staff, at=ruled(change, earliest=_earliest(device, at), received=at),
        told_at=change.told_at, behind=change.behind, received_at=at,
    )  # fmt: skip
    return kept


def _order(change: Change, units: frozenset[int], by: Actor) -> Order | None:
    """The order a change is about, if it is one of a unit where this carer works."""
    order = Order.objects.select_related("case__person").filter(pk=change.order, provider__in=units).first()
    if order is None:
        return None
    there = replace(by, unit_id=order.provider_id)
    return order if access.why_not_report(there, access.OrderFacts.of(order)) is None else None


def _earliest(device: MobileDevice, at: datetime) -> datetime:
    """Nothing was told on this phone before its oldest shift that is kept."""
    first = MobileShift.objects.filter(device=device).order_by("began_at").first()
    return min(first.began_at if first else make_aware(datetime.combine(device.registered_on, time())), at)


def _came(order: Order, change: Change, by: Actor, at: datetime) -> Came:
    """Do what the change says, or tell why not. What a rule refuses is kept as it was written."""
    try:
        with transaction.atomic():
            return _DO[change.sort](order, change, by, at)
    except Faulty:
        why = Refusal(UNREADABLE)
    except Refused as refused:
        why = refused.refusal
    return Came(Outcome.REFUSED, {"why": why.text, "values": dict(why.values)}, dict(change.body))


def _stamp(_order: Order, _change: Change, _by: Actor, _at: datetime) -> Came:
    """A visit began or ended: its told time is all there is to it. Planned is performed unless something differs."""
    return Came(Outcome.DONE)


def _report(order: Order, change: Change, by: Actor, at: datetime) -> Came:
    return _said(order, change.visit, dict(change.body), change, by, at)


def _said(
    order: Order, visit: int | None, body: dict[str, Any], change: Change, by: Actor, at: datetime, *, of: Any = None
) -> Came:
    """Say how a visit became, unless somebody has said something else since the phone saw it."""
    written = Change(change.seq, change.uuid, Sort.REPORT, order.pk, visit, change.told_at, change.behind, body)
    minutes, seen = written.number("minutes"), max(change.number("seen"), _made_by(written, by))
    reason, note = written.text("reason"), written.text("note").strip()
    planned = order.planned.select_related("order__case").filter(pk=visit or 0).first()
    if planned is None:
        raise Refused(Refusal(GONE))
    newest = PerformedTime.objects.filter(planned=planned).order_by("version").last()
    if newest and newest.source == PerformedTime.Source.REPORTED:
        if (newest.minutes, newest.reason, newest.note) == (minutes, reason, note):
            return Came(Outcome.DONE, {"version": newest.version}, resolves=of)
        if newest.version > seen:
            return Came(Outcome.CONFLICT, {"other": _told(newest)}, body, of)
    performed = report_time(planned=planned, minutes=minutes, reason=reason, note_text=note, by=by, at=at)
    return Came(Outcome.DONE, {"version": performed.version}, resolves=of)


def _made_by(change: Change, by: Actor) -> int:
    """The version that an earlier change of the same hand became: what is written after it has seen it."""
    after = _uuid(change, "after") if change.text("after") else None
    row = SyncedChange.objects.filter(uuid=after, device__staff=by.staff, visit=change.visit).first() if after else None
    return int(row.answer.get("version", 0)) if row else 0


def _told(said: PerformedTime) -> dict[str, Any]:
    """What somebody else has said, for the phone to show beside what its carer wrote."""
    by = names_of_actors({said.recorded_by}).get(said.recorded_by, said.recorded_by)
    return {
        "version": said.version, "minutes": said.minutes, "reason": said.reason, "note": said.note, "by": by,
        "at": said.recorded_at.isoformat(),
    }  # fmt: skip


def _extra(order: Order, change: Change, by: Actor, at: datetime) -> Came:
    report_extra(
        order=order, day=change.day, start=change.start, minutes=change.number("minutes"),
        reason=change.text("reason"), note_text=change.text("note"), by=by, at=at,
    )  # fmt: skip
    return Came(Outcome.DONE)


def _note(order: Order, change: Change, by: Actor, at: datetime) -> Came:
    """A draft in the provider's journal, which its author reads through and signs (SoL 14:3)."""
    if not change.text("text").strip():
        raise Invalid("text", Refusal(UNREADABLE))
    entry = begin_care_entry(order=order, by=by, at=at)
    save_care_entry(entry=entry, place="text", value=change.text("text"), base=0, by=by, at=at)
    return Came(Outcome.DONE)


def _swap(order: Order, change: Change, by: Actor, at: datetime) -> Came:
    """The person asks by the carer's mouth; the rules answer, or the contact person does later."""
    given = order.planned.filter(pk=change.visit or 0).first()
    if given is None:
        raise Refused(Refusal(GONE))
    wish = Wish(change.text("item"), change.day, change.start, change.number("minutes"))
    asked = ask_swap(order=order, given=given, wish=wish, hand="carer", by=by, at=at, once=str(change.uuid))
    return Came(Outcome.DONE, {"tell": SWAPPED if asked.state == "yes" else WAITS})


def _choose(order: Order, change: Change, by: Actor, at: datetime) -> Came:
    """The carer has seen both versions. Theirs becomes a new one; the other's stands as it is."""
    of = SyncedChange.objects.filter(
        device__staff=by.staff, uuid=_uuid(change, "of"), order=order, outcome=Outcome.CONFLICT
    ).first()
    if of is None or change.text("keep") not in {"mine", "other"}:
        raise Refused(Refusal(NO_CHOICE))
    if change.text("keep") == "other":
        return Came(Outcome.DONE, resolves=of)
    return _said(order, of.visit, of.content, change, by, at, of=of)


def _uuid(change: Change, name: str) -> UUID:
    try:
        return UUID(change.text(name))
    except ValueError:
        raise Faulty(name) from None


_DO = {
    Sort.BEGIN: _stamp, Sort.END: _stamp, Sort.REPORT: _report, Sort.EXTRA: _extra, Sort.NOTE: _note,
    Sort.CHOOSE: _choose, Sort.SWAP: _swap,
}  # fmt: skip
