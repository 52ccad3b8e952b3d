from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mailboxes', '0002_mail'),
    ]

    operations = [
        migrations.AddField(
            model_name='mailbox',
            name='restored_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='excused_until',
            field=models.DateField(blank=True, null=True),
        ),
    ]
