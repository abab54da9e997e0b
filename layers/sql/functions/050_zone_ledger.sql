-- The land ledger of each zone that has parcels, on one day; hectares, as sums of what is shown.
--
-- complete     the parcels cover the outline: they differ by at most 0.05 ha or 0.1 %
-- remaining    net - leased = available_now + constrained + in_preparation + not_cleared
--              + reserved + unclassified
--              While land is unclassified, available_now, constrained, in_preparation and
--              not_cleared are at least what they say, and unknown rather than 0.
-- NULL         net, leased, remaining and all lines while the use of a parcel, or whether net land
--              is leased, is unknown; blocks while any remaining land is unclassified
-- Illustrative parcels tell neither what is reserved nor what service land there is: unknown.
-- A zone without parcels has no row: unknown, not zero.
CREATE FUNCTION zone_ledger(on_day date, gap_m double precision DEFAULT 30)
RETURNS TABLE (
  zone_id text, complete boolean, illustrative boolean,
  gross_ha numeric, net_ha numeric, leased_ha numeric, remaining_ha numeric,
  available_now_ha numeric, constrained_ha numeric, in_preparation_ha numeric,
  not_cleared_ha numeric, reserved_ha numeric, unclassified_ha numeric,
  occupancy_decree35 numeric, occupancy_industrial numeric,
  largest_block_ha numeric, blocks_3_ha integer, blocks_5_ha integer,
  blocks_10_ha integer, blocks_25_ha integer, badge text
)
LANGUAGE sql STABLE SET search_path FROM CURRENT
AS $$
  WITH state AS (SELECT * FROM parcel_state(on_day)),
  summed AS (
    SELECT s.zone_id,
      bool_or(s.illustrative) AS illustrative,
      max(s.badge) AS badge,
      bool_or(s.use = 'unknown') AS use_unknown,
      bool_or(s.net AND s.commercial = 'unknown') AS lease_unknown,
      sum(s.area_m2) AS gross,
      coalesce(sum(s.area_m2) FILTER (WHERE s.net), 0) AS net,
      coalesce(sum(s.area_m2) FILTER (WHERE s.line = 'leased'), 0) AS leased,
      coalesce(sum(s.area_m2) FILTER (WHERE s.line = 'available_now'), 0) AS available_now,
      coalesce(sum(s.area_m2) FILTER (WHERE s.line = 'constrained'), 0) AS constrained,
      coalesce(sum(s.area_m2) FILTER (WHERE s.line = 'in_preparation'), 0) AS in_preparation,
      coalesce(sum(s.area_m2) FILTER (WHERE s.line = 'not_cleared'), 0) AS not_cleared,
      coalesce(sum(s.area_m2) FILTER (WHERE s.line = 'reserved'), 0) AS reserved,
      coalesce(sum(s.area_m2) FILTER (WHERE s.line = 'unclassified'), 0) AS unclassified,
      coalesce(sum(s.area_m2) FILTER (WHERE s.use = 'industrial'), 0) AS industrial,
      coalesce(sum(s.area_m2) FILTER (WHERE s.use = 'industrial' AND s.line = 'leased'), 0)
        AS industrial_leased
    FROM state AS s
    GROUP BY s.zone_id
  ),
  blocks AS (
    SELECT b.zone_id, max(b.area_m2) AS largest,
      count(*) FILTER (WHERE b.area_m2 >= 30000)::integer AS blocks_3,
      count(*) FILTER (WHERE b.area_m2 >= 50000)::integer AS blocks_5,
      count(*) FILTER (WHERE b.area_m2 >= 100000)::integer AS blocks_10,
      count(*) FILTER (WHERE b.area_m2 >= 250000)::integer AS blocks_25
    FROM zone_block(on_day, gap_m) AS b
    GROUP BY b.zone_id
  ),
  known AS (
    SELECT m.*,
      NOT m.use_unknown AS net_known,
      NOT m.use_unknown AND NOT m.lease_unknown AS lines_known,
      NOT m.use_unknown AND NOT m.lease_unknown AND m.unclassified = 0 AS blocks_known,
      abs(m.gross - ST_Area(z.boundary::geography)::numeric)
        <= greatest(500, 0.001 * ST_Area(z.boundary::geography)::numeric) AS complete
    FROM summed AS m JOIN zone AS z USING (zone_id)
  )
  SELECT k.zone_id, coalesce(k.complete, false), k.illustrative,
    k.gross / 10000,
    CASE WHEN k.net_known THEN k.net / 10000 END,
    CASE WHEN k.lines_known THEN k.leased / 10000 END,
    CASE WHEN k.lines_known THEN (k.net - k.leased) / 10000 END,
    CASE WHEN k.lines_known AND (k.unclassified = 0 OR k.available_now > 0) THEN k.available_now / 10000 END,
    CASE WHEN k.lines_known AND (k.unclassified = 0 OR k.constrained > 0) THEN k.constrained / 10000 END,
    CASE WHEN k.lines_known AND (k.unclassified = 0 OR k.in_preparation > 0) THEN k.in_preparation / 10000 END,
    CASE WHEN k.lines_known AND (k.unclassified = 0 OR k.not_cleared > 0) THEN k.not_cleared / 10000 END,
    CASE WHEN k.lines_known AND (NOT k.illustrative OR k.reserved > 0) THEN k.reserved / 10000 END,
    CASE WHEN k.lines_known THEN k.unclassified / 10000 END,
    CASE WHEN k.lines_known AND NOT k.illustrative
         THEN round(k.leased / nullif(k.net, 0), 4) END,
    CASE WHEN k.lines_known THEN round(k.industrial_leased / nullif(k.industrial, 0), 4) END,
    CASE WHEN k.blocks_known THEN coalesce(b.largest, 0) / 10000 END,
    CASE WHEN k.blocks_known THEN coalesce(b.blocks_3, 0) END,
    CASE WHEN k.blocks_known THEN coalesce(b.blocks_5, 0) END,
    CASE WHEN k.blocks_known THEN coalesce(b.blocks_10, 0) END,
    CASE WHEN k.blocks_known THEN coalesce(b.blocks_25, 0) END,
    k.badge
  FROM known AS k
  LEFT JOIN blocks AS b USING (zone_id)
$$;
