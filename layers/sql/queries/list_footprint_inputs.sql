-- What schematic footprints and illustrative parcels are made from: one row a zone that has a
-- centre, an area, and no real outline. Footprints do not depend on the day.
--
-- area_ha      the declared total area, else the area mapped in OpenStreetMap; hectares
-- leasable_ha, leased_ha   declared, or computed from declared figures; NULL = unknown
-- held_from    day from which the land figures hold together; NULL = none is dated
-- real_parcels whether real parcels have been imported: illustrative ones then vanish
WITH area AS (
  SELECT DISTINCT ON (subject_id) subject_id AS zone_id, metric, value AS area_ha, badge
  FROM ranked_figure('infinity')
  WHERE picked AND subject_kind = 'zone' AND value > 0
    AND metric IN ('total_area_ha', 'mapped_area_ha')
  ORDER BY subject_id, metric DESC
),
land AS (SELECT * FROM declared_land('infinity'))
SELECT z.zone_id, ST_X(z.location) AS lon, ST_Y(z.location) AS lat,
  z.extent_length_m, z.extent_width_m, z.extent_bearing_deg,
  a.metric AS area_metric, a.area_ha, greatest(a.badge, z.location_badge) AS boundary_badge,
  b.value AS leasable_ha, l.value AS leased_ha, h.held_from,
  greatest(b.badge, l.badge) AS parcel_badge,
  EXISTS (
    SELECT FROM parcel AS p
    WHERE p.zone_id = z.zone_id AND NOT p.illustrative AND upper_inf(p.recorded)
  ) AS real_parcels
FROM zone AS z
JOIN area AS a USING (zone_id)
LEFT JOIN (
  -- Nothing is shown of the days before all of it was known.
  SELECT subject_id AS zone_id, max(as_of_begin) AS held_from
  FROM ranked_figure('infinity')
  WHERE picked AND subject_kind = 'zone'
    AND metric IN ('leasable_area_ha', 'leased_area_ha', 'occupancy_rate')
  GROUP BY subject_id
) AS h USING (zone_id)
LEFT JOIN land AS b ON b.zone_id = z.zone_id AND b.quantity = 'leasable'
LEFT JOIN land AS l ON l.zone_id = z.zone_id AND l.quantity = 'leased'
WHERE z.location IS NOT NULL
  AND (z.boundary_quality IS NULL OR z.boundary_quality = 'schematic')
ORDER BY z.zone_id
