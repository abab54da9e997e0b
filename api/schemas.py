"""Shapes on the wire, for the API's description and for tests that hold answers against them."""
# ruff: noqa: N815 - numberMatched, numberReturned and timeStamp are OGC's names

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from layers.records import Badge


class Shape(BaseModel):
    """Base of all shapes: nothing undescribed is sent."""

    model_config = ConfigDict(extra="forbid")


class ProblemShape(Shape):
    """An error as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str


class FigureShape(Shape):
    """A figure with its passport; null is unknown, never zero."""

    metric: str
    value: float | None
    low: float | None
    high: float | None
    text: str | None
    unit: str | None
    scope: str
    as_of: str | None
    badge: Badge
    source_keys: list[str]
    method: str
    note: str | None
    picked: bool
    rivals: int
    conflict: bool


class DefinedFigureShape(FigureShape):
    """A figure with the definition of its metric."""

    definition: dict[str, str]


class DistanceShape(Shape):
    """Straight-line distance in metres to the nearest of something."""

    measure: str
    distance_m: float = Field(ge=0)
    nearest_id: str | None
    nearest_name_vi: str | None
    nearest_name_en: str | None
    nearest_status: str | None
    measured_from: Literal["boundary", "centre"]
    badge: Badge
    within_m: float = Field(
        gt=0, description="Metres by which it may be off, for the worse of the two positions."
    )


class LedgerShape(Shape):
    """The land ledger of one zone, hectares; null is unknown."""

    as_of: str
    complete: bool
    illustrative: bool
    gross_ha: float
    net_ha: float | None
    leased_ha: float | None
    remaining_ha: float | None
    available_now_ha: float | None
    constrained_ha: float | None
    in_preparation_ha: float | None
    not_cleared_ha: float | None
    reserved_ha: float | None
    unclassified_ha: float | None
    occupancy_decree35: float | None
    occupancy_industrial: float | None
    largest_block_ha: float | None
    blocks_3_ha: int | None
    blocks_5_ha: int | None
    blocks_10_ha: int | None
    blocks_25_ha: int | None
    badge: Badge


class HeadlineShape(Shape):
    """The figure a map shows for a zone."""

    value: float | None
    low: float | None
    high: float | None
    as_of: str | None
    badge: Badge | None
    source_keys: list[str]
    method: str | None
    state: Literal["known", "none_left", "unknown"]
    illustrative: bool


class ZoneShape(Shape):
    """One zone with its picked figures and measures."""

    zone_id: str
    name_vi: str
    name_en: str
    kind: str
    status: str
    former_province: str
    district: str | None
    official_unit: str | None
    note: str | None
    location: tuple[float, float] | None
    location_accuracy: str | None
    location_badge: Badge | None
    boundary_quality: str | None
    measured_area_ha: float | None
    figures: dict[str, FigureShape]
    distances: dict[str, DistanceShape]
    ledger: LedgerShape | None
    remaining_ha: HeadlineShape
    occupancy: HeadlineShape


class SourceShape(Shape):
    """A source of figures."""

    publisher: str
    address: str
    kind: str
    licence: str
    retrieved: str | None


class ZoneListShape(Shape):
    """All zones, without outlines."""

    zones: list[ZoneShape]
    sources: dict[str, SourceShape]
    numberMatched: int
    numberReturned: int
    data_version: str
    data_date: str | None
    as_of: str
    timeStamp: str


class ZoneFeatureShape(Shape):
    """One zone as a GeoJSON feature."""

    type: Literal["Feature"]
    id: str
    geometry: dict[str, Any] | None
    properties: ZoneShape


class ZoneCollectionShape(Shape):
    """All zones as a GeoJSON FeatureCollection."""

    type: Literal["FeatureCollection"]
    features: list[ZoneFeatureShape]
    sources: dict[str, SourceShape]
    numberMatched: int
    numberReturned: int
    data_version: str
    data_date: str | None
    as_of: str
    timeStamp: str


class ZoneDetailShape(ZoneShape):
    """One zone with every figure known of it."""

    geometry: dict[str, Any] | None
    all_figures: list[DefinedFigureShape]
    parcels: dict[str, Any]
    sources: dict[str, SourceShape]
    as_of: str


class HealthShape(Shape):
    """State of the server."""

    status: Literal["live", "ready"]
    zones: int | None = None
    data_version: str | None = None
