"""Region overview: every zone as a circle of its area, coloured by a measure."""

from __future__ import annotations

from shapely.geometry import Point

from maps.stills.basemap import draw_basemap
from maps.stills.drawing import Paint, Shape, circle
from maps.stills.frame import fit_frame
from maps.stills.furniture import Entry, draw_credit, draw_legend, draw_logo, draw_scale, draw_title
from maps.stills.page import GAP, Page
from maps.stills.sizes import Box


def draw_overview(page: Page) -> None:
    """Draw the region."""
    places = [(one, one.location) for one in page.material.region.zones if one.location]
    points = [Point(location) for _, location in places]
    frame = fit_frame(points, page.canvas, focus=page.safe, padding=0.08)
    draw_basemap(page, frame)
    paint = Paint(fill=page.theme["accent"], stroke=page.theme["halo"], stroke_width=2)
    for zone, location in places:
        x, y = frame.point(*location)
        box = Box(x - 12, y - 12, x + 12, y + 12)
        page.drawing.add(Shape(circle(x, y, 12), paint, box, "zone", zone.zone_id))
        page.cite(zone.remaining.source_keys)
    logo = draw_logo(page)
    draw_title(page, page.say("title_overview"), page.say("region"), logo=logo)
    credit = draw_credit(page)
    entries = [Entry(page.say("unknown"), "#76868e", "ring")]
    draw_legend(page, page.say("region"), entries, above=credit.top - GAP)
    draw_scale(page, frame, right=page.safe.right, bottom=credit.top - GAP)
