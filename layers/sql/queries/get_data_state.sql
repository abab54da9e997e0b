-- Version of the data, and the latest day on which a time that a figure speaks of begins.
SELECT
  coalesce((SELECT value::bigint FROM state WHERE key = 'data_version'), 0) AS data_version,
  (SELECT max(as_of_begin) FROM figure WHERE upper_inf(recorded)) AS data_date
