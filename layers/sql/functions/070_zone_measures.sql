-- Each zone with all that is known and measured of it on a day, one plain column each.
--
-- Every figure X comes with X_as_of (as published), X_badge (A official and dated ... D estimate)
-- and X_sources (keys of the source register, joined by +). Units are in the names: hectares,
-- metres, shares 0 to 1; NULL = unknown, never 0.
-- remaining_*, occupancy_rate*   the headline figures, as zone_headline picks them
-- distance_to_*  straight lines on the ellipsoid, to 0.1 m; nearest_* is what they lead to
-- ledger_*, blocks_*  from parcels, NULL where a zone has none; see zone_ledger
-- geom         outline, else centre, EPSG:4326; NULL = nobody has placed the zone
-- Takes about a second where there are 200,000 parcels: read it through zone_feature.
CREATE FUNCTION zone_measures(on_day date)
RETURNS TABLE (
  zone_id text, name_vi text, name_en text, kind text, status text, former_province text,
  district text, official_unit text, note text, location_accuracy text, location_badge text,
  location_source text, location_as_of text, boundary_quality text, boundary_badge text,
  measured_area_ha float8, remaining_ha float8, remaining_low_ha float8, remaining_high_ha float8,
  remaining_ha_state text, remaining_ha_method text, remaining_ha_as_of text,
  remaining_ha_badge text, remaining_ha_sources text, occupancy_rate float8,
  occupancy_rate_low float8, occupancy_rate_high float8, occupancy_rate_state text,
  occupancy_rate_method text, occupancy_rate_as_of text, occupancy_rate_badge text,
  occupancy_rate_sources text, total_area_ha float8, total_area_ha_as_of text,
  total_area_ha_badge text, total_area_ha_sources text, mapped_area_ha float8,
  mapped_area_ha_as_of text, mapped_area_ha_badge text, mapped_area_ha_sources text,
  leasable_area_ha float8, leasable_area_ha_as_of text, leasable_area_ha_badge text,
  leasable_area_ha_sources text, leased_area_ha float8, leased_area_ha_as_of text,
  leased_area_ha_badge text, leased_area_ha_sources text, lease_price_usd_m2 float8,
  lease_price_usd_m2_low float8, lease_price_usd_m2_high float8, lease_price_usd_m2_as_of text,
  lease_price_usd_m2_badge text, lease_price_usd_m2_sources text, lease_expiry_year integer,
  lease_expiry_year_as_of text, lease_expiry_year_badge text, lease_expiry_year_sources text,
  established_year integer, established_year_as_of text, established_year_badge text,
  established_year_sources text, tenants integer, tenants_as_of text, tenants_badge text,
  tenants_sources text, workers integer, workers_as_of text, workers_badge text,
  workers_sources text, wastewater_capacity_m3_day float8, wastewater_capacity_m3_day_as_of text,
  wastewater_capacity_m3_day_badge text, wastewater_capacity_m3_day_sources text,
  power_mva float8, power_mva_as_of text, power_mva_badge text, power_mva_sources text,
  developer text, developer_as_of text, developer_badge text, developer_sources text,
  main_sectors text, main_sectors_as_of text, main_sectors_badge text, main_sectors_sources text,
  no_land_left text, no_land_left_as_of text, no_land_left_badge text, no_land_left_sources text,
  distance_to_coastline_m float8, distance_to_coastline_badge text,
  distance_to_deep_sea_berth_m float8, nearest_deep_sea_berth_id text,
  nearest_deep_sea_berth_name_vi text, nearest_deep_sea_berth_name_en text,
  distance_to_deep_sea_berth_badge text, distance_to_port_m float8, nearest_port_id text,
  nearest_port_name_vi text, nearest_port_name_en text, distance_to_port_badge text,
  distance_to_airport_m float8, nearest_airport_id text, nearest_airport_name_vi text,
  nearest_airport_name_en text, distance_to_airport_badge text, distance_to_expressway_m float8,
  nearest_expressway_id text, nearest_expressway_name_vi text, nearest_expressway_name_en text,
  distance_to_expressway_badge text, distance_measured_from text, ledger_gross_ha float8,
  ledger_net_ha float8, ledger_leased_ha float8, ledger_remaining_ha float8,
  ledger_available_now_ha float8, ledger_constrained_ha float8, ledger_in_preparation_ha float8,
  ledger_not_cleared_ha float8, ledger_reserved_ha float8, ledger_unclassified_ha float8,
  occupancy_decree35 float8, occupancy_industrial float8, largest_block_ha float8,
  blocks_3_ha integer, blocks_5_ha integer, blocks_10_ha integer, blocks_25_ha integer,
  ledger_complete boolean, ledger_illustrative boolean, ledger_badge text, geom geometry
)
LANGUAGE sql STABLE SET search_path FROM CURRENT
AS $$
  WITH picked AS (
    SELECT f.subject_id AS zone_id,
      jsonb_object_agg(f.metric, jsonb_build_object(
        'value', f.value, 'low', f.value_low, 'high', f.value_high, 'text', f.value_text,
        'as_of', f.as_of, 'badge', f.badge, 'sources', array_to_string(f.source_keys, '+')
      )) AS figures
    FROM ranked_figure(on_day) AS f
    WHERE f.picked AND f.subject_kind = 'zone'
    GROUP BY f.subject_id
  ),
  distance AS (
    SELECT t.zone_id, min(t.measured_from) AS measured_from,
      jsonb_object_agg(t.measure, jsonb_build_object(
        'm', round(t.distance_m::numeric, 1), 'badge', t.badge, 'id', t.nearest_id,
        'name_vi', coalesce(p.name_vi, k.name_vi), 'name_en', coalesce(p.name_en, k.name_en)
      )) AS distances
    FROM zone_distance AS t
    LEFT JOIN port AS p ON t.nearest_kind = 'port' AND p.port_id = t.nearest_id
    LEFT JOIN link AS k ON t.nearest_kind = 'link' AND k.link_id = t.nearest_id
    GROUP BY t.zone_id
  ),
  headline AS MATERIALIZED (SELECT * FROM zone_headline(on_day))
  SELECT
    z.zone_id, z.name_vi, z.name_en, z.kind, z.status, z.former_province, z.district,
    z.official_unit, z.note, c.accuracy, c.badge, z.location_source, z.location_as_of,
    z.boundary_quality, z.boundary_badge,
    round((ST_Area(z.boundary::geography) / 10000)::numeric, 2)::float8, r.value::float8,
    r.value_low::float8, r.value_high::float8, r.state, r.method, r.as_of, r.badge,
    array_to_string(r.source_keys, '+'), o.value::float8, o.value_low::float8,
    o.value_high::float8, o.state, o.method, o.as_of, o.badge,
    array_to_string(o.source_keys, '+'), (p.figures #>> '{total_area_ha,value}')::float8,
    p.figures #>> '{total_area_ha,as_of}', p.figures #>> '{total_area_ha,badge}',
    p.figures #>> '{total_area_ha,sources}', (p.figures #>> '{mapped_area_ha,value}')::float8,
    p.figures #>> '{mapped_area_ha,as_of}', p.figures #>> '{mapped_area_ha,badge}',
    p.figures #>> '{mapped_area_ha,sources}', (p.figures #>> '{leasable_area_ha,value}')::float8,
    p.figures #>> '{leasable_area_ha,as_of}', p.figures #>> '{leasable_area_ha,badge}',
    p.figures #>> '{leasable_area_ha,sources}', (p.figures #>> '{leased_area_ha,value}')::float8,
    p.figures #>> '{leased_area_ha,as_of}', p.figures #>> '{leased_area_ha,badge}',
    p.figures #>> '{leased_area_ha,sources}',
    (p.figures #>> '{lease_price_usd_m2,value}')::float8,
    (p.figures #>> '{lease_price_usd_m2,low}')::float8,
    (p.figures #>> '{lease_price_usd_m2,high}')::float8,
    p.figures #>> '{lease_price_usd_m2,as_of}', p.figures #>> '{lease_price_usd_m2,badge}',
    p.figures #>> '{lease_price_usd_m2,sources}',
    (p.figures #>> '{lease_expiry_year,value}')::numeric::integer,
    p.figures #>> '{lease_expiry_year,as_of}', p.figures #>> '{lease_expiry_year,badge}',
    p.figures #>> '{lease_expiry_year,sources}',
    (p.figures #>> '{established_year,value}')::numeric::integer,
    p.figures #>> '{established_year,as_of}', p.figures #>> '{established_year,badge}',
    p.figures #>> '{established_year,sources}',
    (p.figures #>> '{tenants,value}')::numeric::integer, p.figures #>> '{tenants,as_of}',
    p.figures #>> '{tenants,badge}', p.figures #>> '{tenants,sources}',
    (p.figures #>> '{workers,value}')::numeric::integer, p.figures #>> '{workers,as_of}',
    p.figures #>> '{workers,badge}', p.figures #>> '{workers,sources}',
    (p.figures #>> '{wastewater_capacity_m3_day,value}')::float8,
    p.figures #>> '{wastewater_capacity_m3_day,as_of}',
    p.figures #>> '{wastewater_capacity_m3_day,badge}',
    p.figures #>> '{wastewater_capacity_m3_day,sources}',
    (p.figures #>> '{power_mva,value}')::float8, p.figures #>> '{power_mva,as_of}',
    p.figures #>> '{power_mva,badge}', p.figures #>> '{power_mva,sources}',
    p.figures #>> '{developer,text}', p.figures #>> '{developer,as_of}',
    p.figures #>> '{developer,badge}', p.figures #>> '{developer,sources}',
    p.figures #>> '{main_sectors,text}', p.figures #>> '{main_sectors,as_of}',
    p.figures #>> '{main_sectors,badge}', p.figures #>> '{main_sectors,sources}',
    p.figures #>> '{no_land_left,text}', p.figures #>> '{no_land_left,as_of}',
    p.figures #>> '{no_land_left,badge}', p.figures #>> '{no_land_left,sources}',
    (d.distances #>> '{coastline,m}')::float8, d.distances #>> '{coastline,badge}',
    (d.distances #>> '{deep_sea_berth,m}')::float8, d.distances #>> '{deep_sea_berth,id}',
    d.distances #>> '{deep_sea_berth,name_vi}', d.distances #>> '{deep_sea_berth,name_en}',
    d.distances #>> '{deep_sea_berth,badge}', (d.distances #>> '{port,m}')::float8,
    d.distances #>> '{port,id}', d.distances #>> '{port,name_vi}',
    d.distances #>> '{port,name_en}', d.distances #>> '{port,badge}',
    (d.distances #>> '{airport,m}')::float8, d.distances #>> '{airport,id}',
    d.distances #>> '{airport,name_vi}', d.distances #>> '{airport,name_en}',
    d.distances #>> '{airport,badge}', (d.distances #>> '{expressway,m}')::float8,
    d.distances #>> '{expressway,id}', d.distances #>> '{expressway,name_vi}',
    d.distances #>> '{expressway,name_en}', d.distances #>> '{expressway,badge}', d.measured_from,
    l.gross_ha::float8, l.net_ha::float8, l.leased_ha::float8, l.remaining_ha::float8,
    l.available_now_ha::float8, l.constrained_ha::float8, l.in_preparation_ha::float8,
    l.not_cleared_ha::float8, l.reserved_ha::float8, l.unclassified_ha::float8,
    l.occupancy_decree35::float8, l.occupancy_industrial::float8, l.largest_block_ha::float8,
    l.blocks_3_ha, l.blocks_5_ha, l.blocks_10_ha, l.blocks_25_ha, l.complete, l.illustrative,
    l.badge, coalesce(z.boundary, z.location)
  FROM zone AS z
  CROSS JOIN LATERAL (
    -- A real outline tells better than any point where the zone is.
    SELECT
      CASE WHEN z.boundary_quality <> 'schematic' THEN z.boundary_quality
           ELSE z.location_accuracy END AS accuracy,
      CASE WHEN z.boundary_quality <> 'schematic' THEN z.boundary_badge
           ELSE z.location_badge END AS badge
  ) AS c
  LEFT JOIN picked AS p USING (zone_id)
  LEFT JOIN distance AS d USING (zone_id)
  LEFT JOIN zone_ledger(on_day) AS l USING (zone_id)
  LEFT JOIN headline AS r ON r.zone_id = z.zone_id AND r.quantity = 'remaining'
  LEFT JOIN headline AS o ON o.zone_id = z.zone_id AND o.quantity = 'occupancy'
$$;
