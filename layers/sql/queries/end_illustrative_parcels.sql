-- Ends the illustrative parcels that the staged table no longer holds just as they are.
--
-- staged_parcel (temporary) holds the parcels wanted now; none, when they are switched off. What
-- ends is kept on record.
UPDATE parcel AS p
SET recorded = tstzrange(lower(p.recorded), now())
WHERE p.illustrative AND upper_inf(p.recorded)
  AND NOT EXISTS (
    SELECT FROM staged_parcel AS s
    WHERE (s.parcel_id, s.zone_id, s.geom, s.use, s.commercial, s.badge, s.valid)
      IS NOT DISTINCT FROM
      (p.parcel_id, p.zone_id, p.geom, p.use, p.commercial, p.badge, p.valid)
  )
