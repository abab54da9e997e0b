-- Begins the states of the file that are not in force on its day.
--
-- A state lasts until the next one that is known already, or is open.
-- staged_parcel_state and parcel_change (temporary) are as the statements before left them
-- %(from_day)s date; %(moment)s timestamptz; %(origin)s text
INSERT INTO parcel
  (parcel_id, zone_id, geom, use, clearance, servicing, commercial, occupation, constraint_kind,
   option_expires, land_use_code, illustrative, badge, origin, valid, recorded)
SELECT s.parcel_id, s.zone_id, s.geom, s.use, s.clearance, s.servicing, s.commercial,
  s.occupation, s.constraint_kind, s.option_expires, s.land_use_code, false, s.badge,
  %(origin)s, daterange(%(from_day)s::date, later.begins), tstzrange(%(moment)s, NULL)
FROM staged_parcel_state AS s
LEFT JOIN LATERAL (
  SELECT min(bound) AS begins
  FROM (
    SELECT lower(p.valid) AS bound
    FROM parcel AS p
    WHERE p.parcel_id = s.parcel_id AND upper_inf(p.recorded)
      AND lower(p.valid) > %(from_day)s::date
    UNION ALL
    SELECT upper(p.valid)
    FROM parcel AS p
    JOIN parcel_change AS c USING (parcel_version)
    WHERE p.parcel_id = s.parcel_id
  ) AS bounds
) AS later ON true
WHERE NOT EXISTS (
  SELECT FROM parcel AS p
  WHERE p.parcel_id = s.parcel_id AND upper_inf(p.recorded) AND p.valid @> %(from_day)s::date
)
