"""What was told of an income, a decided fee and its end never change, by the database's own word."""

from django.db import migrations

from samsyn.audit.guards import Guard, keep

TOLD = "what was told of an income never changes"
DECIDED = "a decided fee never changes"


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_fees")]
    operations = [
        keep(
            *(
                Guard(table, operation, message)
                for table, message in (
                    ("cases_income", TOLD),
                    ("cases_incomefigure", TOLD),
                    ("cases_feedecision", DECIDED),
                    ("cases_feeend", DECIDED),
                )
                for operation in ("UPDATE", "DELETE")
            )
        )
    ]
