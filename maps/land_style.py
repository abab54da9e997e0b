"""Colours of parcels by each axis: one table, shared by polygon, legend and table.

Ochre is what stands in the way, teal what is ready, violet-grey what is taken; hollow is unknown.
Neighbouring values differ in lightness as well, so that they stay apart without colour.
"""

from __future__ import annotations

from typing import Any

from maps.style import PARCEL_COMMERCIAL

HOLLOW = ""

PARCEL_AXIS_COLOURS: dict[str, dict[str, str]] = {
    "line": {
        "available_now": "#01554f",
        "constrained": "#7d6a4c",
        "in_preparation": "#74c0b5",
        "not_cleared": "#d8c3a0",
        "reserved": "#d39a3c",
        "leased": "#8f8296",
        "unclassified": HOLLOW,
        "not_net": "#e3e8ea",
    },
    "use": {
        "industrial": "#5d6f9c",
        "service": "#d39a3c",
        "worker_housing": "#b5655a",
        "infrastructure": "#aab4ba",
        "green": "#86b36b",
        "water": "#a9cde6",
        "other": "#e3dccf",
        "unknown": HOLLOW,
    },
    "clearance": {
        "cleared": "#2a8a82",
        "under_way": "#e0b95a",
        "not_cleared": "#a6611a",
        "unknown": HOLLOW,
    },
    "servicing": {
        "serviced": "#2a8a82",
        "under_way": "#e0b95a",
        "not_serviced": "#a6611a",
        "unknown": HOLLOW,
    },
    "commercial": dict(PARCEL_COMMERCIAL),
    "occupation": {
        "vacant": "#c3e6e0",
        "under_construction": "#e0a030",
        "occupied": "#6d6079",
        "idle": "#b5655a",
        "unknown": HOLLOW,
    },
}
"""Fill by axis and value, in the order of the legend; hollow where nobody has told."""

BLOCK_COLOUR = "#9c1458"
CHANGE_COLOUR = "#c2410c"

AGE_COLOURS = {
    "under_1": "#01554f",
    "under_3": "#217c75",
    "under_5": "#74c0b5",
    "over_5": "#e3c985",
    "undated": "#ffffff",
}
"""Bars of the ages of figures, newest first."""


def land_style_table() -> dict[str, Any]:
    """The table as plain values, for the page's JSON."""
    return {
        "axes": PARCEL_AXIS_COLOURS,
        "block": BLOCK_COLOUR,
        "change": CHANGE_COLOUR,
        "ages": AGE_COLOURS,
    }
