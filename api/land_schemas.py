"""Shapes of the land book on the wire."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from api.schemas import Shape, SourceShape
from layers.records import Badge

Hectares = float | None
Line = Literal[
    "leased",
    "reserved",
    "not_cleared",
    "in_preparation",
    "constrained",
    "available_now",
    "unclassified",
]


class DeclaredShape(Shape):
    """A declared figure of a zone's land; `none_left` says only that no land is left to lease."""

    value: float | None
    low: float | None
    high: float | None
    as_of: str | None
    badge: Badge | None
    source_keys: list[str]
    method: str | None
    state: Literal["known", "none_left"]


class LandRowShape(Shape):
    """One zone: ledger and declared figures as shown, hectares and shares; null is unknown."""

    zone_id: str
    name_vi: str
    name_en: str
    kind: str
    status: str
    former_province: str
    district: str | None
    boundary_quality: str | None
    parcels: Literal["real", "illustrative", "none"]
    complete: bool | None
    badge: Badge | None
    declared_total_ha: Hectares
    declared_leasable_ha: Hectares
    declared_leased_ha: Hectares
    declared_remaining_ha: Hectares
    declared_occupancy: float | None
    gross_ha: Hectares
    net_ha: Hectares
    leased_ha: Hectares
    remaining_ha: Hectares
    available_now_ha: Hectares
    constrained_ha: Hectares
    in_preparation_ha: Hectares
    not_cleared_ha: Hectares
    reserved_ha: Hectares
    unclassified_ha: Hectares
    occupancy_decree35: float | None
    occupancy_industrial: float | None
    largest_block_ha: Hectares
    blocks_3_ha: int | None
    blocks_5_ha: int | None
    blocks_10_ha: int | None
    blocks_25_ha: int | None
    outline_ha: Hectares
    declared: dict[Literal["total", "leasable", "leased", "remaining", "occupancy"], DeclaredShape]


class LandTotalShape(Shape):
    """Sum of what is shown in a column; a lower bound while zones are unknown."""

    total: float | None
    known: int
    unknown: int
    illustrative: int
    is_lower_bound: bool


class CoverageShape(Shape):
    """How many zones have something."""

    key: str
    count: int
    of: int
    share: float | None


class AgedShape(Shape):
    """A figure's date and its age in years."""

    as_of: str
    age_years: float = Field(ge=0)


class FreshnessShape(Shape):
    """Age of the figures of one metric."""

    metric: str
    known: int
    dated: int
    oldest: AgedShape | None
    median: AgedShape | None
    newest: AgedShape | None
    under_1: int
    under_3: int
    under_5: int
    over_5: int


class LandBookShape(Shape):
    """All zones of the land book on one day."""

    zones: list[LandRowShape]
    totals: dict[str, LandTotalShape]
    coverage: list[CoverageShape]
    freshness: list[FreshnessShape]
    sources: dict[str, SourceShape]
    data_version: str
    data_date: str | None
    as_of: str


class LandParcelShape(Shape):
    """State of one parcel; `line` is null for land outside industry and services."""

    parcel_id: str
    zone_id: str
    area_m2: float
    use: str
    clearance: str
    servicing: str
    commercial: str
    occupation: str
    constraint_kind: str
    option_expires: str | None
    land_use_code: str | None
    line: Line | None
    illustrative: bool
    badge: Badge
    holds_from: str | None
    source_key: str | None
    as_of: str | None


class LandParcelFeatureShape(Shape):
    """One parcel as a GeoJSON feature, EPSG:4326."""

    type: Literal["Feature"]
    id: str
    geometry: dict[str, Any]
    properties: LandParcelShape


class LandParcelsShape(Shape):
    """Parcels as a GeoJSON FeatureCollection."""

    type: Literal["FeatureCollection"]
    features: list[LandParcelFeatureShape]


class BlockShape(Shape):
    """A contiguous block of available land; compactness 1 is a circle, 0.785 a square."""

    block: int
    parcel_ids: list[str]
    area_ha: float
    compactness: float


class BlockFeatureShape(Shape):
    """One block as a GeoJSON feature, EPSG:4326, gaps closed."""

    type: Literal["Feature"]
    id: int
    geometry: dict[str, Any]
    properties: BlockShape


class BlocksShape(Shape):
    """Blocks as a GeoJSON FeatureCollection, the largest first."""

    type: Literal["FeatureCollection"]
    features: list[BlockFeatureShape]


class ImportShape(Shape):
    """One import that brought parcels or the outline of the zone."""

    import_id: int
    imported_at: str
    imported_by: str
    file: str
    sha256: str
    layer: str
    profile: str | None
    source_key: str | None
    as_of: str | None
    counts: dict[str, Any]
    findings: list[dict[str, Any]]


class LandZoneShape(Shape):
    """One zone of the land book on one day."""

    zone: LandRowShape
    parcels: LandParcelsShape
    blocks: BlocksShape
    days: list[str]
    imports: list[ImportShape]
    sources: dict[str, SourceShape]
    data_version: str
    data_date: str | None
    as_of: str


class LandDaysShape(Shape):
    """Days on which the parcels of a zone changed, oldest first."""

    zone_id: str
    days: list[str]


class AxisChangeShape(Shape):
    """One axis before and after; null where the parcel was not there."""

    before: str | None
    after: str | None


class ParcelChangeShape(Shape):
    """One parcel that differs between two days; an area is null where it was not there."""

    parcel_id: str
    area_before_m2: float | None
    area_after_m2: float | None
    line_before: Line | None
    line_after: Line | None
    changes: dict[str, AxisChangeShape]
    reshaped: bool
    illustrative: bool


class MovedShape(Shape):
    """Hectares that moved between lines; not_net and outside stand for land in no line."""

    line_before: str
    line_after: str
    moved_ha: float


class LandDiffShape(Shape):
    """What changed in one zone between two days."""

    zone_id: str
    first_day: str = Field(alias="from")
    to: str
    parcels: list[ParcelChangeShape]
    moved: list[MovedShape]
