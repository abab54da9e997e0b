"""Every field of a spec changes the pictures that it can mean something to."""

from __future__ import annotations

from typing import Any, Final

import pytest

from geo.errors import InvalidSpec
from maps.stills.compose import TEMPLATES, compose
from maps.stills.spec import Template, spec_of
from tests.maps.stills.invented_region import invented_material
from tests.maps.stills.lint.test_templates import FIELDS

MATERIAL = invented_material()
_BBOX: Final = [106.5, 10.6, 106.9, 10.9]
_SHOWN: Final[dict[str, Any]] = {
    "locator": {"zones": ["khu-12"]},
    "lower_third": {
        "zones": ["khu-12"],
        "ground": "map",
        "extent": {"bbox": [106.2, 10.3, 107.5, 11.3]},
    },
}
"""A zone on a map with something beside it."""

CHANGES: Final[dict[str, tuple[dict[str, Any], dict[str, Any]]]] = {
    "province": ({}, {"province": "BD"}),
    "extent.bbox": ({}, {"extent": {"bbox": _BBOX}}),
    "extent.zones": ({}, {"extent": {"zones": ["khu-5"]}}),
    "extent.province": ({}, {"extent": {"province": "BD"}}),
    "extent.padding": (
        {"extent": {"bbox": _BBOX, "padding": 0}},
        {"extent": {"bbox": _BBOX, "padding": 0.2}},
    ),
    "layers, none": ({}, {"layers": []}),
    "layers, ports": ({"layers": ["zones"]}, {"layers": ["zones", "ports"]}),
    "layers, roads": ({"layers": ["zones"]}, {"layers": ["zones", "roads"]}),
    "layers, airports": ({"layers": ["zones"]}, {"layers": ["zones", "airports"]}),
    "inset": ({}, {"inset": False}),
    "legend": ({}, {"legend": False}),
    "north_arrow": ({}, {"north_arrow": False}),
    "scale_bar": ({}, {"scale_bar": False}),
    "badge_notes": ({}, {"badge_notes": False}),
    "source_line": ({}, {"source_line": False}),
    "data_date": ({}, {"data_date": False}),
}
"""What is asked for, and what is asked for instead."""

_WHOLE_REGION = "its map shows the region, beside which an inset of it says nothing"
_NO_MEASURE = "its map only says where, and has nothing to be measured or explained"
UNCHANGED: Final[dict[tuple[Template, str], str]] = {
    ("overview", "inset"): _WHOLE_REGION,
    ("ranking", "inset"): _WHOLE_REGION,
    ("before_after", "inset"): _WHOLE_REGION,
    ("claim", "inset"): _WHOLE_REGION,
    ("lower_third", "inset"): _NO_MEASURE,
    ("ranking", "legend"): "its list says what the bars are",
    ("distances", "legend"): "its list of lines is the picture's content",
    ("claim", "legend"): _NO_MEASURE,
    ("lower_third", "legend"): _NO_MEASURE,
    ("claim", "north_arrow"): _NO_MEASURE,
    ("claim", "scale_bar"): _NO_MEASURE,
    ("lower_third", "north_arrow"): _NO_MEASURE,
    ("lower_third", "scale_bar"): _NO_MEASURE,
    ("distances", "province"): "it shows one zone, wherever that is",
    ("claim", "province"): "the claim is named, which says of where it is",
    ("distances", "layers, ports"): "it shows the ports that its lines lead to",
    ("distances", "layers, airports"): "it shows the airport that its line leads to",
    ("distances", "inset"): "the map of the invented region shows all of it",
}
"""Template and field to why that field means nothing to it."""


def drawn(template: Template, fields: dict[str, Any]) -> list[str]:
    given = {**FIELDS.get(template, {}), **_SHOWN.get(template, {}), **fields}
    return [repr(one) for one in compose(spec_of({"template": template, **given}), MATERIAL).items]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_field_is_honoured_or_means_nothing(template: Template, change: str) -> None:
    before, after = CHANGES[change]
    is_honoured = drawn(template, before) != drawn(template, after)
    assert is_honoured is ((template, change) not in UNCHANGED)


def test_overview_of_a_part_has_an_inset_of_the_region() -> None:
    part = {"extent": {"bbox": _BBOX}}
    assert drawn("overview", part) != drawn("overview", {**part, "inset": False})


def test_claim_of_a_province_is_looked_for_there() -> None:
    with pytest.raises(InvalidSpec, match="there is no published total of bd"):
        compose(spec_of({"template": "claim", "province": "BD"}), MATERIAL)
