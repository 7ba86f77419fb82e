-- The triggers on the feature tables of networks: whoever writes (a file, a Part 4 edit, plain SQL), the topology and the
-- errors follow in the same transaction. They run after the triggers of `layers`, in the order of the alphabet.

-- The rows that the present statement changed are in before_rows and after_rows; write them down on the bench.
CREATE FUNCTION topology.follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    member networks_member;
    net networks_network;
    changed bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN
        SELECT count(*) INTO changed FROM before_rows;
    ELSE
        SELECT count(*) INTO changed FROM after_rows;
    END IF;
    IF changed = 0 THEN
        RETURN NULL;
    END IF;
    FOR member IN SELECT * FROM networks_member WHERE collection = TG_TABLE_NAME ORDER BY network_id LOOP
        SELECT * INTO net FROM networks_network WHERE id = member.network_id FOR UPDATE;
        IF topology.is_much(net, changed) OR (member.role = 'territory' AND topology.rows_of(TG_TABLE_NAME) <= changed) THEN
            IF member.role <> 'territory' THEN
                PERFORM topology.rebuild(net.id);
            END IF;
            PERFORM topology.check_all(net.id);
            CONTINUE;
        END IF;
        PERFORM topology.clear_bench();
        IF TG_OP = 'INSERT' THEN
            INSERT INTO pg_temp.moved SELECT fid, NULL, false FROM after_rows;
        ELSIF TG_OP = 'DELETE' THEN
            INSERT INTO pg_temp.moved SELECT fid, geom, true FROM before_rows;
        ELSE
            INSERT INTO pg_temp.moved SELECT n.fid, o.geom, false FROM after_rows n JOIN before_rows o USING (fid);
        END IF;
        IF changed <= 1000 THEN
            PERFORM topology.follow_few(net, member);
        ELSE
            PERFORM topology.follow_rows(net, member);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- Topology and errors after the rows that the bench names.
CREATE FUNCTION topology.follow_rows(net networks_network, member networks_member) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF member.role <> 'territory' THEN
        PERFORM topology.change(net, member.collection, member.role);
    END IF;
    PERFORM topology.check_changed(net, member.collection, member.role);
END $$;

-- The same for a few rows, which are looked up one by one: the planner knows nothing of a bench that is filled anew each
-- time, and would rather read a whole network than believe that three rows lie on it.
CREATE FUNCTION topology.follow_few(net networks_network, member networks_member) RETURNS void LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
BEGIN
    PERFORM topology.follow_rows(net, member);
END $$;

-- Above a tenth of a network it is faster to make it anew than to follow; an empty one is always made anew.
CREATE FUNCTION topology.is_much(net networks_network, changed bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(changed > greatest(1000, sum(links + nodes) / 10), true) FROM topology.component WHERE network = net.id
$$;

-- How many rows a collection has: a territory whose every area is new, or gone, concerns all of the network.
CREATE FUNCTION topology.rows_of(collection text) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    found bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM feature.%I', collection) INTO found;
    RETURN found;
END $$;

CREATE FUNCTION topology.watch(collection text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE OR REPLACE TRIGGER topology_insert AFTER INSERT ON feature.%1$I REFERENCING NEW TABLE AS after_rows
             FOR EACH STATEMENT EXECUTE FUNCTION topology.follow();
         CREATE OR REPLACE TRIGGER topology_update AFTER UPDATE ON feature.%1$I REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
             FOR EACH STATEMENT EXECUTE FUNCTION topology.follow();
         CREATE OR REPLACE TRIGGER topology_delete AFTER DELETE ON feature.%1$I REFERENCING OLD TABLE AS before_rows
             FOR EACH STATEMENT EXECUTE FUNCTION topology.follow()', collection);
END $$;

CREATE FUNCTION topology.unwatch(collection text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('DROP TRIGGER IF EXISTS topology_insert ON feature.%1$I; DROP TRIGGER IF EXISTS topology_update ON feature.%1$I;
                    DROP TRIGGER IF EXISTS topology_delete ON feature.%1$I', collection);
END $$;
