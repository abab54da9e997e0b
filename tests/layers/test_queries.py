"""Questions to the bundled data, and the one document a map is drawn from."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import orjson
import psycopg
import pytest
from psycopg.rows import dict_row

from geo.errors import DatabaseNotReady, UnknownZone
from layers.address import DatabaseAddress
from layers.as_of import first_day
from layers.database import ReadPool, create_read_pool
from layers.features import MapDocument, map_document, zone_detail, zone_feature
from layers.metrics import METRICS
from layers.queries import get_region, get_status, get_zone_detail
from layers.records import RegionData, ZoneDetail
from layers.settings import DatabaseSettings
from tests.layers.by_hand import TODAY, Land, hectares


def with_pool(address: DatabaseAddress, work: Callable[[ReadPool], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with create_read_pool(address.reader_url, DatabaseSettings()) as pool:
            return await work(pool)

    return asyncio.run(run())


def region_of(address: DatabaseAddress, on_day: date = TODAY) -> RegionData:
    return with_pool(address, lambda pool: get_region(pool, on_day=on_day))


def detail_of(address: DatabaseAddress, zone_id: str, on_day: date = TODAY) -> ZoneDetail:
    return with_pool(address, lambda pool: get_zone_detail(pool, zone_id, on_day=on_day))


@pytest.fixture(scope="module")
def region(loaded_database: DatabaseAddress) -> RegionData:
    return region_of(loaded_database)


@pytest.fixture(scope="module")
def document(region: RegionData) -> MapDocument:
    """The document as its readers get it: through JSON."""
    return orjson.loads(orjson.dumps(map_document(region)))


def test_region_holds_everything(region: RegionData) -> None:
    assert (len(region.zones), len(region.ports), len(region.links)) == (119, 40, 40)
    assert (len(region.parcels), len(region.sources)) == (258, 186)
    assert region.data_version >= 1
    assert region.data_date is not None
    assert region.data_date <= TODAY
    assert region.data_dates is not None
    first, last = region.data_dates
    assert first_day(last) == region.data_date
    assert first_day(first) < first_day(last)
    assert last == "2026"  # of which no source says the day


def test_region_keeps_unknown_apart_from_zero(region: RegionData) -> None:
    zone = {zone.zone_id: zone for zone in region.zones}
    full = zone["vsip-1"].remaining
    assert (full.value, full.state, full.method) == (0.0, "known", "computed")
    said = zone["tan-binh"].remaining
    assert (said.value, said.state, said.source_keys) == (None, "none_left", ("nld19",))
    assert sum(zone.remaining.state == "unknown" for zone in region.zones) == 95


def test_region_of_an_early_day_leaves_out_later_figures(
    loaded_database: DatabaseAddress, region: RegionData
) -> None:
    early = region_of(loaded_database, date(2014, 1, 1))
    figures = [figure for zone in early.zones for figure in zone.figures.values()]
    assert max((figure.as_of or "").removeprefix("~")[:4] for figure in figures) <= "2014"
    dated = {zone.zone_id for zone in early.zones if zone.ledger}
    assert len(dated) < len([zone for zone in region.zones if zone.ledger])
    assert all(zone.ledger is None or zone.ledger.as_of == date(2014, 1, 1) for zone in early.zones)


def test_zone_detail_has_every_figure_with_its_source(loaded_database: DatabaseAddress) -> None:
    detail = detail_of(loaded_database, "tan-thuan")
    metrics = [figure.metric for figure in detail.figures]
    assert metrics == sorted(metrics)
    areas = [figure for figure in detail.figures if figure.metric == "total_area_ha"]
    assert [figure.picked for figure in areas] == [True] + [False] * (len(areas) - 1)
    assert areas[0].value == 300.0
    assert {figure.rivals for figure in areas} == {len(areas) - 1}
    named = {key for figure in detail.figures for key in figure.source_keys}
    assert named == set(detail.sources)
    assert detail.sources["ttww"].address.startswith("http")


@pytest.mark.parametrize(
    "zone_id",
    [
        "atlantis",
        "",
        "tan-thuan ",
        "TAN-THUAN",
        "'; DROP TABLE zone; --",
        "%",
        "a\x00b",
        "<img src=x onerror=alert(1)>",
        "ấ" * 10_000,
    ],
)
def test_zone_that_is_not_there(loaded_database: DatabaseAddress, zone_id: str) -> None:
    with pytest.raises(UnknownZone) as caught:
        detail_of(loaded_database, zone_id)
    assert caught.value.received == f"there is no zone {zone_id[:80]!r}"


def test_region_without_coastline_is_not_ready(shared_database: DatabaseAddress) -> None:
    with pytest.raises(DatabaseNotReady, match="holds no coastline; run `zonemap load`"):
        region_of(shared_database)


def test_status_counts_and_covers(loaded_database: DatabaseAddress) -> None:
    status = with_pool(loaded_database, get_status)
    counted = {name: status[name] for name in ("zones", "zones_on_map", "figures", "ports")}
    assert counted == {"zones": 119, "zones_on_map": 107, "figures": 827, "ports": 40}
    assert (status["with_outline"], status["with_schematic_outline"]) == (98, 98)
    assert (status["parcels"], status["with_parcels"]) == (258, 11)
    assert (status["with_remaining"], status["with_occupancy"]) == (17, 39)
    assert (status["claims"], status["sources"], status["with_distances"]) == (59, 186, 107)


def test_status_of_an_empty_database(shared_database: DatabaseAddress) -> None:
    status = with_pool(shared_database, get_status)
    assert (status["zones"], status["figures"], status["loaded_at"]) == (0, 0, None)
    assert status["data_version"] == 0


def test_document_has_the_parts_of_its_contract(document: MapDocument) -> None:
    assert set(document) == {
        "document_version",
        "data_date",
        "data_from",
        "data_version",
        "region_bbox",
        "illustrative",
        "counts",
        "metrics",
        "sources",
        "credits",
        "land",
        "land_context",
        "zones",
        "ports",
        "links",
        "parcels",
    }
    assert document["counts"] == {
        "zones": 119,
        "zones_on_map": 107,
        "ports": 40,
        "links": 40,
        "parcels": 258,
    }
    assert document["region_bbox"] == [105.8, 8.5, 108.0, 11.8]
    assert document["illustrative"] is True
    assert document["credits"][0]["href"] == "https://www.openstreetmap.org/copyright"


def test_document_names_a_source_and_definition_for_every_figure(document: MapDocument) -> None:
    seen = 0
    for kind in ("zones", "ports"):
        for feature in document[kind]["features"]:
            for metric, figure in feature["properties"]["figures"].items():
                assert metric in document["metrics"]
                assert figure["source_keys"]
                assert set(figure["source_keys"]) <= set(document["sources"])
                assert figure["badge"] in "ABCD"
                seen += 1
    assert seen > 500
    assert all(metric["definition_vi"] for metric in document["metrics"].values())


def test_document_measures_every_zone_on_the_map(document: MapDocument) -> None:
    measures = {"coastline", "deep_sea_berth", "port", "airport", "expressway"}
    assert measures <= set(METRICS)
    for feature in document["zones"]["features"]:
        zone = feature["properties"]
        assert set(zone["distances"]) == (measures if zone["location"] else set())
        assert (feature["geometry"] is None) == (zone["location"] is None)
        for distance in zone["distances"].values():
            assert distance["nearest_name_vi"]
            assert distance["nearest_name_en"]
    kinds = {(f["geometry"] or {}).get("type") for f in document["zones"]["features"]}
    assert kinds == {"MultiPolygon", "Point", None}


def test_document_keeps_hostile_text_as_it_is(fresh_database: DatabaseAddress) -> None:
    """Nothing is escaped or cut on the way: whoever draws it does that."""
    hostile = "</script><img src=x onerror=alert(1)>${alert(1)}`'\"&amp;"
    options = "-c search_path=zonemap,public"
    with psycopg.connect(
        fresh_database.owner_url, row_factory=dict_row, options=options
    ) as connection:
        land = Land(connection)
        land.source("s1", publisher=hostile)
        land.zone("h", name_vi=hostile, name_en=hostile, note=hostile)
        land.figure("developer", None, subject_id="h", value_text=hostile, sources=["s1"])
        coast = {"geom": hectares(), "source_key": "s1", "badge": "C"}
        for kind in ("land", "context"):
            land.insert("coastline", part_id=kind, kind=kind, **coast)
    region = region_of(fresh_database)
    feature = zone_feature(region.zones[0])
    assert feature["properties"]["name_vi"] == hostile
    assert feature["properties"]["figures"]["developer"]["text"] == hostile
    detail = zone_detail(detail_of(fresh_database, "h"))
    assert detail["sources"]["s1"]["publisher"] == hostile
    assert detail["all_figures"][0]["definition"]["label_en"] == "Developer"
