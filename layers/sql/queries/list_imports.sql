-- The latest imports, newest first: who, when, which file, what it did.
--
-- %(most)s     how many at most
SELECT import_id, imported_at, imported_by, file, sha256, layer, profile, source_key, as_of,
  options, counts, findings
FROM import_run
ORDER BY import_id DESC
LIMIT %(most)s
