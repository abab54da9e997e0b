"""What is known of a zone for each criterion, with its passport, and the worth it may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from layers.as_of import age_years
from layers.badges import worst
from layers.ranking.criteria import CRITERIA, WORTH, Criterion
from layers.records import Badge, Figure, Headline, IndustrialZone, NearestDistance

KnownState = Literal["known", "range", "bounded", "none_left", "unknown"]

QUALITY_WORTH: Final[Mapping[Badge | None, float]] = {
    "A": 1.0,
    "B": 0.75,
    "C": 0.4,
    "D": 0.1,
    None: 0.0,
}
"""What a badge counts for the criterion `data_quality`."""

_NOT_IN_QUALITY: Final = ("coastline",)
_FIGURES: Final = {
    "total_area_ha": ("total_area_ha", "ha"),
    "rent": ("lease_price_usd_m2", "USD/m2/term"),
    "wastewater": ("wastewater_capacity_m3_day", "m3/day"),
    "power": ("power_mva", "MVA"),
}
_DISTANCES: Final = ("deep_sea_berth", "port", "airport", "expressway", "coastline")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one zone for one criterion.

    Attributes
    ----------
    state
        `known` one figure; `range` a published one, an open end is None; `bounded` not known, but
        not more than something that is known; `none_left` a source only says that no land is
        left; `unknown`.
    value, low, high
        In the criterion's unit. A known figure has ends, too, where it is known how far it may be
        off, as a distance is by the positions that it was measured between.
    within
        By how much such a figure may be off, in the criterion's unit.
    age_years
        Whole years from the time the figure speaks of to the day asked about; None if undated.
    badge, as_of, source_keys, method
        Passport, as of `layers.records.Figure`; distances are measured, and say from where.
    nearest_vi, nearest_en
        What a distance leads to.
    """

    state: KnownState
    value: float | None = None
    low: float | None = None
    high: float | None = None
    badge: Badge | None = None
    as_of: str | None = None
    source_keys: tuple[str, ...] = ()
    method: str | None = None
    nearest_vi: str | None = None
    nearest_en: str | None = None
    within: float | None = None
    age_years: int | None = None


UNKNOWN: Final = Known("unknown")


def read_zone(zone: IndustrialZone, day: date) -> tuple[Known, ...]:
    """What is known of a zone, in the order of the criteria.

    Parameters
    ----------
    day
        On which the years left are counted. Figures that only illustrate are not known.
    """
    found = read_zone_by_key(zone, day)
    return tuple(found[criterion.key] for criterion in CRITERIA)


def read_zone_by_key(zone: IndustrialZone, day: date) -> Mapping[str, Known]:
    """What is known of a zone, by criterion, and its `occupancy_rate`, with its age on the day."""
    found = {
        "remaining_ha": remaining(zone),
        "largest_block_ha": largest_block(zone),
        "years_left": years_left(zone, day),
        **{
            key: read_figure(zone.figures.get(metric), unit)
            for key, (metric, unit) in _FIGURES.items()
        },
        **{key: read_distance(zone.distances.get(key)) for key in _DISTANCES},
    }
    quality = _quality(found)
    found["occupancy_rate"] = read_headline(zone.occupancy)
    return {
        **{
            key: replace(known, age_years=age_years(known.as_of, day))
            for key, known in found.items()
        },
        "data_quality": quality,
    }


def worth_interval(criterion: Criterion, known: Known) -> tuple[int, int]:
    """Least and most that what is known may be worth, millionths.

    A figure gives one worth, or those of its ends where it may be off; a range those of its ends;
    "no land left" as a mere statement anything up to 1 ha; what is unknown anything at all.
    """
    first, last = criterion.anchors[0][0], criterion.anchors[-1][0]
    match known.state:
        case "known" if known.value is not None:
            ends = (
                known.value if known.low is None else known.low,
                known.value if known.high is None else known.high,
            )
        case "range" | "bounded":
            ends = (
                first if known.low is None else known.low,
                last if known.high is None else known.high,
            )
        case "none_left":
            ends = (0.0, 1.0)
        case _:
            return 0, WORTH
    low, high = sorted(criterion.worth(end) for end in ends)
    return low, high


def remaining(zone: IndustrialZone) -> Known:
    """Remaining land, ha."""
    return read_headline(zone.remaining)


def read_headline(headline: Headline) -> Known:
    """The figure that maps show; one added up from illustrative parcels is not known."""
    if headline.illustrative or headline.state == "unknown":
        return UNKNOWN
    passport = Known(
        "none_left",
        badge=headline.badge,
        as_of=headline.as_of,
        source_keys=headline.source_keys,
        method=headline.method,
    )
    if headline.state == "none_left":
        return passport
    return _with_numbers(passport, headline.value, headline.low, headline.high)


def largest_block(zone: IndustrialZone) -> Known:
    """Largest block, ha: from real parcels; else at most what remains, where that is known."""
    ledger = zone.ledger
    if ledger is not None and not ledger.illustrative and ledger.largest_block_ha is not None:
        return Known(
            "known",
            value=ledger.largest_block_ha,
            badge=ledger.badge,
            as_of=ledger.as_of.isoformat(),
            method="ledger",
        )
    left = remaining(zone)
    most = left.value if left.state == "known" else left.high
    if left.state == "none_left":
        return replace(left, method="bounded_by_remaining")
    if most is None:
        return UNKNOWN
    return replace(
        left, state="bounded", value=None, low=0.0, high=most, method="bounded_by_remaining"
    )


def years_left(zone: IndustrialZone, day: date) -> Known:
    """Years left on the land term, from the year in which it ends."""
    ends = read_figure(zone.figures.get("lease_expiry_year"), "year")

    def left(year: float | None) -> float | None:
        return None if year is None else max(0.0, year - day.year)

    if ends.state == "unknown":
        return UNKNOWN
    return replace(
        ends, value=left(ends.value), low=left(ends.low), high=left(ends.high), method="computed"
    )


def read_figure(figure: Figure | None, unit: str) -> Known:
    """One figure of the zone itself; of a part, a group or a plan it is not known."""
    if figure is None or figure.scope != "zone" or figure.unit != unit:
        return UNKNOWN
    passport = Known(
        "unknown",
        badge=figure.badge,
        as_of=figure.as_of,
        source_keys=figure.source_keys,
        method=figure.method,
    )
    return _with_numbers(passport, figure.value, figure.low, figure.high)


def read_distance(distance: NearestDistance | None) -> Known:
    """One straight-line distance, metres, with how far it may be off for its positions."""
    if distance is None:
        return UNKNOWN
    return Known(
        "known",
        value=distance.distance_m,
        low=max(0.0, distance.distance_m - distance.within_m),
        high=distance.distance_m + distance.within_m,
        within=distance.within_m,
        badge=distance.badge,
        method=f"straight_line_from_{distance.measured_from}",
        nearest_vi=distance.nearest_name_vi,
        nearest_en=distance.nearest_name_en,
    )


def _with_numbers(
    passport: Known, value: float | None, low: float | None, high: float | None
) -> Known:
    """Give a passport its number or its range; without either nothing is known."""
    if value is not None:
        return replace(passport, state="known", value=value)
    if low is None and high is None:
        return UNKNOWN
    if low is not None and high is not None and low > high:
        low, high = high, low
    return replace(passport, state="range", low=low, high=high)


def _quality(found: Mapping[str, Known]) -> Known:
    counted = [known for key, known in found.items() if key not in _NOT_IN_QUALITY]
    # Each badge tells of a figure of its own: what only follows from another does not count twice.
    badges = [known.badge if known.method != "bounded_by_remaining" else None for known in counted]
    given = [badge for badge in badges if badge is not None]
    return Known(
        "known",
        value=sum(QUALITY_WORTH[badge] for badge in badges) / len(badges),
        badge=worst(given) if given else None,
        method="computed",
    )
