"""Read copies of collections: their register and the functions that keep them."""

import django.contrib.postgres.fields
from django.db import migrations, models

from layers.sql import read_sql

UNDO = """
DROP FUNCTION IF EXISTS layers_keep_copy, layers_serve_again, layers_served_row, layers_web_shape, layers_document CASCADE;
DROP SEQUENCE IF EXISTS layers_readcopy_builds;
DROP SCHEMA IF EXISTS served CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("layers", "0004_vn2000_reference_systems")]

    operations = [
        migrations.CreateModel(
            name="StoredCopy",
            fields=[
                ("collection", models.CharField(max_length=50, primary_key=True, serialize=False)),
                ("build", models.BigIntegerField()),
                ("columns", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("written", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("stale", models.BooleanField(default=False)),
                ("changes", models.BigIntegerField(default=0)),
                ("rows", models.BigIntegerField(default=0)),
                ("built_at", models.DateTimeField()),
            ],
            options={"db_table": "layers_readcopy"},
        ),
        migrations.RunSQL(
            [(read_sql("070_read_copies.sql"), None), ("CREATE SEQUENCE layers_readcopy_builds", None)], UNDO
        ),
    ]
