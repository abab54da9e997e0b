"""Importing planners' files end to end: the same land from every format, all of it or nothing."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import dict_row

from geo.errors import DatabaseUnavailable, ImportRejected, InvalidParameter
from geo.measures import geodesic_area_m2
from geo.units import total_shown
from layers.importers.files import FileRefused, import_file
from layers.importers.import_options import make_options
from layers.settings import CHECKOUT
from tests.layers.reading.makers import PARCELS, feature_collection, made_files, write_geojson

ZONE = "khu-thu"
# On the ellipsoid: the grid of EPSG:9210 makes land here 0.006 % larger.
TOTAL_HA = total_shown([geodesic_area_m2(parcel.polygon(4326)) for parcel in PARCELS], 1) / 10_000
TENTH_OF_A_SQUARE_METRE_HA = Decimal("0.00001")
SEARCH_PATH = "-c search_path=zonemap,public"
TABLES = ("parcel", "zone", "figure", "import_run", "import_profile", "source", "state")


@pytest.fixture
def database(fresh_database):
    """Address of a database of the test's own, with one zone that nobody has placed."""
    with psycopg.connect(fresh_database.owner_url, options=SEARCH_PATH) as connection:
        connection.execute(
            "INSERT INTO zone (zone_id, name_vi, name_en, kind, former_province, status, origin)"
            " VALUES (%s, 'Khu thử', 'Trial zone', 'KCN', 'HCMC', 'operating', 'bundle')",
            [ZONE],
        )
    return fresh_database


def options(**changes):
    given = {
        "source": "ban-quan-ly",
        "publisher": "Ban quản lý thử",
        "source_kind": "official",
        "as_of": "2026-06-30",
        "zone": ZONE,
    }
    return make_options(**(given | changes))


def load(database, path, given=None, **settings):
    return import_file(
        database.owner_url,
        Path(path),
        given or options(),
        data_directory=CHECKOUT / "data",
        **settings,
    )


def ask(database, query, *values):
    with psycopg.connect(
        database.owner_url, row_factory=dict_row, options=SEARCH_PATH
    ) as connection:
        return connection.execute(query, values).fetchall()


def contents(database):
    """Every row of the tables that an import may touch, as text."""
    return {
        table: [
            row["t"] for row in ask(database, f"SELECT x::text AS t FROM {table} AS x ORDER BY 1")
        ]
        for table in TABLES
    }


def gross_ha(database, day="2026-07-01"):
    (row,) = ask(database, "SELECT gross_ha FROM zone_ledger(%s)", day)
    return row["gross_ha"]


def spoil(tmp_path, change):
    """The five parcels as GeoJSON after a change of the collection."""
    collection = json.loads(json.dumps(feature_collection()))
    change(collection["features"])
    path = tmp_path / "spoilt.geojson"
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    return path


def test_import_gives_the_same_land_from_every_format(database, tmp_path):
    for name, (path, crs) in made_files(tmp_path).items():
        declared = options(crs=f"EPSG:{crs}", is_numbered=True)
        report = load(database, path, declared)
        assert gross_ha(database) == pytest.approx(TOTAL_HA, abs=TENTH_OF_A_SQUARE_METRE_HA), name
        assert report.diagnosis.crs_used == f"EPSG:{crs}", name


def test_import_begins_parcels_on_the_day_it_is_told(database, tmp_path):
    report = load(database, write_geojson(tmp_path))
    assert report.changed["parcel_begun"] == len(PARCELS)
    assert ask(database, "SELECT FROM zone_ledger('2026-06-29')") == []
    assert gross_ha(database, "2026-06-30") == TOTAL_HA


def test_import_twice_adds_nothing(database, tmp_path):
    path = write_geojson(tmp_path)
    load(database, path)
    before = contents(database)
    report = load(database, path)
    assert report.import_id is None
    assert contents(database) == before


def test_import_of_the_same_land_in_another_system_adds_nothing(database, tmp_path):
    files = made_files(tmp_path)
    for name in ("gpkg-9210", "gpkg-5899"):
        path, crs = files[name]
        report = load(database, path, options(crs=f"EPSG:{crs}"))
    assert report.import_id is None


def test_import_refuses_illustrative_parcels_of_an_export(database, tmp_path):
    def mark(features):
        features[2]["properties"]["illustrative"] = True

    with pytest.raises(ImportRejected, match="real parcels; these only repeat declared figures"):
        load(database, spoil(tmp_path, mark))


def test_import_takes_back_the_apostrophe_of_an_export(database, tmp_path):
    load(database, spoil(tmp_path, lambda f: f[0]["properties"].update(parcel_id="'-A1")))
    ids = [row["parcel_id"] for row in ask(database, "SELECT parcel_id FROM parcel")]
    assert f"{ZONE}/-A1" in ids


def test_import_writes_one_audit_row(database, tmp_path):
    path = write_geojson(tmp_path)
    report = load(database, path)
    (row,) = ask(database, "SELECT * FROM import_run")
    assert (row["import_id"], row["file"], row["layer"]) == (report.import_id, path.name, "parcels")
    assert (row["sha256"], row["as_of"]) == (report.diagnosis.raw.sha256, "2026-06-30")
    assert row["counts"]["parcel_begun"] == len(PARCELS)


def test_import_of_a_dry_run_stores_nothing(database, tmp_path):
    before = contents(database)
    report = load(database, write_geojson(tmp_path), is_dry_run=True)
    assert report.changed["parcel_begun"] == len(PARCELS)
    assert report.import_id is None
    assert contents(database) == before


def test_import_by_profile_needs_only_the_day(database, tmp_path):
    path = write_geojson(tmp_path)
    load(database, path, save_as="khu-thu-hang-thang")
    report = load(database, path, make_options(as_of="2026-07-31"), profile="khu-thu-hang-thang")
    assert report.changed["parcel_begun"] == 0
    (row,) = ask(database, "SELECT settings FROM import_profile")
    assert row["settings"]["zone"] == ZONE
    assert "as_of" not in row["settings"]


def test_import_refuses_an_unknown_profile(database, tmp_path):
    with pytest.raises(InvalidParameter, match="there is no profile 'khac'"):
        load(database, write_geojson(tmp_path), profile="khac")


@pytest.mark.parametrize(
    ("missing", "message"),
    [("as_of", "no --as-of"), ("source", "no --source"), ("publisher", "not in the register")],
)
def test_import_refuses_a_file_without_a_passport(database, tmp_path, missing, message):
    before = contents(database)
    with pytest.raises(InvalidParameter, match=message):
        load(database, write_geojson(tmp_path), options(**{missing: None}))
    assert contents(database) == before


def test_import_refuses_overlapping_parcels(database, tmp_path):
    def overlap(features):
        features[1]["geometry"] = features[0]["geometry"]

    before = contents(database)
    with pytest.raises(FileRefused) as refusal:
        load(database, spoil(tmp_path, overlap))
    assert any(f.severity == "error" for f in refusal.value.diagnosis.findings)
    assert contents(database) == before


def test_import_of_a_part_refuses_what_overlaps_the_record(database, tmp_path):
    load(database, write_geojson(tmp_path))

    def rename(features):
        del features[1:]
        features[0]["properties"]["parcel_id"] = "LO-KHAC"

    with pytest.raises(FileRefused):
        load(database, spoil(tmp_path, rename), options(as_of="2026-08-01", is_partial=True))
    assert gross_ha(database, "2026-08-02") == TOTAL_HA


def test_import_ends_parcels_that_left_the_file(database, tmp_path):
    load(database, write_geojson(tmp_path))
    report = load(database, spoil(tmp_path, lambda f: f.pop()), options(as_of="2026-09-01"))
    assert report.changed["parcel_ended"] == 1
    assert gross_ha(database, "2026-08-31") == TOTAL_HA
    assert gross_ha(database, "2026-09-01") < TOTAL_HA


def test_import_names_every_word_it_does_not_know(database, tmp_path):
    def speak(features):
        features[0]["properties"] |= {"tinh_trang": "bán rồi", "loai_dat": "XYZ"}

    with pytest.raises(ImportRejected) as refusal:
        load(database, spoil(tmp_path, speak))
    assert [fault.value for fault in refusal.value.faults] == ["bán rồi", "XYZ"]


def test_import_reads_land_use_codes_and_vietnamese_words(database, tmp_path):
    def speak(features):
        for feature in features:
            feature["properties"] = {
                "số lô": feature["properties"]["parcel_id"],
                "Loại đất": "SKK",
                "Tình trạng": "Đã cho thuê",
            }

    load(database, spoil(tmp_path, speak))
    (row,) = ask(database, "SELECT leased_ha, occupancy_industrial FROM zone_ledger('2026-07-01')")
    assert (row["leased_ha"], row["occupancy_industrial"]) == (TOTAL_HA, 1)


class _Fault(psycopg.OperationalError):
    """Stands for the connection lost at one statement."""


def test_import_that_fails_at_any_statement_leaves_the_old_state(database, tmp_path, monkeypatch):
    load(database, write_geojson(tmp_path))
    path = spoil(tmp_path, lambda f: f[0]["properties"].update(use="service"))
    before = contents(database)
    real = psycopg.Connection.execute
    step = 0
    while True:
        step += 1
        calls = iter(range(1, 1000))

        def execute(self, *args, limit=step, calls=calls, **kwargs):
            if next(calls) == limit:
                raise _Fault("the connection was lost")
            return real(self, *args, **kwargs)

        monkeypatch.setattr(psycopg.Connection, "execute", execute)
        with contextlib.suppress(DatabaseUnavailable):
            load(database, path, options(as_of="2026-10-01"), save_as="moi")
            break
        monkeypatch.setattr(psycopg.Connection, "execute", real)
        assert contents(database) == before, f"after failing at statement {step}"
    monkeypatch.setattr(psycopg.Connection, "execute", real)
    assert step > 10
    assert contents(database) != before


IMPORTER = """
import sys
from pathlib import Path
from layers.importers.files import import_file
from layers.importers.import_options import make_options
given = make_options(source="ban-quan-ly", as_of="2026-10-01", zone="khu-thu")
import_file(sys.argv[1], Path(sys.argv[2]), given, data_directory=Path(sys.argv[3]))
"""


@pytest.mark.slow
def test_import_that_is_killed_leaves_the_old_state_or_the_new(database, tmp_path):
    load(database, write_geojson(tmp_path))
    path = spoil(tmp_path, lambda f: f[0]["properties"].update(use="service"))
    before = contents(database)
    command = [sys.executable, "-c", IMPORTER, database.owner_url, path, CHECKOUT / "data"]
    outcomes = set()
    for seconds in (0.3, 0.8, 1.2, 1.6, 2.0, 2.5, 3.0, 4.0, 60.0):
        process = subprocess.Popen(command, cwd=CHECKOUT)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        after = contents(database)
        outcomes.add(after == before)
        if after != before:
            assert len(after["import_run"]) == 2
            break
    assert outcomes == {True, False}
