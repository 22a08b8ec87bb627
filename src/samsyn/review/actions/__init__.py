"""Every change to reviews and exercises. Each action is one transaction and leaves one event in the log."""

from samsyn.review.actions.meeting import conclude_review, explain_departure, propose_reviewed
from samsyn.review.actions.packets import Settled, end_keys, make_packet, send_packet, settle_packet, withdraw_packet
from samsyn.review.actions.readings import Guess, open_readings, step_down, write_reading
from samsyn.review.actions.rule import set_rule, waive_review
from samsyn.review.actions.store import fill_store, switch_store

__all__ = [
    "Guess",
    "Settled",
    "conclude_review",
    "end_keys",
    "explain_departure",
    "fill_store",
    "make_packet",
    "open_readings",
    "propose_reviewed",
    "send_packet",
    "set_rule",
    "settle_packet",
    "step_down",
    "switch_store",
    "waive_review",
    "withdraw_packet",
    "write_reading",
]
