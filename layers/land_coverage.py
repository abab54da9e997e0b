"""What of the zones is known at all, and how old what is known has become."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from layers.as_of import last_day
from layers.land_book import LandRow

FRESHNESS_METRICS = (
    "total_area_ha",
    "leasable_area_ha",
    "leased_area_ha",
    "remaining_area_ha",
    "occupancy_rate",
    "lease_price_usd_m2",
)
"""Figures whose age is told, in reading order."""

_LAND_METRICS = FRESHNESS_METRICS[:5]
_YEAR_DAYS = 365.25
_BUCKET_YEARS = (1, 3, 5)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many zones have something.

    Attributes
    ----------
    key
        outline_real, outline_schematic, parcels_real, parcels_illustrative, price or dated.
    share
        `count` over `of`, 0 to 1; None where there are no zones.
    """

    key: str
    count: int
    of: int

    @property
    def share(self) -> float | None:
        """Share of the zones, to a tenth of a percent."""
        return round(self.count / self.of, 3) if self.of else None


@dataclass(frozen=True, slots=True)
class Aged:
    """One figure's date and its age."""

    as_of: str
    age_years: float


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old the figures of one metric are on the day asked for.

    Attributes
    ----------
    known, dated
        Zones that have the figure, and those of which it is dated.
    oldest, median, newest
        By the last day each speaks of; the median is a figure of its own, the newer of the middle
        two. None where none is dated.
    under_1, under_3, under_5, over_5
        Dated figures by age in years: less than 1, 1 to 3, 3 to 5, and 5 or more.
    """

    metric: str
    known: int
    dated: int
    oldest: Aged | None
    median: Aged | None
    newest: Aged | None
    under_1: int
    under_3: int
    under_5: int
    over_5: int


def list_coverage(rows: Sequence[LandRow]) -> tuple[Coverage, ...]:
    """Count the zones that have an outline, parcels, a price and a dated figure of their land."""

    def count(key: str, having: Iterable[bool]) -> Coverage:
        return Coverage(key, sum(having), len(rows))

    return (
        count(
            "outline_real",
            (row.zone.boundary_quality in ("surveyed", "openstreetmap") for row in rows),
        ),
        count("outline_schematic", (row.zone.boundary_quality == "schematic" for row in rows)),
        count("parcels_real", (row.parcels == "real" for row in rows)),
        count("parcels_illustrative", (row.parcels == "illustrative" for row in rows)),
        count("price", ("lease_price_usd_m2" in row.zone.figures for row in rows)),
        count("dated", (_has_dated_figure(row) for row in rows)),
    )


def list_freshness(rows: Sequence[LandRow], *, on_day: date) -> tuple[Freshness, ...]:
    """Tell the age of the figures shown, by metric.

    Parameters
    ----------
    on_day
        Day from which age is counted; what speaks of a later day has age 0.
    """
    return tuple(_freshness(metric, rows, on_day) for metric in FRESHNESS_METRICS)


def _has_dated_figure(row: LandRow) -> bool:
    return any(
        (figure := row.zone.figures.get(metric)) is not None and figure.as_of is not None
        for metric in _LAND_METRICS
    )


def _freshness(metric: str, rows: Sequence[LandRow], on_day: date) -> Freshness:
    figures = [figure for row in rows if (figure := row.zone.figures.get(metric)) is not None]
    aged = sorted(
        (_age_years(figure.as_of, on_day), figure.as_of) for figure in figures if figure.as_of
    )
    buckets = [0, 0, 0, 0]
    for years, _ in aged:
        buckets[sum(years >= bound for bound in _BUCKET_YEARS)] += 1

    def at(index: int) -> Aged | None:
        return Aged(as_of=aged[index][1], age_years=round(aged[index][0], 1)) if aged else None

    return Freshness(
        metric=metric,
        known=len(figures),
        dated=len(aged),
        oldest=at(-1),
        median=at((len(aged) - 1) // 2),
        newest=at(0),
        under_1=buckets[0],
        under_3=buckets[1],
        under_5=buckets[2],
        over_5=buckets[3],
    )


def _age_years(as_of: str, on_day: date) -> float:
    return max(0.0, (on_day - last_day(as_of)).days / _YEAR_DAYS)
