"""The lifecycle tables are whole: everything is reached, named, and waited for."""

import pytest

from samsyn.cases import lifecycle as cases
from samsyn.cases.appeals import lifecycle as appeals
from samsyn.cases.appeals.lifecycle import Move, Stage
from samsyn.homecare import lifecycle as homecare
from samsyn.homecare.lifecycle import Message, OrderStatus
from samsyn.web.shared.event_labels import LABELS
from tests.architecture.tree import ROOT
from tools.draw import PAGES

FINAL = cases.Status.CLOSED


def reached(start, arrows):
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        new = {after for before, after in arrows if before == here} - seen
        seen |= new
        waiting += new
    return seen


def test_every_status_of_a_case_can_be_reached():
    arrows = {(before, after) for (before, _), after in cases.TRANSITIONS.items()}
    assert reached(cases.Status.RECEIVED, arrows) == set(cases.Status)


def test_from_every_status_a_case_can_be_closed():
    backwards = {(after, before) for (before, _), after in cases.TRANSITIONS.items()}
    assert reached(FINAL, backwards) == set(cases.Status)


def test_every_step_is_used():
    assert {step for _, step in cases.TRANSITIONS} == set(cases.Step)


def test_every_step_has_an_event_of_its_own_that_has_words():
    assert len(set(cases.EVENTS.values())) == len(cases.Step)
    assert set(cases.EVENTS.values()) <= LABELS.keys()


def test_a_closed_case_is_taken_up_only_after_a_judgment_or_a_mistake():
    """A court has changed the decision, or a death was none: anew, as it came in, or with what is decided."""
    follows = {step: after for (before, step), after in cases.TRANSITIONS.items() if before == FINAL}
    assert follows == {
        cases.Step.RESUME: cases.Status.INVESTIGATING,
        cases.Step.REOPEN: cases.Status.RECEIVED,
        cases.Step.GO_ON: cases.Status.DECIDED,
    }


def test_every_case_but_a_closed_one_waits_for_somebody_by_a_rule():
    assert set(cases.WAITING) == set(cases.Status)
    assert [status for status, waiting in cases.WAITING.items() if waiting is None] == [FINAL]
    assert all(waiting.task and waiting.law for waiting in cases.WAITING.values() if waiting)


def test_every_status_of_an_order_can_be_reached():
    arrows = {(before, reply.after) for (before, _), reply in homecare.MESSAGES.items()}
    assert reached(OrderStatus.SENT, arrows) == set(OrderStatus)


def test_every_message_but_the_first_has_a_place():
    assert {message for _, message in homecare.MESSAGES} == set(Message) - {Message.SEND}


def test_one_message_belongs_to_one_side():
    sides = {message: set() for message in Message}
    for (_, message), reply in homecare.MESSAGES.items():
        sides[message].add(reply.side)
    assert all(len(side) == 1 for message, side in sides.items() if message is not Message.SEND)


def test_an_order_is_with_one_side_at_a_time():
    groups = [homecare.ACCEPTED, homecare.WITH_PROVIDER, {OrderStatus.CHANGE_REQUESTED}]
    assert sum(map(len, groups)) == len(homecare.LIVE)
    ended = {OrderStatus.REJECTED, OrderStatus.STOPPED}
    assert ended.isdisjoint(homecare.LIVE)
    assert ended | homecare.LIVE == set(OrderStatus)
    assert not [message for before, message in homecare.MESSAGES if before in ended]


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (cases.LABELS, cases.Status),
        (cases.STEP_LABELS, cases.Step),
        (cases.EVENTS, cases.Step),
        (homecare.LABELS, OrderStatus),
        (homecare.MESSAGE_LABELS, Message),
        (appeals.LABELS, Stage),
        (appeals.MOVE_LABELS, Move),
        (appeals.EVENTS, Move),
    ],
)
def test_everything_has_a_swedish_name(labels, names):
    assert set(labels) == set(names)
    assert all(labels.values())


@pytest.mark.parametrize("page", PAGES)
def test_a_drawn_page_is_what_the_code_says(page):
    assert (ROOT / page).read_text(encoding="utf-8") == PAGES[page]()
