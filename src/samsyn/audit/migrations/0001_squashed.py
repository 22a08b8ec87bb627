import django.db.models.deletion
from django.db import migrations, models

from samsyn.audit.guards import keep
from samsyn.audit.tables import CreateTables
from samsyn.audit.migrations._guards import GUARDS


class Migration(migrations.Migration):

    # A database that was made by all of these goes on from here.
    replaces = [
        ('audit', '0001_initial'),
        ('audit', '0002_append_only'),
        ('audit', '0003_imports'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('by', models.CharField(max_length=40)),
                    ('role', models.CharField(max_length=30)),
                    ('unit', models.BigIntegerField(null=True)),
                    ('access', models.CharField(choices=[('read', 'Read'), ('write', 'Write')], max_length=5)),
                    ('what', models.CharField(max_length=60)),
                    ('about', models.CharField(max_length=60)),
                    ('case', models.BigIntegerField(null=True)),
                    ('subjects', models.JSONField(default=list)),
                    ('detail', models.JSONField(default=dict)),
                    ('previous', models.CharField(max_length=64)),
                    ('hash', models.CharField(max_length=64)),
                ],
                options={
                    'indexes': [models.Index(fields=['case', 'id'], name='event_by_case'), models.Index(fields=['by', 'id'], name='event_by_actor')],
                },
            ),
            migrations.CreateModel(
                name='Subject',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('event', models.BigIntegerField()),
                    ('person', models.BigIntegerField()),
                ],
                options={
                    'indexes': [models.Index(fields=['person', 'event'], name='subject_by_person')],
                },
            ),
            migrations.CreateModel(
                name='ImportSource',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, unique=True)),
                ],
            ),
            migrations.CreateModel(
                name='Import',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='audit.importsource')),
                    ('state', models.CharField(choices=[('chosen', 'Chosen'), ('running', 'Running'), ('checked', 'Checked'), ('done', 'Done'), ('failed', 'Failed')], max_length=8)),
                    ('dry', models.BooleanField(default=True)),
                    ('mapping', models.TextField(blank=True)),
                    ('counts', models.JSONField(default=dict)),
                    ('bad', models.PositiveIntegerField(default=0)),
                    ('reason', models.CharField(blank=True, max_length=300)),
                    ('values', models.JSONField(default=dict)),
                    ('chosen_at', models.DateTimeField()),
                    ('by', models.CharField(max_length=40)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('once', models.CharField(max_length=36, unique=True)),
                ],
            ),
            migrations.CreateModel(
                name='ImportedRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.importsource')),
                    ('kind', models.CharField(max_length=11)),
                    ('key', models.CharField(max_length=120)),
                    ('row', models.BigIntegerField()),
                    ('digest', models.CharField(max_length=32)),
                    ('read_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('kind', 'time'), _negated=True), fields=['kind', 'row'], name='imported_row_by_row')],
                    'constraints': [models.UniqueConstraint(fields=('source', 'kind', 'key'), name='one_row_a_key')],
                },
            ),
        ),
        keep(*GUARDS),
    ]
