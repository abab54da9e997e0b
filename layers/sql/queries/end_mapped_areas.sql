-- Ends the areas mapped in OpenStreetMap that an earlier import computed for some zones.
--
-- %(zones)s    ids of the zones that get another mapped area now; those of the bundle stay as rivals
-- index        figure_subject_kind_subject_id_metric_idx
UPDATE figure AS f
SET recorded = tstzrange(lower(f.recorded), clock_timestamp())
WHERE f.subject_kind = 'zone' AND f.subject_id = ANY (%(zones)s) AND f.metric = 'mapped_area_ha'
  AND upper_inf(f.recorded) AND f.origin <> 'bundle'
  AND EXISTS (
    SELECT FROM figure_source AS s
    WHERE s.figure_id = f.figure_id AND s.source_key = 'openstreetmap'
  )
