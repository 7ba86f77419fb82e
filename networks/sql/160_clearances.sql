-- Links of two networks that run beside each other nearer than the norm. A crossing is no fault: only where a link has more
-- than four times the norm of its length within the norm (a crossing at right angles has two). Whoever of the two is edited,
-- both are looked at. The pairs are rows of the collection "network_clearances", which is for those who see all networks:
-- an error of one owner may not say where another owner's links lie.

-- The networks to keep a distance from, and which: the greater of what either asks.
CREATE FUNCTION topology.norms_of(net networks_network) RETURNS TABLE (other text, norm float8) LANGUAGE sql STABLE AS $$
    SELECT o.id, greatest((net.document -> 'clearances' ->> o.domain)::float8, (o.document -> 'clearances' ->> net.domain)::float8)
      FROM networks_network o
     WHERE o.id <> net.id AND (net.document -> 'clearances' ? o.domain OR o.document -> 'clearances' ? net.domain)
$$;

-- pg_temp.too_near: the pairs of the links that changed, or of all.
CREATE FUNCTION topology.find_too_near(net networks_network, in_collection text, whole boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    against record;
BEGIN
    CREATE TEMP TABLE too_near (key text PRIMARY KEY, place geometry, network text, collection text, feature bigint,
                                other_network text, other_collection text, other_feature bigint, distance float8, norm float8) ON COMMIT DROP;
    FOR against IN SELECT * FROM topology.norms_of(net) LOOP
        EXECUTE format(
            'INSERT INTO pg_temp.too_near
             SELECT least(p.mine, p.theirs) || '' '' || greatest(p.mine, p.theirs), ST_StartPoint(ST_GeometryN(p.shared, 1)),
                    $1.id, p.collection, p.fid, $2, p.other_collection, p.other_fid, round(p.distance::numeric, 2), $3
               FROM (SELECT c.collection, c.fid, l.collection AS other_collection, l.fid AS other_fid,
                            $1.id || ''/'' || c.collection || ''/'' || c.fid AS mine, $2 || ''/'' || l.collection || ''/'' || l.fid AS theirs,
                            ST_Distance(c.geom::geography, l.geom::geography) AS distance,
                            ST_Intersection(c.geom, ST_Buffer(l.geom, $3 / 111319.490793)) AS shared
                       FROM pg_temp.checked_link c
                      CROSS JOIN LATERAL (SELECT * FROM %s r WHERE r.geom && topology.around(c.geom, $3, $1.latitude) OFFSET 0) l
                      WHERE ($5 OR (c.collection = $4 AND c.fid IN (SELECT fid FROM pg_temp.moved)))) p
              WHERE p.distance < $3 AND ST_Length(p.shared::geography) > 4 * $3
             ON CONFLICT DO NOTHING', topology.rows_sql(against.other, 'link'))
            USING net, against.other, against.norm, in_collection, whole;
    END LOOP;
END $$;

-- Bring the rows of "network_clearances" to what was found.
CREATE FUNCTION topology.keep_clearances(net networks_network, in_collection text, whole boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF to_regclass('feature.network_clearances') IS NULL OR NOT EXISTS (SELECT FROM topology.norms_of(net)) THEN
        RETURN;
    END IF;
    PERFORM topology.find_too_near(net, in_collection, whole);
    CREATE TEMP TABLE near_before ON COMMIT DROP AS
        SELECT fid, key, distance FROM feature.network_clearances WHERE whole AND net.id IN (network, other_network)
        UNION SELECT e.fid, e.key, e.distance FROM pg_temp.moved m
                JOIN feature.network_clearances e ON e.collection = in_collection AND e.feature = m.fid AND e.network = net.id
        UNION SELECT e.fid, e.key, e.distance FROM pg_temp.moved m
                JOIN feature.network_clearances e ON e.other_collection = in_collection AND e.other_feature = m.fid AND e.other_network = net.id;
    IF EXISTS (SELECT FROM pg_temp.near_before b LEFT JOIN pg_temp.too_near n USING (key) WHERE n.distance IS DISTINCT FROM b.distance) THEN
        DELETE FROM feature.network_clearances e USING pg_temp.near_before b LEFT JOIN pg_temp.too_near n USING (key)
         WHERE e.fid = b.fid AND n.distance IS DISTINCT FROM b.distance;
    END IF;
    IF EXISTS (SELECT FROM pg_temp.too_near n WHERE NOT EXISTS (SELECT FROM feature.network_clearances e WHERE e.key = n.key)) THEN
        INSERT INTO feature.network_clearances (geom, key, network, collection, feature, other_network, other_collection, other_feature, distance, norm, since)
        SELECT place, key, network, collection, feature, other_network, other_collection, other_feature, distance, norm, layers_moment()
          FROM pg_temp.too_near n WHERE NOT EXISTS (SELECT FROM feature.network_clearances e WHERE e.key = n.key);
    END IF;
    DROP TABLE pg_temp.too_near, pg_temp.near_before;
END $$;
