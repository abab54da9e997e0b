-- Every zone with its picked figures, distances, ledger and headline figures, on one day.
--
-- %(on_day)s   date; figures and parcels are taken as they stood then
-- %(zone_id)s  text, or NULL for all zones
-- geometry     GeoJSON text, EPSG:4326, 7 decimals (1 cm); NULL = not known
-- areas in hectares, distances in metres, shares 0 to 1; NULL always means unknown
-- index        zone_pkey; zones are few, the rest is aggregated once
WITH picked AS (
  SELECT f.subject_id AS zone_id,
    jsonb_object_agg(f.metric, jsonb_build_object(
      'metric', f.metric, 'value', f.value, 'low', f.value_low, 'high', f.value_high,
      'text', f.value_text, 'unit', f.unit, 'scope', f.scope, 'as_of', f.as_of,
      'badge', f.badge, 'source_keys', f.source_keys, 'method', f.method, 'note', f.note,
      'picked', true, 'rivals', f.rivals, 'conflict', f.conflict
    )) AS figures
  FROM ranked_figure(%(on_day)s) AS f
  WHERE f.picked AND f.subject_kind = 'zone'
  GROUP BY f.subject_id
),
distance AS (
  SELECT d.zone_id,
    jsonb_object_agg(d.measure, jsonb_build_object(
      'measure', d.measure, 'distance_m', d.distance_m, 'nearest_id', d.nearest_id,
      'nearest_name_vi', CASE d.nearest_kind WHEN 'coastline' THEN 'Đường bờ biển'
                           ELSE coalesce(p.name_vi, l.name_vi) END,
      'nearest_name_en', CASE d.nearest_kind WHEN 'coastline' THEN 'Coastline'
                           ELSE coalesce(p.name_en, l.name_en) END,
      'nearest_status', coalesce(p.status, l.status),
      'measured_from', d.measured_from, 'badge', d.badge,
      'target_accuracy', CASE d.nearest_kind WHEN 'coastline' THEN 'openstreetmap'
                           ELSE coalesce(p.location_accuracy, l.geometry_quality) END
    )) AS distances
  FROM zone_distance AS d
  LEFT JOIN port AS p ON d.nearest_kind = 'port' AND p.port_id = d.nearest_id
  LEFT JOIN link AS l ON d.nearest_kind = 'link' AND l.link_id = d.nearest_id
  GROUP BY d.zone_id
),
headline AS (
  SELECT h.zone_id,
    jsonb_object_agg(h.quantity, jsonb_build_object(
      'value', h.value, 'low', h.value_low, 'high', h.value_high, 'as_of', h.as_of,
      'badge', h.badge, 'source_keys', coalesce(h.source_keys, '{}'), 'method', h.method,
      'state', h.state
    )) AS headlines
  FROM zone_headline(%(on_day)s) AS h
  GROUP BY h.zone_id
)
SELECT z.zone_id, z.name_vi, z.name_en, z.kind, z.status, z.former_province, z.district,
  z.official_unit, z.note,
  ST_X(c.place) AS lon, ST_Y(c.place) AS lat, c.accuracy AS location_accuracy,
  c.badge AS location_badge,
  ST_AsGeoJSON(z.boundary, 7) AS boundary, z.boundary_quality,
  (ST_Area(z.boundary::geography) / 10000)::float8 AS measured_area_ha,
  coalesce(p.figures, '{}') AS figures,
  coalesce(d.distances, '{}') AS distances,
  to_jsonb(l) - 'zone_id' AS ledger,
  h.headlines
FROM zone AS z
CROSS JOIN LATERAL (
  -- A real outline tells better than any point where the zone is.
  SELECT ST_PointOnSurface(z.boundary) AS place, z.boundary_quality AS accuracy,
    z.boundary_badge AS badge
  WHERE z.boundary_quality <> 'schematic'
  UNION ALL
  SELECT z.location, z.location_accuracy, z.location_badge
  WHERE z.boundary_quality IS NULL OR z.boundary_quality = 'schematic'
) AS c
LEFT JOIN picked AS p USING (zone_id)
LEFT JOIN distance AS d USING (zone_id)
LEFT JOIN zone_ledger(%(on_day)s) AS l USING (zone_id)
JOIN headline AS h USING (zone_id)
WHERE %(zone_id)s::text IS NULL OR z.zone_id = %(zone_id)s
ORDER BY z.former_province, z.name_vi, z.zone_id
