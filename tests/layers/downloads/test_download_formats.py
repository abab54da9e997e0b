"""Whatever the format: the same features, values, geometries and CRS come out as went in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely

from geo.errors import InvalidParameter
from layers.collections import COLLECTIONS
from layers.downloads.formats import DOWNLOAD_FORMATS, require_format
from layers.importers.reading import read_file
from tests.layers.downloads.made_layers import (
    SHAPES,
    download,
    download_to,
    layer,
    mixed_rows,
    row,
)
from tests.layers.downloads.readers import read

CODES = (4326, 9210, 5899, 3857)
CASES = [
    (format_id, code)
    for format_id, item in DOWNLOAD_FORMATS.items()
    for code in CODES
    if code in item.crs_codes
]
# Formats of text and spreadsheets have no empty text; it reads as unknown.
WITHOUT_EMPTY_TEXT = {"csv"}
HOSTILE = {
    "markup": "<script>alert('1')</script> & \"two\" ]]> -->",
    "formula": '=HYPERLINK("http://example.org")',
    "control": "a\x01b\x0bc\x1fd\x7fe",
    "lines": "one\ntwo\r\nthree\rfour\tfive",
    "marks": "\u202eright to left\u202c \u200f\ufeff",
    "escape": "_x0041_ _x000D_ __x0041_",
    "emoji": "🏭 Khu công nghiệp Đất Đỏ",
    "quotes": "'; DROP TABLE parcel;-- ${x} {{y}} %s",
}


def same(found: Any, wanted: Any, *, format_id: str, code: int) -> bool:
    """Whether a geometry is the one wanted, to the digit or, in text, to 0.1 mm."""
    if wanted is None or found is None:
        return found is wanted
    if format_id not in ("geojson", "geojsonl", "csv", "xlsx", "kml"):
        return bool(shapely.equals_identical(found, wanted))
    if format_id in ("geojson", "geojsonl", "kml"):
        wanted = shapely.orient_polygons(wanted)
    return bool(found.equals_exact(wanted, 0.71e-9 if code == 4326 else 0.71e-4))


@pytest.mark.parametrize(("format_id", "code"), CASES)
@pytest.mark.parametrize("size", [1000, 3])
def test_features_come_out_as_they_went_in(
    tmp_path: Path, format_id: str, code: int, size: int
) -> None:
    rows = mixed_rows(code)

    found = read(format_id, download_to(tmp_path, format_id, layer(code), rows, size=size))

    assert found.code == code
    # An index of FlatGeobuf puts features into another order; this one has none.
    assert [item[0] for item in found.rows] == [item[0] for item in rows]
    for got, wanted in zip(found.rows, rows, strict=True):
        values = wanted[:-1]
        if format_id in WITHOUT_EMPTY_TEXT:
            values = tuple(value if value != "" else None for value in values)
        assert got[:-1] == values
        assert [type(value) for value in got[:-1]] == [type(value) for value in values] or (
            format_id == "xlsx"  # a spreadsheet has one kind of number
        )
        shape = None if wanted[-1] is None else shapely.from_wkb(wanted[-1])
        assert same(got[-1], shape, format_id=format_id, code=code), (got[0], got[-1], shape)


@pytest.mark.parametrize("format_id", DOWNLOAD_FORMATS)
def test_nothing_is_a_file_without_features(tmp_path: Path, format_id: str) -> None:
    path = download_to(tmp_path, format_id, layer(), [])

    if format_id != "kml":  # GDAL shows no layer where there is no placemark
        assert read(format_id, path).rows == []
    assert format_id == "geojsonl" or path.stat().st_size > 0


@pytest.mark.parametrize("format_id", DOWNLOAD_FORMATS)
def test_hostile_text_stays_text(tmp_path: Path, format_id: str) -> None:
    rows = [row(f"h/{name}", name_vi=text) for name, text in HOSTILE.items()]
    rows.append(row("h/long", name_vi="x dài" * 20_000))

    found = read(format_id, download_to(tmp_path, format_id, layer(), rows))

    texts = {item[0].removeprefix("h/"): item[1] for item in found.rows}
    wanted = {**HOSTILE, "long": "x dài" * 20_000}
    if format_id in ("csv", "xlsx", "kml"):
        wanted["control"] = "a\ufffdb\ufffdc\ufffdd\ufffde"
    if format_id in ("csv", "xlsx"):
        wanted["formula"] = f"'{HOSTILE['formula']}"
    if format_id == "xlsx":
        wanted["long"] = f"{wanted['long'][:32_766]}…"
        # openpyxl does not undo these in text that stands in its cell; Excel does.
        wanted["escape"] = "_x005F_x0041_ _x005F_x000D_ __x005F_x0041_"
    assert texts == wanted


@pytest.mark.parametrize("format_id", DOWNLOAD_FORMATS)
def test_hostile_note_stays_text(format_id: str) -> None:
    content = download(format_id, layer(note="\x01<b>]]>\x0b & \"'"), [row("a")])

    assert content


@pytest.mark.parametrize("format_id", DOWNLOAD_FORMATS)
@pytest.mark.parametrize("collection", COLLECTIONS.values(), ids=list(COLLECTIONS))
def test_every_collection_goes_into_every_format(
    tmp_path: Path, format_id: str, collection: Any
) -> None:
    kinds = {"text": "x", "number": 1.5, "integer": 3, "boolean": True, "date": layer().on_day}
    known = tuple(kinds[item.kind] for item in collection.properties)
    wkb = shapely.to_wkb(SHAPES["multipolygon"])
    rows = [(*known, wkb), ("y", *(None for _ in known[1:]), None)]
    of = layer(collection=collection, properties=collection.properties)

    content = download(format_id, of, rows)

    assert len(content) > 100


def test_chosen_properties_alone_are_in_a_file(tmp_path: Path) -> None:
    of = layer(properties=(layer().properties[0], layer().properties[4]))

    content = download("csv", of, [("a", True, None)])

    assert content.decode("utf-8-sig") == "plot_id,real,_WKT_EPSG_4326\r\na,true,\r\n"


@pytest.mark.parametrize("format_id", ["geojson", "geojsonl", "csv", "xlsx", "gpkg", "kml"])
def test_own_importer_reads_files_back_without_complaint(tmp_path: Path, format_id: str) -> None:
    rows = [row(f"a/{at}", SHAPES["multipolygon"], name_vi="Đất") for at in range(3)]

    raw = read_file(download_to(tmp_path, format_id, layer(), rows))

    assert raw.findings == ()
    assert [item.geometry.geom_type for item in raw.features] == ["MultiPolygon"] * 3
    assert {"plot_id", "name_vi"} <= set(raw.columns)


def test_unknown_format_is_refused() -> None:
    with pytest.raises(InvalidParameter, match=r"'shp' is not known.*one of geojson"):
        require_format("shp", layer())


@pytest.mark.parametrize("format_id", ["kml", "geojsonl"])
def test_format_that_cannot_say_a_crs_is_refused(format_id: str) -> None:
    with pytest.raises(InvalidParameter, match=r"EPSG:9210; expected EPSG:4326"):
        download(format_id, layer(9210), [])


def test_formats_are_described_in_both_languages() -> None:
    for format_id, item in DOWNLOAD_FORMATS.items():
        assert item.format_id == format_id
        assert item.title_vi
        assert item.title_en
        assert "/" in item.media_type
