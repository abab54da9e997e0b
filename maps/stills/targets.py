"""Ports, airports and stations of a map, as the layers of the spec have them."""

from __future__ import annotations

from collections.abc import Collection

from maps.stills.frame import MapFrame
from maps.stills.page import Page
from maps.stills.symbols import draw_airport, draw_port, draw_station

Spot = tuple[float, float, float, str | None]
"""x, y and radius of a symbol, units, and the id of what it stands for."""


def draw_targets(
    page: Page,
    frame: MapFrame,
    *,
    default: bool,
    stations: bool = False,
    own: Collection[str] = (),
) -> list[Spot]:
    """Paint what zones are measured to, as far as it is in sight.

    Parameters
    ----------
    default
        Whether a spec that does not name layers gets ports, airports and stations.
    stations
        Whether the railway has its stations.
    own
        Ids of the ports that the picture is about, which are there whatever the layers; where
        there are any, the others are small.
    """
    spots: list[Spot] = []
    for port in page.material.region.ports:
        if port.port_id in own or page.spec.shows("ports", default=default):
            is_quiet = bool(own) and port.port_id not in own
            spot = draw_port(page, frame, port, quiet=is_quiet)
            if spot is not None:
                spots.append((*spot, port.port_id))
    for link in page.material.region.links:
        if link.kind == "airport" and page.spec.shows("airports", default=default):
            spot = draw_airport(page, frame, link)
        elif link.kind == "rail_station" and stations and page.spec.shows("rail", default=default):
            spot = draw_station(page, frame, link)
        else:
            continue
        if spot is not None:
            spots.append((*spot, link.link_id))
    return spots
