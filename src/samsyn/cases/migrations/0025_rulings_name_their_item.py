from django.db import migrations, models

from samsyn.audit.guards import Guard, keep, lift

UNLESS = "EXISTS (SELECT 1 FROM cases_deletionlist WHERE state = 'under_way')"
RULED = "a separate decision never changes"
GUARDS = (Guard("cases_ruling", "UPDATE", RULED), Guard("cases_ruling", "DELETE", RULED, "", UNLESS))


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_parameters_are_final")]
    operations = [
        lift(*GUARDS),
        migrations.AddField("ruling", "item", models.CharField(blank=True, max_length=60)),
        migrations.AddField("ruling", "translations", models.JSONField(default=dict)),
        keep(*GUARDS),
    ]
