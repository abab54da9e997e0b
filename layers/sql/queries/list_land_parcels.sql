-- Parcels as they stood on a day, with all that the land book and its files say of them.
--
-- %(on_day)s   date; %(zone_ids)s text[], or NULL for all zones
-- geom         WKB, EPSG:4326, as stored; area_m2 geodesic, square metres, to 0.1
-- line         line of the ledger, NULL for land outside industry and services
-- holds_from   first day of the state; NULL = not known
-- index        parcel_zone_id_idx
SELECT s.parcel_id, s.zone_id, ST_AsBinary(s.geom) AS geom, s.area_m2,
  s.use, s.clearance, s.servicing, s.commercial, s.occupation, s.constraint_kind,
  p.option_expires, p.land_use_code, s.line, s.illustrative, s.badge,
  lower(p.valid) AS holds_from, i.source_key, i.as_of
FROM parcel_state(%(on_day)s) AS s
JOIN parcel AS p
  ON p.parcel_id = s.parcel_id AND p.valid @> CAST(%(on_day)s AS date) AND upper_inf(p.recorded)
LEFT JOIN import_run AS i ON p.origin = 'import:' || i.import_id
WHERE %(zone_ids)s::text[] IS NULL OR s.zone_id = ANY (%(zone_ids)s)
ORDER BY s.zone_id, s.parcel_id
