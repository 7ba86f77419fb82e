from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("change_detection", "0006_uncertainty_of_reasons")]

    operations = [
        migrations.AddField(
            model_name="verdict",
            name="ground",
            field=models.CharField(
                blank=True,
                choices=[("lawful", "The change is real, and lawful"), ("no_change", "Nothing has changed there")],
                max_length=20,
            ),
        ),
    ]
