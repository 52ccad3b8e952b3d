import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('login', models.CharField(max_length=320, unique=True)),
                ('must_change', models.BooleanField(default=True)),
                ('issued_at', models.DateTimeField()),
                ('password_changed_at', models.DateTimeField(blank=True, null=True)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('last_failure_at', models.DateTimeField(blank=True, null=True)),
                ('is_active', models.BooleanField(default=True)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='directory.authority')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='directory.person')),
            ],
            options={
                'ordering': ['login'],
            },
        ),
        migrations.CreateModel(
            name='AppPassword',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=60)),
                ('selector', models.CharField(max_length=10)),
                ('hash', models.CharField(max_length=160)),
                ('created_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='app_passwords', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('login', django.db.models.functions.text.Lower('login'))), name='account_login_lower_case'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('must_change', True), ('password_changed_at__isnull', False), _connector='OR'), name='account_own_password_has_date'),
        ),
        migrations.AddConstraint(
            model_name='apppassword',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('account', 'selector'), name='app_password_selector'),
        ),
        migrations.AddConstraint(
            model_name='apppassword',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('account', 'label'), name='app_password_label'),
        ),
        migrations.AddConstraint(
            model_name='apppassword',
            constraint=models.CheckConstraint(condition=models.Q(('selector__regex', '^[0-9a-f]{10}$')), name='app_password_selector_hex'),
        ),
        migrations.AddConstraint(
            model_name='apppassword',
            constraint=models.CheckConstraint(condition=models.Q(('hash__startswith', '{SSHA512}')), name='app_password_scheme'),
        ),
        migrations.AddConstraint(
            model_name='apppassword',
            constraint=models.CheckConstraint(condition=models.Q(('revoked_at__isnull', True), ('revoked_at__gte', models.F('created_at')), _connector='OR'), name='app_password_revoked_after_created'),
        ),
    ]
