import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=320, unique=True)),
                ('domain', models.CharField(max_length=253)),
                ('kind', models.CharField(max_length=32)),
                ('state', models.CharField(max_length=24)),
                ('since', models.DateTimeField()),
                ('ground', models.CharField(blank=True, max_length=64)),
                ('ground_document', models.CharField(blank=True, max_length=200)),
                ('ground_reason', models.TextField(blank=True)),
                ('request_number', models.BigIntegerField(blank=True, null=True)),
                ('issued_under', models.CharField(max_length=64)),
                ('grandfathered', models.BooleanField(default=False)),
                ('issued_at', models.DateTimeField()),
                ('notified_at', models.DateTimeField(blank=True, null=True)),
                ('password_changed_at', models.DateTimeField(blank=True, null=True)),
                ('last_login_at', models.DateTimeField(blank=True, null=True)),
                ('last_sent_at', models.DateTimeField(blank=True, null=True)),
                ('last_received_at', models.DateTimeField(blank=True, null=True)),
                ('locked_at', models.DateTimeField(blank=True, null=True)),
                ('agency_notified_at', models.DateTimeField(blank=True, null=True)),
                ('decision_on', models.DateField(blank=True, null=True)),
                ('handover_done', models.BooleanField(default=False)),
                ('quota_bytes', models.BigIntegerField()),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mailboxes', to='directory.authority')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mailboxes', to='directory.organisation')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mailboxes', to='directory.person')),
            ],
            options={
                'ordering': ['address'],
            },
        ),
        migrations.CreateModel(
            name='IssuedAddress',
            fields=[
                ('address', models.CharField(max_length=320, primary_key=True, serialize=False)),
                ('domain', models.CharField(max_length=253)),
                ('purpose', models.CharField(choices=[('issued', 'đã cấp'), ('reserved', 'dành riêng'), ('planned', 'dự kiến cho tổ chức'), ('alias', 'bí danh')], max_length=12)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('mailbox', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='addresses', to='mailboxes.mailbox')),
            ],
        ),
        migrations.CreateModel(
            name='Custody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.CharField(max_length=200)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='custodies', to='directory.person')),
                ('mailbox', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='custodies', to='mailboxes.mailbox')),
            ],
            options={
                'ordering': ['-since'],
            },
        ),
        migrations.CreateModel(
            name='StatePermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('regulation', models.CharField(max_length=64)),
                ('state', models.CharField(max_length=24)),
                ('login', models.BooleanField()),
                ('web_only', models.BooleanField()),
                ('send', models.BooleanField()),
                ('receive', models.BooleanField()),
                ('directory', models.BooleanField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('regulation', 'state'), name='state_permission_once'), models.CheckConstraint(condition=models.Q(('web_only', False), ('login', True), _connector='OR'), name='state_permission_web_needs_login')],
            },
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('address', models.OneToOneField(db_column='address', on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='mailboxes.issuedaddress')),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('mailbox', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aliases', to='mailboxes.mailbox')),
            ],
        ),
        migrations.AddIndex(
            model_name='mailbox',
            index=models.Index(fields=['authority', 'state', 'address'], name='mailbox_by_state'),
        ),
        migrations.AddIndex(
            model_name='mailbox',
            index=models.Index(fields=['authority', 'address'], name='mailbox_in_order'),
        ),
        migrations.AddIndex(
            model_name='mailbox',
            index=models.Index(fields=['organisation', 'address'], name='mailbox_by_organisation'),
        ),
        migrations.AddIndex(
            model_name='mailbox',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('address', name='gin_trgm_ops'), name='mailbox_search'),
        ),
        migrations.AddConstraint(
            model_name='mailbox',
            constraint=models.CheckConstraint(condition=models.Q(('address__regex', '^[a-z0-9]+([._-][a-z0-9]+)*@[a-z0-9-]+(\\.[a-z0-9-]+)+$')), name='mailbox_address_plain'),
        ),
        migrations.AddConstraint(
            model_name='mailbox',
            constraint=models.CheckConstraint(condition=models.Q(('address__endswith', django.db.models.functions.text.Concat(models.Value('@'), models.F('domain')))), name='mailbox_domain_of_address'),
        ),
        migrations.AddConstraint(
            model_name='mailbox',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['issued_default', 'active', 'password_expired', 'locked', 'restored_must_change', 'transfer_grace', 'revoked_hold', 'revoked', 'destroyed'])), name='mailbox_state_known'),
        ),
        migrations.AddConstraint(
            model_name='mailbox',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('locked_at__isnull', False), ('state', 'locked')), models.Q(models.Q(('state', 'locked'), _negated=True), ('locked_at__isnull', True)), _connector='OR'), name='mailbox_locked_at_iff_locked'),
        ),
        migrations.AddConstraint(
            model_name='mailbox',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'active'), _negated=True), ('password_changed_at__isnull', False), _connector='OR'), name='mailbox_active_has_own_password'),
        ),
        migrations.AddConstraint(
            model_name='mailbox',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['transfer_grace', 'revoked_hold']), _negated=True), ('decision_on__isnull', False), _connector='OR'), name='mailbox_timed_state_has_decision'),
        ),
        migrations.AddConstraint(
            model_name='mailbox',
            constraint=models.CheckConstraint(condition=models.Q(('quota_bytes__gt', 0)), name='mailbox_quota_positive'),
        ),
        migrations.AddConstraint(
            model_name='mailbox',
            constraint=models.CheckConstraint(condition=models.Q(('since__gte', models.F('issued_at'))), name='mailbox_since_not_before_issue'),
        ),
        migrations.AddConstraint(
            model_name='mailbox',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['van_thu', 'ky_thuat']), ('state__in', ['issued_default', 'active', 'password_expired', 'locked', 'restored_must_change', 'transfer_grace', 'revoked_hold'])), fields=('organisation', 'kind'), name='mailbox_one_channel_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='issuedaddress',
            constraint=models.CheckConstraint(condition=models.Q(('address__regex', '^[a-z0-9]+([._-][a-z0-9]+)*@[a-z0-9-]+(\\.[a-z0-9-]+)+$')), name='issued_address_plain'),
        ),
        migrations.AddConstraint(
            model_name='issuedaddress',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['issued', 'reserved', 'planned', 'alias'])), name='issued_address_purpose'),
        ),
        migrations.AddConstraint(
            model_name='issuedaddress',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('purpose__in', ['issued', 'alias']), _negated=True), ('mailbox__isnull', False), _connector='OR'), name='issued_address_has_mailbox'),
        ),
        migrations.AddConstraint(
            model_name='custody',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('mailbox', 'person'), name='custody_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='custody',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='custody_ends_after_it_began'),
        ),
    ]
