"""What was found of a regime's conditions never changes once the investigation is completed."""

from django.db import migrations

from samsyn.audit.guards import Guard, keep

COMPLETED = "a completed investigation never changes"
UNLESS = "EXISTS (SELECT 1 FROM cases_deletionlist WHERE state = 'under_way')"  # deleted with the whole file


def _inquiry(row: str) -> str:
    return f"(SELECT completed_at FROM cases_investigation WHERE id = {row}.investigation_id) IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_conditions")]
    operations = [
        keep(
            Guard("cases_conditions", "INSERT", COMPLETED, _inquiry("NEW")),
            Guard("cases_conditions", "UPDATE", COMPLETED, f"{_inquiry('OLD')} OR {_inquiry('NEW')}"),
            Guard("cases_conditions", "DELETE", COMPLETED, _inquiry("OLD"), UNLESS),
        )
    ]
