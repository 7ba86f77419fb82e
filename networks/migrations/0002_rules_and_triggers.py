"""The rules, and the functions that keep topology and errors with every change."""

from django.db import migrations, models

from networks.sql import FOLDER, read_sql

FILES = sorted(path.name for path in FOLDER.glob("*.sql") if path.name > "010_tables.sql")

UNDO = """
DO $$ DECLARE name regprocedure; BEGIN
    FOR name IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'topology'::regnamespace LOOP
        EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', name);
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("networks", "0001_networks_and_topology")]

    operations = [
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("code", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("severity", models.CharField(max_length=10)),
                ("title_vi", models.CharField(max_length=100)),
                ("title_en", models.CharField(max_length=100)),
                ("text_vi", models.TextField()),
                ("text_en", models.TextField()),
                ("fix_vi", models.TextField()),
                ("fix_en", models.TextField()),
            ],
        ),
        migrations.RunSQL([(read_sql(name), None) for name in FILES], UNDO),
    ]
