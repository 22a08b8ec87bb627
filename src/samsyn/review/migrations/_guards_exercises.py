"""What is final of exercises and of the working group, by the database's own word."""

from samsyn.audit.guards import Guard

NEVER = {
    "review_unitvignette": "a version of a vignette never changes",
    "review_exercisevignette": "what was to be assessed never changes",
    "review_exercisedraw": "a draw never changes",
    "review_exerciseanswer": "what is handed in never changes",
    "review_wheeldone": "what is done stays done",
    "review_groupnote": "a note of a meeting is put right in a version beside it",
}
GUARDS = (
    *(Guard(table, operation, text) for table, text in NEVER.items() for operation in ("UPDATE", "DELETE")),
    Guard("review_exercise", "UPDATE", "a closed round never changes", "OLD.closed_at IS NOT NULL"),
    Guard("review_exercise", "DELETE", "a round is never removed"),
    Guard("review_exercisesheet", "UPDATE", "a sheet is handed in once", "OLD.handed_in_at IS NOT NULL"),
    Guard("review_exercisesheet", "DELETE", "a sheet is never removed"),
    Guard("review_exerciseversion", "DELETE", "what was written is kept"),
    Guard("review_groupaction", "UPDATE", "what came of an action never changes", "OLD.done_at IS NOT NULL"),
    Guard("review_groupaction", "DELETE", "an action is never removed"),
    Guard("review_wheelitem", "DELETE", "what was planned is struck, never removed"),
)
