"""Colours of the pages of the OGC API in both schemes, and what colours features by.

Polygon, point, line and legend read one rule of the style sheet made here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from layers.catalog import Collection
from maps.land_style import PARCEL_AXIS_COLOURS
from maps.style import LINK_KIND, measure, scheme_rules

UNKNOWN_CLASS: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Colouring:
    """What the features of a collection are coloured by.

    Attributes
    ----------
    by
        Property whose values are the classes.
    fills
        Colour by value, in the order of the legend; an empty text draws it hollow.
    """

    by: str
    fills: Mapping[str, str]


_PARCEL_LINES: Final = {
    key: colour for key, colour in PARCEL_AXIS_COLOURS["line"].items() if key != "not_net"
}

COLOURINGS: Final[Mapping[str, Colouring]] = {
    "zones": Colouring(
        "status", {one.key: one.fill for one in measure("status").classes if one.fill}
    ),
    "parcels": Colouring("ledger_line", _PARCEL_LINES),
    "ports": Colouring(
        "status", {"operating": "#24405f", "planned": "#8fb4dc", "no_cargo": "#8a979e"}
    ),
    "links": Colouring(
        "kind",
        {
            key: ("#7d9fb4" if key == "waterway" else look["color"])
            for key, look in LINK_KIND.items()
        },
    ),
    "coastline": Colouring(
        "kind", {"land": "#c9b98e", "sea": "#8fb4cf", "shore": "#2672b3", "context": "#b9b7ae"}
    ),
}
_PLAIN: Final = Colouring("", {"other": "#177a73"})


def colouring_of(collection: Collection | None) -> Colouring:
    """What features of a collection are coloured by; one colour where nothing is known of it."""
    return COLOURINGS.get(collection.collection_id, _PLAIN) if collection else _PLAIN


def class_of(properties: Mapping[str, Any], colouring: Colouring) -> str:
    """Class of a feature; `unknown` where its value is none of those known."""
    if not colouring.by:
        return "other"
    value = properties.get(colouring.by)
    return value if isinstance(value, str) and value in colouring.fills else UNKNOWN_CLASS


def style_sheet(colouring: Colouring) -> str:
    """Rules of both schemes and of every class, for the page's own style element.

    They hold only colours and keys that are written here.
    """
    classes = [
        f".k-{key}{{--fill:{fill or 'var(--unknown-fill)'}}}"
        f".f.area.hatched.k-{key}{{fill:url(#hatch-{key})}}"
        f".f.area.dotted.k-{key}{{fill:url(#dots-{key})}}"
        for key, fill in {**colouring.fills, UNKNOWN_CLASS: ""}.items()
    ]
    return "".join([scheme_rules(), *classes])
