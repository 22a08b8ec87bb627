"""What was said of performed time and what is locked in a journal stay, by the database's own word."""

from samsyn.audit.guards import Guard

UNLESS = "EXISTS (SELECT 1 FROM cases_deletionlist WHERE state = 'under_way')"  # a file deleted as a whole
PERFORMED = "performed time is never overwritten"  # a correction is another row
LOCKED = "a locked entry never changes"
COVERED = "a cover is never taken away"
OBJECTED = "an objection is never changed"
ENTERED = "an entry of the account is never changed"
ASKED = "a request is answered once"
ASKED_FOR = ("order_id", "sort", "item", "what", "day", "start", "minutes", "asked_at", "asked_by", "hand", "rule")
ANSWERED = (
    "OLD.answered_at IS NOT NULL OR NEW.said <> OLD.said OR NEW.said_on <> OLD.said_on OR NEW.hand <> OLD.hand"
    " OR NEW.noted_at <> OLD.noted_at OR NEW.noted_by <> OLD.noted_by"
)


def _text(row: str) -> str:
    return f"(SELECT state FROM homecare_careentry WHERE id = {row}.entry_id) = 'locked'"


PERFORMED_GUARDS = (
    Guard("homecare_performedtime", "UPDATE", PERFORMED),
    Guard("homecare_performedtime", "DELETE", PERFORMED, "", UNLESS),
)
GUARDS = (
    *PERFORMED_GUARDS,
    Guard("homecare_careentry", "UPDATE", LOCKED, "OLD.state = 'locked'"),
    Guard("homecare_careentry", "DELETE", LOCKED, "OLD.state = 'locked'", UNLESS),
    Guard("homecare_careversion", "INSERT", LOCKED, _text("NEW")),
    Guard("homecare_careversion", "UPDATE", LOCKED, f"{_text('OLD')} OR {_text('NEW')}"),
    Guard("homecare_careversion", "DELETE", LOCKED, _text("OLD"), UNLESS),
    Guard("homecare_carecover", "UPDATE", COVERED),
    Guard("homecare_carecover", "DELETE", COVERED, "", UNLESS),
    Guard("homecare_careobjection", "UPDATE", OBJECTED, ANSWERED),
    Guard("homecare_careobjection", "DELETE", OBJECTED, "", UNLESS),
)

TIME_GUARDS = (
    Guard("homecare_timeentry", "UPDATE", ENTERED),
    Guard("homecare_timeentry", "DELETE", ENTERED, "", UNLESS),
    Guard(
        "homecare_timerequest", "UPDATE", ASKED,
        # A visit that was not given up may go, also when the request has been answered; nothing else changes then.
        "(OLD.state <> 'asked' AND (NEW.given_id IS NOT NULL OR NEW.state <> OLD.state OR NEW.answer <> OLD.answer"
        " OR NEW.answered_by <> OLD.answered_by OR NEW.saved <> OLD.saved))"
        + "".join(f" OR NEW.{name} <> OLD.{name}" for name in ASKED_FOR),
    ),
    Guard("homecare_timerequest", "DELETE", ASKED, "", UNLESS),
)  # fmt: skip

FINDING_GUARDS = (
    Guard("homecare_timefinding", "UPDATE", "what was found is answered once", "OLD.answered_at IS NOT NULL"),
    Guard("homecare_timefinding", "DELETE", "what was found is kept", "", UNLESS),
)
