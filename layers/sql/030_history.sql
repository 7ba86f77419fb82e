-- After a statement has changed or deleted features: their former versions go to history."<collection>".
-- A version that began and ended in the same moment never stood and is not kept.
CREATE OR REPLACE FUNCTION layers_keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    columns text;
    columns_of_old text;
BEGIN
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum), string_agg('o.' || quote_ident(attname), ', ' ORDER BY attnum)
      INTO columns, columns_of_old
      FROM pg_attribute WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped;
    IF TG_OP = 'UPDATE' THEN
        EXECUTE format(
            'INSERT INTO history.%I (%s, version_valid)
             SELECT %s, tstzrange(o.changed_at, n.changed_at)
               FROM before_rows o JOIN after_rows n USING (fid) WHERE o.changed_at < n.changed_at',
            TG_TABLE_NAME, columns, columns_of_old);
    ELSE
        EXECUTE format(
            'INSERT INTO history.%I (%s, version_valid)
             SELECT %s, tstzrange(o.changed_at, layers_moment())
               FROM before_rows o WHERE o.changed_at < layers_moment()',
            TG_TABLE_NAME, columns, columns_of_old);
    END IF;
    RETURN NULL;
END $$;
