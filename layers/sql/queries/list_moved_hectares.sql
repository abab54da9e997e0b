-- Land that moved from one line of the ledger to another between two days, by zone; hectares.
--
-- %(first_day)s, %(second_day)s   dates; %(zone_id)s text, or NULL for all zones
-- line_before, line_after   a line of the ledger; not_net for land outside industry and services;
--              outside for land that was, or is, in no parcel
-- Parcels that keep their outline move as they are; where outlines changed the ground itself is
-- compared, so that splits and mergers move only what they moved. Intersections are planar in
-- degrees and measured on the ellipsoid.
-- index        parcel_zone_id_idx
WITH before AS (
  SELECT s.zone_id, s.geom, s.area_m2, coalesce(s.line, 'not_net') AS line
  FROM parcel_state(%(first_day)s) AS s
  WHERE %(zone_id)s::text IS NULL OR s.zone_id = %(zone_id)s
),
after AS (
  SELECT s.zone_id, s.geom, s.area_m2, coalesce(s.line, 'not_net') AS line
  FROM parcel_state(%(second_day)s) AS s
  WHERE %(zone_id)s::text IS NULL OR s.zone_id = %(zone_id)s
),
kept AS (
  SELECT b.zone_id, b.geom, b.area_m2, b.line AS line_before, a.line AS line_after
  FROM before AS b JOIN after AS a ON a.zone_id = b.zone_id AND a.geom = b.geom
),
old AS (
  SELECT b.* FROM before AS b
  WHERE NOT EXISTS (SELECT FROM kept AS k WHERE k.zone_id = b.zone_id AND k.geom = b.geom)
),
new AS (
  SELECT a.* FROM after AS a
  WHERE NOT EXISTS (SELECT FROM kept AS k WHERE k.zone_id = a.zone_id AND k.geom = a.geom)
),
common AS (
  SELECT o.zone_id, o.line AS line_before, n.line AS line_after,
    ST_Area(ST_Intersection(o.geom, n.geom)::geography)::numeric AS area_m2
  FROM old AS o JOIN new AS n ON n.zone_id = o.zone_id AND ST_Intersects(o.geom, n.geom)
),
moved AS (
  SELECT zone_id, line_before, line_after, area_m2 FROM kept
  UNION ALL
  SELECT zone_id, line_before, line_after, area_m2 FROM common
  UNION ALL
  SELECT o.zone_id, o.line, 'outside',
    sum(o.area_m2) - coalesce((
      SELECT sum(c.area_m2) FROM common AS c
      WHERE c.zone_id = o.zone_id AND c.line_before = o.line), 0)
  FROM old AS o GROUP BY o.zone_id, o.line
  UNION ALL
  SELECT n.zone_id, 'outside', n.line,
    sum(n.area_m2) - coalesce((
      SELECT sum(c.area_m2) FROM common AS c
      WHERE c.zone_id = n.zone_id AND c.line_after = n.line), 0)
  FROM new AS n GROUP BY n.zone_id, n.line
)
SELECT zone_id, line_before, line_after, round(sum(area_m2) / 10000, 5) AS moved_ha
FROM moved
WHERE line_before <> line_after
GROUP BY zone_id, line_before, line_after
-- What overlay leaves below a square metre is not land that moved.
HAVING sum(area_m2) >= 1
ORDER BY zone_id, moved_ha DESC
