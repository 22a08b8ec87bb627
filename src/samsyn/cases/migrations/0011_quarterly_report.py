"""Why a line is not carried out, and the quarterly reports: what has been handed in never changes."""

import django.db.models.deletion
from django.db import migrations, models

from samsyn.audit.guards import Guard, keep

FINAL = "a report that is handed in never changes"
UNLESS = "EXISTS (SELECT 1 FROM cases_deletionlist WHERE state = 'under_way')"  # as 0005 says
SAID = "what was said of a delay is never overwritten"


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0010_locked_is_final"),
        ('people', '0002_search_by_code_point'),
    ]

    operations = [
        migrations.CreateModel(
            name='Delay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=20)),
                ('text', models.TextField(blank=True)),
                ('consequence', models.TextField(blank=True)),
                ('meanwhile', models.TextField(blank=True)),
                ('stay', models.CharField(blank=True, max_length=60)),
                ('written_at', models.DateTimeField()),
                ('written_by', models.CharField(max_length=40)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delays', to='cases.decisionline')),
            ],
        ),
        migrations.CreateModel(
            name='QuarterlyReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('quarter', models.PositiveSmallIntegerField()),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('cut_off', models.DateField()),
                ('why', models.TextField(blank=True)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=40)),
                ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='cases.quarterlyreport')),
            ],
        ),
        migrations.CreateModel(
            name='ReportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('part', models.CharField(choices=[('not_executed', 'Not Executed'), ('late', 'Late'), ('executed', 'Executed'), ('closed', 'Closed')], max_length=12)),
                ('person_number', models.CharField(max_length=20)),
                ('sex', models.CharField(blank=True, max_length=1)),
                ('protected', models.BooleanField()),
                ('regime', models.CharField(max_length=12)),
                ('intervention', models.CharField(max_length=30)),
                ('decided', models.DateField()),
                ('start', models.DateField()),
                ('since', models.CharField(choices=[('decision', 'decision'), ('interruption', 'interruption')], max_length=12)),
                ('last_day', models.DateField()),
                ('partly', models.BooleanField()),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('text', models.TextField(blank=True)),
                ('consequence', models.TextField(blank=True)),
                ('meanwhile', models.TextField(blank=True)),
                ('stay', models.CharField(blank=True, max_length=60)),
                ('offers', models.PositiveSmallIntegerField()),
                ('declined', models.PositiveSmallIntegerField()),
                ('ended', models.DateField(null=True)),
                ('close_reason', models.CharField(blank=True, max_length=15)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_rows', to='cases.decisionline')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='cases.quarterlyreport')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
        ),
        migrations.AddConstraint(
            model_name='quarterlyreport',
            constraint=models.UniqueConstraint(fields=('year', 'quarter', 'version'), name='one_report_a_version'),
        ),
        migrations.AddConstraint(
            model_name='quarterlyreport',
            constraint=models.CheckConstraint(condition=models.Q(('quarter__gte', 1), ('quarter__lte', 4)), name='a_quarter_of_four'),
        ),
        migrations.AddConstraint(
            model_name='quarterlyreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', True), ('version', 1), ('why', '')), models.Q(('corrects__isnull', False), ('version__gt', 1), models.Q(('why', ''), _negated=True)), _connector='OR'), name='a_correcting_report_says_why'),
        ),
        migrations.AddConstraint(
            model_name='reportrow',
            constraint=models.UniqueConstraint(fields=('report', 'line', 'part'), name='a_line_once_in_a_part'),
        ),
        migrations.AddConstraint(
            model_name='reportrow',
            constraint=models.UniqueConstraint(fields=('report', 'number'), name='rows_are_numbered'),
        ),
        keep(
            Guard("cases_quarterlyreport", "UPDATE", FINAL),
            Guard("cases_quarterlyreport", "DELETE", FINAL),
            Guard("cases_reportrow", "UPDATE", FINAL),
            Guard("cases_reportrow", "DELETE", FINAL, "", UNLESS),
            Guard("cases_delay", "UPDATE", SAID),
            Guard("cases_delay", "DELETE", SAID, "", UNLESS),
        ),
    ]
