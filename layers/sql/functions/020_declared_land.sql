-- What is declared of each zone's land: one row a zone and quantity, hectares (occupancy: 0 to 1).
--
-- quantity     leasable, leased, remaining or occupancy
-- method       declared = as published; computed = from two declared figures:
--              leased = leasable x occupancy, remaining = leasable - leased,
--              occupancy = leased / leasable
-- badge, as_of the worst badge and the older date of what it was computed from
-- Remaining land and occupancy that can be had both ways are taken by badge, then date, then as
-- published; leased land as published, for a published percentage is rounded.
-- A zone without the figures has no row: unknown, not zero.
CREATE FUNCTION declared_land(on_day date)
RETURNS TABLE (
  zone_id text, quantity text, value numeric, value_low numeric, value_high numeric,
  as_of text, as_of_end date, badge text, source_keys text[], method text
)
LANGUAGE sql STABLE SET search_path FROM CURRENT
AS $$
  WITH picked AS (
    SELECT * FROM ranked_figure(on_day)
    WHERE picked AND subject_kind = 'zone'
      AND metric IN ('leasable_area_ha', 'leased_area_ha', 'remaining_area_ha', 'occupancy_rate')
  ),
  declared AS (
    SELECT subject_id AS zone_id,
      CASE metric
        WHEN 'leasable_area_ha' THEN 'leasable'
        WHEN 'leased_area_ha' THEN 'leased'
        WHEN 'remaining_area_ha' THEN 'remaining'
        ELSE 'occupancy'
      END AS quantity,
      value, value_low, value_high, as_of, as_of_end, badge, source_keys,
      'declared' AS method
    FROM picked
  ),
  -- Two figures give a third; the older date and the worse badge go with it.
  pair AS (
    SELECT a.zone_id, a.quantity AS first, b.quantity AS second,
      a.value AS first_value, b.value AS second_value,
      CASE WHEN a.as_of_end <= b.as_of_end THEN a.as_of
           WHEN b.as_of_end < a.as_of_end THEN b.as_of END AS as_of,
      CASE WHEN a.as_of_end <= b.as_of_end THEN a.as_of_end
           WHEN b.as_of_end < a.as_of_end THEN b.as_of_end END AS as_of_end,
      greatest(a.badge, b.badge) AS badge,
      ARRAY(
        SELECT key FROM unnest(a.source_keys || b.source_keys) WITH ORDINALITY AS u(key, n)
        GROUP BY key ORDER BY min(n)
      ) AS source_keys
    FROM declared AS a
    JOIN declared AS b USING (zone_id)
    WHERE a.value IS NOT NULL AND b.value IS NOT NULL
  ),
  leased AS (
    SELECT DISTINCT ON (zone_id) * FROM (
      SELECT * FROM declared WHERE quantity = 'leased'
      UNION ALL
      SELECT zone_id, 'leased', round(first_value * second_value, 2), NULL, NULL,
        as_of, as_of_end, badge, source_keys, 'computed'
      FROM pair WHERE first = 'leasable' AND second = 'occupancy'
    ) AS ways
    ORDER BY zone_id, value IS NULL, method DESC
  ),
  remaining AS (
    SELECT DISTINCT ON (zone_id) * FROM (
      SELECT * FROM declared WHERE quantity = 'remaining'
      UNION ALL
      SELECT l.zone_id, 'remaining', a.value - l.value, NULL, NULL,
        CASE WHEN a.as_of_end <= l.as_of_end THEN a.as_of
             WHEN l.as_of_end < a.as_of_end THEN l.as_of END,
        CASE WHEN a.as_of_end <= l.as_of_end THEN a.as_of_end
             WHEN l.as_of_end < a.as_of_end THEN l.as_of_end END,
        greatest(a.badge, l.badge),
        ARRAY(
          SELECT key FROM unnest(a.source_keys || l.source_keys) WITH ORDINALITY AS u(key, n)
          GROUP BY key ORDER BY min(n)
        ),
        'computed'
      FROM leased AS l
      JOIN declared AS a ON a.zone_id = l.zone_id AND a.quantity = 'leasable'
      WHERE a.value >= l.value
    ) AS ways
    ORDER BY zone_id, badge, as_of_end DESC NULLS LAST, method DESC
  ),
  occupancy AS (
    SELECT DISTINCT ON (zone_id) * FROM (
      SELECT * FROM declared WHERE quantity = 'occupancy'
      UNION ALL
      SELECT zone_id, 'occupancy', round(second_value / first_value, 4), NULL, NULL,
        as_of, as_of_end, badge, source_keys, 'computed'
      FROM pair
      WHERE first = 'leasable' AND second = 'leased' AND first_value > 0
        AND second_value <= first_value
    ) AS ways
    ORDER BY zone_id, badge, as_of_end DESC NULLS LAST, method DESC
  )
  SELECT * FROM declared WHERE quantity = 'leasable'
  UNION ALL SELECT * FROM leased
  UNION ALL SELECT * FROM remaining
  UNION ALL SELECT * FROM occupancy
$$;
