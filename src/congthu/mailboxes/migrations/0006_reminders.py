import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mailboxes", "0005_states_as_data")]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.CharField(max_length=24)),
                ("on", models.DateField()),
                ("ahead", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("mailbox", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="mailboxes.mailbox")),
            ],
        ),
        migrations.AddConstraint(
            "reminder",
            models.UniqueConstraint(fields=("mailbox", "event", "on", "ahead"), name="reminder_once"),
        ),
    ]
