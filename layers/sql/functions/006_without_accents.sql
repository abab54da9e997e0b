-- Text without its accents, for comparing as people type: marks are cut off, and d with stroke is d.
CREATE FUNCTION without_accents(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT translate(
    normalize(regexp_replace(normalize(words, NFD), '[\u0300-\u036f]', '', 'g'), NFC), 'đĐ', 'dD'
  )
$$;
