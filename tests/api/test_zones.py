"""`/api/zones`: all zones, and one with everything known of it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from psycopg_pool import AsyncConnectionPool

from api.schemas import ZoneCollectionShape, ZoneDetailShape, ZoneListShape
from geo.vietnam_time import today_in_vietnam
from layers.metrics import METRICS

DAY = "2026-10-31"
GEOJSON = "application/geo+json"


@pytest.fixture(scope="module")
def listed(api: httpx.Client) -> dict[str, Any]:
    return api.get("/api/zones", params={"as_of": DAY}).json()


@pytest.fixture(scope="module")
def collected(api: httpx.Client) -> dict[str, Any]:
    return api.get("/api/zones", params={"as_of": DAY, "format": "geojson"}).json()


def zone(listed: dict[str, Any], zone_id: str) -> dict[str, Any]:
    return next(zone for zone in listed["zones"] if zone["zone_id"] == zone_id)


def test_zones_are_119_in_their_shape(listed: dict[str, Any]) -> None:
    shape = ZoneListShape.model_validate(listed)
    assert (shape.numberMatched, shape.numberReturned, len(shape.zones)) == (119, 119, 119)
    assert len({zone.zone_id for zone in shape.zones}) == 119
    assert sum(zone.location is None for zone in shape.zones) == 12
    assert shape.as_of == DAY
    assert shape.timeStamp.endswith("Z")


def test_zones_as_geojson_in_their_shape(collected: dict[str, Any]) -> None:
    shape = ZoneCollectionShape.model_validate(collected)
    assert (shape.type, shape.numberMatched, len(shape.features)) == ("FeatureCollection", 119, 119)
    assert [feature.id for feature in shape.features] == [
        feature.properties.zone_id for feature in shape.features
    ]
    kinds = [feature.geometry["type"] if feature.geometry else None for feature in shape.features]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "MultiPolygon": 98,
        "Point": 9,
        None: 12,
    }


def test_zones_say_the_same_in_both_formats(
    listed: dict[str, Any], collected: dict[str, Any]
) -> None:
    assert [feature["properties"] for feature in collected["features"]] == listed["zones"]
    assert collected["sources"] == listed["sources"]


@pytest.mark.parametrize(
    ("parameters", "accept", "media_type"),
    [
        ({}, "*/*", "application/json"),
        ({}, GEOJSON, GEOJSON),
        ({}, f"text/html, {GEOJSON};q=0.9", GEOJSON),
        ({"format": "json"}, GEOJSON, "application/json"),
        ({"format": "geojson"}, "application/json", GEOJSON),
    ],
)
def test_zones_in_the_format_asked_for(
    api: httpx.Client, parameters: dict[str, str], accept: str, media_type: str
) -> None:
    answer = api.get("/api/zones", params=parameters, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Vary"] == "Accept, Accept-Encoding"
    assert ("features" in answer.json()) == (media_type == GEOJSON)


def test_zones_name_the_source_of_every_figure(listed: dict[str, Any]) -> None:
    figures = [figure for zone in listed["zones"] for figure in zone["figures"].values()]
    headlines = [zone[name] for zone in listed["zones"] for name in ("remaining_ha", "occupancy")]
    named = {key for one in (*figures, *headlines) for key in one["source_keys"]}
    assert named == set(listed["sources"])
    assert all(
        figure["source_keys"] and figure["unit"] is not None
        for figure in figures
        if figure["value"] is not None
    )
    assert {figure["metric"] for figure in figures} <= set(METRICS)


def test_zones_keep_unknown_apart_from_zero(listed: dict[str, Any]) -> None:
    full = zone(listed, "vsip-1")
    assert (full["remaining_ha"]["value"], full["remaining_ha"]["state"]) == (0.0, "known")
    said = zone(listed, "tan-binh")
    assert (said["remaining_ha"]["value"], said["remaining_ha"]["state"]) == (None, "none_left")
    assert (said["occupancy"]["value"], said["occupancy"]["state"]) == (None, "none_left")
    states = [zone["remaining_ha"]["state"] for zone in listed["zones"]]
    assert (states.count("unknown"), states.count("known")) == (95, 17)
    for one in listed["zones"]:
        if one["remaining_ha"]["state"] == "unknown":
            assert one["remaining_ha"]["value"] is None


def test_zones_have_numbers_in_range(listed: dict[str, Any]) -> None:
    for one in listed["zones"]:
        assert one["occupancy"]["value"] is None or 0 <= one["occupancy"]["value"] <= 1
        for distance in one["distances"].values():
            assert 0 <= distance["distance_m"] < 200_000
        if one["location"]:
            lon, lat = one["location"]
            assert 105.8 <= lon <= 108.0
            assert 8.5 <= lat <= 11.8


def test_zones_with_illustrative_ledger_say_so(listed: dict[str, Any]) -> None:
    with_ledger = [zone for zone in listed["zones"] if zone["ledger"]]
    assert len(with_ledger) == 11
    for one in with_ledger:
        assert one["ledger"]["illustrative"] is True
        assert one["ledger"]["as_of"] == DAY
        assert one["remaining_ha"]["method"] in ("declared", "computed")
        assert one["remaining_ha"]["illustrative"] is False  # the figure is a source's own


def test_zones_of_an_early_day(api: httpx.Client, listed: dict[str, Any]) -> None:
    early = api.get("/api/zones", params={"as_of": "2014-01-01"}).json()
    ZoneListShape.model_validate(early)
    assert (early["as_of"], early["numberMatched"]) == ("2014-01-01", 119)
    known = [
        sum(zone["occupancy"]["state"] == "known" for zone in one["zones"])
        for one in (early, listed)
    ]
    assert known[0] < known[1] == 39
    assert zone(early, "tan-binh")["remaining_ha"]["state"] == "unknown"


def test_zones_are_of_today_unless_told(api: httpx.Client) -> None:
    before = today_in_vietnam()
    answer = api.get("/api/zones").json()
    assert before.isoformat() <= answer["as_of"] <= today_in_vietnam().isoformat()


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("as_of=yesterday", "as_of is 'yesterday'; expected a day as YYYY-MM-DD, today"),
        ("as_of=2099-01-01", "as_of is '2099-01-01'; expected a day as YYYY-MM-DD, today at the"),
        ("as_of=2026-02-30", "as_of is '2026-02-30'; expected a day as YYYY-MM-DD"),
        ("as_of=2026-W10-1", "as_of is '2026-W10-1'; expected a day"),
        ("as_of=20261122", "as_of is '20261122'; expected a day"),
        ("as_of=2026-11", "as_of is '2026-11'; expected a day"),
        ("as_of=", "as_of is ''; expected a day"),
        ("as_of=%00", "as_of is '\\x00'; expected a day"),
        (f"as_of={'9' * 500}", f"as_of is '{'9' * 40}'; expected a day"),
        ("as_of=2026-01-01&as_of=2026-01-02", "as_of is given more than once; expected one value"),
        ("format=xml", "format is 'xml'; expected 'json' or 'geojson'"),
        ("format=", "format is ''; expected 'json' or 'geojson'"),
        ("format=json&format=json", "format is given more than once"),
        ("formt=json", "there is no parameter 'formt'; expected only format, as_of; correct or"),
        ("zone_id=tan-thuan", "there is no parameter 'zone_id'"),
        ("AS_OF=2026-01-01", "there is no parameter 'AS_OF'"),
        ("%3Cscript%3E=1", "there is no parameter '<script>'"),
    ],
)
def test_zones_refuse_a_bad_parameter(api: httpx.Client, query: str, detail: str) -> None:
    answer = api.get(f"/api/zones?{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"].startswith(detail)


@pytest.mark.parametrize(
    "zone_id", ["tan-thuan", "vsip-1", "chau-duc", "cat-lai-2", "hiep-phuoc-2", "shtp"]
)
def test_zone_has_everything_with_its_passport(api: httpx.Client, zone_id: str) -> None:
    answer = api.get(f"/api/zones/{zone_id}", params={"as_of": DAY}).json()
    shape = ZoneDetailShape.model_validate(answer)
    assert (shape.zone_id, shape.as_of) == (zone_id, DAY)
    for figure in shape.all_figures:
        assert figure.source_keys
        assert set(figure.source_keys) <= set(shape.sources)
        assert figure.definition["definition_vi"]
        assert figure.definition["definition_en"]
    picked = {figure.metric: figure.value for figure in shape.all_figures if figure.picked}
    assert picked == {metric: figure.value for metric, figure in shape.figures.items()}
    for key in (*shape.remaining_ha.source_keys, *shape.occupancy.source_keys):
        assert key in shape.sources


def test_zone_shows_the_rivals_of_a_figure(api: httpx.Client) -> None:
    answer = api.get("/api/zones/hiep-phuoc-2", params={"as_of": DAY}).json()
    areas = [one for one in answer["all_figures"] if one["metric"] == "total_area_ha"]
    assert areas[0]["value"] == answer["figures"]["total_area_ha"]["value"] == 579
    assert 597 in [area["value"] for area in areas[1:]]
    assert {(area["rivals"], area["conflict"]) for area in areas} == {(len(areas) - 1, True)}
    assert [area["picked"] for area in areas] == [True] + [False] * (len(areas) - 1)


def test_zone_has_its_outline_and_parcels(api: httpx.Client) -> None:
    answer = api.get("/api/zones/chau-duc", params={"as_of": DAY}).json()
    assert answer["geometry"]["type"] == "MultiPolygon"
    parcels = answer["parcels"]["features"]
    assert answer["parcels"]["type"] == "FeatureCollection"
    assert all(parcel["properties"]["illustrative"] for parcel in parcels)
    leased = sum(
        p["properties"]["area_m2"] for p in parcels if p["properties"]["commercial"] == "leased"
    )
    assert leased == pytest.approx(5_690_000, abs=0.1)  # 569 ha are declared


def test_zone_of_a_day_before_its_parcels(api: httpx.Client) -> None:
    answer = api.get("/api/zones/chau-duc", params={"as_of": "2013-01-01"}).json()
    assert (answer["parcels"]["features"], answer["ledger"]) == ([], None)
    assert answer["remaining_ha"]["state"] == "unknown"


def test_zone_without_a_place_is_told(api: httpx.Client, listed: dict[str, Any]) -> None:
    unplaced = [zone["zone_id"] for zone in listed["zones"] if zone["location"] is None]
    answer = api.get(f"/api/zones/{unplaced[0]}").json()
    assert (answer["geometry"], answer["location"], answer["distances"]) == (None, None, {})
    assert answer["measured_area_ha"] is None


@pytest.mark.parametrize(
    ("address", "zone_id"),
    [
        ("atlantis", "'atlantis'"),
        ("TAN-THUAN", "'TAN-THUAN'"),
        ("tan-thuan%20", "'tan-thuan '"),
        ("%00", "'\\x00'"),
        ("%ff%fe", "'\ufffd\ufffd'"),
        ("'%20OR%201=1--", '"\' OR 1=1--"'),
        ("%3Cimg%20src=x%20onerror=alert(1)%3E", "'<img src=x onerror=alert(1)>'"),
        ("$%7Balert(1)%7D", "'${alert(1)}'"),
        ("%E1%BA%A5" * 200, f"'{'ấ' * 80}'"),
    ],
)
def test_zone_that_is_not_there(api: httpx.Client, address: str, zone_id: str) -> None:
    answer = api.get(f"/api/zones/{address}")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"] == (
        f"there is no zone {zone_id}; expected the id of a zone, as in /api/zones;"
        " look the zone up in /api/zones"
    )


def test_zone_refuses_a_parameter_of_the_list(api: httpx.Client) -> None:
    answer = api.get("/api/zones/tan-thuan?format=geojson")
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("there is no parameter 'format'; expected only as_of")


def test_zones_are_compressed_for_who_can_read_it(api: httpx.Client) -> None:
    plain = api.get("/api/zones", headers={"Accept-Encoding": "identity"})
    packed = api.get("/api/zones", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.num_bytes_downloaded < len(plain.content) / 5


def test_openapi_describes_the_answers(api: httpx.Client) -> None:
    described = api.get("/api/openapi.json").json()
    assert {"/api/zones", "/api/zones/{zone_id}", "/api/health/live", "/api/health/ready"} <= set(
        described["paths"]
    )
    answers = described["paths"]["/api/zones"]["get"]["responses"]
    assert {"200", "400", "503"} <= set(answers)


def test_zones_are_answered_from_one_snapshot(
    api: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One connection a request: figures, sources and version cannot be of different loads."""
    taken: list[object] = []
    connection = AsyncConnectionPool.connection

    def count(pool: AsyncConnectionPool[Any], timeout: float | None = None) -> Any:
        taken.append(pool)
        return connection(pool, timeout)

    monkeypatch.setattr(AsyncConnectionPool, "connection", count)
    api.get("/api/zones")
    api.get("/api/zones/tan-thuan")
    assert len(taken) == 2
