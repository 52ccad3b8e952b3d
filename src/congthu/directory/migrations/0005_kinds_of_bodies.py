from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_rank_unknown'),
    ]

    operations = [
        migrations.AlterField(
            model_name='organisation',
            name='kind',
            field=models.CharField(choices=[('agency', 'cơ quan, đơn vị'), ('locality', 'địa phương'), ('locality_unit', 'đơn vị thuộc địa phương'), ('department', 'phòng, ban'), ('locality_department', 'phòng, ban của địa phương'), ('party_committee', 'đảng ủy của địa phương'), ('council', 'hội đồng nhân dân của địa phương'), ('front', 'mặt trận của địa phương'), ('other_body', 'tổ chức khác'), ('other_body_unit', 'đơn vị của tổ chức khác')], max_length=24),
        ),
    ]
