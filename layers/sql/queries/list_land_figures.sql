-- Every number and statement about the land of each zone on a day, the picked one of each first.
--
-- %(on_day)s   date; figures that begin later are left out, undated ones are in
-- value        hectares, shares 0 to 1; NULL = a range or a statement, never 0 for unknown
-- index        figure_subject_kind_subject_id_metric_idx
SELECT f.subject_id AS zone_id, f.metric, f.value::float8 AS value, f.value_low::float8 AS low,
  f.value_high::float8 AS high, f.value_text AS text, f.unit, f.scope, f.as_of, f.badge,
  f.source_keys, f.method, f.note, f.picked, f.rivals, f.conflict
FROM ranked_figure(%(on_day)s) AS f
WHERE f.subject_kind = 'zone'
  AND f.metric IN ('total_area_ha', 'mapped_area_ha', 'leasable_area_ha', 'leased_area_ha',
                   'remaining_area_ha', 'occupancy_rate', 'no_land_left')
ORDER BY f.subject_id, f.metric, f.picked DESC, f.badge, f.as_of_end DESC NULLS LAST, f.figure_id
