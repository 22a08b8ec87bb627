"""What was said of performed time stays as it was said, by the database's own word: a correction is another row."""

from django.db import migrations

from samsyn.audit.guards import Guard, keep

MESSAGE = "performed time is never overwritten"
TABLE = "homecare_performedtime"


class Migration(migrations.Migration):
    dependencies = [("homecare", "0001_initial")]
    operations = [keep(Guard(TABLE, "UPDATE", MESSAGE), Guard(TABLE, "DELETE", MESSAGE))]
