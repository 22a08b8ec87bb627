"""What is final in a case stays as it is, by the database's own word.

Some things stay for ever. What belongs to a person's file stays until the file is deleted as a whole, while a
deletion list that two have approved is under way: also what other rooms below keep of the file.
"""

from collections.abc import Callable

from samsyn.audit.guards import Guard

UNLESS = "EXISTS (SELECT 1 FROM cases_deletionlist WHERE state = 'under_way')"

SIGNED = "a signed decision never changes"
SENT = "a sent letter never changes"
COMPLETED = "a completed investigation never changes"
LOCKED = "a locked entry never changes"
COUNTED = "what fees are counted by never changes"
ADOPTED = "an adopted delegation order never changes"
DECIDED = "what the committee has decided never changes"
NAMELESS = "whoever uses this offer is not written down"
REVIEWED = "a signed review of the log never changes"
DRAWN = "a drawn sample stays"
STRUCK = "a notice is struck out, never removed"
REPORTED = "a report that is handed in never changes"

# Rows that never change once they are there, and go only with the file.
NEVER_OVERWRITTEN = {
    "cases_lineevent": "what happened to a line is never overwritten",
    "cases_sentletter": SENT,
    "cases_lettertranslation": SENT,
    "cases_sentnotice": SENT,
    "cases_decisionmandate": "by which right a decision was made never changes",
    "cases_linemandate": "by which right a decision was made never changes",
    "cases_journalcover": "a cover is never taken away",
    "cases_document": "a registered document never changes",
    "cases_reportrow": REPORTED,
    "cases_delay": "what was said of a delay is never overwritten",
    "cases_communication": "what was communicated never changes",
    "cases_communicationanswer": "what was communicated never changes",
    "cases_delaynotice": STRUCK,
    "cases_income": "what was told of an income never changes",
    "cases_incomefigure": "what was told of an income never changes",
    "cases_feedecision": "a decided fee never changes",
    "cases_feeend": "a decided fee never changes",
    "cases_withdrawal": "what has been taken back or has moved stays as it was noted",
    "cases_move": "what has been taken back or has moved stays as it was noted",
    "cases_ruling": "a separate decision never changes",
}
# Rows that are of the office, not of a person's file.
FOR_EVER = {
    "cases_delegationorder": ADOPTED,
    "cases_delegationitem": ADOPTED,
    "cases_quarterlyreport": REPORTED,
    "cases_pricebase": COUNTED,
    "cases_tariffversion": COUNTED,
}

OBJECTION_ANSWERED = (
    "OLD.answered_at IS NOT NULL OR NEW.said <> OLD.said OR NEW.said_on <> OLD.said_on OR NEW.hand <> OLD.hand"
    " OR NEW.noted_at <> OLD.noted_at OR NEW.noted_by <> OLD.noted_by"
)
OFFER_CHANGED = (
    "OLD.intervention <> NEW.intervention OR OLD.provider_id <> NEW.provider_id OR OLD.minutes <> NEW.minutes"
    " OR OLD.decided_on <> NEW.decided_on OR OLD.target_group <> NEW.target_group OR OLD.conditions <> NEW.conditions"
    " OR OLD.keeps_identity <> NEW.keeps_identity OR OLD.special_reasons <> NEW.special_reasons"
    " OR OLD.is_documented <> NEW.is_documented OR OLD.valid_from <> NEW.valid_from"
)
NAMED_ALL_THE_SAME = (
    "NEW.person_id IS NOT NULL AND NOT (SELECT keeps_identity FROM cases_serviceoffer WHERE id = NEW.offer_id)"
)
ORDER_IS_FULL = (
    "(SELECT COUNT(*) FROM cases_delegationitem WHERE order_id = NEW.order_id)"
    " >= (SELECT size FROM cases_delegationorder WHERE id = NEW.order_id)"
)
JUDGMENT_CHANGED = (
    "NEW.outcome <> OLD.outcome OR NEW.judged_on <> OLD.judged_on OR NEW.number <> OLD.number"
    " OR NEW.text <> OLD.text OR NEW.appeal_id <> OLD.appeal_id"
)


def _decision(row: str) -> str:
    return f"(SELECT state FROM cases_decision WHERE id = {row}.decision_id) = 'signed'"


def _line(row: str) -> str:
    decision = f"(SELECT decision_id FROM cases_decisionline WHERE id = {row}.line_id)"
    return f"(SELECT state FROM cases_decision WHERE id = {decision}) = 'signed'"


def _inquiry(row: str) -> str:
    return f"(SELECT completed_at FROM cases_investigation WHERE id = {row}.investigation_id) IS NOT NULL"


def _entry(row: str) -> str:
    return f"(SELECT state FROM cases_journalentry WHERE id = {row}.entry_id) = 'locked'"


def _itself(table: str, message: str, final: str) -> tuple[Guard, ...]:
    """A row that is final once a condition on itself holds."""
    return (Guard(table, "UPDATE", message, final), Guard(table, "DELETE", message, final, UNLESS))


def _part_of(table: str, message: str, final: Callable[[str], str], *, comes_later: bool = False) -> tuple[Guard, ...]:
    """A row of something that is final; one that `comes_later` may still be added to it."""
    guards = (
        Guard(table, "INSERT", message, final("NEW")),
        Guard(table, "UPDATE", message, f"{final('OLD')} OR {final('NEW')}"),
        Guard(table, "DELETE", message, final("OLD"), UNLESS),
    )
    return guards[1:] if comes_later else guards


GUARDS = (
    *(Guard(table, "UPDATE", message) for table, message in {**NEVER_OVERWRITTEN, **FOR_EVER}.items()),
    *(Guard(table, "DELETE", message, "", UNLESS) for table, message in NEVER_OVERWRITTEN.items()),
    *(Guard(table, "DELETE", message) for table, message in FOR_EVER.items()),
    *_itself("cases_decision", SIGNED, "OLD.state = 'signed'"),
    *_part_of("cases_decisionline", SIGNED, _decision),
    *_part_of("cases_lineneed", SIGNED, _line),
    *_part_of("cases_nameswithheld", SIGNED, _decision),
    *_part_of("cases_detrimentground", SIGNED, _decision),
    *_itself("cases_investigation", COMPLETED, "OLD.completed_at IS NOT NULL"),
    *_part_of("cases_need", COMPLETED, _inquiry, comes_later=True),
    *_part_of("cases_conditions", COMPLETED, _inquiry),
    *_itself("cases_journalentry", LOCKED, "OLD.state = 'locked'"),
    *_part_of("cases_journalversion", LOCKED, _entry),
    Guard("cases_objection", "UPDATE", "an objection is never changed", OBJECTION_ANSWERED),
    Guard("cases_objection", "DELETE", "an objection is never changed", "", UNLESS),
    Guard("cases_notice", "UPDATE", STRUCK, "OLD.struck_at IS NOT NULL OR NEW.struck_at IS NULL"),
    Guard("cases_notice", "DELETE", STRUCK, "", UNLESS),
    Guard("cases_judgment", "UPDATE", "a judgment never changes", JUDGMENT_CHANGED),
    Guard("cases_judgment", "DELETE", "a judgment never changes", "", UNLESS),
    Guard("cases_appeal", "DELETE", "an appeal is never removed", "", UNLESS),
    Guard("cases_transfer", "UPDATE", NEVER_OVERWRITTEN["cases_move"], "OLD.ended_on IS NOT NULL"),
    Guard("cases_transfer", "DELETE", NEVER_OVERWRITTEN["cases_move"], "", UNLESS),
    Guard("cases_delegationitem", "INSERT", ADOPTED, ORDER_IS_FULL),
    Guard("cases_serviceoffer", "UPDATE", DECIDED, OFFER_CHANGED),
    Guard("cases_serviceoffer", "DELETE", DECIDED),
    Guard("cases_serviceuse", "INSERT", NAMELESS, NAMED_ALL_THE_SAME),
    Guard("cases_serviceuse", "UPDATE", NAMELESS, NAMED_ALL_THE_SAME),
    Guard("cases_serviceuse", "DELETE", "a use is ended, not deleted", "", UNLESS),
    Guard("cases_logreview", "UPDATE", REVIEWED, "OLD.signed_at IS NOT NULL"),
    Guard("cases_logreview", "DELETE", DRAWN),
    Guard(
        "cases_logreviewitem",
        "UPDATE",
        REVIEWED,
        "(SELECT signed_at FROM cases_logreview WHERE id = OLD.review_id) IS NOT NULL",
    ),
    Guard("cases_logreviewitem", "DELETE", DRAWN),
    Guard("people_protectionchange", "DELETE", "the history of protection is append-only", "", UNLESS),
    Guard("people_emergencyaccess", "DELETE", "an emergency access stays", "", UNLESS),
)
