"""Land, sea, roads, rail and waters under every picture, from our own layers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import shapely
from shapely.geometry import shape

from layers.records import Link, RegionData
from maps.stills.drawing import Paint, Shape, box_of, outline_path, rectangle
from maps.stills.frame import MapFrame
from maps.stills.page import Page
from maps.stills.spec import Layer
from maps.style import LINK_STATUS

# Kind of a link to its layer; painted from the first to the last, the least important first.
_LAYER_OF: Final[dict[str, Layer]] = {
    "waterway": "waterways",
    "railway": "rail",
    "provincial_road": "roads",
    "national_road": "roads",
    "ring_road": "roads",
    "expressway": "roads",
}
_WIDTHS: Final = {
    "waterway": 7.0,
    "railway": 2.4,
    "provincial_road": 2.6,
    "national_road": 4.0,
    "ring_road": 4.6,
    "expressway": 5.6,
}
"""Of a line on a map, units; a line thinner than 2 flickers on an interlaced set."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Shapes of what lies under every map; made once for a version of the data.

    Attributes
    ----------
    land
        Of the region and around it, one geometry, EPSG:4326.
    lines
        Roads, rail and waterways with their shapes, least important first.
    """

    land: Any
    lines: tuple[tuple[Link, Any], ...]


class _Held:
    """Records that are one and the same for `lru_cache`, whatever they hold."""

    def __init__(self, data: RegionData) -> None:
        self.data = data

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.data.coast is self.data.coast

    def __hash__(self) -> int:
        return id(self.data.coast)


@lru_cache(maxsize=4)
def _ground(region: _Held) -> Ground:
    parts = [shapely.make_valid(shape(one)) for one in (region.data.coast.land,
                                                       region.data.coast.context)]  # fmt: skip
    order = list(_LAYER_OF)
    lines = [(one, shape(one.geometry)) for one in region.data.links if one.kind in _LAYER_OF]
    lines.sort(key=lambda one: (order.index(one[0].kind), one[0].link_id))
    # Land here and land beyond meet along the edge of the region, which is no shore.
    return Ground(shapely.union_all(parts, grid_size=1e-6), tuple(lines))


def ground_of(region: RegionData) -> Ground:
    """What lies under the maps of a region."""
    return _ground(_Held(region))


def draw_basemap(page: Page, frame: MapFrame, *, roads: bool = True) -> None:
    """Paint sea, land and lines into a frame.

    Parameters
    ----------
    roads
        Whether a spec that does not name layers gets roads, rail and waterways.
    """
    ground = ground_of(page.material.region)
    if page.spec.ground == "map":
        sea = Shape(rectangle(frame.box), Paint(fill=page.theme["sea"]), frame.box, "base")
        page.drawing.add(sea)
        land = frame.project(ground.land)
        paint = Paint(fill=page.theme["land"], stroke=page.theme["coast"], stroke_width=2.0)
        page.drawing.add(Shape(outline_path(land), paint, box_of(land), "base"))
    for link, line in ground.lines:
        if page.spec.shows(_LAYER_OF[link.kind], default=roads):
            _draw_line(page, frame, link, line)


def _draw_line(page: Page, frame: MapFrame, link: Link, line: Any) -> None:
    seen = frame.project(line)
    if seen.is_empty:
        return
    width = _WIDTHS[link.kind]
    dash = LINK_STATUS.get(link.status)
    path, box = outline_path(seen), box_of(seen)
    colour = page.theme[f"line_{link.kind}"]
    if dash is None and link.kind not in ("waterway", "railway"):
        casing = Paint(stroke=page.theme["casing"], stroke_width=width + 3)
        page.drawing.add(Shape(path, casing, box, "road", link.link_id))
    pattern = tuple(1.6 * float(one) for one in dash.split()) if dash else ()
    paint = Paint(stroke=colour, stroke_width=width, dash=pattern)
    page.drawing.add(Shape(path, paint, box, "road", link.link_id))
    if link.geometry_quality != "surveyed":
        page.note(page.say("sketched_roads"))
