-- What a statement on a feature table does to the topology of a network. pg_temp.moved holds the rows that it changed.

-- Changed node features: their rows in topology.node. pg_temp.moved_node gets those that came, went or moved.
CREATE FUNCTION topology.change_nodes(net networks_network, in_collection text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TEMP TABLE stands ON COMMIT DROP AS
                    SELECT r.fid, topology.point_of(r.geom) AS geom, r.kind, r.closed FROM %s r JOIN pg_temp.moved m USING (fid)
                     WHERE r.collection = $1 AND topology.point_of(r.geom) IS NOT NULL', topology.rows_sql(net.id, 'node'))
        USING in_collection;
    -- those at which something changed, and, as shutting one concerns who is behind it, the nodes beside them
    INSERT INTO pg_temp.touched
        SELECT n.id FROM topology.node n JOIN pg_temp.moved m USING (fid) WHERE n.network = net.id AND n.collection = in_collection;
    INSERT INTO pg_temp.touched
        SELECT f.id FROM pg_temp.touched t CROSS JOIN LATERAL topology.fed_by(t.node) AS f (id) ON CONFLICT DO NOTHING;
    INSERT INTO pg_temp.moved_node
        SELECT n.id, s.fid IS NULL
          FROM topology.node n JOIN pg_temp.moved m USING (fid) LEFT JOIN pg_temp.stands s USING (fid)
         WHERE n.network = net.id AND n.collection = in_collection AND (s.fid IS NULL OR NOT s.geom = n.geom);
    UPDATE topology.component c SET sources = c.sources + d.step
      FROM (SELECT n.component, sum(topology.feeds(s.kind, net.flow)::int - topology.feeds(n.kind, net.flow)::int) AS step
              FROM pg_temp.stands s JOIN topology.node n ON n.network = net.id AND n.collection = in_collection AND n.fid = s.fid
             GROUP BY n.component) d
     WHERE c.id = d.component AND d.step <> 0;
    INSERT INTO topology.node AS n (network, geom, collection, fid, kind, closed, component)
    SELECT net.id, geom, in_collection, fid, kind, closed, 0 FROM pg_temp.stands
        ON CONFLICT (collection, fid, network) DO UPDATE SET geom = excluded.geom, kind = excluded.kind, closed = excluded.closed
     WHERE (NOT n.geom = excluded.geom) OR n.kind <> excluded.kind OR n.closed <> excluded.closed;
    DROP TABLE pg_temp.stands;
    INSERT INTO pg_temp.moved_node SELECT id, false FROM topology.node WHERE component = 0 AND network = net.id;
    INSERT INTO pg_temp.touched SELECT id FROM topology.node WHERE component = 0 AND network = net.id;
END $$;

-- Write the links whose ends were loose. The changed ones are written anew, with what their row says.
CREATE FUNCTION topology.write_links(net networks_network, changed_collection text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF changed_collection IS NOT NULL THEN
        DELETE FROM topology.link t USING pg_temp.moved m WHERE t.network = net.id AND t.collection = changed_collection AND t.fid = m.fid;
        EXECUTE format(
            'INSERT INTO topology.link (network, collection, fid, from_node, to_node, length_m, flow, closed, kind)
             SELECT $1.id, l.collection, l.fid, s.tied, e.tied, ST_Length(l.geom::geography),
                    topology.own_flow($1.flow, l.invert_from, l.invert_to), l.closed, l.kind
               FROM %s l JOIN pg_temp.moved m USING (fid)
               JOIN pg_temp.loose s ON s.collection = l.collection AND s.fid = l.fid AND s."end" = 0
               JOIN pg_temp.loose e ON e.collection = l.collection AND e.fid = l.fid AND e."end" = 1
              WHERE l.collection = $2', topology.rows_sql(net.id, 'link')) USING net, changed_collection;
    END IF;
    UPDATE topology.link t SET from_node = e.tied FROM pg_temp.loose e
     WHERE e."end" = 0 AND t.network = net.id AND t.collection = e.collection AND t.fid = e.fid AND t.from_node <> e.tied;
    UPDATE topology.link t SET to_node = e.tied FROM pg_temp.loose e
     WHERE e."end" = 1 AND t.network = net.id AND t.collection = e.collection AND t.fid = e.fid AND t.to_node <> e.tied;
END $$;

-- What has come apart and what has come together.
CREATE FUNCTION topology.compare_ties(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.cut
    SELECT w.from_node, w.to_node FROM pg_temp.was_tied w
      LEFT JOIN topology.link t ON t.network = net.id AND t.collection = w.collection AND t.fid = w.fid
     WHERE t.fid IS NULL OR (t.from_node, t.to_node) <> (w.from_node, w.to_node);
    INSERT INTO pg_temp.joined
    SELECT t.from_node, t.to_node
      FROM (SELECT DISTINCT collection, fid FROM pg_temp.loose) e
      JOIN topology.link t ON t.network = net.id AND t.collection = e.collection AND t.fid = e.fid
      LEFT JOIN pg_temp.was_tied w ON w.collection = t.collection AND w.fid = t.fid
     WHERE w.fid IS NULL OR (t.from_node, t.to_node) <> (w.from_node, w.to_node);
    INSERT INTO pg_temp.touched
    SELECT tied FROM pg_temp.loose UNION SELECT a FROM pg_temp.cut UNION SELECT b FROM pg_temp.cut ON CONFLICT DO NOTHING;
END $$;

-- Parts after links have come and gone.
CREATE FUNCTION topology.keep_components(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.touched_component
        SELECT n.component FROM pg_temp.touched t JOIN topology.node n ON n.id = t.node WHERE n.component <> 0 ON CONFLICT DO NOTHING;
    PERFORM topology.found_components(net);
    PERFORM topology.count_links((SELECT array_agg(a) FROM pg_temp.cut), -1);
    PERFORM topology.join_components();
    PERFORM topology.count_links((SELECT array_agg(a) FROM pg_temp.joined), 1);
    PERFORM topology.remove_nodes();
    PERFORM topology.split_components(net);
    INSERT INTO pg_temp.touched_component
        SELECT n.component FROM pg_temp.touched t JOIN topology.node n ON n.id = t.node ON CONFLICT DO NOTHING;
    PERFORM topology.tidy_components();
END $$;

-- Bring the topology of a network up to the rows of one of its collections that changed.
CREATE FUNCTION topology.change(net networks_network, in_collection text, in_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF in_role = 'link' THEN
        INSERT INTO pg_temp.was_tied
            SELECT t.collection, t.fid, t.from_node, t.to_node FROM topology.link t JOIN pg_temp.moved m USING (fid)
             WHERE t.network = net.id AND t.collection = in_collection;
    ELSE
        PERFORM topology.change_nodes(net, in_collection);
    END IF;
    IF in_role = 'link' OR EXISTS (SELECT FROM pg_temp.moved_node) THEN
        PERFORM topology.collect_loose(net, in_collection, in_role = 'link');
        INSERT INTO pg_temp.was_tied
            SELECT DISTINCT t.collection, t.fid, t.from_node, t.to_node FROM pg_temp.loose e
              JOIN topology.link t ON t.network = net.id AND t.collection = e.collection AND t.fid = e.fid ON CONFLICT DO NOTHING;
        PERFORM topology.tie_loose(net);
        PERFORM topology.write_links(net, CASE in_role WHEN 'link' THEN in_collection END);
        PERFORM topology.compare_ties(net);
    END IF;
    PERFORM topology.keep_components(net);
    IF net.flow = 'from_sources' THEN
        PERFORM topology.keep_flow();
    END IF;
END $$;
