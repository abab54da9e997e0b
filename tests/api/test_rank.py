"""`/api/rank` and `/api/compare`: the same rules for machines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import psycopg
import pytest

from api import zone_memory
from api.rank_schemas import CompareShape, RankShape
from layers.address import DatabaseAddress
from layers.ranking.criteria import CRITERIA, PRESETS

DAY = "2026-10-31"
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def ranked(api: httpx.Client) -> dict[str, Any]:
    return ask(api, preset="logistics")


def ask(api: httpx.Client, **parameters: str) -> dict[str, Any]:
    answer = api.get("/api/rank", params={"as_of": DAY, **parameters})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def order(answer: dict[str, Any]) -> list[str]:
    return [zone["zone_id"] for zone in answer["zones"]]


def test_rank_is_in_its_shape(ranked: dict[str, Any]) -> None:
    shape = RankShape.model_validate(ranked)
    assert (len(shape.zones), len(shape.criteria)) == (119, len(CRITERIA))
    assert [zone.rank for zone in shape.zones] == list(range(1, 120))
    assert (shape.as_of, shape.preset, shape.lang) == (DAY, "logistics", "vi")
    assert sum(criterion.weight for criterion in shape.criteria) == pytest.approx(1)
    assert sorted(zone.topsis.rank for zone in shape.zones) == list(range(1, 120))
    assert shape.topsis.rho is not None
    assert shape.topsis.rho > 0.9
    assert shape.random_weightings.count == 10_000
    assert "coastline" not in shape.random_weightings.criteria


def test_rank_is_by_what_is_certain(ranked: dict[str, Any]) -> None:
    scores = [zone["score"] for zone in ranked["zones"]]
    assert [score["low"] for score in scores] == sorted(
        (score["low"] for score in scores), reverse=True
    )
    for zone in ranked["zones"]:
        parts = zone["contributions"].values()
        assert sum(part["low"] for part in parts) == pytest.approx(zone["score"]["low"], abs=1e-5)
        assert sum(part["high"] for part in parts) == pytest.approx(zone["score"]["high"], abs=1e-5)
        assert 0 <= zone["score"]["low"] <= zone["score"]["high"] <= 1


def test_rank_explains_its_first(ranked: dict[str, Any]) -> None:
    explanation = ranked["explanation"]
    first, second = ranked["zones"][:2]
    assert explanation["first"]["zone_id"] == first["zone_id"]
    assert explanation["runner_up"]["score"] == second["score"]
    units = [round(step["difference"] * 1_000_000) for step in explanation["waterfall"]]
    assert sum(units) == round(explanation["lead"] * 1_000_000)
    assert sum(units) == round(first["score"]["low"] * 1e6) - round(second["score"]["low"] * 1e6)
    assert explanation["sentence"] == explanation["sentence_vi"]
    assert first["name_vi"] in explanation["sentence_vi"]
    assert second["name_en"] in explanation["sentence_en"]
    assert "10.000" in explanation["doubt_vi"]
    assert "10,000" in explanation["doubt_en"]


def test_rank_says_how_firm_it_is(ranked: dict[str, Any]) -> None:
    for criterion in ranked["criteria"]:
        interval = criterion["first_stays_first"]
        assert 0 <= interval["low"] <= criterion["weight"] <= interval["high"] <= 1
    tops = [sum(zone["chances"][f"top_{top}"] for zone in ranked["zones"]) for top in (1, 3, 5)]
    assert tops == pytest.approx([1, 3, 5])


def test_rank_leaves_out_what_has_nothing_to_lease_if_asked(api: httpx.Client) -> None:
    everything = ask(api, passports="false")
    told = everything["nothing_to_lease"]
    assert told["left_out"] is False
    assert {"tan-binh", "my-xuan-a"} <= set(told["no_land_left"])
    nothing = {*told["no_land_left"], *told["planned"]}
    assert nothing < set(order(everything))

    leased = ask(api, passports="false", land="to_lease")
    assert leased["nothing_to_lease"] == {**told, "left_out": True}
    # No zone that goes reorders the others.
    assert order(leased) == [zone_id for zone_id in order(everything) if zone_id not in nothing]
    none = ask(api, passports="false", land="to_lease", zones="tan-binh")
    assert (none["zones"], none["explanation"]) == ([], None)
    assert none["nothing_to_lease"]["no_land_left"] == ["tan-binh"]
    assert none["random_weightings"]["likeliest"] is None


def test_rank_names_who_comes_first_most_often(api: httpx.Client) -> None:
    for preset in ("balanced", "logistics", "cost", "land"):
        answer = ask(api, passports="false", preset=preset)
        likeliest = answer["random_weightings"]["likeliest"]
        top = max(zone["chances"]["top_1"] for zone in answer["zones"])
        found = next(zone for zone in answer["zones"] if zone["zone_id"] == likeliest)
        assert found["chances"]["top_1"] == top
        said = "comes first more often" in answer["explanation"]["doubt_en"]
        assert said is (found["rank"] != 1)


def test_rank_takes_a_distance_for_what_it_may_be(ranked: dict[str, Any]) -> None:
    seen = 0
    for zone in ranked["zones"]:
        for key in ("port", "expressway", "deep_sea_berth"):
            part = zone["contributions"][key]
            figure = part["figure"]
            if figure["state"] == "unknown":
                continue
            within = 2000 if figure["badge"] == "D" else figure["within"]
            assert figure["within"] == within
            assert figure["low"] == pytest.approx(max(0, figure["value"] - within), abs=1e-3)
            assert figure["high"] == pytest.approx(figure["value"] + within, abs=1e-3)
            seen += part["worth_low"] < part["worth_high"]
    assert seen > 100


def test_weight_at_the_end_of_its_interval_changes_the_first(api: httpx.Client) -> None:
    """The interval that is told is the one that the door itself shows."""
    answer = ask(api, preset="logistics", passports="false")
    bounded = [one for one in answer["criteria"] if one["first_stays_first"]["high"] < 0.9]
    assert bounded
    for criterion in bounded:
        end, key = criterion["first_stays_first"]["high"], criterion["key"]
        rest = {one["key"]: one["weight"] for one in answer["criteria"] if one["key"] != key}
        for share, stays in ((end - 0.001, True), (end + 0.001, False)):
            scale = (1 - share) / sum(rest.values())
            weights = {**{name: weight * scale for name, weight in rest.items()}, key: share}
            text = ",".join(f"{name}:{weight:.9f}" for name, weight in weights.items())
            moved = ask(api, weights=text, passports="false")
            assert (order(moved)[0] == order(answer)[0]) is stays


def test_contribution_carries_the_figure_and_its_sources(ranked: dict[str, Any]) -> None:
    zone = next(zone for zone in ranked["zones"] if zone["zone_id"] == "chau-duc")
    rent = zone["contributions"]["rent"]
    figure = rent["figure"]
    assert (figure["state"], figure["low"], figure["high"], figure["unit"]) == (
        "range",
        80,
        125,
        "USD/m2/term",
    )
    assert rent["worth_low"] < rent["worth_high"]
    assert figure["badge"] in "ABCD"
    named = {
        key
        for one in ranked["zones"]
        for part in one["contributions"].values()
        for key in part["figure"]["source_keys"]
    }
    assert named == set(ranked["sources"])
    block = zone["contributions"]["largest_block_ha"]["figure"]
    assert (block["state"], block["method"]) == ("bounded", "bounded_by_remaining")


def test_illustrative_parcels_never_count(ranked: dict[str, Any]) -> None:
    """The bundled parcels are all illustrative, so no block is known."""
    states = {
        zone["contributions"]["largest_block_ha"]["figure"]["state"] for zone in ranked["zones"]
    }
    assert states == {"bounded", "none_left", "unknown"}


def test_fewer_zones_keep_their_order_and_scores(api: httpx.Client, ranked: dict[str, Any]) -> None:
    some = order(ranked)[3:40:6]
    answer = ask(api, preset="logistics", zones=",".join(reversed(some)))
    assert order(answer) == some
    scores = {zone["zone_id"]: zone["score"] for zone in ranked["zones"]}
    assert all(zone["score"] == scores[zone["zone_id"]] for zone in answer["zones"])


def test_filter_chooses_zones(api: httpx.Client, ranked: dict[str, Any]) -> None:
    text = ask(api, preset="logistics", filter="former_province = 'BD' AND total_area_ha > 300")
    as_json = ask(
        api,
        preset="logistics",
        filter='{"op":"and","args":[{"op":"=","args":[{"property":"former_province"},"BD"]},'
        '{"op":">","args":[{"property":"total_area_ha"},300]}]}',
    )
    assert 5 < len(order(text)) < 60
    assert order(text) == order(as_json)
    assert order(text) == [zone_id for zone_id in order(ranked) if zone_id in set(order(text))]
    both = ask(api, zones=",".join(order(text)[:3]), filter="total_area_ha > 300")
    assert sorted(order(both)) == sorted(order(text)[:3])


def test_filter_that_leaves_nothing_ranks_nothing(api: httpx.Client) -> None:
    answer = ask(api, filter="total_area_ha > 1000000")
    assert (answer["zones"], answer["explanation"], answer["topsis"]["rho"]) == ([], None, None)
    RankShape.model_validate(answer)


def test_one_zone_is_ranked_alone(api: httpx.Client) -> None:
    answer = ask(api, zones="tan-thuan", lang="en")
    assert answer["explanation"]["runner_up"] is None
    assert answer["explanation"]["sentence"].startswith("Tan Thuan Export Processing Zone is the")


@pytest.mark.parametrize(
    ("parameters", "preset", "weights"),
    [
        ({}, "balanced", {key: share / 100 for key, share in PRESETS["balanced"].items()}),
        ({"preset": "cost"}, "cost", {"rent": 0.4, "years_left": 0.15}),
        ({"weights": "remaining_ha:3,rent:1"}, None, {"remaining_ha": 0.75, "rent": 0.25}),
        ({"weights": "rent:1e-3"}, None, {"rent": 1.0, "port": 0.0}),
        ({"weights": "rent:0.5,port:.5"}, None, {"rent": 0.5, "port": 0.5}),
        ({"preset": "cost", "weights": "rent:140"}, None, {"rent": 0.7, "years_left": 0.075}),
        ({"preset": "cost", "weights": "rent:0"}, None, {"rent": 0.0, "years_left": 0.25}),
    ],
)
def test_weights_and_presets(
    api: httpx.Client, parameters: dict[str, str], preset: str | None, weights: dict[str, float]
) -> None:
    answer = ask(api, **parameters, zones="tan-thuan,vsip-1", passports="false")
    assert answer["preset"] == preset
    found = {one["key"]: one["weight"] for one in answer["criteria"]}
    assert {key: found[key] for key in weights} == pytest.approx(weights)


def test_answer_without_passports_is_smaller_and_the_same(
    api: httpx.Client, ranked: dict[str, Any]
) -> None:
    answer = ask(api, preset="logistics", passports="false")
    assert order(answer) == order(ranked)
    RankShape.model_validate(answer)
    assert answer["sources"] == {}
    figures = {
        str(part["figure"]) for zone in answer["zones"] for part in zone["contributions"].values()
    }
    assert figures == {"None"}


def test_earlier_day_knows_less(api: httpx.Client) -> None:
    early = ask(api, as_of="2014-01-01")
    assert early["as_of"] == "2014-01-01"
    width = {
        day: sum(zone["score"]["high"] - zone["score"]["low"] for zone in answer["zones"])
        for day, answer in (("then", early), ("now", ask(api)))
    }
    assert width["then"] > width["now"]


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("weights=rent:-1", "the weight of rent is -1; expected a number from 0 to 1,000,000"),
        ("weights=rent:0", "all weights are 0; expected at least one positive weight; raise"),
        ("weights=rent:NaN", "the weight of rent is 'NaN'; expected a number from 0 to 1,000,000"),
        ("weights=rent:inf", "the weight of rent is 'inf'; expected a number"),
        ("weights=rent:2000000", "the weight of rent is 2e+06; expected a number from 0 to"),
        ("weights=rent:1,5", "weights has '5'; expected criterion:number joined by commas"),
        ("weights=rent", "weights has 'rent'; expected criterion:number"),
        ("weights=", "weights has ''; expected criterion:number"),
        ("weights=rent:", "the weight of rent is ''; expected a number"),
        ("weights=rent:1,rent:2", "the weight of rent is given more than once; expected one"),
        ("weights=beauty:1", "there is no criterion 'beauty'; expected one of remaining_ha, "),
        ("weights=%00:1", "there is no criterion '\\x00'"),
        ("weights=rent:%D9%A3", "the weight of rent is '٣'"),
        (f"weights={'rent:1,' * 400}", "weights has 2800 characters; expected at most 2000"),
        ("preset=luck", "preset is 'luck'; expected 'balanced', 'logistics', 'cost' or 'land'"),
        ("zones=", "zones is empty; expected ids joined by commas"),
        ("zones=a,,b", "zones has an empty id; expected ids joined by commas"),
        ("zones=vsip-1,vsip-1", "zones names 'vsip-1' more than once; expected each zone once"),
        (f"zones={','.join(map(str, range(501)))}", "zones names 501 zones; expected 1 to 500"),
        ("filter=", "the filter is empty; expected a CQL2 expression"),
        ("filter=beauty=1", "zones has no property 'beauty'"),
        ("filter={", "the filter is not cql2-json"),
        ("as_of=2099-01-01", "as_of is '2099-01-01'; expected a day"),
        ("lang=fr", "lang is 'fr'; expected 'vi' or 'en'"),
        ("passports=no", "passports is 'no'; expected 'true' or 'false'"),
        ("weight=rent:1", "there is no parameter 'weight'; expected only zones, filter, land,"),
        ("preset=cost&preset=land", "preset is given more than once"),
    ],
)
def test_rank_refuses_what_it_cannot_use(api: httpx.Client, query: str, detail: str) -> None:
    answer = api.get(f"/api/rank?{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == PROBLEM
    assert answer.json()["detail"].startswith(detail)


@pytest.mark.parametrize("path", ["rank", "compare"])
@pytest.mark.parametrize("zone_id", ["atlantis", "TAN-THUAN", "%00", "%3Cscript%3E"])
def test_unknown_zone_is_told(api: httpx.Client, path: str, zone_id: str) -> None:
    answer = api.get(f"/api/{path}?zones=tan-thuan,{zone_id}")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == PROBLEM
    assert answer.json()["detail"].endswith("look the zone up in /api/zones")


def test_zones_are_read_once_for_many_answers(
    api: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(api, as_of="2026-01-02", filter="total_area_ha > 100")
    monkeypatch.setattr(zone_memory, "list_zones", _must_not_ask)
    monkeypatch.setattr(zone_memory, "read_page", _must_not_ask)
    for rent in range(1, 6):
        ask(api, as_of="2026-01-02", weights=f"rent:{rent},port:1", filter="total_area_ha > 100")


def _must_not_ask(*_: Any, **__: Any) -> None:
    pytest.fail("the database was asked again")


def test_change_of_the_data_is_seen_by_the_next_answer(
    serve: Callable[..., httpx.Client], loaded_copy: DatabaseAddress
) -> None:
    client = serve(loaded_copy)
    before = ask(client, weights="total_area_ha:1")
    with psycopg.connect(
        loaded_copy.owner_url, options="-c search_path=zonemap,public"
    ) as connection:
        connection.execute("UPDATE zone SET name_vi = 'Khu Mới' WHERE zone_id = 'vsip-1'")
    after = ask(client, weights="total_area_ha:1")
    names = [
        next(zone["name_vi"] for zone in answer["zones"] if zone["zone_id"] == "vsip-1")
        for answer in (before, after)
    ]
    assert names[0] != names[1] == "Khu Mới"
    assert order(before) == order(after)


def test_hostile_name_is_only_text(
    serve: Callable[..., httpx.Client], loaded_copy: DatabaseAddress
) -> None:
    hostile = "</script><img src=x onerror=alert(1)>${alert(1)}"
    with psycopg.connect(
        loaded_copy.owner_url, options="-c search_path=zonemap,public"
    ) as connection:
        connection.execute("UPDATE zone SET name_vi = %s WHERE zone_id = 'vsip-1'", [hostile])
    answer = serve(loaded_copy).get("/api/rank?zones=vsip-1,atlantis")
    assert answer.status_code == 404
    told = ask(serve(loaded_copy), zones="vsip-1")
    assert told["explanation"]["sentence_vi"].startswith(hostile)


@pytest.fixture(scope="module")
def compared(api: httpx.Client) -> dict[str, Any]:
    answer = api.get(
        "/api/compare", params={"zones": "chau-duc,tan-thuan,tan-binh", "as_of": DAY, "lang": "en"}
    )
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == "en"
    found: dict[str, Any] = answer.json()
    return found


def row(compared: dict[str, Any], key: str) -> dict[str, Any]:
    rows = [row for group in compared["groups"] for row in group["rows"]]
    return next(row for row in rows if row["key"] == key)


def test_comparison_is_in_its_shape(compared: dict[str, Any]) -> None:
    shape = CompareShape.model_validate(compared)
    assert [zone.zone_id for zone in shape.zones] == ["chau-duc", "tan-thuan", "tan-binh"]
    assert [group.key for group in shape.groups] == [
        "about",
        "land",
        "terms",
        "place",
        "services",
        "quality",
    ]
    for group in shape.groups:
        for one in group.rows:
            assert [cell.zone_id for cell in one.cells] == ["chau-duc", "tan-thuan", "tan-binh"]
            for cell in one.cells:
                assert set(cell.source_keys) <= set(shape.sources)
                assert not (cell.is_best and cell.state in ("unknown", "none_left", "bounded"))


def test_comparison_marks_the_best(compared: dict[str, Any]) -> None:
    left = row(compared, "remaining_ha")
    assert [cell["state"] for cell in left["cells"]] == ["known", "known", "none_left"]
    assert [cell["is_best"] for cell in left["cells"]] == [True, False, False]
    assert left["cells"][1]["difference"] == pytest.approx(13 - 611)
    rent = row(compared, "rent")
    worse_ends = [cell["value"] or cell["high"] for cell in rent["cells"]]
    known = [end for end in worse_ends if end is not None]
    assert [cell["is_best"] for cell in rent["cells"]] == [end == min(known) for end in worse_ends]
    assert not any(cell["is_best"] for cell in row(compared, "kind")["cells"])


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("", "zones is missing; expected two to six ids joined by commas"),
        ("?zones=", "zones is empty"),
        ("?zones=vsip-1", "zones names 1 zone; expected 2 to 6; add one"),
        ("?zones=a,b,c,d,e,f,g", "zones names 7 zones; expected 2 to 6; leave some out"),
        ("?zones=vsip-1,vsip-1", "zones names 'vsip-1' more than once"),
        ("?zones=vsip-1,tan-thuan&lang=", "lang is ''; expected 'vi' or 'en'"),
        ("?zones=vsip-1,tan-thuan&x=1", "there is no parameter 'x'; expected only zones, as_of"),
    ],
)
def test_compare_refuses_what_it_cannot_use(api: httpx.Client, query: str, detail: str) -> None:
    answer = api.get(f"/api/compare{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == PROBLEM
    assert answer.json()["detail"].startswith(detail)


def test_openapi_describes_both(api: httpx.Client) -> None:
    described = api.get("/api/openapi.json").json()
    for path in ("/api/rank", "/api/compare"):
        answers = described["paths"][path]["get"]["responses"]
        assert set(answers) == {"200", "400", "404", "503"}
    names = [one["name"] for one in described["paths"]["/api/rank"]["get"]["parameters"]]
    assert set(names) == {
        *("zones", "filter", "land", "weights", "preset", "passports", "as_of", "lang")
    }
