"""The message pairs as a table: what each makes of an order, which side sends it, and that all states are met."""

import pytest

from samsyn.homecare.lifecycle import (
    ACCEPTED,
    LABELS,
    LIVE,
    MESSAGE_LABELS,
    MESSAGES,
    WITH_PROVIDER,
    Message,
    OrderStatus,
    Side,
    answer,
    diagram,
    why_not,
)
from samsyn.people.refusals import Refused

ENDED = {OrderStatus.REJECTED, OrderStatus.STOPPED}


@pytest.mark.parametrize("status", OrderStatus)
@pytest.mark.parametrize("message", Message)
@pytest.mark.parametrize("side", Side)
def test_a_message_goes_where_the_table_says_and_nowhere_else(status, message, side):
    reply = MESSAGES.get((status, message))
    open_to_side = reply is not None and reply.side is side
    assert (why_not(status, message, side) is None) == open_to_side
    if open_to_side:
        assert answer(status, message, side) is reply.after
    else:
        with pytest.raises(Refused):
            answer(status, message, side)


def test_every_state_is_reached_and_every_live_one_left():
    reached = {OrderStatus.SENT} | {reply.after for reply in MESSAGES.values()}
    assert reached == set(OrderStatus)
    assert {status for status, _ in MESSAGES} == set(LIVE)
    assert set(OrderStatus) - LIVE == ENDED


def test_the_groups_of_states_do_not_overlap():
    assert not ACCEPTED & WITH_PROVIDER
    assert ACCEPTED | WITH_PROVIDER | {OrderStatus.CHANGE_REQUESTED} == LIVE


def test_the_authority_may_stop_whatever_is_live():
    assert all(why_not(status, Message.STOP, Side.AUTHORITY) is None for status in LIVE)
    assert all(why_not(status, Message.STOP, Side.PROVIDER) is not None for status in OrderStatus)


def test_the_wrong_side_is_told_to_wait():
    assert "den andra parten" in str(why_not(OrderStatus.CHANGE_REQUESTED, Message.ANSWER_CHANGE, Side.PROVIDER))


def test_every_state_and_message_has_words():
    assert set(LABELS) == set(OrderStatus)
    assert set(MESSAGE_LABELS) == set(Message)


def test_the_diagram_has_every_arrow_and_both_ends():
    drawn = diagram()
    assert drawn.count("-->") == len(MESSAGES) + 1 + len(ENDED)
    assert all(f"{status} --> [*]" in drawn for status in ENDED)
