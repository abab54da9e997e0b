-- Gives zones the real outlines of a file, where these differ from what they have.
--
-- staged_outline (temporary) holds the outlines, EPSG:4326
UPDATE zone AS z
SET boundary = s.boundary, boundary_quality = s.boundary_quality,
  boundary_badge = s.boundary_badge, boundary_metric = NULL
FROM staged_outline AS s
WHERE z.zone_id = s.zone_id
  AND (z.boundary, z.boundary_quality, z.boundary_badge)
    IS DISTINCT FROM (s.boundary, s.boundary_quality, s.boundary_badge)
