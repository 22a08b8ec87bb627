"""A signed review of the log, and every reading in it, is final by the database's own word."""

from django.db import migrations

from samsyn.audit.guards import Guard, keep

MESSAGE = "a signed review of the log never changes"
SIGNED = "(SELECT signed_at FROM cases_logreview WHERE id = OLD.review_id) IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_log_review")]
    operations = [
        keep(
            Guard("cases_logreview", "UPDATE", MESSAGE, "OLD.signed_at IS NOT NULL"),
            Guard("cases_logreview", "DELETE", "a drawn sample stays"),
            Guard("cases_logreviewitem", "UPDATE", MESSAGE, SIGNED),
            Guard("cases_logreviewitem", "DELETE", "a drawn sample stays"),
        )
    ]
