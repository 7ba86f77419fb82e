-- The connected parts of a network, kept with every change. Joining: the smaller part takes the number of the larger.
-- Cutting: searches go out from all loose sides at once, level by level; a search that finds no more is a part of its own,
-- and as soon as one is left over it keeps the number.

-- New nodes begin as parts of their own.
CREATE FUNCTION topology.found_components(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    WITH born AS (
        UPDATE topology.node SET component = nextval('topology.component_id_seq')
         WHERE network = net.id AND component = 0 RETURNING id, component, kind)
    INSERT INTO topology.component (id, network, nodes, links, sources, anchor)
    SELECT component, net.id, 1, 0, topology.feeds(kind, net.flow)::int, id FROM born;
END $$;

-- Count links in or out of the parts they belong to.
CREATE FUNCTION topology.count_links(nodes bigint[], step integer) RETURNS void LANGUAGE sql AS $$
    UPDATE topology.component c SET links = c.links + step * n.links
      FROM (SELECT o.component, count(*) AS links FROM unnest(nodes) AS f (node) JOIN topology.node o ON o.id = f.node GROUP BY 1) n
     WHERE c.id = n.component
$$;

-- Make one of the parts that pg_temp.joined connects; of each group the largest keeps its number.
CREATE FUNCTION topology.join_components() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    part record;
BEGIN
    DELETE FROM pg_temp.pair;
    INSERT INTO pg_temp.pair
    SELECT DISTINCT x.component, y.component FROM pg_temp.joined j JOIN topology.node x ON x.id = j.a JOIN topology.node y ON y.id = j.b
     WHERE x.component <> y.component;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM topology.label_pairs();
    -- the largest is the root of its group
    UPDATE pg_temp.label l SET root = best.v
      FROM (SELECT DISTINCT ON (m.root) m.root, m.v FROM pg_temp.label m JOIN topology.component c ON c.id = m.v
             ORDER BY m.root, c.nodes DESC, m.v) best
     WHERE l.root = best.root;
    -- one by one: the planner knows how few nodes a small part has only when it sees which part is meant
    FOR part IN SELECT l.v, l.root FROM pg_temp.label l WHERE l.v <> l.root LOOP
        UPDATE topology.node SET component = part.root WHERE component = part.v;
    END LOOP;
    INSERT INTO pg_temp.touched_component SELECT v FROM pg_temp.label ON CONFLICT DO NOTHING;
    UPDATE topology.component c SET nodes = s.nodes, links = s.links, sources = s.sources
      FROM (SELECT l.root, sum(m.nodes) AS nodes, sum(m.links) AS links, sum(m.sources) AS sources
              FROM pg_temp.label l JOIN topology.component m ON m.id = l.v GROUP BY l.root) s
     WHERE c.id = s.root;
    DELETE FROM topology.component c USING pg_temp.label l WHERE c.id = l.v AND l.v <> l.root;
END $$;

-- Take nodes away: those that pg_temp.moved_node says are gone, and virtual ones at which no link ends any more.
CREATE FUNCTION topology.remove_nodes() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    WITH gone AS (
        DELETE FROM topology.node n
         USING (SELECT id FROM pg_temp.moved_node WHERE gone
                UNION
                SELECT v.id FROM pg_temp.touched t JOIN topology.node v ON v.id = t.node
                 WHERE v.fid IS NULL AND NOT EXISTS (SELECT FROM topology.link l WHERE l.from_node = v.id)
                   AND NOT EXISTS (SELECT FROM topology.link l WHERE l.to_node = v.id)) useless
         WHERE n.id = useless.id
        RETURNING n.id, n.component, topology.feeds(n.kind, (SELECT flow FROM networks_network w WHERE w.id = n.network)) AS feeds),
    fewer AS (SELECT component, count(*) AS nodes, count(*) FILTER (WHERE feeds) AS sources FROM gone GROUP BY component),
    told AS (INSERT INTO pg_temp.touched_component SELECT component FROM fewer ON CONFLICT DO NOTHING)
    UPDATE topology.component c SET nodes = c.nodes - f.nodes, sources = c.sources - f.sources FROM fewer f WHERE c.id = f.component;
END $$;

-- Start a search from every end of a connection that went away, where a part has two or more of them.
CREATE FUNCTION topology.begin_search() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM pg_temp.visited;
    DELETE FROM pg_temp.seed;
    INSERT INTO pg_temp.visited
    SELECT e.id, e.id, 0
      FROM (SELECT n.id, count(*) OVER (PARTITION BY n.component) AS ends
              FROM (SELECT a AS id FROM pg_temp.cut UNION SELECT b FROM pg_temp.cut) c JOIN topology.node n USING (id)) e
     WHERE e.ends > 1;
    INSERT INTO pg_temp.seed SELECT v.node, v.node, n.component FROM pg_temp.visited v JOIN topology.node n ON n.id = v.node;
    RETURN FOUND;
END $$;

-- Searches that have met go on as one: each takes the smallest number of those that it has met, until none changes.
CREATE FUNCTION topology.merge_searches() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    LOOP
        UPDATE pg_temp.seed s SET root = m.root
          FROM (SELECT p.one, min(p.other) AS root
                  FROM (SELECT x.root AS one, y.root AS other FROM pg_temp.pair p JOIN pg_temp.seed x ON x.seed = p.a JOIN pg_temp.seed y ON y.seed = p.b
                        UNION ALL
                        SELECT y.root, x.root FROM pg_temp.pair p JOIN pg_temp.seed x ON x.seed = p.a JOIN pg_temp.seed y ON y.seed = p.b) p
                 GROUP BY p.one) m
         WHERE s.root = m.one AND m.root < s.root;
        EXIT WHEN NOT FOUND;
    END LOOP;
END $$;

-- Parts that have come apart get numbers of their own.
CREATE FUNCTION topology.split_components(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    level integer := 0;
BEGIN
    IF NOT topology.begin_search() THEN
        RETURN;
    END IF;
    LOOP
        -- searches that touch have met
        DELETE FROM pg_temp.pair;
        INSERT INTO pg_temp.pair
        SELECT DISTINCT f.seed, o.seed
          FROM pg_temp.visited f
          CROSS JOIN LATERAL (SELECT to_node AS node FROM topology.link WHERE from_node = f.node
                              UNION ALL SELECT from_node FROM topology.link WHERE to_node = f.node) n
          JOIN pg_temp.visited o ON o.node = n.node
          JOIN pg_temp.seed x ON x.seed = f.seed JOIN pg_temp.seed y ON y.seed = o.seed
         WHERE f.step = level AND x.root <> y.root;
        IF FOUND THEN
            PERFORM topology.merge_searches();
        END IF;
        -- where one search is left in a part, nothing is to be found any more
        UPDATE pg_temp.visited f SET step = -1
          FROM pg_temp.seed s
         WHERE f.step = level AND s.seed = f.seed
           AND s.component IN (SELECT t.component FROM pg_temp.visited g JOIN pg_temp.seed t ON t.seed = g.seed
                                WHERE g.step = level GROUP BY t.component HAVING count(DISTINCT t.root) = 1);
        INSERT INTO pg_temp.visited
        SELECT DISTINCT ON (n.node) n.node, f.seed, level + 1
          FROM pg_temp.visited f
          CROSS JOIN LATERAL (SELECT to_node AS node FROM topology.link WHERE from_node = f.node
                              UNION ALL SELECT from_node FROM topology.link WHERE to_node = f.node) n
         WHERE f.step = level AND NOT EXISTS (SELECT FROM pg_temp.visited o WHERE o.node = n.node);
        EXIT WHEN NOT FOUND;
        level := level + 1;
    END LOOP;
    PERFORM topology.number_split_parts(net);
END $$;

-- Of the searches of a part one keeps the number: the one that was left over, else the largest; the others are new parts.
CREATE FUNCTION topology.number_split_parts(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DROP TABLE IF EXISTS pg_temp.part;
    CREATE TEMP TABLE part ON COMMIT DROP AS
    SELECT root, component, nextval('topology.component_id_seq') AS id
      FROM (SELECT s.root, s.component, row_number() OVER (PARTITION BY s.component
                       ORDER BY bool_or(v.step = -1) DESC, count(*) DESC, s.root) AS place
              FROM pg_temp.seed s JOIN pg_temp.visited v ON v.seed = s.seed GROUP BY s.root, s.component) p
     WHERE p.place > 1;
    UPDATE topology.node n SET component = p.id
      FROM pg_temp.visited v JOIN pg_temp.seed s ON s.seed = v.seed JOIN pg_temp.part p ON p.root = s.root WHERE n.id = v.node;
    INSERT INTO topology.component (id, network, nodes, links, sources, anchor)
    SELECT p.id, net.id, count(*),
           sum((SELECT count(*) FROM topology.link t WHERE t.from_node = n.id)),
           count(*) FILTER (WHERE topology.feeds(n.kind, net.flow)), min(n.id)
      FROM pg_temp.part p JOIN pg_temp.seed s ON s.root = p.root JOIN pg_temp.visited v ON v.seed = s.seed
      JOIN topology.node n ON n.id = v.node GROUP BY p.id;
    UPDATE topology.component c SET nodes = c.nodes - s.nodes, links = c.links - s.links, sources = c.sources - s.sources
      FROM (SELECT p.component, sum(m.nodes) AS nodes, sum(m.links) AS links, sum(m.sources) AS sources
              FROM pg_temp.part p JOIN topology.component m ON m.id = p.id GROUP BY p.component) s
     WHERE c.id = s.component;
    INSERT INTO pg_temp.touched_component SELECT id FROM pg_temp.part UNION SELECT component FROM pg_temp.part ON CONFLICT DO NOTHING;
    DROP TABLE pg_temp.part;
END $$;

-- Parts without nodes go; an anchor that went is replaced.
CREATE FUNCTION topology.tidy_components() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM topology.component c USING pg_temp.touched_component t WHERE c.id = t.component AND c.nodes = 0;
    UPDATE topology.component c SET anchor = (SELECT n.id FROM topology.node n WHERE n.component = c.id LIMIT 1)
      FROM pg_temp.touched_component t
     WHERE c.id = t.component AND NOT EXISTS (SELECT FROM topology.node n WHERE n.id = c.anchor AND n.component = c.id);
END $$;
