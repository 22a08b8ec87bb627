"""An adopted delegation order, its items, and by which right a decision was made never change."""

from django.db import migrations

from samsyn.audit.guards import Guard, keep

ADOPTED = "an adopted delegation order never changes"
DECIDED = "by which right a decision was made never changes"
UNLESS = "EXISTS (SELECT 1 FROM cases_deletionlist WHERE state = 'under_way')"  # deleted with the whole file
FULL = (
    "(SELECT COUNT(*) FROM cases_delegationitem WHERE order_id = NEW.order_id)"
    " >= (SELECT size FROM cases_delegationorder WHERE id = NEW.order_id)"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_delegation_order")]
    operations = [
        keep(
            Guard("cases_delegationorder", "UPDATE", ADOPTED),
            Guard("cases_delegationorder", "DELETE", ADOPTED),
            Guard("cases_delegationitem", "INSERT", ADOPTED, FULL),
            Guard("cases_delegationitem", "UPDATE", ADOPTED),
            Guard("cases_delegationitem", "DELETE", ADOPTED),
            Guard("cases_decisionmandate", "UPDATE", DECIDED),
            Guard("cases_decisionmandate", "DELETE", DECIDED, "", UNLESS),
            Guard("cases_linemandate", "UPDATE", DECIDED),
            Guard("cases_linemandate", "DELETE", DECIDED, "", UNLESS),
        )
    ]
