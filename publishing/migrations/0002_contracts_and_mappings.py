"""Contracts that the city changes, and how the columns of earlier files were understood."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_submissions_and_publications")]

    operations = [
        migrations.CreateModel(
            name="ContractVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("contract", models.CharField(max_length=50)),
                ("version", models.PositiveIntegerField()),
                ("document", models.JSONField()),
                ("note", models.TextField(blank=True)),
                ("made_by", models.CharField(max_length=100)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["contract", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=["contract", "version"], name="one_document_per_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="RememberedMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner", models.CharField(max_length=50)),
                ("contract", models.CharField(max_length=50)),
                ("columns", models.CharField(max_length=64, help_text="SHA-256 of the sorted names.")),
                ("mapping", models.JSONField()),
                ("confirmed_by", models.CharField(max_length=100)),
                ("confirmed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["owner", "contract", "columns"], name="one_mapping_per_set_of_columns"
                    )
                ],
            },
        ),
    ]
