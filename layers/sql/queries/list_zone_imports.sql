-- Imports that brought parcels or the outline of a zone, newest first: file, day, what was found.
--
-- %(zone_id)s  text; %(most)s how many at most
-- index        parcel_zone_id_idx
SELECT i.import_id, i.imported_at, i.imported_by, i.file, i.sha256, i.layer, i.profile,
  i.source_key, i.as_of, i.counts, i.findings
FROM import_run AS i
WHERE 'import:' || i.import_id IN (
  SELECT p.origin FROM parcel AS p WHERE p.zone_id = %(zone_id)s
  UNION
  SELECT z.origin FROM zone AS z WHERE z.zone_id = %(zone_id)s
)
ORDER BY i.import_id DESC
LIMIT %(most)s
