"""The survey's counts as two margins, unit and sex: they are made anew, and nothing is carried over.

What was counted crossed unit with sex, and says too much to be kept; a round that is open is opened anew.
"""

import django.db.models.deletion
from django.db import migrations, models

from samsyn.audit.guards import keep, lift
from samsyn.improvement.migrations._guards import SURVEY_GUARDS, TALLY_GUARDS

OLD = tuple(guard for guard in SURVEY_GUARDS if guard.table == "improvement_surveytally")


class Migration(migrations.Migration):

    dependencies = [
        ("improvement", "0002_survey"),
    ]

    operations = [
        lift(*OLD),
        migrations.DeleteModel("SurveyTally"),
        migrations.CreateModel(
            name="SurveyTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sex", models.CharField(blank=True, max_length=1)),
                ("question", models.CharField(max_length=20)),
                ("answer", models.PositiveSmallIntegerField()),
                ("count", models.PositiveIntegerField(default=0)),
                ("provider", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit")),
                ("round", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="tallies", to="improvement.surveyround")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(provider__isnull=False), fields=("round", "provider", "question", "answer"), name="one_tally_an_answer_at_a_unit"),
                    models.UniqueConstraint(condition=models.Q(provider__isnull=True), fields=("round", "sex", "question", "answer"), name="one_tally_an_answer_of_a_sex"),
                    models.CheckConstraint(condition=models.Q(("provider__isnull", True), ("sex", ""), _connector="OR"), name="a_tally_is_of_a_unit_or_of_a_sex"),
                ],
            },
        ),
        keep(*TALLY_GUARDS),
    ]
