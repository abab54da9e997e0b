-- Line of the ledger that a parcel's land belongs to on a day: leased, reserved, not_cleared,
-- in_preparation, constrained, available_now, or unclassified where nobody has told the state; NULL
-- for land that is not net. Net land that is not for lease counts as constrained, never as available.
CREATE FUNCTION ledger_line(
  use text, clearance text, servicing text, commercial text, constraint_kind text,
  option_expires date, on_day date
) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
  SELECT
    CASE
      WHEN use NOT IN ('industrial', 'service') THEN NULL
      WHEN commercial = 'leased' THEN 'leased'
      WHEN commercial = 'reserved' THEN 'reserved'
      WHEN commercial = 'optioned' AND (option_expires IS NULL OR option_expires >= on_day)
        THEN 'reserved'
      WHEN clearance = 'unknown' THEN 'unclassified'
      WHEN clearance <> 'cleared' THEN 'not_cleared'
      WHEN servicing = 'unknown' THEN 'unclassified'
      WHEN servicing <> 'serviced' THEN 'in_preparation'
      WHEN constraint_kind <> 'none' OR commercial = 'not_for_lease' THEN 'constrained'
      WHEN commercial = 'unknown' THEN 'unclassified'
      ELSE 'available_now'
    END
$$;

-- Parcels as they stood on a day, as we know it now, each with its line of the ledger.
--
-- area_m2      geodesic on the WGS 84 ellipsoid, rounded to the 0.1 m2 that is shown; numeric, so that
--              sums are exact
-- net          land for industry or services: the denominator of Decree 35/2022/ND-CP Art. 2(22)
-- line         as ledger_line tells it
-- index        parcel_zone_id_idx, parcel_in_force_idx
-- It carries no settings of its own, so that PostgreSQL takes it into the query that calls it and
-- uses the indexes: with a SET clause 200,000 parcels would be made for every one that is asked for.
CREATE FUNCTION parcel_state(on_day date)
RETURNS TABLE (
  parcel_id text, zone_id text, geom geometry, area_m2 numeric,
  use text, clearance text, servicing text, commercial text, occupation text,
  constraint_kind text, illustrative boolean, badge text, net boolean, line text
)
LANGUAGE sql STABLE
AS $$
  SELECT p.parcel_id, p.zone_id, p.geom, p.area_m2::numeric,
    p.use, p.clearance, p.servicing, p.commercial, p.occupation,
    p.constraint_kind, p.illustrative, p.badge,
    p.use IN ('industrial', 'service'),
    ledger_line(p.use, p.clearance, p.servicing, p.commercial, p.constraint_kind,
                p.option_expires, on_day)
  FROM parcel AS p
  WHERE p.valid @> on_day AND upper_inf(p.recorded)
$$;
