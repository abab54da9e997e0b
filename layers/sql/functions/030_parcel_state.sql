-- Parcels as they stood on a day, as we know it now, each with its line of the ledger.
--
-- area_m2      geodesic on the WGS 84 ellipsoid, rounded to the 0.1 m2 that is shown
-- net          land for industry or services: the denominator of Decree 35/2022/ND-CP Art. 2(22)
-- line         leased, reserved, not_cleared, in_preparation, constrained, available_now, or
--              unclassified where nobody has told the state; NULL for land that is not net.
--              Net land that is not for lease counts as constrained, never as available.
-- index        parcel_zone_id_idx
CREATE FUNCTION parcel_state(on_day date)
RETURNS TABLE (
  parcel_id text, zone_id text, geom geometry, area_m2 numeric,
  use text, clearance text, servicing text, commercial text, occupation text,
  constraint_kind text, illustrative boolean, badge text, net boolean, line text
)
LANGUAGE sql STABLE SET search_path FROM CURRENT
AS $$
  SELECT p.parcel_id, p.zone_id, p.geom, round(ST_Area(p.geom::geography)::numeric, 1),
    p.use, p.clearance, p.servicing, p.commercial, p.occupation,
    p.constraint_kind, p.illustrative, p.badge,
    p.use IN ('industrial', 'service'),
    CASE
      WHEN p.use NOT IN ('industrial', 'service') THEN NULL
      WHEN p.commercial = 'leased' THEN 'leased'
      WHEN p.commercial = 'reserved' THEN 'reserved'
      WHEN p.commercial = 'optioned' AND (p.option_expires IS NULL OR p.option_expires >= on_day)
        THEN 'reserved'
      WHEN p.clearance = 'unknown' THEN 'unclassified'
      WHEN p.clearance <> 'cleared' THEN 'not_cleared'
      WHEN p.servicing = 'unknown' THEN 'unclassified'
      WHEN p.servicing <> 'serviced' THEN 'in_preparation'
      WHEN p.constraint_kind <> 'none' OR p.commercial = 'not_for_lease' THEN 'constrained'
      WHEN p.commercial = 'unknown' THEN 'unclassified'
      ELSE 'available_now'
    END
  FROM parcel AS p
  WHERE p.valid @> on_day AND upper_inf(p.recorded)
$$;
