from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='authority',
            name='decisions',
            field=models.JSONField(blank=True, default=list),
        ),
    ]
