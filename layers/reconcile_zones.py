"""Disagreements about single zones: outlines, rival figures, land that does not add up, ledgers.

The rules that name a likely cause are written in `layers.reconcile_causes` beside its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from layers.metrics import LAND_METRICS, METRICS
from layers.reconcile_causes import are_dates_apart, cause_of_numbers, is_near
from layers.reconcile_facts import (
    Bound,
    Disagreement,
    Facts,
    Family,
    Reading,
    ZoneFacts,
    disagreement,
    do_agree,
    gap_between,
    reading_of,
    span_of_dates,
    union_of_sources,
    worst_known,
)
from layers.records import Figure

LARGEST_NET_SHARE = 0.9
"""Leasable land over this share of the total area leaves too little for roads and green."""

_SCOPE_CAUSES = {
    "wider": "includes_urban_land",
    "group": "phases_counted_differently",
    "part": "part_or_whole",
    "near": "part_or_whole",
    "planned": "planned_or_built",
}
_LEDGER = {
    "leasable_area_ha": (
        "net_ha",
        "Đất công nghiệp và dịch vụ theo sổ đất",
        "Industrial and service land by the ledger",
    ),
    "leased_area_ha": ("leased_ha", "Đất đã cho thuê theo sổ đất", "Leased land by the ledger"),
    "remaining_area_ha": ("remaining_ha", "Đất còn lại theo sổ đất", "Land left by the ledger"),
    "occupancy_rate": (
        "occupancy_decree35",
        "Tỷ lệ lấp đầy theo sổ đất",
        "Occupancy by the ledger",
    ),
    "total_area_ha": ("gross_ha", "Tổng diện tích các thửa", "All parcels together"),
}
"""Declared metric to the ledger's column that answers it, with its label."""


def find_zone_disagreements(facts: Facts) -> Iterator[Disagreement]:
    """Every disagreement about each zone by itself."""
    for zone in facts.zones:
        yield from _outlines(zone, facts.zones)
        yield from _rivals(zone)
        yield from _land(zone)
        yield from _ledger(zone, facts.on_day.isoformat())


def _outlines(zone: ZoneFacts, zones: tuple[ZoneFacts, ...]) -> Iterator[Disagreement]:
    """Declared total area against the real outline and against the area OpenStreetMap has."""
    total, mapped = zone.picked("total_area_ha"), zone.picked("mapped_area_ha")
    if total is not None:
        declared = reading_of(total)
        if zone.outline is not None and not do_agree(declared, zone.outline):
            cause = _outline_cause(zone, zones, zone.outline)
            yield _row("outline", zone, "measured_area_ha", declared, zone.outline, cause)
        # An outline from OpenStreetMap is what its mapped area was taken from.
        if mapped is not None and zone.boundary_quality != "openstreetmap":
            against = replace(reading_of(mapped), method="outline")
            if not do_agree(declared, against):
                cause = _outline_cause(zone, zones, against)
                yield _row("outline", zone, "mapped_area_ha", declared, against, cause)
    if zone.outline is not None and mapped is not None:
        declared, area = reading_of(mapped), zone.outline.middle or 0.0
        if not is_near(declared.middle or 0.0, area, 0.01):
            cause = "outline_joins_zones"
            if are_dates_apart(declared.as_of, zone.outline.as_of):
                cause = "different_date"
            elif area < (declared.middle or 0.0):
                cause = "outline_incomplete"
            yield _row("outline", zone, "mapped_area_ha", declared, zone.outline, cause)


def _outline_cause(zone: ZoneFacts, zones: tuple[ZoneFacts, ...], outline: Reading) -> str:
    area = outline.middle or 0.0
    declared = zone.value("total_area_ha") or 0.0
    others = [
        (figure.scope, figure.value)
        for figure in zone.figures.get("total_area_ha", ())
        if figure.value is not None and not is_near(figure.value, declared, 0.005)
    ]
    for scopes, share, cause in (
        (("wider",), 0.05, "includes_urban_land"),
        (("group",), 0.05, "outline_joins_zones"),
        (("part",), 0.05, "part_or_whole"),
        (("zone",), 0.03, "different_date"),
    ):
        if any(scope in scopes and is_near(area, value, share) for scope, value in others):
            return cause
    leasable = zone.value("leasable_area_ha")
    if leasable is not None and is_near(area, leasable, 0.05):
        return "gross_or_net"
    if is_near(area, declared, 0.05):
        return "drawing_accuracy"
    if area > declared and (area >= 1.1 * declared or _is_joined(zone, zones, area, declared)):
        return "outline_joins_zones"
    return "outline_incomplete" if area <= 0.9 * declared else "unknown"


def _is_joined(zone: ZoneFacts, zones: tuple[ZoneFacts, ...], area: float, declared: float) -> bool:
    """Whether namesakes explain what an outline has too much."""
    together = declared
    for other in zones:
        if other is zone or _stem(other) != _stem(zone):
            continue
        total, mapped = other.value("total_area_ha"), other.value("mapped_area_ha")
        if total is None:
            continue
        together += total
        if mapped is not None and is_near(area - declared, total - mapped, 0.15):
            return True
        if is_near(area, declared + total, 0.1):
            return True
    return together > declared and is_near(area, together, 0.1)


def _stem(zone: ZoneFacts) -> str:
    """Id without what tells phases apart: `song-than-2` gives `song-than`."""
    words = zone.zone_id.split("-")
    while len(words) > 1 and (words[-1][:1].isdigit() or words[-1].startswith("mr")):
        words.pop()
    return "-".join(words)


def _rivals(zone: ZoneFacts) -> Iterator[Disagreement]:
    """The picked figure of each metric against every other value published."""
    for metric in LAND_METRICS:
        picked = zone.picked(metric)
        if picked is None:
            continue
        figures = zone.figures[metric]
        numbers = [end for figure in figures for end in reading_of(figure).ends or ()]
        spread = (min(numbers), max(numbers), len(figures)) if numbers else None
        said: set[tuple[object, ...]] = set()
        for rival in figures:
            declared, against = reading_of(picked), reading_of(rival)
            content = (rival.value, rival.low, rival.high, rival.scope)
            if rival is picked or content in said or do_agree(declared, against):
                continue
            said.add(content)
            same = [f for f in figures if (f.value, f.low, f.high, f.scope) == content]
            against = replace(against, source_keys=union_of_sources([reading_of(f) for f in same]))
            cause = _rival_cause(zone, picked, rival)
            yield _row("rivals", zone, metric, declared, against, cause, spread=spread)


def _rival_cause(zone: ZoneFacts, picked: Figure, rival: Figure) -> str:
    if rival.scope in _SCOPE_CAUSES:
        return _SCOPE_CAUSES[rival.scope]
    one, other = picked.value, rival.value
    if one is None or other is None:
        return "different_date" if are_dates_apart(picked.as_of, rival.as_of) else "unknown"
    by_numbers = cause_of_numbers(one, other, picked.unit or "")
    if by_numbers is not None:
        return by_numbers
    kind = {"total_area_ha": "leasable_area_ha", "leasable_area_ha": "total_area_ha"}
    if picked.metric in kind:
        crossed = [f.value for f in zone.figures.get(kind[picked.metric], ()) if f.value]
        if any(is_near(other, value, 0.02) for value in crossed):
            return "gross_or_net"
    return "different_date" if are_dates_apart(picked.as_of, rival.as_of) else "unknown"


def _land(zone: ZoneFacts) -> Iterator[Disagreement]:
    """Leasable, leased, remaining, occupancy and "no land left" against each other."""
    total, leasable, leased, remaining, occupancy = map(zone.picked, LAND_METRICS)
    yield from _occupancy_from_land(zone, leasable, leased, remaining, occupancy)
    if leasable is not None and remaining is not None and leasable.value is not None:
        if leased is not None and leased.value is not None:
            left = leasable.value - leased.value
            inputs = [leasable, leased]
        elif occupancy is not None and occupancy.value is not None:
            left = leasable.value * (1 - occupancy.value)
            inputs = [leasable, occupancy]
        else:
            inputs = []
        if inputs:
            computed = _derived(left, "ha", inputs, "remaining_area_ha")
            yield from _compared(zone, "remaining_area_ha", reading_of(remaining), computed)
    whole, net = zone.value("total_area_ha"), zone.value("leasable_area_ha")
    if total and leasable and whole and net and LARGEST_NET_SHARE * whole < net <= whole:
        declared, against = reading_of(total), reading_of(leasable)
        yield _row("land", zone, "leasable_area_ha", declared, against, "gross_or_net")
    if total and leasable and whole and net and net > whole:
        yield _too_large(zone, total, leasable)
    for larger, smaller in ((leasable or total, leased), (leasable or total, remaining)):
        if larger is None or smaller is None or larger.value is None or smaller.value is None:
            continue
        if smaller.value > larger.value:
            yield _too_large(zone, larger, smaller)
    statement = zone.picked("no_land_left")
    for figure in (remaining, occupancy):
        if statement is None or figure is None or figure.value is None:
            continue
        if figure.value == (1 if figure is occupancy else 0):
            continue
        yield _row(
            "land",
            zone,
            "no_land_left",
            reading_of(statement),
            reading_of(figure),
            "statement_not_measure",
        )


def _too_large(zone: ZoneFacts, whole: Figure, part: Figure) -> Disagreement:
    """A part that is larger than its whole."""
    by_numbers = cause_of_numbers(whole.value or 0.0, part.value or 0.0, "ha")
    declared, against = reading_of(whole), reading_of(part)
    return _row("land", zone, part.metric, declared, against, by_numbers or "gross_or_net")


def _occupancy_from_land(
    zone: ZoneFacts,
    leasable: Figure | None,
    leased: Figure | None,
    remaining: Figure | None,
    occupancy: Figure | None,
) -> Iterator[Disagreement]:
    """Occupancy against leased over leasable, or over leased and remaining together."""
    if occupancy is None or leased is None or leased.value is None:
        return
    if leasable is not None and leasable.value:
        whole, inputs = leasable.value, [leased, leasable]
    elif remaining is not None and remaining.value is not None:
        whole, inputs = leased.value + remaining.value, [leased, remaining]
    else:
        return
    if not whole:
        return
    computed = _derived(leased.value / whole, "share", inputs, "occupancy_rate")
    total = zone.value("total_area_ha")
    gross = total and occupancy.value and is_near(leased.value / total, occupancy.value, 0.02)
    yield from _compared(
        zone,
        "occupancy_rate",
        reading_of(occupancy),
        computed,
        otherwise="gross_or_net" if gross else None,
    )


def _compared(
    zone: ZoneFacts,
    quantity: str,
    declared: Reading,
    computed: Reading,
    *,
    otherwise: str | None = None,
) -> Iterator[Disagreement]:
    if do_agree(declared, computed):
        return
    cause = otherwise
    if cause is None and declared.middle is not None and computed.middle is not None:
        cause = cause_of_numbers(declared.middle, computed.middle, declared.unit)
    if cause is None:
        apart = are_dates_apart(declared.as_of, computed.as_of)
        cause = "different_date" if apart else "unknown"
    yield _row("land", zone, quantity, declared, computed, cause)


def _derived(value: float, unit: str, inputs: list[Figure], metric: str) -> Reading:
    """What two declared figures give together; the worse badge and both dates go with it."""
    readings = [reading_of(figure) for figure in inputs]
    names = [METRICS[figure.metric] for figure in inputs]
    return Reading(
        value=round(value, 6),
        unit=unit,
        method="ratio" if unit == "share" else "computed",
        definition_vi=f"{METRICS[metric].label_vi}: tính từ "
        + " và ".join(name.label_vi.lower() for name in names),
        definition_en=f"{METRICS[metric].label_en}: computed from "
        + " and ".join(name.label_en.lower() for name in names),
        source_keys=union_of_sources(readings),
        as_of=span_of_dates([figure.as_of for figure in inputs if figure.as_of]),
        badge=worst_known([figure.badge for figure in inputs]),
    )


def _ledger(zone: ZoneFacts, today: str) -> Iterator[Disagreement]:
    """Declared figures and the outline against the ledger of real parcels."""
    if zone.ledger is None:
        return
    for metric in _LEDGER:
        picked, computed = zone.picked(metric), _ledger_reading(zone, metric, today)
        if picked is None or computed is None:
            continue
        declared = reading_of(picked)
        if not do_agree(declared, computed):
            cause = _ledger_cause(zone, picked, declared, computed)
            yield _ledger_row(zone, metric, declared, computed, cause)
    parcels = _ledger_reading(zone, "total_area_ha", today)
    if zone.outline is not None and parcels is not None and not do_agree(zone.outline, parcels):
        cause = "figures_missing" if _may_be_more(zone.outline, parcels) else "outline_incomplete"
        yield _ledger_row(zone, "total_area_ha", zone.outline, parcels, cause)


def _ledger_cause(zone: ZoneFacts, picked: Figure, declared: Reading, computed: Reading) -> str:
    assert zone.ledger is not None  # noqa: S101 - only zones with a ledger come here
    if _may_be_more(declared, computed):
        return "figures_missing"
    value, found = picked.value, computed.value
    if value is None or found is None:
        return "different_date"
    other, share, cause = {
        "occupancy_rate": ("occupancy_industrial", 0.005, "service_land"),
        "leasable_area_ha": ("gross_ha", 0.02, "gross_or_net"),
        "total_area_ha": ("net_ha", 0.02, "gross_or_net"),
    }.get(picked.metric, ("", 0.0, ""))
    alternative = zone.ledger.get(other)
    if alternative is not None and is_near(value, alternative, share):
        return cause
    by_numbers = cause_of_numbers(value, found, computed.unit)
    if by_numbers is not None:
        return by_numbers
    return "different_date" if are_dates_apart(picked.as_of, computed.as_of) else "unknown"


def _may_be_more(declared: Reading, computed: Reading) -> bool:
    """Whether parcels that are not in the ledger yet could close the gap."""
    gap = gap_between(declared, computed)
    return computed.bound == "partial" or (
        computed.bound == "lower" and gap is not None and gap <= 0
    )


def _ledger_reading(zone: ZoneFacts, metric: str, today: str) -> Reading | None:
    """The ledger's answer to a declared metric; None where it is unknown."""
    assert zone.ledger is not None  # noqa: S101 - only zones with a ledger come here
    column, label_vi, label_en = _LEDGER[metric]
    value = zone.ledger[column]
    if value is None:
        return None
    is_share = metric == "occupancy_rate"
    bound: Bound | None = None
    if not zone.ledger["complete"]:
        bound = "partial" if is_share else "lower"
    return Reading(
        value=round(float(value), 6),
        unit="share" if is_share else "ha",
        method="ledger",
        definition_vi=f"{label_vi}, cộng từ các thửa thật",
        definition_en=f"{label_en}, from real parcels",
        source_keys=(zone.ledger_source,) if zone.ledger_source else (),
        as_of=zone.ledger_as_of or today,
        badge=zone.ledger["badge"],
        bound=bound,
    )


def _ledger_row(
    zone: ZoneFacts, metric: str, declared: Reading, computed: Reading, cause: str
) -> Disagreement:
    return disagreement(
        "ledger",
        ("zone", zone.zone_id, zone.name_vi, zone.name_en),
        _LEDGER[metric],
        declared,
        computed,
        cause,
    )


def _row(
    family: Family,
    zone: ZoneFacts,
    metric: str,
    declared: Reading,
    computed: Reading,
    cause: str,
    *,
    spread: tuple[float, float, int] | None = None,
) -> Disagreement:
    named = METRICS[metric]
    return disagreement(
        family,
        ("zone", zone.zone_id, zone.name_vi, zone.name_en),
        (metric, named.label_vi, named.label_en),
        declared,
        computed,
        cause,
        spread=spread,
    )
