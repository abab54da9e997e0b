-- What is measured of each zone on a day: its real outline and the ledger of its real parcels.
--
-- %(on_day)s   date
-- outline_ha   geodesic area, hectares; NULL = no outline, or a schematic one, which has the
--              declared area by construction and so says nothing about it
-- ledger       hectares and shares 0 to 1, JSON; NULL = no parcels, or illustrative ones
-- *_source, *_as_of   of the import that brought them; NULL = unknown
-- index        zone_pkey, parcel_zone_id_idx
WITH brought AS (
  SELECT DISTINCT ON (p.zone_id) p.zone_id, i.source_key, i.as_of
  FROM parcel AS p
  JOIN import_run AS i ON p.origin = 'import:' || i.import_id
  WHERE p.valid @> CAST(%(on_day)s AS date) AND upper_inf(p.recorded) AND NOT p.illustrative
  ORDER BY p.zone_id, i.import_id DESC
)
SELECT z.zone_id, z.name_vi, z.name_en, z.kind, z.status, z.former_province, z.official_unit,
  z.boundary_quality, z.boundary_badge AS outline_badge,
  CASE WHEN z.boundary_quality <> 'schematic'
    THEN (ST_Area(z.boundary::geography) / 10000)::float8 END AS outline_ha,
  i.source_key AS outline_source, coalesce(i.as_of, z.location_as_of) AS outline_as_of,
  CASE WHEN NOT l.illustrative THEN to_jsonb(l) - 'zone_id' END AS ledger,
  b.source_key AS ledger_source, b.as_of AS ledger_as_of
FROM zone AS z
LEFT JOIN import_run AS i ON z.origin = 'import:' || i.import_id
LEFT JOIN zone_ledger(%(on_day)s) AS l USING (zone_id)
LEFT JOIN brought AS b USING (zone_id)
ORDER BY z.zone_id
