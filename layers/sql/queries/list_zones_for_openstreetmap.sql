-- What OpenStreetMap's outlines are matched with: one row a zone.
--
-- location, boundary   WKB, EPSG:4326; NULL = not known
-- total_area_ha        declared total area, hectares; NULL = unknown
-- outline_as_of        day of the OpenStreetMap data that the outline on record was taken from,
--                      ISO text; NULL = no such outline, or the data had no date
SELECT z.zone_id, z.name_vi, z.name_en, z.kind, z.osm_ids,
  ST_AsBinary(z.location) AS location, z.location_accuracy,
  ST_AsBinary(z.boundary) AS boundary, z.boundary_quality,
  f.value AS total_area_ha,
  CASE WHEN z.boundary_quality = 'openstreetmap' THEN m.as_of END AS outline_as_of
FROM zone AS z
LEFT JOIN ranked_figure('infinity') AS f
  ON f.subject_kind = 'zone' AND f.subject_id = z.zone_id AND f.picked
 AND f.metric = 'total_area_ha'
LEFT JOIN LATERAL (
  SELECT max(r.as_of) AS as_of
  FROM figure AS r JOIN figure_source AS s USING (figure_id)
  WHERE upper_inf(r.recorded) AND r.subject_kind = 'zone' AND r.subject_id = z.zone_id
    AND r.metric = 'mapped_area_ha' AND r.scope = 'zone' AND s.source_key = 'openstreetmap'
) AS m ON true
ORDER BY z.zone_id
