"""Every template passes the linter in every named size, language and theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from maps.stills.compose import TEMPLATES, compose
from maps.stills.drawing import Drawing, Item, Paint, Shape, Text, rectangle
from maps.stills.layout import from_document, layout_of
from maps.stills.lint.findings import Finding
from maps.stills.lint.linter import lint
from maps.stills.raster import pixels_of, png_of
from maps.stills.sizes import NAMED_SIZES
from maps.stills.spec import StillSpec, Template, spec_of
from maps.stills.theme import theme_names
from tests.maps.stills.invented_region import invented_material

FIELDS: dict[Template, dict[str, Any]] = {
    "locator": {"zones": ["khu-1"]},
    "distances": {"zones": ["khu-3"]},
    "before_after": {"before": "2024-01-01"},
    "claim": {"claim": "operating-kcn"},
    "corridor": {"zones": ["khu-2", "khu-4", "khu-8"]},
}
"""What a template cannot do without, or has no default for in the invented region."""

PREVIEW_PX = 560
"""Of the longer side: words are a tenth as many pixels, and drawn in a tenth of the time."""

MATERIAL = invented_material()


def _findings(template: Template, *, with_pixels: bool = True, **fields: Any) -> Iterator[Finding]:
    spec = spec_of({"template": template, **FIELDS.get(template, {}), **fields})
    drawing = compose(spec, MATERIAL)
    layout = layout_of(drawing, spec)
    assert from_document(layout.to_document()) == layout
    if not with_pixels:
        yield from lint(layout, None)
        return
    size = spec.pixels
    width_px = size.width_px * PREVIEW_PX // max(size.width_px, size.height_px)
    yield from lint(layout, pixels_of(png_of(drawing, width_px=width_px)))


@pytest.mark.parametrize("size", NAMED_SIZES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_template_passes_the_linter(template: Template, size: str) -> None:
    # What pixels show depends on the theme, not on the language; UHD is HD in finer pixels.
    has_pixels = size in ("hd", "vertical", "square")
    found = [
        f"{language}, {theme}: {finding.en}"
        for language in ("vi", "en")
        for theme in theme_names()
        for finding in _findings(
            template,
            with_pixels=has_pixels and language == "vi",
            size=size,
            language=language,
            theme=theme,
        )
    ]

    assert found == []


@pytest.mark.parametrize(
    "fields",
    [
        {"ground": "transparent"},
        {"ground": "solid"},
        {"safe_area": "legacy"},
        {"qr": True},
        {"size": "320x180"},
    ],
    ids=str,
)
@pytest.mark.parametrize("template", TEMPLATES)
def test_template_passes_the_linter_as_people_ask_for_it(
    template: Template, fields: dict[str, Any]
) -> None:
    assert [finding.en for finding in _findings(template, **fields)] == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"source_line": False}, "source-missing"), ({"data_date": False}, "date-missing")],
)
def test_ranking_without_source_or_date_fails(fields: dict[str, Any], code: str) -> None:
    assert [finding.code for finding in _findings("ranking", **fields)] == [code]


@pytest.mark.parametrize(
    ("template", "fields", "code"),
    [
        ("locator", {"extent": {"bbox": [107.3, 10.9, 107.6, 11.2]}}, "subject-not-on-map"),
        ("locator", {"layers": []}, "subject-not-on-map"),
        ("locator", {"extent": {"bbox": [106.44, 11.19, 106.45, 11.2], "padding": 0}},
         "subject-outside-safe-area"),
        ("locator", {"title": "Đất", "labels": {"zone:khu-1": {"hidden": True}}},
         "subject-not-named"),
        ("overview", {"zones": ["khu-1"], "labels": {"zone:khu-1": {"hidden": True}}},
         "subject-not-named"),
        ("overview", {"extent": {"bbox": [107.3, 10.9, 107.6, 11.2]}}, "legend-not-on-map"),
    ],
)  # fmt: skip
def test_picture_that_misses_its_subject_is_told(
    template: Template, fields: dict[str, Any], code: str
) -> None:
    found = {one.code for one in _findings(template, with_pixels=False, **fields)}
    assert code in found


def _drawn(template: Template, **fields: Any) -> tuple[StillSpec, Drawing]:
    spec = spec_of({"template": template, "size": "640x360", **FIELDS.get(template, {}), **fields})
    return spec, compose(spec, MATERIAL)


def _shrunk(text: Text, _: Drawing) -> list[Item]:
    return [replace(text, size=20.0)]


def _at_the_edge(text: Text, drawing: Drawing) -> list[Item]:
    return [replace(text, x=text.x + drawing.canvas.right - text.box.right - 10)]


def _cut(text: Text, drawing: Drawing) -> list[Item]:
    return [replace(text, y=text.y + drawing.canvas.bottom - text.box.bottom + 10)]


def _faint(text: Text, drawing: Drawing) -> list[Item]:
    behind = text.halo or next(one.block for one in layout_of(drawing, spec_of({})).texts
                               if one.content == text.content and one.block)  # fmt: skip
    return [replace(text, fill=behind)]


def _covered(text: Text, _: Drawing) -> list[Item]:
    box = text.box.inset(-3)
    return [text, Shape(rectangle(box), Paint(fill="#888888"), box)]


def _twice(text: Text, _: Drawing) -> list[Item]:
    return [text, replace(text, x=text.x + 7, label_id=None)]


def _unknown_letter(text: Text, _: Drawing) -> list[Item]:
    content = f"{text.content[:-1]}鋼"
    return [replace(text, content=content, run=text.face.shape(content))]


SPOILS: dict[Callable[[Text, Drawing], list[Item]], set[str]] = {
    _shrunk: {"text-too-small"},
    _at_the_edge: {"outside-action-safe"},
    _cut: {"outside-picture"},
    # A text of the colour behind it is not seen either.
    _faint: {"low-contrast", "text-hidden"},
    _covered: {"text-hidden"},
    _twice: {"text-overlap"},
    _unknown_letter: {"missing-glyph"},
}


@pytest.mark.parametrize("spoil", SPOILS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("template", ["overview", "ranking", "lower_third"])
def test_no_text_of_a_template_is_spoiled_without_the_linter_saying_so(
    template: Template, spoil: Callable[[Text, Drawing], list[Item]]
) -> None:
    spec, drawing = _drawn(template)
    whole = drawing.items
    has_pixels = "text-hidden" in SPOILS[spoil]
    texts = [
        (place, one)
        for place, one in enumerate(whole)
        if isinstance(one, Text) and len(one.content) > 1
    ]
    # Each takes a drawing where pixels are looked at: of those every third.
    for place, text in texts[:: 3 if has_pixels else 1]:
        spoiled = [*whole[:place], *spoil(text, drawing), *whole[place + 1 :]]
        drawing.items = spoiled
        layout = layout_of(drawing, spec)
        pixels = pixels_of(png_of(drawing)) if has_pixels else None
        codes = {finding.code for finding in lint(layout, pixels)}
        drawing.items = whole
        assert codes & SPOILS[spoil], f"{text.role} {text.content!r}: {codes}"
