-- Version of the data, and the latest day on which a figure that is shown speaks of a zone's land.
--
-- %(on_day)s   date; figures dated later are not shown then
-- Centres and mapped areas are left out: a newer map does not make the facts newer.
SELECT
  coalesce((SELECT value::bigint FROM state WHERE key = 'data_version'), 0) AS data_version,
  (SELECT max(as_of_begin) FROM ranked_figure(%(on_day)s)
    WHERE picked AND subject_kind = 'zone' AND metric NOT IN ('location', 'mapped_area_ha'))
    AS data_date
