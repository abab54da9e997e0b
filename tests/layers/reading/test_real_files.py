"""Real open data, read where a folder of it is at hand: see ZONEMAP_GEODATA."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import shapely

from geo.errors import ImportRejected
from layers.importers.reading import ReadOptions, read_file

FOLDER = os.environ.get("ZONEMAP_GEODATA", "")
pytestmark = pytest.mark.skipif(
    not Path(FOLDER).is_dir() or not FOLDER, reason="ZONEMAP_GEODATA names no folder"
)
LAYERS = [
    ("industrial_parks_osm_hcmc2025_clean.geojson", None, 45),
    ("ports_wpi.geojson", None, 7),
    ("runways_ourairports_vn.geojson", None, 34),
    ("land_osm_roaring.gpkg", None, 14),
    ("admin_hcmc2025_wards.gpkg", "wards", 168),
    ("admin_hcmc2025_wards.gpkg", "province", 1),
    ("admin_pre2025_districts.gpkg", "district", 39),
    ("admin_neighbours_province.gpkg", None, 4),
    ("transport_osm_2026-08.gpkg", "facilities", 48),
]


@pytest.mark.parametrize(("name", "layer", "count"), LAYERS)
def test_read_file_reads_real_layers(name: str, layer: str | None, count: int) -> None:
    raw = read_file(Path(FOLDER) / name, ReadOptions(layer=layer))
    assert len(raw.features) == count
    assert raw.crs_found == "EPSG:4326"
    west, south, east, north = shapely.total_bounds([item.geometry for item in raw.features])
    assert 102 < west <= east < 118
    assert 6 < south <= north < 24


def test_read_file_lists_the_layers_of_a_real_file() -> None:
    with pytest.raises(ImportRejected, match="one of: "):
        read_file(Path(FOLDER) / "admin_hcmc2025_wards.gpkg")


@pytest.mark.parametrize(
    "name", ["osm_overpass_named_2023.json", "osm-transport-facilities-2026-08-11.json"]
)
def test_read_file_points_overpass_files_to_their_importer(name: str) -> None:
    with pytest.raises(ImportRejected, match="import osm"):
        read_file(Path(FOLDER) / name)
