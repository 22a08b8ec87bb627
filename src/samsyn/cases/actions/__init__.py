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
from samsyn.cases.actions.documents import Paper, register_document
from samsyn.cases.actions.execution import (
    note_line_event,
    note_told_event,
    retract_line_event,
    retract_told_event,
)
from samsyn.cases.actions.follow_up import NeedResult, record_follow_up
from samsyn.cases.actions.intake import Arrival, assign, dismiss, register_intake
from samsyn.cases.actions.investigation import (
    Saved,
    add_need,
    open_investigation,
    reassess,
    remove_need,
    save_field,
    settle_field,
)
from samsyn.cases.actions.journal import (
    answer_objection,
    begin_entry,
    correct_entry,
    cover_entry,
    discard_entry,
    lock_old_entries,
    object_to,
    save_entry,
    settle_entry,
    sign_entry,
)
from samsyn.cases.actions.letter import name_officials, withhold_names
from samsyn.cases.actions.mandate import Adoption, adopt_order
from samsyn.cases.actions.progress import close_case, note_progress
from samsyn.cases.actions.report import explain_delay, make_report
from samsyn.cases.actions.written import Pen

__all__ = [
    "Adoption",
    "Arrival",
    "LineTerms",
    "NeedResult",
    "Paper",
    "Pen",
    "Place",
    "Saved",
    "add_need",
    "adopt_order",
    "answer_objection",
    "approve_deletion",
    "assign",
    "begin_entry",
    "carry_out_deletion",
    "close_case",
    "correct",
    "correct_entry",
    "cover_entry",
    "discard_entry",
    "dismiss",
    "draw_up_deletion",
    "drop_correction",
    "explain_delay",
    "leave_out",
    "lock_old_entries",
    "make_report",
    "name_officials",
    "note_line_event",
    "note_progress",
    "note_told_event",
    "object_to",
    "open_investigation",
    "propose",
    "put_line",
    "reassess",
    "record_follow_up",
    "register_document",
    "register_intake",
    "remove_line",
    "remove_need",
    "retract_line_event",
    "retract_told_event",
    "save_entry",
    "save_field",
    "send_back",
    "settle_entry",
    "settle_field",
    "sign",
    "sign_entry",
    "start_decision",
    "withdraw_deletion",
    "withhold_names",
    "write_summary",
]
