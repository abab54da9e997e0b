from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from maps.stills.drawing import Drawing, Item
from maps.stills.layout import Layout
from maps.stills.lint.findings import Finding
from maps.stills.lint.linter import lint
from maps.stills.lint.report import MOST_TOLD, draw_findings
from maps.stills.raster import Pixels, pixels_of, png_of
from maps.stills.sizes import Box
from tests.maps.stills.lint.clean_picture import LAND, change, clean_items, picture

RED = (255, 90, 79)


def _small_legend(items: list[Item]) -> None:
    change(items, "legend", size=24)


def _spoiled(size: str = "640x360") -> tuple[bytes, Layout, tuple[Finding, ...]]:
    spec, layout, pixels = picture(_small_legend, size=size)
    items = clean_items()
    _small_legend(items)
    return png_of(Drawing(spec.pixels, LAND, items)), layout, lint(layout, pixels)


def _count(pixels: Pixels, colour: tuple[int, int, int]) -> int:
    return int((np.abs(pixels[..., :3].astype(int) - colour) < 6).all(axis=2).sum())


def test_report_marks_the_place_and_tells_it_below() -> None:
    png, layout, findings = _spoiled()
    (finding,) = findings
    assert finding.box is not None

    pixels = pixels_of(draw_findings(png, layout, findings, "en"))

    # As large as the picture is, with the list beneath it.
    assert pixels.shape[1] == 640
    assert pixels.shape[0] > 360 + 100
    scale = 640 / layout.canvas.width
    left, top = int(finding.box.left * scale), int(finding.box.top * scale)
    assert _count(pixels[top - 24 : top + 60, left - 24 : left + 200], RED) > 200
    assert _count(pixels[:150], RED) == 0
    assert _count(pixels[400:], RED) > 100


def test_report_of_an_upright_picture_has_the_list_beside_it() -> None:
    png, layout, findings = _spoiled("540x960")

    pixels = pixels_of(draw_findings(png, layout, findings, "vi"))

    assert pixels.shape[0] == 960
    assert pixels.shape[1] == 540 + 900


def test_report_dims_the_picture_and_draws_the_safe_area() -> None:
    png, layout, _ = _spoiled()

    pixels = pixels_of(draw_findings(png, layout, (), "vi"))

    assert tuple(pixels[200, 320, :3]) == tuple(round(one * 0.65) for one in (0xF4, 0xF1, 0xE8))
    edge = pixels[100:300, round(0.05 * 640) - 1 : round(0.05 * 640) + 1]
    assert _count(edge, (0x5F, 0xD0, 0xFF)) > 60


def test_report_is_the_same_twice_and_another_in_another_language() -> None:
    png, layout, findings = _spoiled()

    once, again, other = (draw_findings(png, layout, findings, one) for one in ("vi", "vi", "en"))

    assert once == again
    assert once != other


@pytest.mark.parametrize("count", [0, 1, MOST_TOLD, MOST_TOLD + 40])
def test_report_grows_with_what_is_found_up_to_a_limit(count: int) -> None:
    png, layout, findings = _spoiled()

    pixels = pixels_of(draw_findings(png, layout, findings * count, "en"))

    assert 360 < pixels.shape[0] < 360 + 200 + min(count, MOST_TOLD) * 140


def test_report_survives_findings_far_outside_and_words_of_strangers() -> None:
    png, layout, findings = _spoiled()
    far = replace(findings[0], box=Box(-40_000, -40_000, -39_000, -39_000), en='<b>&"' * 60 + " x.")

    pixels = pixels_of(draw_findings(png, layout, (far,), "en"))

    assert _count(pixels[:60, :60], RED) > 50
