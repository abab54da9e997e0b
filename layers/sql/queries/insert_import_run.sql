-- Writes the audit row of one import; options, counts and findings are JSON text.
INSERT INTO import_run
  (import_id, imported_by, file, sha256, layer, profile, source_key, as_of, options, counts,
   findings)
VALUES
  (%(import_id)s, %(imported_by)s, %(file)s, %(sha256)s, %(layer)s, %(profile)s, %(source_key)s,
   %(as_of)s, CAST(%(options)s AS jsonb), CAST(%(counts)s AS jsonb), CAST(%(findings)s AS jsonb))
