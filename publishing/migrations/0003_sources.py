"""Remote sources that are asked on a schedule."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0002_contracts_and_mappings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                ("owner", models.CharField(help_text="Organisation that answers for the collection.", max_length=50)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("file", "File at an address"),
                            ("ogc_features", "OGC API Features"),
                            ("wfs", "WFS 2.0"),
                            ("arcgis", "ArcGIS FeatureServer"),
                            ("ckan", "CKAN"),
                        ],
                        max_length=20,
                    ),
                ),
                ("url", models.CharField(max_length=2000)),
                ("layer", models.CharField(blank=True, max_length=200)),
                ("collection", models.CharField(max_length=50)),
                ("mode", models.CharField(max_length=10)),
                ("key", models.CharField(blank=True, max_length=200)),
                ("contract_id", models.CharField(blank=True, max_length=50)),
                ("decisions", models.JSONField(blank=True, default=dict)),
                ("leave_out_faulty", models.BooleanField(default=False)),
                ("public", models.BooleanField(default=True)),
                (
                    "directly",
                    models.BooleanField(
                        default=False, help_text="Published without a person where the owner's rule lets it."
                    ),
                ),
                ("every_minutes", models.PositiveIntegerField()),
                ("enabled", models.BooleanField(default=True)),
                ("created_by", models.CharField(max_length=100)),
                ("created_at", models.DateTimeField()),
                ("etag", models.CharField(blank=True, max_length=1000)),
                ("last_modified", models.CharField(blank=True, max_length=200)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "submission",
                    models.UUIDField(blank=True, help_text="What became of the last new content.", null=True),
                ),
                (
                    "followed",
                    models.BooleanField(default=True, help_text="Nothing is to be done for that submission any more."),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("succeeded_at", models.DateTimeField(blank=True, null=True)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("next_at", models.DateTimeField()),
                ("failures", models.PositiveIntegerField(default=0)),
                ("error_vi", models.TextField(blank=True)),
                ("error_en", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["title", "id"],
                "indexes": [
                    models.Index(condition=models.Q(("enabled", True)), fields=["next_at"], name="source_by_next_at")
                ],
            },
        ),
    ]
