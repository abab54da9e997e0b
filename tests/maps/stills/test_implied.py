"""Which template a spec means that names none."""

from __future__ import annotations

from typing import Any

import pytest

from maps.stills.implied import imply_template


@pytest.mark.parametrize(
    ("fields", "template"),
    [
        ({}, "overview"),
        ({"zones": []}, "overview"),
        ({"zones": ["a"]}, "locator"),
        ({"zones": ["a"], "before": "2020-01-01"}, "before_after"),
        ({"claim": "c", "zones": ["a"]}, "claim"),
        ({"zones": ["a"], "template": "distances"}, "distances"),
        ({"zones": ["a"], "template": "overview"}, "overview"),
    ],
)
def test_template_is_what_the_fields_are_for(fields: dict[str, Any], template: str) -> None:
    assert imply_template(fields) == {**fields, "template": template}
