"""The values the program passes around: frozen, complete, free of the database and of drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Badge = Literal["A", "B", "C", "D"]
"""Quality of a figure: A official and dated, B press quoting an official, C broker, developer or
undated, D estimate."""

GeoJSON = Mapping[str, Any]
"""A GeoJSON geometry: longitude, latitude, EPSG:4326."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from.

    Attributes
    ----------
    key
        Short name used in every file and table.
    address
        Web address, or words for a source that has none.
    kind
        What sort of publisher it is; with the date it decides the badge.
    """

    key: str
    publisher: str
    address: str
    kind: str
    licence: str
    retrieved: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One published or computed number, or statement, with its passport.

    Attributes
    ----------
    value, low, high
        In `unit`. A published range has `low` and `high` and no `value`; a statement has only
        `text`. Never zero for unknown.
    scope
        What the figure is about: the `zone` itself, a `part`, a `group` of zones, something
        `wider`, `planned`, or `near` it. Only `zone` may stand for the zone.
    as_of
        As published: YYYY, YYYY-MM, YYYY-MM-DD, an interval a/b, `~` before an approximate one.
    rivals
        How many other figures of the same metric are known.
    conflict
        Whether any of them differs.
    """

    metric: str
    value: float | None
    low: float | None
    high: float | None
    text: str | None
    unit: str | None
    scope: str
    as_of: str | None
    badge: Badge
    source_keys: tuple[str, ...]
    method: str
    note: str | None = None
    picked: bool = True
    rivals: int = 0
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class NearestDistance:
    """Straight-line distance from a zone to the nearest of something.

    Attributes
    ----------
    measure
        `coastline`, `deep_sea_berth`, `port`, `airport` or `expressway`.
    distance_m
        Metres on the WGS 84 ellipsoid from the zone's edge, or from its centre where only that is
        known; 0 where they touch.
    measured_from
        `boundary` or `centre`.
    badge
        The worst badge of what it was computed from.
    within_m
        Metres by which it may be off, for the worse of the two positions.
    """

    measure: str
    distance_m: float
    nearest_id: str | None
    nearest_name_vi: str | None
    nearest_name_en: str | None
    nearest_status: str | None
    measured_from: str
    badge: Badge
    within_m: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """The land ledger of one zone on one day, hectares.

    Attributes
    ----------
    gross_ha
        Sum of all parcels.
    net_ha
        Parcels for industry and services: the denominator of `occupancy_decree35`.
    remaining_ha
        `net_ha` less `leased_ha`; the sum of `available_now_ha`, `constrained_ha`,
        `in_preparation_ha`, `not_cleared_ha`, `reserved_ha` and `unclassified_ha`.
    unclassified_ha
        Remaining land whose clearance or servicing nobody has told us. While there is any, the
        lines it may belong to are at least what they say, and None rather than 0.
    occupancy_decree35
        Leased share of industrial and service land (Decree 35/2022/ND-CP Art. 2(22)), 0 to 1.
    occupancy_industrial
        Leased share of industrial land alone, 0 to 1; None where there is none.
    largest_block_ha, blocks_3_ha, blocks_5_ha, blocks_10_ha, blocks_25_ha
        Largest contiguous block of available land, and how many blocks are at least that large;
        None while any remaining land is unclassified.
    illustrative
        Whether any parcel only illustrates declared figures.
    """

    as_of: date
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


LandState = Literal["known", "none_left", "unknown"]


@dataclass(frozen=True, slots=True)
class Headline:
    """The one figure of a kind that maps and tables show for a zone.

    Attributes
    ----------
    method
        `ledger` from parcels, `declared` as published, `computed` from declared figures, or
        `statement`; None where unknown.
    state
        `none_left` where a source only says that no land is left to lease: that is neither a
        measured zero nor an occupancy of 100 %.
    illustrative
        Whether the value was added up from illustrative parcels; our queries never do that.
    """

    value: float | None
    low: float | None
    high: float | None
    as_of: str | None
    badge: Badge | None
    source_keys: tuple[str, ...]
    method: str | None
    state: LandState
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class IndustrialZone:
    """One industrial zone (khu công nghiệp) or cluster (cụm công nghiệp) with all that is shown.

    Attributes
    ----------
    kind
        KCN industrial park, KCX export processing zone, KCNC high-tech park, CCN cluster.
    former_province
        HCMC, BD (Bình Dương) or BRVT (Bà Rịa-Vũng Tàu), as before 1 July 2025.
    location
        Longitude, latitude of the best known centre; None where nobody has placed it.
    boundary
        Outline, or None.
    boundary_quality
        `surveyed`, `openstreetmap` or `schematic`.
    measured_area_ha
        Geodesic area of `boundary`, hectares.
    figures
        The picked figure of each metric; a metric that is absent is unknown.
    """

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
    boundary: GeoJSON | None
    boundary_quality: str | None
    measured_area_ha: float | None
    figures: Mapping[str, Figure]
    distances: Mapping[str, NearestDistance]
    ledger: Ledger | None
    remaining: Headline
    occupancy: Headline


@dataclass(frozen=True, slots=True)
class ZoneDetail:
    """A zone with every figure known of it, picked or not, and the sources they name."""

    zone: IndustrialZone
    figures: tuple[Figure, ...]
    parcels: tuple[Parcel, ...]
    sources: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class Parcel:
    """One parcel (thửa đất) as it stood on a day. Every axis may be `unknown`.

    Attributes
    ----------
    area_m2
        Geodesic area, square metres.
    illustrative
        Whether it only splits a footprint to agree with declared figures.
    """

    parcel_id: str
    zone_id: str
    geometry: GeoJSON
    area_m2: float
    use: str
    clearance: str
    servicing: str
    commercial: str
    occupation: str
    constraint: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Port:
    """A seaport terminal, river port or inland container depot."""

    port_id: str
    name_vi: str
    name_en: str
    kind: str
    status: str
    cluster: str | None
    inside_region: bool
    location: tuple[float, float]
    location_accuracy: str
    badge: Badge
    note: str | None
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Link:
    """An airport, station, road, railway or waterway; its geometry is a hand sketch."""

    link_id: str
    name_vi: str
    name_en: str
    kind: str
    status: str
    year: int | None
    geometry: GeoJSON
    geometry_quality: str
    badge: Badge
    note: str | None


@dataclass(frozen=True, slots=True)
class Coast:
    """Land of the region and around it, for drawing.

    Attributes
    ----------
    land
        Land inside the region: the shore that distances are measured to.
    context
        Land beyond, simplified, for drawing only.
    """

    land: GeoJSON
    context: GeoJSON


@dataclass(frozen=True, slots=True)
class NationalClaim:
    """A published total of the region, a former province or the country.

    Attributes
    ----------
    metric
        What it counts, as `operating_kcn`.
    scope
        `hcmc_merged`, `hcmc_former`, `bd`, `brvt` or `vietnam`.
    value, low, high
        In `unit`; a published range has no `value`, words have only `text`. Shares are 0 to 1.
    """

    claim_id: str
    metric: str
    scope: str
    value: float | None
    low: float | None
    high: float | None
    text: str | None
    unit: str | None
    as_of: str | None
    source_keys: tuple[str, ...]
    badge: Badge
    note: str | None


@dataclass(frozen=True, slots=True)
class DataState:
    """Which data there are, and from when.

    Attributes
    ----------
    day
        Latest day on which a figure of a zone's land begins to speak.
    dates
        Dates of the oldest and of that latest figure, as their sources give them: `2026` stays a
        year. None without a dated figure.
    """

    version: int
    day: date | None
    dates: tuple[str, str] | None

    @property
    def data_date(self) -> str | None:
        """Date of the latest figure, as its source gives it."""
        return None if self.dates is None else self.dates[1]


@dataclass(frozen=True, slots=True)
class RegionData:
    """All that one map shows, read in one snapshot of the database.

    Attributes
    ----------
    data_date, data_dates
        As `day` and `dates` of `DataState`.
    """

    zones: tuple[IndustrialZone, ...]
    ports: tuple[Port, ...]
    links: tuple[Link, ...]
    parcels: tuple[Parcel, ...]
    coast: Coast
    sources: Mapping[str, Source]
    data_version: int
    data_date: date | None
    data_dates: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load changed.

    Attributes
    ----------
    counts
        Rows now held, by table.
    changed
        Rows added, replaced or ended, by table; all zero when nothing was new.
    """

    counts: Mapping[str, int]
    changed: Mapping[str, int] = field(default_factory=dict)

    @property
    def anything_changed(self) -> bool:
        """Whether the load changed any row."""
        return any(self.changed.values())
