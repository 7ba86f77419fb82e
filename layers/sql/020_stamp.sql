-- Before a row of a feature table is written: refuse what may not stand, and write down since when, by whom and why.
-- Our own writes say so by set_config('diaban.actor' | 'diaban.reason' | 'diaban.since', ..., true);
-- another tool (QGIS on the table itself) shows as its database role.

CREATE OR REPLACE FUNCTION layers_actor() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('diaban.actor', true), ''), 'database:' || session_user) $$;

CREATE OR REPLACE FUNCTION layers_reason() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT coalesce(current_setting('diaban.reason', true), '') $$;

-- The moment from which a change counts: the one its writer gave, else the present.
CREATE OR REPLACE FUNCTION layers_moment() RETURNS timestamptz LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('diaban.since', true), '')::timestamptz, now()) $$;

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
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION layers_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'TRUNCATE would leave no history of %. Use DELETE.', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
