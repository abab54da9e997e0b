"""What the linter is told of a drawing: lines of its legend, zones that it names, leader lines."""

from __future__ import annotations

from typing import Any

import pytest

from maps.stills.compose import compose
from maps.stills.drawing import Drawing, circle, polyline, symbol_points
from maps.stills.keys import led_subjects, legend_lines, named_zones, shape_kind
from maps.stills.spec import StillSpec, spec_of
from tests.maps.stills.invented_region import invented_material

MATERIAL = invented_material()


def drawn(template: str, **fields: Any) -> tuple[Drawing, StillSpec]:
    spec = spec_of({"template": template, "size": "hd", **fields})
    return compose(spec, MATERIAL), spec


@pytest.mark.parametrize("kind", ["square", "diamond", "triangle"])
def test_shapes_are_told_by_their_paths(kind: str) -> None:
    assert shape_kind(polyline(symbol_points(kind, 50, 60, 11), closed=True)) == kind


def test_circles_and_lines_are_told_too() -> None:
    assert shape_kind(circle(5, 5, 2)) == "circle"
    assert shape_kind(polyline([(0, 0), (9, 3)])) == "line"
    assert shape_kind(polyline([(0, 0), (9, 3), (4, 4), (1, 8), (0, 2)], closed=True)) == ""


@pytest.mark.parametrize("template", ["overview", "corridor", "before_after"])
def test_lines_of_a_legend_are_found_and_on_the_map(template: str) -> None:
    more = {"before": "2024-01-01"} if template == "before_after" else {"zones": ["khu-1"]}
    lines = legend_lines(*drawn(template, **more))
    assert len(lines) > 1
    assert all(is_on_map for _, is_on_map in lines)


def test_picture_without_a_legend_has_no_lines_of_one() -> None:
    assert legend_lines(*drawn("overview", legend=False)) == []
    assert legend_lines(*drawn("ranking")) == []


@pytest.mark.parametrize(
    ("title", "named"),
    [
        (None, True),
        ("KHU-1 còn đất", True),
        ("Khu 1: còn đất", True),
        ("Khu 12 còn đất", False),
        ("Còn đất", False),
    ],
)
def test_zones_are_named_by_labels_titles_and_the_template(title: str | None, named: bool) -> None:
    hidden = {"zone:khu-1": {"hidden": True}}
    drawing, spec = drawn("locator", zones=["khu-1"], title=title, labels=hidden)
    assert named_zones(drawing, spec) == (("khu-1",) if named else ())
    shown, spec = drawn("locator", zones=["khu-1"], title="Còn đất")
    assert named_zones(shown, spec) == ("khu-1",)


def test_leader_lines_are_told_by_what_they_lead_to() -> None:
    far = {"zone:khu-12": {"dx": -300, "dy": 150}}
    drawing, _ = drawn("overview", zones=["khu-12"], labels=far)
    assert "khu-12" in led_subjects(drawing)
