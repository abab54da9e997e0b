"""Two to six zones side by side: rows by group, the best marked, every figure with its passport."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from layers.metrics import METRICS
from layers.positions import shown_distance_m
from layers.ranking.criteria import CRITERION_BY_KEY
from layers.ranking.reading import UNKNOWN, Known, read_figure, read_zone_by_key
from layers.records import IndustrialZone

CompareGroup = Literal["about", "land", "terms", "place", "services", "quality"]
Better = Literal["more", "less"]

GROUP_WORDS: Final[Mapping[CompareGroup, tuple[str, str]]] = MappingProxyType(
    {
        "about": ("Khu", "The zone"),
        "land": ("Đất đai", "Land"),
        "terms": ("Điều kiện thuê", "Terms"),
        "place": ("Khoảng cách đường thẳng", "Straight-line distances"),
        "services": ("Hạ tầng và lao động", "Services and labour"),
        "quality": ("Chất lượng số liệu", "Quality of the data"),
    }
)
"""Names of the groups, in the order in which people read them."""


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One row of the table.

    Attributes
    ----------
    unit
        None for words.
    better
        Which end is better; None where that is a matter of purpose, and nothing is marked.
    """

    key: str
    group: CompareGroup
    label_vi: str
    label_en: str
    definition_vi: str
    definition_en: str
    unit: str | None
    better: Better | None


@dataclass(frozen=True, slots=True)
class CompareCell:
    """What is known of one zone in one row.

    Attributes
    ----------
    text
        For words; codes such as `KCN` and `operating` as they are kept.
    is_best
        Whether its worse end is the best of all worse ends; ties are all marked. What is unknown
        or a mere statement never is, nor anything while only one zone is known.
    difference
        Figure less the best one, in the row's unit; None for ranges and where nothing is best.
    """

    known: Known
    text: str | None
    is_best: bool = False
    difference: float | None = None


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A row with its cells, in the order of the zones.

    Attributes
    ----------
    differs
        Whether the zones of which something is known are not all alike.
    known_count
        Of how many zones something is known.
    """

    row: CompareRow
    cells: tuple[CompareCell, ...]
    differs: bool
    known_count: int


def compare(zones: Sequence[IndustrialZone], day: date) -> tuple[ComparedRow, ...]:
    """Every row for some zones, in reading order."""
    by_key = [read_zone_by_key(zone, day) for zone in zones]
    compared = []
    for row, read in _ROWS:
        cells = [read(zone, found) for zone, found in zip(zones, by_key, strict=True)]
        compared.append(_compare_row(row, cells))
    return tuple(compared)


def _compare_row(row: CompareRow, cells: Sequence[CompareCell]) -> ComparedRow:
    contents = [_content(row, cell) for cell in cells]
    told = [content for content in contents if content is not None]
    worse = [_worse_end(row, cell.known) for cell in cells]
    ends = [end for end in worse if end is not None]
    best = None
    if row.better is not None and ends and len(told) > 1:
        best = max(ends) if row.better == "more" else min(ends)
    return ComparedRow(
        row,
        tuple(
            CompareCell(
                cell.known,
                cell.text,
                is_best=best is not None and end == best,
                difference=_difference(cell.known, best),
            )
            for cell, end in zip(cells, worse, strict=True)
        ),
        differs=len(set(told)) > 1,
        known_count=len(told),
    )


def _content(row: CompareRow, cell: CompareCell) -> object:
    """What a cell says, to tell cells apart; None for nothing."""
    if row.unit is None:
        return cell.text
    if cell.known.state == "unknown":
        return None
    known = cell.known
    if known.within is not None and known.value is not None:
        return (known.state, shown_distance_m(known.value, known.within))
    return (
        known.state,
        *(_shown(row, number) for number in (known.value, known.low, known.high)),
    )


def _worse_end(row: CompareRow, known: Known) -> float | None:
    """The end of a figure that is sure, as it is shown; None for what cannot be the best."""
    match known.state:
        case "known" if known.within is not None and known.value is not None:
            low, high = shown_distance_m(known.value, known.within)
            return low if row.better == "more" else high
        case "known":
            return _shown(row, known.value)
        case "range":
            return _shown(row, known.low if row.better == "more" else known.high)
    return None


def _shown(row: CompareRow, number: float | None) -> float | None:
    if number is None:
        return None
    return round(number, 3 if row.unit == "share" else 2)


def _difference(known: Known, best: float | None) -> float | None:
    if best is None or known.state != "known" or known.value is None:
        return None
    if known.within is not None:
        return shown_distance_m(known.value, known.within)[1] - best
    return round(known.value - best, 3)


_Read = Callable[[IndustrialZone, Mapping[str, Known]], CompareCell]


def _criterion(key: str, *, is_judged: bool = True) -> tuple[CompareRow, _Read]:
    """Row of a figure that zones are ranked by."""
    item = CRITERION_BY_KEY[key]
    side: Better = "more" if item.more_is_better else "less"
    row = CompareRow(
        key,
        item.group,
        item.label_vi,
        item.label_en,
        item.definition_vi,
        item.definition_en,
        item.unit,
        side if is_judged else None,
    )
    return row, lambda _zone, found: CompareCell(found[key], None)


def _figure(
    metric: str, group: CompareGroup, better: Better | None = None
) -> tuple[CompareRow, _Read]:
    """Row of a figure as published."""
    found = METRICS[metric]
    row = CompareRow(
        metric,
        group,
        found.label_vi,
        found.label_en,
        found.definition_vi,
        found.definition_en,
        found.unit,
        better,
    )

    def read(zone: IndustrialZone, _found: Mapping[str, Known]) -> CompareCell:
        figure = zone.figures.get(metric)
        # Sources count in units of their own, as tenants or firms; those are not compared.
        unit = found.unit if figure is None or figure.unit is None else figure.unit
        return CompareCell(read_figure(figure, unit), None)

    return row, read


def _words(
    key: str,
    group: CompareGroup,
    labels: tuple[str, str],
    of: Callable[[IndustrialZone], str | None],
) -> tuple[CompareRow, _Read]:
    """Row of words of the zone itself."""
    row = CompareRow(key, group, *labels, "", "", None, None)

    def read(zone: IndustrialZone, _found: Mapping[str, Known]) -> CompareCell:
        text = of(zone)
        return CompareCell(UNKNOWN if text is None else Known("known"), text)

    return row, read


def _statement(metric: str) -> tuple[CompareRow, _Read]:
    """Row of words as published, with their passport."""
    found = METRICS[metric]
    row = CompareRow(
        metric,
        "about",
        found.label_vi,
        found.label_en,
        found.definition_vi,
        found.definition_en,
        None,
        None,
    )

    def read(zone: IndustrialZone, _found: Mapping[str, Known]) -> CompareCell:
        figure = zone.figures.get(metric)
        if figure is None or figure.scope != "zone" or figure.text is None:
            return CompareCell(UNKNOWN, None)
        known = Known(
            "known",
            badge=figure.badge,
            as_of=figure.as_of,
            source_keys=figure.source_keys,
            method=figure.method,
        )
        return CompareCell(known, figure.text)

    return row, read


def _occupancy() -> tuple[CompareRow, _Read]:
    found = METRICS["occupancy_rate"]
    row = CompareRow(
        "occupancy_rate",
        "land",
        found.label_vi,
        found.label_en,
        found.definition_vi,
        found.definition_en,
        "share",
        None,
    )
    return row, lambda _zone, known: CompareCell(known["occupancy_rate"], None)


_ROWS: Final[tuple[tuple[CompareRow, _Read], ...]] = (
    _words("kind", "about", ("Loại", "Kind"), lambda zone: zone.kind),
    _words("status", "about", ("Tình trạng", "Status"), lambda zone: zone.status),
    _words(
        "former_province",
        "about",
        ("Tỉnh cũ", "Former province"),
        lambda zone: zone.former_province,
    ),
    _figure("established_year", "about"),
    _statement("developer"),
    _statement("main_sectors"),
    _criterion("total_area_ha"),
    _figure("leasable_area_ha", "land", "more"),
    _figure("leased_area_ha", "land"),
    _occupancy(),
    _criterion("remaining_ha"),
    _criterion("largest_block_ha"),
    _criterion("rent"),
    _figure("lease_expiry_year", "terms"),
    _criterion("years_left"),
    _criterion("deep_sea_berth"),
    _criterion("port"),
    _criterion("airport"),
    _criterion("expressway"),
    _criterion("coastline", is_judged=False),
    _criterion("wastewater"),
    _criterion("power"),
    _figure("tenants", "services"),
    _figure("workers", "services"),
    _criterion("data_quality"),
    _words(
        "boundary_quality",
        "quality",
        ("Loại ranh giới", "Kind of outline"),
        lambda zone: zone.boundary_quality,
    ),
)
