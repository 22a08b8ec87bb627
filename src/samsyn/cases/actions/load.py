"""Putting in the cases of an invented municipality, from intake to follow-up."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain

from django.db import transaction
from django.db.models import Model
from django.utils.timezone import localdate, make_aware

from samsyn.audit import bulk
from samsyn.cases.actions.mandate import Adoption, put_order
from samsyn.cases.clocks import Event, Kind, standing
from samsyn.cases.communication import digest
from samsyn.cases.delegation_file import EXAMPLES, example, read_order
from samsyn.cases.execution import opened
from samsyn.cases.mandate import Item, Matter, Order, body_for, body_item, items_for, order_on, together
from samsyn.cases.models import (
    Case,
    Communication,
    CommunicationAnswer,
    Decision,
    DecisionLine,
    DecisionMandate,
    Delay,
    FollowUp,
    FollowUpNeed,
    Intake,
    Investigation,
    LineEvent,
    LineMandate,
    LineNeed,
    Move,
    Need,
    NeedFactor,
    Notice,
    OpenClock,
    Withdrawal,
)
from samsyn.cases.order_rows import as_order, stored_orders
from samsyn.cases.regimes import regime
from samsyn.cases.story_basis import basis_of_story
from samsyn.people.models import Staff
from samsyn.people.refusals import N_, NoAccess, Refusal
from samsyn.people.roles import Actor, Role
from samsyn.synthetic import records
from samsyn.synthetic.heard_records import Communication as Communicated
from samsyn.synthetic.records import Story

# Which part of a story goes into which table. A decision comes after its lines: once signed it takes no more. Foreign
# keys are checked when the transaction ends, so the order is free.
LOADED: tuple[tuple[str, type[Model]], ...] = (
    ("cases", Case),
    ("intakes", Intake),
    ("investigations", Investigation),
    ("needs", Need),
    ("factors", NeedFactor),
    ("lines", DecisionLine),
    ("line_needs", LineNeed),
    ("decisions", Decision),
    ("communication_answers", CommunicationAnswer),
    ("notices", Notice),
    ("follow_ups", FollowUp),
    ("follow_up_needs", FollowUpNeed),
    ("line_events", LineEvent),
    ("delays", Delay),
    ("withdrawals", Withdrawal),
    ("moves", Move),
)
TABLES: tuple[type[Model], ...] = (
    *(model for _, model in LOADED),
    Communication,
    DecisionMandate,
    LineMandate,
    OpenClock,
)
LATE = (Decision, DecisionLine)  # lines go in before their decision, since a signed one takes no more


@dataclass(frozen=True, slots=True)
class _Mandate:
    decision: int
    by: str
    order: int
    title: str
    meeting_on: date | None
    paragraph: str


@dataclass(frozen=True, slots=True)
class _LineMandate:
    line: int
    item: int | None


@dataclass(frozen=True, slots=True)
class _Clock:
    line: int
    case: int
    decided: date
    start: date
    since: str
    last_day: date
    partly: bool


@transaction.atomic
def load_orders(*, by: Actor) -> list[records.Event]:
    """Put in the example delegation orders, for the former act and for the present one, each from its first day.

    Returns the events of it, to be chained with the others.
    """
    events = []
    for version, since in enumerate(EXAMPLES, start=1):
        first = date.fromisoformat(since)
        adopted = first - timedelta(days=21)
        adoption = Adoption(adopted, f"SN {adopted.isoformat()} § {40 + version}", first)
        at, read = make_aware(datetime.combine(adopted, time(15))), read_order(example(since))
        order = put_order(adoption=adoption, read=read, source=EXAMPLES[since], by=by, at=at)
        about, said = f"delegation_order:{order.pk}", {"version": order.version}
        events.append(records.Event(at, by.key, by.role, None, "write", "order.adopt", about, None, (), said))
    return events


@transaction.atomic
def load_cases(*, stories: Sequence[Story], by: Actor) -> None:
    """Put in everything that some stories hold of cases. Their people and the delegation orders are in already."""
    if not by.key.startswith("job:"):
        raise NoAccess(Refusal(N_("Påhittade ärenden läggs in med kommandot samsyn simulate.")))
    for part, model in LOADED:
        bulk.insert(model, list(chain.from_iterable(getattr(s, part) for s in stories)))
    bulk.insert(Communication, [_communicated(s, c) for s in stories for c in s.communications])
    decided, lines = _mandates(stories)
    bulk.insert(DecisionMandate, decided)
    bulk.insert(LineMandate, lines)
    bulk.insert(OpenClock, [clock for story in stories for clock in _clocks(story)])


def finish_cases() -> None:
    """Let new rows get keys after the loaded ones."""
    bulk.reset_keys(*TABLES)


@dataclass(frozen=True, slots=True)
class _Communicated:
    id: int
    investigation: int
    digest: str
    content: str
    way: str
    sent_on: date
    answer_by: date
    recorded_at: datetime
    recorded_by: str


def _communicated(story: Story, sent: Communicated) -> _Communicated:
    """What was laid before a person, with the text that the decision rests on."""
    content = basis_of_story(story, sent.investigation)
    return _Communicated(
        sent.id, sent.investigation, digest(content), content, sent.way, sent.sent_on, sent.answer_by,
        sent.recorded_at, sent.recorded_by,
    )  # fmt: skip


def _clocks(story: Story) -> Iterator[_Clock]:
    """The clocks of the lines that are not wholly carried out: the same rule that settles every line."""
    signed = {d.id: localdate(d.signed_at) for d in story.decisions if d.signed_at}
    events: defaultdict[int, list[Event]] = defaultdict(list)
    for event in story.line_events:
        events[event.line].append(Event(event.day, Kind(event.kind)))
    for line in story.lines:
        if line.decision in signed and line.outcome != DecisionLine.Outcome.REFUSED:
            now = standing(signed[line.decision], events[line.id])
            if found := opened(now, regime(line.regime)):
                yield _Clock(line.id, story.cases[0].id, **asdict(found))


def _mandates(stories: Sequence[Story]) -> tuple[list[_Mandate], list[_LineMandate]]:
    """By which right each signed decision was made: the same rule that holds every delegate to the order."""
    orders = [as_order(row) for row in stored_orders()]
    titles = dict(Staff.objects.filter(appointments__role=Role.DELEGATE).values_list("pk", "title"))
    decided, kept = [], []
    for story in stories:
        for decision in story.decisions:
            if decision.signed_at is None:
                continue
            day = localdate(decision.signed_at)
            lines = [line for line in story.lines if line.decision == decision.id]
            order = order_on(orders, day)
            if order is None:
                raise ValueError(f"no delegation order applies on {day}")
            mandate, items = _decided(decision.id, lines, titles.get(decision.signed_by or 0, ""), order, day)
            decided.append(mandate)
            kept += [_LineMandate(line.id, item.pk) for line, item in zip(lines, items, strict=True) if item]
    return decided, kept


def _decided(
    key: int, lines: Sequence[records.DecisionLine], title: str, order: Order, day: date
) -> tuple[_Mandate, list[Item | None]]:
    """A delegate's decision where the order lets them, else that of the body that the first such line belongs to."""
    matters = together(
        [
            Matter(x.regime, x.outcome, x.intervention, x.unit, x.amount, x.applied, x.valid_from, x.valid_to)
            for x in lines
        ]
    )
    items = items_for(matters, title, order)
    if isinstance(items, list):
        return _Mandate(key, DecisionMandate.By.DELEGATE, order.pk or 0, title, None, ""), [*items]
    title = body_for(matters, order)
    paragraph = f"§ {key % 40 + 1}"
    found = [body_item(matter, title, order) for matter in matters]
    return _Mandate(key, DecisionMandate.By.BODY, order.pk or 0, title, day, paragraph), found
