-- Before a row of a feature table is written: refuse what may not stand, and write down since when, by whom and why.
-- Our own writes say so by set_config('diaban.actor' | 'diaban.reason' | 'diaban.since' | 'diaban.now', ..., true);
-- another tool (QGIS on the table itself) shows as its database role.

CREATE OR REPLACE FUNCTION layers_actor() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('diaban.actor', true), ''), 'database:' || session_user) $$;

CREATE OR REPLACE FUNCTION layers_reason() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT coalesce(current_setting('diaban.reason', true), '') $$;

-- The moment from which a change counts: the one its writer gave, else the present.
CREATE OR REPLACE FUNCTION layers_moment() RETURNS timestamptz LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('diaban.since', true), '')::timestamptz, now()) $$;

-- The moment in which a change is written down: its writer's clock, else the database's.
CREATE OR REPLACE FUNCTION layers_clock() RETURNS timestamptz LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('diaban.now', true), '')::timestamptz, now()) $$;

-- The revision of a collection before the statement that is changing it; `layers_open_change` has noted it.
CREATE OR REPLACE FUNCTION layers_after(of_collection text) RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT current_setting('diaban.after_' || of_collection)::bigint $$;

-- Before a statement: wait for other writers of the collection, so that its revisions are committed in order, and note
-- the revision that this statement starts from.
CREATE OR REPLACE FUNCTION layers_open_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    reached bigint;
BEGIN
    INSERT INTO layers_collectionstate (collection, revision, count) VALUES (TG_TABLE_NAME, 0, 0) ON CONFLICT DO NOTHING;
    SELECT revision INTO reached FROM layers_collectionstate WHERE collection = TG_TABLE_NAME FOR UPDATE;
    PERFORM set_config('diaban.after_' || TG_TABLE_NAME, reached::text, true);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION layers_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.fid <> OLD.fid THEN
            RAISE EXCEPTION 'The fid of a feature never changes (% became %). Delete the feature and add another.',
                OLD.fid, NEW.fid USING ERRCODE = 'check_violation';
        END IF;
        NEW.changed_at := OLD.changed_at;
        NEW.changed_by := OLD.changed_by;
        NEW.changed_why := OLD.changed_why;
        NEW."After" := OLD."After";
        IF NEW IS NOT DISTINCT FROM OLD THEN
            RETURN NULL; -- nothing changed: no version, no line in the log
        END IF;
    END IF;
    IF NOT ST_IsValid(NEW.geom) THEN
        RAISE EXCEPTION 'The geometry of feature % in % is not valid: %. Repair it before you store it.',
            NEW.fid, TG_TABLE_NAME, ST_IsValidReason(NEW.geom) USING ERRCODE = 'check_violation';
    END IF;
    NEW.changed_at := layers_moment();
    IF TG_OP = 'UPDATE' THEN
        -- a version cannot begin before the one that it replaces
        NEW.changed_at := greatest(NEW.changed_at, OLD.changed_at);
    END IF;
    NEW.changed_by := layers_actor();
    NEW.changed_why := layers_reason();
    NEW."After" := layers_after(TG_TABLE_NAME);
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION layers_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'TRUNCATE would leave no history of %. Use DELETE.', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
