-- Contiguous blocks of available land of one zone with their parcels and outline, largest first.
--
-- %(on_day)s   date; %(zone_id)s text; %(gap_m)s metres, as in zone_block: the width of a road
-- area_m2      sum of the parcels' areas; the gaps are not counted
-- outline      GeoJSON text, EPSG:4326: the parcels with the gaps between them closed
-- compactness  4 pi area / perimeter^2 of the outline (Polsby and Popper 1991): 1 = a circle,
--              0.785 = a square
-- Gaps are closed in UTM 48N on WGS 84 (EPSG:32648), whose scale here is true to one in a thousand.
WITH member AS (
  SELECT s.parcel_id, s.area_m2, ST_Transform(s.geom, 32648) AS planar,
    ST_ClusterDBSCAN(ST_Transform(s.geom, 32648), eps := CAST(%(gap_m)s AS float8), minpoints := 1) OVER ()
      AS block
  FROM parcel_state(%(on_day)s) AS s
  WHERE s.zone_id = %(zone_id)s AND s.line = 'available_now'
),
closed AS (
  SELECT array_agg(parcel_id ORDER BY parcel_id) AS parcel_ids, sum(area_m2) AS area_m2,
    -- A hair more than half the gap, so that edges just the gap apart do meet.
    ST_Buffer(
      ST_Buffer(ST_Union(planar), CAST(%(gap_m)s AS float8) / 2 + 0.1, 'join=mitre'),
      -(CAST(%(gap_m)s AS float8) / 2 + 0.1), 'join=mitre'
    ) AS planar
  FROM member
  GROUP BY block
)
SELECT parcel_ids, area_m2,
  ST_AsGeoJSON(ST_Transform(ST_Multi(planar), 4326), 7) AS outline,
  (4 * pi() * ST_Area(planar) / ST_Perimeter(planar) ^ 2)::float8 AS compactness
FROM closed
ORDER BY area_m2 DESC, parcel_ids
