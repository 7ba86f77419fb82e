-- The collections of a network as one relation each for links and nodes, with the same columns whatever the owner calls
-- them. They are texts that functions execute, not views: a view would hold fast to the feature tables.

-- A column of a feature `f` under one of our names; NULL where the collection has none.
CREATE FUNCTION topology.column_sql(member networks_member, name text, type text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce('f.' || quote_ident(member.columns -> 'columns' ->> name), 'NULL') || '::' || type
$$;

-- Is feature `f` shut, or out of service?
CREATE FUNCTION topology.closed_sql(member networks_member) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(string_agg(format('coalesce(f.%I::text = ANY (%L), false)', c.key, texts.all_of), ' OR '), 'false')
      FROM jsonb_each(member.columns -> 'closed') c,
           LATERAL (SELECT array_agg(value) AS all_of FROM jsonb_array_elements_text(c.value) value) texts
$$;

-- What feature `f` is to its network: source, valve, customer, terminal, sink, or ''.
CREATE FUNCTION topology.kind_sql(member networks_member) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN member.columns ->> 'kind' <> '' THEN quote_literal(member.columns ->> 'kind')
                ELSE format('coalesce(%L::jsonb ->> %s, '''')', member.columns -> 'kinds', topology.column_sql(member, 'kind', 'text'))
           END
$$;

-- All rows of one role: (collection, fid, geom, kind, closed, kind_code, owner, ...); an empty relation if there is no collection.
CREATE FUNCTION topology.rows_sql(of_network text, of_role text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT '(' || coalesce(string_agg(format(
        'SELECT %L::text AS collection, f.fid, f.geom, (%s) AS kind, (%s) AS closed, %s FROM feature.%I f',
        m.collection, topology.kind_sql(m), topology.closed_sql(m), named.columns, m.collection), ' UNION ALL ' ORDER BY m.collection),
        'SELECT NULL::text AS collection, NULL::bigint AS fid, NULL::geometry AS geom, NULL::text AS kind, NULL::boolean AS closed,'
        ' NULL::text AS kind_code, NULL::text AS owner, NULL::text AS material, NULL::float8 AS year, NULL::float8 AS diameter,'
        ' NULL::float8 AS invert, NULL::float8 AS invert_from, NULL::float8 AS invert_to, NULL::float8 AS ground WHERE false') || ')'
      FROM networks_member m,
           LATERAL (SELECT string_agg(topology.column_sql(m, c.source, c.type) || ' AS ' || c.name, ', ') AS columns
                      FROM (VALUES ('kind', 'text', 'kind_code'), ('owner', 'text', 'owner'), ('material', 'text', 'material'),
                                   ('year', 'float8', 'year'), ('diameter', 'float8', 'diameter'), ('invert', 'float8', 'invert'),
                                   ('invert_from', 'float8', 'invert_from'), ('invert_to', 'float8', 'invert_to'),
                                   ('ground', 'float8', 'ground')) AS c (source, type, name)) named
     WHERE m.network_id = of_network AND m.role = of_role
$$;

-- The line from end to end that a link's geometry is; NULL if it has no two ends.
CREATE FUNCTION topology.line_of(shape geometry) RETURNS geometry LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN line.of IS NOT NULL AND ST_GeometryType(line.of) = 'ST_LineString' AND ST_Length(line.of) > 0 THEN line.of END
      FROM (SELECT CASE ST_GeometryType(shape) WHEN 'ST_LineString' THEN shape
                                               WHEN 'ST_MultiLineString' THEN ST_LineMerge(shape) END AS of) line
$$;

-- The point that a node's geometry is; NULL if it is none.
CREATE FUNCTION topology.point_of(shape geometry) RETURNS geometry LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN ST_NPoints(shape) = 1 THEN ST_GeometryN(shape, 1) END
$$;

-- A place on a plane in metres, true near a latitude: distances of some metres are right to a thousandth inside a city.
CREATE FUNCTION topology.plane(place geometry, latitude float8) RETURNS geometry LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ST_SetSRID(ST_MakePoint(ST_X(place) * 111319.490793 * cos(radians(latitude)), ST_Y(place) * 111319.490793), 0)
$$;

-- The box of so many metres around a shape, for the index.
CREATE FUNCTION topology.around(shape geometry, metres float8, latitude float8) RETURNS geometry LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ST_Expand(shape, metres / (111319.490793 * cos(radians(latitude))), metres / 111319.490793)
$$;

-- Does a part of this kind feed (or, in a drain, empty) the part of the network that it stands in?
CREATE FUNCTION topology.feeds(kind text, flow text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT kind = 'source' OR (kind = 'sink' AND flow IN ('drawn', 'inverts'))
$$;

-- Which way a link flows that nothing but its own drawing and levels decides.
CREATE FUNCTION topology.own_flow(flow text, invert_from float8, invert_to float8) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE flow WHEN 'drawn' THEN 1 WHEN 'inverts' THEN CASE WHEN invert_from < invert_to THEN -1 ELSE 1 END ELSE 0 END::smallint
$$;
