-- The relations behind the collections of features: one function each, its columns those that
-- layers.catalog describes, geometry last, EPSG:4326.
--
-- They carry no settings of their own, so that PostgreSQL takes them into the query that calls them
-- and uses the indexes.

-- Import that a parcel's origin names; NULL for another origin.
CREATE FUNCTION import_of(origin text) RETURNS bigint
LANGUAGE sql IMMUTABLE
AS $$
  SELECT CASE WHEN origin LIKE 'import:%' AND origin ~ '^import:[0-9]{1,18}$'
    THEN CAST(substr(origin, 8) AS bigint) END
$$;

-- Parcels (thua dat) in force on a day. area_m2 geodesic, square metres; ledger_line as in
-- parcel_state; source_key and as_of are those of the import, NULL for illustrative parcels.
-- index        parcel_in_force_idx, parcel_by_id_idx, parcel_geom_idx
-- IS TRUE keeps the day from being looked up in parcel_one_state_at_a_time: nearly all parcels are
-- in force, and a plan for any day does not know that. The import is looked up for what is given
-- out alone, by its key; a join would come before the order and the limit.
CREATE FUNCTION parcel_feature(on_day date)
RETURNS TABLE (
  parcel_id text, zone_id text, use text, clearance text, servicing text, commercial text,
  occupation text, constraint_kind text, option_expires date, land_use_code text,
  area_m2 float8, ledger_line text, illustrative boolean, badge text, holds_from date,
  source_key text, as_of text, geom geometry
)
LANGUAGE sql STABLE
AS $$
  SELECT p.parcel_id, p.zone_id, p.use, p.clearance, p.servicing, p.commercial, p.occupation,
    p.constraint_kind, p.option_expires, p.land_use_code, p.area_m2,
    ledger_line(p.use, p.clearance, p.servicing, p.commercial, p.constraint_kind,
                p.option_expires, on_day),
    p.illustrative, p.badge, lower(p.valid),
    (SELECT i.source_key FROM import_run AS i WHERE i.import_id = import_of(p.origin)),
    (SELECT i.as_of FROM import_run AS i WHERE i.import_id = import_of(p.origin)),
    p.geom
  FROM parcel AS p
  WHERE (p.valid @> on_day) IS TRUE AND upper_inf(p.recorded)
$$;

-- Whether what is kept of today's zones is true of a day: one row.
CREATE FUNCTION is_published(on_day date) RETURNS TABLE (published boolean)
LANGUAGE sql STABLE
AS $$
  SELECT EXISTS (
    SELECT FROM zone_published AS z
    WHERE z.alike_days @> on_day
      AND z.data_version = (SELECT value FROM state WHERE key = 'data_version')
  )
$$;

-- Zones with all their measures, from what is kept where that is true of the day. A ledger holds on
-- the day that is asked for.
CREATE FUNCTION zone_feature(on_day date)
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
LANGUAGE sql STABLE
AS $$
  SELECT
    z.zone_id, z.name_vi, z.name_en, z.kind, z.status, z.former_province, z.district,
    z.official_unit, z.note, z.location_accuracy, z.location_badge, z.location_source,
    z.location_as_of, z.boundary_quality, z.boundary_badge, z.measured_area_ha, z.remaining_ha,
    z.remaining_low_ha, z.remaining_high_ha, z.remaining_ha_state, z.remaining_ha_method,
    CASE WHEN z.remaining_ha_method = 'ledger' THEN on_day::text ELSE z.remaining_ha_as_of END,
    z.remaining_ha_badge, z.remaining_ha_sources, z.occupancy_rate, z.occupancy_rate_low,
    z.occupancy_rate_high, z.occupancy_rate_state, z.occupancy_rate_method,
    CASE WHEN z.occupancy_rate_method = 'ledger' THEN on_day::text ELSE z.occupancy_rate_as_of END,
    z.occupancy_rate_badge, z.occupancy_rate_sources, z.total_area_ha, z.total_area_ha_as_of,
    z.total_area_ha_badge, z.total_area_ha_sources, z.mapped_area_ha, z.mapped_area_ha_as_of,
    z.mapped_area_ha_badge, z.mapped_area_ha_sources, z.leasable_area_ha,
    z.leasable_area_ha_as_of, z.leasable_area_ha_badge, z.leasable_area_ha_sources,
    z.leased_area_ha, z.leased_area_ha_as_of, z.leased_area_ha_badge, z.leased_area_ha_sources,
    z.lease_price_usd_m2, z.lease_price_usd_m2_low, z.lease_price_usd_m2_high,
    z.lease_price_usd_m2_as_of, z.lease_price_usd_m2_badge, z.lease_price_usd_m2_sources,
    z.lease_expiry_year, z.lease_expiry_year_as_of, z.lease_expiry_year_badge,
    z.lease_expiry_year_sources, z.established_year, z.established_year_as_of,
    z.established_year_badge, z.established_year_sources, z.tenants, z.tenants_as_of,
    z.tenants_badge, z.tenants_sources, z.workers, z.workers_as_of, z.workers_badge,
    z.workers_sources, z.wastewater_capacity_m3_day, z.wastewater_capacity_m3_day_as_of,
    z.wastewater_capacity_m3_day_badge, z.wastewater_capacity_m3_day_sources, z.power_mva,
    z.power_mva_as_of, z.power_mva_badge, z.power_mva_sources, z.developer, z.developer_as_of,
    z.developer_badge, z.developer_sources, z.main_sectors, z.main_sectors_as_of,
    z.main_sectors_badge, z.main_sectors_sources, z.no_land_left, z.no_land_left_as_of,
    z.no_land_left_badge, z.no_land_left_sources, z.distance_to_coastline_m,
    z.distance_to_coastline_badge, z.distance_to_deep_sea_berth_m, z.nearest_deep_sea_berth_id,
    z.nearest_deep_sea_berth_name_vi, z.nearest_deep_sea_berth_name_en,
    z.distance_to_deep_sea_berth_badge, z.distance_to_port_m, z.nearest_port_id,
    z.nearest_port_name_vi, z.nearest_port_name_en, z.distance_to_port_badge,
    z.distance_to_airport_m, z.nearest_airport_id, z.nearest_airport_name_vi,
    z.nearest_airport_name_en, z.distance_to_airport_badge, z.distance_to_expressway_m,
    z.nearest_expressway_id, z.nearest_expressway_name_vi, z.nearest_expressway_name_en,
    z.distance_to_expressway_badge, z.distance_measured_from, z.ledger_gross_ha, z.ledger_net_ha,
    z.ledger_leased_ha, z.ledger_remaining_ha, z.ledger_available_now_ha, z.ledger_constrained_ha,
    z.ledger_in_preparation_ha, z.ledger_not_cleared_ha, z.ledger_reserved_ha,
    z.ledger_unclassified_ha, z.occupancy_decree35, z.occupancy_industrial, z.largest_block_ha,
    z.blocks_3_ha, z.blocks_5_ha, z.blocks_10_ha, z.blocks_25_ha, z.ledger_complete,
    z.ledger_illustrative, z.ledger_badge, z.geom
  FROM zone_published AS z
  WHERE (SELECT published FROM is_published(on_day))
  UNION ALL
  SELECT * FROM zone_measures(on_day)
  WHERE NOT (SELECT published FROM is_published(on_day))
$$;

-- Ports and inland depots with their picked figures: tonnes deadweight, metres, TEU a year.
CREATE FUNCTION port_feature(on_day date)
RETURNS TABLE (
  port_id text, name_vi text, name_en text, kind text, status text, cluster text,
  un_locode text, inside_region boolean, location_accuracy text, location_source text,
  location_badge text, note text,
  max_vessel_dwt float8, max_vessel_dwt_as_of text, max_vessel_dwt_badge text,
  max_vessel_dwt_sources text,
  berth_length_m float8, berth_length_m_as_of text, berth_length_m_badge text,
  berth_length_m_sources text,
  annual_capacity_teu float8, annual_capacity_teu_as_of text, annual_capacity_teu_badge text,
  annual_capacity_teu_sources text,
  operator text, operator_as_of text, operator_badge text, operator_sources text,
  geom geometry
)
LANGUAGE sql STABLE
AS $$
  WITH picked AS (
    SELECT r.subject_id AS port_id, r.metric, r.value::float8 AS value, r.value_text, r.as_of,
      r.badge, array_to_string(r.source_keys, '+') AS sources
    FROM ranked_figure(on_day) AS r
    WHERE r.picked AND r.subject_kind = 'port'
  )
  SELECT p.port_id, p.name_vi, p.name_en, p.kind, p.status, p.cluster, p.un_locode,
    p.inside_region, p.location_accuracy, p.location_source, p.badge, p.note,
    v.value, v.as_of, v.badge, v.sources,
    b.value, b.as_of, b.badge, b.sources,
    c.value, c.as_of, c.badge, c.sources,
    o.value_text, o.as_of, o.badge, o.sources,
    p.geom
  FROM port AS p
  LEFT JOIN picked AS v ON v.port_id = p.port_id AND v.metric = 'max_vessel_dwt'
  LEFT JOIN picked AS b ON b.port_id = p.port_id AND b.metric = 'berth_length_m'
  LEFT JOIN picked AS c ON c.port_id = p.port_id AND c.metric = 'annual_capacity_teu'
  LEFT JOIN picked AS o ON o.port_id = p.port_id AND o.metric = 'operator'
$$;

-- Airports, stations, roads, railways and waterways. They carry no time: the day is not looked at.
CREATE FUNCTION link_feature(on_day date)
RETURNS TABLE (
  link_id text, name_vi text, name_en text, kind text, status text,
  opened_or_planned_year integer, geometry_accuracy text, geometry_quality text, badge text,
  sources text, note text, geom geometry
)
LANGUAGE sql STABLE
AS $$
  SELECT l.link_id, l.name_vi, l.name_en, l.kind, l.status, l.opened_or_planned_year,
    l.geometry_accuracy, l.geometry_quality, l.badge, l.source_keys, l.note, l.geom
  FROM link AS l
$$;

-- Land, sea and shore, and simplified land around the region. The day is not looked at.
CREATE FUNCTION coastline_feature(on_day date)
RETURNS TABLE (part_id text, kind text, source_key text, badge text, geom geometry)
LANGUAGE sql STABLE
AS $$
  SELECT c.part_id, c.kind, c.source_key, c.badge, c.geom FROM coastline AS c
$$;

