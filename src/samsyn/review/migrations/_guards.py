"""What is final in a review stays as it is, by the database's own word. Texts may be emptied, never rewritten."""

from samsyn.audit.guards import Guard
from samsyn.cases.migrations._guards import UNLESS

LEFT = "what has left a case for review never changes"
HANDED_IN = "a reading that is handed in never changes"
CAME_TO = "what the meeting came to never changes"
EXPLAINED = "why a signed decision departs from the review never changes"
WAIVED = "an exception from the review stays as it was given"


def _signed(row: str) -> str:
    return f"(SELECT state FROM cases_decision WHERE id = {row}.decision_id) = 'signed'"


GUARDS = (
    Guard(
        "review_packet",
        "UPDATE",
        LEFT,
        "OLD.state <> 'draft' AND NEW.sections <> OLD.sections AND NEW.sections <> '[]'"
        " OR OLD.state <> 'draft' AND NEW.needs <> OLD.needs AND NEW.needs <> '[]'"
        " OR OLD.state <> 'draft' AND NEW.questions <> OLD.questions AND NEW.questions <> '[]'"
        " OR OLD.opened_at IS NOT NULL AND (NEW.sex <> OLD.sex OR NEW.age_band <> OLD.age_band)"
        " OR OLD.concluded_at IS NOT NULL AND (NEW.state <> OLD.state OR NEW.concluded_by <> OLD.concluded_by"
        " OR NEW.meeting_note <> OLD.meeting_note AND NEW.meeting_note <> '')",
    ),
    Guard("review_packet", "DELETE", LEFT),
    Guard(
        "review_reading",
        "UPDATE",
        HANDED_IN,
        "OLD.done_at IS NOT NULL AND (NEW.done_at IS NULL OR NEW.done_at <> OLD.done_at"
        " OR NEW.reader_id <> OLD.reader_id OR NEW.answers <> OLD.answers OR NEW.guess_sex <> OLD.guess_sex"
        " OR NEW.guess_age <> OLD.guess_age OR NEW.words <> OLD.words AND NEW.words <> '{}'"
        " OR NEW.guess_words <> OLD.guess_words AND NEW.guess_words <> '' OR NEW.missing <> OLD.missing AND NEW.missing <> '')",
    ),
    Guard("review_reading", "DELETE", HANDED_IN),
    Guard(
        "review_meetingline",
        "UPDATE",
        CAME_TO,
        "NEW.intervention <> OLD.intervention OR NEW.outcome <> OLD.outcome OR NEW.unit <> OLD.unit"
        " OR NEW.amount <> OLD.amount OR NEW.why <> OLD.why AND NEW.why <> ''"
        " OR NEW.goal <> OLD.goal AND NEW.goal <> ''",
    ),
    Guard("review_meetingline", "DELETE", CAME_TO),
    Guard("review_departure", "UPDATE", EXPLAINED, f"{_signed('OLD')} OR {_signed('NEW')}"),
    Guard("review_departure", "DELETE", EXPLAINED, _signed("OLD"), UNLESS),
    Guard("review_reviewresult", "UPDATE", CAME_TO),
    Guard("review_reviewresult", "DELETE", CAME_TO, "", UNLESS),
    Guard("review_reviewwaiver", "UPDATE", WAIVED),
    Guard("review_reviewwaiver", "DELETE", WAIVED, "", UNLESS),
    Guard("review_reviewrule", "UPDATE", "a rule of review is followed by another, never changed"),
    Guard("review_reviewrule", "DELETE", "a rule of review is followed by another, never changed"),
)
