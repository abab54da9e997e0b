from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from maps.stills.compose import TEMPLATES, compose
from maps.stills.drawing import Drawing, Paint, Shape, Text, number, polyline, rectangle
from maps.stills.sizes import Box, Size
from maps.stills.spec import spec_of
from maps.stills.svg import svg_of
from maps.stills.typeface import face
from tests.maps.stills.invented_region import invented_material

HOSTILE = "<script>alert(1)</script> & \"quoted\" 'x' ]]> --> &amp; {{7*7}}"


def draw(**spec: object) -> Drawing:
    needs_zone = spec.get("template") in ("locator", "distances", "corridor")
    zones = ["khu-10"] if needs_zone else []
    return compose(spec_of({"before": "2024-01-01", "zones": zones, **spec}), invented_material())


def parsed(drawing: Drawing, **words: str) -> Element:
    return fromstring(svg_of(drawing, **words), forbid_dtd=True)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_picture_is_paths_alone(template: str) -> None:
    root = parsed(draw(template=template, theme="newsroom"))
    tags = {str(one.tag).split("}")[-1] for one in root.iter()}
    assert tags <= {"svg", "path", "g", "rect", "pattern", "defs"}
    keys = {key for one in root.iter() for key in one.attrib}
    assert not any(key.startswith("on") or "href" in key or key == "style" for key in keys)
    assert "url(http" not in svg_of(draw(template=template))


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_same_spec_and_records_give_the_same_text(template: str) -> None:
    assert svg_of(draw(template=template)) == svg_of(draw(template=template))


def test_a_larger_picture_is_the_same_drawing() -> None:
    small, large = svg_of(draw(size="hd")), svg_of(draw(size="uhd"))
    assert small.replace('width="1920" height="1080"', 'width="3840" height="2160"') == large


def test_hostile_words_stay_words() -> None:
    drawing = draw(title=HOSTILE)
    root = parsed(drawing, title=HOSTILE, description=HOSTILE)
    labels = [one.get("aria-label") for one in root.iter() if one.get("aria-label")]
    assert " ".join(part for part in labels if part and part in HOSTILE) == HOSTILE
    assert [one.text for one in root][:2] == [HOSTILE, HOSTILE]


def test_numbers_are_short_and_never_minus_zero() -> None:
    assert [number(one) for one in (1.0, 1.5, -0.001, 0.126, 1e6)] == [
        "1", "1.5", "0", "0.13", "1000000",
    ]  # fmt: skip
    assert polyline([], closed=True) == ""
    assert rectangle(Box(0, 0, 2, 1)) == "M0 0L2 0L2 1L0 1Z"


def test_paint_and_halo_are_written_as_they_are() -> None:
    one = face("noto-sans", "bold")
    text = Text("Ế", one.shape("Ế"), one, 5, 50, 40, "#112233", "label", halo="#ffffff",
                halo_width=3)  # fmt: skip
    line = Shape("M0 0L9 9", Paint(stroke="#0b6e69", stroke_width=2, dash=(4, 2)), Box(0, 0, 9, 9))
    drawing = Drawing(Size(400, 200), None, [line, text])
    first, second = list(parsed(drawing))
    assert first.attrib["fill"] == "none"
    assert first.attrib["stroke-dasharray"] == "4 2"
    assert second.attrib["paint-order"] == "stroke"
    assert second.attrib["stroke-width"] == "6"
    assert second.attrib["aria-label"] == "Ế"
