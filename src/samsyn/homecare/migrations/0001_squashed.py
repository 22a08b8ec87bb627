import django.db.models.deletion
from django.db import migrations, models

from samsyn.audit.guards import keep
from samsyn.audit.tables import CreateTables
from samsyn.homecare.migrations._guards import GUARDS


class Migration(migrations.Migration):

    # A database that was made by all of these goes on from here.
    replaces = [
        ('homecare', '0001_initial'),
        ('homecare', '0002_said_stays'),
        ('homecare', '0003_final_until_deleted'),
        ('homecare', '0004_imports'),
        ('homecare', '0005_journal'),
        ('homecare', '0006_locked_is_final'),
    ]

    initial = True

    dependencies = [
        ('cases', '0001_squashed'),
        ('people', '0001_squashed'),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='Order',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='cases.case')),
                    ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='cases.decisionline')),
                    ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='people.unit')),
                    ('version', models.PositiveSmallIntegerField(default=1)),
                    ('status', models.CharField(choices=[('sent', 'sent'), ('seen', 'seen'), ('change_requested', 'change_requested'), ('accepted', 'accepted'), ('started', 'started'), ('rejected', 'rejected'), ('stopped', 'stopped')], max_length=16)),
                    ('status_since', models.DateTimeField()),
                    ('sent_at', models.DateTimeField()),
                    ('start_on', models.DateField()),
                    ('content', models.JSONField()),
                    ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contact_for', to='people.staff')),
                ],
                options={
                    'indexes': [models.Index(fields=['provider', 'status', 'status_since'], name='order_by_provider'), models.Index(fields=['case', 'status'], name='order_by_case'), models.Index(condition=models.Q(('contact__isnull', True)), fields=['status', 'status_since'], name='order_untaken')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['rejected', 'stopped']), _negated=True), fields=('line',), name='one_live_order_a_line')],
                },
            ),
            migrations.CreateModel(
                name='CareEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=20)),
                    ('happened_at', models.DateTimeField()),
                    ('text', models.TextField(blank=True)),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                    ('author_title', models.CharField(max_length=80)),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('locked', 'Locked')], default='draft', max_length=6)),
                    ('version', models.PositiveSmallIntegerField(default=1)),
                    ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='homecare.careentry')),
                    ('correction_reason', models.TextField(blank=True)),
                    ('not_for_person', models.BooleanField(default=False)),
                    ('not_for_person_why', models.TextField(blank=True)),
                    ('begun_at', models.DateTimeField()),
                    ('locked_at', models.DateTimeField(null=True)),
                    ('locked_by', models.CharField(blank=True, max_length=40)),
                    ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='homecare.order')),
                ],
                options={
                    'abstract': False,
                    'indexes': [models.Index(fields=['order', 'happened_at'], name='care_entry_by_order'), models.Index(condition=models.Q(('state', 'draft')), fields=['begun_at'], name='care_entry_draft')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('locked_at__isnull', True), ('locked_by', ''), ('state', 'draft')), models.Q(('locked_at__isnull', False), ('state', 'locked'), models.Q(('locked_by', ''), _negated=True), models.Q(('text', ''), _negated=True)), _connector='OR'), name='careentry_locked_at_and_by'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('not_for_person', False), models.Q(('not_for_person_why', ''), _negated=True), _connector='OR'), name='careentry_hidden_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', True), ('version', 1)), models.Q(('corrects__isnull', False), ('version__gt', 1), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='careentry_correction_says_why')],
                },
            ),
            migrations.CreateModel(
                name='CareVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('place', models.CharField(max_length=20)),
                    ('number', models.PositiveIntegerField()),
                    ('value', models.TextField(blank=True)),
                    ('by', models.CharField(max_length=40)),
                    ('at', models.DateTimeField()),
                    ('beside', models.BooleanField(default=False)),
                    ('settled', models.BooleanField(default=True)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='homecare.careentry')),
                ],
                options={
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('entry', 'place', 'number'), name='one_careversion_a_number')],
                },
            ),
            migrations.CreateModel(
                name='CareCover',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.TextField()),
                    ('covered_at', models.DateTimeField()),
                    ('covered_by', models.CharField(max_length=40)),
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cover', to='homecare.careentry')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='CareObjection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('said', models.TextField()),
                    ('said_on', models.DateField()),
                    ('hand', models.CharField(choices=[('self', 'Self'), ('relative', 'Relative'), ('staff', 'Staff')], max_length=8)),
                    ('noted_at', models.DateTimeField()),
                    ('noted_by', models.CharField(max_length=40)),
                    ('once', models.CharField(max_length=36, null=True, unique=True)),
                    ('answer', models.TextField(blank=True)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('answered_by', models.CharField(blank=True, max_length=40)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='homecare.careentry')),
                ],
                options={
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(('said', ''), _negated=True), name='careobjection_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by', '')), models.Q(('answered_at__isnull', False), models.Q(('answered_by', ''), _negated=True), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='careobjection_answered_at_and_by')],
                },
            ),
            migrations.CreateModel(
                name='OrderMessage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='homecare.order')),
                    ('kind', models.CharField(choices=[('sent', 'sent'), ('seen', 'seen'), ('accepted', 'accepted'), ('rejected', 'rejected'), ('change_requested', 'change_requested'), ('change_answered', 'change_answered'), ('started', 'started'), ('stopped', 'stopped')], max_length=16)),
                    ('at', models.DateTimeField()),
                    ('by', models.CharField(max_length=40)),
                    ('by_name', models.CharField(max_length=120)),
                    ('text', models.TextField(blank=True)),
                ],
            ),
            migrations.CreateModel(
                name='Plan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='homecare.order')),
                    ('version', models.PositiveSmallIntegerField(default=1)),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('offered', 'Offered'), ('approved', 'Approved'), ('objected', 'Objected'), ('replaced', 'Replaced')], default='draft', max_length=8)),
                    ('made_on', models.DateField()),
                    ('offered_on', models.DateField(null=True)),
                    ('current_from', models.DateField(null=True)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                    ('participation', models.TextField(blank=True)),
                    ('persons_words', models.TextField(blank=True)),
                    ('others_present', models.CharField(blank=True, max_length=200)),
                    ('follow_up_on', models.DateField(null=True)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('answered_by', models.CharField(blank=True, max_length=40)),
                    ('answered_hand', models.CharField(blank=True, choices=[('self', 'Self'), ('paper', 'Paper'), ('spoken', 'Spoken'), ('relative', 'Relative')], max_length=8)),
                    ('objection', models.TextField(blank=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('order', 'version'), name='one_plan_a_version'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'offered', 'objected'])), fields=('order',), name='one_plan_under_way'), models.UniqueConstraint(condition=models.Q(('state', 'approved')), fields=('order',), name='one_approved_plan'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('current_from__isnull', False), _connector='OR'), name='approved_from_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by', '')), models.Q(('answered_at__isnull', False), models.Q(('answered_by', ''), _negated=True)), _connector='OR'), name='answered_at_and_by')],
                },
            ),
            migrations.CreateModel(
                name='Activity',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='homecare.plan')),
                    ('need', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='cases.need')),
                    ('what', models.CharField(max_length=120)),
                    ('goal', models.TextField(blank=True)),
                    ('how', models.TextField(blank=True)),
                    ('weekdays', models.CharField(max_length=7)),
                    ('every_weeks', models.PositiveSmallIntegerField(default=1)),
                    ('first_week', models.DateField(null=True)),
                    ('start', models.TimeField()),
                    ('minutes', models.PositiveSmallIntegerField()),
                    ('responsible', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gt', 0), ('minutes__lte', 1440)), name='activity_takes_time'), models.CheckConstraint(condition=models.Q(('weekdays', ''), _negated=True), name='activity_has_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('every_weeks', 1), ('first_week__isnull', True)), models.Q(('every_weeks__in', (2, 3, 4)), ('first_week__isnull', False)), _connector='OR'), name='weeks_apart_have_a_first')],
                },
            ),
            migrations.CreateModel(
                name='PlannedTime',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planned', to='homecare.order')),
                    ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planned', to='homecare.activity')),
                    ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ('day', models.DateField()),
                    ('start', models.TimeField()),
                    ('minutes', models.PositiveSmallIntegerField()),
                    ('carer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ],
                options={
                    'indexes': [models.Index(fields=['provider', 'day'], name='planned_by_provider'), models.Index(fields=['order', 'day'], name='planned_by_order')],
                    'constraints': [models.UniqueConstraint(fields=('activity', 'day'), name='an_activity_once_a_day')],
                },
            ),
            migrations.CreateModel(
                name='PerformedTime',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='performed', to='homecare.order')),
                    ('planned', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='said', related_query_name='performed', to='homecare.plannedtime')),
                    ('version', models.PositiveSmallIntegerField(default=1)),
                    ('replaces', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='homecare.performedtime')),
                    ('day', models.DateField()),
                    ('start', models.TimeField()),
                    ('minutes', models.PositiveSmallIntegerField()),
                    ('carer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                    ('source', models.CharField(choices=[('as_planned', 'As Planned'), ('reported', 'Reported')], max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=20)),
                    ('note', models.TextField(blank=True)),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by', models.CharField(max_length=40)),
                ],
                options={
                    'indexes': [models.Index(fields=['order', 'day'], name='performed_by_order')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('source', 'as_planned'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_difference_has_a_reason'), models.CheckConstraint(condition=models.Q(('minutes__lte', 1440)), name='performed_within_a_day'), models.UniqueConstraint(fields=('planned', 'version'), name='one_performed_a_version'), models.UniqueConstraint(condition=models.Q(('replaces__isnull', False)), fields=('replaces',), name='replaced_once'), models.CheckConstraint(condition=models.Q(('version', 1), models.Q(('planned__isnull', False), ('source', 'reported'), ('version__gt', 1)), _connector='OR'), name='a_correction_is_reported')],
                },
            ),
        ),
        keep(*GUARDS),
    ]
