"""What ended or changed a case stays as it was noted, and drafts of ended cases no longer count as under way."""

from django.db import migrations

from samsyn.audit.guards import Guard, keep

UNLESS = "EXISTS (SELECT 1 FROM cases_deletionlist WHERE state = 'under_way')"  # a file deleted as a whole
NOTED = "what has been taken back or has moved stays as it was noted"
GROUND = "a signed decision never changes"


def _signed(row: str) -> str:
    return f"(SELECT state FROM cases_decision WHERE id = {row}.decision_id) = 'signed'"


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_endings")]
    operations = [
        migrations.RunSQL(
            "UPDATE cases_decision SET state = 'aside' WHERE state = 'draft' AND corrects_id IS NULL"
            " AND case_id IN (SELECT id FROM cases_case WHERE status = 'closed')",
            "UPDATE cases_decision SET state = 'draft' WHERE state = 'aside'",
        ),
        keep(
            Guard("cases_withdrawal", "UPDATE", NOTED),
            Guard("cases_withdrawal", "DELETE", NOTED, "", UNLESS),
            Guard("cases_move", "UPDATE", NOTED),
            Guard("cases_move", "DELETE", NOTED, "", UNLESS),
            Guard("cases_transfer", "UPDATE", NOTED, "OLD.ended_on IS NOT NULL"),
            Guard("cases_transfer", "DELETE", NOTED, "", UNLESS),
            Guard("cases_detrimentground", "INSERT", GROUND, _signed("NEW")),
            Guard("cases_detrimentground", "UPDATE", GROUND, f"{_signed('OLD')} OR {_signed('NEW')}"),
            Guard("cases_detrimentground", "DELETE", GROUND, _signed("OLD"), UNLESS),
        ),
    ]
