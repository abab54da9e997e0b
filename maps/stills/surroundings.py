"""How much of what is around zones a map of them shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import shapely
from shapely.geometry import box as rectangle_of
from shapely.geometry import shape

from layers.records import IndustrialZone, Port
from maps.stills.fitting import zone_ground
from maps.stills.page import Page

_AROUND: Final = (1.15, 0.35)
"""How much of its own size is shown around a zone, on each side; on a narrow picture."""

_LEAST_AROUND_KM: Final = (3.2, 1.4)
_NEAR_M: Final = (6000.0, 2000.0)
"""A port or an expressway as near as this is brought into the picture; a narrow one."""


def around_zones(page: Page, zones: Sequence[IndustrialZone]) -> list[Any]:
    """A window around zones, and what is nearest to them where that is near."""
    grounds = [ground for one in zones if (ground := zone_ground(one)) is not None]
    west, south, east, north = (float(one) for one in shapely.total_bounds(grounds))
    km = 1 / 111.32
    narrow = int(page.is_narrow)
    more = max(_LEAST_AROUND_KM[narrow] * km, _AROUND[narrow] * max(east - west, north - south))
    shown: list[Any] = [rectangle_of(west - more, south - more, east + more, north + more)]
    targets = page.material.targets()
    for zone in zones:
        for measure in ("port", "deep_sea_berth", "expressway"):
            distance = zone.distances.get(measure)
            if distance is None or distance.distance_m > _NEAR_M[narrow]:
                continue
            target = targets.get(distance.nearest_id or "")
            if isinstance(target, Port):
                shown.append(shapely.Point(target.location))
            elif target is not None:
                nearest = shapely.shortest_line(shape(target.geometry), shown[0].centroid)
                shown.append(shapely.get_point(nearest, 0))
    return shown
