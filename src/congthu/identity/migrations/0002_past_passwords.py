"""What somebody chose before, and since when passwords have been wrong: for regulations that ask for either."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="past_passwords",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=200), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="account", name="failing_since", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
