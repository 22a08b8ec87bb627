import django.db.models.deletion
from django.db import migrations, models

from samsyn.audit.guards import keep
from samsyn.review.migrations._store_guards import GUARDS


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_screen'),
        ('review', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='StoreRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filled_at', models.DateTimeField()),
                ('filled_by', models.CharField(max_length=40)),
                ('key_mark', models.CharField(max_length=32)),
                ('through', models.DateField()),
                ('added', models.PositiveIntegerField()),
                ('removed', models.PositiveIntegerField()),
                ('held', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='StoredDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.CharField(max_length=32, unique=True)),
                ('person', models.CharField(db_index=True, max_length=32)),
                ('quarter', models.PositiveIntegerField()),
                ('carer', models.BooleanField()),
                ('profile', models.TextField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('profile', ''), _negated=True), name='a_stored_profile_has_a_need')],
            },
        ),
        migrations.CreateModel(
            name='StoredLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('intervention', models.CharField(max_length=30)),
                ('outcome', models.CharField(max_length=8)),
                ('unit', models.CharField(max_length=15)),
                ('amount', models.PositiveIntegerField()),
                ('applied', models.PositiveIntegerField(null=True)),
                ('stored', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='review.storeddecision')),
            ],
        ),
        migrations.CreateModel(
            name='StoreSwitch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_on', models.BooleanField()),
                ('reason', models.TextField()),
                ('switched_at', models.DateTimeField()),
                ('switched_by', models.CharField(max_length=40)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='store_switches', to='people.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_switch_has_a_reason')],
            },
        ),
        keep(*GUARDS),
    ]
