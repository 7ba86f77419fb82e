-- The whole topology of a network at once, set by set: for a new network, and for statements that change much of one.

-- The nodes and the ends of links that are tied to them, in pg_temp.spot and pg_temp.new_node.
CREATE FUNCTION topology.tie_all(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TEMP TABLE new_node ON COMMIT DROP AS
         SELECT nextval(''topology.node_id_seq'') AS id, topology.point_of(r.geom) AS geom, r.collection, r.fid, r.kind, r.closed
           FROM %s r WHERE topology.point_of(r.geom) IS NOT NULL', topology.rows_sql(net.id, 'node'));
    EXECUTE format(
        'CREATE TEMP TABLE drawn ON COMMIT DROP AS
         SELECT l.collection, l.fid, l.kind, l.closed, topology.own_flow(%L, l.invert_from, l.invert_to) AS flow,
                ST_Length(l.geom::geography) AS length_m, ST_StartPoint(d.line) AS first, ST_EndPoint(d.line) AS last
           FROM %s l CROSS JOIN LATERAL (SELECT topology.line_of(l.geom) AS line OFFSET 0) d WHERE d.line IS NOT NULL',
        net.flow, topology.rows_sql(net.id, 'link'));
    CREATE INDEX ON pg_temp.new_node USING gist (geom);
    ANALYZE pg_temp.new_node;
    ANALYZE pg_temp.drawn;
    -- ends in the very same place are one spot; most spots lie exactly on a node
    CREATE TEMP TABLE spot ON COMMIT DROP AS
        SELECT e.place, n.id AS node
          FROM (SELECT first AS place FROM pg_temp.drawn UNION SELECT last FROM pg_temp.drawn) e
          LEFT JOIN (SELECT DISTINCT ON (geom) geom, id FROM pg_temp.new_node ORDER BY geom, collection, fid) n ON n.geom = e.place;
    UPDATE pg_temp.spot s SET node = f.id
      FROM (SELECT o.place, near.id FROM pg_temp.spot o
             CROSS JOIN LATERAL (
                SELECT n.id FROM pg_temp.new_node n
                 WHERE n.geom && topology.around(o.place, net.tolerance_m, net.latitude)
                   AND ST_DWithin(topology.plane(n.geom, net.latitude), topology.plane(o.place, net.latitude), net.tolerance_m)
                 ORDER BY ST_Distance(topology.plane(n.geom, net.latitude), topology.plane(o.place, net.latitude)), n.collection, n.fid
                 LIMIT 1) near
             WHERE o.node IS NULL) f
     WHERE s.place = f.place;
    PERFORM topology.tie_free_spots(net);
END $$;

-- Spots without a node feature: those that are near each other share a virtual node, at the place of its first end.
CREATE FUNCTION topology.tie_free_spots(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE free_spot ON COMMIT DROP AS
        SELECT place, ST_ClusterDBSCAN(topology.plane(place, net.latitude), net.tolerance_m, 1) OVER () AS cluster
          FROM pg_temp.spot WHERE node IS NULL;
    CREATE TEMP TABLE virtual_node ON COMMIT DROP AS
        SELECT cluster, nextval('topology.node_id_seq') AS id, place
          FROM (SELECT DISTINCT ON (s.cluster) s.cluster, s.place
                  FROM pg_temp.free_spot s
                  JOIN (SELECT first AS place, collection, fid, 0 AS "end" FROM pg_temp.drawn
                        UNION ALL SELECT last, collection, fid, 1 FROM pg_temp.drawn) e ON e.place = s.place
                 ORDER BY s.cluster, e.collection, e.fid, e."end") first_of;
    INSERT INTO pg_temp.new_node SELECT id, place, NULL, NULL, '', false FROM pg_temp.virtual_node;
    UPDATE pg_temp.spot s SET node = v.id
      FROM pg_temp.free_spot f JOIN pg_temp.virtual_node v USING (cluster) WHERE f.place = s.place;
    DROP TABLE pg_temp.free_spot, pg_temp.virtual_node;
END $$;

-- Links, parts and nodes from what is tied.
CREATE FUNCTION topology.store_all(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    ANALYZE pg_temp.spot;
    INSERT INTO topology.link (network, collection, fid, from_node, to_node, length_m, flow, closed, kind)
    SELECT net.id, d.collection, d.fid, x.node, y.node, d.length_m, d.flow, d.closed, d.kind
      FROM pg_temp.drawn d JOIN pg_temp.spot x ON x.place = d.first JOIN pg_temp.spot y ON y.place = d.last;
    DELETE FROM pg_temp.pair;
    INSERT INTO pg_temp.pair SELECT DISTINCT from_node, to_node FROM topology.link WHERE network = net.id;
    INSERT INTO pg_temp.pair SELECT id, id FROM pg_temp.new_node;
    ANALYZE topology.link, pg_temp.pair, pg_temp.new_node;
    PERFORM topology.label_pairs();
    CREATE TEMP TABLE part ON COMMIT DROP AS
        SELECT root, nextval('topology.component_id_seq') AS id FROM (SELECT DISTINCT root FROM pg_temp.label) r;
    ANALYZE pg_temp.part;
    INSERT INTO topology.node (id, network, geom, collection, fid, kind, closed, component)
    SELECT n.id, net.id, n.geom, n.collection, n.fid, n.kind, n.closed, p.id
      FROM pg_temp.new_node n JOIN pg_temp.label l ON l.v = n.id JOIN pg_temp.part p ON p.root = l.root;
    INSERT INTO topology.component (id, network, nodes, links, sources, anchor)
    SELECT p.id, net.id, count(*), sum(coalesce(t.links, 0)), count(*) FILTER (WHERE topology.feeds(n.kind, net.flow)), min(n.id)
      FROM pg_temp.new_node n JOIN pg_temp.label l ON l.v = n.id JOIN pg_temp.part p ON p.root = l.root
      LEFT JOIN (SELECT from_node, count(*) AS links FROM topology.link WHERE network = net.id GROUP BY 1) t ON t.from_node = n.id
     GROUP BY p.id;
    DROP TABLE pg_temp.drawn, pg_temp.spot, pg_temp.new_node, pg_temp.part;
    ANALYZE topology.link, topology.node, topology.component;
END $$;

-- Everything anew. The plane of the network is laid where its features are.
CREATE FUNCTION topology.rebuild(of_network text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    net networks_network;
BEGIN
    PERFORM topology.plan_anew();
    PERFORM topology.clear_bench();
    UPDATE networks_network n SET latitude = coalesce((
        SELECT avg((s.south + s.north) / 2) FROM networks_member m JOIN layers_collectionstate s ON s.collection = m.collection
         WHERE m.network_id = n.id AND m.role <> 'territory' AND s.south IS NOT NULL), n.latitude)
     WHERE id = of_network RETURNING * INTO net;
    PERFORM topology.forget(of_network);
    PERFORM topology.tie_all(net);
    PERFORM topology.store_all(net);
    IF net.flow = 'from_sources' THEN
        INSERT INTO pg_temp.touched SELECT id FROM topology.node WHERE network = of_network AND kind = 'source';
        DELETE FROM pg_temp.unsettled;
        PERFORM topology.spread_depths();
        PERFORM topology.turn_links();
    END IF;
    PERFORM topology.plan_anew();
END $$;

-- A session keeps the plans of its statements; those for a whole network are poison for one feature, and the reverse.
CREATE FUNCTION topology.plan_anew() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE 'DISCARD PLANS';
END $$;

-- Nothing of a network is left.
CREATE FUNCTION topology.forget(of_network text) RETURNS void LANGUAGE sql AS $$
    DELETE FROM topology.link WHERE network = of_network;
    DELETE FROM topology.node WHERE network = of_network;
    DELETE FROM topology.component WHERE network = of_network
$$;
