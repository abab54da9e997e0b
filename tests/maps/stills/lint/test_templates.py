"""Every template passes the linter in every named size, language and theme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from maps.stills.compose import TEMPLATES, compose
from maps.stills.layout import from_document, layout_of
from maps.stills.lint.findings import Finding
from maps.stills.lint.linter import lint
from maps.stills.raster import pixels_of, png_of
from maps.stills.sizes import NAMED_SIZES
from maps.stills.spec import Template, spec_of
from maps.stills.theme import theme_names
from tests.maps.stills.invented_region import invented_material

FIELDS: dict[Template, dict[str, Any]] = {
    "locator": {"zones": ["khu-1"]},
    "distances": {"zones": ["khu-3"]},
    "before_after": {"before": "2024-01-01"},
    "claim": {"claim": "operating-kcn"},
}
"""What a template cannot do without, or has no default for in the invented region."""

PREVIEW_PX = 640
"""Of the longer side: words are a tenth as many pixels, and drawn in a tenth of the time."""


def _findings(template: Template, **fields: Any) -> Iterator[Finding]:
    spec = spec_of({"template": template, **FIELDS.get(template, {}), **fields})
    drawing = compose(spec, invented_material())
    layout = layout_of(drawing, spec)
    assert from_document(layout.to_document()) == layout
    size = spec.pixels
    width_px = size.width_px * PREVIEW_PX // max(size.width_px, size.height_px)
    yield from lint(layout, pixels_of(png_of(drawing, width_px=width_px)))


@pytest.mark.parametrize("size", NAMED_SIZES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_template_passes_the_linter(template: Template, size: str) -> None:
    found = [
        f"{language}, {theme}: {finding.en}"
        for language in ("vi", "en")
        for theme in theme_names()
        for finding in _findings(template, size=size, language=language, theme=theme)
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
