-- Every zone with what is known of its place, for judging where a file's coordinates lie.
--
-- boundary     WKB, EPSG:4326; NULL = no outline. area_ha: the picked total area; NULL = unknown
SELECT z.zone_id, z.name_vi, z.name_en, ST_AsBinary(z.boundary) AS boundary, z.boundary_quality,
  ST_X(z.location) AS lon, ST_Y(z.location) AS lat, f.value AS area_ha
FROM zone AS z
LEFT JOIN (
  SELECT subject_id, value
  FROM ranked_figure(today_in_vietnam())
  WHERE picked AND subject_kind = 'zone' AND metric = 'total_area_ha'
) AS f ON f.subject_id = z.zone_id
ORDER BY z.zone_id
