-- The work bench of a session: temporary tables that are empty at the beginning of each statement's work.
CREATE FUNCTION topology.clear_bench() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF to_regclass('pg_temp.moved') IS NULL THEN
        -- what the statement changed: links or nodes, with the places that they left
        CREATE TEMP TABLE moved (fid bigint PRIMARY KEY, was geometry, gone boolean) ON COMMIT DELETE ROWS;
        -- node features (their ids in topology.node) that came, went or moved
        CREATE TEMP TABLE moved_node (id bigint PRIMARY KEY, gone boolean NOT NULL) ON COMMIT DELETE ROWS;
        -- ends of links whose node is to be found anew; node is where they were tied
        CREATE TEMP TABLE loose (collection text, fid bigint, "end" smallint, place geometry, node bigint, free boolean,
                                 cluster bigint, tied bigint, PRIMARY KEY (collection, fid, "end")) ON COMMIT DELETE ROWS;
        -- links as they were tied before
        CREATE TEMP TABLE was_tied (collection text, fid bigint, from_node bigint, to_node bigint,
                                    PRIMARY KEY (collection, fid)) ON COMMIT DELETE ROWS;
        -- connections that went away and that came
        CREATE TEMP TABLE cut (a bigint, b bigint) ON COMMIT DELETE ROWS;
        CREATE TEMP TABLE joined (a bigint, b bigint) ON COMMIT DELETE ROWS;
        -- pairs of numbers that belong together, and the result of topology.label_pairs()
        CREATE TEMP TABLE pair (a bigint, b bigint) ON COMMIT DELETE ROWS;
        CREATE TEMP TABLE label (v bigint PRIMARY KEY, root bigint) ON COMMIT DELETE ROWS;
        -- a search from several nodes at once: who came to which node, whose searches have met
        CREATE TEMP TABLE visited (node bigint PRIMARY KEY, seed bigint NOT NULL, step integer NOT NULL) ON COMMIT DELETE ROWS;
        CREATE INDEX visited_step ON pg_temp.visited (step);
        CREATE TEMP TABLE seed (seed bigint PRIMARY KEY, root bigint NOT NULL, component bigint NOT NULL) ON COMMIT DELETE ROWS;
        -- nodes whose depth is to be found anew
        CREATE TEMP TABLE unsettled (node bigint PRIMARY KEY, was integer, step integer NOT NULL) ON COMMIT DELETE ROWS;
        CREATE INDEX unsettled_step ON pg_temp.unsettled (step);
        -- nodes and parts at which something changed, places that were left or come to
        CREATE TEMP TABLE touched (node bigint PRIMARY KEY) ON COMMIT DELETE ROWS;
        CREATE TEMP TABLE touched_component (component bigint PRIMARY KEY) ON COMMIT DELETE ROWS;
        CREATE TEMP TABLE touched_place (place geometry) ON COMMIT DELETE ROWS;
        -- what the rules look at: subjects, whose errors are found anew, and the parts around them
        CREATE TEMP TABLE checked_link (
            collection text, fid bigint, subject boolean NOT NULL, geom geometry, kind text, kind_code text, owner text, material text,
            year float8, diameter float8, invert_from float8, invert_to float8, from_node bigint, to_node bigint, flow smallint,
            closed boolean, PRIMARY KEY (collection, fid)) ON COMMIT DELETE ROWS;
        CREATE INDEX checked_link_from ON pg_temp.checked_link (from_node);
        CREATE INDEX checked_link_to ON pg_temp.checked_link (to_node);
        CREATE TEMP TABLE checked_node (
            id bigint PRIMARY KEY, collection text, fid bigint, subject boolean NOT NULL, geom geometry, kind text, kind_code text,
            owner text, year float8, invert float8, ground float8, depth integer, closed boolean) ON COMMIT DELETE ROWS;
        -- errors as the rules find them; detail tells apart what one rule finds twice at a feature. An error of a virtual node
        -- or of a part is shown at one of its links, but is about `spot`, the number of that node or part
        CREATE TEMP TABLE found (rule text, collection text, fid bigint, spot bigint, detail text NOT NULL DEFAULT '', place geometry,
                                 figures jsonb NOT NULL DEFAULT '{}') ON COMMIT DELETE ROWS;
    END IF;
    DELETE FROM pg_temp.moved;
    DELETE FROM pg_temp.moved_node;
    DELETE FROM pg_temp.loose;
    DELETE FROM pg_temp.was_tied;
    DELETE FROM pg_temp.cut;
    DELETE FROM pg_temp.joined;
    DELETE FROM pg_temp.touched;
    DELETE FROM pg_temp.touched_component;
    DELETE FROM pg_temp.touched_place;
END $$;
