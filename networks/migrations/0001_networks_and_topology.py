"""Networks, their collections, and the tables of the topology."""

import django.db.models.deletion
from django.db import migrations, models

from networks.sql import read_sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [("layers", "0007_uploaded_layers_are_editable")]

    operations = [
        migrations.CreateModel(
            name="Network",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("domain", models.CharField(max_length=20)),
                ("owner", models.CharField(max_length=50)),
                ("tolerance_m", models.FloatField()),
                ("latitude", models.FloatField()),
                ("radial", models.BooleanField()),
                ("flow", models.CharField(max_length=20)),
                ("rules", models.JSONField(default=dict)),
                ("document", models.JSONField()),
                ("defined_at", models.DateTimeField()),
                ("defined_by", models.CharField(max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("collection", models.CharField(max_length=50)),
                ("role", models.CharField(max_length=10)),
                ("columns", models.JSONField(default=dict)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="networks.network"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["collection", "network"], name="one_role_in_a_network")
                ],
            },
        ),
        migrations.RunSQL(read_sql("010_tables.sql"), "DROP SCHEMA IF EXISTS topology CASCADE"),
    ]
