"""Keep the look for the newest entry quick while the trail is young.

A session plans that look once. Planned on a nearly empty table it read the whole table ever after: ten thousand acts in
one transaction took as long as fifty million.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_chain")]
    operations = [
        migrations.RunSQL(
            "ALTER FUNCTION audit_chain() SET enable_seqscan = off",
            "ALTER FUNCTION audit_chain() RESET enable_seqscan",
        )
    ]
