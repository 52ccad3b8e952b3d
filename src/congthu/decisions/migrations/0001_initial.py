import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0002_authority_decisions'),
    ]

    operations = [
        migrations.CreateModel(
            name='OperatorDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('regulation', models.CharField(max_length=64)),
                ('parameter', models.CharField(max_length=64)),
                ('value', models.JSONField(null=True)),
                ('number', models.CharField(max_length=100)),
                ('signed_on', models.DateField()),
                ('signer', models.CharField(max_length=200)),
                ('reason', models.TextField()),
                ('effective_from', models.DateField()),
                ('proposed_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('rejected_at', models.DateTimeField(blank=True, null=True)),
                ('in_force_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='operator_decisions', to='directory.authority')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('signer', ''), _negated=True), models.Q(('reason', ''), _negated=True), models.Q(('parameter', ''), _negated=True)), name='decision_says_by_what'), models.CheckConstraint(condition=models.Q(('effective_from__gte', models.F('signed_on'))), name='decision_not_before_signed'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='decision_takes_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='decision_approved_by_and_at'), models.CheckConstraint(condition=models.Q(('approved_at__isnull', True), ('rejected_at__isnull', True), _connector='OR'), name='decision_approved_or_rejected'), models.CheckConstraint(condition=models.Q(('in_force_at__isnull', True), ('approved_at__isnull', False), _connector='OR'), name='decision_in_force_is_approved'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('ended_at__gte', models.F('in_force_at')), ('in_force_at__isnull', False)), _connector='OR'), name='decision_ends_after_it_began'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('in_force_at__isnull', False)), fields=('authority', 'regulation', 'parameter'), name='decision_one_in_force')],
            },
        ),
    ]
