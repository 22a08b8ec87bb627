from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from samsyn.audit.guards import Guard, keep, lift

UNLESS = "EXISTS (SELECT 1 FROM cases_deletionlist WHERE state = 'under_way')"
DECIDED = "a decided fee never changes"
GUARDS = (Guard("cases_feeend", "UPDATE", DECIDED), Guard("cases_feeend", "DELETE", DECIDED, "", UNLESS))


def name_decisions(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Which decision an end followed: the newest that had been made, corrections aside."""
    decisions = apps.get_model("cases", "FeeDecision").objects.filter(corrects=None)
    for end in apps.get_model("cases", "FeeEnd").objects.all():
        before = decisions.filter(fee_case=end.fee_case_id, decided_at__lte=end.noted_at).order_by("-version")
        end.after_version = before.values_list("version", flat=True).first() or 0
        end.save(update_fields=["after_version"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0026_written_name")]
    operations = [
        lift(*GUARDS),
        migrations.RemoveConstraint("feeend", "a_fee_ends_once_a_month"),
        migrations.AddField("feeend", "after_version", models.PositiveSmallIntegerField(default=0)),
        migrations.RunPython(name_decisions, migrations.RunPython.noop),
        migrations.AddConstraint(
            "feeend",
            models.UniqueConstraint(
                name="a_decided_fee_ends_once_a_month", fields=["fee_case", "last_month", "after_version"]
            ),
        ),
        keep(*GUARDS),
    ]
