"""Bad files are refused with the place, the value and what was expected; nothing is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
import shapely

from geo.errors import ImportRejected, SourceError
from layers.address import DatabaseAddress
from layers.importers.bundle import load_bundle
from tests.layers.by_hand import BundleCopy, contents

Spoil = Callable[[BundleCopy], object]


@pytest.fixture(scope="module")
def before(shared_database: DatabaseAddress) -> dict[str, str]:
    """What the database held before any of these tests."""
    return contents(shared_database)


@pytest.fixture
def faults(
    bundle: BundleCopy, shared_database: DatabaseAddress, before: dict[str, str]
) -> Callable[[], list[str]]:
    """Load the spoiled bundle: it must be refused and leave everything as it was."""

    def load() -> list[str]:
        with pytest.raises(ImportRejected) as caught:
            load_bundle(shared_database.owner_url, bundle.directory)
        assert contents(shared_database) == before
        return [str(fault) for fault in caught.value.faults]

    return load


CELLS = [
    ("zones.csv", 2, {"lat": "north"}, "column lat: 'north'; expected a valid number"),
    ("zones.csv", 2, {"lon": "nan"}, "column lon: 'nan'; expected a finite number"),
    ("zones.csv", 2, {"lon": "inf"}, "column lon: 'inf'; expected"),
    ("zones.csv", 2, {"lat": "95"}, "column lat: '95'; expected less than or equal to 90"),
    (
        "zones.csv",
        2,
        {"lon": "10.757", "lat": "106.742"},
        "column lat: '106.742'; expected less than or equal to 90",
    ),
    (
        "zones.csv",
        2,
        {"lon": "105.5"},
        "column lon: '105.5, lat 10.757'; expected degrees of longitude, latitude inside"
        " 105.8,8.5,108.0,11.8",
    ),
    ("zones.csv", 2, {"lon": ""}, "column lon: 'an empty cell'; expected both lon and lat, or"),
    (
        "zones.csv",
        3,
        {"location_source": ""},
        "column location_source: 'an empty cell'; expected accuracy, source and badge with every",
    ),
    ("zones.csv", 2, {"zone_id": "Tân Thuận"}, "column zone_id: 'Tân Thuận'; expected"),
    ("zones.csv", 2, {"name_vi": ""}, "column name_vi: 'an empty cell'; expected a valid string"),
    ("zones.csv", 2, {"name_en": "x" * 301}, "expected String should have at most 300 characters"),
    ("zones.csv", 2, {"kind": "KKT"}, "column kind: 'KKT'; expected one of KCN, KCX, KCNC, CCN"),
    ("zones.csv", 2, {"status": "full"}, "column status: 'full'; expected one of operating, under"),
    (
        "zones.csv",
        2,
        {"location_badge": "A"},
        "column location_badge: 'A'; expected D, by the rule",
    ),
    (
        "zones.csv",
        2,
        {"location_source": "nobody"},
        "column location_source: 'nobody'; expected a key of sources.toml",
    ),
    ("zones.csv", 2, {"extent_length_m": "-5"}, "column extent_length_m: '-5'; expected greater"),
    ("zones.csv", 2, {"osm_ids": "way/1;drop"}, "column osm_ids: 'way/1;drop'; expected"),
    ("figures.csv", 2, {"unit": "m2"}, "column unit: 'm2'; expected ha, for total_area_ha"),
    ("figures.csv", 2, {"value": "99999999"}, "'99999999'; expected at most 100,000 ha"),
    ("figures.csv", 2, {"as_of": "2099"}, "column as_of: '2099'; expected a date that is not in"),
    ("zones.csv", 2, {"note": "a\x00b"}, "column note: 'a\\x00b'; expected text on one line"),
    ("figures.csv", 2, {"value": "97,41"}, "column value: '97,41'; expected a valid decimal"),
    ("figures.csv", 2, {"value": "NaN"}, "column value: 'NaN'; expected a finite number"),
    ("figures.csv", 2, {"value": "-3"}, "column value: '-3'; expected a number that is not negat"),
    ("figures.csv", 2, {"value": "1e999999"}, "column value: '1e999999'; expected Decimal input"),
    (
        "figures.csv",
        2,
        {"value": "97.41", "unit": "share"},
        "column value: '97.41'; expected a share from 0 to 1 (97.41 % is 0.9741)",
    ),
    (
        "figures.csv",
        2,
        {"value": "20", "unit": "year"},
        "expected a calendar year from 1850 to 2150",
    ),
    (
        "figures.csv",
        2,
        {"value": "", "value_low": "9", "value_high": "5"},
        "column value_low: '9'; expected no more than value_high, 5",
    ),
    (
        "figures.csv",
        2,
        {"value_low": "9"},
        "column value_high: 'an empty cell'; expected both ends",
    ),
    (
        "figures.csv",
        2,
        {"value": ""},
        "column value: 'an empty cell'; expected a value, a range or",
    ),
    (
        "figures.csv",
        2,
        {"metric": "price"},
        "column metric: 'price'; expected one of total_area_ha",
    ),
    (
        "figures.csv",
        2,
        {"scope": "port"},
        "column scope: 'port'; expected zone, or what else it is",
    ),
    (
        "figures.csv",
        2,
        {"subject_id": "atlantis"},
        "'atlantis'; expected the id of a zone in zones",
    ),
    (
        "figures.csv",
        2,
        {"as_of": "2024-13"},
        "column as_of: '2024-13'; expected YYYY, YYYY-MM, YYY",
    ),
    ("figures.csv", 2, {"as_of": "2025/2024"}, "column as_of: '2025/2024'; expected YYYY, YYYY-MM"),
    ("figures.csv", 2, {"sources": "ttww+who"}, "column sources: 'who'; expected a key of sources"),
    ("figures.csv", 2, {"sources": ""}, "column sources: 'an empty cell'; expected a valid string"),
    ("figures.csv", 2, {"badge": "B"}, "column badge: 'B'; expected A, by the rule in README.md"),
    ("figures.csv", 2, {"as_of": "~2015"}, "column badge: 'A'; expected C, by the rule"),
    ("figures.csv", 2, {"badge": "E"}, "column badge: 'E'; expected 'A', 'B', 'C' or 'D'"),
    ("claims.csv", 2, {"sources": "who"}, "column sources: 'who'; expected a key of sources.toml"),
    ("claims.csv", 2, {"badge": "A"}, "column badge: 'A'; expected B, by the rule in README.md"),
    ("claims.csv", 2, {"value": "Infinity"}, "column value: 'Infinity'; expected a finite number"),
    (
        "ports.csv",
        2,
        {"inside_region": "here"},
        "column inside_region: 'here'; expected a valid bo",
    ),
    ("ports.csv", 2, {"un_locode": "cai mep"}, "column un_locode: 'cai mep'; expected"),
    (
        "ports.csv",
        2,
        {"location_badge": "B"},
        "column location_badge: 'B'; expected D, by the rule",
    ),
    ("links.csv", 2, {"opened_or_planned_year": "193"}, "'193'; expected greater than or equal to"),
    ("links.csv", 2, {"opened_or_planned_year": "1930.5"}, "'1930.5'; expected a valid integer"),
]


@pytest.mark.parametrize(
    ("file", "row", "cells", "words"),
    [pytest.param(*case, id=f"{case[0]}-{next(iter(case[2].items()))}"[:60]) for case in CELLS],
)
def test_cell_is_refused(
    bundle: BundleCopy,
    faults: Callable[[], list[str]],
    file: str,
    row: int,
    cells: dict[str, str],
    words: str,
) -> None:
    bundle.change(file, row, **cells)
    (fault,) = faults()
    assert fault.startswith(f"{file}, row {row}, column ")
    assert words in fault


@pytest.mark.parametrize(
    ("wkt", "words"),
    [
        (
            "POLYGON((106.7 10.8,106.71 10.81,106.71 10.8,106.7 10.81,106.7 10.8))",
            "expected LineString or MultiLineString (the geometry is a Polygon)",
        ),
        ("LINESTRING EMPTY", "LineString is empty"),
        ("POINT EMPTY", "Point is empty"),
        ("POINT(10.8188 106.652)", "(the Point spans 10.8188,106.652,10.8188,106.652)"),
        ("POINT(684000 1195000)", "expected degrees of longitude, latitude inside 105.8,8.5,108"),
        ("LINESTRING(106.7 10.8, 106.7 10.8)", "the LineString is not valid"),
        ("POINT(nan 10.8)", "the Point is"),
        ("POINT(106.7; 10.8)", "expected well-known text of a point or a line"),
        ("", "expected a valid string"),
    ],
)
def test_link_geometry_is_refused(
    bundle: BundleCopy, faults: Callable[[], list[str]], wkt: str, words: str
) -> None:
    bundle.change("links.csv", 3, geometry_wkt=wkt)
    (fault,) = faults()
    assert fault.startswith("links.csv, row 3, column geometry_wkt: ")
    assert words in fault


def test_computed_figure_has_the_worst_badge_of_its_sources(
    bundle: BundleCopy, faults: Callable[[], list[str]]
) -> None:
    line = bundle.line_of("figures.csv", method="computed")
    bundle.change("figures.csv", line, sources="ttww+estimate", as_of="2015", badge="A")
    assert faults() == [
        f"figures.csv, row {line}, column badge: 'A'; expected D, by the rule in README.md"
    ]


def test_computed_figure_needs_sources_of_the_register(
    bundle: BundleCopy, faults: Callable[[], list[str]]
) -> None:
    line = bundle.line_of("figures.csv", method="computed")
    bundle.change("figures.csv", line, sources="nobody")
    assert faults() == [
        f"figures.csv, row {line}, column sources: 'nobody'; expected a key of sources.toml"
    ]


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("zones.csv", "zone_id"),
        ("ports.csv", "port_id"),
        ("links.csv", "link_id"),
        ("claims.csv", "claim_id"),
    ],
)
def test_duplicate_id_is_refused(
    bundle: BundleCopy, faults: Callable[[], list[str]], file: str, column: str
) -> None:
    rows = bundle.rows(file)
    bundle.write(file, [*rows, rows[0]])
    assert faults() == [
        f"{file}, row {len(rows) + 2}, column {column}: {rows[0][column]!r};"
        " expected an id of its own (row 2)"
    ]


def rewrite(file: str, change: Callable[[str], str]) -> Spoil:
    def spoil(bundle: BundleCopy) -> None:
        text = bundle.path(file).read_text(encoding="utf-8")
        bundle.path(file).write_text(change(text), encoding="utf-8")

    return spoil


def rewrite_bytes(file: str, change: Callable[[bytes], bytes]) -> Spoil:
    return lambda bundle: bundle.path(file).write_bytes(change(bundle.path(file).read_bytes()))


FILES: list[tuple[str, Spoil, str]] = [
    (
        "header of another table",
        rewrite("zones.csv", lambda text: "id,name\n" + text.partition("\n")[2]),
        "zones.csv, row 1: 'id,name'; expected the header zone_id,name_vi,",
    ),
    (
        "column missing",
        rewrite("claims.csv", lambda text: text.replace(",unit,", ",", 1)),
        "(missing: unit)",
    ),
    (
        "column too many",
        rewrite("ports.csv", lambda text: text.replace(",note\n", ",note,owner\n", 1)),
        "(unknown: owner)",
    ),
    (
        "columns in another order",
        rewrite("links.csv", lambda text: text.replace("name_vi,name_en", "name_en,name_vi", 1)),
        "links.csv, row 1: 'link_id,name_en,name_vi,",
    ),
    ("nothing in the file", rewrite("claims.csv", lambda text: ""), "claims.csv, row 1: '';"),
    (
        "ragged row",
        rewrite("links.csv", lambda text: text + "a,b,c\n"),
        "links.csv, row 42: '3 cells'; expected 11 cells",
    ),
    (
        "not UTF-8",
        rewrite_bytes("zones.csv", lambda text: text + "Tân Thuận".encode("cp1258", "replace")),
        "zones.csv, row 121: 'byte 0xe2'; expected text in UTF-8",
    ),
    (
        "UTF-16",
        rewrite_bytes("ports.csv", lambda text: text.decode().encode("utf-16")),
        "ports.csv, row 1: 'byte 0xff'; expected text in UTF-8",
    ),
    (
        "quote left open",
        rewrite("claims.csv", lambda text: text + '"open,1,2\n'),
        "claims.csv, row 61: 'unexpected end of data'; expected cells of at most 100000",
    ),
    (
        "quote left open in the middle",
        rewrite("figures.csv", lambda text: text.replace("\nzone,tan-thuan", '\n"zone,tan', 1)),
        "figures.csv, row 2: ",
    ),
    (
        "huge cell",
        rewrite("zones.csv", lambda text: text + "x" * 100_001 + "\n"),
        "zones.csv, row 121: 'field larger than field limit (100000)'; expected cells of at most",
    ),
    (
        "TOML broken",
        rewrite("sources.toml", lambda text: text + "\n[[source"),
        "sources.toml: \"Expected ']]' at the end",
    ),
    (
        "TOML not UTF-8",
        rewrite_bytes("sources.toml", lambda text: text + b"\xff"),
        "expected TOML in UTF-8",
    ),
    (
        "TOML without tables",
        rewrite("sources.toml", lambda text: "source = 5\n"),
        "sources.toml, column source: '5'; expected tables headed [[source]]",
    ),
    (
        "source without licence",
        rewrite("sources.toml", lambda text: text + '\n[[source]]\nkey = "k"\npublisher = "P"\n'),
        "sources.toml, column source 187: licence: ",
    ),
    (
        "source of an unknown kind",
        rewrite("sources.toml", lambda text: text.replace('"securities_report"', '"rumour"', 1)),
        "sources.toml, column source 1: kind: 'rumour'; expected one of official, press_quoting",
    ),
    (
        "source with a field too many",
        rewrite("sources.toml", lambda text: text.replace("[[source]]", "[[source]]\nx = 1", 1)),
        "sources.toml, column source 1: x: '1'; expected Extra inputs are not permitted",
    ),
    (
        "source with NUL",
        rewrite("sources.toml", lambda text: text.replace('"ACBS"', r'"A\u0000"', 1)),
        "sources.toml, column source 1: publisher: 'A\\x00'; expected text on one line,"
        " without control characters",
    ),
    (
        "source key twice",
        rewrite("sources.toml", lambda text: text.replace('"acbs-szc-2025"', '"acbs-ntc-2025"')),
        "sources.toml, row 2, column key: 'acbs-ntc-2025'; expected an id of its own",
    ),
]


@pytest.mark.parametrize(
    ("spoil", "words"), [pytest.param(*case[1:], id=case[0]) for case in FILES]
)
def test_file_is_refused(
    bundle: BundleCopy, faults: Callable[[], list[str]], spoil: Spoil, words: str
) -> None:
    spoil(bundle)
    assert words in "\n".join(faults())


def test_faults_of_all_files_are_told_at_once(
    bundle: BundleCopy, shared_database: DatabaseAddress
) -> None:
    bundle.change("zones.csv", 5, kind="KKT", status="sold")
    bundle.change("figures.csv", 9, value="many")
    bundle.change("links.csv", 4, geometry_wkt="POINT(1 2)")
    bundle.replace("sources.toml", 'kind = "broker"', 'kind = "rumour"')
    rewrite_coastline(bundle, lambda features: features[0].update(geometry=None))
    with pytest.raises(ImportRejected) as caught:
        load_bundle(shared_database.owner_url, bundle.directory)
    message = str(caught.value)
    assert message.startswith(
        "6 faults found, nothing was stored:\n  sources.toml, column source 3"
    )
    places = [(fault.file, fault.row, fault.column) for fault in caught.value.faults]
    assert places == [
        ("sources.toml", None, "source 3: kind"),
        ("zones.csv", 5, "kind"),
        ("zones.csv", 5, "status"),
        ("figures.csv", 9, "value"),
        ("links.csv", 4, "geometry_wkt"),
        ("land.geojson", None, "feature 1"),
    ]
    assert message.endswith("; correct the file and load it again")


@pytest.mark.parametrize("file", ["figures.csv", "sources.toml", "coastline/land.geojson"])
def test_missing_file_is_refused(
    bundle: BundleCopy, shared_database: DatabaseAddress, file: str
) -> None:
    bundle.path(file).unlink()
    with pytest.raises(SourceError, match=r"cannot be read \(No such file or directory\)"):
        load_bundle(shared_database.owner_url, bundle.directory)


def rewrite_coastline(bundle: BundleCopy, change: Callable[[list[dict]], object]) -> None:
    """Change the coastline's features and renew its checksum."""
    path = bundle.path("coastline/land.geojson")
    before = path.read_bytes()
    collection = orjson.loads(before)
    change(collection["features"])
    path.write_bytes(orjson.dumps(collection))
    bundle.replace("coastline/SOURCE.toml", sha256(before), sha256(path.read_bytes()))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def geojson(wkt: str) -> dict:
    return orjson.loads(shapely.to_geojson(shapely.from_wkt(wkt)))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"geometry": geojson("POLYGON((106 10,107 11,107 10,106 11,106 10))")},
            "'Self-intersection[106.5 10.5]'; expected a valid Polygon",
        ),
        (
            {"geometry": geojson("POLYGON((105 10,106 10,106 11,105 10))")},
            "'bounds (105.0, 10.0, 106.0, 11.0)'; expected land inside",
        ),
        ({"geometry": geojson("POLYGON EMPTY")}, "'Polygon'; expected a Polygon with coordinates"),
        ({"geometry": geojson("POINT(106 10)")}, "'Point'; expected a Polygon with coordinates"),
        ({"geometry": None}, "expected a"),
        ({"geometry": {"type": "Polygon", "coordinates": "x"}}, "expected a feature with its kind"),
        ({"properties": {"kind": "reef"}}, "'reef'; expected kind land or context"),
        ({"properties": None}, "expected a feature with its kind"),
    ],
)
def test_coastline_feature_is_refused(
    bundle: BundleCopy, faults: Callable[[], list[str]], change: dict, words: str
) -> None:
    rewrite_coastline(bundle, lambda features: features[0].update(change))
    (fault,) = faults()
    assert fault.startswith("land.geojson, column feature 1: ")
    assert words in fault


def test_coastline_unlike_its_checksum_is_refused(
    bundle: BundleCopy, shared_database: DatabaseAddress, before: dict[str, str]
) -> None:
    bundle.replace("coastline/land.geojson", "10", "11")
    with pytest.raises(SourceError, match=r"land\.geojson has SHA-256 [0-9a-f]{64}; expected 1362"):
        load_bundle(shared_database.owner_url, bundle.directory)
    assert contents(shared_database) == before


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("checksum_sha256", "sum", "SOURCE.toml: \"'checksum_sha256'\"; expected source_key and"),
        ("source_key =", "source_key", "expected source_key and checksum in TOML"),
        (
            '"openstreetmap-land"',
            '"nobody"',
            "SOURCE.toml, column source_key: 'nobody'; expected a key of sources.toml",
        ),
    ],
)
def test_passport_of_the_coastline_is_refused(
    bundle: BundleCopy, faults: Callable[[], list[str]], old: str, new: str, words: str
) -> None:
    bundle.replace("coastline/SOURCE.toml", old, new)
    (fault,) = faults()
    assert words in fault


def test_folder_without_files_is_refused(tmp_path: Path, shared_database: DatabaseAddress) -> None:
    with pytest.raises(SourceError) as caught:
        load_bundle(shared_database.owner_url, tmp_path)
    assert caught.value.received == "sources.toml cannot be read (No such file or directory)"
    assert caught.value.remedy == "restore the file, or name another folder with --data"
