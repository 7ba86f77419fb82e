"""How sure each reason is, what did not count and why, and how well the registers are drawn."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("change_detection", "0005_deliveries_and_scenes_with_masks")]

    operations = [
        migrations.AddField("change", "reason_share", models.FloatField(default=1.0)),
        migrations.AddField("change", "why_not", models.JSONField(default=list, blank=True)),
        migrations.AddField("change", "outline_error_m", models.FloatField(null=True, blank=True)),
        migrations.AddField(
            "matchruleset",
            "closed_uses",
            django.contrib.postgres.fields.ArrayField(models.CharField(max_length=100), default=list, blank=True),
        ),
        migrations.AddField("matchruleset", "usual_floors", models.PositiveSmallIntegerField(default=3)),
        migrations.AddField("matchruleset", "floor_height_m", models.FloatField(default=3.3)),
        migrations.AddField(
            "matchruleset", "buildings", models.CharField(max_length=50, default="buildings", blank=True)
        ),
        migrations.AddField("matchruleset", "parcels_accuracy_m", models.FloatField(default=0.3)),
        migrations.AddField("matchruleset", "zoning_accuracy_m", models.FloatField(default=1.0)),
        migrations.AddField("matchruleset", "red_lines_accuracy_m", models.FloatField(default=0.5)),
        migrations.AddField("matchruleset", "permits_accuracy_m", models.FloatField(default=0.3)),
    ]
