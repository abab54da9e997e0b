-- Gives zones their schematic outlines, where these differ from what they have.
--
-- staged_footprint (temporary) holds the outlines that figures call for, EPSG:4326. A schematic
-- outline that nothing calls for any more is taken away; real outlines are never touched.
UPDATE zone AS z
SET boundary = s.boundary,
  boundary_quality = CASE WHEN s.zone_id IS NOT NULL THEN 'schematic' END,
  boundary_metric = s.boundary_metric,
  boundary_badge = s.boundary_badge
FROM zone AS own
LEFT JOIN staged_footprint AS s USING (zone_id)
WHERE z.zone_id = own.zone_id
  AND (z.boundary_quality IS NULL OR z.boundary_quality = 'schematic')
  AND (z.boundary, z.boundary_metric, z.boundary_badge)
    IS DISTINCT FROM (s.boundary, s.boundary_metric, s.boundary_badge)
