"""The person disposes over the granted time: visits are swapped and cancelled, at once or when somebody says yes."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from django.db.models import Max
from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases.codes import code_list
from samsyn.homecare import access
from samsyn.homecare.account.cancelled import late_cost
from samsyn.homecare.account.ledger import Said
from samsyn.homecare.account.rules import Rules
from samsyn.homecare.account.settle import use_saved
from samsyn.homecare.account.spans import Span
from samsyn.homecare.account.swap import Bounds, Item, Limit, Verdict, Visit, judged
from samsyn.homecare.actions.entries import keep_entries
from samsyn.homecare.actions.shared import locked, tell
from samsyn.homecare.actions.time import AHEAD, gone
from samsyn.homecare.menu import menu, own_item, planned_item
from samsyn.homecare.models import UNTOLD, Order, OwnItem, PerformedTime, Plan, PlannedTime, TimeRequest
from samsyn.homecare.models.accounts import LineAccount, account_for, moment, needs_of
from samsyn.homecare.rhythm import days_between
from samsyn.people.days import check_day
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import PROVIDER, Actor, Role

Hand, State, Sort = TimeRequest.Hand, TimeRequest.State, TimeRequest.Sort
FOR_ANOTHER = frozenset({Hand.CARER, Hand.PHONE, Hand.PAPER})
Side = Literal["person", "provider", "hospital"]
CANCELLED = {"person": "PERSON_AVBOKADE", "provider": "UTFORARE_STALLDE_IN", "hospital": "SJUKHUS"}
SWAPPED = "BYTT"


@dataclass(frozen=True)
class Wish:
    """What is wanted instead: a key of the menu or `own:12`, and when. `minutes` in whole minutes."""

    item: str
    day: date
    start: time
    minutes: int


@action
def cancel_visit(*, planned: PlannedTime, hand: str, by: Actor, at: datetime) -> TimeRequest:
    """The person says that a visit is not wanted. Told in time it comes back to the account, by the rules.

    Raises NoAccess, Invalid for a hand that is not the asker's, Refused for a visit that has begun or is told of.
    """
    order = locked(planned.order)
    _permit_asking(by, order, hand)
    planned = _given_up(order, planned, at)
    rules = _account(order, planned.day, at).rules
    asked = TimeRequest.objects.create(
        order=order, sort=Sort.CANCEL, given=planned, given_what=planned.what,
        given_day=planned.day, day=planned.day, start=planned.start, minutes=planned.minutes,
        **{**_asked(hand, rules, by, at), **_answered(by, at)},
    )  # fmt: skip
    cost = late_cost(planned.minutes, starts_at=moment(planned.day, planned.start), at=at, rules=rules)
    _not_done(planned, "person", by, at, charged=cost)
    tell(order, "visit.cancel", by=by, at=at, about=f"planned:{planned.pk}", side="person", hand=hand, charged=cost)
    return asked


@action
def call_off(*, planned: PlannedTime, side: Side, by: Actor, at: datetime) -> PerformedTime:
    """The provider calls a visit off, or the person is in hospital. The time comes back to the person, by the rules."""
    order = locked(planned.order)
    permit(access.why_not_ask_time(by, access.OrderFacts.of(order), for_another=True))
    if side not in ("provider", "hospital"):
        raise Invalid("side", Refusal(N_("Välj varför besöket ställs in.")))
    planned = _given_up(order, planned, at)
    rules = _account(order, planned.day, at).rules
    lapses = side == "hospital" and rules.hospital == "lapses"
    told = _not_done(planned, side, by, at, charged=planned.minutes if lapses else 0)
    tell(order, "visit.call_off", by=by, at=at, about=f"planned:{planned.pk}", side=side, charged=told.charged)
    return told


@action
def call_off_stay(*, order: Order, first: date, last: date, by: Actor, at: datetime) -> int:
    """The person is in hospital from one day to another: what has not begun is called off. Returns how many visits.

    Days are laid out four weeks ahead: a longer stay is said again. Raises NoAccess, Invalid
    for days that are wrong, Refused where nothing is planned then.
    """
    order = locked(order)
    permit(access.why_not_ask_time(by, access.OrderFacts.of(order), for_another=True))
    today = localdate(at)
    check_day("first", first, earliest=today)
    check_day("last", last, earliest=first)
    ahead = PlannedTime.objects.filter(UNTOLD, order=order, day__gte=first, day__lte=last).order_by("day", "start")
    visits = [one for one in ahead if moment(one.day, one.start) > at]
    if not visits:
        raise Refused(Refusal(N_("Inget är planerat de dagarna, så det finns inget att ställa in.")))
    rules = {day: _account(order, day, at).rules for day in {one.day for one in visits}}
    TimeRequest.objects.filter(state=State.ASKED, given__in=[one.pk for one in visits]).update(**gone(at))
    for one in visits:
        lapses = rules[one.day].hospital == "lapses"
        _not_done(one, "hospital", by, at, charged=one.minutes if lapses else 0)
    tell(order, "visit.stay", by=by, at=at, first=first.isoformat(), last=last.isoformat(), visits=len(visits))
    return len(visits)


@action
def ask_swap(
    *, order: Order, given: PlannedTime | None, wish: Wish, hand: str, by: Actor, at: datetime, once: str = ""
) -> TimeRequest:
    """Ask for something else than a planned visit, or for free time to be used. Answered at once where no limit is hit.

    Otherwise it waits for the contact person, with the limits it reached and why. `once` is a mark by which a form that
    is sent twice is known again. Raises NoAccess, Invalid for a wish that makes no sense, Refused for a visit that has
    begun or is told of.
    """
    order = locked(order)
    _permit_asking(by, order, hand)
    if once and (sent_before := order.time_requests.filter(once=once).first()):
        return sent_before
    given = _given_up(order, given, at) if given else None
    item, what = _item(order, wish.item)
    verdict, account, saved = _judge(order, given, wish, item, at)
    asked = TimeRequest(
        order=order, sort=Sort.SWAP, given=given, given_what=given.what if given else "",
        given_day=given.day if given else None, item=wish.item, what=what, day=wish.day, start=wish.start,
        minutes=wish.minutes, saved=saved, once=once, limits=[str(r.limit) for r in verdict.reached],
        why=[[r.why.text, r.why.values] for r in verdict.reached], **_asked(hand, account.rules, by, at),
    )  # fmt: skip
    if verdict.is_yes:
        for name, value in _answered(None, at, rule=account.rules.name).items():
            setattr(asked, name, value)
    asked.save()
    if verdict.is_yes:
        _carry_through(asked, account, by, at)
    detail = {"state": asked.state, "limits": asked.limits, "hand": hand}
    tell(order, "time.ask", by=by, at=at, about=f"time-request:{asked.pk}", **detail)
    return asked


@action
def answer_request(*, request: TimeRequest, yes: bool, text: str, by: Actor, at: datetime) -> TimeRequest:
    """The contact person's yes or no where a limit was reached. A no says why; nobody goes beyond the granted time.

    Whoever carries a decision out decides nothing new (RF 12:4): where no need was found that it answers, a yes says
    which one it is, and what answers none has to be applied for.
    """
    order = locked(request.order)
    permit(access.why_not_answer_time(by, access.OrderFacts.of(order), order.contact_id))
    request = _waiting(request)
    if not yes and not text.strip():
        raise Invalid("text", Refusal(N_("Skriv varför det inte går, så att personen får veta det.")))
    if yes:
        if moment(request.day, request.start) <= at:
            raise Refused(Refusal(N_("Dagen har varit. Svara nej och säg varför.")))
        if Limit.NEED in request.limits and not text.strip():
            said = N_("Skriv vilket behov i beslutet det svarar mot. Annars är det en ny ansökan.")
            raise Invalid("text", Refusal(said))
        account, request.saved = _try_again(order, request, at)
    for name, value in {**_answered(by, at), "answer": text.strip(), "state": State.YES if yes else State.NO}.items():
        setattr(request, name, value)
    request.save()
    if yes:
        _carry_through(request, account, by, at)
    tell(order, "time.answer", by=by, at=at, about=f"time-request:{request.pk}", state=request.state)
    return request


@action
def withdraw_request(*, request: TimeRequest, hand: str, by: Actor, at: datetime) -> TimeRequest:
    """Take a request back while it waits: the person, a relative with that right, whoever asked, or who answers.

    Another carer cannot: nobody has told them. `hand` is how it was said.
    """
    order = locked(request.order)
    _permit_asking(by, order, hand)
    request = _waiting(request)
    if by.role in PROVIDER and request.asked_by != by.key:
        permit(access.why_not_answer_time(by, access.OrderFacts.of(order), order.contact_id))
    for name, value in {**_answered(by, at), "state": State.WITHDRAWN}.items():
        setattr(request, name, value)
    request.save()
    tell(order, "time.withdraw", by=by, at=at, about=f"time-request:{request.pk}", hand=hand)
    return request


def _permit_asking(by: Actor, order: Order, hand: str) -> None:
    if hand not in Hand.values:
        raise Invalid("hand", Refusal(N_("Välj hur det sades.")))
    permit(access.why_not_ask_time(by, access.OrderFacts.of(order), for_another=hand in FOR_ANOTHER))
    if by.role not in PROVIDER and hand != (Hand.SELF if by.role is Role.PERSON else Hand.RELATIVE):
        raise Invalid("hand", Refusal(N_("Välj hur det sades.")))


def _given_up(order: Order, planned: PlannedTime, at: datetime) -> PlannedTime:
    """A planned visit of this order that has not begun and that nobody has said anything of."""
    found = order.planned.select_related("activity__need", "request").filter(pk=planned.pk).first()
    if found is None:
        raise Refused(Refusal(N_("Besöket finns inte längre. Ladda om sidan för att se de senaste.")))
    if PerformedTime.objects.filter(planned=found).exists():
        raise Refused(Refusal(N_("Besöket är redan bytt, avbokat eller gjort. Ladda om sidan.")))
    if moment(found.day, found.start) <= at:
        raise Refused(Refusal(N_("Besöket har redan börjat och kan inte bytas eller avbokas. Ring i stället.")))
    if TimeRequest.objects.filter(given=found, state=State.ASKED).exists():
        raise Refused(Refusal(N_("Det väntar redan en fråga om det här besöket. Ta tillbaka den först.")))
    found.order = order
    return found


def _account(order: Order, day: date, at: datetime) -> LineAccount:
    account = account_for(order.line_id, day=day, today=localdate(at))
    if account is None:
        raise Refused(Refusal(N_("Den här hjälpen är inte beviljad som tid, så det finns inget konto att byta ur.")))
    return account


def _item(order: Order, key: str) -> tuple[Item, str]:
    """What is wished for, of the menu or of this person's own things, and what it is called."""
    if found := menu().get(key):
        return found, item_label(key)
    own = OwnItem.objects.filter(person=order.case.person_id, ended_at__isnull=True)
    for one in own:
        if one.key == key:
            return own_item(key, one.answers), one.what
    raise Invalid("item", Refusal(N_("Välj något ur listan.")))


def item_label(key: str) -> str:
    """The Swedish name of something on the menu, as it is kept with a request."""
    return code_list("menu", "homecare")[key].label_sv


def _judge(
    order: Order, given: PlannedTime | None, wish: Wish, item: Item, at: datetime
) -> tuple[Verdict, LineAccount, int]:
    """Hold the wish against the four limits: the verdict, the wish's account, and how much of saved time it takes."""
    today = localdate(at)
    check_day("day", wish.day, earliest=today)
    _check_within(order, wish.day, today)
    account = _account(order, wish.day, at)
    # A week that holds more than its share, as when the cleaning comes every other week, is no hindrance to a swap.
    free = max(0, account.balance.free - _not_laid_out(order, account.span, today))
    visits = []
    if given is not None:
        need = given.activity.need if given.activity else None
        key = given.activity.item if given.activity else given.request.item if given.request else ""
        guarded = bool(given.activity and given.activity.guarded)
        thing = planned_item(key, need.area if need else "", guarded=guarded)
        visits.append(Visit(thing, given.minutes, moment(given.day, given.start)))
        if given.day not in account.span:
            free -= given.minutes  # it comes back to another period, and is no room in this one
    bounds = Bounds(free + account.usable, needs_of(order.line_id))
    wanted = Visit(item, wish.minutes, moment(wish.day, wish.start))
    verdict = judged(visits, wanted, bounds, account.rules, now=at)
    _check_alone(order, given, wish)
    there = free + (given.minutes if given else 0)
    return verdict, account, max(0, min(account.usable, wish.minutes - max(0, there)))


def _not_laid_out(order: Order, span: Span, today: date) -> int:
    """Minutes that the plan will take of a period, on days that are not laid out yet."""
    laid_out = order.planned.filter(request__isnull=True).aggregate(last=Max("day"))["last"] or today
    if laid_out >= span.last:
        return 0
    first, plans = max(laid_out + timedelta(1), span.first), order.plans.filter(state=Plan.State.APPROVED)
    last = min(filter(None, (span.last, _ends_on(order))))
    done = [a for plan in plans for a in plan.activities.all()]
    return sum(a.minutes for a in done for _ in days_between(first, last, a.weekdays, a.every_weeks, a.first_week))


def _check_within(order: Order, day: date, today: date) -> None:
    last = min(filter(None, (today + AHEAD, _ends_on(order))))
    if not order.start_on <= day <= last:
        said = N_("Välj en dag från {first} till {last}. Längre fram är dagarna inte planerade än.")
        values = {"first": max(today, order.start_on).isoformat(), "last": last.isoformat()}
        raise Invalid("day", Refusal(said, values))


def _ends_on(order: Order) -> date | None:
    ends = order.content.get("valid_to")
    return date.fromisoformat(ends) if ends else None


def _check_alone(order: Order, given: PlannedTime | None, wish: Wish) -> None:
    """Nobody comes twice at the same time."""
    begins = datetime.combine(wish.day, wish.start)
    ends = begins + timedelta(minutes=wish.minutes)
    others = order.planned.filter(day=wish.day, performed__isnull=True).exclude(pk=given.pk if given else 0)
    for other in others:
        start = datetime.combine(other.day, other.start)
        if start < ends and begins < start + timedelta(minutes=other.minutes):
            said = N_("Då kommer redan någon, kl. {start}. Välj en annan tid.")
            raise Invalid("start", Refusal(said, {"start": f"{other.start:%H.%M}"}))


def _waiting(request: TimeRequest) -> TimeRequest:
    request = TimeRequest.objects.select_for_update().get(pk=request.pk)
    if request.state != State.ASKED:
        raise Refused(Refusal(N_("Frågan är redan besvarad. Ladda om sidan för att se svaret.")))
    return request


def _try_again(order: Order, request: TimeRequest, at: datetime) -> tuple[LineAccount, int]:
    """What was asked may have become impossible while it waited; the granted time may not be exceeded by anybody."""
    given = request.given
    if given is not None:
        given = order.planned.select_related("activity__need", "request").get(pk=given.pk)
        if PerformedTime.objects.filter(planned=given).exists():
            raise Refused(Refusal(N_("Besöket som skulle bytas är redan gjort eller avbokat. Svara nej och säg det.")))
    wish = Wish(request.item, request.day, request.start, request.minutes)
    item, _ = _item(order, request.item)
    verdict, account, saved = _judge(order, given, wish, item, at)
    for reached in verdict.reached:
        if reached.limit is Limit.GRANTED_TIME:
            raise Refused(reached.why)
    return account, saved


def _carry_through(request: TimeRequest, account: LineAccount, by: Actor, at: datetime) -> None:
    """Give up the one and plan the other, and take what is lacking of saved time, the oldest first."""
    given = request.given
    if given is not None:
        _not_done(given, "person", by, at, reason=SWAPPED)
    if request.saved:
        said = Said(at, request.asked_by, request.answered_by, account.rules.name)
        keep_entries(use_saved(account.book, account.place, account.rules, request.saved, said), request=request)
    carer = given.carer_id if given else request.order.contact_id
    PlannedTime.objects.create(
        order=request.order, request=request, provider_id=request.order.provider_id, day=request.day,
        start=request.start, minutes=request.minutes, carer_id=carer,
    )  # fmt: skip


def _not_done(
    planned: PlannedTime, side: Side, by: Actor, at: datetime, *, charged: int = 0, reason: str = ""
) -> PerformedTime:
    return PerformedTime.objects.create(
        order=planned.order, planned=planned, day=planned.day, start=planned.start, minutes=0, charged=charged,
        source=PerformedTime.Source.REPORTED, reason=reason or CANCELLED[side], recorded_at=at, recorded_by=by.key,
    )  # fmt: skip


def _asked(hand: str, rules: Rules, by: Actor, at: datetime) -> dict[str, object]:
    asked = {"asked_at": at, "asked_by": by.key, "asked_name": by.name}
    return {**asked, "hand": hand, "rule": rules.name, "state": State.ASKED}


def _answered(by: Actor | None, at: datetime, *, rule: str = "") -> dict[str, object]:
    """Who said yes: somebody, or the rule itself."""
    answered = {"answered_by": by.key, "answered_name": by.name} if by else {"answered_by": f"rule:{rule}"}
    return {"answered_at": at, "state": State.YES, **answered}
