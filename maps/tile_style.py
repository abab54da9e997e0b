"""Style of the vector tiles for MapLibre and other readers of the Mapbox style specification.

It draws outlines and symbols in the colours of our own map. It has no labels: their letters would
have to be served as images of glyphs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from maps.land_style import PARCEL_AXIS_COLOURS
from maps.style import LINK_KIND, PAPER, measure

SOURCE: Final = "zonemap"
STYLE_VERSION: Final = 8


def tile_style(tilejson: Mapping[str, Any]) -> dict[str, Any]:
    """Style of the whole map.

    Parameters
    ----------
    tilejson
        TileJSON of the map's tiles: where they are, and to which zoom they go.

    Returns
    -------
    A style of version 8. Schematic outlines are dashed and paler, as everywhere.
    """
    return {
        "version": STYLE_VERSION,
        "name": tilejson["name"],
        "center": tilejson["center"][:2],
        "zoom": tilejson["center"][2],
        "sources": {
            SOURCE: {
                "type": "vector",
                "tiles": tilejson["tiles"],
                "minzoom": tilejson["minzoom"],
                # Nothing new is seen beyond; clients draw these tiles larger.
                "maxzoom": min(16, tilejson["maxzoom"]),
                "attribution": tilejson["attribution"],
            }
        },
        "layers": [
            {"id": "sea", "type": "background", "paint": {"background-color": PAPER["sea"]}},
            *_land(),
            *_links(),
            *_zones(),
            *_parcels(),
            *_ports(),
        ],
    }


def _layer(layer_id: str, kind: str, source_layer: str, **rest: Any) -> dict[str, Any]:
    return {
        "id": layer_id,
        "type": kind,
        "source": SOURCE,
        "source-layer": source_layer,
        **rest,
    }


def _land() -> list[dict[str, Any]]:
    is_land = ["in", ["get", "kind"], ["literal", ["land", "context"]]]
    return [
        _layer("land", "fill", "coastline", filter=is_land, paint={"fill-color": PAPER["land"]}),
        _layer(
            "shore",
            "line",
            "coastline",
            filter=["==", ["get", "kind"], "shore"],
            paint={"line-color": PAPER["coast"], "line-width": 0.8},
        ),
    ]


def _links() -> list[dict[str, Any]]:
    colours = {kind: style["color"] for kind, style in LINK_KIND.items()}
    return [
        _layer(
            "links",
            "line",
            "links",
            filter=["==", ["geometry-type"], "LineString"],
            paint={
                "line-color": _match("kind", colours, PAPER["muted"]),
                "line-width": ["interpolate", ["linear"], ["zoom"], 8, 0.8, 14, 3],
            },
        )
    ]


def _zones() -> list[dict[str, Any]]:
    fills = {one.key: one.fill for one in measure("status").classes if one.fill}
    colour = _match("status", fills, PAPER["unknown_fill"])
    is_area = ["==", ["geometry-type"], "Polygon"]
    is_sketch = ["==", ["get", "boundary_quality"], "schematic"]
    edge = {"line-color": PAPER["zone_stroke"], "line-width": 1.2}
    return [
        _layer(
            "zones",
            "fill",
            "zones",
            filter=is_area,
            paint={"fill-color": colour, "fill-opacity": ["case", is_sketch, 0.35, 0.7]},
        ),
        _layer(
            "zone-outlines", "line", "zones", filter=["all", is_area, ["!", is_sketch]], paint=edge
        ),
        _layer(
            "schematic-outlines",
            "line",
            "zones",
            filter=["all", is_area, is_sketch],
            paint={**edge, "line-dasharray": [3, 2]},
        ),
        _layer(
            "zone-centres",
            "circle",
            "zones",
            filter=["==", ["geometry-type"], "Point"],
            paint={
                "circle-color": colour,
                "circle-radius": 5,
                "circle-stroke-color": PAPER["zone_stroke"],
                "circle-stroke-width": 1,
            },
        ),
    ]


def _parcels() -> list[dict[str, Any]]:
    lines = {key: fill for key, fill in PARCEL_AXIS_COLOURS["line"].items() if fill}
    return [
        _layer(
            "parcels",
            "fill",
            "parcels",
            paint={
                "fill-color": _match("ledger_line", lines, lines["not_net"]),
                "fill-outline-color": PAPER["surface"],
                "fill-opacity": ["case", ["get", "illustrative"], 0.45, 0.85],
            },
        )
    ]


def _ports() -> list[dict[str, Any]]:
    return [
        _layer(
            "ports",
            "circle",
            "ports",
            paint={
                "circle-color": PAPER["port"],
                "circle-radius": ["interpolate", ["linear"], ["zoom"], 8, 3, 14, 7],
                "circle-stroke-color": PAPER["surface"],
                "circle-stroke-width": 1,
            },
        )
    ]


def _match(name: str, colours: Mapping[str, str], otherwise: str) -> list[Any]:
    """Expression that gives a colour by the value of a property."""
    pairs = [part for key, colour in colours.items() for part in (key, colour)]
    return ["match", ["coalesce", ["get", name], ""], *pairs, otherwise]
