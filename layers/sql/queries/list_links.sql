-- Every airport, station, road, railway and waterway; geometry is GeoJSON text, EPSG:4326.
SELECT link_id, name_vi, name_en, kind, status, opened_or_planned_year AS year,
  ST_AsGeoJSON(geom, 6) AS geometry, geometry_quality, badge, note
FROM link
ORDER BY kind, link_id
