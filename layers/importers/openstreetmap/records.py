"""What is on record of zones, links and ports: the other side of the matching."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import shapely

from layers.database import WriteConnection, read_sql
from layers.importers.openstreetmap.names import ZoneName, read_zone_name


@dataclass(frozen=True)
class ZoneOnRecord:
    """A zone as the database holds it; geometry EPSG:4326.

    Attributes
    ----------
    osm_ids
        Objects that show it, such as `way/306251856`.
    location, location_accuracy
        Best known centre and how well it is known; None = nobody has placed it.
    boundary, boundary_quality
        Outline now; `schematic` ones give way.
    total_area_ha
        Declared total area, hectares; None = unknown.
    outline_as_of
        Day of the OpenStreetMap data of the outline, ISO; None = it has none, or no date.
    """

    zone_id: str
    name_vi: str
    name_en: str
    kind: str
    osm_ids: tuple[str, ...]
    location: shapely.Point | None
    location_accuracy: str | None
    boundary: shapely.MultiPolygon | None
    boundary_quality: str | None
    total_area_ha: float | None
    outline_as_of: str | None

    @cached_property
    def readings(self) -> tuple[ZoneName, ...]:
        """Readings of its Vietnamese and English names."""
        found = (*read_zone_name(self.name_vi), *read_zone_name(self.name_en))
        return tuple(dict.fromkeys(found))

    @property
    def place(self) -> shapely.Geometry | None:
        """Real outline if it has one, else its centre."""
        if self.boundary is not None and self.boundary_quality != "schematic":
            return self.boundary
        return self.location


@dataclass(frozen=True, slots=True)
class LinkOnRecord:
    """A road, railway, airport or station as the database holds it; geometry EPSG:4326."""

    link_id: str
    name_vi: str
    name_en: str
    kind: str
    status: str
    geometry: shapely.Geometry
    geometry_accuracy: str
    geometry_quality: str
    source_keys: str
    badge: str
    origin: str

    @property
    def is_added(self) -> bool:
        """Whether an import of OpenStreetMap data added it: its own id then finds it again."""
        return is_added(self.link_id)


@dataclass(frozen=True, slots=True)
class PortOnRecord:
    """A port as the database holds it; geometry EPSG:4326."""

    port_id: str
    name_vi: str
    name_en: str
    kind: str
    status: str
    inside_region: bool
    geometry: shapely.Point
    location_accuracy: str
    location_source: str
    badge: str
    origin: str

    @property
    def is_added(self) -> bool:
        """As of a link."""
        return is_added(self.port_id)


def is_added(record_id: str) -> bool:
    """Whether an id is made from that of an OpenStreetMap object."""
    return record_id.startswith(("osm-node-", "osm-way-", "osm-relation-"))


def list_zones_on_record(connection: WriteConnection) -> list[ZoneOnRecord]:
    """Every zone, by id."""
    rows = connection.execute(read_sql("list_zones_for_openstreetmap")).fetchall()
    return [
        ZoneOnRecord(
            zone_id=row["zone_id"],
            name_vi=row["name_vi"],
            name_en=row["name_en"],
            kind=row["kind"],
            osm_ids=tuple(part for part in (row["osm_ids"] or "").split(";") if part),
            location=_geometry(row["location"]),
            location_accuracy=row["location_accuracy"],
            boundary=_geometry(row["boundary"]),
            boundary_quality=row["boundary_quality"],
            total_area_ha=None if row["total_area_ha"] is None else float(row["total_area_ha"]),
            outline_as_of=row["outline_as_of"],
        )
        for row in rows
    ]


def list_links_on_record(connection: WriteConnection) -> list[LinkOnRecord]:
    """Every link, by id."""
    rows = connection.execute(
        "SELECT link_id, name_vi, name_en, kind, status, ST_AsBinary(geom) AS geometry,"
        " geometry_accuracy, geometry_quality, source_keys, badge, origin"
        " FROM link ORDER BY link_id"
    ).fetchall()
    return [LinkOnRecord(**{**row, "geometry": _geometry(row["geometry"])}) for row in rows]


def list_ports_on_record(connection: WriteConnection) -> list[PortOnRecord]:
    """Every port, by id."""
    rows = connection.execute(
        "SELECT port_id, name_vi, name_en, kind, status, inside_region,"
        " ST_AsBinary(geom) AS geometry, location_accuracy, location_source, badge, origin"
        " FROM port ORDER BY port_id"
    ).fetchall()
    return [PortOnRecord(**{**row, "geometry": _geometry(row["geometry"])}) for row in rows]


def _geometry(wkb: bytes | None) -> shapely.Geometry | None:
    return None if wkb is None else shapely.from_wkb(bytes(wkb))
