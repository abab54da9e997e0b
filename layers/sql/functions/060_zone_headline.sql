-- The remaining land (hectares) and the occupancy (0 to 1) that maps and tables show of each zone.
--
-- Real parcels come first; without them the declared figures; illustrative parcels say nothing of
-- their own, so they are not used here.
-- state        known; none_left where a source says only that no land is left to lease and no
--              later figure says otherwise - neither a measured 0 nor an occupancy of 100 %;
--              unknown. Every zone has a row for both quantities.
CREATE FUNCTION zone_headline(on_day date)
RETURNS TABLE (
  zone_id text, quantity text, value numeric, value_low numeric, value_high numeric,
  as_of text, badge text, source_keys text[], method text, state text
)
LANGUAGE sql STABLE SET search_path FROM CURRENT
AS $$
  WITH ledger AS (
    SELECT l.zone_id, q.quantity, q.value, l.badge
    FROM zone_ledger(on_day) AS l,
      LATERAL (VALUES ('remaining', l.remaining_ha), ('occupancy', l.occupancy_decree35))
        AS q(quantity, value)
    WHERE NOT l.illustrative AND q.value IS NOT NULL
  ),
  declared AS (SELECT * FROM declared_land(on_day)),
  statement AS (
    SELECT f.subject_id AS zone_id, f.as_of, f.badge, f.source_keys
    FROM ranked_figure(on_day) AS f
    WHERE f.picked AND f.subject_kind = 'zone' AND f.metric = 'no_land_left'
      AND NOT EXISTS (
        SELECT FROM declared AS d
        WHERE d.zone_id = f.subject_id AND d.as_of_end > f.as_of_end
          AND (
            d.quantity = 'occupancy' AND coalesce(d.value, d.value_high) < 1
            OR d.quantity = 'remaining' AND coalesce(d.value, d.value_low) > 0
          )
      )
  )
  SELECT z.zone_id, q.quantity,
    coalesce(l.value, d.value),
    CASE WHEN l.value IS NULL THEN d.value_low END,
    CASE WHEN l.value IS NULL THEN d.value_high END,
    CASE WHEN l.value IS NOT NULL THEN on_day::text
         WHEN d.zone_id IS NOT NULL THEN d.as_of ELSE s.as_of END,
    CASE WHEN l.value IS NOT NULL THEN l.badge
         WHEN d.zone_id IS NOT NULL THEN d.badge ELSE s.badge END,
    CASE WHEN l.value IS NOT NULL THEN NULL
         WHEN d.zone_id IS NOT NULL THEN d.source_keys ELSE s.source_keys END,
    CASE WHEN l.value IS NOT NULL THEN 'ledger'
         WHEN d.zone_id IS NOT NULL THEN d.method
         WHEN s.zone_id IS NOT NULL THEN 'statement' END,
    CASE WHEN coalesce(l.value, d.value, d.value_low) IS NOT NULL THEN 'known'
         WHEN s.zone_id IS NOT NULL THEN 'none_left'
         ELSE 'unknown' END
  FROM zone AS z
  CROSS JOIN (VALUES ('remaining'), ('occupancy')) AS q(quantity)
  LEFT JOIN ledger AS l ON l.zone_id = z.zone_id AND l.quantity = q.quantity
  LEFT JOIN declared AS d ON d.zone_id = z.zone_id AND d.quantity = q.quantity
  LEFT JOIN statement AS s ON s.zone_id = z.zone_id
$$;
