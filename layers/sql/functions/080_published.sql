-- Days around a day on which nothing that is shown of zones and parcels differs from that day.
--
-- A state begins or ends, an option expires, or a figure begins to speak: these are the days of
-- change; between two of them every day looks alike.
CREATE FUNCTION days_alike(on_day date) RETURNS daterange
LANGUAGE sql STABLE SET search_path FROM CURRENT
AS $$
  WITH change (day) AS (
    SELECT lower(valid) FROM parcel WHERE upper_inf(recorded)
    UNION ALL SELECT upper(valid) FROM parcel WHERE upper_inf(recorded)
    UNION ALL SELECT option_expires + 1 FROM parcel WHERE upper_inf(recorded)
    UNION ALL SELECT as_of_begin FROM figure WHERE upper_inf(recorded)
  )
  SELECT daterange(max(day) FILTER (WHERE day <= on_day), min(day) FILTER (WHERE day > on_day))
  FROM change
$$;

-- What zone_measures says of today, kept by whoever changed the data, at the end of the change.
--
-- Whoever reads it compares data_version and alike_days first; what is out of date is not used.
CREATE MATERIALIZED VIEW zone_published AS
-- Materialized, or the days would be worked out anew for each zone.
WITH s AS MATERIALIZED (
  SELECT coalesce((SELECT value FROM state WHERE key = 'data_version'), '0') AS data_version,
    days_alike(today_in_vietnam()) AS alike_days
)
SELECT m.*, s.data_version, s.alike_days
FROM zone_measures(today_in_vietnam()) AS m
CROSS JOIN s;

CREATE UNIQUE INDEX zone_published_key ON zone_published (zone_id);

-- What there is to say of each collection today without looking at it again, kept with the zones:
-- how many features, in which box (degrees), from which day on; NULL where it has no features or
-- no days.
CREATE MATERIALIZED VIEW collection_published AS
WITH s AS MATERIALIZED (
  SELECT coalesce((SELECT value FROM state WHERE key = 'data_version'), '0') AS data_version,
    days_alike(today_in_vietnam()) AS alike_days
)
SELECT c.collection_id, c.features,
  ST_XMin(c.box) AS west, ST_YMin(c.box) AS south, ST_XMax(c.box) AS east, ST_YMax(c.box) AS north,
  c.begins, s.data_version, s.alike_days
FROM (
  SELECT 'zones' AS collection_id, count(*) AS features,
    ST_Extent(coalesce(boundary, location)) AS box,
    (SELECT min(as_of_begin) FROM figure WHERE upper_inf(recorded) AND subject_kind = 'zone')
      AS begins
  FROM zone
  UNION ALL
  SELECT 'parcels', count(*) FILTER (WHERE valid @> today_in_vietnam()), ST_Extent(geom),
    CASE WHEN NOT bool_or(lower_inf(valid)) THEN min(lower(valid)) END
  FROM parcel WHERE upper_inf(recorded)
  UNION ALL
  SELECT 'ports', count(*), ST_Extent(geom),
    (SELECT min(as_of_begin) FROM figure WHERE upper_inf(recorded) AND subject_kind = 'port')
  FROM port
  UNION ALL SELECT 'links', count(*), ST_Extent(geom), NULL FROM link
  UNION ALL SELECT 'coastline', count(*), ST_Extent(geom), NULL FROM coastline
) AS c
CROSS JOIN s;

CREATE UNIQUE INDEX collection_published_key ON collection_published (collection_id);

-- Features of a collection on a day; no row where only counting them anew would tell.
CREATE FUNCTION count_features(wanted text, on_day date) RETURNS TABLE (features bigint)
LANGUAGE sql STABLE
AS $$
  SELECT c.features FROM collection_published AS c
  WHERE c.collection_id = wanted AND c.alike_days @> on_day
    AND data_version = (SELECT value FROM state WHERE key = 'data_version')
$$;
