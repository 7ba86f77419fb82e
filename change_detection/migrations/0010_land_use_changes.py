import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("change_detection", "0009_chosen_detectors_and_likeness_of_scenes"),
    ]

    operations = [
        migrations.CreateModel(
            name="LandUseChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_code", models.CharField(blank=True, max_length=10)),
                ("area_valid_from", models.DateField(blank=True, null=True)),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("unknown", "Unknown"),
                            ("building", "Building"),
                            ("road", "Road"),
                            ("vegetation", "Vegetation"),
                            ("bare_soil", "Bare Soil"),
                            ("water", "Water"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("unknown", "Unknown"),
                            ("building", "Building"),
                            ("road", "Road"),
                            ("vegetation", "Vegetation"),
                            ("bare_soil", "Bare Soil"),
                            ("water", "Water"),
                        ],
                        max_length=12,
                    ),
                ),
                ("area_m2", models.FloatField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="land_use_changes",
                        to="change_detection.run",
                    ),
                ),
            ],
            options={
                "ordering": ["run_id", "area_code", "before", "after"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "area_code", "before", "after"), name="one_land_use_change_per_area_and_classes"
                    ),
                    models.CheckConstraint(condition=models.Q(("area_m2__gt", 0)), name="land_use_change_has_an_area"),
                ],
            },
        ),
    ]
