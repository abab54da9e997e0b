from __future__ import annotations

import re
from typing import Any

import pytest

from maps.style import (
    DARK,
    LIGHT,
    MEASURE_KEYS,
    MEASURES,
    NONE_LEFT,
    UNKNOWN,
    ZONE_SYMBOL,
    class_of_value,
    classify_zone,
    measure,
    port_size,
    scheme_rules,
    style_table,
)
from maps.view import page_view
from tests.maps.invented import invented_document, reading


def zone_with(**changes: Any) -> dict[str, Any]:
    return {
        "status": "operating",
        "distances": {},
        "remaining_ha": reading(None, "unknown"),
        "occupancy": reading(None, "unknown"),
        **changes,
    }


@pytest.mark.parametrize(
    ("hectares", "key"),
    [(530.0, "b4"), (200.0, "b4"), (199.99, "b3"), (50.0, "b3"), (10.0, "b2"), (0.5, "b1")],
)
def test_class_of_value_takes_the_bound_into_the_class_above(hectares: float, key: str) -> None:
    assert class_of_value("remaining_ha", hectares) == key


def test_class_of_value_keeps_a_known_zero_apart() -> None:
    assert class_of_value("remaining_ha", 0.0) == "b0"
    assert class_of_value("remaining_ha", 0.01) == "b1"


def test_class_of_value_of_nothing_or_nonsense_is_unknown() -> None:
    assert class_of_value("remaining_ha", None) == UNKNOWN
    assert class_of_value("remaining_ha", -3.0) == UNKNOWN


def test_classify_zone_unknown_is_never_the_lowest_class() -> None:
    classes = classify_zone(zone_with())

    assert classes["remaining_ha"] == UNKNOWN
    assert classes["occupancy"] == UNKNOWN
    assert classes["distance"] == UNKNOWN


def test_classify_zone_none_left_is_not_zero_and_not_full() -> None:
    none_left = reading(None, "none_left")

    classes = classify_zone(zone_with(remaining_ha=none_left, occupancy=none_left))

    assert classes["remaining_ha"] == NONE_LEFT
    assert classes["occupancy"] == NONE_LEFT


def test_classify_zone_range_counts_by_its_middle() -> None:
    between = {**reading(None, "known"), "low": 0.90, "high": 0.96}

    assert classify_zone(zone_with(occupancy=between))["occupancy"] == "b2"


def test_classify_zone_distance_in_metres() -> None:
    at = {"coastline": {"distance_m": 24_600.0}}

    assert classify_zone(zone_with(distances=at))["distance"] == "b1"


@pytest.mark.parametrize("status", ["operating", "under_construction", "planned"])
def test_status_has_its_own_class_and_outline(status: str) -> None:
    assert classify_zone(zone_with(status=status))["status"] == status
    assert status in {one.key for one in measure("status").classes}
    assert status in ZONE_SYMBOL["stroke"]


def test_classify_zone_status_nobody_knows() -> None:
    assert classify_zone(zone_with(status="abolished"))["status"] == UNKNOWN


@pytest.mark.parametrize("key", MEASURE_KEYS)
def test_measure_has_unknown_as_its_only_hollow_class(key: str) -> None:
    hollow = [one.key for one in measure(key).classes if not one.fill]

    assert hollow == [UNKNOWN]


@pytest.mark.parametrize("one", MEASURES, ids=lambda one: one.key)
def test_measure_classes_differ_in_key_colour_and_words(one: Any) -> None:
    for field in ("key", "fill", "label_vi", "label_en", "short_vi", "short_en"):
        values = [getattr(style, field) for style in one.classes]
        assert len(set(values)) == len(values), field
    assert all(re.fullmatch(r"#[0-9a-f]{6}", style.fill) for style in one.classes if style.fill)
    assert all(len(style.short_vi) <= 10 for style in one.classes)


@pytest.mark.parametrize("one", MEASURES, ids=lambda one: one.key)
def test_measure_bounds_fall(one: Any) -> None:
    bounds = [style.lower for style in one.classes if style.lower is not None]

    assert bounds == sorted(bounds, reverse=True)


def test_port_size_by_tonnage_and_unknown_without() -> None:
    def port(value: float | None) -> dict[str, Any]:
        return {"figures": {"max_vessel_dwt": {"value": value, "high": None}}}

    assert port_size(port(250_000)) == "large"
    assert port_size(port(50_000)) == "deep"
    assert port_size(port(3_000)) == "small"
    assert port_size(port(None)) == "unknown"
    assert port_size({"figures": {}}) == "unknown"


@pytest.mark.parametrize("key", MEASURE_KEYS)
def test_page_view_counts_every_zone_on_the_map_once(key: str) -> None:
    view = page_view(invented_document())

    assert sum(view["class_counts"][key].values()) == 10


def test_page_view_counts_what_is_known() -> None:
    counts = page_view(invented_document())["class_counts"]["remaining_ha"]

    assert counts == {
        "b4": 1, "b3": 1, "b2": 0, "b1": 1, "b0": 1, NONE_LEFT: 1, UNKNOWN: 5,
    }  # fmt: skip


def test_style_table_is_plain_json() -> None:
    table = style_table()

    assert [one["key"] for one in table["measures"]] == list(MEASURE_KEYS)
    assert table["linkStatus"]["planned"]
    assert table["linkStatus"]["operating"] is None


TEXT_ON_GROUND = (
    *((ink, ground) for ink in ("ink", "muted", "accent") for ground in ("surface", "soft")),
    ("ink", "land"),
    ("ink", "accent_soft"),
    ("on_accent", "accent"),
    ("accent", "accent_soft"),
    ("accent_ink", "accent_soft"),
    ("warn", "warn_soft"),
    ("warn", "soft"),
    ("error", "error_soft"),
    ("error", "surface"),
    ("plan", "plan_soft"),
    ("road_ink", "road_sign"),
    ("port", "land"),
    ("airport_ink", "land"),
    ("place_ink", "land"),
    ("province_ink", "land"),
    ("water_ink", "sea"),
    ("surface", "ink"),
    ("tip_muted", "ink"),
)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON_GROUND)
def test_text_has_the_contrast_of_wcag_aa(colours: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("edge", ["zone_stroke", "unknown_stroke", "port"])
def test_symbols_stand_out_from_the_land_as_wcag_asks(colours: dict[str, str], edge: str) -> None:
    assert contrast(colours[edge], colours["land"]) >= 3


def test_both_schemes_name_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert scheme_rules().count("--surface:") == 3


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
