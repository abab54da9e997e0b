-- Real parcels of a zone in force on a day; geom is WKB, EPSG:4326.
--
-- %(zone_id)s  text; %(on_day)s date
-- index        parcel_zone_id_idx
SELECT parcel_id, ST_AsBinary(geom) AS geom
FROM parcel_state(%(on_day)s)
WHERE zone_id = %(zone_id)s AND NOT illustrative
ORDER BY parcel_id
