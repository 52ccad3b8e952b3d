import congthu.audit.sealed
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        migrations.CreateModel(
            name='Authority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('regulation', models.CharField(max_length=64)),
                ('domains', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=253), size=None)),
                ('in_force_since', models.DateField()),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z][a-z0-9-]*$')), name='authority_code_plain'), models.CheckConstraint(condition=models.Q(('domains__len__gte', 1)), name='authority_has_a_domain')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('agency', 'cơ quan, đơn vị'), ('locality', 'địa phương'), ('locality_unit', 'đơn vị thuộc địa phương'), ('department', 'phòng, ban'), ('locality_department', 'phòng, ban của địa phương'), ('other_body', 'tổ chức khác'), ('other_body_unit', 'đơn vị của tổ chức khác')], max_length=24)),
                ('name', models.CharField(db_collation='vi-VN-x-icu', max_length=300)),
                ('folded', models.CharField(max_length=300)),
                ('code', models.CharField(help_text='Mã gọi tắt trong chính cơ quan cấp trên, ví dụ skhcn.', max_length=40)),
                ('own_local_part', models.CharField(max_length=64)),
                ('unit_suffix', models.CharField(max_length=64)),
                ('person_suffix', models.CharField(max_length=64)),
                ('seat', models.CharField(blank=True, max_length=300)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='directory.authority')),
                ('focal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='directory.organisation')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_name', models.CharField(blank=True, help_text='Phòng, ban như ghi trong phiếu.', max_length=300)),
                ('full_name', models.CharField(max_length=120)),
                ('family_name', models.CharField(db_collation='vi-VN-x-icu', max_length=60)),
                ('middle_name', models.CharField(blank=True, db_collation='vi-VN-x-icu', max_length=60)),
                ('given_name', models.CharField(db_collation='vi-VN-x-icu', max_length=60)),
                ('folded', models.CharField(max_length=120)),
                ('position', models.CharField(blank=True, max_length=200)),
                ('rank', models.CharField(default='staff', max_length=24)),
                ('birth_date', models.DateField(blank=True, null=True)),
                ('national_id', congthu.audit.sealed.SealedTextField(blank=True, default='')),
                ('national_id_digest', models.BinaryField(blank=True, default=b'')),
                ('phone', congthu.audit.sealed.SealedTextField(blank=True, default='')),
                ('otp_phone', congthu.audit.sealed.SealedTextField(blank=True, default='')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='directory.authority')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='directory.organisation')),
            ],
            options={
                'ordering': ['given_name', 'family_name', 'middle_name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('operator', 'operator'), ('managing', 'managing'), ('inspector', 'inspector'), ('focal', 'focal'), ('head', 'head'), ('clerk', 'clerk')], max_length=16)),
                ('document', models.CharField(blank=True, max_length=200)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.authority')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='directory.person')),
            ],
            options={
                'ordering': ['-since'],
            },
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['authority', 'folded'], name='organisation_by_name'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('folded', name='gin_trgm_ops'), name='organisation_search'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(fields=('authority', 'parent', 'code'), name='organisation_code_unique_in_parent', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z0-9]+([._][a-z0-9]+)*$'), ('own_local_part__regex', '^[a-z0-9]+([._][a-z0-9]+)*$'), ('unit_suffix__regex', '^[a-z0-9]+([._][a-z0-9]+)*$'), ('person_suffix__regex', '^[a-z0-9]+([._][a-z0-9]+)*$')), name='organisation_codes_are_local_parts'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='organisation_not_its_own_parent'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='organisation_ends_after_it_began'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['authority', 'given_name', 'family_name', 'middle_name'], name='person_in_order'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['organisation'], name='person_by_organisation'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('folded', name='gin_trgm_ops'), name='person_search'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(condition=models.Q(('national_id_digest', b''), _negated=True), fields=('authority', 'national_id_digest'), name='person_once_per_authority'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', True), ('role__in', ['inspector', 'managing', 'operator'])), models.Q(('organisation__isnull', False), ('role__in', ['clerk', 'focal', 'head'])), _connector='OR'), name='appointment_scope_fits_role'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='appointment_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('person', 'authority', 'organisation', 'role'), name='appointment_once_at_a_time', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.UniqueConstraint(condition=models.Q(('role__in', ['operator', 'inspector']), ('until__isnull', True)), fields=('person', 'authority'), name='appointment_operator_or_inspector'),
        ),
    ]
