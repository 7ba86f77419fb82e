-- Rules about links and their ends.

CREATE FUNCTION topology.rule_link_without_ends(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.found (rule, collection, fid, place, figures)
    SELECT 'link_without_ends', collection, fid, CASE WHEN NOT ST_IsEmpty(geom) THEN ST_PointOnSurface(geom) END,
           jsonb_build_object('shape', coalesce(ST_GeometryType(geom) || ' × ' || ST_NumGeometries(geom), 'NULL'))
      FROM pg_temp.checked_link WHERE subject AND topology.line_of(geom) IS NULL;
END $$;

CREATE FUNCTION topology.rule_self_crossing(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.found (rule, collection, fid, place)
    SELECT 'self_crossing', collection, fid, ST_PointOnSurface(geom)
      FROM pg_temp.checked_link WHERE subject AND ST_NPoints(geom) > 3 AND topology.line_of(geom) IS NOT NULL AND NOT ST_IsSimple(topology.line_of(geom));
END $$;

-- Between the same nodes along the same way; of the two the later one is the duplicate.
CREATE FUNCTION topology.rule_duplicate_link(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    near_deg CONSTANT float8 := greatest(net.tolerance_m, 0.01) / 111319.490793;
BEGIN
    INSERT INTO pg_temp.found (rule, collection, fid, place, figures)
    SELECT DISTINCT ON (l.collection, l.fid) 'duplicate_link', l.collection, l.fid, ST_LineInterpolatePoint(topology.line_of(l.geom), 0.5),
           jsonb_build_object('other', o.collection || '/' || o.fid)
      FROM pg_temp.checked_link l
      JOIN pg_temp.checked_link o ON o.from_node IN (l.from_node, l.to_node) AND o.to_node IN (l.from_node, l.to_node)
     WHERE l.subject AND (o.collection, o.fid) < (l.collection, l.fid)
       AND least(o.from_node, o.to_node) = least(l.from_node, l.to_node) AND greatest(o.from_node, o.to_node) = greatest(l.from_node, l.to_node)
       AND ST_HausdorffDistance(o.geom, l.geom) <= near_deg
     ORDER BY l.collection, l.fid, o.collection, o.fid;
END $$;

-- The ends of subjects at which nothing else stands or ends.
CREATE FUNCTION topology.free_ends() RETURNS TABLE (collection text, fid bigint, side text, place geometry, node bigint) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT l.collection, l.fid, e.side, n.geom, n.id
      FROM pg_temp.checked_link l
      CROSS JOIN LATERAL (VALUES ('start', l.from_node), ('end', l.to_node)) AS e (side, node)
      JOIN pg_temp.checked_node n ON n.id = e.node
     WHERE l.subject AND n.fid IS NULL AND l.from_node <> l.to_node
       AND (SELECT count(*) FROM topology.link t WHERE t.from_node = n.id) + (SELECT count(*) FROM topology.link t WHERE t.to_node = n.id) = 1;
END $$;

CREATE FUNCTION topology.side_words(side text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE side WHEN 'start' THEN '{"end": "Điểm đầu", "end_en": "start"}' ELSE '{"end": "Điểm cuối", "end_en": "end"}' END::jsonb
$$;

CREATE FUNCTION topology.rule_dangling_end(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.found (rule, collection, fid, detail, place, figures)
    SELECT 'dangling_end', e.collection, e.fid, e.side, e.place, topology.side_words(e.side) FROM topology.free_ends() e;
END $$;

-- A free end within reach of another link or of a node feature, and yet not tied to it.
CREATE FUNCTION topology.rule_near_miss(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    links text := topology.rows_sql(net.id, 'link');
BEGIN
    EXECUTE format(
        'INSERT INTO pg_temp.found (rule, collection, fid, detail, place, figures)
         SELECT DISTINCT ON (e.collection, e.fid, e.side) ''near_miss'', e.collection, e.fid, e.side, e.place,
                topology.side_words(e.side) || jsonb_build_object(''other'', o.name, ''distance'', round(o.distance::numeric, 2))
           FROM topology.free_ends() e
           CROSS JOIN LATERAL (
                SELECT l.collection || ''/'' || l.fid AS name, ST_Distance(l.geom::geography, e.place::geography) AS distance
                  FROM %s l WHERE l.geom && topology.around(e.place, $2, $1.latitude) AND (l.collection, l.fid) <> (e.collection, e.fid)
                UNION ALL
                SELECT n.collection || ''/'' || n.fid, ST_Distance(n.geom::geography, e.place::geography)
                  FROM topology.node n WHERE n.network = $1.id AND n.fid IS NOT NULL AND n.geom && topology.around(e.place, $2, $1.latitude)) o
          WHERE o.distance <= $2
          ORDER BY e.collection, e.fid, e.side, o.distance, o.name', links) USING net, topology.reach_m(net);
END $$;
