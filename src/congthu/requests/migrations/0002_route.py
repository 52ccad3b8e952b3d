import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_rank_unknown'),
        ('requests', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='request',
            name='request_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='request',
            name='request_beyond_received_is_signed',
        ),
        migrations.RemoveConstraint(
            model_name='request',
            name='request_returned_has_reason',
        ),
        migrations.RemoveConstraint(
            model_name='request',
            name='request_file_once',
        ),
        migrations.AddField(
            model_name='request',
            name='approved_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='request',
            name='approved_by',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='request',
            name='corrects',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='requests.request'),
        ),
        migrations.AddField(
            model_name='request',
            name='forwarded_by',
            field=models.CharField(blank=True, max_length=320),
        ),
        migrations.AddField(
            model_name='request',
            name='received_in',
            field=models.CharField(blank=True, max_length=320),
        ),
        migrations.AddField(
            model_name='requestrow',
            name='box',
            field=models.CharField(blank=True, max_length=24),
        ),
        migrations.AddField(
            model_name='requestrow',
            name='foreseen',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='requestrow',
            name='when_locked',
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AlterField(
            model_name='request',
            name='state',
            field=models.CharField(choices=[('received', 'đã nhận'), ('confirmed', 'thủ trưởng đã xác nhận'), ('forwarded', 'đầu mối đã chuyển'), ('approved', 'cơ quan quản lý đã duyệt'), ('accepted', 'đã tiếp nhận xử lý'), ('returned', 'đã trả lại để bổ sung'), ('resubmitted', 'đã gửi lại ở yêu cầu khác'), ('withdrawn', 'cơ quan đã rút'), ('executed', 'đã thực hiện'), ('replied', 'đã trả lời')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['received', 'confirmed', 'forwarded', 'approved', 'accepted', 'returned', 'resubmitted', 'withdrawn', 'executed', 'replied'])), name='request_state_known'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('signed_at__isnull', True), models.Q(('signed_by', ''), _negated=True), _connector='OR'), name='request_signed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by', '')), models.Q(models.Q(('approved_by', ''), _negated=True), ('approved_at__isnull', False)), _connector='OR'), name='request_approved_has_time'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('returned', 'resubmitted', 'withdrawn')), _negated=True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='request_back_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('returned', 'resubmitted', 'withdrawn')), _negated=True), fields=('authority', 'file_sha256'), name='request_file_once'),
        ),
    ]
