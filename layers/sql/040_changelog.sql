-- After a statement: the lines of the change log, and the maintained count, extent and revision of the collection.
-- Up to a thousand features have a line each. Of more, neighbours share a line, so that what lies between the changed
-- places is not touched; the first rows of a collection, before which there was nothing to touch, have one line for all.

CREATE OR REPLACE FUNCTION layers_bbox(shape geometry) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT ST_MakeEnvelope(ST_XMin(shape), ST_YMin(shape), ST_XMax(shape), ST_YMax(shape), 4326) WHERE NOT ST_IsEmpty(shape) $$;

CREATE OR REPLACE FUNCTION layers_log_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lines_at_most CONSTANT integer := 1000;
    touched bigint;
    gone geometry;      -- where the features were
    come geometry;      -- where they are
    first_moment timestamptz := layers_moment();
    places text;        -- selects (fid, place, at) of the touched features
    lines text;         -- selects (fid, place, at, number) of the lines
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT count(*), layers_bbox(ST_Extent(geom)::geometry), min(changed_at) INTO touched, come, first_moment FROM after_rows;
        places := 'SELECT fid, ST_Envelope(geom) AS place, changed_at AS at FROM after_rows';
    ELSIF TG_OP = 'DELETE' THEN
        SELECT count(*), layers_bbox(ST_Extent(geom)::geometry) INTO touched, gone FROM before_rows;
        places := 'SELECT fid, ST_Envelope(geom) AS place, layers_moment() AS at FROM before_rows';
    ELSE
        SELECT count(*), layers_bbox(ST_Extent(geom)::geometry), min(changed_at) INTO touched, come, first_moment FROM after_rows;
        SELECT layers_bbox(ST_Extent(geom)::geometry) INTO gone FROM before_rows;
        places := 'SELECT fid, ST_Envelope(ST_Collect(o.geom, n.geom)) AS place, n.changed_at AS at
                     FROM after_rows n JOIN before_rows o USING (fid)';
    END IF;
    IF touched = 0 THEN
        RETURN NULL;
    END IF;

    IF touched <= lines_at_most THEN
        lines := format('SELECT fid, layers_bbox(place) AS place, at, 1 AS number FROM (%s) p ORDER BY fid', places);
    ELSIF layers_after(TG_TABLE_NAME) = 0 THEN
        lines := 'SELECT NULL::bigint AS fid, $2 AS place, $3 AS at, $4 AS number';
    ELSE
        lines := layers_lines_of_neighbours(places, lines_at_most);
    END IF;
    EXECUTE 'INSERT INTO layers_changelog (collection, fid, bbox, op, count, actor, reason, at, written_at)
             SELECT $1, fid, place, $5, number, layers_actor(), layers_reason(), at, layers_clock() FROM (' || lines || ') l'
        USING TG_TABLE_NAME, come, first_moment, touched, lower(TG_OP);

    UPDATE layers_collectionstate SET
        revision = (SELECT max(l.revision) FROM layers_changelog l WHERE l.collection = TG_TABLE_NAME),
        count = count + CASE TG_OP WHEN 'INSERT' THEN touched WHEN 'DELETE' THEN -touched ELSE 0 END,
        since = least(since, first_moment),
        updated = greatest(updated, layers_moment())
      WHERE collection = TG_TABLE_NAME;
    PERFORM layers_maintain_extent(TG_TABLE_NAME, gone, come);
    RETURN NULL;
END $$;

-- SQL that makes lines (fid, place, at, number) of many places: they stand in the order of a Hilbert curve, by which
-- PostGIS sorts, and the curve is cut into equal parts and where it jumps farthest.
CREATE OR REPLACE FUNCTION layers_lines_of_neighbours(places text, lines_at_most integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT format(
        'SELECT NULL::bigint AS fid, layers_bbox(ST_Extent(place)::geometry) AS place, min(at) AS at, count(*) AS number
           FROM (SELECT *, count(*) FILTER (WHERE jumps <= %2$s) OVER (ORDER BY nth) AS stretch
                   FROM (SELECT *, row_number() OVER (ORDER BY jump DESC NULLS LAST, nth) AS jumps
                           FROM (SELECT *, row_number() OVER curve AS nth, ntile(%2$s) OVER curve AS part, place <-> lag(place) OVER curve AS jump
                                   FROM (%1$s) p WINDOW curve AS (ORDER BY place, fid)) c) j) s
          GROUP BY part, stretch ORDER BY part, stretch', places, lines_at_most / 2)
$$;

-- Grow the extent by what came; measure it anew only when what went away touched its edge.
CREATE OR REPLACE FUNCTION layers_maintain_extent(of_collection text, gone geometry, come geometry) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    known layers_collectionstate;
    whole geometry;
BEGIN
    SELECT * INTO known FROM layers_collectionstate WHERE collection = of_collection;
    IF gone IS NOT NULL AND (ST_XMin(gone) <= known.west OR ST_YMin(gone) <= known.south
                             OR ST_XMax(gone) >= known.east OR ST_YMax(gone) >= known.north) THEN
        EXECUTE format('SELECT layers_bbox(ST_Extent(geom)::geometry) FROM feature.%I', of_collection) INTO whole;
        UPDATE layers_collectionstate SET west = ST_XMin(whole), south = ST_YMin(whole), east = ST_XMax(whole), north = ST_YMax(whole)
          WHERE collection = of_collection;
    ELSIF come IS NOT NULL THEN
        UPDATE layers_collectionstate SET
            west = least(west, ST_XMin(come)), south = least(south, ST_YMin(come)),
            east = greatest(east, ST_XMax(come)), north = greatest(north, ST_YMax(come))
          WHERE collection = of_collection;
    END IF;
END $$;
