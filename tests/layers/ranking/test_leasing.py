"""Zones in which nobody can lease land now."""

from __future__ import annotations

from typing import Any

import pytest

from layers.ranking.leasing import find_nothing_to_lease, has_no_land_left
from tests.layers.ranking.made_zones import headline, zone


@pytest.mark.parametrize(
    ("left", "none"),
    [
        (headline(0.0), True),
        (headline(state="none_left"), True),
        (headline(low=0.0, high=0.0), True),
        (headline(), False),  # unknown is not none
        (headline(0.4), False),
        (headline(low=0.0, high=3.0), False),
        (headline(low=0.0), False),
        (headline(0.0, illustrative=True), False),
    ],
)
def test_no_land_left_is_what_is_known_to_be_none(left: Any, none: bool) -> None:
    assert has_no_land_left(zone(remaining=left)) is none


def test_each_zone_is_named_once() -> None:
    found = find_nothing_to_lease(
        [
            zone("a", status="planned", remaining=headline(0.0)),
            zone("b", status="planned", remaining=headline(90.0)),
            zone("c", status="under_construction"),
            zone("d", remaining=headline(0.0)),
        ]
    )
    assert (found.no_land_left, found.planned) == (("a", "d"), ("b",))
    assert found.zone_ids == {"a", "b", "d"}
