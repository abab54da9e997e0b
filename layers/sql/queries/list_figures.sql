-- Every figure known of one zone on a day, the picked one of each metric first.
--
-- %(on_day)s   date; %(zone_id)s text
-- shares are 0 to 1; NULL value = a range or a statement
SELECT metric, value, value_low AS low, value_high AS high, value_text AS text, unit, scope, as_of,
  badge, source_keys, method, note, picked, rivals, conflict
FROM ranked_figure(%(on_day)s)
WHERE subject_kind = 'zone' AND subject_id = %(zone_id)s
ORDER BY metric, picked DESC, badge, as_of_end DESC NULLS LAST, figure_id
