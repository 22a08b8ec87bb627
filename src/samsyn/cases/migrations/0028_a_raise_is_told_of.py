from django.db import migrations, models

from samsyn.audit.guards import Guard, keep, lift

UNLESS = "EXISTS (SELECT 1 FROM cases_deletionlist WHERE state = 'under_way')"
DECIDED = "a decided fee never changes"
GUARDS = (Guard("cases_feedecision", "UPDATE", DECIDED), Guard("cases_feedecision", "DELETE", DECIDED, "", UNLESS))


class Migration(migrations.Migration):
    dependencies = [("cases", "0027_a_fee_may_end_again")]
    operations = [
        lift(*GUARDS),
        migrations.AddField("feedecision", "notified_on", models.DateField(null=True)),
        migrations.AddField("feedecision", "unnotified", models.TextField(blank=True, default=""), preserve_default=False),
        keep(*GUARDS),
    ]
