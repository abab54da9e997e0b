"""Zones as plain dots, on maps that only say where: no measure, and so no legend."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from layers.records import IndustrialZone
from maps.stills.drawing import Paint, Shape, circle
from maps.stills.frame import MapFrame
from maps.stills.page import Page
from maps.stills.sizes import Box

FAINT, MEANT = 6.0, 9.0
"""Radius of a dot in the background, and of one that the picture is about; units."""


def draw_dots(
    page: Page,
    frame: MapFrame,
    zones: Iterable[IndustrialZone],
    *,
    meant: Collection[str] | None = None,
    left_out: Collection[str] = (),
) -> None:
    """Paint zones whose place is known and seen, if the layers of the spec have them.

    Parameters
    ----------
    meant
        Ids of those that the picture is about, the others are faint; None means all of them.
    left_out
        Ids of those that are painted some other way.
    """
    if not page.spec.shows("zones"):
        return
    for zone in zones:
        if zone.location is None or zone.zone_id in left_out:
            continue
        x, y = frame.point(*zone.location)
        if frame.box.holds(Box(x, y, x, y)):
            is_meant = meant is None or zone.zone_id in meant
            draw_dot(
                page, zone, x, y, MEANT if is_meant else FAINT, "accent" if is_meant else "coast"
            )


def draw_dot(
    page: Page, zone: IndustrialZone, x: float, y: float, radius: float, colour: str
) -> None:
    """Paint one dot in a colour of the theme, kept apart from its ground by the halo."""
    edge = "land" if colour == "coast" else "halo"
    paint = Paint(fill=page.theme[colour], stroke=page.theme[edge], stroke_width=2.2)
    box = Box(x - radius, y - radius, x + radius, y + radius)
    page.drawing.add(Shape(circle(x, y, radius), paint, box, "zone", zone.zone_id))
