-- Parcels as they stood on a day.
--
-- %(on_day)s   date; %(zone_id)s text, or NULL for all zones
-- geometry     GeoJSON text, EPSG:4326, 7 decimals (1 cm); area_m2 geodesic, square metres
-- index        parcel_zone_id_idx
SELECT parcel_id, zone_id, ST_AsGeoJSON(geom, 7) AS geometry, area_m2::float8 AS area_m2,
  use, clearance, servicing, commercial, occupation, constraint_kind, illustrative
FROM parcel_state(%(on_day)s)
WHERE %(zone_id)s::text IS NULL OR zone_id = %(zone_id)s
ORDER BY zone_id, parcel_id
