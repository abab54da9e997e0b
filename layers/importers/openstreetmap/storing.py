"""Storing what was matched: outlines of zones, lines of roads, positions of ports and airports.

All of it runs inside one transaction of the caller. Only what differs is written, so that the same
file brings nothing the second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

import shapely

from geo.units import ZONE_AREA_DECIMALS_HA, round_half_up
from layers.badges import badge_for
from layers.database import WriteConnection, read_sql
from layers.importers.bundle_rows import FigureRow
from layers.importers.openstreetmap.line_matching import LineMatch
from layers.importers.openstreetmap.point_matching import PointMatch
from layers.importers.openstreetmap.records import LinkOnRecord, PortOnRecord
from layers.importers.openstreetmap.zone_matching import ZoneMatch
from layers.importers.outlines import Outline, store_outlines
from layers.importers.store import ewkb, insert_figures, upsert
from layers.tables import link, port

SOURCE_KEY: Final = "openstreetmap"
_ROUNDING_HA: Final = Decimal("0.06")
"""Bundled areas are rounded to 0.1 ha: the same outline differs by no more than this."""

Action = Literal["replaced", "drawn", "redrawn", "added", "unchanged", "older", "surveyed"]


@dataclass(frozen=True, slots=True)
class Passport:
    """What all rows of one import say of where they come from.

    Attributes
    ----------
    as_of
        Day of the data, ISO; None where the file does not say and nobody told.
    origin
        Such as `import:7`.
    """

    as_of: str | None
    origin: str


def action_for_zone(match: ZoneMatch, as_of: str | None) -> Action:
    """What becomes of a zone's outline: a surveyed or later one stands."""
    zone = match.zone
    if zone.boundary_quality == "surveyed":
        return "surveyed"
    if zone.boundary_quality == "openstreetmap":
        if zone.boundary is not None and shapely.equals_exact(zone.boundary, match.outline, 0):
            return "unchanged"
        if as_of and zone.outline_as_of and as_of < zone.outline_as_of.removeprefix("~"):
            return "older"
        return "redrawn"
    return "replaced" if zone.boundary is not None else "drawn"


def store_zones(
    connection: WriteConnection, matches: Sequence[ZoneMatch], passport: Passport
) -> dict[str, int]:
    """Store outlines and their areas; the declared areas stay beside them.

    Returns
    -------
    Rows changed, by table. Illustrative parcels of these zones end: they split a rectangle of the
    declared area, and an outline of another area cannot be split so.
    """
    changed = store_outlines(
        connection,
        [Outline(match.zone.zone_id, match.outline) for match in matches],
        quality="openstreetmap",
        badge=badge_for("openstreetmap", passport.as_of),
        source_key=SOURCE_KEY,
        as_of=passport.as_of,
        origin=passport.origin,
    )
    figures = _new_areas(connection, matches, passport)
    zones = [figure.subject_id for figure in figures]
    ended = connection.execute(read_sql("end_mapped_areas"), {"zones": zones}).rowcount
    changed["figure"] += ended + insert_figures(connection, figures, origin=passport.origin)
    return changed


def store_lines(
    connection: WriteConnection, matches: Sequence[LineMatch], passport: Passport
) -> int:
    """Store roads and railways; how many were new, changed, or went on under another id."""
    if not matches:
        return 0
    changed = upsert(
        connection,
        link,
        [
            _link_cells(match.link, match.link_id, match.geometry, "openstreetmap", passport)
            | {"name_vi": match.name_vi, "name_en": match.name_en}
            | {"kind": match.kind, "status": match.link.status if match.link else match.status}
            for match in matches
        ],
        over_imports=True,
    )
    return changed + connection.execute(read_sql("remove_renumbered_links")).rowcount


def store_airports(
    connection: WriteConnection, matches: Sequence[PointMatch], passport: Passport
) -> int:
    """Store positions of airports; how many were new or changed."""
    rows = []
    for match in matches:
        record = match.record if isinstance(match.record, LinkOnRecord) else None
        position = match.position
        rows.append(
            _link_cells(record, match.record_id, position.point, position.accuracy, passport)
            | _names(match)
            | {"kind": match.kind, "status": match.status}
        )
    return upsert(connection, link, rows, over_imports=True)


def store_ports(
    connection: WriteConnection, matches: Sequence[PointMatch], passport: Passport
) -> dict[str, int]:
    """Store positions of ports; where one was before is kept as a figure.

    Returns
    -------
    Rows changed, by table.
    """
    rows = [
        {
            "port_id": match.record_id,
            **_names(match),
            "kind": match.kind,
            "status": match.status,
            "inside_region": match.inside_region,
            "geom": ewkb(match.position.point),
            "location_accuracy": match.position.accuracy,
            "location_source": SOURCE_KEY,
            "badge": badge_for("openstreetmap", passport.as_of),
            "origin": passport.origin,
        }
        for match in matches
    ]
    figures = insert_figures(connection, _former_positions(matches), origin=passport.origin)
    return {"port": upsert(connection, port, rows, over_imports=True), "figure": figures}


def is_same_place(match: LineMatch | PointMatch, record: LinkOnRecord | PortOnRecord) -> bool:
    """Whether what is on record already is what the file says."""
    if isinstance(match, LineMatch):
        geometry, accuracy = match.geometry, "openstreetmap"
    else:
        geometry, accuracy = match.position.point, match.position.accuracy
    if isinstance(record, LinkOnRecord):
        told = (record.geometry_accuracy, record.geometry_quality)
    else:
        told = (record.location_accuracy, record.location_source)
    return told == (accuracy, "openstreetmap") and bool(
        shapely.equals_exact(record.geometry, geometry, 0)
    )


def _link_cells(
    record: LinkOnRecord | None,
    link_id: str,
    geometry: shapely.Geometry,
    accuracy: str,
    passport: Passport,
) -> dict[str, Any]:
    badge = badge_for("openstreetmap", passport.as_of)
    keys = record.source_keys.split("+") if record else []
    return {
        "link_id": link_id,
        "geom": ewkb(geometry),
        "geometry_accuracy": accuracy,
        "geometry_quality": "openstreetmap",
        # What several sources say has the best of their badges.
        "badge": min(badge, record.badge) if record else badge,
        "source_keys": "+".join(dict.fromkeys([*keys, SOURCE_KEY])),
        "origin": passport.origin,
    }


def _names(match: PointMatch) -> dict[str, str]:
    if match.record is not None:
        return {"name_vi": match.record.name_vi, "name_en": match.record.name_en}
    tags = match.element.tags
    name_vi = tags.get("name:vi") or match.element.names[0]
    return {"name_vi": name_vi, "name_en": tags.get("name:en") or name_vi}


def _new_areas(
    connection: WriteConnection, matches: Iterable[ZoneMatch], passport: Passport
) -> list[FigureRow]:
    """Areas of outlines that are not on record yet, as figures with their passport."""
    on_record: dict[str, list[tuple[Decimal, str | None]]] = {}
    for row in connection.execute(read_sql("list_mapped_areas")).fetchall():
        on_record.setdefault(row["zone_id"], []).append((row["area_ha"], row["as_of"]))
    figures = []
    for match in matches:
        area = round_half_up(match.area_ha, ZONE_AREA_DECIMALS_HA)
        known = on_record.get(match.zone.zone_id, [])
        if any(
            abs(value - area) <= _ROUNDING_HA and passport.as_of in (None, as_of)
            for value, as_of in known
        ):
            continue
        objects = " and ".join(element.key for element in match.elements)
        figures.append(
            _figure(
                "zone",
                match.zone.zone_id,
                metric="mapped_area_ha",
                value=area,
                unit="ha",
                as_of=passport.as_of,
                sources=SOURCE_KEY,
                method="computed",
                badge=badge_for("openstreetmap", passport.as_of),
                note=f"area of the outline {objects}",
            )
        )
    return figures


def _former_positions(matches: Iterable[PointMatch]) -> list[FigureRow]:
    """Where ports were on record before, as rivals of the new position."""
    figures = []
    for match in matches:
        record = match.record
        if not isinstance(record, PortOnRecord) or record.location_source == SOURCE_KEY:
            continue
        place = f"{record.geometry.x:.5f} {record.geometry.y:.5f}"
        figures.append(
            _figure(
                "port",
                record.port_id,
                metric="location",
                value_text=place,
                unit="deg",
                sources=record.location_source,
                method="published",
                badge=record.badge,
                note="position on record before OpenStreetMap's",
            )
        )
    return figures


def _figure(kind: Literal["zone", "port"], subject_id: str, **cells: Any) -> FigureRow:
    """Make a figure of which only some cells are told."""
    empty = dict.fromkeys(FigureRow.model_fields)
    told = {"subject_kind": kind, "subject_id": subject_id, "scope": kind, **cells}
    return FigureRow.model_validate({**empty, **told})
