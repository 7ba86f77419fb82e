-- After a statement has changed or deleted features: their former versions go to history."<collection>".
--
-- A version stands in two times. In the city's: in `version_valid`, which is empty for a version that another replaced
-- in the moment of its own beginning. And in the collection's: in the revisions ("After", "Until"], whatever the dates
-- say, so that each revision can be brought back as it was.
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
            'INSERT INTO history.%I (%s, version_valid, "Until")
             SELECT %s, tstzrange(o.changed_at, n.changed_at), $1
               FROM before_rows o JOIN after_rows n USING (fid)',
            TG_TABLE_NAME, columns, columns_of_old) USING layers_after(TG_TABLE_NAME);
    ELSE
        EXECUTE format(
            'INSERT INTO history.%I (%s, version_valid, "Until")
             SELECT %s, tstzrange(o.changed_at, greatest(o.changed_at, layers_moment())), $1
               FROM before_rows o',
            TG_TABLE_NAME, columns, columns_of_old) USING layers_after(TG_TABLE_NAME);
    END IF;
    RETURN NULL;
END $$;
