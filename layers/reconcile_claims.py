"""Disagreements about totals: counts, sums and occupancy against claims, and claims by themselves.

Claims are held against sums and never added to them. The rules that name a likely cause are
written in `layers.reconcile_causes` beside its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from layers.as_of import last_day
from layers.reconcile_causes import are_dates_apart, cause_of_numbers, is_near
from layers.reconcile_facts import (
    Claim,
    Disagreement,
    Facts,
    Family,
    Reading,
    disagreement,
    do_agree,
    gap_between,
    span_of_dates,
    union_of_sources,
    worst_known,
)
from layers.reconcile_totals import (
    AREA,
    Total,
    count_clusters,
    count_statements,
    count_units,
    count_zones,
    list_whole_units,
    list_zones_of,
    measure_occupancy,
    sum_areas,
    sum_leasable,
    sum_leased,
)

SCOPES: dict[str, tuple[Literal["province", "region", "country"], str, str]] = {
    "hcmc_merged": ("region", "TP.HCM sau sáp nhập", "Merged Ho Chi Minh City"),
    "hcmc_former": ("province", "TP.HCM (trước sáp nhập)", "Former Ho Chi Minh City"),
    "bd": ("province", "Bình Dương (trước sáp nhập)", "Former Bình Dương"),
    "brvt": ("province", "Bà Rịa-Vũng Tàu (trước sáp nhập)", "Former Bà Rịa-Vũng Tàu"),
    "vietnam": ("country", "Việt Nam", "Vietnam"),
}
PROVINCES = {"hcmc_former": "HCMC", "bd": "BD", "brvt": "BRVT"}

QUANTITIES: dict[str, tuple[str, str]] = {
    "zones_established": ("Số KCN, KCX đã thành lập", "Industrial zones established"),
    "zones_operating": ("Số KCN, KCX đang hoạt động", "Industrial zones operating"),
    "zones_all": ("Số KCN, KCX theo quy hoạch", "Industrial zones in the plan"),
    "zones_planned": ("Số KCN dự kiến thành lập mới", "New industrial zones planned"),
    "area_established": ("Diện tích KCN, KCX đã thành lập", "Area of zones established"),
    "area_operating": ("Diện tích KCN, KCX đang hoạt động", "Area of zones operating"),
    "area_all": ("Diện tích KCN, KCX theo quy hoạch", "Area of zones in the plan"),
    "area_planned": ("Diện tích KCN dự kiến thành lập mới", "Area of new zones planned"),
    "clusters": ("Số cụm công nghiệp", "Industrial clusters"),
    "clusters_area": ("Diện tích cụm công nghiệp", "Area of industrial clusters"),
    "occupancy": ("Tỷ lệ lấp đầy", "Occupancy"),
    "leasable": ("Đất công nghiệp, dịch vụ cho thuê", "Industrial and service land"),
    "leased": ("Đất công nghiệp đã cho thuê", "Leased industrial land"),
    "no_land_left": ("Số khu hết đất cho thuê", "Zones with no land left to lease"),
    "industrial_land": ("Đất công nghiệp cả nước", "Industrial land of the country"),
    "industrial_land_left": ("Đất công nghiệp còn lại cả nước", "Industrial land left"),
}
"""Quantity to its label, Vietnamese and English."""

SAME_QUANTITY = {
    "established_kcx_kcn": "zones_established",
    "established_kcn": "zones_established",
    "operating_kcx_kcn": "zones_operating",
    "operating_kcn": "zones_operating",
    "planned_kcx_kcn_total": "zones_all",
    "master_plan_kcn": "zones_all",
    "new_kcn_planned": "zones_planned",
    "established_kcx_kcn_area": "area_established",
    "established_kcn_area": "area_established",
    "operating_kcx_kcn_area": "area_operating",
    "operating_kcn_area": "area_operating",
    "planned_kcx_kcn_area": "area_all",
    "new_kcn_planned_area": "area_planned",
    "ccn_count": "clusters",
    "ccn_area": "clusters_area",
    "occupancy": "occupancy",
    "industrial_service_land_operating": "leasable",
    "leased_industrial_land": "leased",
    "zones_no_land_left": "no_land_left",
    "industrial_land_claim": "industrial_land",
    "industrial_land_area": "industrial_land",
    "industrial_land_remaining_claim": "industrial_land_left",
    "industrial_land_remaining": "industrial_land_left",
}
"""Metric of a claim to the quantity it speaks of. Other metrics are not compared."""

_PLANS = ("industrial_parks_area_plan_2030",)
_OTHER_STATUS = {
    "zones_established": "zones_operating",
    "zones_operating": "zones_established",
    "area_established": "area_operating",
    "area_operating": "area_established",
}
_ADDED_UP = ("zones_established", "zones_operating", "area_established", "area_operating")


def find_claim_disagreements(facts: Facts) -> Iterator[Disagreement]:
    """Every disagreement between claims and our totals, and among claims."""
    by_quantity: dict[tuple[str, str], list[Claim]] = {}
    for claim in facts.claims:
        quantity = SAME_QUANTITY.get(claim.metric)
        if quantity is not None:
            by_quantity.setdefault((claim.scope, quantity), []).append(claim)
    for claims in by_quantity.values():
        claims.sort(key=_newest_first)
    for (scope, quantity), claims in by_quantity.items():
        if scope != "vietnam":
            yield from _against_totals(facts, scope, quantity, claims)
        yield from _against_each_other(facts, scope, quantity, claims, by_quantity)
    yield from _across_statuses(by_quantity)
    yield from _provinces_added_up(by_quantity)
    yield from _claims_that_multiply(facts)


def _against_totals(
    facts: Facts,
    scope: str,
    quantity: str,
    claims: list[Claim],
) -> Iterator[Disagreement]:
    """Each claim against what the zones of its place come to."""
    totals = _totals(facts, scope, quantity)
    family: Family = "sums"
    if quantity.startswith("zones") or quantity in ("clusters", "no_land_left"):
        family = "counts"
    elif quantity == "occupancy":
        family = "occupancy"
    for claim in claims:
        for total in totals:
            if do_agree(claim.reading, total.reading):
                continue
            cause = _total_cause(facts, claim, claims, quantity, total)
            yield _row(family, scope, quantity, claim.reading, total.reading, cause)


def _totals(facts: Facts, scope: str, quantity: str) -> list[Total]:
    """What our zones come to, in each way there is to count them."""
    province = PROVINCES.get(scope)
    kinds = quantity.partition("_")[2]
    if quantity.startswith("zones_"):
        zones = list_zones_of(facts.zones, province, kinds)
        is_short = kinds in ("all", "planned")
        return [count_units(zones, is_short=is_short), count_zones(zones, is_short=is_short)]
    found: Total | None
    if quantity.startswith("area_"):
        zones = list_zones_of(facts.zones, province, kinds)
        found = sum_areas(zones, is_short=kinds in ("all", "planned"))
    elif quantity.startswith("clusters"):
        zones = list_zones_of(facts.zones, province, "clusters")
        is_count = quantity == "clusters"
        found = count_clusters(zones) if is_count else sum_areas(zones, is_short=True)
    else:
        zones = list_zones_of(facts.zones, province, "operating")
        if quantity == "no_land_left":
            found = count_statements(zones)
        elif quantity == "occupancy":
            found = measure_occupancy(zones)
        else:
            found = sum_leasable(zones) if quantity == "leasable" else sum_leased(zones)
    return [] if found is None else [found]


def _total_cause(
    facts: Facts, claim: Claim, claims: list[Claim], quantity: str, total: Total
) -> str:
    reading = total.reading
    found, said = reading.value or 0.0, claim.reading.middle or 0.0
    gap = gap_between(claim.reading, reading) or 0.0
    if claim is not claims[0] and not do_agree(claims[0].reading, claim.reading):
        return "different_date"
    is_count = reading.method == "count"
    if reading.bound == "partial" or (reading.bound == "lower" and gap < 0):
        return "zones_not_listed" if is_count else "figures_missing"
    province = PROVINCES.get(claim.scope)
    status = quantity.partition("_")[2]

    def agrees(alternative: Total | None) -> bool:
        value = None if alternative is None else alternative.reading.value
        return value is not None and (value == said if is_count else is_near(value, said, 0.01))

    if quantity in _OTHER_STATUS:
        ways = {AREA: sum_areas, "rows": count_zones, "units": count_units}
        way = ways[total.way]
        if agrees(way(list_zones_of(facts.zones, province, f"{status}+clusters"))):
            return "clusters_counted"
        if is_count and (total.way == "rows" or abs(gap) <= total.doubtful):
            return "phases_counted_differently"
        if not (is_count or agrees(total)) and agrees(
            sum_areas(list_whole_units(facts.zones, province, status))
        ):
            return "phases_counted_differently"
        other = _OTHER_STATUS[quantity].partition("_")[2]
        if agrees(way(list_zones_of(facts.zones, province, other))):
            return "established_or_operating"
    if is_count:
        return "phases_counted_differently" if total.way == "rows" else "unknown"
    by_numbers = cause_of_numbers(said, found, reading.unit)
    if by_numbers is not None:
        return by_numbers
    if are_dates_apart(claim.reading.as_of, reading.as_of):
        return "different_date"
    is_spanned = total.lowest is not None and total.lowest <= said <= (total.highest or 0.0)
    return "different_date" if is_spanned else "unknown"


def _against_each_other(
    facts: Facts,
    scope: str,
    quantity: str,
    claims: list[Claim],
    by_quantity: dict[tuple[str, str], list[Claim]],
) -> Iterator[Disagreement]:
    """The best and newest claim of a quantity against its rivals."""
    first = claims[0]
    numbers = [end for claim in claims for end in claim.reading.ends or ()]
    for rival in claims[1:]:
        if do_agree(first.reading, rival.reading):
            continue
        cause = _rival_cause(facts, scope, quantity, first, rival, by_quantity)
        yield _row(
            "claims",
            scope,
            quantity,
            first.reading,
            rival.reading,
            cause,
            spread=(min(numbers), max(numbers), len(claims)),
        )


def _rival_cause(
    facts: Facts,
    scope: str,
    quantity: str,
    first: Claim,
    rival: Claim,
    by_quantity: dict[tuple[str, str], list[Claim]],
) -> str:
    one, other = first.reading.middle or 0.0, rival.reading.middle or 0.0
    if scope == "vietnam":
        return _country_cause(facts, quantity, max(one, other), min(one, other), by_quantity)
    by_numbers = cause_of_numbers(one, other, first.reading.unit)
    if by_numbers is not None:
        return by_numbers
    for claim in by_quantity.get((scope, _OTHER_STATUS.get(quantity, "")), ()):
        if is_near(claim.reading.middle or 0.0, other, 0.01):
            return "established_or_operating"
    apart = are_dates_apart(first.reading.as_of, rival.reading.as_of)
    return "different_date" if apart else "unknown"


def _country_cause(
    facts: Facts,
    quantity: str,
    larger: float,
    smaller: float,
    by_quantity: dict[tuple[str, str], list[Claim]],
) -> str:
    """A plan taken for what stands; land left follows the land it was reckoned from."""
    plans = [c.reading.value for c in facts.claims if c.metric in _PLANS and c.scope == "vietnam"]
    if any(plan is not None and is_near(plan, larger, 0.01) for plan in plans):
        return "planned_or_built"
    whole = by_quantity.get(("vietnam", "industrial_land"), [])
    values = [claim.reading.middle or 0.0 for claim in whole]
    if quantity != "industrial_land_left" or len(values) < 2 or not (smaller and min(values)):
        return "unknown"
    if not is_near(larger / smaller, max(values) / min(values), 0.1):
        return "unknown"
    return _country_cause(facts, "", max(values), min(values), by_quantity)


def _across_statuses(
    by_quantity: dict[tuple[str, str], list[Claim]],
) -> Iterator[Disagreement]:
    """Zones established against zones operating: both are quoted as "the" number of zones."""
    for (scope, quantity), claims in by_quantity.items():
        operating = by_quantity.get((scope, _OTHER_STATUS.get(quantity, "")))
        if operating is None or not quantity.endswith("_established"):
            continue
        one, other = claims[0].reading, operating[0].reading
        if not do_agree(one, other):
            yield _row("claims", scope, quantity, one, other, "established_or_operating")


def _provinces_added_up(
    by_quantity: dict[tuple[str, str], list[Claim]],
) -> Iterator[Disagreement]:
    """The region's claim against the claims of its three former provinces together."""
    for quantity in _ADDED_UP:
        whole = by_quantity.get(("hcmc_merged", quantity))
        parts = [by_quantity.get((scope, quantity)) for scope in PROVINCES]
        readings = [claims[0].reading for claims in parts if claims]
        values = [reading.value for reading in readings if reading.value is not None]
        if whole is None or len(values) < len(PROVINCES):
            continue
        unit = whole[0].reading.unit
        added = Reading(
            value=round(sum(values), 6),
            unit=unit,
            method="sum" if unit == "ha" else "count",
            definition_vi="Cộng số công bố của ba tỉnh, thành cũ",
            definition_en="Claims of the three former provinces added up",
            source_keys=union_of_sources(readings),
            as_of=span_of_dates([reading.as_of for reading in readings if reading.as_of]),
            badge=worst_known([reading.badge for reading in readings]),
            scope="hcmc_merged",
            counted=len(values),
            missing=0,
        )
        declared = whole[0].reading
        if do_agree(declared, added):
            continue
        by_numbers = cause_of_numbers(declared.middle or 0.0, added.value or 0.0, unit)
        apart = are_dates_apart(declared.as_of, added.as_of)
        cause = by_numbers or ("different_date" if apart else "unknown")
        yield _row("claims", "hcmc_merged", quantity, declared, added, cause)


def _claims_that_multiply(facts: Facts) -> Iterator[Disagreement]:
    """Claims of one place and date that give a third: land, share let, land left."""
    claims = {(claim.scope, claim.metric, claim.reading.as_of): claim for claim in facts.claims}
    for (scope, metric, as_of), claim in claims.items():
        left = metric == "industrial_land_remaining"
        if not left and metric != "occupancy":
            continue
        first = claims.get(
            (scope, "industrial_land_area" if left else "leased_industrial_land", as_of)
        )
        second = claims.get(
            (scope, "occupancy" if left else "industrial_service_land_operating", as_of)
        )
        if first is None or second is None:
            continue
        one, other = first.reading.value, second.reading.value
        if one is None or not other:
            continue
        computed = replace(
            first.reading,
            value=round(one * (1 - other) if left else one / other, 6),
            unit=claim.reading.unit,
            method="sum" if left else "ratio",
            definition_vi="Tính từ hai số công bố khác cùng nơi, cùng ngày",
            definition_en="Computed from two other claims of the same place and date",
            source_keys=union_of_sources([first.reading, second.reading]),
            badge=worst_known([first.reading.badge, second.reading.badge]),
            note=None,
        )
        if not do_agree(claim.reading, computed):
            near = is_near(claim.reading.middle or 0.0, computed.value or 0.0, 0.01)
            quantity = SAME_QUANTITY[metric]
            cause = "rounding" if near else "unknown"
            yield _row("claims", scope, quantity, claim.reading, computed, cause)


def _newest_first(claim: Claim) -> tuple[str, int]:
    """Order of claims as of figures: best badge, then latest date."""
    as_of = claim.reading.as_of
    return (claim.reading.badge or "D", -last_day(as_of).toordinal() if as_of else 0)


def _row(
    family: Family,
    scope: str,
    quantity: str,
    declared: Reading,
    computed: Reading,
    cause: str,
    *,
    spread: tuple[float, float, int] | None = None,
) -> Disagreement:
    kind, name_vi, name_en = SCOPES[scope]
    return disagreement(
        family,
        (kind, scope, name_vi, name_en),
        (quantity, *QUANTITIES[quantity]),
        declared,
        computed,
        cause,
        spread=spread,
    )


def describe_claim(metric: str, scope: str) -> tuple[str, str] | None:
    """Definition of a claim in both languages; None for one that is not compared."""
    quantity = SAME_QUANTITY.get(metric)
    if quantity is None or scope not in SCOPES:
        return None
    label_vi, label_en = QUANTITIES[quantity]
    _, name_vi, name_en = SCOPES[scope]
    return f"{label_vi}, {name_vi}, như nguồn công bố", f"{label_en}, {name_en}, as published"


def known_claims(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Claims of a place and metric that the board knows how to compare."""
    return tuple(
        claim
        for claim in claims
        if claim.scope in SCOPES and (claim.metric in SAME_QUANTITY or claim.metric in _PLANS)
    )
