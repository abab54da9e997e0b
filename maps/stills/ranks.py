"""Who comes first: zones in order of a measure, unknown ones counted and never ranked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from geo.errors import InvalidSpec
from layers.records import IndustrialZone
from maps.brief.readings import distance_reading
from maps.stills.figures import Fact, distance_fact, headline_fact, ranked, zones_of
from maps.stills.page import Page

_MOST_ROWS: Final = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """A zone in a ranking.

    Attributes
    ----------
    rank
        Zones of one value share a rank; None for a zone that was asked for and is not known.
    number
        Place in the order, of its own for each zone: it tells which dot is which row.
    low, high
        Of a range; both the value where that is known. Metres, hectares or a share.
    """

    zone: IndustrialZone
    fact: Fact
    rank: int | None
    low: float
    high: float
    number: int | None = None
    is_highlighted: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a ranking shows, and what it leaves out.

    Attributes
    ----------
    known
        How many zones could be ranked.
    unknown
        How many could not, for want of a figure.
    none_left
        How many have only the word that no land is left.
    tied
        How many zones beyond the last row share its rank.
    """

    entries: tuple[Entry, ...]
    known: int
    unknown: int
    none_left: int
    tied: int


def rank_zones(page: Page, top: int) -> Ranking:
    """Put zones in order of the measure of a page.

    Zones that the spec names are highlighted, and follow with their true rank if they come after
    the first `top`; unknown zones are never ranked.

    Raises
    ------
    InvalidSpec
        If the measure has no order, nothing is known of it, or too many zones are named.
    UnknownZone
        If a zone to highlight is not known.
    """
    spec = page.spec
    if spec.measure == "status":
        raise InvalidSpec(
            "the measure 'status' has no order",
            expected="remaining_ha, occupancy or distance for a ranking",
            remedy="choose another measure, or the template overview",
        )
    zones, asked = zones_of(page), page.material.zones(spec)
    values = [(value, one) for one in zones if (value := _value(page, one)) is not None]
    if not values:
        raise InvalidSpec(
            f"no zone can be ranked by {spec.measure!r}: none has a figure",
            expected="at least one zone with a figure",
            remedy="choose another measure, province or as_of",
        )
    down = -1.0 if spec.measure == "remaining_ha" else 1.0
    values.sort(key=lambda one: (down * one[0], one[1].zone_id))
    ranks: dict[str, int] = {}
    for index, (value, zone) in enumerate(values):
        same = index and values[index - 1][0] == value
        ranks[zone.zone_id] = ranks[values[index - 1][1].zone_id] if same else index + 1
    shown = _shown([zone for _, zone in values], asked, top)
    numbers = {zone.zone_id: index + 1 for index, (_, zone) in enumerate(values)}
    entries = tuple(
        replace(
            _entry(page, one, ranks.get(one.zone_id)),
            number=numbers.get(one.zone_id),
            is_highlighted=one in asked,
        )
        for one in shown
    )
    last = max((rank for one in shown if (rank := ranks.get(one.zone_id))), default=0)
    tied = sum(
        ranks[zone.zone_id] == last and zone not in shown for _, zone in values
    )  # fmt: skip
    none_left = sum(_is_told_full(page, one) for one in zones)
    unknown = len(zones) - len(values) - none_left
    return Ranking(entries, len(values), unknown, none_left, tied)


def _shown(
    ordered: Sequence[IndustrialZone], asked: Sequence[IndustrialZone], top: int
) -> list[IndustrialZone]:
    first = list(ordered[:top])
    late = [one for one in asked if one not in first]
    if len(late) > _MOST_ROWS - 3:
        raise InvalidSpec(
            f"{len(late)} of the zones named come after the first {top}",
            expected=f"at most {_MOST_ROWS - 3} of them",
            remedy="name fewer zones",
        )
    kept = min(len(first), _MOST_ROWS - len(late))
    known = [one for one in ordered[kept:] if one in asked]
    return [*first[:kept], *known, *(one for one in asked if one not in ordered)]


def _value(page: Page, zone: IndustrialZone) -> float | None:
    if page.spec.measure == "distance":
        # As it is shown, no finer than positions allow: what reads the same ranks the same.
        span = distance_reading(zone, "coastline", page.language).span
        return None if span is None else span[0] * 1000
    return ranked(zone.remaining if page.spec.measure == "remaining_ha" else zone.occupancy)


def _is_told_full(page: Page, zone: IndustrialZone) -> bool:
    if page.spec.measure == "distance":
        return False
    headline = zone.remaining if page.spec.measure == "remaining_ha" else zone.occupancy
    return headline.state == "none_left"


def _entry(page: Page, zone: IndustrialZone, rank: int | None) -> Entry:
    language, measure = page.language, page.spec.measure
    if measure == "distance":
        fact = distance_fact(zone, "coastline", page.material, language)
        value = _value(page, zone) or 0.0
        # "Under 2 km" is any distance up to that.
        limit = re.search(r"\d+", fact.value) if value == 0 else None
        high = value if limit is None else float(limit[0]) * 1000
        return Entry(zone, fact, rank, value, high)
    is_land = measure == "remaining_ha"
    headline = zone.remaining if is_land else zone.occupancy
    fact = headline_fact(headline, "remaining" if is_land else "occupancy", language)
    middle = (_value(page, zone) if rank is not None else None) or 0.0
    is_range = rank is not None and headline.value is None
    low = headline.low if is_range and headline.low is not None else middle
    high = headline.high if is_range and headline.high is not None else middle
    return Entry(zone, fact, rank, low, high)


def equals_of(entries: Sequence[Entry]) -> list[str]:
    """Numbers of the rows that share a value with others, as `1–4`."""
    runs: list[list[Entry]] = []
    for entry in entries:
        if entry.number is None:
            continue
        follows = runs and runs[-1][-1].rank == entry.rank
        if follows and runs[-1][-1].number == entry.number - 1:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    return [f"{one[0].number}–{one[-1].number}" for one in runs if len(one) > 1]
