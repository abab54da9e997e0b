-- Parcels whose state differs between two days: one row a parcel.
--
-- %(first_day)s, %(second_day)s   dates; %(zone_id)s text, or NULL for all zones
-- before, after   the axes as JSON, NULL where the parcel was not there; areas in square metres
SELECT parcel_id, coalesce(a.zone_id, b.zone_id) AS zone_id,
  a.area_m2 AS area_before_m2, b.area_m2 AS area_after_m2,
  a.line AS line_before, b.line AS line_after,
  CASE WHEN a.parcel_id IS NOT NULL THEN jsonb_build_object(
    'use', a.use, 'clearance', a.clearance, 'servicing', a.servicing,
    'commercial', a.commercial, 'occupation', a.occupation, 'constraint', a.constraint_kind) END
    AS before,
  CASE WHEN b.parcel_id IS NOT NULL THEN jsonb_build_object(
    'use', b.use, 'clearance', b.clearance, 'servicing', b.servicing,
    'commercial', b.commercial, 'occupation', b.occupation, 'constraint', b.constraint_kind) END
    AS after,
  a.geom IS DISTINCT FROM b.geom AS reshaped,
  coalesce(b.illustrative, a.illustrative) AS illustrative
FROM parcel_state(%(first_day)s) AS a
FULL JOIN parcel_state(%(second_day)s) AS b USING (parcel_id)
WHERE (%(zone_id)s::text IS NULL OR coalesce(a.zone_id, b.zone_id) = %(zone_id)s)
  AND (a.geom, a.use, a.clearance, a.servicing, a.commercial, a.occupation, a.constraint_kind,
       a.line)
    IS DISTINCT FROM
      (b.geom, b.use, b.clearance, b.servicing, b.commercial, b.occupation, b.constraint_kind,
       b.line)
ORDER BY 2, 1
