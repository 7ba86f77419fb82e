-- What the rules look at, for a change or for all of a network. Subjects are the features whose errors are found anew: those
-- that changed, those at nodes where something changed, and those near a place that was left or taken. Around them stand the
-- parts that the rules compare them with.

-- How near something must be to be looked at.
CREATE FUNCTION topology.reach_m(net networks_network) RETURNS float8 LANGUAGE sql IMMUTABLE AS
$$ SELECT greatest(1.0, net.tolerance_m) $$;

-- pg_temp.checked_link gains the links that $chosen selects (collection, fid).
CREATE FUNCTION topology.gather_links(net networks_network, links text, chosen text, as_subject boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'INSERT INTO pg_temp.checked_link
         SELECT l.collection, l.fid, $2, l.geom, l.kind, l.kind_code, l.owner, l.material, l.year, l.diameter, l.invert_from, l.invert_to,
                t.from_node, t.to_node, t.flow, l.closed
           FROM (%s) c JOIN %s l USING (collection, fid)
           LEFT JOIN topology.link t ON t.network = $1.id AND t.collection = l.collection AND t.fid = l.fid
         ON CONFLICT DO NOTHING', chosen, links) USING net, as_subject;
END $$;

-- pg_temp.checked_node gains the nodes that $chosen selects (id).
CREATE FUNCTION topology.gather_nodes(net networks_network, chosen text, as_subject boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'INSERT INTO pg_temp.checked_node
         SELECT n.id, n.collection, n.fid, $1, n.geom, n.kind, r.kind_code, r.owner, r.year, r.invert, r.ground, n.depth, n.closed
           FROM (%s) c JOIN topology.node n ON n.id = c.id LEFT JOIN %s r ON r.collection = n.collection AND r.fid = n.fid
         ON CONFLICT DO NOTHING', chosen, topology.rows_sql(net.id, 'node')) USING as_subject;
END $$;

-- The subjects of a change, and what is around them.
CREATE FUNCTION topology.gather_changed(net networks_network, in_collection text, in_role text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    links text := topology.rows_sql(net.id, 'link');
    near_places text := format(
        'SELECT DISTINCT l.collection, l.fid FROM pg_temp.touched_place p JOIN %s l ON l.geom && topology.around(p.place, %L, %L)',
        links, topology.reach_m(net), net.latitude);
BEGIN
    INSERT INTO pg_temp.touched_place SELECT was FROM pg_temp.moved WHERE was IS NOT NULL;
    IF in_role <> 'territory' THEN
        EXECUTE format('INSERT INTO pg_temp.touched_place SELECT r.geom FROM %s r JOIN pg_temp.moved m USING (fid) WHERE r.collection = $1',
                       topology.rows_sql(net.id, in_role)) USING in_collection;
    ELSE
        EXECUTE format('INSERT INTO pg_temp.touched_place SELECT f.geom FROM feature.%I f JOIN pg_temp.moved m USING (fid)', in_collection);
    END IF;
    IF in_role = 'link' THEN
        PERFORM topology.gather_links(net, links, format('SELECT %L::text AS collection, fid FROM pg_temp.moved', in_collection), true);
    END IF;
    PERFORM topology.gather_links(net, links,
        'SELECT t.collection, t.fid FROM pg_temp.touched n JOIN topology.link t ON t.from_node = n.node
         UNION SELECT t.collection, t.fid FROM pg_temp.touched n JOIN topology.link t ON t.to_node = n.node', true);
    PERFORM topology.gather_links(net, links, near_places, true);
    PERFORM topology.gather_nodes(net, format(
        'SELECT node AS id FROM pg_temp.touched
         UNION SELECT n.id FROM pg_temp.touched_place p JOIN topology.node n ON n.geom && topology.around(p.place, %L, %L) WHERE n.network = %L',
        topology.reach_m(net), net.latitude, net.id), true);
    -- around them
    PERFORM topology.gather_nodes(net, 'SELECT from_node AS id FROM pg_temp.checked_link UNION SELECT to_node FROM pg_temp.checked_link', false);
    PERFORM topology.gather_links(net, links,
        'SELECT t.collection, t.fid FROM pg_temp.checked_node n JOIN topology.link t ON t.from_node = n.id
         UNION SELECT t.collection, t.fid FROM pg_temp.checked_node n JOIN topology.link t ON t.to_node = n.id', false);
    PERFORM topology.gather_links(net, links, format(
        'SELECT DISTINCT l.collection, l.fid FROM pg_temp.checked_node n JOIN %s l ON l.geom && topology.around(n.geom, %L, %L)',
        links, topology.reach_m(net), net.latitude), false);
    PERFORM topology.gather_nodes(net, format(
        'SELECT o.id FROM pg_temp.checked_node n JOIN topology.node o ON o.geom && topology.around(n.geom, %L, %L) WHERE o.network = %L',
        topology.reach_m(net), net.latitude, net.id), false);
END $$;

-- Everything is a subject.
CREATE FUNCTION topology.gather_all(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM topology.gather_links(net, topology.rows_sql(net.id, 'link'),
        format('SELECT collection, fid FROM %s every_one', topology.rows_sql(net.id, 'link')), true);
    PERFORM topology.gather_nodes(net, format('SELECT id FROM topology.node WHERE network = %L', net.id), true);
    INSERT INTO pg_temp.touched_component SELECT id FROM topology.component WHERE network = net.id ON CONFLICT DO NOTHING;
    ANALYZE pg_temp.checked_link;
    ANALYZE pg_temp.checked_node;
END $$;
