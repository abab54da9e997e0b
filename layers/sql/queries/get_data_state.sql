-- Version of the data, and the dates that the figures of zones' land speak of.
--
-- %(on_day)s   date; figures dated later are not shown then
-- data_date    the latest day on which one of them begins to speak
-- first, last  the dates of the oldest and of that latest one as their sources give them: a year
--              stays a year; NULL without a dated figure
-- Centres and mapped areas are left out: a newer map does not make the facts newer.
WITH shown AS (
  SELECT as_of, as_of_begin, as_of_end FROM ranked_figure(%(on_day)s)
  WHERE picked AND subject_kind = 'zone' AND metric NOT IN ('location', 'mapped_area_ha')
    AND as_of_begin IS NOT NULL
)
SELECT
  coalesce((SELECT value::bigint FROM state WHERE key = 'data_version'), 0) AS data_version,
  (SELECT max(as_of_begin) FROM shown) AS data_date,
  (SELECT as_of FROM shown ORDER BY as_of_begin, as_of_end DESC, as_of LIMIT 1) AS first,
  (SELECT as_of FROM shown ORDER BY as_of_begin DESC, as_of_end, as_of LIMIT 1) AS last
