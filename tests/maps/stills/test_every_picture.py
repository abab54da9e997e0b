"""A picture is made of whatever can be asked for by name: template, size, language, measure."""

from __future__ import annotations

from typing import Any, Final, get_args

import pytest

from maps.stills.compose import TEMPLATES, compose
from maps.stills.sizes import NAMED_SIZES
from maps.stills.spec import Measure, Template, spec_of
from tests.maps.stills.invented_region import invented_material

MATERIAL = invented_material()

NEEDS: Final[dict[Template, dict[str, Any]]] = {
    "locator": {"zones": ["khu-1"]},
    "distances": {"zones": ["khu-3"]},
    "before_after": {"before": "2024-01-01"},
    "claim": {"claim": "operating-kcn"},
    "corridor": {"zones": ["khu-2", "khu-4", "khu-8"]},
    "lower_third": {"zones": ["khu-4"]},
}
"""What a template cannot do without in the invented region."""

REFUSED: Final[dict[Template, Measure]] = {"ranking": "status", "before_after": "distance"}
"""States have no order, and distances do not change with the date."""


def measures_of(template: Template) -> list[Measure | None]:
    """Measures that a picture can be asked for, and none."""
    return [None, *(one for one in get_args(Measure) if one != REFUSED.get(template))]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", NAMED_SIZES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_named_picture_can_be_made(template: Template, size: str, language: str) -> None:
    for measure in measures_of(template):
        asked = {} if measure is None else {"measure": measure}
        spec = spec_of(
            {"template": template, "size": size, "language": language, **NEEDS.get(template, {}),
             **asked}
        )  # fmt: skip
        assert compose(spec, MATERIAL).items, measure
