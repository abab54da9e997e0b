"""The coastline of record: land, sea and shore fit together, and the recipe makes the same file."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import psycopg
import pytest
import shapely
from psycopg.rows import DictRow

from geo.bbox import REGION
from layers.importers.coastline import CONTEXT, build_coastline, read_coastline
from layers.settings import CHECKOUT

BUNDLED = CHECKOUT / "data" / "coastline"


Parts = dict[str, list[shapely.Geometry]]


@pytest.fixture(scope="module")
def parts() -> Parts:
    """Geometries by kind: land, sea, shore and context."""
    by_kind: Parts = {}
    for _, kind, geometry in read_coastline(BUNDLED).parts:
        by_kind.setdefault(kind, []).append(geometry)
    return by_kind


def test_land_and_sea_fill_the_region(parts: Parts) -> None:
    box = shapely.box(*REGION)
    land, sea = shapely.union_all(parts["land"]), shapely.union_all(parts["sea"])
    assert land.area + sea.area == pytest.approx(box.area, abs=1e-12)
    assert shapely.intersection(land, sea).area == pytest.approx(0, abs=1e-12)
    assert (len(parts["land"]), len(parts["sea"])) == (37, 1)


def test_shore_is_the_line_between_land_and_sea(parts: Parts) -> None:
    shore = shapely.multilinestrings(parts["shore"])
    land, sea = shapely.union_all(parts["land"]), shapely.union_all(parts["sea"])
    assert shapely.difference(shore, shapely.boundary(land)).length < 1e-9
    assert shapely.difference(shore, shapely.boundary(sea)).length < 1e-9
    assert shapely.intersection(shore, shapely.box(*REGION).exterior).length == 0


@pytest.mark.parametrize(
    ("place", "lon", "lat", "at_sea"),
    [
        ("Bến Thành", 106.6983, 10.7721, False),
        ("Cái Mép", 107.0300, 10.5400, False),
        ("off Vũng Tàu", 107.2, 10.2, True),
        ("Côn Sơn", 106.60, 8.69, False),
        ("off Côn Đảo", 106.3, 8.7, True),
    ],
)
def test_sea_is_where_it_is(
    parts: Parts, place: str, lon: float, lat: float, *, at_sea: bool
) -> None:
    assert shapely.intersects_xy(shapely.union_all(parts["sea"]), lon, lat) == at_sea, place


def test_context_lies_beyond_the_region(parts: Parts) -> None:
    context = shapely.union_all(parts["context"])
    assert shapely.box(*CONTEXT).covers(context)
    assert shapely.intersection(context, shapely.box(*REGION)).area == pytest.approx(0, abs=1e-9)


def test_parts_have_an_id_each() -> None:
    ids = [part_id for part_id, _, _ in read_coastline(BUNDLED).parts]
    assert len(ids) == len(set(ids)) == 110
    assert ids[0] == "land-1"


def test_stored_coastline_has_its_source_and_badge(loaded: psycopg.Connection[DictRow]) -> None:
    rows = loaded.execute(
        "SELECT DISTINCT c.badge, s.kind, s.licence FROM coastline AS c JOIN source AS s"
        " USING (source_key)"
    ).fetchall()
    assert [(row["badge"], row["kind"]) for row in rows] == [("C", "openstreetmap")]
    assert "ODbL" in rows[0]["licence"]


@pytest.mark.slow
def test_recipe_makes_the_bundled_files_again(tmp_path: Path) -> None:
    """Takes 5 s and 600 MB: the package holds the world."""
    pytest.importorskip("roaring_landmask")
    passport = tomllib.loads((BUNDLED / "SOURCE.toml").read_text(encoding="utf-8"))
    made = build_coastline(tmp_path, today=passport["retrieved"])
    assert made["land_polygons"] == 37
    for name in ("land.geojson", "SOURCE.toml"):
        assert (tmp_path / name).read_bytes() == (BUNDLED / name).read_bytes()
    assert isinstance(passport["retrieved"], date)
