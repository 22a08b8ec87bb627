import django.db.models.deletion
from django.db import migrations, models

from samsyn.audit.guards import keep
from samsyn.audit.tables import CreateTables
from samsyn.people.migrations._guards import GUARDS


def _collate(collation):
    """On PostgreSQL, search keys are compared letter by letter, whatever the server's language: a prefix is a range."""

    def alter(_apps, editor):
        if editor.connection.vendor == "postgresql":
            editor.execute(f'ALTER TABLE people_searchkey ALTER COLUMN key TYPE varchar(80) COLLATE "{collation}"')

    return alter


class Migration(migrations.Migration):

    # A database that was made by all of these goes on from here.
    replaces = [
        ('people', '0001_initial'),
        ('people', '0002_search_by_code_point'),
        ('people', '0003_how_letters_are_read'),
        ('people', '0004_delegates_and_the_chair'),
        ('people', '0005_protected_and_emergency'),
        ('people', '0006_protection_stays'),
        ('people', '0007_protection_goes_with_the_file'),
        ('people', '0008_fee_officer'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='Unit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=100, unique=True)),
                    ('purpose', models.CharField(choices=[('assessment', 'Assessment'), ('provider', 'Provider'), ('office', 'Office')], max_length=10)),
                    ('operator', models.CharField(choices=[('municipal', 'Municipal'), ('private', 'Private')], default='municipal', max_length=10)),
                    ('area', models.CharField(blank=True, max_length=60)),
                    ('phone', models.CharField(blank=True, max_length=30)),
                    ('closed_on', models.DateField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='Person',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=20, unique=True)),
                    ('number_kind', models.CharField(choices=[('personnummer', 'personnummer'), ('samordningsnummer', 'samordningsnummer'), ('tillfälligt', 'tillfälligt')], max_length=20)),
                    ('given_name', models.CharField(max_length=80)),
                    ('family_name', models.CharField(max_length=80)),
                    ('birth_date', models.DateField(null=True)),
                    ('sex', models.CharField(blank=True, choices=[('K', 'K'), ('M', 'M'), ('', '')], max_length=1)),
                    ('street', models.CharField(blank=True, max_length=100)),
                    ('postcode', models.CharField(blank=True, max_length=6)),
                    ('town', models.CharField(blank=True, max_length=60)),
                    ('area', models.CharField(blank=True, max_length=60)),
                    ('phone', models.CharField(blank=True, max_length=30)),
                    ('email', models.EmailField(blank=True, max_length=254)),
                    ('language', models.CharField(default='sv', max_length=5)),
                    ('letter_language', models.CharField(blank=True, default='', max_length=10)),
                    ('large_print', models.BooleanField(default=False)),
                    ('protection', models.CharField(blank=True, choices=[('', 'None'), ('marked', 'Marked'), ('registered', 'Registered')], default='', max_length=10)),
                    ('died_on', models.DateField(null=True)),
                    ('death_source', models.CharField(blank=True, max_length=120)),
                    ('former_number', models.CharField(blank=True, max_length=20, null=True, unique=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('died_on__isnull', False)), fields=['died_on'], name='person_dead')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('sex__in', ['K', 'M', ''])), name='person_sex_known'), models.CheckConstraint(condition=models.Q(('former_number__isnull', True), models.Q(('former_number', ''), _negated=True), _connector='OR'), name='no_former_number_is_null')],
                },
            ),
            migrations.CreateModel(
                name='SearchKey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='people.person')),
                    ('key', models.CharField(max_length=80)),
                ],
                options={
                    'indexes': [models.Index(fields=['key', 'person'], name='search_by_key'), models.Index(fields=['person', 'key'], name='search_by_person')],
                },
            ),
            migrations.CreateModel(
                name='Fact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='people.person')),
                    ('key', models.CharField(max_length=40)),
                    ('value', models.TextField()),
                    ('source', models.CharField(max_length=120)),
                    ('confirmed_on', models.DateField()),
                    ('confirmed_by', models.CharField(max_length=40)),
                    ('replaced_on', models.DateField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_on__isnull', True)), fields=('person', 'key'), name='one_current_fact')],
                },
            ),
            migrations.CreateModel(
                name='Relation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations', to='people.person')),
                    ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='related_to', to='people.person')),
                    ('kind', models.CharField(max_length=30)),
                    ('lives_together', models.BooleanField(default=False)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('person', 'other'), name='one_relation_between_two'), models.CheckConstraint(condition=models.Q(('person', models.F('other')), _negated=True), name='nobody_is_related_to_themselves')],
                },
            ),
            migrations.CreateModel(
                name='Staff',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('given_name', models.CharField(max_length=80)),
                    ('family_name', models.CharField(max_length=80)),
                    ('title', models.CharField(max_length=80)),
                    ('phone', models.CharField(blank=True, max_length=30)),
                    ('left_on', models.DateField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='Consent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='people.person')),
                    ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='authorities', to='people.person')),
                    ('invited_number', models.CharField(blank=True, db_index=True, max_length=20)),
                    ('invited_given_name', models.CharField(blank=True, max_length=80)),
                    ('invited_family_name', models.CharField(blank=True, max_length=80)),
                    ('function', models.CharField(max_length=20)),
                    ('basis', models.CharField(choices=[('consent', 'Consent'), ('power_of_attorney', 'Power Of Attorney'), ('lasting_power', 'Lasting Power'), ('trustee', 'Trustee'), ('administrator', 'Administrator')], max_length=20)),
                    ('source', models.CharField(blank=True, max_length=120)),
                    ('seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                    ('seen_on', models.DateField(null=True)),
                    ('valid_from', models.DateField()),
                    ('valid_to', models.DateField(null=True)),
                    ('withdrawn_on', models.DateField(null=True)),
                    ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                    ('end_source', models.CharField(blank=True, max_length=120)),
                    ('declined_on', models.DateField(null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='consent_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('to__isnull', False), models.Q(('invited_number', ''), _negated=True), _connector='OR'), name='consent_names_somebody'), models.CheckConstraint(condition=models.Q(('declined_on__isnull', True), ('to__isnull', True), _connector='OR'), name='who_declined_has_no_right'), models.CheckConstraint(condition=models.Q(models.Q(('end_source', ''), ('ended_by__isnull', True)), models.Q(('ended_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('end_source', ''), _negated=True)), _connector='OR'), name='who_ends_it_for_another_says_how_they_know'), models.CheckConstraint(condition=models.Q(('seen_by__isnull', True), models.Q(('source', ''), _negated=True), _connector='OR'), name='a_seen_paper_says_which')],
                },
            ),
            migrations.CreateModel(
                name='Appointment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='people.staff')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='people.unit')),
                    ('role', models.CharField(choices=[('caseworker', 'caseworker'), ('team_leader', 'team_leader'), ('delegate', 'delegate'), ('fee_officer', 'fee_officer'), ('provider_planner', 'provider_planner'), ('care_worker', 'care_worker'), ('person', 'person'), ('relative', 'relative'), ('committee_secretary', 'committee_secretary'), ('chair', 'chair'), ('analyst', 'analyst'), ('administrator', 'administrator')], max_length=30)),
                    ('valid_from', models.DateField()),
                    ('valid_to', models.DateField(null=True)),
                    ('delegate_as', models.CharField(blank=True, default='', max_length=80)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('staff', 'unit', 'role'), name='one_current_appointment'), models.CheckConstraint(condition=models.Q(('delegate_as', ''), ('role', 'delegate'), _connector='OR'), name='only_a_delegate_is_one_of_some_title')],
                },
            ),
            migrations.CreateModel(
                name='Account',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('username', models.CharField(max_length=80, unique=True)),
                    ('staff', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='account', to='people.staff')),
                    ('person', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='account', to='people.person')),
                    ('is_active', models.BooleanField(default=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', True), ('staff__isnull', False)), models.Q(('person__isnull', False), ('staff__isnull', True)), _connector='OR'), name='account_of_staff_or_person')],
                },
            ),
            migrations.CreateModel(
                name='EmergencyAccess',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('about', models.CharField(max_length=60)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='emergencies', to='people.staff')),
                    ('role', models.CharField(max_length=30)),
                    ('from_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='emergencies', to='people.unit')),
                    ('cause', models.CharField(choices=[('life', 'Life'), ('alarm', 'Alarm'), ('placed', 'Placed'), ('cover', 'Cover'), ('other', 'Other')], max_length=10)),
                    ('reason', models.TextField()),
                    ('opened_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('reviewed_at', models.DateTimeField(null=True)),
                    ('reviewed_by', models.CharField(blank=True, max_length=40)),
                    ('verdict', models.CharField(blank=True, choices=[('', 'None'), ('approved', 'Approved'), ('investigate', 'Investigate')], max_length=12)),
                    ('note', models.TextField(blank=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['staff', 'ends_at'], name='emergency_by_staff'), models.Index(condition=models.Q(('reviewed_at', None)), fields=['unit', 'opened_at'], name='emergency_to_review')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('opened_at'))), name='an_emergency_ends'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='an_emergency_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at__isnull', True), ('reviewed_by', ''), ('verdict', '')), models.Q(('reviewed_at__isnull', False), models.Q(('reviewed_by', ''), _negated=True), models.Q(('verdict', ''), _negated=True)), _connector='OR'), name='emergency_reviewed_at_and_by')],
                },
            ),
            migrations.CreateModel(
                name='ProtectionChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='protection_changes', to='people.person')),
                    ('protection', models.CharField(blank=True, choices=[('', 'None'), ('marked', 'Marked'), ('registered', 'Registered')], max_length=10)),
                    ('source', models.CharField(max_length=120)),
                    ('known_on', models.DateField()),
                    ('via', models.CharField(blank=True, max_length=200)),
                    ('changed_at', models.DateTimeField()),
                    ('changed_by', models.CharField(max_length=40)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='a_protection_has_a_source')],
                },
            ),
            migrations.CreateModel(
                name='SightPermit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sight_permits', to='people.appointment')),
                    ('reason', models.CharField(max_length=200)),
                    ('valid_from', models.DateField()),
                    ('valid_to', models.DateField()),
                    ('given_at', models.DateTimeField()),
                    ('given_by', models.CharField(max_length=40)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('ended_by', models.CharField(blank=True, max_length=40)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gte', models.F('valid_from'))), name='sight_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='sight_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_by', ''), _negated=True)), _connector='OR'), name='sight_ended_at_and_by')],
                },
            ),
            migrations.CreateModel(
                name='ProtectionRoutine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('part', models.CharField(choices=[('handling', 'Handling'), ('execution', 'Execution')], max_length=10)),
                    ('version', models.PositiveSmallIntegerField()),
                    ('text', models.TextField()),
                    ('adopted_on', models.DateField()),
                    ('adopted_who', models.CharField(max_length=120)),
                    ('written_at', models.DateTimeField()),
                    ('written_by', models.CharField(max_length=40)),
                    ('followed_up_on', models.DateField(null=True)),
                    ('follow_up_note', models.TextField(blank=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('part', 'version'), name='one_routine_a_version'), models.CheckConstraint(condition=models.Q(('followed_up_on__isnull', True), ('followed_up_on__gte', models.F('adopted_on')), _connector='OR'), name='a_routine_is_followed_up_after_it_is_adopted')],
                },
            ),
        ),
        migrations.RunPython(_collate("C"), _collate("default")),
        keep(*GUARDS),
    ]
