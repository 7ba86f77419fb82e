-- After a statement: one line of the change log per feature (one for all above a thousand), and the maintained
-- count, extent and revision of the collection.

CREATE OR REPLACE FUNCTION layers_bbox(shape geometry) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT ST_MakeEnvelope(ST_XMin(shape), ST_YMin(shape), ST_XMax(shape), ST_YMax(shape), 4326) WHERE NOT ST_IsEmpty(shape) $$;

CREATE OR REPLACE FUNCTION layers_log_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lines_at_most CONSTANT bigint := 1000;
    touched bigint;
    gone geometry;      -- where the features were
    come geometry;      -- where they are
    first_moment timestamptz := layers_moment();
    line bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT count(*), layers_bbox(ST_Extent(geom)::geometry), min(changed_at) INTO touched, come, first_moment FROM after_rows;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT count(*), layers_bbox(ST_Extent(geom)::geometry) INTO touched, gone FROM before_rows;
    ELSE
        SELECT count(*), layers_bbox(ST_Extent(geom)::geometry), min(changed_at) INTO touched, come, first_moment FROM after_rows;
        SELECT layers_bbox(ST_Extent(geom)::geometry) INTO gone FROM before_rows;
    END IF;
    IF touched = 0 THEN
        RETURN NULL;
    END IF;

    -- The lock comes before the numbers are drawn, so that the revisions of one collection are committed in order.
    INSERT INTO layers_collectionstate (collection, revision, count) VALUES (TG_TABLE_NAME, 0, 0) ON CONFLICT DO NOTHING;
    PERFORM 1 FROM layers_collectionstate WHERE collection = TG_TABLE_NAME FOR UPDATE;

    IF touched > lines_at_most THEN
        INSERT INTO layers_changelog (collection, fid, bbox, op, count, actor, reason, at)
        VALUES (TG_TABLE_NAME, NULL, layers_bbox(ST_Collect(gone, come)), lower(TG_OP), touched, layers_actor(), layers_reason(), first_moment);
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO layers_changelog (collection, fid, bbox, op, count, actor, reason, at)
        SELECT TG_TABLE_NAME, fid, layers_bbox(geom), 'insert', 1, layers_actor(), layers_reason(), changed_at FROM after_rows ORDER BY fid;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO layers_changelog (collection, fid, bbox, op, count, actor, reason, at)
        SELECT TG_TABLE_NAME, fid, layers_bbox(geom), 'delete', 1, layers_actor(), layers_reason(), layers_moment() FROM before_rows ORDER BY fid;
    ELSE
        INSERT INTO layers_changelog (collection, fid, bbox, op, count, actor, reason, at)
        SELECT TG_TABLE_NAME, n.fid, layers_bbox(ST_Collect(o.geom, n.geom)), 'update', 1, layers_actor(), layers_reason(), n.changed_at
          FROM after_rows n JOIN before_rows o USING (fid) ORDER BY n.fid;
    END IF;

    UPDATE layers_collectionstate SET
        revision = (SELECT max(l.revision) FROM layers_changelog l WHERE l.collection = TG_TABLE_NAME),
        count = count + CASE TG_OP WHEN 'INSERT' THEN touched WHEN 'DELETE' THEN -touched ELSE 0 END,
        since = least(since, first_moment),
        updated = greatest(updated, layers_moment())
      WHERE collection = TG_TABLE_NAME;
    PERFORM layers_maintain_extent(TG_TABLE_NAME, gone, come);
    RETURN NULL;
END $$;

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
