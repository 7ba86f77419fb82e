from django.db import migrations

from layers.sql import read_sql

FILES = (
    "010_plain_text.sql",
    "020_stamp.sql",
    "030_history.sql",
    "040_changelog.sql",
    "050_registry_revision.sql",
    "060_search.sql",
)

UNDO = """
DROP TRIGGER IF EXISTS bump_registry ON layers_collection;
DROP TRIGGER IF EXISTS bump_registry ON layers_grant;
DROP SEQUENCE IF EXISTS layers_registryrevision_numbers;
DROP FUNCTION IF EXISTS layers_rank, layers_bump_registry, layers_maintain_extent, layers_log_changes, layers_bbox,
    layers_keep_history, layers_refuse_truncate, layers_stamp, layers_moment, layers_reason, layers_actor, layers_plain CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("layers", "0002_model")]

    operations = [
        migrations.RunSQL([(read_sql(name), None) for name in FILES], UNDO),
    ]
