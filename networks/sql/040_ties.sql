-- Where the ends of links are tied: to the nearest node feature within the tolerance, else to each other (ends that are
-- within the tolerance, and whoever is within the tolerance of one of these, meet in one virtual node).
-- The result does not depend on the order in which features came.

-- pg_temp.loose gains the ends of the links that $1 names.
CREATE FUNCTION topology.loosen(net networks_network, links text, chosen text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'INSERT INTO pg_temp.loose (collection, fid, "end", place, node)
         SELECT c.collection, c.fid, e.number, e.place, CASE e.number WHEN 0 THEN t.from_node ELSE t.to_node END
           FROM (%s) c JOIN %s l USING (collection, fid)
           CROSS JOIN LATERAL (SELECT topology.line_of(l.geom) AS line) drawn
           CROSS JOIN LATERAL (VALUES (0::smallint, ST_StartPoint(drawn.line)), (1::smallint, ST_EndPoint(drawn.line))) AS e (number, place)
           LEFT JOIN topology.link t ON t.network = $1.id AND t.collection = c.collection AND t.fid = c.fid
          WHERE drawn.line IS NOT NULL AND (c."end" IS NULL OR c."end" = e.number)
         ON CONFLICT DO NOTHING', chosen, links) USING net;
END $$;

-- The ends of links that lie within the tolerance of the places that $chosen selects (place).
CREATE FUNCTION topology.ends_near(net networks_network, links text, chosen text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT format(
        'SELECT DISTINCT l.collection, l.fid, e.number AS "end"
           FROM (%1$s) p
           JOIN %2$s l ON l.geom && topology.around(p.place, %3$L::float8, %4$L::float8)
           CROSS JOIN LATERAL (SELECT topology.line_of(l.geom) AS line) drawn
           CROSS JOIN LATERAL (VALUES (0::smallint, ST_StartPoint(drawn.line)), (1::smallint, ST_EndPoint(drawn.line))) AS e (number, place)
          WHERE drawn.line IS NOT NULL
            AND ST_DWithin(topology.plane(e.place, %4$L::float8), topology.plane(p.place, %4$L::float8), %3$L::float8)',
        chosen, links, net.tolerance_m, net.latitude)
$$;

-- Collect all ends that the change may concern: those of changed links, those at changed nodes, those near either, and
-- everyone who shares a virtual node with one of them.
CREATE FUNCTION topology.collect_loose(net networks_network, changed_collection text, links_changed boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    links text := topology.rows_sql(net.id, 'link');
BEGIN
    IF links_changed THEN
        PERFORM topology.loosen(net, links, format(
            'SELECT %L::text AS collection, fid, NULL::smallint AS "end" FROM pg_temp.moved WHERE NOT gone', changed_collection));
    ELSE
        PERFORM topology.loosen(net, links,
            'SELECT t.collection, t.fid, 0::smallint AS "end" FROM topology.link t JOIN pg_temp.moved_node m ON t.from_node = m.id
             UNION ALL SELECT t.collection, t.fid, 1::smallint FROM topology.link t JOIN pg_temp.moved_node m ON t.to_node = m.id');
        PERFORM topology.loosen(net, links, topology.ends_near(net, links,
            'SELECT n.geom AS place FROM topology.node n JOIN pg_temp.moved_node m USING (id) WHERE NOT m.gone'));
    END IF;
    PERFORM topology.loosen(net, links, topology.ends_near(net, links, 'SELECT DISTINCT place FROM pg_temp.loose'));
    INSERT INTO pg_temp.touched SELECT node FROM pg_temp.loose WHERE node IS NOT NULL
        UNION SELECT from_node FROM pg_temp.was_tied UNION SELECT to_node FROM pg_temp.was_tied ON CONFLICT DO NOTHING;
    PERFORM topology.loosen(net, links,
        'SELECT t.collection, t.fid, 0::smallint AS "end" FROM pg_temp.touched v JOIN topology.node n ON n.id = v.node AND n.fid IS NULL
           JOIN topology.link t ON t.from_node = n.id
         UNION ALL SELECT t.collection, t.fid, 1::smallint FROM pg_temp.touched v JOIN topology.node n ON n.id = v.node AND n.fid IS NULL
           JOIN topology.link t ON t.to_node = n.id');
END $$;

-- Tie the loose ends: `tied` becomes the node of each; virtual nodes are made, moved and kept where they can be.
CREATE FUNCTION topology.tie_loose(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE pg_temp.loose e SET tied = (
        SELECT n.id FROM topology.node n
         WHERE n.network = net.id AND n.fid IS NOT NULL
           AND n.geom && topology.around(e.place, net.tolerance_m, net.latitude)
           AND NOT EXISTS (SELECT FROM pg_temp.moved_node m WHERE m.id = n.id AND m.gone)
           AND ST_DWithin(topology.plane(n.geom, net.latitude), topology.plane(e.place, net.latitude), net.tolerance_m)
         ORDER BY ST_Distance(topology.plane(n.geom, net.latitude), topology.plane(e.place, net.latitude)), n.collection, n.fid
         LIMIT 1);
    UPDATE pg_temp.loose e SET cluster = c.cluster
      FROM (SELECT collection, fid, "end",
                   ST_ClusterDBSCAN(topology.plane(place, net.latitude), net.tolerance_m, 1) OVER () AS cluster
              FROM pg_temp.loose WHERE tied IS NULL) c
     WHERE (e.collection, e.fid, e."end") = (c.collection, c.fid, c."end");
    -- a cluster goes on with a virtual node of one of its ends, if no other cluster does
    UPDATE pg_temp.loose e SET tied = kept.node
      FROM (SELECT DISTINCT ON (cluster) cluster, node
              FROM (SELECT DISTINCT ON (l.node) l.node, l.cluster
                      FROM pg_temp.loose l JOIN topology.node n ON n.id = l.node AND n.fid IS NULL
                     WHERE l.cluster IS NOT NULL ORDER BY l.node, l.collection, l.fid, l."end") one_each
             ORDER BY cluster, node) kept
     WHERE e.cluster = kept.cluster;
    UPDATE pg_temp.loose e SET tied = made.node
      FROM (SELECT cluster, nextval('topology.node_id_seq') AS node FROM pg_temp.loose
             WHERE tied IS NULL GROUP BY cluster) made
     WHERE e.cluster = made.cluster AND e.tied IS NULL;
    PERFORM topology.place_virtual_nodes(net);
END $$;

-- A virtual node stands at the first of its ends.
CREATE FUNCTION topology.place_virtual_nodes(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO topology.node AS n (id, network, geom, component)
    SELECT DISTINCT ON (tied) tied, net.id, place, 0 FROM pg_temp.loose WHERE cluster IS NOT NULL ORDER BY tied, collection, fid, "end"
    ON CONFLICT (id) DO UPDATE SET geom = excluded.geom WHERE NOT n.geom = excluded.geom;
END $$;
