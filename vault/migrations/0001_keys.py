"""Tables for wrapped keys."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SchoolKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('school', models.UUIDField()),
                ('version', models.PositiveIntegerField()),
                ('wrapped', models.BinaryField()),
                ('kek_id', models.CharField(max_length=64)),
                ('commit', models.BinaryField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('school', 'version'), name='schoolkey_one_of_each_version')],
            },
        ),
        migrations.CreateModel(
            name='DataKey',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('school', models.UUIDField()),
                ('scope', models.UUIDField()),
                ('audience', models.CharField(max_length=16)),
                ('section', models.PositiveIntegerField()),
                ('version', models.PositiveIntegerField()),
                ('wrapped', models.BinaryField()),
                ('commit', models.BinaryField()),
                ('uses', models.BigIntegerField(default=0)),
                ('school_key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.schoolkey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('school', 'scope', 'audience', 'section', 'version'), name='datakey_one_of_each_version')],
            },
        ),
    ]
