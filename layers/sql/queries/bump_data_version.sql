-- Counts one more committed change of the data.
INSERT INTO state (key, value) VALUES ('data_version', '1')
ON CONFLICT (key) DO UPDATE SET value = (state.value::bigint + 1)::text
