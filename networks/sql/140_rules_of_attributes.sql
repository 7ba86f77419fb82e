-- Rules about what is written of a feature.

-- Subjects whose value of a column is missing, where their collection has the column at all.
CREATE FUNCTION topology.find_missing(net networks_network, name text, on_nodes boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'INSERT INTO pg_temp.found (rule, collection, fid, place)
         SELECT ''missing_%1$s'', l.collection, l.fid, ST_LineInterpolatePoint(topology.line_of(l.geom), 0.5)
           FROM pg_temp.checked_link l JOIN networks_member m ON m.network_id = %2$L AND m.collection = l.collection
          WHERE l.subject AND l.%1$I IS NULL AND m.columns -> ''columns'' ? %1$L', name, net.id);
    IF on_nodes THEN
        EXECUTE format(
            'INSERT INTO pg_temp.found (rule, collection, fid, place)
             SELECT ''missing_%1$s'', n.collection, n.fid, n.geom
               FROM pg_temp.checked_node n JOIN networks_member m ON m.network_id = %2$L AND m.collection = n.collection
              WHERE n.subject AND n.%1$I IS NULL AND m.columns -> ''columns'' ? %1$L', name, net.id);
    END IF;
END $$;

CREATE FUNCTION topology.rule_missing_owner(net networks_network) RETURNS void LANGUAGE sql AS
$$ SELECT topology.find_missing(net, 'owner', true) $$;

CREATE FUNCTION topology.rule_missing_material(net networks_network) RETURNS void LANGUAGE sql AS
$$ SELECT topology.find_missing(net, 'material', false) $$;

CREATE FUNCTION topology.rule_missing_year(net networks_network) RETURNS void LANGUAGE sql AS
$$ SELECT topology.find_missing(net, 'year', true) $$;

-- Values that are not in the code list of their field; our own doors refuse them, plain SQL does not.
CREATE FUNCTION topology.rule_code_list(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    coded record;
BEGIN
    FOR coded IN SELECT m.collection, m.role, c.key AS field, c.value AS codes
                   FROM networks_member m, jsonb_each(m.columns -> 'codes') c WHERE m.network_id = net.id AND m.role <> 'territory' LOOP
        EXECUTE format(
            'INSERT INTO pg_temp.found (rule, collection, fid, detail, place, figures)
             SELECT ''code_list'', %1$L, f.fid, %2$L, ST_PointOnSurface(f.geom), jsonb_build_object(''value'', left(f.%2$I::text, 100), ''field'', %2$L)
               FROM feature.%1$I f JOIN pg_temp.checked_%3$s s ON s.collection = %1$L AND s.fid = f.fid
              WHERE s.subject AND f.%2$I::text <> ALL (%4$L)',
            coded.collection, coded.field, coded.role, (SELECT array_agg(value) FROM jsonb_array_elements_text(coded.codes) value));
    END LOOP;
END $$;

-- Features that touch none of the areas that the owner serves; a territory without areas says nothing.
CREATE FUNCTION topology.rule_outside_territory(net networks_network) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'INSERT INTO pg_temp.found (rule, collection, fid, place)
         SELECT ''outside_territory'', s.collection, s.fid, ST_PointOnSurface(s.geom)
           FROM (SELECT collection, fid, geom FROM pg_temp.checked_link WHERE subject
                 UNION ALL SELECT collection, fid, geom FROM pg_temp.checked_node WHERE subject AND fid IS NOT NULL) s
          WHERE EXISTS (SELECT FROM feature.%1$I) AND NOT EXISTS (SELECT FROM feature.%1$I a WHERE ST_Intersects(a.geom, s.geom))',
        net.document ->> 'territory');
END $$;
