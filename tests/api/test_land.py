"""The land book over HTTP: shapes, totals, days, differences, downloads and pages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import httpx
import openpyxl
import pyogrio
import pytest

from api.land_schemas import LandBookShape, LandDaysShape, LandDiffShape, LandZoneShape
from layers.address import DatabaseAddress
from layers.importers.files import import_file
from layers.importers.import_options import make_options
from layers.land_columns import NUMBER_COLUMNS
from layers.managed import ManagedCluster
from layers.settings import CHECKOUT
from tests.api.conftest import served
from tests.land_history import DAYS, HOSTILE_LABEL, ZONE, make_land_database

NAME = "zonemap_land_api"
DAY = "2026-11-22"


@pytest.fixture(scope="module")
def address(
    throwaway_cluster: ManagedCluster, loaded_database: DatabaseAddress
) -> Iterator[DatabaseAddress]:
    yield make_land_database(throwaway_cluster, loaded_database, NAME)
    throwaway_cluster.drop_database(NAME)


@pytest.fixture(scope="module")
def land(address: DatabaseAddress) -> Iterator[httpx.Client]:
    with served(address) as client:
        yield client


def rows_of(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_book_has_the_shape_described(land: httpx.Client) -> None:
    book = LandBookShape.model_validate(land.get("/api/land").json())

    assert len(book.zones) == 119
    by_id = {zone.zone_id: zone for zone in book.zones}
    assert by_id[ZONE].parcels == "real"
    assert by_id[ZONE].complete is True
    assert by_id["chau-duc"].parcels == "illustrative"
    assert by_id["an-phu"].parcels == "none"
    assert by_id["an-phu"].gross_ha is None


def test_book_totals_are_the_sums_of_what_is_shown(land: httpx.Client) -> None:
    book = land.get("/api/land", params={"as_of": DAY}).json()

    for column in NUMBER_COLUMNS:
        if not column.is_summed:
            continue
        known = [zone[column.key] for zone in book["zones"] if zone[column.key] is not None]
        total = book["totals"][column.key]
        expected = sum(Decimal(str(value)) for value in known)
        assert total["total"] == (float(expected) if known else None), column.key
        assert total["known"] == len(known)
        assert total["known"] + total["unknown"] == 119
        assert total["is_lower_bound"] is (bool(known) and len(known) < 119)


def test_book_lines_make_up_what_remains(land: httpx.Client) -> None:
    zone = land.get(f"/api/land/{ZONE}").json()["zone"]
    lines = ("available_now", "constrained", "in_preparation", "not_cleared", "reserved")

    parts = sum(zone[f"{line}_ha"] for line in lines) + zone["unclassified_ha"]
    # Each is rounded by itself to 0.01 ha.
    assert parts == pytest.approx(zone["remaining_ha"], abs=0.03)
    assert zone["net_ha"] - zone["leased_ha"] == pytest.approx(zone["remaining_ha"], abs=0.02)


def test_coverage_and_freshness_count_every_zone(land: httpx.Client) -> None:
    book = LandBookShape.model_validate(land.get("/api/land", params={"as_of": DAY}).json())

    coverage = {one.key: one for one in book.coverage}
    assert {one.of for one in book.coverage} == {119}
    assert coverage["parcels_real"].count == 1
    assert coverage["outline_real"].count == 0
    for metric in book.freshness:
        ages = metric.under_1 + metric.under_3 + metric.under_5 + metric.over_5
        assert ages == metric.dated <= metric.known
        if metric.oldest and metric.median and metric.newest:
            assert metric.newest.age_years <= metric.median.age_years <= metric.oldest.age_years


def test_zone_has_the_shape_described(land: httpx.Client) -> None:
    zone = LandZoneShape.model_validate(land.get(f"/api/land/{ZONE}").json())

    assert zone.days == [day.isoformat() for day in DAYS]
    assert len(zone.parcels.features) == 25
    assert zone.zone.largest_block_ha == zone.blocks.features[0].properties.area_ha
    assert 0 < zone.blocks.features[0].properties.compactness <= 1


def test_zone_stands_as_it_stood_on_the_day(land: httpx.Client) -> None:
    def leased(day: str) -> float | None:
        answer = land.get(f"/api/land/{ZONE}", params={"as_of": day}).json()
        value: float | None = answer["zone"]["leased_ha"]
        return value

    before, first, second = (leased(day) for day in ("2024-01-14", "2024-01-15", "2024-09-01"))
    assert before is None
    assert first == pytest.approx(30.88, abs=0.02)
    assert second == pytest.approx(41.17, abs=0.02)


def test_blocks_of_the_ledger_are_those_listed(land: httpx.Client) -> None:
    answer = land.get(f"/api/land/{ZONE}").json()

    areas = [block["properties"]["area_ha"] for block in answer["blocks"]["features"]]
    assert areas == sorted(areas, reverse=True)
    for least in (3, 5, 10, 25):
        assert answer["zone"][f"blocks_{least}_ha"] == sum(area >= least for area in areas)
    available = {
        one["id"]
        for one in answer["parcels"]["features"]
        if one["properties"]["line"] == "available_now"
    }
    members = [key for b in answer["blocks"]["features"] for key in b["properties"]["parcel_ids"]]
    assert sorted(members) == sorted(available)


def test_days_are_those_of_change(land: httpx.Client) -> None:
    answer = land.get(f"/api/land/{ZONE}/days").json()

    assert LandDaysShape.model_validate(answer).days == [day.isoformat() for day in DAYS]


def test_diff_tells_parcels_and_hectares_moved(land: httpx.Client) -> None:
    days = {"from": "2024-01-15", "to": "2024-09-01"}
    answer = land.get(f"/api/land/{ZONE}/diff", params=days).json()
    diff = LandDiffShape.model_validate(answer)

    assert [one.parcel_id for one in diff.parcels] == [f"{ZONE}/A6", f"{ZONE}/B2"]
    assert diff.parcels[0].changes["commercial"].after == "leased"
    (move,) = diff.moved
    assert (move.line_before, move.line_after) == ("available_now", "leased")
    assert move.moved_ha == pytest.approx(10.29, abs=0.01)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/land?day=2026-01-01", 400, "no parameter 'day'"),
        ("/api/land?as_of=2026-13-01", 400, "as_of is '2026-13-01'"),
        ("/api/land?as_of=2026-01-01&as_of=2026-01-02", 400, "more than once"),
        ("/api/land/nowhere", 404, "no zone 'nowhere'"),
        ("/api/land/%00", 404, "no zone '\\x00'"),
        ("/api/land/%00/days", 404, "no zone '\\x00'"),
        ("/api/land/%00/diff?from=2026-01-01", 404, "no zone '\\x00'"),
        ("/api/exports/parcels?zones=%00", 404, "no zone '\\x00'"),
        ("/api/land/nowhere/days", 404, "no zone 'nowhere'"),
        ("/api/land/an-ha/days?as_of=2026-01-01", 400, "no parameter 'as_of'"),
        ("/api/land/an-ha/diff", 400, "from is missing"),
        ("/api/land/an-ha/diff?from=yesterday", 400, "from is 'yesterday'"),
        ("/api/land/an-ha/diff?from=2026-01-01&to=x", 400, "to is 'x'"),
        ("/api/land/nowhere/diff?from=2026-01-01", 404, "no zone 'nowhere'"),
        ("/api/exports/zones?format=pdf", 400, "format is 'pdf'"),
        ("/api/exports/zones?zones=", 400, "zones is ''"),
        ("/api/exports/zones?zones=an-ha,an-ha", 400, "each once"),
        ("/api/exports/zones?zones=an-ha,nowhere", 404, "no zone 'nowhere'"),
        ("/api/exports/parcels?crs=3857", 400, "crs is '3857'"),
        ("/api/exports/parcels?zones=nowhere", 404, "no zone 'nowhere'"),
        ("/api/exports/parcels?lang=vi", 400, "no parameter 'lang'"),
        ("/land?as_of=soon", 400, "as_of is 'soon'"),
        ("/land?q=x", 400, "no parameter 'q'"),
    ],
)
def test_refusals_are_problems(land: httpx.Client, path: str, status: int, words: str) -> None:
    answer = land.get(path)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]


def test_export_of_zones_keeps_the_order_asked_for(land: httpx.Client) -> None:
    query = {"format": "csv", "zones": f"vsip-1,{ZONE}", "as_of": DAY}
    answer = land.get("/api/exports/zones", params=query)

    rows = rows_of(answer)
    assert [row["zone_id"] for row in rows] == ["vsip-1", ZONE]
    assert rows[1]["gross_ha"] == "123.51"
    assert rows[1]["declared_leasable_ha"] == ""
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="zonemap_land_2-zones_{DAY}.csv"'
    )


def test_export_of_zones_as_spreadsheet_is_typed_and_has_passports(land: httpx.Client) -> None:
    answer = land.get("/api/exports/zones", params={"as_of": DAY, "lang": "en"})

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Land book", "Totals", "Passports", "Notes"]
    sheet = book["Land book"]
    header = [cell.value for cell in sheet[1]]
    gross = header.index("Ledger, from parcels: Gross (ha)")
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == ZONE)
    assert row[gross].value == 123.51
    assert row[gross].data_type == "n"
    assert sheet.freeze_panes == "C2"
    assert str(book["Notes"]["B2"].value)[:10] == DAY
    cells = [cell for one in book for line in one.iter_rows() for cell in line]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_export_of_parcels_says_zone_day_and_crs_in_its_name(land: httpx.Client) -> None:
    for extension in ("geojson", "gpkg", "csv", "xlsx"):
        query = {"format": extension, "zones": ZONE, "as_of": DAY, "crs": "9210"}
        answer = land.get("/api/exports/parcels", params=query)
        assert answer.status_code == 200
        assert answer.headers["content-disposition"] == (
            f'attachment; filename="zonemap_parcels_{ZONE}_{DAY}_epsg9210.{extension}"'
        )
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_export_of_illustrative_parcels_says_so_in_its_name(land: httpx.Client) -> None:
    query = {"format": "csv", "zones": "chau-duc"}
    answer = land.get("/api/exports/parcels", params=query)

    assert "_illustrative.csv" in answer.headers["content-disposition"]
    assert {row["illustrative"] for row in rows_of(answer)} == {"true"}


def test_export_of_all_parcels_opens_with_pyogrio(land: httpx.Client, tmp_path: Path) -> None:
    path = tmp_path / "all.gpkg"
    path.write_bytes(land.get("/api/exports/parcels", params={"crs": "5899"}).content)

    frame = pyogrio.read_dataframe(path)
    assert frame.crs.to_epsg() == 5899
    assert f"{ZONE}/{HOSTILE_LABEL}" in set(frame["parcel_id"])
    assert len(set(frame["zone_id"])) == 12


@pytest.mark.parametrize("extension", ["geojson", "gpkg"])
def test_export_imported_again_changes_nothing(
    land: httpx.Client, address: DatabaseAddress, tmp_path: Path, extension: str
) -> None:
    path = tmp_path / f"again.{extension}"
    query = {"format": extension, "zones": ZONE, "as_of": DAY}
    path.write_bytes(land.get("/api/exports/parcels", params=query).content)
    options = make_options(
        layer="parcels", source="again", publisher="Hepza", source_kind="official", as_of=DAY
    )

    report = import_file(
        address.owner_url, path, options, data_directory=CHECKOUT / "data", is_dry_run=True
    )

    assert not any(report.changed.values()), report.changed


def test_page_carries_its_policy_and_no_name_in_its_html(land: httpx.Client) -> None:
    answer = land.get(f"/land/{ZONE}")

    policy = answer.headers["content-security-policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert answer.status_code == 200
    assert f'nonce="{nonce}"' in answer.text
    assert "unsafe" not in policy
    assert "<img" not in answer.text
    block = answer.text.split('id="zm-document">')[1].split("</script>")[0]
    assert json.loads(block)["land_zone"]["zone"]["zone_id"] == ZONE


def test_page_of_all_zones_embeds_what_the_api_says(land: httpx.Client) -> None:
    page = land.get("/land", params={"as_of": DAY}).text

    block = page.split('id="zm-document">')[1].split("</script>")[0]
    assert json.loads(block)["book"] == land.get("/api/land", params={"as_of": DAY}).json()


def test_page_of_an_unknown_zone_names_those_meant(land: httpx.Client) -> None:
    answer = land.get("/land/chau-duk")

    block = answer.text.split('id="zm-document">')[1].split("</script>")[0]
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert json.loads(block)["near"][0]["zone_id"] == "chau-duc"


def test_page_of_a_hostile_zone_id_stays_text(land: httpx.Client) -> None:
    answer = land.get("/land/%3Cscript%3Ealert(1)%3C-script%3E")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script>alert" not in answer.text
