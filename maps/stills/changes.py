"""What is known of zones on one day and was not, or was otherwise, on an earlier one."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from geo.errors import InvalidParameter
from layers.as_of import first_day
from layers.records import Badge, Headline, IndustrialZone, RegionData
from maps.labels import word
from maps.stills.figures import Fact, headline_fact, ranked
from maps.stills.page import Page

_LAND_METRICS: Final = (
    "remaining_area_ha", "occupancy_rate", "no_land_left", "leased_area_ha", "leasable_area_ha",
    "total_area_ha", "status",
)  # fmt: skip
"""Figures that land left, occupancy and status follow from."""


@dataclass(frozen=True, slots=True)
class Change:
    """A zone that is not what it was.

    Attributes
    ----------
    before, after
        What is said of it on each day, with unit.
    badges
        Letters of quality of both; None for what is unknown or no figure.
    weight
        Changes of a figure come first, then figures first known, then states; the largest first.
    """

    zone: IndustrialZone
    before: str
    after: str
    weight: tuple[int, float]
    source_keys: tuple[str, ...] = ()
    badges: tuple[Badge | None, Badge | None] = (None, None)


def find_changes(page: Page, earlier: RegionData) -> list[Change]:
    """Zones whose figure or state differs between the two days, the weightiest first."""
    before = {one.zone_id: one for one in earlier.zones}
    changes = []
    for zone in zones_on_day(page, page.material.region):
        change = _change(page, before.get(zone.zone_id), zone)
        if change is not None:
            changes.append(change)
    return sorted(changes, key=lambda one: (*one.weight, one.zone.zone_id))


def zones_on_day(page: Page, region: RegionData) -> list[IndustrialZone]:
    """Zones of the picture's province as a day knew them."""
    province = page.spec.province
    return [one for one in region.zones if province is None or one.former_province == province]


def _headline(page: Page, zone: IndustrialZone) -> Headline:
    return zone.occupancy if page.spec.measure == "occupancy" else zone.remaining


def _change(page: Page, before: IndustrialZone | None, after: IndustrialZone) -> Change | None:
    if page.spec.measure != "status":
        old = _said(page, before)
        new = _said(page, after)
        if old.value != new.value:
            first = None if before is None else ranked(_headline(page, before))
            second = ranked(_headline(page, after))
            known = first is not None and second is not None
            size = abs((second or 0.0) - (first or 0.0))
            keys = (*old.source_keys, *new.source_keys)
            badges = (old.badge, new.badge)
            return Change(after, old.value, new.value, (0 if known else 1, -size), keys, badges)
    if before is not None and before.status != after.status:
        old_state, new_state = (
            word(f"status_{one.status}", page.language) for one in (before, after)
        )
        return Change(after, old_state, new_state, (2, 0.0))
    if before is None:
        state = word(f"status_{after.status}", page.language)
        return Change(after, page.say("unknown"), state, (2, 0.0))
    return None


def _said(page: Page, zone: IndustrialZone | None) -> Fact:
    if zone is None:
        return Fact("", page.say("unknown"), is_known=False)
    is_occupancy = page.spec.measure == "occupancy"
    return headline_fact(
        _headline(page, zone), "occupancy" if is_occupancy else "remaining", page.language
    )


def days_before_changes(zones: Iterable[IndustrialZone], measure: str) -> list[date]:
    """Days before which something may have been otherwise than today, the latest first.

    A figure is known from the first day of the time that it speaks of; see `layers.as_of`. What is
    computed, as land left, changes with the figures that it is computed from.
    """
    days = set()
    for zone in zones:
        headline = zone.occupancy if measure == "occupancy" else zone.remaining
        figures = (zone.figures[key] for key in _LAND_METRICS if key in zone.figures)
        for as_of in (headline.as_of, *(one.as_of for one in figures)):
            if as_of:
                with suppress(InvalidParameter):
                    days.add(first_day(as_of) - timedelta(days=1))
    return sorted(days, reverse=True)
