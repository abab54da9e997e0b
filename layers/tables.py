"""The tables: the one home of column names, types, SRIDs and of what each column means.

Text is NFC, geometry is EPSG:4326 inside the region, valid and not empty: the database itself
refuses anything else. Migrations build these tables; a test compares the two.
"""

from __future__ import annotations

from geoalchemy2 import Geometry
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import DATERANGE, JSONB, TSTZRANGE, ExcludeConstraint

from layers.columns import REGION_SQL, TILE_SRID, badge, geometry_of, nfc, one_of, sound
from layers.vocabulary import (
    BADGES,
    BOUNDARY_QUALITIES,
    DISTANCE_MEASURES,
    FORMER_PROVINCES,
    LINK_KINDS,
    LINK_STATUSES,
    LOCATION_ACCURACIES,
    METHODS,
    PARCEL_AXES,
    PORT_KINDS,
    PORT_STATUSES,
    SCOPES,
    SOURCE_KINDS,
    ZONE_KINDS,
    ZONE_STATUSES,
)

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "uq": "%(table_name)s_%(column_0_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "ix": "%(table_name)s_%(column_0_name)s_idx",
    }
)

source = Table(
    "source",
    metadata,
    Column("source_key", Text, primary_key=True, comment="short name used in every file and table"),
    Column("publisher", Text, nullable=False, comment="site or body that published it"),
    Column("address", Text, nullable=False, comment="web address, or words where there is none"),
    Column(
        "kind",
        Text,
        nullable=False,
        comment="sort of publisher; with the date it decides the badge",
    ),
    Column("licence", Text, nullable=False, comment="under which the figures may be used"),
    Column("retrieved", Date, comment="day we read it"),
    Column("note", Text, comment="evidence for its date, and what to be careful about"),
    one_of("kind", SOURCE_KINDS),
    *nfc("publisher", "address"),
    comment="Where figures come from",
)

zone = Table(
    "zone",
    metadata,
    Column("zone_id", Text, primary_key=True, comment="readable id, never reused"),
    Column("name_vi", Text, nullable=False, comment="Vietnamese name"),
    Column("name_en", Text, nullable=False, comment="English name"),
    Column(
        "kind",
        Text,
        nullable=False,
        comment="KCN park, KCX export zone, KCNC high-tech, CCN cluster",
    ),
    Column("former_province", Text, nullable=False, comment="before 1 July 2025: HCMC, BD or BRVT"),
    Column("district", Text, comment="former district or city"),
    Column("status", Text, nullable=False, comment="operating, under_construction or planned"),
    Column("official_unit", Text, comment="zone of the official count that it belongs to"),
    Column(
        "location", geometry_of("POINT"), comment="best known centre; NULL = nobody has placed it"
    ),
    Column("location_accuracy", Text, comment="how well the centre is known"),
    Column(
        "location_source", Text, ForeignKey("source.source_key"), comment="source of the centre"
    ),
    Column("location_as_of", Text, comment="date of the centre, ISO partial"),
    badge("location_badge", nullable=True),
    Column("extent_length_m", Float, comment="long side of the mapped extent, metres"),
    Column("extent_width_m", Float, comment="short side of the mapped extent, metres"),
    Column("extent_bearing_deg", Float, comment="bearing of the long side, degrees from north"),
    Column("osm_ids", Text, comment="OpenStreetMap objects that show it"),
    Column(
        "boundary", geometry_of("MULTIPOLYGON"), comment="outline; NULL = neither mapped nor sized"
    ),
    Column("boundary_quality", Text, comment="surveyed, openstreetmap or schematic"),
    Column("boundary_metric", Text, comment="figure whose area a schematic outline has"),
    badge("boundary_badge", nullable=True),
    Column("note", Text, comment="what to be careful about"),
    Column("origin", Text, nullable=False, comment="bundle, or the import that brought it"),
    one_of("kind", ZONE_KINDS),
    one_of("former_province", FORMER_PROVINCES),
    one_of("status", ZONE_STATUSES),
    one_of("location_accuracy", LOCATION_ACCURACIES),
    one_of("boundary_quality", BOUNDARY_QUALITIES),
    one_of("location_badge", BADGES),
    one_of("boundary_badge", BADGES),
    CheckConstraint("(boundary IS NULL) = (boundary_quality IS NULL)", name="boundary_has_quality"),
    CheckConstraint("(location IS NULL) = (location_badge IS NULL)", name="location_has_badge"),
    CheckConstraint("extent_length_m > 0 AND extent_width_m > 0", name="extent_positive"),
    CheckConstraint("extent_bearing_deg BETWEEN 0 AND 360", name="extent_bearing"),
    *nfc("name_vi", "name_en", "district"),
    *sound("location"),
    *sound("boundary"),
    Index(None, "location", postgresql_using="gist"),
    Index(None, "boundary", postgresql_using="gist"),
    comment="Industrial zones (khu công nghiệp) and clusters (cụm công nghiệp)",
)

figure = Table(
    "figure",
    metadata,
    Column("figure_id", BigInteger, Identity(), primary_key=True),
    Column("fingerprint", Text, nullable=False, comment="SHA-256 of all it says and its sources"),
    Column("subject_kind", Text, nullable=False, comment="zone or port"),
    Column("subject_id", Text, nullable=False, comment="id of the zone or port"),
    Column("metric", Text, nullable=False, comment="what is told; ids in layers.metrics"),
    Column(
        "value", Numeric, comment="in `unit`; NULL for ranges and statements, never 0 for unknown"
    ),
    Column("value_low", Numeric, comment="lower end of a published range, in `unit`"),
    Column("value_high", Numeric, comment="upper end of a published range, in `unit`"),
    Column("value_text", Text, comment="statement or words"),
    Column("unit", Text, comment="ha, share (0 to 1), USD/m2/term, year, ..."),
    Column(
        "scope",
        Text,
        nullable=False,
        comment="what it is about; only `zone` may stand for the zone",
    ),
    Column("as_of", Text, comment="date it held, as published: ISO partial, a/b, ~ approximate"),
    Column("as_of_begin", Date, comment="first day of as_of: not known of any day before"),
    Column("as_of_end", Date, comment="last day of as_of, for ordering"),
    Column("method", Text, nullable=False, comment="published, computed, read_as or statement"),
    badge(),
    Column("note", Text, comment="what to be careful about"),
    Column("ordinal", Integer, nullable=False, comment="place in its file; breaks ties"),
    Column("origin", Text, nullable=False, comment="bundle, or the import that brought it"),
    Column(
        "recorded",
        TSTZRANGE,
        nullable=False,
        server_default=text("tstzrange(now(), NULL)"),
        comment="when we knew it; open while we still do",
    ),
    one_of("subject_kind", ("zone", "port")),
    one_of("scope", SCOPES),
    one_of("method", METHODS),
    one_of("badge", BADGES),
    CheckConstraint(
        "num_nonnulls(value, value_low, value_text) >= 1"
        " AND (value_low IS NULL) = (value_high IS NULL)",
        name="says_something",
    ),
    CheckConstraint("value_low <= value_high", name="range_ordered"),
    CheckConstraint("value <> 'NaN' AND value_low <> 'NaN' AND value_high <> 'NaN'", name="finite"),
    CheckConstraint("unit <> 'share' OR value BETWEEN 0 AND 1", name="share"),
    CheckConstraint("unit <> 'ha' OR (value >= 0 AND coalesce(value_low, 0) >= 0)", name="area"),
    *nfc("value_text", "note"),
    Index(None, "subject_kind", "subject_id", "metric"),
    Index(
        "figure_in_force_key",
        "fingerprint",
        unique=True,
        postgresql_where=text("upper_inf(recorded)"),
    ),
    comment="Every figure with its passport; a figure that changes is ended and kept",
)

figure_source = Table(
    "figure_source",
    metadata,
    Column("figure_id", BigInteger, ForeignKey("figure.figure_id"), primary_key=True),
    Column("source_key", Text, ForeignKey("source.source_key"), primary_key=True),
    Column("position", Integer, nullable=False, comment="order in which the sources are named"),
    comment="The sources of each figure",
)

parcel = Table(
    "parcel",
    metadata,
    Column("parcel_version", BigInteger, Identity(), primary_key=True),
    Column("parcel_id", Text, nullable=False, comment="readable id, the same in all versions"),
    Column("zone_id", Text, ForeignKey("zone.zone_id"), nullable=False),
    Column("geom", geometry_of("MULTIPOLYGON"), nullable=False, comment="outline, EPSG:4326"),
    Column(
        "area_m2",
        Float,
        # In the server's own spelling, which the test of the schema compares with.
        Computed("round(ST_Area(geom::geography)::numeric, 1)::double precision", persisted=True),
        comment="geodesic on the WGS 84 ellipsoid, to the 0.1 m2 that is shown; "
        "as numeric, exactly that",
    ),
    Column(
        "geom_3857",
        Geometry("GEOMETRY", srid=TILE_SRID, spatial_index=False),
        Computed(
            f"ST_CollectionHomogenize(ST_ForcePolygonCW(ST_Transform(geom, {TILE_SRID})))",
            persisted=True,
        ),
        comment="outline as tiles want it, outer rings clockwise, a polygon if of one part; "
        "never measured",
    ),
    Column(
        "narrowest_3857_m",
        Float,
        Computed(
            "CASE WHEN ST_NPoints(geom) <= 1000"
            f" THEN ST_MinimumClearance(ST_Transform(geom, {TILE_SRID}))"
            " ELSE NULL::double precision END",
            persisted=True,
        ),
        comment="least distance between a corner and another corner or edge, Web Mercator metres; "
        "NULL where corners are too many to look at",
    ),
    *[
        Column(axis, Text, nullable=False, server_default="unknown", comment=", ".join(words))
        for axis, words in PARCEL_AXES.items()
    ],
    Column(
        "constraint_kind",
        Text,
        nullable=False,
        server_default="none",
        comment="none, or what stands in the way: flood, corridor, dispute, ...",
    ),
    Column("option_expires", Date, comment="last day of an option to lease"),
    Column("land_use_code", Text, comment="code of the land plan, as in data/land_use_codes.csv"),
    Column(
        "illustrative",
        Boolean,
        nullable=False,
        comment="only splits a footprint to agree with declared figures",
    ),
    badge(),
    Column("origin", Text, nullable=False, comment="bundle, or the import that brought it"),
    Column("valid", DATERANGE, nullable=False, comment="days on which this state held"),
    Column(
        "recorded",
        TSTZRANGE,
        nullable=False,
        server_default=text("tstzrange(now(), NULL)"),
        comment="when we knew it; open while we still do",
    ),
    *[one_of(axis, words) for axis, words in PARCEL_AXES.items()],
    one_of("badge", BADGES),
    CheckConstraint("NOT isempty(valid) AND NOT isempty(recorded)", name="times_not_empty"),
    *nfc("parcel_id", "constraint_kind"),
    *sound(),
    ExcludeConstraint(
        ("parcel_id", "="),
        ("valid", "&&"),
        ("recorded", "&&"),
        name="parcel_one_state_at_a_time",
        using="gist",
    ),
    Index(None, "zone_id"),
    # What pages, features and tiles ask for: the states that we hold true now.
    Index(None, "geom", postgresql_using="gist", postgresql_where=text("upper_inf(recorded)")),
    Index("parcel_in_force_idx", "parcel_id", postgresql_where=text("upper_inf(recorded)")),
    # By one id the planner would take the index of the exclusion, which is ten times slower.
    Index(
        "parcel_by_id_idx",
        "parcel_id",
        postgresql_using="hash",
        postgresql_where=text("upper_inf(recorded)"),
    ),
    Index(
        "parcel_tile_idx",
        "geom_3857",
        postgresql_using="gist",
        postgresql_where=text("upper_inf(recorded)"),
    ),
    comment="Parcels (thửa đất) with the time their state held and the time we knew it",
)

port = Table(
    "port",
    metadata,
    Column("port_id", Text, primary_key=True),
    Column("name_vi", Text, nullable=False, comment="Vietnamese name"),
    Column("name_en", Text, nullable=False, comment="English name"),
    Column(
        "kind", Text, nullable=False, comment="seaport_terminal, planned_seaport, river_port, icd"
    ),
    Column("status", Text, nullable=False, comment="operating, planned, or no_cargo"),
    Column("cluster", Text, comment="group of terminals on one channel"),
    Column("un_locode", Text, comment="UN/LOCODE"),
    Column(
        "inside_region", Boolean, nullable=False, comment="in the merged city; neighbours are false"
    ),
    Column("geom", geometry_of("POINT"), nullable=False, comment="best known place"),
    Column("location_accuracy", Text, nullable=False, comment="how well the point is known"),
    Column("location_source", Text, ForeignKey("source.source_key"), nullable=False),
    badge(),
    Column("note", Text, comment="what to be careful about"),
    Column("origin", Text, nullable=False, comment="bundle, or the import that brought it"),
    one_of("kind", PORT_KINDS),
    one_of("status", PORT_STATUSES),
    one_of("location_accuracy", LOCATION_ACCURACIES),
    one_of("badge", BADGES),
    *nfc("name_vi", "name_en", "cluster"),
    *sound(),
    Index(None, "geom", postgresql_using="gist"),
    comment="Seaport terminals, river ports and inland container depots",
)

link = Table(
    "link",
    metadata,
    Column("link_id", Text, primary_key=True),
    Column("name_vi", Text, nullable=False, comment="Vietnamese name"),
    Column("name_en", Text, nullable=False, comment="English name"),
    Column("kind", Text, nullable=False, comment="airport, road, railway, waterway, ..."),
    Column("status", Text, nullable=False, comment="operating, partly_open, planned, ..."),
    Column("opened_or_planned_year", Integer, comment="calendar year"),
    Column("geom", geometry_of("GEOMETRY"), nullable=False, comment="point or line"),
    Column("geometry_accuracy", Text, nullable=False, comment="how well the sketch is known"),
    Column("geometry_quality", Text, nullable=False, comment="schematic: drawn by hand"),
    badge(),
    Column("source_keys", Text, nullable=False, comment="source keys joined by +"),
    Column("note", Text, comment="what to be careful about"),
    Column("origin", Text, nullable=False, comment="bundle, or the import that brought it"),
    one_of("kind", LINK_KINDS),
    one_of("status", LINK_STATUSES),
    one_of("geometry_quality", BOUNDARY_QUALITIES),
    one_of("badge", BADGES),
    CheckConstraint(
        "GeometryType(geom) IN ('POINT', 'LINESTRING', 'MULTILINESTRING')", name="geom_type"
    ),
    *nfc("name_vi", "name_en"),
    *sound(),
    Index(None, "geom", postgresql_using="gist"),
    comment="Airports, stations, roads, railways and waterways",
)

coastline = Table(
    "coastline",
    metadata,
    Column("part_id", Text, primary_key=True),
    Column(
        "kind", Text, nullable=False, comment="land, sea or shore of the region; context beyond"
    ),
    Column("geom", geometry_of("GEOMETRY"), nullable=False, comment="polygon, or line of shore"),
    Column("source_key", Text, ForeignKey("source.source_key"), nullable=False),
    badge(),
    one_of("kind", ("land", "sea", "shore", "context")),
    one_of("badge", BADGES),
    *sound(inside_region=False),
    CheckConstraint(
        f"kind = 'context' OR ST_CoveredBy(geom, ST_MakeEnvelope({REGION_SQL}))",
        name="geom_in_region",
    ),
    Index(None, "geom", postgresql_using="gist"),
    comment="Land, sea and shore; sea is the region's box less its land",
)

claim = Table(
    "claim",
    metadata,
    Column("claim_id", Text, primary_key=True),
    Column("metric", Text, nullable=False, comment="what is claimed"),
    Column("scope", Text, nullable=False, comment="place it is claimed of"),
    Column("value", Numeric, comment="in `unit`"),
    Column("value_low", Numeric, comment="lower end of a range, in `unit`"),
    Column("value_high", Numeric, comment="upper end of a range, in `unit`"),
    Column("value_text", Text, comment="the claim where it is not one number"),
    Column("unit", Text, nullable=False, comment="ha, share (0 to 1), zones, ..."),
    Column("as_of", Text, comment="as published"),
    Column("source_keys", Text, nullable=False, comment="source keys joined by +"),
    Column("confidence", Text, comment="who is quoted"),
    badge(),
    Column("note", Text, comment="what to be careful about"),
    Column("ordinal", Integer, nullable=False, comment="place in its file"),
    Column("origin", Text, nullable=False, comment="bundle, or the import that brought it"),
    one_of("badge", BADGES),
    CheckConstraint("num_nonnulls(value, value_low, value_text) >= 1", name="says_something"),
    comment="Headline figures of officials and press: held against sums, never added to them",
)

zone_distance = Table(
    "zone_distance",
    metadata,
    Column("zone_id", Text, ForeignKey("zone.zone_id", ondelete="CASCADE"), primary_key=True),
    Column("measure", Text, primary_key=True, comment=", ".join(DISTANCE_MEASURES)),
    Column("distance_m", Float, nullable=False, comment="metres on the WGS 84 ellipsoid"),
    Column("nearest_kind", Text, nullable=False, comment="coastline, port or link"),
    Column("nearest_id", Text, nullable=False, comment="id of what is nearest"),
    Column(
        "measured_from",
        Text,
        nullable=False,
        comment="boundary, or centre where only that is known",
    ),
    badge(),
    one_of("measure", DISTANCE_MEASURES),
    one_of("measured_from", ("boundary", "centre")),
    one_of("badge", BADGES),
    CheckConstraint("distance_m >= 0 AND distance_m < 1e6", name="distance_m"),
    comment="Computed distances; `zonemap measure` writes them",
)

load_run = Table(
    "load_run",
    metadata,
    Column("load_id", BigInteger, Identity(), primary_key=True),
    Column("loaded_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    Column("files", JSONB, nullable=False, comment="file name to SHA-256"),
    Column("options", JSONB, nullable=False, comment="options of the load"),
    Column("changed", JSONB, nullable=False, comment="rows changed, by table"),
    comment="One row a load that changed something",
)

import_run = Table(
    "import_run",
    metadata,
    Column("import_id", BigInteger, Identity(), primary_key=True),
    Column("imported_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    Column("imported_by", Text, nullable=False, comment="account that ran the import"),
    Column("file", Text, nullable=False, comment="file name, without its folder"),
    Column("sha256", Text, nullable=False, comment="SHA-256 of the file"),
    Column("layer", Text, nullable=False, comment="what the file was imported as"),
    Column("profile", Text, comment="named settings that were used"),
    Column("source_key", Text, ForeignKey("source.source_key"), comment="source it was given as"),
    Column("as_of", Text, comment="day on which the file's state began to hold, ISO partial"),
    Column("options", JSONB, nullable=False, comment="settings of the import"),
    Column("counts", JSONB, nullable=False, comment="rows begun, ended and changed, by table"),
    Column("findings", JSONB, nullable=False, comment="what the examination of the file found"),
    comment="One row an import that changed something: who, when, which file, what it did",
)

import_profile = Table(
    "import_profile",
    metadata,
    Column("name", Text, primary_key=True),
    Column("settings", JSONB, nullable=False, comment="options of `zonemap import`"),
    Column("saved_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    CheckConstraint("name ~ '^[a-z0-9][a-z0-9-]{0,62}$'", name="name"),
    comment="Named import settings, so that next month's file needs none of them",
)

state = Table(
    "state",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False, comment="as text"),
    comment="data_version, and what derived objects were made from",
)
