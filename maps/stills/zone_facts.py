"""What is known of the zones of a picture, and what is not, as its panel of figures tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from layers.records import IndustrialZone
from maps.stills.factpanel import draw_facts
from maps.stills.figures import Fact, area_fact, distance_fact, headline_fact, zone_label
from maps.stills.page import GAP, Page
from maps.stills.sizes import Box
from maps.stills.typeset import NBSP

MOST_ROWS: Final = 6
_DISTANCES: Final = ("coastline", "deep_sea_berth", "expressway")


@dataclass(frozen=True, slots=True)
class ZoneFacts:
    """Figures of a picture.

    Attributes
    ----------
    known
        Each takes a row, the most important first.
    measured
        Distances among them, whether they are known or not.
    closing
        What there is no figure for, said once.
    """

    known: Sequence[Fact]
    measured: Sequence[Fact]
    closing: str


def facts_of(page: Page, zones: Sequence[IndustrialZone]) -> ZoneFacts:
    """Figures of one zone, the most important first; of several the land left in each."""
    language = page.language
    if len(zones) > 1:
        lands = [
            headline_fact(
                one.remaining, "remaining", language,
                label=page.say("land_left_in", name=zone_label(one, language)),
            )
            for one in zones
        ]  # fmt: skip
        missing = [
            zone_label(one, language)
            for one, land in zip(zones, lands, strict=True)
            if not land.is_known
        ]
        closing = page.say("land_unpublished", names=", ".join(missing)) if missing else ""
        return ZoneFacts([one for one in lands if one.is_known], [], closing)
    zone = zones[0]
    published = [
        area_fact(zone, language),
        headline_fact(zone.remaining, "remaining", language),
        headline_fact(zone.occupancy, "occupancy", language),
    ]
    measured = [distance_fact(zone, one, page.material, language) for one in _DISTANCES]
    parts = []
    if names := _labels_of(published):
        parts.append(page.say("unpublished", names=names))
    # Where the place is not known the map says so, and that there is no distance goes without.
    if zone.location is not None and (names := _labels_of(measured)):
        parts.append(page.say("not_measured", names=names))
    known = [one for one in (*published, *measured) if one.is_known]
    return ZoneFacts(known, measured, f"{NBSP}· ".join(parts))


def _labels_of(facts: Sequence[Fact]) -> str:
    """What nothing is known of, as it goes on within a sentence."""
    labels = [one.label for one in facts if not one.is_known]
    return ", ".join(one[:1].lower() + one[1:] for one in labels)


def draw_table(
    page: Page, facts: ZoneFacts, widest: float, *, top: float | None = None, bottom: float = 0.0
) -> Box:
    """Paint the figures; no higher than nothing where there are none."""
    left = page.safe.left
    if not facts.known and not facts.closing:
        y = bottom if top is None else top - GAP
        return Box(left, y, left, y)
    return draw_facts(
        page, facts.known, left=left, widest=widest, top=top, bottom=bottom, closing=facts.closing
    )
