-- What the database holds: counts, coverage and dates, one row.
--
-- with_*       zones for which at least one such thing is known
SELECT
  (SELECT count(*) FROM zone) AS zones,
  (SELECT count(*) FROM zone WHERE coalesce(boundary, location) IS NOT NULL) AS zones_on_map,
  (SELECT count(*) FROM zone WHERE boundary IS NOT NULL) AS with_outline,
  (SELECT count(*) FROM zone WHERE boundary_quality = 'schematic') AS with_schematic_outline,
  (SELECT count(DISTINCT zone_id) FROM parcel
    WHERE valid @> today_in_vietnam() AND upper_inf(recorded)) AS with_parcels,
  (SELECT count(DISTINCT zone_id) FROM parcel
    WHERE valid @> today_in_vietnam() AND upper_inf(recorded) AND illustrative)
    AS with_illustrative_parcels,
  (SELECT count(*) FROM zone_headline(today_in_vietnam())
    WHERE quantity = 'remaining' AND state = 'known') AS with_remaining,
  (SELECT count(*) FROM zone_headline(today_in_vietnam())
    WHERE quantity = 'occupancy' AND state = 'known') AS with_occupancy,
  (SELECT count(*) FROM zone_distance WHERE measure = 'coastline') AS with_distances,
  (SELECT count(*) FROM parcel WHERE valid @> today_in_vietnam() AND upper_inf(recorded)) AS parcels,
  (SELECT count(*) FROM figure WHERE upper_inf(recorded)) AS figures,
  (SELECT count(*) FROM port) AS ports,
  (SELECT count(*) FROM link) AS links,
  (SELECT count(*) FROM claim) AS claims,
  (SELECT count(*) FROM source) AS sources,
  (SELECT min(as_of_end) FROM figure WHERE upper_inf(recorded)) AS oldest_figure,
  (SELECT max(as_of_begin) FROM figure WHERE upper_inf(recorded)) AS newest_figure,
  (SELECT max(loaded_at) FROM load_run) AS loaded_at,
  coalesce((SELECT value::bigint FROM state WHERE key = 'data_version'), 0) AS data_version
