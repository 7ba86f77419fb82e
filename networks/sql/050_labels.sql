-- Connected parts of a set of pairs: pg_temp.pair (a, b) in, pg_temp.label (v, root) out.
-- Each round every number takes the first of its neighbours, in a random but fixed order, for its root; roots of roots are
-- followed to their end, and the pairs are drawn together. At least half of the numbers go in a round. After Bögeholz, Brand
-- and Todor, "In-database connected component analysis", 2020.

-- The order in which numbers are preferred: a hash, so that chains of roots stay short.
CREATE FUNCTION topology.rank_of(number bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT hashint8extended(number, 20261122) $$;

-- A handful of pairs: each number takes the smallest root beside it until none changes.
CREATE FUNCTION topology.label_few_pairs() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM pg_temp.label;
    INSERT INTO pg_temp.label SELECT a, a FROM pg_temp.pair UNION SELECT b, b FROM pg_temp.pair;
    LOOP
        UPDATE pg_temp.label l SET root = m.root
          FROM (SELECT p.v, min(o.root) AS root
                  FROM (SELECT a AS v, b AS other FROM pg_temp.pair UNION ALL SELECT b, a FROM pg_temp.pair) p
                  JOIN pg_temp.label o ON o.v = p.other GROUP BY p.v) m
         WHERE l.v = m.v AND m.root < l.root;
        EXIT WHEN NOT FOUND;
    END LOOP;
END $$;

CREATE FUNCTION topology.label_pairs() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    few CONSTANT bigint := 100;
    moved bigint;
BEGIN
    IF (SELECT count(*) <= few FROM pg_temp.pair) THEN
        PERFORM topology.label_few_pairs();
        RETURN;
    END IF;
    CREATE TEMP TABLE edge ON COMMIT DROP AS
        SELECT a, b FROM pg_temp.pair WHERE a <> b UNION SELECT b, a FROM pg_temp.pair WHERE a <> b;
    TRUNCATE pg_temp.label;
    INSERT INTO pg_temp.label SELECT a, a FROM pg_temp.pair UNION SELECT b, b FROM pg_temp.pair;
    ANALYZE pg_temp.label;
    WHILE EXISTS (SELECT FROM pg_temp.edge) LOOP
        ANALYZE pg_temp.edge;
        -- the best neighbour of each, itself included
        CREATE TEMP TABLE hop ON COMMIT DROP AS
            SELECT a AS v, (least(min(ARRAY[topology.rank_of(b), b]), ARRAY[topology.rank_of(a), a]))[2] AS root
              FROM pg_temp.edge GROUP BY a;
        moved := 1;
        WHILE moved > 0 LOOP
            CREATE TEMP TABLE longer_hop ON COMMIT DROP AS
                SELECT h.v, n.root, h.root <> n.root AS moved FROM pg_temp.hop h JOIN pg_temp.hop n ON n.v = h.root;
            SELECT count(*) INTO moved FROM pg_temp.longer_hop l WHERE l.moved;
            DROP TABLE pg_temp.hop;
            ALTER TABLE pg_temp.longer_hop RENAME TO hop;
        END LOOP;
        UPDATE pg_temp.label l SET root = h.root FROM pg_temp.hop h WHERE h.v = l.root AND h.root <> l.root;
        CREATE TEMP TABLE fewer ON COMMIT DROP AS
            SELECT DISTINCT x.root AS a, y.root AS b FROM pg_temp.edge e
              JOIN pg_temp.hop x ON x.v = e.a JOIN pg_temp.hop y ON y.v = e.b WHERE x.root <> y.root;
        DROP TABLE pg_temp.edge, pg_temp.hop;
        ALTER TABLE pg_temp.fewer RENAME TO edge;
    END LOOP;
    DROP TABLE pg_temp.edge;
END $$;
