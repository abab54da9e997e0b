-- The land ledger of every zone on a day, with what is declared beside it: one row a zone.
--
-- %(on_day)s   date; %(zone_id)s text, or NULL for all zones
-- hectares; occupancies 0 to 1; NULL = unknown, and a zone without parcels has no ledger at all
-- declared_*   the picked published figure, or computed from two of them
SELECT z.zone_id, z.name_vi, z.name_en, z.kind, z.status, z.former_province, z.boundary_quality,
  (ST_Area(z.boundary::geography) / 10000)::numeric AS outline_ha,
  l.complete, l.illustrative, l.gross_ha, l.net_ha, l.leased_ha, l.remaining_ha,
  l.available_now_ha, l.constrained_ha, l.in_preparation_ha, l.not_cleared_ha, l.reserved_ha,
  l.unclassified_ha, l.occupancy_decree35, l.occupancy_industrial, l.largest_block_ha,
  l.blocks_3_ha, l.blocks_5_ha, l.blocks_10_ha, l.blocks_25_ha, l.badge,
  t.value AS declared_total_ha, d.leasable AS declared_leasable_ha, d.leased AS declared_leased_ha,
  d.remaining AS declared_remaining_ha, d.occupancy AS declared_occupancy
FROM zone AS z
LEFT JOIN zone_ledger(%(on_day)s) AS l USING (zone_id)
LEFT JOIN (
  SELECT subject_id AS zone_id, value
  FROM ranked_figure(%(on_day)s)
  WHERE picked AND subject_kind = 'zone' AND metric = 'total_area_ha'
) AS t USING (zone_id)
LEFT JOIN (
  SELECT zone_id,
    max(value) FILTER (WHERE quantity = 'leasable') AS leasable,
    max(value) FILTER (WHERE quantity = 'leased') AS leased,
    max(value) FILTER (WHERE quantity = 'remaining') AS remaining,
    max(value) FILTER (WHERE quantity = 'occupancy') AS occupancy
  FROM declared_land(%(on_day)s)
  GROUP BY zone_id
) AS d USING (zone_id)
WHERE %(zone_id)s::text IS NULL OR z.zone_id = %(zone_id)s
ORDER BY z.former_province, z.name_vi, z.zone_id
