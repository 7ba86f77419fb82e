-- Flow away from the sources (flow = 'from_sources'): topology.node.depth counts the open links to the nearest source, and a
-- link flows from the lesser depth to the greater. A shut link or node passes nothing on. Kept with every change, after
-- Ramalingam and Reps 1996: first every node that has lost its way to a source forgets its depth, then depths spread again.

-- The nodes that a node reaches by one open link; from a shut node none.
CREATE FUNCTION topology.fed_by(of_node bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT to_node FROM topology.link WHERE from_node = of_node AND NOT closed
    UNION ALL SELECT from_node FROM topology.link WHERE to_node = of_node AND NOT closed
$$;

-- Forget the depth of nodes that no neighbour of lesser depth supports, level by level; pg_temp.touched names the first to ask.
CREATE FUNCTION topology.forget_depths() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    level integer := 0;
BEGIN
    DELETE FROM pg_temp.unsettled;
    LOOP
        WITH asked AS (
            SELECT n.id FROM topology.node n JOIN pg_temp.touched t ON t.node = n.id WHERE level = 0 AND n.depth IS NOT NULL
            UNION
            SELECT c.id FROM pg_temp.unsettled u CROSS JOIN LATERAL topology.fed_by(u.node) AS f (id) JOIN topology.node c ON c.id = f.id
             WHERE u.step = level AND c.depth = u.was + 1),
        lost AS (
            SELECT n.id, n.depth FROM asked a JOIN topology.node n USING (id)
             WHERE CASE WHEN n.kind = 'source' AND NOT n.closed THEN n.depth <> 0
                        ELSE NOT EXISTS (SELECT FROM topology.fed_by(n.id) AS f (id) JOIN topology.node s ON s.id = f.id
                                          WHERE s.depth = n.depth - 1 AND NOT s.closed) END),
        forgotten AS (UPDATE topology.node n SET depth = NULL FROM lost l WHERE n.id = l.id)
        INSERT INTO pg_temp.unsettled SELECT id, depth, level + 1 FROM lost ON CONFLICT DO NOTHING;
        EXIT WHEN NOT FOUND;
        level := level + 1;
    END LOOP;
END $$;

-- Spread depths from where they stand to the nodes that have none, or a greater one than need be.
CREATE FUNCTION topology.spread_depths() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    level integer := 0;
BEGIN
    INSERT INTO pg_temp.unsettled SELECT node, NULL, 0 FROM pg_temp.touched ON CONFLICT DO NOTHING;
    UPDATE topology.node n SET depth = 0 FROM pg_temp.unsettled u
     WHERE n.id = u.node AND n.kind = 'source' AND NOT n.closed AND n.depth IS DISTINCT FROM 0;
    UPDATE pg_temp.unsettled SET step = 0;
    LOOP
        WITH offered AS (
            SELECT n.id, min(s.depth) + 1 AS depth
              FROM (SELECT node AS id FROM pg_temp.unsettled WHERE level = 0
                    UNION
                    SELECT f.id FROM pg_temp.unsettled u CROSS JOIN LATERAL topology.fed_by(u.node) AS f (id)
                     WHERE u.step = level) a
              JOIN topology.node n USING (id)
              CROSS JOIN LATERAL topology.fed_by(n.id) AS f (id) JOIN topology.node s ON s.id = f.id
             WHERE s.depth IS NOT NULL AND NOT s.closed
             GROUP BY n.id),
        settled AS (
            UPDATE topology.node n SET depth = o.depth FROM offered o
             WHERE n.id = o.id AND (n.depth IS NULL OR n.depth > o.depth) RETURNING n.id)
        INSERT INTO pg_temp.unsettled AS u SELECT id, NULL, level + 1 FROM settled ON CONFLICT (node) DO UPDATE SET step = excluded.step;
        EXIT WHEN NOT FOUND;
        level := level + 1;
    END LOOP;
END $$;

-- The flow of all links at nodes whose depth was looked at.
CREATE FUNCTION topology.turn_links() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE topology.link t SET flow = f.flow
      FROM (SELECT t.network, t.collection, t.fid,
                   CASE WHEN NOT t.closed AND NOT x.closed AND x.depth < y.depth THEN 1
                        WHEN NOT t.closed AND NOT y.closed AND y.depth < x.depth THEN -1 ELSE 0 END::smallint AS flow
              FROM (SELECT t.* FROM pg_temp.unsettled u JOIN topology.link t ON t.from_node = u.node
                    UNION SELECT t.* FROM pg_temp.unsettled u JOIN topology.link t ON t.to_node = u.node) t
              JOIN topology.node x ON x.id = t.from_node JOIN topology.node y ON y.id = t.to_node) f
     WHERE (t.network, t.collection, t.fid) = (f.network, f.collection, f.fid) AND t.flow <> f.flow;
END $$;

-- Bring depths and flows up to what changed at pg_temp.touched; the nodes that were looked at, and those beside them, become touched too.
CREATE FUNCTION topology.keep_flow() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM topology.forget_depths();
    PERFORM topology.spread_depths();
    PERFORM topology.turn_links();
    INSERT INTO pg_temp.touched SELECT node FROM pg_temp.unsettled
        UNION SELECT f.id FROM pg_temp.unsettled u CROSS JOIN LATERAL topology.fed_by(u.node) AS f (id) ON CONFLICT DO NOTHING;
END $$;
