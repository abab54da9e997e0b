-- Land inside the region and land beyond, for drawing: GeoJSON text, EPSG:4326, 5 decimals (1 m).
SELECT kind, ST_AsGeoJSON(ST_Multi(ST_Collect(geom)), 5) AS geometry
FROM coastline
WHERE kind IN ('land', 'context')
GROUP BY kind
