"""What each row of the bundled files must be; fields are the columns, in file order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

import shapely
from pydantic import AfterValidator, Field, model_validator

from geo.errors import GeometryError, InvalidParameter
from geo.geometry import clean_line, clean_point
from geo.vietnam_time import today_in_vietnam
from layers.as_of import first_day, last_day
from layers.importers.steps import CellError, TableRow
from layers.metrics import METRICS
from layers.records import Badge
from layers.vocabulary import (
    FORMER_PROVINCES,
    LINK_KINDS,
    LINK_STATUSES,
    LOCATION_ACCURACIES,
    METHODS,
    PORT_KINDS,
    PORT_STATUSES,
    SCOPES,
    SOURCE_KINDS,
    ZONE_KINDS,
    ZONE_STATUSES,
)

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Words = Annotated[str, Field(max_length=4000)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
# Digits enough for any figure here; PostgreSQL's numeric has none for 1e999999.
Number = Annotated[Decimal, Field(allow_inf_nan=False, max_digits=30, decimal_places=12)]
Keys = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+(\+[A-Za-z0-9_.-]+)*$")]


LARGEST_HA = 100_000
"""No zone or group of zones is larger."""

OTHER_UNITS = {"worker_housing_units": ("persons housed",), "annual_capacity_teu": ("TEU/year",)}
"""Units that a metric may have besides its own."""


def _readable_date(as_of: str) -> str:
    try:
        last_day(as_of)
    except InvalidParameter as error:
        raise ValueError(error.expected) from error
    if first_day(as_of) > today_in_vietnam():
        raise ValueError("a date that is not in the future")
    return as_of


AsOf = Annotated[str, AfterValidator(_readable_date)]


def _one_of(words: tuple[str, ...]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in words:
            raise ValueError(f"one of {', '.join(words)}")
        return value

    return AfterValidator(check)


def split_keys(keys: str) -> tuple[str, ...]:
    """Source keys of a cell, in order, each once."""
    return tuple(dict.fromkeys(keys.split("+")))


OSM_IDS = r"^(node|way|relation)/[0-9]+(;(node|way|relation)/[0-9]+)*$"


class SourceRow(TableRow):
    """One `[[source]]` of `sources.toml`."""

    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$")]
    publisher: Name
    address: Annotated[str, Field(min_length=1, max_length=1000)]
    kind: Annotated[str, _one_of(SOURCE_KINDS)]
    licence: Name
    retrieved: date | None = None
    note: Words | None = None
    as_of: AsOf | None = None
    file_crs: str | None = None
    checksum_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class _PlacedRow(TableRow):
    """A row with a point, both coordinates or neither."""

    @model_validator(mode="after")
    def _inside(self) -> _PlacedRow:
        lon, lat = getattr(self, "lon", None), getattr(self, "lat", None)
        if (lon is None) != (lat is None):
            raise CellError("lon" if lon is None else "lat", None, "both lon and lat, or neither")
        if lon is not None and lat is not None:
            try:
                clean_point(shapely.Point(lon, lat))
            except GeometryError as error:
                raise CellError("lon", f"{lon}, lat {lat}", error.expected) from error
        return self


class ZoneRow(_PlacedRow):
    """One row of `zones.csv`."""

    zone_id: Identifier
    name_vi: Name
    name_en: Name
    kind: Annotated[str, _one_of(ZONE_KINDS)]
    former_province: Annotated[str, _one_of(FORMER_PROVINCES)]
    district: Name | None
    status: Annotated[str, _one_of(ZONE_STATUSES)]
    official_unit: Name | None
    lon: Longitude | None
    lat: Latitude | None
    location_accuracy: Annotated[str, _one_of(LOCATION_ACCURACIES)] | None
    location_source: str | None
    location_as_of: AsOf | None
    location_badge: Badge | None
    extent_length_m: Annotated[float, Field(gt=0, le=50_000)] | None
    extent_width_m: Annotated[float, Field(gt=0, le=50_000)] | None
    extent_bearing_deg: Annotated[float, Field(ge=0, le=360)] | None
    osm_ids: Annotated[str, Field(pattern=OSM_IDS)] | None
    note: Words | None

    @model_validator(mode="after")
    def _sourced(self) -> ZoneRow:
        for column in ("location_accuracy", "location_source", "location_badge"):
            value = getattr(self, column)
            if (value is None) != (self.lon is None):
                expected = "accuracy, source and badge with every centre, and only with one"
                raise CellError(column, value, expected)
        return self


class FigureRow(TableRow):
    """One row of `figures.csv`."""

    subject_kind: Literal["zone", "port"]
    subject_id: Identifier
    metric: Annotated[str, _one_of(tuple(METRICS))]
    value: Number | None
    value_low: Number | None
    value_high: Number | None
    value_text: Words | None
    unit: str | None
    scope: Annotated[str, _one_of(SCOPES)]
    as_of: AsOf | None
    sources: Keys
    method: Annotated[str, _one_of(METHODS)]
    badge: Badge
    note: Words | None

    @model_validator(mode="after")
    def _says_something(self) -> FigureRow:
        _require_content(self.value, self.value_low, self.value_high, self.value_text)
        return self

    @model_validator(mode="after")
    def _possible(self) -> FigureRow:
        for column in ("value", "value_low", "value_high"):
            number = getattr(self, column)
            if number is None:
                continue
            if self.unit == "share" and not 0 <= number <= 1:
                raise CellError(column, number, "a share from 0 to 1 (97.41 % is 0.9741)")
            if self.unit == "year" and not 1850 <= number <= 2150:
                raise CellError(column, number, "a calendar year from 1850 to 2150")
            if number < 0:
                raise CellError(column, number, "a number that is not negative")
            if self.unit == "ha" and number > LARGEST_HA:
                raise CellError(column, number, f"at most {LARGEST_HA:,} ha")
        return self

    @model_validator(mode="after")
    def _in_its_unit(self) -> FigureRow:
        units = (METRICS[self.metric].unit or None, *OTHER_UNITS.get(self.metric, ()))
        if self.unit not in units:
            expected = " or ".join(unit or "no unit" for unit in units)
            raise CellError("unit", self.unit, f"{expected}, for {self.metric}")
        return self

    @model_validator(mode="after")
    def _about_its_subject(self) -> FigureRow:
        if self.scope in ("zone", "port") and self.scope != self.subject_kind:
            raise CellError("scope", self.scope, f"{self.subject_kind}, or what else it is about")
        return self


def _require_content(
    value: Decimal | None, low: Decimal | None, high: Decimal | None, text: str | None
) -> None:
    """Refuse a row that says nothing, and a range that is none."""
    if (low is None) != (high is None):
        raise CellError("value_low" if low is None else "value_high", None, "both ends of a range")
    if low is not None and high is not None:
        if value is not None:
            raise CellError("value", value, "one value or a range, not both")
        if low > high:
            raise CellError("value_low", low, f"no more than value_high, {high}")
    elif value is None and text is None:
        raise CellError("value", None, "a value, a range or a text")


class PortRow(_PlacedRow):
    """One row of `ports.csv`."""

    port_id: Identifier
    name_vi: Name
    name_en: Name
    kind: Annotated[str, _one_of(PORT_KINDS)]
    status: Annotated[str, _one_of(PORT_STATUSES)]
    cluster: Name | None
    un_locode: Annotated[str, Field(pattern=r"^[A-Z]{2}[A-Z2-9]{3}$")] | None
    inside_region: bool
    lon: Longitude
    lat: Latitude
    location_accuracy: Annotated[str, _one_of(LOCATION_ACCURACIES)]
    location_source: str
    location_badge: Badge
    note: Words | None


def _sketch(wkt: str) -> str:
    try:
        geometry = shapely.from_wkt(wkt)
        clean = clean_point if geometry.geom_type == "Point" else clean_line
        return str(clean(geometry).wkt)
    except shapely.errors.GEOSException as error:
        raise ValueError("well-known text of a point or a line") from error
    except GeometryError as error:
        raise ValueError(f"{error.expected} ({error.received})") from error


class LinkRow(TableRow):
    """One row of `links.csv`."""

    link_id: Identifier
    name_vi: Name
    name_en: Name
    kind: Annotated[str, _one_of(LINK_KINDS)]
    status: Annotated[str, _one_of(LINK_STATUSES)]
    opened_or_planned_year: Annotated[int, Field(ge=1850, le=2150)] | None
    geometry_wkt: Annotated[str, AfterValidator(_sketch)]
    geometry_accuracy: Annotated[str, _one_of(LOCATION_ACCURACIES)]
    sources: Keys
    badge: Badge
    note: Words | None


class ClaimRow(TableRow):
    """One row of `claims.csv`."""

    claim_id: Identifier
    metric: Name
    scope: Name
    value: Number | None
    value_low: Number | None
    value_high: Number | None
    value_text: Words | None
    unit: Name
    as_of: str | None
    sources: Keys
    confidence: Name | None
    badge: Badge
    note: Words | None

    @model_validator(mode="after")
    def _says_something(self) -> ClaimRow:
        _require_content(self.value, self.value_low, self.value_high, self.value_text)
        return self
