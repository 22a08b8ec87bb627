"""The history of protection and emergencies goes with the whole file, while a list two have approved is under way."""

from django.db import migrations

from samsyn.audit.guards import Guard, stand_aside

UNLESS = "EXISTS (SELECT 1 FROM cases_deletionlist WHERE state = 'under_way')"


class Migration(migrations.Migration):
    dependencies = [("people", "0006_protection_stays"), ("cases", "0004_deletion_lists")]
    operations = [
        stand_aside(
            Guard("people_protectionchange", "DELETE", "the history of protection is append-only", "", UNLESS),
            Guard("people_emergencyaccess", "DELETE", "an emergency access stays", "", UNLESS),
        )
    ]
