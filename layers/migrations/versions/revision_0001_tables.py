"""Create all tables: sources, figures, zones, parcels over time, ports, links, coast, claims."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "claim",
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False, comment="what is claimed"),
        sa.Column("scope", sa.Text(), nullable=False, comment="place it is claimed of"),
        sa.Column("value", sa.Numeric(), nullable=True, comment="in `unit`"),
        sa.Column(
            "value_low", sa.Numeric(), nullable=True, comment="lower end of a range, in `unit`"
        ),
        sa.Column(
            "value_high", sa.Numeric(), nullable=True, comment="upper end of a range, in `unit`"
        ),
        sa.Column(
            "value_text", sa.Text(), nullable=True, comment="the claim where it is not one number"
        ),
        sa.Column("unit", sa.Text(), nullable=False, comment="ha, share (0 to 1), zones, ..."),
        sa.Column("as_of", sa.Text(), nullable=True, comment="as published"),
        sa.Column("source_keys", sa.Text(), nullable=False, comment="source keys joined by +"),
        sa.Column("confidence", sa.Text(), nullable=True, comment="who is quoted"),
        sa.Column(
            "badge",
            sa.Text(),
            nullable=False,
            comment="quality: A official and dated ... D estimate",
        ),
        sa.Column("note", sa.Text(), nullable=True, comment="what to be careful about"),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="place in its file"),
        sa.Column(
            "origin", sa.Text(), nullable=False, comment="bundle, or the import that brought it"
        ),
        sa.CheckConstraint("badge IN ('A', 'B', 'C', 'D')", name=op.f("claim_badge_check")),
        sa.CheckConstraint(
            "num_nonnulls(value, value_low, value_text) >= 1",
            name=op.f("claim_says_something_check"),
        ),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("claim_pkey")),
        comment="Headline figures of officials and press: held against sums, never added to them",
    )
    op.create_table(
        "figure",
        sa.Column("figure_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "fingerprint",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of all it says and its sources",
        ),
        sa.Column("subject_kind", sa.Text(), nullable=False, comment="zone or port"),
        sa.Column("subject_id", sa.Text(), nullable=False, comment="id of the zone or port"),
        sa.Column(
            "metric", sa.Text(), nullable=False, comment="what is told; ids in layers.metrics"
        ),
        sa.Column(
            "value",
            sa.Numeric(),
            nullable=True,
            comment="in `unit`; NULL for ranges and statements, never 0 for unknown",
        ),
        sa.Column(
            "value_low",
            sa.Numeric(),
            nullable=True,
            comment="lower end of a published range, in `unit`",
        ),
        sa.Column(
            "value_high",
            sa.Numeric(),
            nullable=True,
            comment="upper end of a published range, in `unit`",
        ),
        sa.Column("value_text", sa.Text(), nullable=True, comment="statement or words"),
        sa.Column(
            "unit", sa.Text(), nullable=True, comment="ha, share (0 to 1), USD/m2/term, year, ..."
        ),
        sa.Column(
            "scope",
            sa.Text(),
            nullable=False,
            comment="what it is about; only `zone` may stand for the zone",
        ),
        sa.Column(
            "as_of",
            sa.Text(),
            nullable=True,
            comment="date it held, as published: ISO partial, a/b, ~ approximate",
        ),
        sa.Column(
            "as_of_begin",
            sa.Date(),
            nullable=True,
            comment="first day of as_of: not known of any day before",
        ),
        sa.Column("as_of_end", sa.Date(), nullable=True, comment="last day of as_of, for ordering"),
        sa.Column(
            "method", sa.Text(), nullable=False, comment="published, computed, read_as or statement"
        ),
        sa.Column(
            "badge",
            sa.Text(),
            nullable=False,
            comment="quality: A official and dated ... D estimate",
        ),
        sa.Column("note", sa.Text(), nullable=True, comment="what to be careful about"),
        sa.Column(
            "ordinal", sa.Integer(), nullable=False, comment="place in its file; breaks ties"
        ),
        sa.Column(
            "origin", sa.Text(), nullable=False, comment="bundle, or the import that brought it"
        ),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(now(), NULL)"),
            nullable=False,
            comment="when we knew it; open while we still do",
        ),
        sa.CheckConstraint("badge IN ('A', 'B', 'C', 'D')", name=op.f("figure_badge_check")),
        sa.CheckConstraint(
            "method IN ('published', 'computed', 'read_as', 'statement')",
            name=op.f("figure_method_check"),
        ),
        sa.CheckConstraint(
            "scope IN ('zone', 'port', 'part', 'group', 'wider', 'planned', 'near')",
            name=op.f("figure_scope_check"),
        ),
        sa.CheckConstraint(
            "subject_kind IN ('zone', 'port')", name=op.f("figure_subject_kind_check")
        ),
        sa.CheckConstraint(
            "unit <> 'ha' OR (value >= 0 AND coalesce(value_low, 0) >= 0)",
            name=op.f("figure_area_check"),
        ),
        sa.CheckConstraint(
            "unit <> 'share' OR value BETWEEN 0 AND 1", name=op.f("figure_share_check")
        ),
        sa.CheckConstraint(
            "value <> 'NaN' AND value_low <> 'NaN' AND value_high <> 'NaN'",
            name=op.f("figure_finite_check"),
        ),
        sa.CheckConstraint("note IS NFC NORMALIZED", name=op.f("figure_note_nfc_check")),
        sa.CheckConstraint(
            "num_nonnulls(value, value_low, value_text) >= 1 AND (value_low IS NULL) = (value_high IS NULL)",
            name=op.f("figure_says_something_check"),
        ),
        sa.CheckConstraint("value_low <= value_high", name=op.f("figure_range_ordered_check")),
        sa.CheckConstraint(
            "value_text IS NFC NORMALIZED", name=op.f("figure_value_text_nfc_check")
        ),
        sa.PrimaryKeyConstraint("figure_id", name=op.f("figure_pkey")),
        comment="Every figure with its passport; a figure that changes is ended and kept",
    )
    op.create_index(
        "figure_in_force_key",
        "figure",
        ["fingerprint"],
        unique=True,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.create_index(
        op.f("figure_subject_kind_idx"),
        "figure",
        ["subject_kind", "subject_id", "metric"],
        unique=False,
    )
    op.create_table(
        "link",
        sa.Column("link_id", sa.Text(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False, comment="Vietnamese name"),
        sa.Column("name_en", sa.Text(), nullable=False, comment="English name"),
        sa.Column(
            "kind", sa.Text(), nullable=False, comment="airport, road, railway, waterway, ..."
        ),
        sa.Column(
            "status",
            sa.Text(),
            nullable=False,
            comment="operating, partly_open, planned, ...",
        ),
        sa.Column("opened_or_planned_year", sa.Integer(), nullable=True, comment="calendar year"),
        sa.Column(
            "geom",
            Geometry(
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
            comment="point or line",
        ),
        sa.Column(
            "geometry_accuracy", sa.Text(), nullable=False, comment="how well the sketch is known"
        ),
        sa.Column(
            "geometry_quality", sa.Text(), nullable=False, comment="schematic: drawn by hand"
        ),
        sa.Column(
            "badge",
            sa.Text(),
            nullable=False,
            comment="quality: A official and dated ... D estimate",
        ),
        sa.Column("source_keys", sa.Text(), nullable=False, comment="source keys joined by +"),
        sa.Column("note", sa.Text(), nullable=True, comment="what to be careful about"),
        sa.Column(
            "origin", sa.Text(), nullable=False, comment="bundle, or the import that brought it"
        ),
        sa.CheckConstraint(
            "GeometryType(geom) IN ('POINT', 'LINESTRING', 'MULTILINESTRING')",
            name=op.f("link_geom_type_check"),
        ),
        sa.CheckConstraint("badge IN ('A', 'B', 'C', 'D')", name=op.f("link_badge_check")),
        sa.CheckConstraint(
            "geometry_quality IN ('surveyed', 'openstreetmap', 'schematic')",
            name=op.f("link_geometry_quality_check"),
        ),
        sa.CheckConstraint(
            "kind IN ('airport', 'rail_station', 'national_road', 'provincial_road', 'ring_road', 'expressway', 'waterway', 'railway')",
            name=op.f("link_kind_check"),
        ),
        sa.CheckConstraint(
            "status IN ('operating', 'partly_open', 'under_construction', 'planned')",
            name=op.f("link_status_check"),
        ),
        sa.CheckConstraint("NOT ST_IsEmpty(geom)", name=op.f("link_geom_not_empty_check")),
        sa.CheckConstraint(
            "ST_CoveredBy(geom, ST_MakeEnvelope(105.8, 8.5, 108.0, 11.8, 4326))",
            name=op.f("link_geom_in_region_check"),
        ),
        sa.CheckConstraint("ST_IsValid(geom)", name=op.f("link_geom_valid_check")),
        sa.CheckConstraint("name_en IS NFC NORMALIZED", name=op.f("link_name_en_nfc_check")),
        sa.CheckConstraint("name_vi IS NFC NORMALIZED", name=op.f("link_name_vi_nfc_check")),
        sa.PrimaryKeyConstraint("link_id", name=op.f("link_pkey")),
        comment="Airports, stations, roads, railways and waterways",
    )
    op.create_index(op.f("link_geom_idx"), "link", ["geom"], unique=False, postgresql_using="gist")
    op.create_table(
        "load_run",
        sa.Column("load_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "loaded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "files",
            postgresql.JSONB(astext_type=Text()),
            nullable=False,
            comment="file name to SHA-256",
        ),
        sa.Column(
            "options",
            postgresql.JSONB(astext_type=Text()),
            nullable=False,
            comment="options of the load",
        ),
        sa.Column(
            "changed",
            postgresql.JSONB(astext_type=Text()),
            nullable=False,
            comment="rows changed, by table",
        ),
        sa.PrimaryKeyConstraint("load_id", name=op.f("load_run_pkey")),
        comment="One row a load that changed something",
    )
    op.create_table(
        "source",
        sa.Column(
            "source_key",
            sa.Text(),
            nullable=False,
            comment="short name used in every file and table",
        ),
        sa.Column("publisher", sa.Text(), nullable=False, comment="site or body that published it"),
        sa.Column(
            "address",
            sa.Text(),
            nullable=False,
            comment="web address, or words where there is none",
        ),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="sort of publisher; with the date it decides the badge",
        ),
        sa.Column(
            "licence", sa.Text(), nullable=False, comment="under which the figures may be used"
        ),
        sa.Column("retrieved", sa.Date(), nullable=True, comment="day we read it"),
        sa.Column(
            "note",
            sa.Text(),
            nullable=True,
            comment="evidence for its date, and what to be careful about",
        ),
        sa.CheckConstraint(
            "kind IN ('official', 'press_quoting_official', 'press', 'securities_report', 'developer', 'broker', 'list', 'openstreetmap', 'general_knowledge', 'estimate', 'computed')",
            name=op.f("source_kind_check"),
        ),
        sa.CheckConstraint("address IS NFC NORMALIZED", name=op.f("source_address_nfc_check")),
        sa.CheckConstraint("publisher IS NFC NORMALIZED", name=op.f("source_publisher_nfc_check")),
        sa.PrimaryKeyConstraint("source_key", name=op.f("source_pkey")),
        comment="Where figures come from",
    )
    op.create_table(
        "state",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False, comment="as text"),
        sa.PrimaryKeyConstraint("key", name=op.f("state_pkey")),
        comment="data_version, and what derived objects were made from",
    )
    op.create_table(
        "coastline",
        sa.Column("part_id", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="land, sea or shore of the region; context beyond",
        ),
        sa.Column(
            "geom",
            Geometry(
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
            comment="polygon, or line of shore",
        ),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column(
            "badge",
            sa.Text(),
            nullable=False,
            comment="quality: A official and dated ... D estimate",
        ),
        sa.CheckConstraint("badge IN ('A', 'B', 'C', 'D')", name=op.f("coastline_badge_check")),
        sa.CheckConstraint(
            "kind = 'context' OR ST_CoveredBy(geom, ST_MakeEnvelope(105.8, 8.5, 108.0, 11.8, 4326))",
            name=op.f("coastline_geom_in_region_check"),
        ),
        sa.CheckConstraint(
            "kind IN ('land', 'sea', 'shore', 'context')", name=op.f("coastline_kind_check")
        ),
        sa.CheckConstraint("NOT ST_IsEmpty(geom)", name=op.f("coastline_geom_not_empty_check")),
        sa.CheckConstraint("ST_IsValid(geom)", name=op.f("coastline_geom_valid_check")),
        sa.ForeignKeyConstraint(
            ["source_key"], ["source.source_key"], name=op.f("coastline_source_key_fkey")
        ),
        sa.PrimaryKeyConstraint("part_id", name=op.f("coastline_pkey")),
        comment="Land, sea and shore; sea is the region's box less its land",
    )
    op.create_index(
        op.f("coastline_geom_idx"), "coastline", ["geom"], unique=False, postgresql_using="gist"
    )
    op.create_table(
        "figure_source",
        sa.Column("figure_id", sa.BigInteger(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column(
            "position", sa.Integer(), nullable=False, comment="order in which the sources are named"
        ),
        sa.ForeignKeyConstraint(
            ["figure_id"], ["figure.figure_id"], name=op.f("figure_source_figure_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["source_key"], ["source.source_key"], name=op.f("figure_source_source_key_fkey")
        ),
        sa.PrimaryKeyConstraint("figure_id", "source_key", name=op.f("figure_source_pkey")),
        comment="The sources of each figure",
    )
    op.create_table(
        "port",
        sa.Column("port_id", sa.Text(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False, comment="Vietnamese name"),
        sa.Column("name_en", sa.Text(), nullable=False, comment="English name"),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="seaport_terminal, planned_seaport, river_port, icd",
        ),
        sa.Column("status", sa.Text(), nullable=False, comment="operating, planned, or no_cargo"),
        sa.Column("cluster", sa.Text(), nullable=True, comment="group of terminals on one channel"),
        sa.Column("un_locode", sa.Text(), nullable=True, comment="UN/LOCODE"),
        sa.Column(
            "inside_region",
            sa.Boolean(),
            nullable=False,
            comment="in the merged city; neighbours are false",
        ),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
            comment="best known place",
        ),
        sa.Column(
            "location_accuracy", sa.Text(), nullable=False, comment="how well the point is known"
        ),
        sa.Column("location_source", sa.Text(), nullable=False),
        sa.Column(
            "badge",
            sa.Text(),
            nullable=False,
            comment="quality: A official and dated ... D estimate",
        ),
        sa.Column("note", sa.Text(), nullable=True, comment="what to be careful about"),
        sa.Column(
            "origin", sa.Text(), nullable=False, comment="bundle, or the import that brought it"
        ),
        sa.CheckConstraint("badge IN ('A', 'B', 'C', 'D')", name=op.f("port_badge_check")),
        sa.CheckConstraint(
            "kind IN ('seaport_terminal', 'planned_seaport', 'river_port', 'icd')",
            name=op.f("port_kind_check"),
        ),
        sa.CheckConstraint(
            "location_accuracy IN ('surveyed', 'openstreetmap', 'approx_500m', 'approx_2km')",
            name=op.f("port_location_accuracy_check"),
        ),
        sa.CheckConstraint(
            "status IN ('operating', 'planned', 'no_cargo')", name=op.f("port_status_check")
        ),
        sa.CheckConstraint("NOT ST_IsEmpty(geom)", name=op.f("port_geom_not_empty_check")),
        sa.CheckConstraint(
            "ST_CoveredBy(geom, ST_MakeEnvelope(105.8, 8.5, 108.0, 11.8, 4326))",
            name=op.f("port_geom_in_region_check"),
        ),
        sa.CheckConstraint("ST_IsValid(geom)", name=op.f("port_geom_valid_check")),
        sa.CheckConstraint("cluster IS NFC NORMALIZED", name=op.f("port_cluster_nfc_check")),
        sa.CheckConstraint("name_en IS NFC NORMALIZED", name=op.f("port_name_en_nfc_check")),
        sa.CheckConstraint("name_vi IS NFC NORMALIZED", name=op.f("port_name_vi_nfc_check")),
        sa.ForeignKeyConstraint(
            ["location_source"], ["source.source_key"], name=op.f("port_location_source_fkey")
        ),
        sa.PrimaryKeyConstraint("port_id", name=op.f("port_pkey")),
        comment="Seaport terminals, river ports and inland container depots",
    )
    op.create_index(op.f("port_geom_idx"), "port", ["geom"], unique=False, postgresql_using="gist")
    op.create_table(
        "zone",
        sa.Column("zone_id", sa.Text(), nullable=False, comment="readable id, never reused"),
        sa.Column("name_vi", sa.Text(), nullable=False, comment="Vietnamese name"),
        sa.Column("name_en", sa.Text(), nullable=False, comment="English name"),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="KCN park, KCX export zone, KCNC high-tech, CCN cluster",
        ),
        sa.Column(
            "former_province",
            sa.Text(),
            nullable=False,
            comment="before 1 July 2025: HCMC, BD or BRVT",
        ),
        sa.Column("district", sa.Text(), nullable=True, comment="former district or city"),
        sa.Column(
            "status", sa.Text(), nullable=False, comment="operating, under_construction or planned"
        ),
        sa.Column(
            "official_unit",
            sa.Text(),
            nullable=True,
            comment="zone of the official count that it belongs to",
        ),
        sa.Column(
            "location",
            Geometry(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
            comment="best known centre; NULL = nobody has placed it",
        ),
        sa.Column(
            "location_accuracy", sa.Text(), nullable=True, comment="how well the centre is known"
        ),
        sa.Column("location_source", sa.Text(), nullable=True, comment="source of the centre"),
        sa.Column(
            "location_as_of", sa.Text(), nullable=True, comment="date of the centre, ISO partial"
        ),
        sa.Column(
            "location_badge",
            sa.Text(),
            nullable=True,
            comment="quality: A official and dated ... D estimate",
        ),
        sa.Column(
            "extent_length_m",
            sa.Float(),
            nullable=True,
            comment="long side of the mapped extent, metres",
        ),
        sa.Column(
            "extent_width_m",
            sa.Float(),
            nullable=True,
            comment="short side of the mapped extent, metres",
        ),
        sa.Column(
            "extent_bearing_deg",
            sa.Float(),
            nullable=True,
            comment="bearing of the long side, degrees from north",
        ),
        sa.Column(
            "osm_ids", sa.Text(), nullable=True, comment="OpenStreetMap objects that show it"
        ),
        sa.Column(
            "boundary",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
            comment="outline; NULL = neither mapped nor sized",
        ),
        sa.Column(
            "boundary_quality",
            sa.Text(),
            nullable=True,
            comment="surveyed, openstreetmap or schematic",
        ),
        sa.Column(
            "boundary_metric",
            sa.Text(),
            nullable=True,
            comment="figure whose area a schematic outline has",
        ),
        sa.Column(
            "boundary_badge",
            sa.Text(),
            nullable=True,
            comment="quality: A official and dated ... D estimate",
        ),
        sa.Column("note", sa.Text(), nullable=True, comment="what to be careful about"),
        sa.Column(
            "origin", sa.Text(), nullable=False, comment="bundle, or the import that brought it"
        ),
        sa.CheckConstraint(
            "boundary_badge IN ('A', 'B', 'C', 'D')", name=op.f("zone_boundary_badge_check")
        ),
        sa.CheckConstraint(
            "boundary_quality IN ('surveyed', 'openstreetmap', 'schematic')",
            name=op.f("zone_boundary_quality_check"),
        ),
        sa.CheckConstraint(
            "former_province IN ('HCMC', 'BD', 'BRVT')", name=op.f("zone_former_province_check")
        ),
        sa.CheckConstraint("kind IN ('KCN', 'KCX', 'KCNC', 'CCN')", name=op.f("zone_kind_check")),
        sa.CheckConstraint(
            "location_accuracy IN ('surveyed', 'openstreetmap', 'approx_500m', 'approx_2km')",
            name=op.f("zone_location_accuracy_check"),
        ),
        sa.CheckConstraint(
            "location_badge IN ('A', 'B', 'C', 'D')", name=op.f("zone_location_badge_check")
        ),
        sa.CheckConstraint(
            "status IN ('operating', 'under_construction', 'planned')",
            name=op.f("zone_status_check"),
        ),
        sa.CheckConstraint(
            "(boundary IS NULL) = (boundary_quality IS NULL)",
            name=op.f("zone_boundary_has_quality_check"),
        ),
        sa.CheckConstraint(
            "(location IS NULL) = (location_badge IS NULL)",
            name=op.f("zone_location_has_badge_check"),
        ),
        sa.CheckConstraint("NOT ST_IsEmpty(boundary)", name=op.f("zone_boundary_not_empty_check")),
        sa.CheckConstraint("NOT ST_IsEmpty(location)", name=op.f("zone_location_not_empty_check")),
        sa.CheckConstraint(
            "ST_CoveredBy(boundary, ST_MakeEnvelope(105.8, 8.5, 108.0, 11.8, 4326))",
            name=op.f("zone_boundary_in_region_check"),
        ),
        sa.CheckConstraint(
            "ST_CoveredBy(location, ST_MakeEnvelope(105.8, 8.5, 108.0, 11.8, 4326))",
            name=op.f("zone_location_in_region_check"),
        ),
        sa.CheckConstraint("ST_IsValid(boundary)", name=op.f("zone_boundary_valid_check")),
        sa.CheckConstraint("ST_IsValid(location)", name=op.f("zone_location_valid_check")),
        sa.CheckConstraint("district IS NFC NORMALIZED", name=op.f("zone_district_nfc_check")),
        sa.CheckConstraint(
            "extent_bearing_deg BETWEEN 0 AND 360", name=op.f("zone_extent_bearing_check")
        ),
        sa.CheckConstraint(
            "extent_length_m > 0 AND extent_width_m > 0", name=op.f("zone_extent_positive_check")
        ),
        sa.CheckConstraint("name_en IS NFC NORMALIZED", name=op.f("zone_name_en_nfc_check")),
        sa.CheckConstraint("name_vi IS NFC NORMALIZED", name=op.f("zone_name_vi_nfc_check")),
        sa.ForeignKeyConstraint(
            ["location_source"], ["source.source_key"], name=op.f("zone_location_source_fkey")
        ),
        sa.PrimaryKeyConstraint("zone_id", name=op.f("zone_pkey")),
        comment="Industrial zones (khu công nghiệp) and clusters (cụm công nghiệp)",
    )
    op.create_index(
        op.f("zone_boundary_idx"), "zone", ["boundary"], unique=False, postgresql_using="gist"
    )
    op.create_index(
        op.f("zone_location_idx"), "zone", ["location"], unique=False, postgresql_using="gist"
    )
    op.create_table(
        "parcel",
        sa.Column("parcel_version", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "parcel_id", sa.Text(), nullable=False, comment="readable id, the same in all versions"
        ),
        sa.Column("zone_id", sa.Text(), nullable=False),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
            comment="outline, EPSG:4326",
        ),
        sa.Column(
            "use",
            sa.Text(),
            server_default="unknown",
            nullable=False,
            comment="industrial, service, worker_housing, infrastructure, green, water, other, unknown",
        ),
        sa.Column(
            "clearance",
            sa.Text(),
            server_default="unknown",
            nullable=False,
            comment="not_cleared, under_way, cleared, unknown",
        ),
        sa.Column(
            "servicing",
            sa.Text(),
            server_default="unknown",
            nullable=False,
            comment="not_serviced, under_way, serviced, unknown",
        ),
        sa.Column(
            "commercial",
            sa.Text(),
            server_default="unknown",
            nullable=False,
            comment="available, optioned, reserved, leased, not_for_lease, unknown",
        ),
        sa.Column(
            "occupation",
            sa.Text(),
            server_default="unknown",
            nullable=False,
            comment="vacant, under_construction, occupied, idle, unknown",
        ),
        sa.Column(
            "constraint_kind",
            sa.Text(),
            server_default="none",
            nullable=False,
            comment="none, or what stands in the way: flood, corridor, dispute, ...",
        ),
        sa.Column(
            "option_expires", sa.Date(), nullable=True, comment="last day of an option to lease"
        ),
        sa.Column(
            "illustrative",
            sa.Boolean(),
            nullable=False,
            comment="only splits a footprint to agree with declared figures",
        ),
        sa.Column(
            "badge",
            sa.Text(),
            nullable=False,
            comment="quality: A official and dated ... D estimate",
        ),
        sa.Column(
            "origin", sa.Text(), nullable=False, comment="bundle, or the import that brought it"
        ),
        sa.Column(
            "valid", postgresql.DATERANGE(), nullable=False, comment="days on which this state held"
        ),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(now(), NULL)"),
            nullable=False,
            comment="when we knew it; open while we still do",
        ),
        postgresql.ExcludeConstraint(
            (sa.column("parcel_id"), "="),
            (sa.column("valid"), "&&"),
            (sa.column("recorded"), "&&"),
            using="gist",
            name="parcel_one_state_at_a_time",
        ),
        sa.CheckConstraint("badge IN ('A', 'B', 'C', 'D')", name=op.f("parcel_badge_check")),
        sa.CheckConstraint(
            "clearance IN ('not_cleared', 'under_way', 'cleared', 'unknown')",
            name=op.f("parcel_clearance_check"),
        ),
        sa.CheckConstraint(
            "commercial IN ('available', 'optioned', 'reserved', 'leased', 'not_for_lease', 'unknown')",
            name=op.f("parcel_commercial_check"),
        ),
        sa.CheckConstraint(
            "occupation IN ('vacant', 'under_construction', 'occupied', 'idle', 'unknown')",
            name=op.f("parcel_occupation_check"),
        ),
        sa.CheckConstraint(
            "servicing IN ('not_serviced', 'under_way', 'serviced', 'unknown')",
            name=op.f("parcel_servicing_check"),
        ),
        sa.CheckConstraint(
            "use IN ('industrial', 'service', 'worker_housing', 'infrastructure', 'green', 'water', 'other', 'unknown')",
            name=op.f("parcel_use_check"),
        ),
        sa.CheckConstraint("NOT ST_IsEmpty(geom)", name=op.f("parcel_geom_not_empty_check")),
        sa.CheckConstraint(
            "NOT isempty(valid) AND NOT isempty(recorded)",
            name=op.f("parcel_times_not_empty_check"),
        ),
        sa.CheckConstraint(
            "ST_CoveredBy(geom, ST_MakeEnvelope(105.8, 8.5, 108.0, 11.8, 4326))",
            name=op.f("parcel_geom_in_region_check"),
        ),
        sa.CheckConstraint("ST_IsValid(geom)", name=op.f("parcel_geom_valid_check")),
        sa.CheckConstraint(
            "constraint_kind IS NFC NORMALIZED", name=op.f("parcel_constraint_kind_nfc_check")
        ),
        sa.CheckConstraint("parcel_id IS NFC NORMALIZED", name=op.f("parcel_parcel_id_nfc_check")),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.zone_id"], name=op.f("parcel_zone_id_fkey")),
        sa.PrimaryKeyConstraint("parcel_version", name=op.f("parcel_pkey")),
        comment="Parcels (thửa đất) with the time their state held and the time we knew it",
    )
    op.create_index(
        op.f("parcel_geom_idx"), "parcel", ["geom"], unique=False, postgresql_using="gist"
    )
    op.create_index(op.f("parcel_zone_id_idx"), "parcel", ["zone_id"], unique=False)
    op.create_table(
        "zone_distance",
        sa.Column("zone_id", sa.Text(), nullable=False),
        sa.Column(
            "measure",
            sa.Text(),
            nullable=False,
            comment="coastline, deep_sea_berth, port, airport, expressway",
        ),
        sa.Column(
            "distance_m", sa.Float(), nullable=False, comment="metres on the WGS 84 ellipsoid"
        ),
        sa.Column("nearest_kind", sa.Text(), nullable=False, comment="coastline, port or link"),
        sa.Column("nearest_id", sa.Text(), nullable=False, comment="id of what is nearest"),
        sa.Column(
            "measured_from",
            sa.Text(),
            nullable=False,
            comment="boundary, or centre where only that is known",
        ),
        sa.Column(
            "badge",
            sa.Text(),
            nullable=False,
            comment="quality: A official and dated ... D estimate",
        ),
        sa.CheckConstraint("badge IN ('A', 'B', 'C', 'D')", name=op.f("zone_distance_badge_check")),
        sa.CheckConstraint(
            "measure IN ('coastline', 'deep_sea_berth', 'port', 'airport', 'expressway')",
            name=op.f("zone_distance_measure_check"),
        ),
        sa.CheckConstraint(
            "measured_from IN ('boundary', 'centre')",
            name=op.f("zone_distance_measured_from_check"),
        ),
        sa.CheckConstraint(
            "distance_m >= 0 AND distance_m < 1e6", name=op.f("zone_distance_distance_m_check")
        ),
        sa.ForeignKeyConstraint(
            ["zone_id"],
            ["zone.zone_id"],
            name=op.f("zone_distance_zone_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("zone_id", "measure", name=op.f("zone_distance_pkey")),
        comment="Computed distances; `zonemap measure` writes them",
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("zone_distance")
    op.drop_table("parcel")
    op.drop_table("zone")
    op.drop_table("port")
    op.drop_table("figure_source")
    op.drop_table("coastline")
    op.drop_table("state")
    op.drop_table("source")
    op.drop_table("load_run")
    op.drop_table("link")
    op.drop_table("figure")
    op.drop_table("claim")
