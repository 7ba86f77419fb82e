import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("change_detection", "0007_grounds_of_verdicts")]

    operations = [
        migrations.CreateModel(
            name="Label",
            fields=[
                ("id", models.CharField(max_length=16, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("change", "Built or pulled down between the scenes"),
                            ("no_change", "Nothing was built or pulled down"),
                            ("building", "A building at the later date"),
                        ],
                        max_length=20,
                    ),
                ),
                ("geom", django.contrib.gis.db.models.fields.PolygonField(srid=4326)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("by_key", models.CharField(max_length=100)),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_by_key", models.CharField(blank=True, max_length=100)),
                ("withdrawn_by_name", models.CharField(blank=True, max_length=200)),
                (
                    "after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="change_detection.scene"
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="change_detection.scene"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
    ]
