from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_contact_part_of")]

    operations = [
        migrations.AddField(model_name="child", name="listed_in_care", field=models.BooleanField(default=False)),
    ]
