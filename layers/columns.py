"""Columns and checks that several tables have: geometry, badge, words of a list, composed text."""

from __future__ import annotations

from geoalchemy2 import Geometry
from sqlalchemy import CheckConstraint, Column, Text

from geo.bbox import REGION

SRID = 4326
TILE_SRID = 3857
"""Web Mercator, which vector tiles are cut from; never measured."""

REGION_SQL = f"{REGION.west}, {REGION.south}, {REGION.east}, {REGION.north}, {SRID}"
"""Arguments of ST_MakeEnvelope for the region."""


def one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    """CHECK that a column holds one of some words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def nfc(*columns: str) -> list[CheckConstraint]:
    """CHECK that text is NFC, so that names typed on any keyboard compare equal."""
    return [
        CheckConstraint(f"{column} IS NFC NORMALIZED", name=f"{column}_nfc") for column in columns
    ]


def sound(column: str = "geom", *, inside_region: bool = True) -> list[CheckConstraint]:
    """CHECKs that PostGIS leaves out: valid, not empty, inside the region."""
    checks = [
        CheckConstraint(f"ST_IsValid({column})", name=f"{column}_valid"),
        CheckConstraint(f"NOT ST_IsEmpty({column})", name=f"{column}_not_empty"),
    ]
    if inside_region:
        box = f"ST_MakeEnvelope({REGION_SQL})"
        checks.append(CheckConstraint(f"ST_CoveredBy({column}, {box})", name=f"{column}_in_region"))
    return checks


def geometry_of(kind: str) -> Geometry:
    """Geometry type without an index of its own; indexes are named below each table."""
    return Geometry(kind, srid=SRID, spatial_index=False)


def badge(name: str = "badge", *, nullable: bool = False) -> Column[str]:
    """Column of a quality badge."""
    return Column(
        name, Text, nullable=nullable, comment="quality: A official and dated ... D estimate"
    )
