"""Loading the bundled files: what is stored, kept, ended and taken away."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from geo.errors import DatabaseNotReady, DatabaseUnavailable
from layers.address import DatabaseAddress
from layers.importers import bundle as bundle_module
from layers.importers.bundle import load_bundle
from layers.measuring import measure_zones
from layers.records import LoadReport
from layers.settings import CHECKOUT
from tests.layers.by_hand import BundleCopy, contents

Ask = Callable[..., list[dict[str, Any]]]
NOTHING = dict.fromkeys(
    ("source", "zone", "port", "link", "claim", "coastline", "figure", "footprint", "parcel"), 0
)


@pytest.fixture
def ask(loaded_copy: DatabaseAddress) -> Ask:
    """Ask the copy of the loaded database that the test changes."""

    def fetch(query: str, *values: Any) -> list[dict[str, Any]]:
        options = "-c search_path=zonemap,public"
        with psycopg.connect(loaded_copy.owner_url, row_factory=dict_row, options=options) as c:
            return c.execute(query, values).fetchall()

    return fetch


@pytest.fixture
def load(loaded_copy: DatabaseAddress, bundle: BundleCopy) -> Callable[..., LoadReport]:
    """Load the test's bundle into the test's copy of the loaded database."""
    return lambda **options: load_bundle(loaded_copy.owner_url, bundle.directory, **options)


def changes(report: LoadReport) -> dict[str, int]:
    assert set(report.changed) == set(NOTHING)
    return {table: count for table, count in report.changed.items() if count}


def version(ask: Ask) -> int:
    (row,) = ask("SELECT value FROM state WHERE key = 'data_version'")
    return int(row["value"])


def test_load_into_an_empty_database(fresh_database: DatabaseAddress) -> None:
    steps: list[str] = []
    report = load_bundle(fresh_database.owner_url, CHECKOUT / "data", progress=steps.append)
    assert report.counts == {
        "source": 186,
        "zone": 119,
        "figure": 827,
        "parcel": 258,
        "port": 40,
        "link": 40,
        "coastline": 110,
        "claim": 59,
    }
    assert report.changed == {**report.counts, "footprint": 98}
    assert report.anything_changed
    assert steps == [
        "read and check the files",
        "store sources, zones, figures, ports, links and claims",
        "draw footprints and parcels",
        "measure distances",
    ]


def test_loaded_figures_keep_value_source_and_date(loaded: psycopg.Connection[Any]) -> None:
    row = loaded.execute(
        "SELECT value, unit, scope, as_of, as_of_begin::text, as_of_end::text, badge,"
        " upper_inf(recorded) AS in_force, array_agg(source_key ORDER BY position) AS sources"
        " FROM figure JOIN figure_source USING (figure_id)"
        " WHERE subject_id = 'tan-thuan' AND metric = 'total_area_ha' AND as_of = '2015'"
        " GROUP BY figure_id"
    ).fetchone()
    assert row == {
        "value": 300,
        "unit": "ha",
        "scope": "zone",
        "as_of": "2015",
        "as_of_begin": "2015-01-01",
        "as_of_end": "2015-12-31",
        "badge": "A",
        "in_force": True,
        "sources": ["ttww"],
    }


def test_loaded_zones_without_a_place_are_in_the_table(loaded: psycopg.Connection[Any]) -> None:
    row = loaded.execute(
        "SELECT count(*) FILTER (WHERE location IS NULL) AS unplaced,"
        " count(*) FILTER (WHERE location IS NULL AND boundary IS NOT NULL) AS drawn,"
        " count(*) FILTER (WHERE location_source = 'openstreetmap') AS openstreetmap,"
        " count(*) FILTER (WHERE origin <> 'bundle') AS other FROM zone"
    ).fetchone()
    assert row == {"unplaced": 12, "drawn": 0, "openstreetmap": 42, "other": 0}


def test_claims_are_no_figures(loaded: psycopg.Connection[Any]) -> None:
    """Headline claims stand in a table of their own, which no measure reads."""
    row = loaded.execute(
        "SELECT (SELECT count(*) FROM claim) AS claims, count(*) AS mixed FROM figure"
        " WHERE subject_id IN (SELECT claim_id FROM claim)"
    ).fetchone()
    assert row == {"claims": 59, "mixed": 0}
    functions = loaded.execute(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'zonemap'::regnamespace"
        " AND prosrc ~ '\\mclaim\\M'"
    ).fetchall()
    assert functions == []


def test_load_again_changes_nothing(
    load: Callable[..., LoadReport], loaded_copy: DatabaseAddress
) -> None:
    before = contents(loaded_copy)
    report = load()
    assert report.changed == NOTHING
    assert not report.anything_changed
    assert contents(loaded_copy) == before


def test_changed_figure_is_ended_and_kept(
    load: Callable[..., LoadReport], bundle: BundleCopy, ask: Ask
) -> None:
    before = version(ask)
    line = bundle.line_of("figures.csv", subject_id="tan-thuan", metric="lease_expiry_year")
    bundle.change("figures.csv", line, value="2042", note="read anew")
    assert changes(load()) == {"figure": 2}
    rows = ask(
        "SELECT value, note, upper_inf(recorded) AS in_force, upper(recorded) AS ended,"
        " lower(recorded) AS begun, (SELECT count(*) FROM figure_source AS s"
        "  WHERE s.figure_id = f.figure_id) AS sources FROM figure AS f"
        " WHERE subject_id = 'tan-thuan' AND metric = 'lease_expiry_year'"
        " AND as_of = '2024-01-23' ORDER BY figure_id"
    )
    assert [(row["value"], row["note"], row["in_force"]) for row in rows] == [
        (2041, None, False),
        (2042, "read anew", True),
    ]
    assert rows[0]["ended"] == rows[1]["begun"]
    assert rows[0]["sources"] == rows[1]["sources"] > 0
    assert version(ask) == before + 1


def test_changed_figure_moves_what_is_drawn_from_it(
    load: Callable[..., LoadReport], bundle: BundleCopy, ask: Ask
) -> None:
    """The footprint has the declared area, the parcels the declared land."""
    line = bundle.line_of("figures.csv", subject_id="hiep-phuoc-2", value="579")
    bundle.change("figures.csv", line, value="597")
    changed = changes(load())
    assert (changed["figure"], changed["footprint"]) == (2, 1)
    (row,) = ask(
        "SELECT round(ST_Area(boundary::geography)::numeric / 1e4, 4) AS area_ha FROM zone"
        " WHERE zone_id = 'hiep-phuoc-2'"
    )
    assert row["area_ha"] == 597


def test_figure_that_leaves_the_file_is_ended(
    load: Callable[..., LoadReport], bundle: BundleCopy, ask: Ask
) -> None:
    rows = bundle.rows("figures.csv")
    bundle.write("figures.csv", rows[:-1])
    report = load()
    assert changes(report) == {"figure": 1}
    assert report.counts["figure"] == 826
    assert ask("SELECT count(*) AS n FROM figure") == [{"n": 827}]


def test_figure_that_comes_back_is_a_new_version(
    load: Callable[..., LoadReport], bundle: BundleCopy, ask: Ask
) -> None:
    rows = bundle.rows("figures.csv")
    bundle.write("figures.csv", rows[:-1])
    load()
    bundle.write("figures.csv", rows)
    assert changes(load()) == {"figure": 1}
    versions = ask(
        "SELECT upper_inf(recorded) AS in_force FROM figure WHERE subject_id = %s AND metric = %s"
        " AND value_text IS NOT DISTINCT FROM %s ORDER BY figure_id DESC LIMIT 2",
        rows[-1]["subject_id"],
        rows[-1]["metric"],
        rows[-1]["value_text"] or None,
    )
    assert [row["in_force"] for row in versions] == [True, False]


def test_reordered_file_changes_no_figure(
    load: Callable[..., LoadReport], bundle: BundleCopy, ask: Ask
) -> None:
    """The place in the file breaks ties, so it is learnt; nothing is ended for it."""
    rows = bundle.rows("figures.csv")
    bundle.write("figures.csv", rows[::-1])
    load()
    assert ask("SELECT count(*) AS n FROM figure") == [{"n": 827}]
    (row,) = ask(
        "SELECT ordinal FROM figure WHERE subject_id = 'tan-thuan' AND as_of = '2015'"
        " AND metric = 'total_area_ha'"
    )
    assert row["ordinal"] == 827


def test_changed_name_is_replaced(
    load: Callable[..., LoadReport], bundle: BundleCopy, ask: Ask
) -> None:
    bundle.change("zones.csv", 2, name_vi="Khu chế xuất Tân Thuận (mới)")
    bundle.replace("sources.toml", "licence =", 'file_crs = "EPSG:4326"\nlicence =')
    bundle.replace("sources.toml", '"ACBS"', '"ACBS Securities"')
    assert changes(load()) == {"source": 1, "zone": 1}
    assert ask("SELECT name_vi FROM zone WHERE zone_id = 'tan-thuan'") == [
        {"name_vi": "Khu chế xuất Tân Thuận (mới)"}
    ]


def test_decomposed_text_is_stored_composed(
    load: Callable[..., LoadReport], bundle: BundleCopy, ask: Ask
) -> None:
    bundle.change("zones.csv", 2, name_vi="  Khu chê\u0301 xuâ\u0301t Tân Thuận ")
    bundle.replace("sources.toml", '"ACBS"', '"Sở Kê\u0301 hoạch"')
    assert changes(load()) == {"source": 1}
    assert ask("SELECT name_vi FROM zone WHERE zone_id = 'tan-thuan'") == [
        {"name_vi": "Khu chế xuất Tân Thuận"}
    ]
    assert ask("SELECT publisher FROM source WHERE source_key = 'acbs-ntc-2025'") == [
        {"publisher": "Sở Kế hoạch"}
    ]


def test_rows_that_leave_the_files_are_removed(
    load: Callable[..., LoadReport], bundle: BundleCopy, ask: Ask
) -> None:
    unplaced = next(row["zone_id"] for row in bundle.rows("zones.csv") if not row["lon"])
    keep: dict[str, Callable[[dict[str, str]], bool]] = {
        "zones.csv": lambda row: row["zone_id"] != unplaced,
        "figures.csv": lambda row: row["subject_id"] not in (unplaced, "cat-lai"),
        "ports.csv": lambda row: row["port_id"] != "cat-lai",
        "links.csv": lambda row: row["link_id"] != "long-thanh",
        "claims.csv": lambda row: row["metric"] != "operating_kcx_kcn",
    }
    for file, kept in keep.items():
        bundle.write(file, [row for row in bundle.rows(file) if kept(row)])
    counts = load().counts
    assert (counts["zone"], counts["port"], counts["link"]) == (118, 39, 39)
    assert counts["claim"] < 59
    assert ask("SELECT count(*) AS n FROM zone WHERE zone_id = %s", unplaced) == [{"n": 0}]
    assert ask("SELECT count(*) AS n FROM figure WHERE subject_id = 'cat-lai'")[0]["n"] > 0


def test_zone_with_parcels_on_record_is_not_removed(
    load: Callable[..., LoadReport], bundle: BundleCopy, ask: Ask
) -> None:
    (row,) = ask("SELECT min(zone_id) AS zone_id FROM parcel")
    gone = row["zone_id"]
    for file, column in (("zones.csv", "zone_id"), ("figures.csv", "subject_id")):
        bundle.write(file, [row for row in bundle.rows(file) if row[column] != gone])
    load()
    (row,) = ask(
        "SELECT boundary, (SELECT count(*) FROM parcel AS p WHERE p.zone_id = z.zone_id) AS kept,"
        " (SELECT count(*) FROM parcel AS p WHERE p.zone_id = z.zone_id AND upper_inf(recorded))"
        " AS in_force FROM zone AS z WHERE zone_id = %s",
        gone,
    )
    assert row["boundary"] is None
    assert row["kept"] > row["in_force"] == 0


def test_rows_of_another_origin_stay(load: Callable[..., LoadReport], ask: Ask) -> None:
    ask("UPDATE figure SET origin = 'import:1', fingerprint = 'x' WHERE ordinal = 1 RETURNING 1")
    ask(
        "INSERT INTO zone (zone_id, name_vi, name_en, kind, former_province, status, origin)"
        " VALUES ('mine', 'Khu của tôi', 'My zone', 'CCN', 'BD', 'planned', 'import:1') RETURNING 1"
    )
    assert changes(load())["figure"] == 1
    assert ask("SELECT origin FROM zone WHERE zone_id = 'mine'") == [{"origin": "import:1"}]
    assert ask("SELECT origin FROM figure WHERE fingerprint = 'x' AND upper_inf(recorded)") == [
        {"origin": "import:1"}
    ]


def test_no_illustrative_ends_the_parcels_and_back(
    load: Callable[..., LoadReport], ask: Ask
) -> None:
    shown = (
        "SELECT parcel_id, zone_id, ST_AsEWKB(geom) AS geom, use, commercial, badge, valid"
        " FROM parcel WHERE upper_inf(recorded) ORDER BY parcel_id"
    )
    before = ask(shown)
    report = load(illustrative=False)
    assert changes(report) == {"parcel": 258}
    assert report.counts["parcel"] == 0
    assert ask("SELECT count(*) AS n FROM zone_ledger('2026-11-22')") == [{"n": 0}]
    assert ask("SELECT count(*) AS n FROM zone WHERE boundary IS NOT NULL") == [{"n": 98}]
    assert not load(illustrative=False).anything_changed
    assert changes(load(illustrative=True)) == {"parcel": 258}
    assert ask(shown) == before
    assert ask("SELECT count(*) AS n FROM parcel") == [{"n": 2 * 258}]


def test_real_parcels_drive_out_the_illustrative_ones(
    load: Callable[..., LoadReport], ask: Ask
) -> None:
    (row,) = ask("SELECT min(zone_id) AS zone_id FROM parcel")
    ask(
        "INSERT INTO parcel (parcel_id, zone_id, geom, illustrative, badge, origin, valid)"
        " SELECT 'real-1', zone_id, boundary, false, 'A', 'import:1', '[2026-01-01,)'"
        " FROM zone WHERE zone_id = %s RETURNING 1",
        row["zone_id"],
    )
    load()
    held = ask(
        "SELECT parcel_id, illustrative FROM parcel WHERE zone_id = %s AND upper_inf(recorded)",
        row["zone_id"],
    )
    assert held == [{"parcel_id": "real-1", "illustrative": False}]


def test_surveyed_outline_is_never_replaced(load: Callable[..., LoadReport], ask: Ask) -> None:
    ask(
        "UPDATE zone SET boundary_quality = 'surveyed', boundary ="
        " ST_Multi(ST_MakeEnvelope(106.74, 10.75, 106.75, 10.76, 4326))"
        " WHERE zone_id = 'tan-thuan' RETURNING 1"
    )
    load()
    (row,) = ask("SELECT ST_XMin(boundary) AS west FROM zone WHERE zone_id = 'tan-thuan'")
    assert row["west"] == 106.74


def test_loader_that_fails_half_way_leaves_the_old_state(
    load: Callable[..., LoadReport],
    bundle: BundleCopy,
    loaded_copy: DatabaseAddress,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = contents(loaded_copy)
    bundle.change("zones.csv", 2, name_vi="Nửa chừng")
    bundle.change("figures.csv", 2, value="301")

    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bundle_module, "store_footprints", fail)
    with pytest.raises(KeyboardInterrupt):
        load()
    assert contents(loaded_copy) == before


def test_loader_whose_connection_is_cut_half_way_leaves_the_old_state(
    load: Callable[..., LoadReport],
    bundle: BundleCopy,
    loaded_copy: DatabaseAddress,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = contents(loaded_copy)
    bundle.change("zones.csv", 2, name_vi="Nửa chừng")
    draw = bundle_module.store_footprints

    def cut(connection: psycopg.Connection[Any], **options: bool) -> dict[str, int]:
        pid = connection.info.backend_pid
        with psycopg.connect(loaded_copy.owner_url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 2000)", [pid])
        return draw(connection, **options)

    monkeypatch.setattr(bundle_module, "store_footprints", cut)
    with pytest.raises(DatabaseUnavailable, match="the database does not answer"):
        load()
    assert contents(loaded_copy) == before


def test_readers_see_the_old_state_until_a_load_is_stored(
    load: Callable[..., LoadReport],
    bundle: BundleCopy,
    ask: Ask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[list[dict[str, Any]]] = []
    draw = bundle_module.store_footprints

    def look(connection: psycopg.Connection[Any], **options: bool) -> dict[str, int]:
        seen.append(ask("SELECT name_en FROM zone WHERE zone_id = 'tan-thuan'"))
        return draw(connection, **options)

    monkeypatch.setattr(bundle_module, "store_footprints", look)
    bundle.change("zones.csv", 2, name_en="New name")
    load()
    assert seen == [[{"name_en": "Tan Thuan Export Processing Zone"}]]
    assert ask("SELECT name_en FROM zone WHERE zone_id = 'tan-thuan'") == [{"name_en": "New name"}]


def test_load_and_measure_twice_at_once(fresh_database: DatabaseAddress) -> None:
    def work(_: int) -> tuple[bool, dict[str, int]]:
        report = load_bundle(fresh_database.owner_url, CHECKOUT / "data")
        return report.anything_changed, measure_zones(fresh_database.owner_url)

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(work, range(2)))
    assert sorted(changed for changed, _ in outcomes) == [False, True]
    assert [measured["coastline"] for _, measured in outcomes] == [107, 107]


def test_load_is_recorded(load: Callable[..., LoadReport], bundle: BundleCopy, ask: Ask) -> None:
    bundle.change("zones.csv", 2, name_en="New name")
    load(illustrative=True)
    rows = ask("SELECT files, options, changed FROM load_run ORDER BY load_id")
    assert len(rows) == 2
    assert rows[-1]["changed"] == {**NOTHING, "zone": 1}
    assert rows[-1]["options"] == {"illustrative": True}
    assert rows[-1]["files"]["zones.csv"] != rows[0]["files"]["zones.csv"]
    assert rows[-1]["files"]["coastline/land.geojson"].startswith("136240a0")
    assert set(rows[-1]["files"]) == {
        "sources.toml",
        "zones.csv",
        "figures.csv",
        "ports.csv",
        "links.csv",
        "claims.csv",
        "coastline/land.geojson",
        "coastline/SOURCE.toml",
    }


def test_measuring_again_keeps_the_data_version(loaded_copy: DatabaseAddress, ask: Ask) -> None:
    before = version(ask)
    measured = measure_zones(loaded_copy.owner_url)
    assert measured == dict.fromkeys(
        ("airport", "coastline", "deep_sea_berth", "expressway", "port"), 107
    )
    assert version(ask) == before
    ask("UPDATE zone_distance SET distance_m = 1 WHERE zone_id = 'tan-thuan' RETURNING 1")
    measure_zones(loaded_copy.owner_url)
    assert version(ask) == before + 2  # the edit by hand, and the measuring that mended it


def test_sketch_with_z_is_stored_flat(
    load: Callable[..., LoadReport], bundle: BundleCopy, ask: Ask
) -> None:
    bundle.change("links.csv", 2, geometry_wkt="POINT Z (106.652 10.8188 10)")
    assert changes(load()) == {}
    assert ask("SELECT ST_AsText(geom) AS wkt FROM link WHERE link_id = 'tan-son-nhat'") == [
        {"wkt": "POINT(106.652 10.8188)"}
    ]


def test_load_before_migrating_says_what_to_run(unmigrated_database: DatabaseAddress) -> None:
    with pytest.raises(DatabaseNotReady, match=r"no tables of ours; run `zonemap load`"):
        load_bundle(unmigrated_database.owner_url, CHECKOUT / "data")
