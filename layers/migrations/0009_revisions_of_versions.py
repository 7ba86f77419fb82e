"""Every version of a feature knows the revisions of its collection in which it stood; a schema for incoming rows."""

from django.db import migrations, models

from layers.sql import read_sql

FILES = ("020_stamp.sql", "030_history.sql", "040_changelog.sql")

TABLES = """
DO $$
DECLARE
    known record;
BEGIN
    FOR known IN SELECT s.collection, s.revision FROM layers_collectionstate s
                  WHERE to_regclass(format('feature.%I', s.collection)) IS NOT NULL LOOP
        -- what stands now has stood since the last revision, as far as is known; former versions stood in none
        EXECUTE format('ALTER TABLE feature.%I ADD COLUMN "After" bigint NOT NULL DEFAULT %s', known.collection, known.revision - 1);
        EXECUTE format('ALTER TABLE feature.%I ALTER COLUMN "After" SET DEFAULT 0', known.collection);
        EXECUTE format('ALTER TABLE history.%I ADD COLUMN "After" bigint NOT NULL DEFAULT 0, ADD COLUMN "Until" bigint NOT NULL DEFAULT 0',
                       known.collection);
        EXECUTE format('CREATE TRIGGER open_change BEFORE INSERT OR UPDATE OR DELETE ON feature.%I
                        FOR EACH STATEMENT EXECUTE FUNCTION layers_open_change()', known.collection);
        UPDATE layers_collectionstate SET kept_from = revision WHERE collection = known.collection;
    END LOOP;
END $$;
"""

UNDO = """
DO $$
DECLARE
    known record;
BEGIN
    FOR known IN SELECT tablename AS collection FROM pg_tables WHERE schemaname = 'feature' LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS open_change ON feature.%I', known.collection);
        EXECUTE format('ALTER TABLE feature.%I DROP COLUMN IF EXISTS "After"', known.collection);
        EXECUTE format('ALTER TABLE history.%I DROP COLUMN IF EXISTS "After", DROP COLUMN IF EXISTS "Until"', known.collection);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("layers", "0008_contract_of_a_collection")]

    operations = [
        migrations.AddField("changelogentry", "written_at", models.DateTimeField(null=True)),
        migrations.AddField("collectionstate", "kept_from", models.BigIntegerField(db_default=0)),
        migrations.RunSQL([(read_sql(name), None) for name in FILES], migrations.RunSQL.noop),
        migrations.RunSQL([(TABLES, None)], [(UNDO, None)]),
        migrations.RunSQL("CREATE SCHEMA IF NOT EXISTS incoming", "DROP SCHEMA IF EXISTS incoming CASCADE"),
    ]
