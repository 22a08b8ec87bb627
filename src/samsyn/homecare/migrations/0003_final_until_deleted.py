"""Performed time may be deleted with the whole file, while a list that two persons have approved is under way."""

from django.db import migrations

from samsyn.audit.guards import Guard, stand_aside

UNLESS = "EXISTS (SELECT 1 FROM cases_deletionlist WHERE state = 'under_way')"


class Migration(migrations.Migration):
    dependencies = [("homecare", "0002_said_stays"), ("cases", "0004_deletion_lists")]
    operations = [
        stand_aside(Guard("homecare_performedtime", "DELETE", "performed time is never overwritten", "", UNLESS))
    ]
