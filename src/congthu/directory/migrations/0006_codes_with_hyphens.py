from django.db import migrations, models

PATTERN = "^[a-z0-9]+([._-][a-z0-9]+)*$"


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0005_kinds_of_bodies'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='organisation', name='organisation_codes_are_local_parts'),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ('code__regex', PATTERN),
                    ('own_local_part__regex', PATTERN),
                    ('unit_suffix__regex', PATTERN),
                    ('person_suffix__regex', PATTERN),
                ),
                name='organisation_codes_are_local_parts',
            ),
        ),
    ]
