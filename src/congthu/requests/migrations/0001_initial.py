import congthu.audit.sealed
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency_name', models.CharField(max_length=300)),
                ('folded', models.CharField(max_length=700)),
                ('form', models.CharField(max_length=24)),
                ('kinds', models.JSONField(default=list)),
                ('document_number', models.CharField(blank=True, max_length=100)),
                ('document_date', models.DateField(blank=True, null=True)),
                ('requester', models.JSONField(default=dict)),
                ('requester_phone', congthu.audit.sealed.SealedTextField(blank=True, default='')),
                ('channel', models.CharField(max_length=24)),
                ('sender', models.CharField(blank=True, max_length=320)),
                ('problems', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('draft', 'bản nháp'), ('received', 'đã nhận, chờ thủ trưởng xác nhận'), ('confirmed', 'thủ trưởng đã xác nhận'), ('forwarded', 'đầu mối đã chuyển'), ('accepted', 'đã tiếp nhận xử lý'), ('returned', 'đã trả lại để bổ sung'), ('executed', 'đã thực hiện'), ('replied', 'đã trả lời')], max_length=12)),
                ('received_at', models.DateTimeField()),
                ('complete_at', models.DateTimeField(blank=True, null=True)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('due_clause', models.CharField(blank=True, max_length=64)),
                ('signed_by', models.CharField(blank=True, max_length=300)),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('return_reason', models.TextField(blank=True)),
                ('executed_at', models.DateTimeField(blank=True, null=True)),
                ('replied_at', models.DateTimeField(blank=True, null=True)),
                ('reply_document', models.CharField(blank=True, max_length=200)),
                ('file_name', models.CharField(max_length=255)),
                ('file_sha256', models.CharField(max_length=64)),
                ('file', congthu.audit.sealed.SealedBytesField(default=b'')),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='directory.organisation')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='directory.authority')),
                ('signer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='RequestRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField()),
                ('kind', models.CharField(blank=True, max_length=32)),
                ('fields', models.JSONField(default=dict)),
                ('private', congthu.audit.sealed.SealedTextField(blank=True, default='')),
                ('problems', models.JSONField(default=list)),
                ('proposed_address', models.CharField(blank=True, max_length=320)),
                ('proposal_clause', models.CharField(blank=True, max_length=64)),
                ('assigned_address', models.CharField(blank=True, max_length=320)),
                ('state', models.CharField(choices=[('pending', 'chờ thực hiện'), ('done', 'đã thực hiện'), ('failed', 'chưa thực hiện được')], default='pending', max_length=12)),
                ('refused', models.JSONField(default=list)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='requests.request')),
            ],
            options={
                'ordering': ['line'],
            },
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['authority', 'state', '-id'], name='request_by_state'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['authority', 'due_on'], name='request_by_due'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(condition=models.Q(('state', 'replied'), _negated=True), fields=['state', 'due_on'], name='request_open'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['agency', '-id'], name='request_by_agency'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('folded', name='gin_trgm_ops'), name='request_search'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'received', 'confirmed', 'forwarded', 'accepted', 'returned', 'executed', 'replied'])), name='request_state_known'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__isnull', True), ('complete_at__isnull', False), _connector='OR'), name='request_due_needs_complete'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'received', 'returned']), models.Q(('signed_by', ''), _negated=True), _connector='OR'), name='request_beyond_received_is_signed'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='request_returned_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['executed', 'replied']), _negated=True), ('executed_at__isnull', False), _connector='OR'), name='request_executed_has_time'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'replied'), _negated=True), models.Q(('replied_at__isnull', False), models.Q(('reply_document', ''), _negated=True)), _connector='OR'), name='request_replied_has_document'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'returned'), _negated=True), fields=('authority', 'file_sha256'), name='request_file_once'),
        ),
        migrations.AddConstraint(
            model_name='requestrow',
            constraint=models.UniqueConstraint(fields=('request', 'line'), name='request_row_line_once'),
        ),
        migrations.AddConstraint(
            model_name='requestrow',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'done', 'failed'])), name='request_row_state_known'),
        ),
        migrations.AddConstraint(
            model_name='requestrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('done_at__isnull', True)), _connector='OR'), name='request_row_done_has_time'),
        ),
        migrations.AddConstraint(
            model_name='requestrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('refused', []), _negated=True), _connector='OR'), name='request_row_failed_says_why'),
        ),
    ]
