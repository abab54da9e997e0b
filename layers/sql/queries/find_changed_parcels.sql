-- Notes the versions in force on a day that a file changes, or no longer has.
--
-- staged_parcel_state (temporary) holds the file; parcel_change (temporary) takes the versions
-- %(from_day)s date; %(whole_zones)s text[], zones whose parcels are all in the file
-- index        parcel_zone_id_idx
INSERT INTO parcel_change (parcel_version)
SELECT p.parcel_version
FROM parcel AS p
LEFT JOIN staged_parcel_state AS s ON s.parcel_id = p.parcel_id
WHERE upper_inf(p.recorded) AND p.valid @> %(from_day)s::date AND NOT p.illustrative
  AND p.zone_id = ANY (%(zones)s)
  AND CASE WHEN s.parcel_id IS NULL THEN p.zone_id = ANY (%(whole_zones)s)
    ELSE (s.zone_id, s.use, s.clearance, s.servicing, s.commercial, s.occupation,
          s.constraint_kind, s.option_expires, s.land_use_code, s.badge)
      IS DISTINCT FROM
         (p.zone_id, p.use, p.clearance, p.servicing, p.commercial, p.occupation,
          p.constraint_kind, p.option_expires, p.land_use_code, p.badge)
      -- A way through VN-2000 and back closes to 0.3 mm: within 1 mm an outline is the same.
      OR NOT s.geom = p.geom AND ST_HausdorffDistance(s.geom, p.geom) > 1e-8
    END
