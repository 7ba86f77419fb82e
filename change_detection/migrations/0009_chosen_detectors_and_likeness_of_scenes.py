import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("change_detection", "0008_hand_drawn_labels")]

    operations = [
        migrations.CreateModel(
            name="DetectorChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model_id", models.CharField(max_length=100)),
                ("threshold", models.FloatField(blank=True, null=True)),
                ("note", models.CharField(max_length=500)),
                ("by_key", models.CharField(max_length=100)),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("threshold__isnull", True),
                            models.Q(("threshold__gt", 0), ("threshold__lt", 1)),
                            _connector="OR",
                        ),
                        name="chosen_threshold_is_a_probability",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SceneLikeness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model_sha256", models.CharField(max_length=64)),
                ("distance", models.FloatField()),
                ("percentile", models.FloatField()),
                ("strange_share", models.FloatField()),
                ("is_strange", models.BooleanField()),
                ("marks", models.JSONField(default=list)),
                ("measured_at", models.DateTimeField()),
                (
                    "scene",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="likenesses",
                        to="change_detection.scene",
                    ),
                ),
            ],
            options={
                "ordering": ["scene_id", "measured_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("scene", "model_sha256"), name="one_likeness_per_scene_and_model")
                ],
            },
        ),
    ]
