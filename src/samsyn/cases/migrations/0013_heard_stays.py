"""What was communicated, answered, ruled and judged never changes; a notice is only struck out."""

from django.db import migrations

from samsyn.audit.guards import Guard, keep

UNLESS = "EXISTS (SELECT 1 FROM cases_deletionlist WHERE state = 'under_way')"
COMMUNICATED = "what was communicated never changes"
TOLD = "a notice is struck out, never removed"
RULED = "a separate decision never changes"
JUDGED = "a judgment never changes"


def _differs(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_heard_and_appealed")]
    operations = [
        keep(
            Guard("cases_communication", "UPDATE", COMMUNICATED),
            Guard("cases_communication", "DELETE", COMMUNICATED, "", UNLESS),
            Guard("cases_communicationanswer", "UPDATE", COMMUNICATED),
            Guard("cases_communicationanswer", "DELETE", COMMUNICATED, "", UNLESS),
            Guard("cases_notice", "UPDATE", TOLD, "OLD.struck_at IS NOT NULL OR NEW.struck_at IS NULL"),
            Guard("cases_notice", "DELETE", TOLD, "", UNLESS),
            Guard("cases_ruling", "UPDATE", RULED),
            Guard("cases_ruling", "DELETE", RULED, "", UNLESS),
            Guard("cases_delaynotice", "UPDATE", TOLD),
            Guard("cases_delaynotice", "DELETE", TOLD, "", UNLESS),
            Guard("cases_judgment", "UPDATE", JUDGED, _differs("outcome", "judged_on", "number", "text", "appeal_id")),
            Guard("cases_judgment", "DELETE", JUDGED, "", UNLESS),
            Guard("cases_appeal", "DELETE", "an appeal is never removed", "", UNLESS),
        )
    ]
