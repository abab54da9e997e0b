-- Text without its accents, for comparing as people type: marks are cut off, and d with stroke is d.
-- Text with as many bytes as letters is ASCII and has none: ids are, and filters look at each.
CREATE FUNCTION without_accents(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN octet_length(words) = length(words) THEN words ELSE translate(
    normalize(regexp_replace(normalize(words, NFD), '[\u0300-\u036f]', '', 'g'), NFC), 'đĐ', 'dD'
  ) END
$$;
