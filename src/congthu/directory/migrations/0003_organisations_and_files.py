import datetime

import congthu.audit.sealed
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0002_authority_decisions'),
    ]

    operations = [
        migrations.CreateModel(
            name='DirectoryFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('sha256', models.CharField(max_length=64)),
                ('content', congthu.audit.sealed.SealedBytesField(default=b'')),
                ('by', models.CharField(max_length=320)),
                ('received_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('counts', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='organisation',
            name='organisation_code_unique_in_parent',
        ),
        # With a default, so that the way back finds a value for the rows that are there.
        migrations.AlterField(
            model_name='authority',
            name='in_force_since',
            field=models.DateField(default=datetime.date(2000, 1, 1)),
        ),
        migrations.RemoveField(
            model_name='authority',
            name='in_force_since',
        ),
        migrations.AddField(
            model_name='organisation',
            name='category',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='organisation',
            name='identifier',
            field=models.CharField(blank=True, help_text='Mã định danh điện tử, ví dụ H14.05.', max_length=40),
        ),
        migrations.AddField(
            model_name='organisation',
            name='sector',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name='organisation',
            name='successor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='person',
            name='employment',
            field=models.CharField(blank=True, help_text='Cán bộ, công chức, viên chức…', max_length=40),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('authority', 'parent', 'code'), name='organisation_code_unique_in_parent', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(('identifier', ''), _negated=True), fields=('authority', 'identifier'), name='organisation_identifier_once'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('successor__isnull', True), ('valid_to__isnull', False), _connector='OR'), name='organisation_with_successor_has_ended'),
        ),
        migrations.AddField(
            model_name='directoryfile',
            name='authority',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.authority'),
        ),
        migrations.AddConstraint(
            model_name='directoryfile',
            constraint=models.CheckConstraint(condition=models.Q(('done_at__isnull', True), ('content', b''), _connector='OR'), name='directory_file_emptied_when_done'),
        ),
    ]
