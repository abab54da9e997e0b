-- Inserts the staged figures that are not in force yet, with their sources.
--
-- %(origin)s   text, what brings them: bundle, or an import
-- staged_figure (temporary) holds the figures, each once. Those in force keep their
-- row and only learn their new place in the file.
-- index        figure_in_force_key
WITH moved AS (
  UPDATE figure AS f SET ordinal = s.ordinal
  FROM staged_figure AS s
  WHERE f.fingerprint = s.fingerprint AND upper_inf(f.recorded) AND f.ordinal <> s.ordinal
),
fresh AS (
  SELECT nextval(pg_get_serial_sequence('figure', 'figure_id')) AS figure_id, s.*
  FROM staged_figure AS s
  WHERE NOT EXISTS (
    SELECT FROM figure AS f WHERE f.fingerprint = s.fingerprint AND upper_inf(f.recorded)
  )
),
named AS (
  INSERT INTO figure_source (figure_id, source_key, position)
  SELECT f.figure_id, u.source_key, u.position
  FROM fresh AS f, unnest(f.source_keys) WITH ORDINALITY AS u(source_key, position)
)
INSERT INTO figure
  (figure_id, fingerprint, subject_kind, subject_id, metric, value, value_low, value_high,
   value_text, unit, scope, as_of, as_of_begin, as_of_end, method, badge, note, ordinal, origin)
SELECT figure_id, fingerprint, subject_kind, subject_id, metric, value, value_low, value_high,
  value_text, unit, scope, as_of, as_of_begin, as_of_end, method, badge, note, ordinal, %(origin)s
FROM fresh
