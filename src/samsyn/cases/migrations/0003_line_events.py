"""What happens to granted lines after the decision. An event never changes: a wrong one is taken back by another."""

import django.db.models.deletion
from django.db import migrations, models

from samsyn.audit.guards import Guard, keep

MESSAGE = "what happened to a line is never overwritten"


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_signed_is_final'),
    ]

    operations = [
        migrations.CreateModel(
            name='LineEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('kind', models.CharField(choices=[('executed_part', 'executed_part'), ('executed', 'executed'), ('interrupted', 'interrupted'), ('resumed', 'resumed'), ('offered', 'offered'), ('declined', 'declined'), ('waits', 'waits'), ('postponed', 'postponed'), ('reported', 'reported'), ('withdrawn', 'withdrawn'), ('need_ceased', 'need_ceased'), ('deceased', 'deceased'), ('moved', 'moved'), ('new_decision', 'new_decision')], max_length=15)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('part', models.PositiveIntegerField(null=True)),
                ('note', models.TextField(blank=True)),
                ('source', models.CharField(choices=[('caseworker', 'Caseworker'), ('provider', 'Provider'), ('time', 'Time'), ('order', 'Order'), ('decision', 'Decision'), ('case', 'Case'), ('report', 'Report'), ('loaded', 'Loaded')], max_length=10)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.CharField(max_length=40)),
                ('line', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='cases.decisionline')),
                ('retracts', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='retracted_by', to='cases.lineevent')),
            ],
            options={
                'indexes': [models.Index(fields=['line', 'day'], name='line_event_by_line'), models.Index(fields=['kind', 'day'], name='line_event_by_kind')],
                'constraints': [models.CheckConstraint(condition=models.Q(('part__isnull', True), ('kind', 'executed_part'), _connector='OR'), name='only_a_part_has_an_amount'), models.CheckConstraint(condition=models.Q(('retracts__isnull', True), models.Q(('note', ''), _negated=True), _connector='OR'), name='taking_back_says_why')],
            },
        ),
        migrations.CreateModel(
            name='OpenClock',
            fields=[
                ('line', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='open_clock', serialize=False, to='cases.decisionline')),
                ('decided', models.DateField()),
                ('start', models.DateField()),
                ('since', models.CharField(choices=[('decision', 'decision'), ('interruption', 'interruption')], max_length=12)),
                ('last_day', models.DateField()),
                ('partly', models.BooleanField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='open_clocks', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['start'], name='open_clock_by_start')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gt', models.F('start'))), name='a_clock_ends_after_it_starts')],
            },
        ),
        keep(Guard("cases_lineevent", "UPDATE", MESSAGE), Guard("cases_lineevent", "DELETE", MESSAGE)),
    ]
