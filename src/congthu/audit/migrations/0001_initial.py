from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('authority', models.CharField(blank=True, max_length=32)),
                ('actor', models.CharField(max_length=320)),
                ('event', models.CharField(max_length=64)),
                ('subject_kind', models.CharField(max_length=32)),
                ('subject_key', models.CharField(max_length=320)),
                ('clause', models.CharField(blank=True, max_length=64)),
                ('document', models.CharField(blank=True, max_length=200)),
                ('reason', models.TextField(blank=True)),
                ('details', models.JSONField(default=dict)),
                ('prev_hash', models.BinaryField(default=b'')),
                ('hash', models.BinaryField(default=b'')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['subject_kind', 'subject_key', '-id'], name='audit_by_subject'), models.Index(fields=['authority', '-id'], name='audit_by_authority'), models.Index(fields=['actor', '-id'], name='audit_by_actor')],
            },
        ),
    ]
