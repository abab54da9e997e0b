-- What is declared of each zone's land on a day, with its passport: one row a zone and quantity.
--
-- %(on_day)s   date; %(zone_id)s text, or NULL for all zones
-- quantity     total, leasable, leased, remaining (hectares) or occupancy (0 to 1)
-- method       published, read_as, declared, or computed from two declared figures
-- A zone without the figures has no row: unknown, not zero. Statements have no row.
SELECT subject_id AS zone_id, 'total' AS quantity, value, value_low, value_high, as_of, badge,
  source_keys, method
FROM ranked_figure(%(on_day)s)
WHERE picked AND subject_kind = 'zone' AND metric = 'total_area_ha'
  AND (%(zone_id)s::text IS NULL OR subject_id = %(zone_id)s)
UNION ALL
SELECT zone_id, quantity, value, value_low, value_high, as_of, badge, source_keys, method
FROM declared_land(%(on_day)s)
WHERE %(zone_id)s::text IS NULL OR zone_id = %(zone_id)s
ORDER BY zone_id, quantity
