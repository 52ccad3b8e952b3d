
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0002_past_passwords'),
    ]

    operations = [
        migrations.AlterField(
            model_name='account',
            name='password',
            field=models.CharField(max_length=255),
        ),
    ]
