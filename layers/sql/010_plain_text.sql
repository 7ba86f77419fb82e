-- Text as people type it when they search: lower case, no diacritics, đ = d; decomposed letters are composed first.
CREATE OR REPLACE FUNCTION layers_plain(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, normalize(words, NFC))) $$;
