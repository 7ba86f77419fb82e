-- Rules about nodes. Each writes to pg_temp.found what is wrong with the subjects of the bench.

-- The links at every node of the bench: one row per end.
CREATE FUNCTION topology.ends_at() RETURNS TABLE (node bigint, collection text, fid bigint) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY SELECT l.from_node, l.collection, l.fid FROM pg_temp.checked_link l WHERE l.from_node IS NOT NULL
                 UNION ALL SELECT l.to_node, l.collection, l.fid FROM pg_temp.checked_link l WHERE l.to_node IS NOT NULL;
END $$;

-- No link ends at the node or passes by it (a line may run over its poles without being cut at each).
CREATE FUNCTION topology.rule_orphan_node(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'INSERT INTO pg_temp.found (rule, collection, fid, place)
         SELECT ''orphan_node'', n.collection, n.fid, n.geom FROM pg_temp.checked_node n
          WHERE n.subject AND n.fid IS NOT NULL AND n.kind NOT IN (''customer'', ''valve'')
            AND NOT EXISTS (SELECT FROM topology.link t WHERE t.from_node = n.id)
            AND NOT EXISTS (SELECT FROM topology.link t WHERE t.to_node = n.id)
            AND NOT EXISTS (SELECT FROM %s l WHERE l.geom && topology.around(n.geom, $1.tolerance_m, $1.latitude)
                                               AND ST_Distance(n.geom::geography, l.geom::geography) <= $1.tolerance_m)',
        topology.rows_sql(net.id, 'link')) USING net;
END $$;

CREATE FUNCTION topology.rule_customer_without_service(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.found (rule, collection, fid, place)
    SELECT 'customer_without_service', n.collection, n.fid, n.geom FROM pg_temp.checked_node n
     WHERE n.subject AND n.kind = 'customer'
       AND NOT EXISTS (SELECT FROM topology.link t WHERE t.from_node = n.id) AND NOT EXISTS (SELECT FROM topology.link t WHERE t.to_node = n.id);
END $$;

-- Of two nodes in one place the later one is the duplicate.
CREATE FUNCTION topology.rule_duplicate_node(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.found (rule, collection, fid, place, figures)
    SELECT DISTINCT ON (n.collection, n.fid) 'duplicate_node', n.collection, n.fid, n.geom,
           jsonb_build_object('other', o.collection || '/' || o.fid,
                              'distance', round(ST_Distance(topology.plane(n.geom, net.latitude), topology.plane(o.geom, net.latitude))::numeric, 3))
      FROM pg_temp.checked_node n
      JOIN topology.node o ON o.geom && topology.around(n.geom, net.tolerance_m, net.latitude)
     WHERE n.subject AND n.fid IS NOT NULL AND o.network = net.id AND o.fid IS NOT NULL AND (o.collection, o.fid) < (n.collection, n.fid)
       AND ST_DWithin(topology.plane(n.geom, net.latitude), topology.plane(o.geom, net.latitude), net.tolerance_m)
     ORDER BY n.collection, n.fid, o.collection, o.fid;
END $$;

-- A valve on a link that goes on under it shuts nothing. (OFFSET 0: node by node, by the index of the links.)
CREATE FUNCTION topology.rule_valve_not_splitting(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    links text := topology.rows_sql(net.id, 'link');
BEGIN
    EXECUTE format(
        'INSERT INTO pg_temp.found (rule, collection, fid, place, figures)
         SELECT DISTINCT ON (n.collection, n.fid) ''valve_not_splitting'', n.collection, n.fid, n.geom,
                jsonb_build_object(''other'', l.collection || ''/'' || l.fid)
           FROM pg_temp.checked_node n
          CROSS JOIN LATERAL (SELECT r.collection, r.fid FROM %s r
                               WHERE r.geom && topology.around(n.geom, $1.tolerance_m, $1.latitude)
                                 AND ST_Distance(n.geom::geography, r.geom::geography) <= $1.tolerance_m OFFSET 0) l
           JOIN topology.link t ON t.network = $1.id AND t.collection = l.collection AND t.fid = l.fid
          WHERE n.subject AND n.fid IS NOT NULL AND n.kind = ''valve'' AND t.from_node <> n.id AND t.to_node <> n.id
          ORDER BY n.collection, n.fid, l.collection, l.fid', links) USING net;
END $$;

-- Kinds of links that may meet only at some kinds of nodes (NetworkSpec.meetings).
CREATE FUNCTION topology.rule_forbidden_connection(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.found (rule, collection, fid, spot, detail, place, figures)
    SELECT DISTINCT ON (n.id, m.value) 'forbidden_connection', coalesce(n.collection, x.collection), coalesce(n.fid, x.fid),
           CASE WHEN n.fid IS NULL THEN n.id END, concat_ws('-', m.value ->> 'one', m.value ->> 'other'), n.geom,
           jsonb_build_object('one', m.value ->> 'one', 'other', m.value ->> 'other')
      FROM jsonb_array_elements(net.document -> 'meetings') m
      JOIN pg_temp.checked_link x ON x.kind_code = m.value ->> 'one'
      JOIN pg_temp.checked_link y ON y.kind_code = m.value ->> 'other'
      JOIN pg_temp.checked_node n ON n.id IN (x.from_node, x.to_node) AND n.id IN (y.from_node, y.to_node)
     WHERE n.subject AND (x.collection, x.fid) <> (y.collection, y.fid) AND NOT (m.value -> 'only_at') ? coalesce(n.kind_code, '')
     ORDER BY n.id, m.value, x.collection, x.fid;
END $$;

-- Levels: the invert of a node, or of an end at it, is above its ground.
CREATE FUNCTION topology.rule_invert_above_ground(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.found (rule, collection, fid, place, figures)
    SELECT 'invert_above_ground', n.collection, n.fid, n.geom, jsonb_build_object('invert', n.invert, 'ground', n.ground)
      FROM pg_temp.checked_node n WHERE n.subject AND n.invert > n.ground;
    INSERT INTO pg_temp.found (rule, collection, fid, detail, place, figures)
    SELECT 'invert_above_ground', l.collection, l.fid, e.side, n.geom, jsonb_build_object('invert', e.invert, 'ground', n.ground)
      FROM pg_temp.checked_link l
      CROSS JOIN LATERAL (VALUES ('start', l.from_node, l.invert_from), ('end', l.to_node, l.invert_to)) AS e (side, node, invert)
      JOIN pg_temp.checked_node n ON n.id = e.node
     WHERE l.subject AND e.invert > n.ground;
END $$;
