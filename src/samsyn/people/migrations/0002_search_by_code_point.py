"""On PostgreSQL, search keys are compared letter by letter, whatever the server's language: a prefix is then a range."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def _collate(collation: str):
    def alter(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f'ALTER TABLE people_searchkey ALTER COLUMN key TYPE varchar(80) COLLATE "{collation}"')

    return alter


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(_collate("C"), _collate("default"))]
