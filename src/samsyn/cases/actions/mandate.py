"""Adopting a delegation order, and holding every decision to the one in force."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.cases import access
from samsyn.cases.delegation_file import ReadOrder
from samsyn.cases.mandate import NOT_HUMAN, Item, Matter, items_for
from samsyn.cases.models import Decision, DecisionLine, DecisionMandate, DelegationItem, DelegationOrder, LineMandate
from samsyn.cases.order_rows import Taken, item_on, matters_of, order_in_force
from samsyn.people.days import check_day
from samsyn.people.queries import appointment_of
from samsyn.people.refusals import N_, Invalid, NoAccess, Refusal, Refused, permit
from samsyn.people.roles import Actor


@dataclass(frozen=True)
class Adoption:
    """When and where the committee adopted an order, and for how long it applies. `valid_to` is None for open."""

    adopted_on: date
    minutes: str
    valid_from: date
    valid_to: date | None = None

    def __post_init__(self) -> None:
        check_day("adopted_on", self.adopted_on)
        check_day("valid_from", self.valid_from)
        check_day("valid_to", self.valid_to)
        if not self.minutes.strip():
            raise Invalid("minutes", Refusal(N_("Skriv var nämndens beslut finns, till exempel SN 2025-06-10 § 84.")))
        if self.valid_from < self.adopted_on:
            raise Invalid(
                "valid_from",
                Refusal(N_("En delegation gäller inte bakåt. Välj nämndens beslutsdag eller senare."), law="KL 6:37"),
            )
        if self.valid_to and self.valid_to < self.valid_from:
            raise Invalid("valid_to", Refusal(N_("Slutdagen ligger före startdagen.")))


@dataclass(frozen=True)
class Held:
    """By which right a decision is made: whose, in which order, and the item for each line, by the line's key."""

    by: str
    title: str
    order: int | None
    items: dict[int, Item]
    urgency: str = ""
    meeting_on: date | None = None
    paragraph: str = ""


@action
def adopt_order(*, adoption: Adoption, read: ReadOrder, source: str, by: Actor, at: datetime) -> DelegationOrder:
    """Put in a version of the delegation order as the committee has adopted it; from here it never changes (KL 6:37).

    The same order adopted by the same minutes, as by a second press, is the same version. Raises Invalid when the file
    has rows that cannot be followed, or decisions have been made under an earlier version on the first day or later.
    """
    permit(access.why_not_adopt_order(by))
    if read.problems:
        first = read.problems[0]
        raise Invalid("file", Refusal(N_("Rad {row}: {reason}"), {"row": first.row, "reason": str(first.reason)}))
    if before := _adopted_before(adoption, read, by):
        return before  # pressed twice
    _enforce_after_what_is_decided(adoption.valid_from)
    order = put_order(adoption=adoption, read=read, source=source, by=by, at=at)
    record(by=by, at=at, what="order.adopt", about=f"delegation_order:{order.pk}", detail={"version": order.version})
    return order


def put_order(*, adoption: Adoption, read: ReadOrder, source: str, by: Actor, at: datetime) -> DelegationOrder:
    """Store the next version with its items. Part of what adopts an order, or loads an invented municipality's."""
    version = (DelegationOrder.objects.aggregate(last=Max("version"))["last"] or 0) + 1
    order = DelegationOrder.objects.create(
        version=version, adopted_on=adoption.adopted_on, minutes=adoption.minutes.strip(),
        valid_from=adoption.valid_from, valid_to=adoption.valid_to, size=len(read.items), source=source[:120],
        entered_at=at, entered_by=by.key,
    )  # fmt: skip
    DelegationItem.objects.bulk_create(_row(order, place, item) for place, item in enumerate(read.items, start=1))
    return order


def _adopted_before(adoption: Adoption, read: ReadOrder, by: Actor) -> DelegationOrder | None:
    """The newest version, when the same hand has just put in the same file by the same minutes."""
    newest = DelegationOrder.objects.order_by("-version").first()
    known = {**vars(adoption), "minutes": adoption.minutes.strip(), "entered_by": by.key, "size": len(read.items)}
    if newest is None or any(getattr(newest, name) != value for name, value in known.items()):
        return None
    rows = [(row.number, row.what, row.most, row.kronor, row.holders) for row in newest.items.order_by("place")]
    return newest if rows == [(i.number, i.what, i.most, i.kronor, list(i.holders)) for i in read.items] else None


def take_mandate(decision: Decision, *, by: Actor, at: datetime) -> Held:
    """The delegate's right to decide all of a proposal on that day. Raises Refused where the order gives none.

    Who they are is read from what they are appointed to, never from what they say they are.
    """
    held = appointment_of(by, on=localdate(at))
    if held is None:
        raise NoAccess(NOT_HUMAN)
    order = order_in_force(localdate(at))
    lines = lines_of(decision)
    items = items_for(matters_of(lines), held.delegate_title, order)
    if isinstance(items, Refusal):
        raise Refused(items)
    found = {line.pk: item for line, item in zip(lines, items, strict=True)}
    return Held(DecisionMandate.By.DELEGATE, held.delegate_title, order.pk if order else None, found)


def take_item(regime: str, outcome: str, *, by: Actor, day: date, kronor: int | None = None) -> Taken:
    """The delegate's right to decide on a fee, a dismissal or the like that day (KL 6:37).

    Raises Refused, naming the item that would allow it and who holds it, where they have none.
    """
    found = item_on(Matter(regime, outcome, kronor=kronor), by=by, day=day)
    if isinstance(found, Refusal):
        raise NoAccess(found) if found is NOT_HUMAN else Refused(found)
    return found


def keep_mandate(decision: Decision, held: Held) -> DecisionMandate:
    """Keep by which right a decision has just been made. Part of the action that signs."""
    kept = DecisionMandate.objects.create(
        decision=decision, by=held.by, order_id=held.order, title=held.title, urgency=held.urgency,
        meeting_on=held.meeting_on, paragraph=held.paragraph,
    )  # fmt: skip
    LineMandate.objects.bulk_create(
        LineMandate(line_id=line, item_id=item.pk or 0) for line, item in held.items.items()
    )
    return kept


def _row(order: DelegationOrder, place: int, item: Item) -> DelegationItem:
    return DelegationItem(
        order=order, number=item.number, place=place, what=item.what, basis=list(item.basis),
        interventions=sorted(item.interventions), outcomes=sorted(item.outcomes), most=item.most, unit=item.unit,
        months=item.months, kronor=item.kronor, holders=list(item.holders), passed_to=list(item.passed_to),
        reported=item.reported, note=item.note,
    )  # fmt: skip


def _enforce_after_what_is_decided(valid_from: date) -> None:
    """What is decided under one version is not moved to another."""
    used = DecisionMandate.objects.exclude(order=None).aggregate(last=Max("decision__signed_at"))["last"]
    last = localdate(used) if used else None
    if last and valid_from <= last:
        earliest = (last + timedelta(1)).isoformat()
        raise Invalid(
            "valid_from",
            Refusal(
                N_("Beslut har fattats enligt en tidigare version till och med {last}. Välj {earliest} eller senare."),
                {"last": last.isoformat(), "earliest": earliest},
            ),
        )


def lines_of(decision: Decision) -> list[DecisionLine]:
    """The lines of a decision in their order."""
    return list(decision.lines.order_by("pk"))
