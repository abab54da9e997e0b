"""Vector tiles of collections and of the whole map, made by PostGIS (Mapbox Vector Tile 2.1)."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, LiteralString

from psycopg import sql

from layers.catalog import Collection
from layers.collections import COLLECTIONS, PARCELS, ZONES
from layers.database import ReadPool, fetch_rows

DEEPEST_ZOOM: Final = 22
MOST_BYTES: Final = 500_000
"""Bytes of a tile, before it is compressed."""

EXTENT: Final = 4096
BUFFER: Final = 64
"""Units around a tile that belong to it too, so that lines at its edge are drawn whole."""

COARSE_UNITS: Final = (0, 2, 8, 32, 128)
"""Units below which outlines lose their detail, step by step, in a tile that is too large."""

WORLD_M: Final = 40075016.685578
"""Width of the whole map in Web Mercator, metres, as ST_TileEnvelope has it."""

ROOM_UNITS: Final = 1.5
"""Units that must be between the corners and edges of an outline whose corners may be rounded.

Rounding moves a corner by half a diagonal, 0.71 units, and two of them by 1.42 toward each other.
"""

ZONE_LEDGER: Final = (
    "ledger_gross_ha",
    "ledger_net_ha",
    "ledger_leased_ha",
    "ledger_remaining_ha",
    "ledger_available_now_ha",
    "ledger_illustrative",
)
"""What is said of the parcels of a zone where the parcels are too small to be seen."""

BY_ZONE: Final = "parcels_by_zone"
"""Layer of parcels added up by zone."""

MAP_LAYERS: Final = ("coastline", "links", "zones", "parcels", "ports")
"""Collections of the whole map, the lowest first."""

logger = logging.getLogger("zonemap")


@dataclass(frozen=True, slots=True)
class TileAddress:
    """A tile of WebMercatorQuad: zoom, column from the west, row from the north."""

    zoom: int
    column: int
    row: int


async def read_tile(
    pool: ReadPool, collections: tuple[str, ...], address: TileAddress, *, on_day: date
) -> tuple[str, bytes]:
    """Version of the data, and a tile; empty where nothing lies in it.

    The same data give the same bytes. A tile that would be larger than `MOST_BYTES` is made again
    with plainer outlines, and parcels added up by zone.

    Parameters
    ----------
    collections
        Ids of the collections, each a layer of its own.
    on_day
        Features as they stood then.

    Raises
    ------
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database.translate_errors`.
    """
    for coarseness in range(len(COARSE_UNITS)):
        text, values = tile_statement(collections, address, on_day, coarseness)
        (row,) = await fetch_rows(pool, text, values, prepare=True)
        tag, tile = str(row["tag"]), bytes(row["tile"] or b"")
        if len(tile) <= MOST_BYTES:
            return tag, tile
        await asyncio.sleep(0)
    logger.warning("tile %s of %s is too large and was left empty", address, collections)
    return tag, b""


def tile_statement(
    collections: tuple[str, ...], address: TileAddress, on_day: date, coarseness: int
) -> tuple[bytes, dict[str, Any]]:
    """One row: `tag` of the data and `tile`."""
    has_parcels = address.zoom >= PARCELS.min_zoom and not coarseness
    unit_m = WORLD_M / (1 << address.zoom) / EXTENT
    values: dict[str, Any] = {
        "zoom": address.zoom,
        "column": address.column,
        "row": address.row,
        "day": on_day,
    }
    if coarseness:
        values["tolerance_m"] = unit_m * COARSE_UNITS[coarseness]
    if has_parcels and PARCELS.collection_id in collections:
        half_world_units = EXTENT << address.zoom >> 1
        values |= {
            "room_m": unit_m * ROOM_UNITS,
            "units_a_m": 1 / unit_m,
            "x_units": half_world_units - address.column * EXTENT,
            "y_units": half_world_units - address.row * EXTENT,
        }
    return _tile_text(collections, coarseness, has_parcels=has_parcels), values


@cache
def _tile_text(collections: tuple[str, ...], coarseness: int, *, has_parcels: bool) -> bytes:
    """Text of a statement; there are as many as ways to choose collections, a few hundred.

    The envelopes of the tile are subqueries, which are worked out once; in their place functions
    of bound values would be worked out for each row.
    """
    layers = [
        sql.SQL("coalesce(({}), '')").format(
            _layer(COLLECTIONS[name], coarseness, has_parcels=has_parcels)
        )
        for name in collections
    ]
    text = sql.SQL("SELECT (SELECT tag FROM data_tag()) AS tag, {} AS tile").format(
        sql.SQL(" || ").join(layers)
    )
    return text.as_bytes(None)


_ENVELOPE: Final = sql.SQL("(SELECT ST_TileEnvelope({z}, {x}, {y}))").format(
    z=sql.Placeholder("zoom"), x=sql.Placeholder("column"), y=sql.Placeholder("row")
)
_WIDE_ENVELOPE: Final = sql.SQL("(SELECT ST_TileEnvelope({z}, {x}, {y}, margin => {m}))").format(
    z=sql.Placeholder("zoom"),
    x=sql.Placeholder("column"),
    y=sql.Placeholder("row"),
    m=sql.Literal(BUFFER / EXTENT),
)


def _layer(collection: Collection, coarseness: int, *, has_parcels: bool) -> sql.Composable:
    """Statement of one layer."""
    if collection is not PARCELS:
        return _features(collection, coarseness)
    return _parcels() if has_parcels else _parcels_by_zone(coarseness)


def _parcels() -> sql.Composed:
    """Parcels from the outline that is kept for tiles, in an order that is quick to make.

    What lies wholly inside and has room needs neither clipping nor mending: its corners are
    rounded to the tile's units and it is as valid as before, in a fifth of the time. ST_AsMVT drops
    what is behind the point; half a unit makes that rounding, but where it is negative.
    """
    return _as_tile(
        PARCELS.collection_id,
        sql.SQL(
            "SELECT CASE WHEN p.narrowest_3857_m > CAST({room} AS float8) THEN"
            " CASE WHEN p.geom_3857 @ {envelope} THEN {in_half_units}"
            " WHEN p.geom_3857 @ {wide} THEN ST_SnapToGrid({in_units}, 1) ELSE {clipped} END"
            " ELSE {clipped} END AS geom,"
            " p.parcel_id, p.zone_id, p.use,"
            " ledger_line(p.use, p.clearance, p.servicing, p.commercial, p.constraint_kind,"
            " p.option_expires, CAST({day} AS date)) AS ledger_line,"
            " p.area_m2, p.illustrative"
            " FROM parcel AS p"
            " WHERE p.geom_3857 && {wide} AND (p.valid @> CAST({day} AS date)) IS TRUE"
            " AND upper_inf(p.recorded) ORDER BY p.parcel_version"
        ).format(
            room=sql.Placeholder("room_m"),
            in_half_units=_in_units("0.5"),
            in_units=_in_units("0"),
            clipped=_drawn_shape(sql.SQL("p.geom_3857")),
            envelope=_ENVELOPE,
            wide=_WIDE_ENVELOPE,
            day=sql.Placeholder("day"),
        ),
    )


def _in_units(more: LiteralString) -> sql.Composed:
    """The outline of a parcel in the tile's units and so many more, from its upper left corner."""
    return sql.SQL(
        "ST_Affine(p.geom_3857, CAST({units} AS float8), 0, 0, -CAST({units} AS float8),"
        f" (SELECT CAST({{x}} AS float8) + {more}), (SELECT CAST({{y}} AS float8) + {more}))"
    ).format(
        units=sql.Placeholder("units_a_m"),
        x=sql.Placeholder("x_units"),
        y=sql.Placeholder("y_units"),
    )


def _parcels_by_zone(coarseness: int) -> sql.Composed:
    """Zones that have parcels, with what their parcels add up to."""
    columns = [sql.SQL("f.{}").format(sql.Identifier(name)) for name in ("zone_id", *ZONE_LEDGER)]
    where = sql.SQL(" AND f.ledger_gross_ha IS NOT NULL AND ST_Dimension(f.geom) = 2")
    return _as_tile(BY_ZONE, _drawn(ZONES, columns, where, coarseness))


def _features(collection: Collection, coarseness: int) -> sql.Composed:
    columns = [sql.SQL("f.{}").format(sql.Identifier(name)) for name in collection.tile_properties]
    return _as_tile(collection.collection_id, _drawn(collection, columns, sql.SQL(""), coarseness))


def _drawn(
    collection: Collection,
    columns: list[sql.Composed],
    where: sql.Composable,
    coarseness: int,
) -> sql.Composed:
    """Features of a relation that touch a tile, as they are drawn in it."""
    shape: sql.Composable = sql.SQL("ST_Transform(f.geom, 3857)")
    if coarseness:
        shape = sql.SQL("ST_SimplifyPreserveTopology({}, CAST({} AS float8))").format(
            shape, sql.Placeholder("tolerance_m")
        )
    drawn = _drawn_shape(shape)
    if collection is ZONES:
        # From far off an outline is less than a unit wide and left out: its middle stands for it.
        middle = sql.SQL("ST_Centroid({})").format(shape)
        drawn = sql.SQL("coalesce({}, {})").format(drawn, _drawn_shape(middle))
    return sql.SQL(
        "SELECT {drawn} AS geom, {columns} FROM {relation}(CAST({day} AS date)) AS f"
        # Beyond the edge of the map longitudes begin anew, and a box around them is the wrong one.
        " WHERE f.geom && (SELECT"
        " ST_Transform(ST_Intersection({wide}, ST_TileEnvelope(0, 0, 0)), 4326))"
        "{where} ORDER BY f.{id}"
    ).format(
        drawn=drawn,
        columns=sql.SQL(", ").join(columns),
        relation=sql.Identifier(collection.relation),
        day=sql.Placeholder("day"),
        wide=_WIDE_ENVELOPE,
        where=where,
        id=sql.Identifier(collection.id_property),
    )


def _drawn_shape(shape: sql.Composable) -> sql.Composed:
    """A shape in Web Mercator as it lies in the tile; NULL where nothing of it is seen."""
    return sql.SQL("ST_AsMVTGeom({}, {}, {}, {})").format(
        shape, _ENVELOPE, sql.Literal(EXTENT), sql.Literal(BUFFER)
    )


def _as_tile(name: str, rows: sql.Composable) -> sql.Composed:
    # ST_AsMVT leaves out what has no geometry; a condition here would draw everything twice.
    return sql.SQL("SELECT ST_AsMVT(t.*, {name}, {extent}, 'geom') FROM ({rows}) AS t").format(
        name=sql.Literal(name), extent=sql.Literal(EXTENT), rows=rows
    )
