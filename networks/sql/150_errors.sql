-- The errors of a network, kept as rows of its collection "<network>_errors": those that stay keep their fid, those that come
-- or go leave a version, as with any feature.

-- A sentence with its figures in place.
CREATE FUNCTION topology.fill(sentence text, figures jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    figure record;
BEGIN
    FOR figure IN SELECT * FROM jsonb_each_text(figures) LOOP
        sentence := replace(sentence, '{' || figure.key || '}', coalesce(figure.value, '–'));
    END LOOP;
    RETURN sentence;
END $$;

-- Run the rules of a network on the subjects of the bench.
CREATE FUNCTION topology.run_rules(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    rule text;
BEGIN
    FOR rule IN SELECT jsonb_object_keys(net.rules) LOOP
        EXECUTE format('SELECT topology.rule_%s($1)', rule) USING net;
    END LOOP;
END $$;

-- What an error is told apart by: the feature that it is about, or the virtual node or part (rule@number).
CREATE FUNCTION topology.error_key(rule text, collection text, fid bigint, spot bigint, detail text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT concat_ws(':', CASE WHEN spot IS NULL THEN concat_ws(':', rule, collection, fid) ELSE rule || '@' || spot END, nullif(detail, ''))
$$;

-- What was found, in words.
CREATE FUNCTION topology.word_errors(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE wanted ON COMMIT DROP AS
    SELECT DISTINCT ON (key) key, f.rule, net.rules ->> f.rule AS severity, f.collection, f.fid AS feature, f.place,
           topology.fill(r.text_vi, f.figures) AS text_vi, topology.fill(r.text_en, f.figures) AS text_en, r.fix_vi, r.fix_en
      FROM pg_temp.found f JOIN networks_rule r ON r.code = f.rule
      CROSS JOIN LATERAL topology.error_key(f.rule, f.collection, f.fid, f.spot, f.detail) AS key
     ORDER BY key;
    CREATE UNIQUE INDEX ON pg_temp.wanted (key);
END $$;

-- The errors that stand of the subjects: of their features, of the virtual nodes at which something changed, of touched parts.
CREATE FUNCTION topology.find_standing(net networks_network, in_collection text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TEMP TABLE standing ON COMMIT DROP AS
         SELECT e.fid, e.key
           FROM (SELECT collection, fid FROM pg_temp.checked_link WHERE subject
                 UNION SELECT collection, fid FROM pg_temp.checked_node WHERE subject AND fid IS NOT NULL
                 UNION SELECT $1, fid FROM pg_temp.moved) s
           JOIN feature.%1$I e ON e.collection = s.collection AND e.feature = s.fid AND strpos(e.key, ''@'') = 0
         UNION ALL
         SELECT e.fid, e.key
           FROM (SELECT ''no_source@'' || component AS key FROM pg_temp.touched_component
                 UNION SELECT k.key
                   FROM (SELECT node FROM pg_temp.touched UNION SELECT id FROM pg_temp.checked_node WHERE subject AND fid IS NULL) n
                  CROSS JOIN LATERAL (
                        SELECT ''closed_loop@'' || n.node AS key
                        UNION ALL SELECT topology.error_key(''forbidden_connection'', NULL, NULL, n.node, concat_ws(''-'', m ->> ''one'', m ->> ''other''))
                                    FROM jsonb_array_elements($2 -> ''meetings'') m) k) s
           JOIN feature.%1$I e ON e.key = s.key', net.id || '_errors') USING in_collection, net.document;
END $$;

-- All errors that stand. Virtual nodes and parts may have new numbers: an error in the same place is the same.
CREATE FUNCTION topology.find_all_standing(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'UPDATE feature.%1$I e SET key = w.key FROM pg_temp.wanted w
          WHERE strpos(e.key, ''@'') > 0 AND e.key <> w.key AND (e.rule, e.collection, e.feature) = (w.rule, w.collection, w.feature)
            AND e.geom IS NOT DISTINCT FROM w.place AND e.text_vi = w.text_vi
            AND NOT EXISTS (SELECT FROM feature.%1$I o WHERE o.key = w.key)', net.id || '_errors');
    EXECUTE format('CREATE TEMP TABLE standing ON COMMIT DROP AS SELECT fid, key FROM feature.%I', net.id || '_errors');
END $$;

-- Bring the rows of the errors collection to what was found of the subjects; `whole`: of everything.
CREATE FUNCTION topology.keep_errors(net networks_network, in_collection text, whole boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    errors text := quote_ident(net.id || '_errors');
BEGIN
    PERFORM topology.word_errors(net);
    IF whole THEN
        PERFORM topology.find_all_standing(net);
    ELSE
        PERFORM topology.find_standing(net, in_collection);
    END IF;
    IF EXISTS (SELECT FROM pg_temp.standing s WHERE NOT EXISTS (SELECT FROM pg_temp.wanted w WHERE w.key = s.key)) THEN
        EXECUTE format('DELETE FROM feature.%s e USING pg_temp.standing s
                         WHERE e.fid = s.fid AND NOT EXISTS (SELECT FROM pg_temp.wanted w WHERE w.key = s.key)', errors);
    END IF;
    EXECUTE format('DELETE FROM pg_temp.wanted w USING feature.%s e
                     WHERE e.key = w.key AND e.text_vi = w.text_vi AND e.text_en = w.text_en AND e.severity = w.severity
                       AND e.collection = w.collection AND e.feature = w.feature AND e.geom IS NOT DISTINCT FROM w.place', errors);
    IF EXISTS (SELECT FROM pg_temp.wanted JOIN pg_temp.standing USING (key)) THEN
        EXECUTE format('UPDATE feature.%s e SET geom = w.place, text_vi = w.text_vi, text_en = w.text_en, severity = w.severity,
                               collection = w.collection, feature = w.feature FROM pg_temp.wanted w WHERE e.key = w.key', errors);
    END IF;
    IF EXISTS (SELECT FROM pg_temp.wanted w WHERE NOT EXISTS (SELECT FROM pg_temp.standing s WHERE s.key = w.key)) THEN
        EXECUTE format('INSERT INTO feature.%s (geom, key, rule, severity, collection, feature, text_vi, text_en, fix_vi, fix_en, since, accepted)
                        SELECT place, key, rule, severity, collection, feature, text_vi, text_en, fix_vi, fix_en, layers_moment(), false
                          FROM pg_temp.wanted w WHERE NOT EXISTS (SELECT FROM pg_temp.standing s WHERE s.key = w.key)', errors);
    END IF;
    DROP TABLE pg_temp.wanted, pg_temp.standing;
END $$;

CREATE FUNCTION topology.clear_checks() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM pg_temp.checked_link;
    DELETE FROM pg_temp.checked_node;
    DELETE FROM pg_temp.found;
END $$;

-- Errors after a change, of what it may concern.
CREATE FUNCTION topology.check_changed(net networks_network, in_collection text, in_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM topology.clear_checks();
    PERFORM topology.gather_changed(net, in_collection, in_role);
    PERFORM topology.run_rules(net);
    PERFORM topology.keep_errors(net, in_collection, false);
    IF in_role = 'link' THEN
        PERFORM topology.keep_clearances(net, in_collection, false);
    END IF;
END $$;

-- Errors of a whole network.
CREATE FUNCTION topology.check_all(of_network text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    net networks_network;
BEGIN
    SELECT * INTO net FROM networks_network WHERE id = of_network;
    PERFORM topology.plan_anew();
    PERFORM topology.clear_bench();
    PERFORM topology.clear_checks();
    PERFORM topology.gather_all(net);
    PERFORM topology.run_rules(net);
    PERFORM topology.keep_errors(net, '', true);
    PERFORM topology.keep_clearances(net, '', true);
    PERFORM topology.clear_checks();
    PERFORM topology.plan_anew();
END $$;

-- Errors are looked up by the feature that they are about.
CREATE FUNCTION topology.index_errors(of_network text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON feature.%I (collection, feature)', of_network || '_errors_subject', of_network || '_errors');
    CREATE INDEX IF NOT EXISTS network_clearances_one ON feature.network_clearances (collection, feature);
    CREATE INDEX IF NOT EXISTS network_clearances_other ON feature.network_clearances (other_collection, other_feature);
END $$;
