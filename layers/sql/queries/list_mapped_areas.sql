-- Areas mapped in OpenStreetMap that are on record for each zone, in force now; hectares.
SELECT f.subject_id AS zone_id, f.value AS area_ha, f.as_of, f.origin
FROM figure AS f JOIN figure_source AS s USING (figure_id)
WHERE upper_inf(f.recorded) AND f.subject_kind = 'zone' AND f.metric = 'mapped_area_ha'
  AND f.scope = 'zone' AND f.value IS NOT NULL AND s.source_key = 'openstreetmap'
ORDER BY f.subject_id, f.figure_id
