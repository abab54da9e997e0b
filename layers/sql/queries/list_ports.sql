-- Every port with its picked figures on a day.
--
-- %(on_day)s   date; figures: vessel size in tonnes deadweight, berth in metres, capacity in TEU
SELECT p.port_id, p.name_vi, p.name_en, p.kind, p.status, p.cluster, p.inside_region,
  ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat, p.location_accuracy, p.badge, p.note,
  coalesce(f.figures, '{}') AS figures
FROM port AS p
LEFT JOIN (
  SELECT r.subject_id,
    jsonb_object_agg(r.metric, jsonb_build_object(
      'metric', r.metric, 'value', r.value, 'low', r.value_low, 'high', r.value_high,
      'text', r.value_text, 'unit', r.unit, 'scope', r.scope, 'as_of', r.as_of,
      'badge', r.badge, 'source_keys', r.source_keys, 'method', r.method, 'note', r.note,
      'picked', true, 'rivals', r.rivals, 'conflict', r.conflict
    )) AS figures
  FROM ranked_figure(%(on_day)s) AS r
  WHERE r.picked AND r.subject_kind = 'port'
  GROUP BY r.subject_id
) AS f ON f.subject_id = p.port_id
ORDER BY p.port_id
