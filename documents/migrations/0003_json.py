from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_word_and_text"),
    ]

    operations = [
        migrations.AlterField(
            model_name="disclosure",
            name="form",
            field=models.CharField(
                choices=[
                    ("PDF", "PDF"),
                    ("CSV", "CSV"),
                    ("PRINT", "Print view"),
                    ("DOCX", "Word"),
                    ("TEXT", "Plain text"),
                    ("JSON", "JSON"),
                ],
                max_length=8,
            ),
        ),
    ]
