"""The name of a visitor as the unit wrote it, so that a number tells it nothing more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0025_rulings_name_their_item")]

    operations = [
        migrations.AddField(
            model_name="serviceuse", name="written_name", field=models.CharField(max_length=250, null=True)
        ),
    ]
