-- Contiguous blocks of available land: what a factory could be built on in one piece.
--
-- gap_m        parcels at most this far apart, metres, belong together (the width of a road)
-- area_m2      sum of the parcels' areas; the gaps are not counted
-- Neighbourhood is found in UTM 48N on WGS 84 (EPSG:32648), whose scale here is within 0.1 %:
-- it moves the gap by centimetres and no area.
CREATE FUNCTION zone_block(on_day date, gap_m double precision DEFAULT 30)
RETURNS TABLE (zone_id text, block integer, parcels integer, area_m2 numeric)
LANGUAGE sql STABLE SET search_path FROM CURRENT
AS $$
  WITH member AS (
    SELECT s.zone_id, s.area_m2,
      ST_ClusterDBSCAN(ST_Transform(s.geom, 32648), eps := gap_m, minpoints := 1)
        OVER (PARTITION BY s.zone_id) AS block
    FROM parcel_state(on_day) AS s
    WHERE s.line = 'available_now'
  )
  SELECT zone_id, block, count(*)::integer, sum(area_m2)
  FROM member
  GROUP BY zone_id, block
$$;
