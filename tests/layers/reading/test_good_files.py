from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.crs import transform_geometry
from geo.units import hectares_from_m2
from layers.importers.raw import RawLayer
from layers.importers.reading import read_file
from tests.layers.reading import makers

NAMES = [
    *(f"{name}-{crs}" for name in makers.IN_ANY_CRS for crs in (9210, 5899)),
    *makers.IN_WGS84,
]
SAYS_ITS_CRS = ("geojson", "gpkg", "shapefile", "kml", "kmz")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, int]]:
    return makers.made_files(tmp_path_factory.mktemp("good"))


def named(raw: RawLayer) -> dict[str, shapely.Geometry]:
    """Outlines by the parcel's number, whatever the column is called."""
    outlines = {}
    for feature in raw.features:
        values = feature.properties
        key = values.get("parcel_id") or values.get("parcel") or values.get("text")
        outlines[str(key)] = feature.geometry
    return outlines


@pytest.mark.parametrize("name", NAMES)
def test_read_file_gives_the_same_five_parcels(
    name: str, files: dict[str, tuple[Path, int]], temp_folder: Path
) -> None:
    path, crs = files[name]
    raw = read_file(path)
    outlines = named(raw)
    for parcel in makers.PARCELS:
        ground = transform_geometry(outlines[parcel.parcel_id], source=crs, target=9210)
        assert ground.area == pytest.approx(parcel.area_m2, abs=0.1)
        assert shapely.hausdorff_distance(ground, parcel.polygon()) < 0.001
    assert len(raw.features) == len(makers.PARCELS)
    assert [feature.number for feature in raw.features] == [1, 2, 3, 4, 5]
    assert raw.repairs_made == ()


@pytest.mark.parametrize("name", NAMES)
def test_read_file_says_what_the_file_says_of_its_crs(
    name: str, files: dict[str, tuple[Path, int]]
) -> None:
    path, crs = files[name]
    raw = read_file(path)
    says = name.startswith(SAYS_ITS_CRS)
    assert raw.crs_found == (f"EPSG:{crs}" if says else None)
    assert raw.file == path.name
    assert len(raw.sha256) == 64


@pytest.mark.parametrize(
    "name", ["geojson-9210", "gpkg-9210", "shapefile-9210", "csv-9210", "xlsx-9210", "kml"]
)
def test_read_file_gives_attributes_as_values(
    name: str, files: dict[str, tuple[Path, int]]
) -> None:
    raw = read_file(files[name][0])
    last, parcel = raw.features[-1].properties, makers.PARCELS[-1]
    assert last["name_vi"] == "Lô C1 - cây xanh Đỗ Quyên"
    assert last["area_ha"] == pytest.approx(hectares_from_m2(parcel.area_m2))
    assert set(parcel.properties()) <= set(raw.columns)


@pytest.mark.parametrize(
    ("name", "format_", "place"),
    [
        ("geojson-9210", "geojson", "feature 2"),
        ("geojsonl", "geojsonl", "row 2"),
        ("gpkg-9210", "gpkg", "feature 2 (fid 2)"),
        ("shapefile-zip-9210", "shapefile", "feature 2"),
        ("kmz", "kmz", "feature 2 (LO-A2)"),
        ("csv-9210", "csv", "row 3"),
        ("xlsx-9210", "xlsx", "sheet Thửa đất, row 3"),
        ("csv-corners-9210", "csv-corners", "rows 11-15"),
        ("xlsx-corners-9210", "xlsx-corners", "sheet Bảng tọa độ, rows 11-15"),
        ("dxf-9210", "dxf", "(layer RANH_THUA)"),
    ],
)
def test_read_file_says_where_a_feature_stands(
    name: str, format_: str, place: str, files: dict[str, tuple[Path, int]]
) -> None:
    raw = read_file(files[name][0])
    assert raw.format == format_
    assert place in raw.features[1].place
    assert raw.kind == ("corners" if "corners" in format_ else "features")


def test_read_file_hashes_all_parts_of_a_loose_shapefile(tmp_path: Path) -> None:
    path = makers.write_shapefile(tmp_path)
    before = read_file(path).sha256
    part = path.with_suffix(".dbf")
    part.write_bytes(part.read_bytes().replace(b"industrial", b"residences"))
    assert read_file(path).sha256 != before


def test_read_file_passes_a_polygon_of_a_million_vertices(tmp_path: Path) -> None:
    count = 1_000_000
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    ring = np.column_stack([603500 + 1000 * np.cos(angles), 1191400 + 1000 * np.sin(angles)])
    steps = shapely.Polygon(ring)
    path = tmp_path / "fine.geojson"
    path.write_text(
        '{"type":"Feature","properties":{"id":"A"},"geometry":' + shapely.to_geojson(steps) + "}"
    )
    raw = read_file(path)
    assert shapely.get_num_coordinates(raw.features[0].geometry) == count + 1
    assert raw.features[0].geometry.is_valid
