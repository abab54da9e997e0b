-- Every figure known on a day, with the one that stands for its subject picked out.
--
-- on_day       figures of a time that begins later are left out; undated ones are always in
-- picked       the best badge wins, then the latest date, then the first in its file; only figures
--              about the zone or port itself may stand for it, and a rival centre never does
-- rivals       how many other figures of the same subject and metric there are
-- conflict     whether those about the subject itself disagree
-- NULL         value, value_low, value_high: not one number; as_of: undated
-- index        figure_subject_kind_subject_id_metric_idx
CREATE FUNCTION ranked_figure(on_day date)
RETURNS TABLE (
  figure_id bigint, subject_kind text, subject_id text, metric text,
  value numeric, value_low numeric, value_high numeric, value_text text, unit text,
  scope text, as_of text, as_of_begin date, as_of_end date, method text, badge text, note text,
  source_keys text[], picked boolean, rivals integer, conflict boolean
)
LANGUAGE sql STABLE SET search_path FROM CURRENT
AS $$
  WITH known AS (
    SELECT f.*,
      f.scope IN ('zone', 'port') AS own,
      concat_ws('|', trim_scale(f.value), trim_scale(f.value_low), trim_scale(f.value_high),
                f.value_text) AS content
    FROM figure AS f
    WHERE upper_inf(f.recorded) AND (f.as_of_begin IS NULL OR f.as_of_begin <= on_day)
  )
  SELECT k.figure_id, k.subject_kind, k.subject_id, k.metric,
    k.value, k.value_low, k.value_high, k.value_text, k.unit,
    k.scope, k.as_of, k.as_of_begin, k.as_of_end, k.method, k.badge, k.note,
    ARRAY(
      SELECT s.source_key FROM figure_source AS s
      WHERE s.figure_id = k.figure_id ORDER BY s.position
    ),
    k.own AND k.metric <> 'location' AND row_number() OVER best = 1,
    (count(*) OVER same - 1)::integer,
    min(k.content) FILTER (WHERE k.own) OVER same
      IS DISTINCT FROM max(k.content) FILTER (WHERE k.own) OVER same
  FROM known AS k
  WINDOW
    same AS (PARTITION BY k.subject_kind, k.subject_id, k.metric),
    best AS (
      PARTITION BY k.subject_kind, k.subject_id, k.metric
      ORDER BY k.own DESC, k.badge, k.as_of_end DESC NULLS LAST, k.ordinal
    )
$$;
