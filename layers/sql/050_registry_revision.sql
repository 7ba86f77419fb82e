-- Every change of collections or grants gives the registry a new number. It is drawn from a sequence, so that a number
-- seen in a transaction that was rolled back is never used again, and kept in a row, so that others see it at commit.
CREATE SEQUENCE IF NOT EXISTS layers_registryrevision_numbers;

CREATE OR REPLACE FUNCTION layers_bump_registry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE layers_registryrevision SET revision = nextval('layers_registryrevision_numbers') WHERE id = 1;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS bump_registry ON layers_collection;
CREATE TRIGGER bump_registry AFTER INSERT OR UPDATE OR DELETE ON layers_collection
    FOR EACH STATEMENT EXECUTE FUNCTION layers_bump_registry();
DROP TRIGGER IF EXISTS bump_registry ON layers_grant;
CREATE TRIGGER bump_registry AFTER INSERT OR UPDATE OR DELETE ON layers_grant
    FOR EACH STATEMENT EXECUTE FUNCTION layers_bump_registry();

INSERT INTO layers_registryrevision (id, revision)
VALUES (1, nextval('layers_registryrevision_numbers')) ON CONFLICT DO NOTHING;
