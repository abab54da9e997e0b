-- Writes again what the noted versions still say of the days before the file's day.
--
-- %(from_day)s date; %(moment)s timestamptz
INSERT INTO parcel
  (parcel_id, zone_id, geom, use, clearance, servicing, commercial, occupation, constraint_kind,
   option_expires, land_use_code, illustrative, badge, origin, valid, recorded)
SELECT p.parcel_id, p.zone_id, p.geom, p.use, p.clearance, p.servicing, p.commercial,
  p.occupation, p.constraint_kind, p.option_expires, p.land_use_code, p.illustrative, p.badge,
  p.origin, daterange(lower(p.valid), %(from_day)s::date), tstzrange(%(moment)s, NULL)
FROM parcel AS p
JOIN parcel_change AS c USING (parcel_version)
WHERE lower_inf(p.valid) OR lower(p.valid) < %(from_day)s::date
