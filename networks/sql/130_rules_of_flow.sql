-- Rules about sources, loops and gravity.

-- A part of the network that no source feeds (and no outfall empties), at its anchor.
CREATE FUNCTION topology.rule_no_source(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.found (rule, collection, fid, spot, place, figures)
    SELECT 'no_source', coalesce(n.collection, l.collection), coalesce(n.fid, l.fid), c.id, n.geom, jsonb_build_object('links', c.links)
      FROM pg_temp.touched_component t JOIN topology.component c ON c.id = t.component JOIN topology.node n ON n.id = c.anchor
      LEFT JOIN LATERAL (SELECT collection, fid FROM topology.link WHERE from_node = n.id
                         UNION ALL SELECT collection, fid FROM topology.link WHERE to_node = n.id
                         ORDER BY collection, fid LIMIT 1) l ON true
     WHERE c.network = net.id AND c.sources = 0 AND c.links > 0;
END $$;

-- In a radial network every node has one way to its source: one that is fed from two sides lies in a loop, or between sources.
CREATE FUNCTION topology.rule_closed_loop(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.found (rule, collection, fid, spot, place, figures)
    SELECT 'closed_loop', coalesce(n.collection, f.collection), coalesce(n.fid, f.fid),
           CASE WHEN n.fid IS NULL THEN n.id END, n.geom, jsonb_build_object('feeds', f.feeds)
      FROM pg_temp.checked_node n
      CROSS JOIN LATERAL (
            SELECT count(*) AS feeds, (min(ARRAY[x.collection, lpad(x.fid::text, 20, '0')]))[1] AS collection,
                   (min(ARRAY[x.collection, lpad(x.fid::text, 20, '0')]))[2]::bigint AS fid
              FROM (SELECT t.collection, t.fid, t.from_node AS other FROM topology.link t WHERE t.to_node = n.id AND t.from_node <> n.id AND NOT t.closed
                    UNION ALL
                    SELECT t.collection, t.fid, t.to_node FROM topology.link t WHERE t.from_node = n.id AND t.to_node <> n.id AND NOT t.closed) x
              JOIN topology.node o ON o.id = x.other
             WHERE NOT o.closed AND o.depth <= n.depth) f
     WHERE n.subject AND n.depth > 0 AND f.feeds > 1;
END $$;

CREATE FUNCTION topology.rule_reversed_slope(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.found (rule, collection, fid, place, figures)
    SELECT 'reversed_slope', collection, fid, ST_LineInterpolatePoint(topology.line_of(geom), 0.5),
           jsonb_build_object('invert_from', invert_from, 'invert_to', invert_to)
      FROM pg_temp.checked_link WHERE subject AND invert_to > invert_from AND topology.line_of(geom) IS NOT NULL;
END $$;

-- The widest link that leaves a node is narrower than the widest that comes to it.
CREATE FUNCTION topology.rule_diameter_shrinks(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.found (rule, collection, fid, place, figures)
    SELECT 'diameter_shrinks', leaving.collection, leaving.fid, leaving.place,
           jsonb_build_object('diameter', leaving.diameter, 'above', coming.diameter, 'other', coming.collection || '/' || coming.fid)
      FROM (SELECT DISTINCT ON (v.node) v.node, l.collection, l.fid, l.subject, l.diameter, n.geom AS place
              FROM pg_temp.checked_link l
              CROSS JOIN LATERAL (SELECT CASE l.flow WHEN 1 THEN l.from_node WHEN -1 THEN l.to_node END AS node) v
              JOIN pg_temp.checked_node n ON n.id = v.node
             WHERE l.diameter IS NOT NULL ORDER BY v.node, l.diameter DESC, l.collection, l.fid) leaving
      JOIN (SELECT DISTINCT ON (v.node) v.node, l.collection, l.fid, l.diameter
              FROM pg_temp.checked_link l
              CROSS JOIN LATERAL (SELECT CASE l.flow WHEN 1 THEN l.to_node WHEN -1 THEN l.from_node END AS node) v
             WHERE l.diameter IS NOT NULL ORDER BY v.node, l.diameter DESC, l.collection, l.fid) coming ON coming.node = leaving.node
     WHERE leaving.subject AND coming.diameter > leaving.diameter;
END $$;
