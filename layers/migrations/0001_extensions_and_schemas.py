from django.db import migrations

EXTENSIONS = ("postgis", "btree_gist", "unaccent", "pg_trgm")
SCHEMAS = ("feature", "history")


class Migration(migrations.Migration):
    """The extensions the model stands on, and the two schemas of its tables."""

    initial = True

    operations = [
        *[migrations.RunSQL(f"CREATE EXTENSION IF NOT EXISTS {name}", migrations.RunSQL.noop) for name in EXTENSIONS],
        *[migrations.RunSQL(f"CREATE SCHEMA IF NOT EXISTS {name}", f"DROP SCHEMA {name} CASCADE") for name in SCHEMAS],
    ]
