"""Land built by hand in an empty database, and a copy of the bundled files to spoil."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import shapely
from psycopg import sql
from psycopg.rows import DictRow, dict_row

from geo.footprints import rectangle_footprint
from geo.measures import GEOD
from layers.address import DatabaseAddress
from layers.importers.store import ewkb

TODAY = date(2026, 11, 22)
SOUTH_WEST = (106.70, 10.80)


def hectares(column: int = 0, row: int = 0, wide: int = 1, high: int = 1, east_m: float = 0) -> Any:
    """Rectangle of `wide` x `high` squares of 100 m, 1 ha each, on a grid; EPSG:4326."""
    lon, lat, _ = GEOD.fwd(*SOUTH_WEST, 90, 100 * (column + wide / 2) + east_m)
    lon, lat, _ = GEOD.fwd(lon, lat, 0, 100 * (row + high / 2))
    long, short = max(wide, high), min(wide, high)
    return rectangle_footprint(
        lon,
        lat,
        wide * high * 10_000,
        length_to_width=long / short,
        bearing_deg=90 if wide > high else 0,
    )


class Land:
    """Zones, parcels and figures put into an empty database by hand."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self._ordinal = 0

    def insert(self, table: str, **values: Any) -> None:
        """Insert one row; a shapely geometry is stored as EPSG:4326."""
        cells = {
            name: ewkb(value) if isinstance(value, shapely.Geometry) else value
            for name, value in values.items()
        }
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, cells)),
            sql.SQL(", ").join(map(sql.Placeholder, cells)),
        )
        self.connection.execute(statement, cells)

    def source(self, key: str = "s1", **values: Any) -> None:
        """Insert a source, official unless told otherwise."""
        row = {"publisher": "Hepza", "address": "-", "kind": "official", "licence": "-"}
        self.insert("source", source_key=key, **{**row, **values})

    def zone(self, zone_id: str = "z", **values: Any) -> None:
        """Insert an operating zone that is not on the map unless told otherwise."""
        row = {
            "name_vi": "Khu công nghiệp Z",
            "name_en": "Z Industrial Park",
            "kind": "KCN",
            "former_province": "HCMC",
            "status": "operating",
            "origin": "test",
        }
        if "boundary" in values:
            row["boundary_quality"] = "surveyed"
            values["boundary"] = shapely.MultiPolygon([values["boundary"]])
        self.insert("zone", zone_id=zone_id, **{**row, **values})

    def parcel(self, parcel_id: str, polygon: Any, zone_id: str = "z", **values: Any) -> None:
        """Insert a real parcel for which every axis is unknown unless told otherwise."""
        row = {"illustrative": False, "badge": "A", "origin": "test", "valid": "[2020-01-01,)"}
        geom = shapely.MultiPolygon([polygon])
        self.insert("parcel", parcel_id=parcel_id, zone_id=zone_id, geom=geom, **{**row, **values})

    def figure(self, metric: str, value: float | None = None, **values: Any) -> None:
        """Insert a figure of zone z, of badge A and undated unless told otherwise."""
        self._ordinal += 1
        sources = values.pop("sources", ())
        row = {
            "fingerprint": str(self._ordinal),
            "subject_kind": "zone",
            "subject_id": "z",
            "metric": metric,
            "value": value,
            "unit": "share" if metric == "occupancy_rate" else "ha",
            "scope": "zone",
            "method": "published",
            "badge": "A",
            "ordinal": self._ordinal,
            "origin": "test",
        }
        if "as_of" in values:
            values = {"as_of_begin": values["as_of"], "as_of_end": values["as_of"], **values}
        self.insert("figure", **{**row, **values})
        for position, key in enumerate(sources, start=1):
            self.connection.execute(
                "INSERT INTO figure_source (figure_id, source_key, position)"
                " SELECT max(figure_id), %s, %s FROM figure",
                [key, position],
            )

    def ask(self, query: str, **values: Any) -> list[DictRow]:
        """Rows of a query as dictionaries."""
        with self.connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query, values).fetchall()

    def ledger(self, zone_id: str = "z", on_day: date = TODAY, gap_m: float = 30) -> DictRow:
        """Row of the ledger of one zone."""
        (row,) = self.ask(
            "SELECT * FROM zone_ledger(%(day)s, %(gap)s) WHERE zone_id = %(zone_id)s",
            day=on_day,
            gap=gap_m,
            zone_id=zone_id,
        )
        return row

    def declared(self, quantity: str, on_day: date = TODAY) -> DictRow | None:
        """What is declared of zone z, or None."""
        rows = self.ask(
            "SELECT * FROM declared_land(%(day)s) WHERE zone_id = 'z' AND quantity = %(quantity)s",
            day=on_day,
            quantity=quantity,
        )
        return rows[0] if rows else None

    def headline(self, quantity: str, on_day: date = TODAY) -> DictRow:
        """Headline of zone z."""
        (row,) = self.ask(
            "SELECT * FROM zone_headline(%(day)s) WHERE zone_id = 'z' AND quantity = %(quantity)s",
            day=on_day,
            quantity=quantity,
        )
        return row


class BundleCopy:
    """The bundled files in a folder of the test's own, to be spoiled cell by cell."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def path(self, file: str) -> Path:
        """Path of one of the files."""
        return self.directory / file

    def rows(self, file: str) -> list[dict[str, str]]:
        """All rows of a CSV file."""
        with self.path(file).open(encoding="utf-8", newline="") as opened:
            return list(csv.DictReader(opened, strict=True))

    def write(self, file: str, rows: list[dict[str, str]]) -> None:
        """Write a CSV file anew."""
        with self.path(file).open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def change(self, file: str, row: int, **cells: str) -> None:
        """Change cells of the row that begins on a line (the header is line 1)."""
        rows = self.rows(file)
        assert set(cells) <= set(rows[row - 2])
        rows[row - 2].update(cells)
        self.write(file, rows)

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace the first occurrence of some text."""
        text = self.path(file).read_text(encoding="utf-8")
        assert old in text
        self.path(file).write_text(text.replace(old, new, 1), encoding="utf-8")

    def line_of(self, file: str, **cells: str) -> int:
        """Line of the first row that has these cells."""
        for number, row in enumerate(self.rows(file), start=2):
            if cells.items() <= row.items():
                return number
        raise LookupError(cells)


def contents(address: DatabaseAddress) -> dict[str, str]:
    """What a database holds: count and checksum of the rows, by table of ours."""
    with psycopg.connect(address.owner_url) as connection:
        tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'zonemap'::regnamespace ORDER BY relname"
        ).fetchall()
        held = sql.SQL(" UNION ALL ").join(
            sql.SQL(
                "SELECT {}, concat(count(*), ' ', md5(string_agg(t::text, '|' ORDER BY t::text)))"
                " FROM {} AS t"
            ).format(table, sql.Identifier("zonemap", table))
            for (table,) in tables
        )
        return dict(connection.execute(held).fetchall())
