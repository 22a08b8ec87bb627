"""Every change to reviews and exercises. Each action is one transaction and leaves one event in the log."""

from samsyn.review.actions.exercise import (
    Written,
    close_exercise,
    hand_in,
    open_exercise,
    save_answer,
    save_answers,
    settle_answer,
)
from samsyn.review.actions.exercise_group import (
    add_group_action,
    add_to_wheel,
    correct_note,
    finish_group_action,
    mark_done,
    remove_from_wheel,
    write_note,
)
from samsyn.review.actions.meeting import conclude_review, explain_departure, propose_reviewed
from samsyn.review.actions.packets import Settled, end_keys, make_packet, send_packet, settle_packet, withdraw_packet
from samsyn.review.actions.readings import Guess, draw_more, open_readings, step_down, write_reading
from samsyn.review.actions.rule import set_rule, waive_review
from samsyn.review.actions.store import fill_store, switch_store
from samsyn.review.actions.vignette import write_vignette

__all__ = [
    "Guess",
    "Settled",
    "Written",
    "add_group_action",
    "add_to_wheel",
    "close_exercise",
    "conclude_review",
    "correct_note",
    "draw_more",
    "end_keys",
    "explain_departure",
    "fill_store",
    "finish_group_action",
    "hand_in",
    "make_packet",
    "mark_done",
    "open_exercise",
    "open_readings",
    "propose_reviewed",
    "remove_from_wheel",
    "save_answer",
    "save_answers",
    "send_packet",
    "set_rule",
    "settle_answer",
    "settle_packet",
    "step_down",
    "switch_store",
    "waive_review",
    "withdraw_packet",
    "write_note",
    "write_reading",
    "write_vignette",
]
