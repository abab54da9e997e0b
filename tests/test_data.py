"""The bundled files keep their own rules (`data/README.md`): checked without a database."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections import Counter
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import shapely

from layers.badges import badge_for, best, worst

DATA = Path(__file__).parents[1] / "data"
TABLES = ("zones", "figures", "ports", "links", "claims")

UNITS = {
    "total_area_ha": {"ha"},
    "leasable_area_ha": {"ha"},
    "leased_area_ha": {"ha"},
    "remaining_area_ha": {"ha"},
    "mapped_area_ha": {"ha"},
    "occupancy_rate": {"share"},
    "lease_price_usd_m2": {"USD/m2/term"},
    "lease_expiry_year": {"year"},
    "established_year": {"year"},
    "worker_housing_units": {"units", "persons housed"},
    "wastewater_capacity_m3_day": {"m3/day"},
    "power_mva": {"MVA"},
    "tenants": {"tenants"},
    "workers": {"persons"},
    "max_vessel_dwt": {"DWT"},
    "berth_length_m": {"m"},
    "annual_capacity_teu": {"TEU/year"},
    "location": {"deg"},
    "no_land_left": {""},
    "developer": {""},
    "main_sectors": {""},
    "worker_housing": {""},
    "status": {""},
    "operator": {""},
}
TEXT_METRICS = {
    "location",
    "no_land_left",
    "developer",
    "main_sectors",
    "worker_housing",
    "status",
    "operator",
}
PORT_METRICS = {"max_vessel_dwt", "berth_length_m", "annual_capacity_teu", "operator"}
SCOPES = {"zone", "port", "part", "group", "wider", "planned", "near"}
METHODS = {"published", "computed", "read_as", "statement"}
HIGHEST = {"ha": 5000, "share": 1, "USD/m2/term": 1000, "deg": 0, "year": 2100}

Row = dict[str, str]


@cache
def read(name: str) -> list[Row]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@cache
def sources() -> dict[str, dict[str, Any]]:
    register = tomllib.loads((DATA / "sources.toml").read_text(encoding="utf-8"))["source"]
    return {source["key"]: source for source in register}


def kind(key: str) -> str:
    return str(sources()[key]["kind"])


def is_partial_date(text: str) -> bool:
    """Whether each end is a year, month or day that exists, in order."""
    ends = text.removeprefix("~").split("/")
    try:
        for end in ends:
            if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", end):
                return False
            year, month, day = [*map(int, end.split("-")), 1, 1][:3]
            date(year, month, day)
    except ValueError:
        return False
    return len(ends) <= 2 and ends == sorted(ends)


@pytest.mark.parametrize(
    ("name", "column", "rows"),
    [
        ("zones", "zone_id", 119),
        ("ports", "port_id", 40),
        ("links", "link_id", 40),
        ("claims", "claim_id", 59),
    ],
)
def test_table_has_every_row_once(name: str, column: str, rows: int) -> None:
    ids = [row[column] for row in read(name)]
    assert len(ids) == rows
    assert [key for key, times in Counter(ids).items() if times > 1] == []
    assert [key for key in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)] == []


@pytest.mark.parametrize("path", sorted(DATA.glob("*.*")), ids=lambda path: path.name)
def test_file_is_nfc_utf8_with_unix_line_ends(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert "\r" not in text
    assert "\ufeff" not in text
    assert unicodedata.is_normalized("NFC", text)
    assert text.endswith("\n")


@pytest.mark.parametrize("name", TABLES)
def test_cells_have_no_stray_spaces(name: str) -> None:
    assert [row for row in read(name) if any(cell != cell.strip() for cell in row.values())] == []


def test_sources_are_registered_once_and_dated() -> None:
    register = tomllib.loads((DATA / "sources.toml").read_text(encoding="utf-8"))["source"]
    for field in ("key", "address"):
        values = [source[field] for source in register]
        assert [value for value, times in Counter(values).items() if times > 1] == []
    assert all(isinstance(source["retrieved"], date) for source in register)
    assert all(source["publisher"] and source["licence"] for source in register)
    assert [s["key"] for s in register if not is_partial_date(s.get("as_of", "2026"))] == []


def test_sources_from_openstreetmap_name_its_licence() -> None:
    licences = {s["licence"] for s in sources().values() if s["kind"] == "openstreetmap"}
    assert licences == {"ODbL-1.0"}


def test_every_source_key_is_registered() -> None:
    used = {key for n in ("figures", "links", "claims") for r in read(n) for key in split(r)}
    used |= {row["location_source"] for n in ("zones", "ports") for row in read(n)} - {""}
    assert used - set(sources()) == set()
    assert {"openstreetmap", "nld19", "general-knowledge", "estimate"} <= used


def split(row: Row) -> list[str]:
    return row["sources"].split("+")


def test_figure_belongs_to_a_known_subject() -> None:
    known = {
        "zone": {row["zone_id"] for row in read("zones")},
        "port": {row["port_id"] for row in read("ports")},
    }
    assert [r for r in read("figures") if r["subject_id"] not in known[r["subject_kind"]]] == []


def test_figure_words_are_of_the_vocabulary() -> None:
    for row in read("figures"):
        assert row["unit"] in UNITS[row["metric"]], row
        assert row["scope"] in SCOPES, row
        assert row["method"] in METHODS, row
        assert (row["subject_kind"] == "port") == (row["metric"] in PORT_METRICS), row
        assert row["subject_kind"] == "zone" or row["scope"] in {"port", "planned"}, row
        assert row["scope"] != "port" or row["subject_kind"] == "port", row


def test_figure_says_one_thing() -> None:
    for row in read("figures"):
        value, low, high = row["value"], row["value_low"], row["value_high"]
        said = (bool(value), bool(low and high), bool(row["value_text"]))
        assert sum(said) == 1, row
        assert bool(low) == bool(high), row
        assert said[2] == (row["metric"] in TEXT_METRICS), row


@pytest.mark.parametrize("name", ["figures", "claims"])
def test_number_is_plain_and_in_range(name: str) -> None:
    for row in read(name):
        numbers = [row[c] for c in ("value", "value_low", "value_high") if row[c]]
        assert all(re.fullmatch(r"\d+(\.\d+)?", number) for number in numbers), row
        highest = HIGHEST.get(row["unit"], 2e7) if name == "figures" else 2e7
        assert all(float(number) <= highest for number in numbers), row
        assert row["unit"] != "share" or all(float(number) <= 1 for number in numbers), row
        assert row["unit"] != "year" or all(float(number) >= 1975 for number in numbers), row
        assert all(float(a) < float(b) for a, b in pairwise(numbers)), row


@pytest.mark.parametrize("name", ["figures", "claims"])
def test_date_is_a_partial_date(name: str) -> None:
    assert [r for r in read(name) if r["as_of"] and not is_partial_date(r["as_of"])] == []


def test_date_of_an_impossible_day_is_not_a_partial_date() -> None:
    assert not is_partial_date("2023-02-30")
    assert not is_partial_date("2025/2024")
    assert is_partial_date("~2024-01-24")


@pytest.mark.parametrize("name", ["figures", "links", "claims"])
def test_badge_follows_the_rule(name: str) -> None:
    for row in read(name):
        badges = [badge_for(kind(key), row.get("as_of")) for key in split(row)]
        due = worst(badges) if row.get("method") == "computed" else best(badges)
        assert row["badge"] == due, row


@pytest.mark.parametrize("name", ["zones", "ports"])
def test_location_has_a_source_and_the_badge_of_the_rule(name: str) -> None:
    for row in read(name):
        if not row["lon"]:
            assert not row["lat"] + row["location_source"] + row["location_badge"], row
            continue
        due = badge_for(kind(row["location_source"]), row.get("location_as_of"))
        assert row["location_badge"] == due, row
        assert 105.8 <= float(row["lon"]) <= 108.0, row
        assert 8.5 <= float(row["lat"]) <= 11.8, row


def test_general_knowledge_is_never_above_d() -> None:
    weak = {"general_knowledge", "estimate"}
    rows = [r for r in read("figures") if {kind(key) for key in split(r)} <= weak]
    assert len(rows) > 200
    assert {row["badge"] for row in rows} == {"D"}


def test_computed_and_reread_figures_say_how() -> None:
    rows = [row for row in read("figures") if row["method"] in {"computed", "read_as"}]
    assert [row for row in rows if not row["note"]] == []


def test_no_land_left_is_a_statement_not_a_number() -> None:
    rows = [row for row in read("figures") if row["metric"] == "no_land_left"]
    assert len(rows) == 11
    passports = {(r["method"], r["as_of"], r["sources"], r["badge"]) for r in rows}
    assert passports == {("statement", "2019-04-08", "nld19", "B")}
    assert len({row["subject_id"] for row in rows}) == 11
    quoted = [r for r in read("figures") if "nld19" in split(r) and r["metric"] != "no_land_left"]
    assert {row["metric"] for row in quoted} == {"remaining_area_ha"}
    assert all(float(row["value"]) > 0 for row in quoted)


def test_published_zero_stays_a_figure() -> None:
    zeros = {(r["subject_id"], r["metric"]) for r in read("figures") if r["value"] == "0"}
    assert zeros == {("cat-lai-2", "remaining_area_ha"), ("long-son", "occupancy_rate")}


def test_zones_on_the_map_and_off_it() -> None:
    accuracies = Counter(row["location_accuracy"] for row in read("zones"))
    assert accuracies["openstreetmap"] == 42
    assert accuracies[""] == 12
    for row in read("zones"):
        extent = [row[c] for c in ("extent_length_m", "extent_width_m", "extent_bearing_deg")]
        assert all(extent) == any(extent) == (row["location_accuracy"] == "openstreetmap")
        assert bool(row["osm_ids"]) == all(extent)


def test_replaced_point_is_kept_as_a_rival() -> None:
    moved = {r["zone_id"] for r in read("zones") if r["location_accuracy"] == "openstreetmap"}
    rows = [row for row in read("figures") if row["metric"] == "location"]
    assert {row["subject_id"] for row in rows if row["sources"] == "estimate"} == moved
    for row in rows:
        lon, lat = map(float, row["value_text"].split())
        assert 105.8 <= lon <= 108.0, row
        assert 8.5 <= lat <= 11.8, row


def test_link_geometry_is_a_point_or_line_in_the_region() -> None:
    for row in read("links"):
        geometry = shapely.from_wkt(row["geometry_wkt"])
        expected = "Point" if row["kind"] in {"airport", "rail_station"} else "LineString"
        assert geometry.geom_type == expected, row
        west, south, east, north = geometry.bounds
        assert west >= 105.8, row
        assert east <= 108.0, row
        assert south >= 8.5, row
        assert north <= 11.8, row


def test_port_outside_the_region_is_marked() -> None:
    outside = {row["port_id"] for row in read("ports") if row["inside_region"] == "false"}
    assert outside == {"icd-tan-cang-long-binh", "phuoc-an"}
    assert Counter(row["status"] for row in read("ports")) == {
        "operating": 35,
        "planned": 4,
        "no_cargo": 1,
    }


def test_known_conflicts_stay_visible() -> None:
    shown: dict[tuple[str, str], set[str]] = {}
    for row in read("figures"):
        shown.setdefault((row["subject_id"], row["metric"]), set()).add(row["value"])
    assert {"0.62", "0.484", "0.482"} <= shown["chau-duc", "occupancy_rate"]
    assert {"597", "579"} <= shown["hiep-phuoc-2", "total_area_ha"]
    assert {"534", "427"} <= shown["song-than-3", "total_area_ha"]
    assert {"274", "219"} <= shown["dai-dang", "total_area_ha"]
    assert {"133", "107"} <= shown["phu-tan", "total_area_ha"]
    assert {"205", "214", "172"} <= shown["kim-huy", "total_area_ha"]
    assert {"163", "150"} <= shown["tan-dong-hiep-b", "total_area_ha"]
