-- How well a name answers a search, smaller is better: the same, begins with it, a word begins with it, holds it.
CREATE OR REPLACE FUNCTION layers_rank(name text, wanted text) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE
        WHEN layers_plain(name) = wanted THEN 0
        WHEN starts_with(layers_plain(name), wanted) THEN 1
        WHEN strpos(' ' || layers_plain(name), ' ' || wanted) > 0 THEN 2
        ELSE 3 END
$$;
