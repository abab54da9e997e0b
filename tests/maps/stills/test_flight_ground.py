"""What keeps to the ground while a map flies: hatching lines and names of places."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely

from maps.places import place_table
from maps.stills.compose import compose_page
from maps.stills.drawing import Drawing, Shape, Text
from maps.stills.flight_ground import (
    HATCH_STEP,
    count_sets,
    grounded_hatching,
    plan_names,
)
from maps.stills.frame import MapFrame
from maps.stills.material import Material
from maps.stills.motion import Timing, between, ease, is_hatching, plan_flight
from maps.stills.page import View
from maps.stills.sizes import Box
from maps.stills.spec import StillSpec
from maps.stills.symbols import hatching
from tests.maps.stills.invented_region import invented_material
from tests.maps.stills.test_motion import flight

CANVAS = Box(0, 0, 1920, 1080)
START = MapFrame(CANVAS, 105.0, 12.0, 500.0)
STOP = MapFrame(CANVAS, 106.9, 10.75, 8000.0)
PHU_MY = next(one["location"] for one in place_table() if one["en"] == "Phu My")
FIELD = shapely.box(106.95, 10.62, 107.05, 10.7)


def lines_of(frame: MapFrame, *, least: float = 0.0) -> list[float]:
    """Longitude and Mercator's y, degrees, added up, of each line that is seen."""
    area = frame.project(FIELD, margin=0, detail=0.01)
    found = []
    for lines, share in grounded_hatching(area, frame, STOP):
        if share > least:
            for line in getattr(lines, "geoms", [lines]):
                x, y = np.asarray(line.coords)[0]
                found.append(frame.west + frame.top + (x - y) / frame.units_per_degree)
    return sorted(found)


def test_hatching_ends_as_the_still_has_it() -> None:
    area = STOP.project(FIELD, margin=0, detail=0.01)
    (even, one), (odd, other) = grounded_hatching(area, STOP, STOP)
    both = shapely.union(even, odd)
    assert (one, other) == (1.0, 1.0)
    assert shapely.hausdorff_distance(both, hatching(area)) < 1e-6


def test_hatching_keeps_to_the_ground_and_to_its_density() -> None:
    first, step = lines_of(STOP)[0], HATCH_STEP / STOP.units_per_degree
    for share in (0.3, 0.55, 0.8, 0.97):
        frame = between(START, STOP, share)
        lines = np.array(lines_of(frame))
        assert len(lines) > 1
        # Each line is one of those at the end, or of those that go on outside the last map.
        numbers = (lines - first) / step
        assert np.abs(numbers - numbers.round()).max() < 1e-4
        steps = np.diff(lines) * frame.units_per_degree
        assert 6.4 < steps.min() <= steps.max() < 26.1


def test_hatching_between_comes_little_by_little() -> None:
    shares = []
    for share in np.linspace(0.5, 0.75, 60):
        frame = between(START, STOP, float(share))
        area = frame.project(FIELD, margin=0, detail=0.01)
        # The second set is all there, or not yet; then it becomes every second line of a finer one.
        shares.append(sum(seen for _, seen in grounded_hatching(area, frame, STOP)))
    assert min(shares) < 1.2
    assert max(shares) == 2.0
    rising = np.diff(shares)
    assert rising[rising > 0].max() < 0.2


@pytest.mark.parametrize("index", [0, 12, 24, 33])
def test_flight_hatches_schematic_outlines_throughout(index: int) -> None:
    material = invented_material()
    spec = StillSpec(template="locator", zones=("khu-4",), size="320x180")
    film = plan_flight(spec, material, Timing(2, 25))
    frame = between(film.start, film.stop, ease(index / 35))
    bare = compose_page(film.spec, film.material, View(frame)).drawing
    wanted = hatched(bare)
    assert hatched(film.drawing(index)) == wanted
    assert index < 24 or wanted


def hatched(drawing: Drawing) -> set[str | None]:
    return {one.subject for one in drawing.items if isinstance(one, Shape) and is_hatching(one)}


def placed(*texts: Text) -> Drawing:
    return Drawing(StillSpec().pixels, "#ffffff", list(texts))


def name_at(film: Any, frame: MapFrame, dx: float) -> Text:
    words = next(one for one in film.still.items if isinstance(one, Text))
    x, y = frame.point(*PHU_MY)
    return replace(words, role="place", label_id="place:phu-my", x=x + dx, y=y, opacity=1.0)


def test_name_goes_with_its_place_and_to_where_the_still_has_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import maps.stills.flight_ground as module

    film = flight()
    count = count_sets(START, STOP)
    stops = [between(START, STOP, one / count) for one in range(count + 1)]
    sets = iter(placed(name_at(film, one, 20.0)) for one in stops[:-1])
    monkeypatch.setattr(module, "_drawing", lambda spec, material, frame: next(sets))
    still = placed(name_at(film, stops[-1], -80.0))

    (name,) = plan_names(StillSpec(), film.material, stops, still)
    for position, dx in ((0.0, 20.0), (0.4, 20.0), (count - 1.0, 20.0), (count - 0.5, -30.0)):
        frame = between(START, STOP, position / count)
        (text,) = name.items(frame, position)
        assert isinstance(text, Text)
        x, y = frame.point(*PHU_MY)
        assert (text.x, text.y) == pytest.approx((x + dx, y))
        assert text.opacity == 1.0
    assert next(name.items(STOP, float(count))) == next(still.texts())


def test_name_that_only_one_set_has_fades() -> None:
    film = flight()
    names = film.names
    assert names, "the invented region has a place that is named from afar"
    for name in names:
        last = max(name.texts)
        frame = film.start
        full = [one.opacity for one in name.items(frame, float(last)) if isinstance(one, Text)]
        assert set(full) <= {1.0}
        half = [one.opacity for one in name.items(frame, last + 0.5) if isinstance(one, Text)]
        assert all(0.3 < one < 0.7 for one in half)
        assert not list(name.items(frame, last + 0.95))


def test_flight_has_names_of_places_on_its_way() -> None:
    film = flight()
    shown = {one.content for one in film.drawing(0).texts() if one.role == "place"}
    assert shown


def test_sets_of_names_double_the_scale() -> None:
    assert count_sets(START, STOP) == 4
    assert count_sets(START, replace(START, west=106.0)) == 1
    assert isinstance(flight().material, Material)
