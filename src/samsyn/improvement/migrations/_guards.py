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
