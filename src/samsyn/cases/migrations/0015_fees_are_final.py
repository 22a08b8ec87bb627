"""What was told of an income, a decided fee and its end never change. They go only with the whole file (SoL 16:1)."""

from django.db import migrations

from samsyn.audit.guards import Guard, keep

TOLD = "what was told of an income never changes"
DECIDED = "a decided fee never changes"
UNLESS = "EXISTS (SELECT 1 FROM cases_deletionlist WHERE state = 'under_way')"
TABLES = (
    ("cases_income", TOLD),
    ("cases_incomefigure", TOLD),
    ("cases_feedecision", DECIDED),
    ("cases_feeend", DECIDED),
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_fees")]
    operations = [
        keep(
            *(Guard(table, "UPDATE", message) for table, message in TABLES),
            *(Guard(table, "DELETE", message, unless=UNLESS) for table, message in TABLES),
        )
    ]
