"""What is final may still be deleted, with the whole file, while a list that two persons have approved is under way."""

from django.db import migrations

from samsyn.audit.guards import Guard, stand_aside

UNLESS = "EXISTS (SELECT 1 FROM cases_deletionlist WHERE state = 'under_way')"
MESSAGE = "a signed decision never changes"
COMPLETED = "a completed investigation never changes"
SENT = "a sent letter never changes"
LINE = "(SELECT state FROM cases_decision WHERE id = OLD.decision_id) = 'signed'"
TIE = (
    "(SELECT state FROM cases_decision WHERE id ="
    " (SELECT decision_id FROM cases_decisionline WHERE id = OLD.line_id)) = 'signed'"
)
INQUIRY = "(SELECT completed_at FROM cases_investigation WHERE id = OLD.investigation_id) IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_deletion_lists")]
    operations = [
        stand_aside(
            Guard("cases_decision", "DELETE", MESSAGE, "OLD.state = 'signed'", UNLESS),
            Guard("cases_decisionline", "DELETE", MESSAGE, LINE, UNLESS),
            Guard("cases_lineneed", "DELETE", MESSAGE, TIE, UNLESS),
            Guard("cases_sentletter", "DELETE", SENT, "", UNLESS),
            Guard("cases_investigation", "DELETE", COMPLETED, "OLD.completed_at IS NOT NULL", UNLESS),
            Guard("cases_need", "DELETE", COMPLETED, INQUIRY, UNLESS),
            Guard("cases_lineevent", "DELETE", "what happened to a line is never overwritten", "", UNLESS),
        )
    ]
