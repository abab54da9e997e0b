-- Published totals in the order of their file: held against sums, never added to them.
--
-- value        in `unit`; NULL = a range (low, high) or words; shares 0 to 1
SELECT claim_id, metric, scope, value::float8 AS value, value_low::float8 AS low,
  value_high::float8 AS high, value_text AS text, unit, as_of, string_to_array(source_keys, '+')
  AS source_keys, badge, note
FROM claim
ORDER BY ordinal
