"""The words that columns may hold, and the schema they are in; loads without SQLAlchemy."""

from __future__ import annotations

SCHEMA = "zonemap"
"""Schema that holds everything of ours; found through `search_path`."""

BADGES = ("A", "B", "C", "D")
ZONE_KINDS = ("KCN", "KCX", "KCNC", "CCN")
ZONE_STATUSES = ("operating", "under_construction", "planned")
FORMER_PROVINCES = ("HCMC", "BD", "BRVT")
LOCATION_ACCURACIES = ("surveyed", "openstreetmap", "approx_500m", "approx_2km")
BOUNDARY_QUALITIES = ("surveyed", "openstreetmap", "schematic")
PORT_KINDS = ("seaport_terminal", "planned_seaport", "river_port", "icd")
PORT_STATUSES = ("operating", "planned", "no_cargo")
LINK_KINDS = (
    "airport",
    "rail_station",
    "national_road",
    "provincial_road",
    "ring_road",
    "expressway",
    "waterway",
    "railway",
)
LINK_STATUSES = ("operating", "partly_open", "under_construction", "planned")
SCOPES = ("zone", "port", "part", "group", "wider", "planned", "near")
METHODS = ("published", "computed", "read_as", "statement")
SOURCE_KINDS = (
    "official",
    "press_quoting_official",
    "press",
    "securities_report",
    "developer",
    "broker",
    "list",
    "openstreetmap",
    "general_knowledge",
    "estimate",
    "computed",
)
PARCEL_AXES: dict[str, tuple[str, ...]] = {
    "use": (
        "industrial",
        "service",
        "worker_housing",
        "infrastructure",
        "green",
        "water",
        "other",
        "unknown",
    ),
    "clearance": ("not_cleared", "under_way", "cleared", "unknown"),
    "servicing": ("not_serviced", "under_way", "serviced", "unknown"),
    "commercial": ("available", "optioned", "reserved", "leased", "not_for_lease", "unknown"),
    "occupation": ("vacant", "under_construction", "occupied", "idle", "unknown"),
}
"""The independent axes of a parcel's state; `unknown` is a value, not a guess."""

DISTANCE_MEASURES = ("coastline", "deep_sea_berth", "port", "airport", "expressway")
