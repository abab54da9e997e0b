from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
from shapely.geometry import Point, shape

from layers.records import Headline
from maps.stills.drawing import Shape, symbol_points
from maps.stills.frame import MapFrame, fit_frame
from maps.stills.page import Page
from maps.stills.spec import spec_of
from maps.stills.symbols import (
    class_of_zone,
    draw_parcels,
    draw_port,
    draw_zones,
    hatching,
    port_symbol,
    zone_radius,
)
from tests.maps.invented_shortlist import NOTHING, figure, known, zone
from tests.maps.stills.invented_region import invented_material

MATERIAL = invented_material()


def page(**fields: object) -> Page:
    return Page(spec_of({"size": "hd", **fields}), MATERIAL)


def frame_around(drawn: Page, lon: float, lat: float, km: float) -> MapFrame:
    return fit_frame([Point(lon, lat)], drawn.canvas, least_km=km)


def test_unknown_is_a_class_of_its_own_and_never_the_lowest() -> None:
    none_left = Headline(None, None, None, "2024", "B", (), "statement", "none_left")
    assert class_of_zone(zone(1, remaining=NOTHING), "remaining_ha") == "unknown"
    assert class_of_zone(zone(1, remaining=none_left), "remaining_ha") == "none_left"
    assert class_of_zone(zone(1, remaining=known(0.0)), "remaining_ha") == "b0"
    assert class_of_zone(zone(1, distances={}), "distance") == "unknown"
    assert class_of_zone(zone(1, status="dreamt of"), "status") == "unknown"


def test_circles_have_areas_in_proportion() -> None:
    frame = frame_around(page(), 106.7, 10.8, 80)
    small = replace(zone(1), figures={"total_area_ha": figure("total_area_ha", 400.0)})
    large = replace(zone(1), figures={"total_area_ha": figure("total_area_ha", 1600.0)})
    assert zone_radius(large, frame) == pytest.approx(2 * zone_radius(small, frame))


def test_unknown_zone_is_hollow_and_painted_beneath_a_known_one() -> None:
    drawn = page()
    here = {"location": (106.7, 10.8), "boundary": None}
    zones = [zone(1, zone_id="known", remaining=known(300.0), **here),
             zone(2, zone_id="blank", remaining=NOTHING, **here)]  # fmt: skip
    draw_zones(drawn, frame_around(drawn, 106.7, 10.8, 80), zones)
    shapes = [one for one in drawn.drawing.items if isinstance(one, Shape)]
    assert [one.subject for one in shapes] == ["blank", "known"]
    assert shapes[0].paint.fill == drawn.theme["halo"]
    assert shapes[1].paint.fill == drawn.theme.class_fill("remaining_ha", "b4")


def test_schematic_outline_is_hatched_dashed_and_noted() -> None:
    drawn = page()
    one = zone(1, boundary_quality="schematic")
    assert one.location is not None
    (mark,) = draw_zones(drawn, frame_around(drawn, *one.location, 6), [one])
    shapes = [item for item in drawn.drawing.items if isinstance(item, Shape)]
    assert mark.outline is not None
    assert any(item.paint.dash for item in shapes)
    assert drawn.notes == ["Ranh giới sơ đồ"]


def test_real_outline_is_neither_hatched_nor_noted() -> None:
    drawn = page()
    one = zone(1, boundary_quality="openstreetmap")
    assert one.location is not None
    draw_zones(drawn, frame_around(drawn, *one.location, 6), [one])
    shapes = [item for item in drawn.drawing.items if isinstance(item, Shape)]
    assert len(shapes) == 2
    assert not any(item.paint.dash for item in shapes)
    assert drawn.notes == []


def test_hatching_ends_at_the_edge() -> None:
    area = shapely.box(100, 100, 200, 150)
    lines = hatching(area)
    assert shapely.covers(area.buffer(1e-6), lines)
    # Lines 13 apart across, at 45 degrees: their length is area / (13 * cos 45).
    assert lines.length == pytest.approx(area.area / (13 / 2**0.5), rel=0.05)


def test_illustrative_parcels_are_noted() -> None:
    drawn = page()
    parcels = MATERIAL.region.parcels
    west, south, east, north = shape(parcels[0].geometry).bounds
    states = draw_parcels(
        drawn, frame_around(drawn, (west + east) / 2, (south + north) / 2, 3), parcels
    )
    assert parcels[0].commercial in states
    assert drawn.notes == ["Lô đất minh họa"]


def test_ports_have_forms_by_kind_and_planned_ones_are_hollow() -> None:
    known = MATERIAL.region.ports[0]
    kinds = ("seaport_terminal", "river_port", "icd")
    forms = [port_symbol(replace(known, kind=kind)) for kind in kinds]
    assert forms == ["square", "diamond", "triangle"]
    assert [len(symbol_points(one, 0, 0, 5)) for one in forms] == [4, 4, 3]
    assert symbol_points("diamond", 0, 0, 5)[0] == (0, -6)
    drawn = page()
    port = replace(MATERIAL.region.ports[0], status="planned")
    draw_port(drawn, frame_around(drawn, *port.location, 6), port)
    (symbol,) = drawn.drawing.items
    assert isinstance(symbol, Shape)
    assert (symbol.paint.fill, symbol.paint.stroke) == (drawn.theme["halo"], drawn.theme["port"])


def test_port_out_of_sight_is_not_painted() -> None:
    drawn = page()
    assert draw_port(drawn, frame_around(drawn, 100.0, 5.0, 6), MATERIAL.region.ports[0]) is None
    assert drawn.drawing.items == []
