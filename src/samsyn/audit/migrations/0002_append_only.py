"""The event log is append-only, by the database's own word."""

from django.db import migrations

from samsyn.audit.guards import Guard, keep

MESSAGE = "the event log is append-only"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        keep(
            Guard("audit_event", "UPDATE", MESSAGE),
            Guard("audit_event", "DELETE", MESSAGE),
            Guard("audit_subject", "UPDATE", MESSAGE),
            Guard("audit_subject", "DELETE", MESSAGE),
        )
    ]
