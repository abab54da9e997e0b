"""What our zones come to: counted by row and by official unit, added up, divided.

A sum over zones of which some have no figure says how many, and is a lower bound: missing is not
zero. A ratio over some of the zones is a part and no bound at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layers.reconcile_facts import (
    Bound,
    Reading,
    ZoneFacts,
    reading_of,
    span_of_dates,
    union_of_sources,
    worst_known,
)
from layers.records import Figure

AREA = "area"
_COUNTED_KINDS = ("KCN", "KCX")
_STATUSES = {
    "established": ("operating", "under_construction"),
    "operating": ("operating",),
    "planned": ("planned",),
    "all": ("operating", "under_construction", "planned"),
}


@dataclass(frozen=True, slots=True)
class Total:
    """What some zones come to, and what may explain that others count otherwise.

    Attributes
    ----------
    way
        `rows`, `units`, `area` or `other`: how it was reckoned.
    doubtful
        Zones among them that extend another or whose place in the official count is in doubt.
    lowest, highest
        The sum, were the smallest or the largest rival of each zone the right one; hectares.
    """

    reading: Reading
    way: str
    doubtful: int = 0
    lowest: float | None = None
    highest: float | None = None


def list_zones_of(zones: Sequence[ZoneFacts], province: str | None, which: str) -> list[ZoneFacts]:
    """Zones of a place and status.

    Parameters
    ----------
    province
        HCMC, BD or BRVT as before the merger; None for the whole region.
    which
        established, operating, planned or all: industrial parks and export zones; with
        `+clusters` also clusters and high-tech parks of that status; `clusters`: clusters alone.
    """
    here = [zone for zone in zones if province in (None, zone.former_province)]
    if which == "clusters":
        return [zone for zone in here if zone.kind == "CCN"]
    status, _, added = which.partition("+")
    return [
        zone
        for zone in here
        if zone.status in _STATUSES[status] and (added or zone.kind in _COUNTED_KINDS)
    ]


def list_whole_units(
    zones: Sequence[ZoneFacts], province: str | None, which: str
) -> list[ZoneFacts]:
    """Zones of a place and status, and every other established phase of their official zones."""
    units = {zone.unit for zone in list_zones_of(zones, province, which)} - {None}
    return [zone for zone in list_zones_of(zones, province, "established") if zone.unit in units]


def count_zones(zones: Sequence[ZoneFacts], *, is_short: bool = False) -> Total:
    """Count zones as they are listed here: phases and extensions one by one."""
    reading = _count(
        len(zones),
        "Số khu trong danh sách này, mỗi giai đoạn một dòng",
        "Zones listed here, each phase by itself",
        is_short=is_short,
    )
    return Total(reading, "rows", doubtful=sum(zone.is_doubtful for zone in zones))


def count_units(zones: Sequence[ZoneFacts], *, is_short: bool = False) -> Total:
    """Count zones as officials do: phases of one official zone once, doubtful ones not."""
    # Clusters and high-tech parks are no official units; each stands for itself if asked for.
    units = {
        zone.unit or zone.zone_id
        for zone in zones
        if zone.unit is not None or zone.kind not in _COUNTED_KINDS
    }
    reading = _count(
        len(units),
        "Số khu theo cách đếm chính thức: các giai đoạn của một khu tính là một",
        "Zones as officials count them: phases of one official zone once",
        is_short=is_short,
    )
    return Total(reading, "units", doubtful=sum(zone.is_doubtful for zone in zones))


def count_clusters(zones: Sequence[ZoneFacts]) -> Total:
    """Count industrial clusters listed here; the list is known to be incomplete."""
    reading = _count(
        len(zones),
        "Số cụm công nghiệp trong danh sách này",
        "Industrial clusters listed here",
        is_short=True,
    )
    return Total(reading, "rows")


def count_statements(zones: Sequence[ZoneFacts]) -> Total:
    """Count zones of which a source says that no land is left to lease."""
    said = [figure for zone in zones if (figure := zone.picked("no_land_left")) is not None]
    reading = Reading(
        value=len(said),
        unit="zones",
        method="count",
        definition_vi="Số khu có nguồn nói không còn đất cho thuê",
        definition_en="Zones of which a source says that no land is left to lease",
        source_keys=union_of_sources([reading_of(figure) for figure in said]),
        as_of=span_of_dates([figure.as_of for figure in said if figure.as_of]),
        badge=worst_known([figure.badge for figure in said]),
        scope="zone",
        counted=len(said),
    )
    return Total(reading, "other")


def sum_areas(zones: Sequence[ZoneFacts], *, is_short: bool = False) -> Total | None:
    """Add up the declared total areas, hectares; None where none is declared.

    Parameters
    ----------
    is_short
        Whether the list itself is known to be incomplete; the sum is then a lower bound even
        where each zone listed has an area.
    """
    members = [zone for zone in zones if zone.unit is not None or zone.kind not in _COUNTED_KINDS]
    figures = [zone.picked("total_area_ha") for zone in members]
    total = _sum(
        figures,
        "Tổng diện tích công bố của các khu",
        "Declared total areas added up",
        is_short=is_short,
    )
    lowest = highest = 0.0
    for zone in members:
        rivals = [
            figure.value
            for figure in zone.figures.get("total_area_ha", ())
            if figure.scope == "zone" and figure.value is not None
        ]
        if rivals:
            lowest += min(rivals)
            highest += max(rivals)
    if total is None:
        return None
    doubtful = sum(zone.is_doubtful for zone in zones)
    return Total(total, AREA, doubtful=doubtful, lowest=lowest, highest=highest)


def sum_leasable(zones: Sequence[ZoneFacts]) -> Total | None:
    """Add up declared leasable land, hectares; None where none is declared."""
    figures = [zone.picked("leasable_area_ha") for zone in zones]
    reading = _sum(figures, "Tổng đất cho thuê công bố", "Declared leasable land added up")
    return None if reading is None else Total(reading, "other")


def sum_leased(zones: Sequence[ZoneFacts]) -> Total | None:
    """Add up leased land, declared or leasable times occupancy, hectares; None if unknown."""
    known = [found for zone in zones if (found := _leased(zone)) is not None]
    if not known:
        return None
    missing = len(zones) - len(known)
    reading = _reading(
        sum(leased for leased, _ in known),
        "ha",
        "sum",
        "Tổng đất đã cho thuê của các khu, công bố hoặc tính từ tỷ lệ lấp đầy",
        "Leased land added up, declared or computed from occupancy",
        [figure for _, used in known for figure in used],
        counted=len(known),
        missing=missing,
        bound="lower" if missing else None,
    )
    return Total(reading, "other")


def measure_occupancy(zones: Sequence[ZoneFacts]) -> Total | None:
    """Leased over leasable land, where both are declared; None where that is nowhere.

    Notes
    -----
    Weighted by area, as Decree 35/2022/ND-CP divides sums. Leased land that is not declared is
    leasable land times the declared occupancy.
    """
    leased_sum = leasable_sum = 0.0
    inputs: list[Figure] = []
    counted = 0
    for zone in zones:
        leasable, found = zone.picked("leasable_area_ha"), _leased(zone)
        if leasable is None or not leasable.value or found is None:
            continue
        leased_sum += found[0]
        leasable_sum += leasable.value
        inputs += [leasable, *found[1]]
        counted += 1
    if not counted:
        return None
    reading = _reading(
        leased_sum / leasable_sum,
        "share",
        "ratio",
        "Đất đã cho thuê trên đất cho thuê, cộng các khu biết cả hai",
        "Leased over leasable land, over the zones of which both are declared",
        inputs,
        counted=counted,
        missing=len(zones) - counted,
        bound="partial" if counted < len(zones) else None,
    )
    return Total(reading, "other")


def _leased(zone: ZoneFacts) -> tuple[float, list[Figure]] | None:
    """Leased land of a zone, hectares, and the figures it rests on; None where unknown."""
    leased = zone.picked("leased_area_ha")
    if leased is not None and leased.value is not None:
        return leased.value, [leased]
    leasable, occupancy = zone.picked("leasable_area_ha"), zone.picked("occupancy_rate")
    if leasable is None or occupancy is None:
        return None
    if leasable.value is None or occupancy.value is None:
        return None
    return leasable.value * occupancy.value, [leasable, occupancy]


def _count(number: int, definition_vi: str, definition_en: str, *, is_short: bool) -> Reading:
    return Reading(
        value=number,
        unit="zones",
        method="count",
        definition_vi=definition_vi,
        definition_en=definition_en,
        scope="zone",
        counted=number,
        bound="lower" if is_short else None,
    )


def _sum(
    figures: Sequence[Figure | None],
    definition_vi: str,
    definition_en: str,
    *,
    is_short: bool = False,
) -> Reading | None:
    """Add up the figures that are one number; the others are missing, not zero.

    Returns
    -------
    None where no figure is a number: nothing is known then, not a sum of 0.
    """
    known = [figure for figure in figures if figure is not None and figure.value is not None]
    if not known:
        return None
    missing = len(figures) - len(known)
    return _reading(
        sum(figure.value or 0.0 for figure in known),
        "ha",
        "sum",
        definition_vi,
        definition_en,
        known,
        counted=len(known),
        missing=missing,
        bound="lower" if missing or is_short else None,
    )


def _reading(
    value: float,
    unit: str,
    method: str,
    definition_vi: str,
    definition_en: str,
    inputs: Sequence[Figure],
    *,
    counted: int,
    missing: int,
    bound: Bound | None,
) -> Reading:
    undated = sum(figure.as_of is None for figure in inputs)
    return Reading(
        value=round(value, 6),
        unit=unit,
        method=method,
        definition_vi=definition_vi,
        definition_en=definition_en,
        source_keys=union_of_sources([reading_of(figure) for figure in inputs]),
        as_of=span_of_dates([figure.as_of for figure in inputs if figure.as_of]),
        badge=worst_known([figure.badge for figure in inputs]),
        scope="zone",
        note=f"{undated} of {len(inputs)} figures are undated" if undated else None,
        counted=counted,
        missing=missing,
        bound=bound,
    )
