-- Read copies: served."<collection>" holds the rows of feature."<collection>" once more, in the order of a Hilbert
-- curve, each with its GeoJSON text ("Doc") and its shape for tiles ("Shape"). See layers/read_copies.py.

CREATE SCHEMA IF NOT EXISTS served;

-- The GeoJSON Feature of a row `r` as SQL; layers.selectors.items writes the same, and a test compares the bytes.
CREATE OR REPLACE FUNCTION layers_document(written text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT $sql$'{"type":"Feature","id":' || r.fid || ',"geometry":' || coalesce(ST_AsGeoJSON(r.geom, 7, 0), 'null') || ',"properties":' || $sql$
        || CASE WHEN cardinality(written) = 0 THEN $sql$'{}'$sql$ ELSE
               '(SELECT row_to_json(x) FROM (SELECT '
               || (SELECT string_agg('r.' || quote_ident(name), ', ' ORDER BY place) FROM unnest(written) WITH ORDINALITY AS f (name, place))
               || ') x)::text' END
        || $sql$ || '}'$sql$
$$;

-- A shape in Web Mercator; NULL where that has no place for it, so that a write is never refused for the sake of a tile.
CREATE OR REPLACE FUNCTION layers_web_shape(shape geometry) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN ST_YMin(shape) > -89 AND ST_YMax(shape) < 89 AND ST_XMin(shape) >= -180 AND ST_XMax(shape) <= 180
                THEN ST_Transform(shape, 3857) END
$$;

-- What a row of the copy is made of, as the select list of a statement that calls the feature `r`.
CREATE OR REPLACE FUNCTION layers_served_row(columns text[], written text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT 'r.fid, r.geom'
        || coalesce((SELECT string_agg(', r.' || quote_ident(name), '' ORDER BY place) FROM unnest(columns) WITH ORDINALITY AS f (name, place)), '')
        || ', ' || layers_document(written) || ' AS "Doc", layers_web_shape(r.geom) AS "Shape"'
$$;

-- Put these features into a table of served rows, as they stand now; those that are gone leave it.
CREATE OR REPLACE FUNCTION layers_serve_again(served regclass, copied layers_readcopy, fids bigint[]) RETURNS void LANGUAGE plpgsql
SET search_path = public SET timezone = 'UTC' SET extra_float_digits = 1 AS $$
BEGIN
    EXECUTE format('DELETE FROM %s WHERE fid = ANY($1)', served) USING fids;
    EXECUTE format('INSERT INTO %s SELECT %s FROM feature.%I r WHERE r.fid = ANY($1)',
                   served, layers_served_row(copied.columns, copied.written), copied.collection) USING fids;
END $$;

-- After a statement on a feature table that has a copy: the same change there, or, of many rows, the word that the copy
-- no longer holds. It runs after layers_log_changes, which keeps other writers of the collection away until commit.
-- The settings make the text of dates and numbers the same, whoever writes.
CREATE OR REPLACE FUNCTION layers_keep_copy() RETURNS trigger LANGUAGE plpgsql
SET search_path = public SET timezone = 'UTC' SET extra_float_digits = 1 AS $$
DECLARE
    rows_at_most CONSTANT bigint := 20000;
    copied layers_readcopy;
    changed bigint;
BEGIN
    SELECT * INTO copied FROM layers_readcopy WHERE collection = TG_TABLE_NAME;
    IF NOT FOUND OR copied.stale THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'DELETE' THEN
        SELECT count(*) INTO changed FROM before_rows;
    ELSE
        SELECT count(*) INTO changed FROM after_rows;
    END IF;
    IF changed = 0 THEN
        RETURN NULL;
    END IF;
    UPDATE layers_readcopy SET stale = changed > rows_at_most, changes = changes + changed WHERE collection = TG_TABLE_NAME;
    IF changed > rows_at_most THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        EXECUTE format('DELETE FROM served.%I s USING before_rows r WHERE s.fid = r.fid', TG_TABLE_NAME);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        EXECUTE format('INSERT INTO served.%I SELECT %s FROM after_rows r',
                       TG_TABLE_NAME, layers_served_row(copied.columns, copied.written));
    END IF;
    RETURN NULL;
END $$;
