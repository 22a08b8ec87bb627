"""What was measured stays as it was, and an improvement that is ended stays as it ended: the database's own word."""

from samsyn.audit.guards import Guard

MADE = "a measurement stays as it was made"
ENDED = "an improvement that is ended stays as it was ended"
OPENED = "what an improvement was opened for stays as it was written"

GUARDS = (
    Guard("improvement_measurement", "UPDATE", MADE),
    Guard("improvement_measurement", "DELETE", MADE),
    Guard("improvement_remeasured", "UPDATE", MADE),
    Guard("improvement_remeasured", "DELETE", MADE),
    Guard("improvement_improvement", "UPDATE", ENDED, when="OLD.ended_at IS NOT NULL"),
    Guard("improvement_improvement", "DELETE", OPENED),
)

UNLESS = "EXISTS (SELECT 1 FROM cases_deletionlist WHERE state = 'under_way')"  # a file deleted as a whole
ANSWERED = "an answer is given once"
COUNTED = "what was answered is only ever added to"
SURVEY_GUARDS = (
    Guard(
        "improvement_surveyinvitation", "UPDATE", ANSWERED,
        "OLD.hand <> '' OR NEW.code <> OLD.code OR NEW.round_id <> OLD.round_id OR NEW.person_id <> OLD.person_id"
        " OR NEW.provider_id <> OLD.provider_id",
    ),
    Guard("improvement_surveyinvitation", "DELETE", ANSWERED, "", UNLESS),
    Guard(
        "improvement_surveytally", "UPDATE", COUNTED,
        "NEW.count < OLD.count OR NEW.round_id <> OLD.round_id OR NEW.provider_id <> OLD.provider_id"
        " OR NEW.sex <> OLD.sex OR NEW.question <> OLD.question OR NEW.answer <> OLD.answer",
    ),
    Guard("improvement_surveytally", "DELETE", COUNTED),
    Guard("improvement_surveyround", "UPDATE", "a round stays as it was opened"),
    Guard("improvement_surveyround", "DELETE", "a round stays as it was opened"),
)  # fmt: skip
TALLY_GUARDS = (  # since a count is of a unit or of a sex, and has no unit where it is of a sex
    Guard(
        "improvement_surveytally", "UPDATE", COUNTED,
        "NEW.count < OLD.count OR NEW.round_id <> OLD.round_id OR COALESCE(NEW.provider_id, 0) <> "
        "COALESCE(OLD.provider_id, 0) OR NEW.sex <> OLD.sex OR NEW.question <> OLD.question OR NEW.answer <> OLD.answer",
    ),
    Guard("improvement_surveytally", "DELETE", COUNTED),
)  # fmt: skip
