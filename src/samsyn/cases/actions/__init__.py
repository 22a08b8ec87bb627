"""Every change to a case. Each action is one transaction and leaves one event in the log."""

from samsyn.cases.actions.decision import (
    LineTerms,
    correct,
    drop_correction,
    propose,
    put_line,
    remove_line,
    send_back,
    sign,
    start_decision,
    write_summary,
)
from samsyn.cases.actions.deletion import (
    Place,
    approve_deletion,
    carry_out_deletion,
    draw_up_deletion,
    leave_out,
    withdraw_deletion,
)
from samsyn.cases.actions.execution import (
    note_line_event,
    note_told_event,
    retract_line_event,
    retract_told_event,
)
from samsyn.cases.actions.follow_up import NeedResult, record_follow_up
from samsyn.cases.actions.intake import Arrival, assign, dismiss, register_intake
from samsyn.cases.actions.investigation import (
    add_need,
    open_investigation,
    reassess,
    remove_need,
    save_field,
    settle_field,
)
from samsyn.cases.actions.letter import name_officials, withhold_names
from samsyn.cases.actions.mandate import Adoption, adopt_order
from samsyn.cases.actions.progress import close_case, note_progress

__all__ = [
    "Adoption",
    "Arrival",
    "LineTerms",
    "NeedResult",
    "Place",
    "add_need",
    "adopt_order",
    "approve_deletion",
    "assign",
    "carry_out_deletion",
    "close_case",
    "correct",
    "dismiss",
    "draw_up_deletion",
    "drop_correction",
    "leave_out",
    "name_officials",
    "note_line_event",
    "note_progress",
    "note_told_event",
    "open_investigation",
    "propose",
    "put_line",
    "reassess",
    "record_follow_up",
    "register_intake",
    "remove_line",
    "remove_need",
    "retract_line_event",
    "retract_told_event",
    "save_field",
    "send_back",
    "settle_field",
    "sign",
    "start_decision",
    "withdraw_deletion",
    "withhold_names",
    "write_summary",
]
