from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0003_organisations_and_files'),
    ]

    operations = [
        migrations.AlterField(
            model_name='person',
            name='rank',
            field=models.CharField(blank=True, default='', help_text='Trống: chưa rõ.', max_length=24),
        ),
    ]
