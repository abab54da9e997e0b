-- Writes the straight-line distance from every zone to the nearest of each measure's targets.
--
-- Run inside a transaction: the targets live in a temporary table for its length.
-- distance_m   metres on the WGS 84 ellipsoid from the zone's edge (its centre where no outline is
--              known); 0 where they touch. Zones that nobody has placed get no row.
-- badge        the worst of: where the zone is, where the target is
-- Any target found through the planar index bounds the search; among all targets within that
-- bound the exact distance decides, because planar degrees and geography's <-> pick wrong
-- neighbours. ST_Distance itself finds the nearest points of two geometries on a sphere and then
-- measures between them on the ellipsoid, up to 0.05 % too long; so it is asked edge by edge, of
-- the target and of the zone, where it errs by centimetres.
-- index        distance_target_geom_idx, distance_target_geog_idx (temporary)
CREATE TEMPORARY TABLE distance_target ON COMMIT DROP AS
  SELECT 'coastline' AS measure, 'coastline' AS kind, part_id AS id, badge, geom
  FROM coastline WHERE kind = 'sea'
  UNION ALL
  SELECT 'coastline', 'coastline', part_id, badge, (ST_DumpSegments(geom)).geom
  FROM coastline WHERE kind = 'shore'
  UNION ALL
  SELECT 'port', 'port', port_id, badge, geom
  FROM port WHERE status = 'operating'
  UNION ALL
  SELECT 'deep_sea_berth', 'port', p.port_id, greatest(p.badge, f.badge), p.geom
  FROM port AS p
  JOIN ranked_figure(today_in_vietnam()) AS f
    ON f.subject_kind = 'port' AND f.subject_id = p.port_id AND f.picked
   AND f.metric = 'max_vessel_dwt'
  WHERE p.status = 'operating' AND f.value >= 50000
  UNION ALL
  -- A line drawn by hand is an estimate, however well its opening is attested.
  SELECT l.kind, 'link', l.link_id,
    CASE l.geometry_quality WHEN 'schematic' THEN 'D' ELSE l.badge END, part.geom
  FROM link AS l
  CROSS JOIN LATERAL (
    SELECT l.geom WHERE ST_Dimension(l.geom) = 0
    UNION ALL
    SELECT edge.geom FROM ST_DumpSegments(l.geom) AS edge
  ) AS part
  WHERE l.kind IN ('airport', 'expressway') AND l.status IN ('operating', 'partly_open');

CREATE INDEX distance_target_geom_idx ON distance_target USING gist (geom);
CREATE INDEX distance_target_geog_idx ON distance_target USING gist ((geom::geography));
ANALYZE distance_target;

CREATE TEMPORARY TABLE measured_distance ON COMMIT DROP AS
SELECT z.zone_id, m.measure, n.distance_m, n.kind AS nearest_kind, n.id AS nearest_id,
  CASE WHEN z.boundary IS NULL THEN 'centre' ELSE 'boundary' END AS measured_from,
  greatest(coalesce(z.boundary_badge, z.location_badge), n.badge) AS badge
FROM zone AS z
CROSS JOIN (SELECT DISTINCT measure FROM distance_target) AS m
CROSS JOIN LATERAL (SELECT coalesce(z.boundary, z.location) AS geom) AS g
CROSS JOIN LATERAL (
  SELECT ST_Distance(g.geom::geography, c.geom::geography) AS bound_m
  FROM distance_target AS c
  WHERE c.measure = m.measure
  ORDER BY c.geom <-> g.geom
  LIMIT 1
) AS b
CROSS JOIN LATERAL (
  SELECT t.kind, t.id, t.badge,
    least(
      ST_Distance(g.geom::geography, t.geom::geography),
      (
        SELECT min(ST_Distance(edge.geom::geography, t.geom::geography))
        FROM ST_DumpSegments(ST_Boundary(g.geom)) AS edge
        WHERE ST_Dimension(t.geom) < 2  -- the sea's edges are targets of their own
      )
    ) AS distance_m
  FROM distance_target AS t
  WHERE t.measure = m.measure
    AND ST_DWithin(g.geom::geography, t.geom::geography, 1.001 * b.bound_m + 1)
  ORDER BY 4, t.id
  LIMIT 1
) AS n
WHERE g.geom IS NOT NULL;

-- Only what differs is written: measuring again is no change of the data.
DELETE FROM zone_distance AS d
WHERE NOT EXISTS (
  SELECT FROM measured_distance AS m WHERE m.zone_id = d.zone_id AND m.measure = d.measure
);

INSERT INTO zone_distance AS d
  (zone_id, measure, distance_m, nearest_kind, nearest_id, measured_from, badge)
SELECT zone_id, measure, distance_m, nearest_kind, nearest_id, measured_from, badge
FROM measured_distance
ON CONFLICT (zone_id, measure) DO UPDATE
SET (distance_m, nearest_kind, nearest_id, measured_from, badge) =
  (excluded.distance_m, excluded.nearest_kind, excluded.nearest_id, excluded.measured_from,
   excluded.badge)
WHERE (d.distance_m, d.nearest_kind, d.nearest_id, d.measured_from, d.badge) IS DISTINCT FROM
  (excluded.distance_m, excluded.nearest_kind, excluded.nearest_id, excluded.measured_from,
   excluded.badge);
