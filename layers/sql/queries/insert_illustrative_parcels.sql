-- Inserts the staged illustrative parcels that are not in force yet.
--
-- staged_parcel (temporary) holds the parcels wanted now; run after those that left have ended.
-- Axes that the declared figures do not tell keep their default, unknown.
INSERT INTO parcel
  (parcel_id, zone_id, geom, use, commercial, badge, origin, valid, illustrative)
SELECT s.parcel_id, s.zone_id, s.geom, s.use, s.commercial, s.badge, s.origin, s.valid, true
FROM staged_parcel AS s
WHERE NOT EXISTS (
  SELECT FROM parcel AS p
  WHERE p.parcel_id = s.parcel_id AND p.illustrative AND upper_inf(p.recorded)
)
