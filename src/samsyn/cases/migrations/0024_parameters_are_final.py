"""A year's price base amount and a tariff that fees have been counted by never change."""

from django.db import migrations

from samsyn.audit.guards import Guard, keep

MESSAGE = "what fees are counted by never changes"


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_fee_parameters")]
    operations = [
        keep(
            *(
                Guard(table, operation, MESSAGE)
                for table in ("cases_pricebase", "cases_tariffversion")
                for operation in ("UPDATE", "DELETE")
            )
        )
    ]
