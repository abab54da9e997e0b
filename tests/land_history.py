"""Parcels of one zone with a history, put into a loaded database as an import would put them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import psycopg
import shapely
from psycopg.rows import dict_row
from shapely.geometry.polygon import orient

from layers.address import DatabaseAddress
from layers.database import with_search_path
from layers.importers.parcels import ParcelState, store_parcels
from layers.managed import ManagedCluster

ZONE = "an-ha"
DAYS = (date(2024, 1, 15), date(2024, 9, 1), date(2025, 6, 30), date(2026, 3, 1))
HOSTILE_LABEL = "<img src=x onerror=globalThis.__hacked=1>"
HOSTILE_CONSTRAINT = '=HYPERLINK("http://evil.example")${globalThis.__hacked=2}'
COLUMNS, ROWS = 6, 4


def make_land_database(
    cluster: ManagedCluster, loaded: DatabaseAddress, name: str
) -> DatabaseAddress:
    """Copy the loaded database under a name, with the history in it; the caller drops it."""
    template = psycopg.conninfo.conninfo_to_dict(loaded.owner_url)["dbname"]
    with psycopg.connect(cluster.admin_url("postgres"), autocommit=True) as admin:
        # A database that somebody uses cannot be copied; pools connect again by themselves.
        admin.execute(
            "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE datname = %s",
            [template],
        )
    address = cluster.create_database(name, template=str(template))
    store_history(address.owner_url)
    return address


def store_history(owner_url: str, zone_id: str = ZONE) -> None:
    """Split the zone's outline into a grid of parcels and let their states change on four days."""
    with psycopg.connect(
        owner_url, row_factory=dict_row, options=with_search_path(owner_url)
    ) as connection:
        row = connection.execute(
            "SELECT ST_AsBinary(boundary) AS boundary FROM zone WHERE zone_id = %s", [zone_id]
        ).fetchone()
        assert row is not None
        first = _first_states(zone_id, shapely.from_wkb(bytes(row["boundary"])))
        states = {parcel.parcel_id: parcel for parcel in first}
        for day, edit in zip(DAYS, (_begin, _lease, _prepare, _split), strict=True):
            states = edit(states, zone_id)
            store_parcels(
                connection,
                list(states.values()),
                from_day=day,
                origin="test",
                whole_zones=[zone_id],
            )
        connection.execute("UPDATE state SET value = value::int + 1 WHERE key = 'data_version'")


def grid(boundary: shapely.Geometry, columns: int, rows: int) -> list[shapely.MultiPolygon]:
    """Cells of a four-cornered outline, row by row; EPSG:4326."""
    ring = list(shapely.get_parts(boundary)[0].exterior.coords)[:4]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = ring

    def at(u: float, v: float) -> tuple[float, float]:
        return (
            (1 - u) * (1 - v) * ax + u * (1 - v) * bx + u * v * cx + (1 - u) * v * dx,
            (1 - u) * (1 - v) * ay + u * (1 - v) * by + u * v * cy + (1 - u) * v * dy,
        )

    cells = []
    for row in range(rows):
        for column in range(columns):
            u0, u1 = column / columns, (column + 1) / columns
            v0, v1 = row / rows, (row + 1) / rows
            ring_of_cell = [at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)]
            cells.append(shapely.MultiPolygon([orient(shapely.Polygon(ring_of_cell))]))
    return cells


States = dict[str, ParcelState]


def _first_states(zone_id: str, boundary: shapely.Geometry) -> list[ParcelState]:
    parcels = []
    for number, outline in enumerate(grid(boundary, COLUMNS, ROWS)):
        row, column = divmod(number, COLUMNS)
        label = f"{'ABCD'[row]}{column + 1}"
        parcels.append(
            ParcelState(f"{zone_id}/{label}", zone_id, outline, badge="A", land_use_code="SKK")
        )
    return parcels


def _begin(states: States, zone_id: str) -> States:
    """Half of the zone is let or ready, the rest stands at every earlier step."""
    begun = {}
    for number, (key, parcel) in enumerate(states.items()):
        known = replace(
            parcel,
            use="industrial",
            clearance="cleared",
            servicing="serviced",
            commercial="available",
            occupation="vacant",
        )
        match number % 8:
            case 0 | 1:
                known = replace(known, commercial="leased", occupation="occupied")
            case 2:
                known = replace(known, servicing="under_way")
            case 3:
                known = replace(known, clearance="not_cleared", servicing="not_serviced")
            case 4:
                known = replace(known, use="green", commercial="not_for_lease")
        begun[key] = known
    last = f"{zone_id}/D6"
    begun[last] = replace(begun[last], constraint_kind=HOSTILE_CONSTRAINT)
    hostile = f"{zone_id}/{HOSTILE_LABEL}"
    begun[hostile] = replace(begun.pop(f"{zone_id}/D5"), parcel_id=hostile)
    return begun


def _lease(states: States, zone_id: str) -> States:
    changed = dict(states)
    for label in ("A6", "B2"):
        key = f"{zone_id}/{label}"
        changed[key] = replace(changed[key], commercial="leased", occupation="under_construction")
    return changed


def _prepare(states: States, zone_id: str) -> States:
    changed = {
        key: replace(parcel, servicing="serviced") if parcel.servicing == "under_way" else parcel
        for key, parcel in states.items()
    }
    key = f"{zone_id}/C2"
    changed[key] = replace(changed[key], commercial="optioned", option_expires=date(2027, 12, 31))
    return changed


def _split(states: States, zone_id: str) -> States:
    changed = dict(states)
    whole = changed.pop(f"{zone_id}/A4")
    for part, outline in zip("ab", grid(whole.outline, 2, 1), strict=True):
        key = f"{zone_id}/A4{part}"
        changed[key] = replace(whole, parcel_id=key, outline=outline)
    key = f"{zone_id}/A4a"
    changed[key] = replace(changed[key], clearance="cleared", servicing="serviced")
    return changed
