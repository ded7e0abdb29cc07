from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0007_packs_for_parents_and_peps"),
    ]

    operations = [
        migrations.AlterField(
            model_name="packpart",
            name="heading",
            field=models.CharField(
                choices=[
                    ("FAMILY", "The family"),
                    ("SCHOOL", "School: attendance, exclusions and progress"),
                    ("CONTACTS", "Contacts with the family and agencies"),
                    ("CHRONOLOGY", "Chronology"),
                    ("VOICE", "The child’s voice"),
                    ("STRENGTHS", "What is working well"),
                    ("WORRIES", "What we are worried about"),
                    ("SCALE", "How safe and well things are, from 0 to 10"),
                    ("DANGER", "Danger statement"),
                    ("GOALS", "Safety goals: what needs to happen"),
                    ("PEP", "Personal education plan"),
                    ("BEFORE", "Targets of the last plan, and what came of them"),
                    ("TARGETS", "Targets"),
                    ("PREMIUM", "Pupil premium plus"),
                ],
                max_length=12,
            ),
        ),
    ]
