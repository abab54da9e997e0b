"""Films: where their maps go, that nothing jumps, and that the last frame is the still."""

from __future__ import annotations

import math
import pickle
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from geo.errors import InvalidSpec
from maps.stills.compose import compose
from maps.stills.drawing import Drawing, Shape, Text
from maps.stills.frame import MapFrame
from maps.stills.growth import mixed, passing, plan_growth
from maps.stills.material import Material
from maps.stills.motion import Timing, between, ease, faded, frame_png, plan_flight
from maps.stills.raster import pixels_of, png_of
from maps.stills.sizes import Box
from maps.stills.spec import StillSpec
from tests.maps.stills.invented_region import ON_DAY, invented_material

CANVAS = Box(0, 0, 1920, 1080)
DAYS = (date(2024, 1, 1), date(2025, 1, 1), ON_DAY)


def flight(**changes: Any) -> Any:
    material = invented_material()
    zone = material.region.zones[0].zone_id
    spec = StillSpec(template="locator", zones=(zone,), size="320x180", **changes)
    return plan_flight(spec, material, Timing(2, 25))


def growth(seconds: float = 4.0, **changes: Any) -> Any:
    material = invented_material()
    zones = material.region.zones
    materials = [
        Material(replace(material.region, zones=zones[:count]), day, material.claims)
        for count, day in zip((8, 16, len(zones)), DAYS, strict=True)
    ]
    spec = StillSpec(template="overview", size="320x180", **changes)
    return plan_growth(spec, materials, Timing(seconds, 25))


def words(drawing: Drawing) -> dict[str, tuple[float, float]]:
    return {one.content: (one.x, one.y) for one in drawing.texts()}


@pytest.mark.parametrize("fps", [25, 30, 50, 60])
def test_timing_counts_frames(fps: int) -> None:
    timing = Timing(4, fps)
    assert timing.frames == 4 * fps
    assert timing.hold == round(1.2 * fps)
    assert timing.fade(timing.frames - timing.hold - 1) == 0
    assert timing.fade(timing.frames - 1) == 1


def test_timing_refuses_other_rates_and_lengths() -> None:
    with pytest.raises(InvalidSpec, match="the rate 24 is not one"):
        Timing(4, 24)
    for seconds in (0.5, 61, math.nan, math.inf):
        with pytest.raises(InvalidSpec, match="1 to 60 s"):
            Timing(seconds, 25)


def test_ease_begins_and_ends_at_rest() -> None:
    steps = np.array([ease(one / 100) for one in range(101)])
    assert (steps[0], steps[50], steps[100]) == (0, 0.5, 1)
    assert (np.diff(steps) > 0).all()
    assert np.diff(steps)[[0, -1]].max() < 1e-4
    assert (ease(-1), ease(2)) == (0, 1)


def test_between_goes_straight_and_ever_closer() -> None:
    start = MapFrame(CANVAS, 105.0, 12.0, 500.0)
    stop = MapFrame(CANVAS, 106.9, 10.75, 8000.0)
    frames = [between(start, stop, one / 10) for one in range(11)]
    scales = np.array([one.units_per_degree for one in frames])
    assert np.allclose(scales[1:] / scales[:-1], 16**0.1)
    assert (frames[0], frames[-1]) == (start, stop)
    # A place on the map moves along a line.
    points = np.array([one.point(106.95, 10.7) for one in frames])
    along = (points - points[0]) @ (points[-1] - points[0])
    shares = along / along[-1]
    assert np.allclose(points, points[0] + np.outer(shares, points[-1] - points[0]))
    assert (np.diff(shares) > 0).all()


def test_between_maps_of_one_scale_pans() -> None:
    start, stop = MapFrame(CANVAS, 105.0, 12.0, 500.0), MapFrame(CANVAS, 106.0, 11.0, 500.0)
    assert between(start, stop, 0.25) == MapFrame(CANVAS, 105.25, 11.75, 500.0)


def test_flight_ends_with_the_still() -> None:
    film = flight()
    assert film.drawing(49) == compose(film.spec, film.material)
    assert frame_png(film, 49) == png_of(compose(film.spec, film.material))


def test_flight_begins_with_the_region() -> None:
    film = flight()
    shown = {one.subject for one in film.drawing(0).items if getattr(one, "role", "") == "zone"}
    assert shown == {one.zone_id for one in film.material.region.zones if one.location}
    assert film.start.units_per_degree < film.stop.units_per_degree


def test_flight_keeps_panels_and_fades_words_in() -> None:
    film = flight()
    end = words(film.drawing(49))
    for index in (0, 20, 34):
        texts = [one for one in film.drawing(index).texts() if one.role != "place"]
        assert {one.content: (one.x, one.y) for one in texts}.items() <= end.items()
        assert not {one.role for one in texts} & {"label", "scale"}
    fading = [one for one in film.drawing(37).texts() if one.opacity < 1]
    assert {one.role for one in fading} >= {"label", "scale"}
    assert words(film.drawing(37)) == end
    assert all(one.opacity == 1 for one in film.drawing(49).texts())


def test_flight_draws_frames_that_look_alike_once() -> None:
    film = flight()
    twins = [film.twin(index) for index in range(50)]
    assert twins[:36] == list(range(36))
    assert set(twins[-4:]) == {twins[-1]}
    assert film.drawing(twins[-1]) == film.drawing(49)


def test_flight_is_the_same_in_another_process() -> None:
    film = flight(ground="transparent")
    other = pickle.loads(pickle.dumps(film))  # noqa: S301 - our own
    assert frame_png(other, 10) == frame_png(film, 10)


def test_frame_on_a_transparent_ground_has_alpha_and_no_dark_edge() -> None:
    film = flight(ground="transparent")
    pixels = pixels_of(frame_png(film, 49))
    alpha, plain = pixels[..., 3], pixels_of(png_of(film.drawing(49)))
    assert (alpha == plain[..., 3]).all()
    assert 0.05 < (alpha == 0).mean() < 0.95
    beside = np.zeros_like(alpha, dtype=bool)
    beside[:, 1:] = (alpha[:, 1:] == 0) & (alpha[:, :-1] > 0)
    assert pixels[beside, :3].max(axis=1).min() > 0


def test_frame_in_video_levels_keeps_its_colours_within_them() -> None:
    pixels = pixels_of(frame_png(flight(levels="video"), 49))
    assert (pixels[..., :3].min(), pixels[..., :3].max()) >= (16, 0)
    assert pixels[..., :3].max() <= 235


def test_flight_refuses_what_cannot_be_flown_to() -> None:
    material = invented_material()
    lost = replace(material.region.zones[0], location=None, boundary=None)
    region = replace(material.region, zones=(lost, *material.region.zones[1:]))
    spec = StillSpec(template="locator", zones=(lost.zone_id,))
    with pytest.raises(InvalidSpec, match=f"nobody knows where {lost.zone_id} lies"):
        plan_flight(spec, replace(material, region=region), Timing(2, 25))
    with pytest.raises(InvalidSpec, match="the template ranking has no map that moves"):
        plan_flight(StillSpec(template="ranking"), material, Timing(2, 25))
    with pytest.raises(InvalidSpec, match="a film of 8192x8192 is larger"):
        plan_flight(spec.but(size="8192x8192"), material, Timing(2, 25))


def test_growth_shows_each_day_and_holds_the_last() -> None:
    film = growth()
    moving = film.timing.frames - film.timing.hold
    dates = [
        next(one.content for one in film.drawing(index).texts() if one.content.count("/") == 2)
        for index in (0, moving // 3 + 1, moving * 2 // 3 + 1, 99)
    ]
    assert dates == ["01/01/2024", "01/01/2025", "28/11/2026", "28/11/2026"]


def zones_of(drawing: Drawing) -> dict[str | None, Shape]:
    shapes = [one for one in drawing.items if isinstance(one, Shape) and one.role == "zone"]
    return {one.subject: one for one in shapes}


def test_growth_lets_new_circles_grow_from_nothing() -> None:
    film = growth()
    moving = film.timing.frames - film.timing.hold
    before, after = zones_of(film.drawing(0)), zones_of(film.drawing(99))
    fresh = set(zones_of(film.drawing(moving // 3 + 8))) - set(before)
    assert fresh
    one = min(fresh, key=str)
    widths = [
        found[one].box.width
        for index in range(moving // 3, moving // 3 + 10)
        if one in (found := zones_of(film.drawing(index)))
    ]
    assert widths == sorted(widths)
    assert widths[0] < 0.2 * after[one].box.width
    assert after[one].box.centre == pytest.approx(
        zones_of(film.drawing(moving // 3 + 8))[one].box.centre
    )


def test_growth_names_zones_only_when_the_last_day_stands() -> None:
    film = growth(seconds=6.0)
    ids = {one.subject for one in film.late_words if isinstance(one, Text)}
    assert ids
    for index in (0, 60, 99):
        assert not ids & {one.subject for one in film.drawing(index).texts()}
    assert ids <= {one.subject for one in film.drawing(149).texts()}


def test_growth_keeps_its_panels_in_place() -> None:
    film = growth()
    panels = [
        {one.box for one in film.drawing(index).items if getattr(one, "role", "") == "panel"}
        for index in range(0, 100, 20)
    ]
    tops = [sorted(round(box.bottom, 2) for box in one) for one in panels]
    assert all(one == tops[0] for one in tops)


def test_growth_refuses_too_few_and_too_many_days() -> None:
    with pytest.raises(InvalidSpec, match=r"a film of 1\.5 s has 3 days"):
        growth(seconds=1.5)
    material = invented_material()
    with pytest.raises(InvalidSpec, match="has 1 days"):
        plan_growth(StillSpec(size="320x180"), [material], Timing(4, 25))


def test_passing_mixes_colours_and_shrinks_what_goes() -> None:
    first, last = zones_of(growth().drawing(0)), zones_of(growth().drawing(99))
    one = next(iter(last.values()))
    (half,) = passing([one], [], 0.5)
    assert half.box.width == pytest.approx(one.box.width / 2)
    assert half.box.centre == pytest.approx(one.box.centre)
    assert passing([one], [one], 0.5) == (one,)
    old, new = one.paint, replace(one.paint, fill="#000000", stroke=None)
    both = mixed(replace(old, fill="#ffffff", fill_opacity=1.0), new, 0.5)
    assert both.fill == "#808080"
    assert both.stroke_opacity == pytest.approx(old.stroke_opacity / 2)
    assert first


def test_faded_items_let_through_what_is_beneath() -> None:
    drawing = flight().drawing(49)
    text = next(drawing.texts())
    thin = faded(text, 0.4)
    assert isinstance(thin, Text)
    assert thin.opacity == 0.4
    assert faded(text, 1.0) is text
