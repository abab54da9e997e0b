-- The version of the data: one more for each transaction that changed any of it, by whatever way.
--
-- Pages, answers and tiles are kept under the version that they were made from. Every change is
-- counted by the database itself, so that nothing that was changed by hand is shown as it was.
-- Transactions that change data wait for each other at the row `data_version`, so whoever sees a
-- version sees all that it counts.
-- data_mark       tells apart databases whose versions are equal by chance
-- data_changed_in the transaction that was counted last: its number and its time, for numbers begin
--                 anew in another cluster
CREATE FUNCTION count_data_change() RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
BEGIN
  INSERT INTO state (key, value) VALUES ('data_changed_in', pg_current_xact_id()::text || ' ' || now()::text)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE state.value <> excluded.value;
  IF FOUND THEN
    INSERT INTO state (key, value) VALUES ('data_version', '1')
    ON CONFLICT (key) DO UPDATE SET value = (state.value::bigint + 1)::text;
    INSERT INTO state (key, value) VALUES ('data_mark', gen_random_uuid()::text)
    ON CONFLICT (key) DO NOTHING;
  END IF;
END
$$;

-- changed      the rows that a statement wrote or removed; statements that met none count nothing
CREATE FUNCTION note_data_change() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    PERFORM count_data_change();
  ELSIF EXISTS (SELECT FROM changed) THEN
    PERFORM count_data_change();
  END IF;
  RETURN NULL;
END
$$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'source', 'zone', 'figure', 'figure_source', 'parcel', 'port', 'link', 'coastline', 'claim',
    'zone_distance', 'import_run'
  ] LOOP
    EXECUTE format(
      'CREATE TRIGGER note_insert AFTER INSERT ON %1$I REFERENCING NEW TABLE AS changed'
      ' FOR EACH STATEMENT EXECUTE FUNCTION note_data_change();'
      'CREATE TRIGGER note_update AFTER UPDATE ON %1$I REFERENCING NEW TABLE AS changed'
      ' FOR EACH STATEMENT EXECUTE FUNCTION note_data_change();'
      'CREATE TRIGGER note_delete AFTER DELETE ON %1$I REFERENCING OLD TABLE AS changed'
      ' FOR EACH STATEMENT EXECUTE FUNCTION note_data_change();'
      'CREATE TRIGGER note_truncate AFTER TRUNCATE ON %1$I'
      ' FOR EACH STATEMENT EXECUTE FUNCTION note_data_change();', name);
  END LOOP;
END
$$;

-- The version as answers and caches name it; other whenever anything that is shown may differ.
--
-- One row. As a function in FROM it becomes part of the statement that asks; one that gives a plain
-- value would be planned anew in each request.
CREATE FUNCTION data_tag() RETURNS TABLE (tag text)
LANGUAGE sql STABLE
AS $$
  SELECT coalesce(max(value) FILTER (WHERE key = 'data_version'), '0') || '.'
    || coalesce(left(max(value) FILTER (WHERE key = 'data_mark'), 8), 'new') || '.'
    || coalesce(left(max(value) FILTER (WHERE key = 'functions_sha256'), 8), 'none')
  FROM state
  WHERE key IN ('data_version', 'data_mark', 'functions_sha256')
$$;
