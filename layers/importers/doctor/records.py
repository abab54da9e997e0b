"""What the doctor is asked and what it answers: frozen values, free of the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from shapely import Geometry

    from layers.importers.doctor.zones import KnownZone
    from layers.importers.raw import RawFeature, RawLayer

Layer = Literal["zones", "parcels", "ports", "links", "coastline"]
Severity = Literal["error", "question", "repair", "note"]
AreaUnit = Literal["m2", "ha"]
Change = Literal["none", "swapped", "false_easting", "false_origin"]

SEVERITIES: tuple[Severity, ...] = ("error", "question", "repair", "note")
"""From the gravest to the lightest."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the person who brings a file says about it.

    Attributes
    ----------
    layer
        What its features are.
    crs
        Coordinate reference system, anything `geo.crs.parse_crs` reads; None = what the file says.
    accept_repairs
        Whether the repairs that the doctor lists may be made.
    zone_id
        Zone that the parcels belong to, if the file does not name it.
    id_column, area_column
        Columns that hold the id and the declared area; None = known by their names.
    area_unit
        Unit of the area column; None = what its name says.
    confirmed
        Codes of questions that the person answers with "yes, it is meant so".
    """

    layer: Layer
    crs: str | None = None
    accept_repairs: bool = False
    zone_id: str | None = None
    id_column: str | None = None
    area_column: str | None = None
    area_unit: AreaUnit | None = None
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that looks wrong, or that a person should know.

    Attributes
    ----------
    code
        Name of the cause, a key of `layers.importers.doctor.findings.KINDS`.
    severity
        `error` refuses the file, a `question` does until it is answered, a `repair` does until
        repairs are accepted, a `note` never does.
    number
        Number of the feature, 1-based; None = the whole file.
    place
        Where a person finds it, as the reader named it.
    message_vi, message_en
        What is wrong, with the numbers seen.
    remedy_vi, remedy_en
        What to do about it.
    value
        What stood in the file, cut; None where there is nothing to show.
    """

    code: str
    severity: Severity
    number: int | None
    place: str | None
    message_vi: str
    message_en: str
    remedy_vi: str
    remedy_en: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """One change of one boundary.

    Attributes
    ----------
    code
        ``unclosed_ring``, ``duplicate_vertices``, ``ring_direction`` or ``self_touch``.
    number, place
        The feature.
    area_before_m2, area_after_m2
        Geodesic areas; None where they cannot be known.
    is_applied
        Whether it was accepted and made.
    is_refused
        Whether it would change the area by over 0.1 %, so that it is never made.
    """

    code: str
    number: int
    place: str
    area_before_m2: float | None
    area_after_m2: float | None
    is_applied: bool
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a file's coordinates come to lie if they are read in one way.

    Attributes
    ----------
    crs, name
        ``EPSG:9210`` and its name in the register.
    change
        What was done to the numbers first: nothing, columns swapped, 500,000 m added to the
        eastings, or 500,000 m moved from the northings to the eastings.
    lon, lat
        Middle of the file, of the part in the region if there is one; degrees, EPSG:4326.
    has_landed
        Whether most features lie in the region; of roads and coasts, any part.
    zone
        Nearest known zone; None where none is known.
    zone_distance_m
        Metres from the middle of the file to it; 0 = within it.
    """

    crs: str
    name: str
    change: Change
    lon: float
    lat: float
    has_landed: bool
    zone: KnownZone | None
    zone_distance_m: float | None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All that the doctor has to say about one layer of one file.

    Attributes
    ----------
    raw
        The layer as read.
    declaration
        What was said about it.
    crs_declared
        As declared, untouched.
    crs_used
        ``EPSG:9210``: the one the coordinates were read in; None = not known.
    findings
        In the order of the file: the whole first, then feature by feature.
    features
        Repaired and in EPSG:4326; empty if the file is refused.
    hectares_before, hectares_after
        Geodesic area of all polygons as read and as repaired; None where it cannot be known.
    repairs
        Each change, made or only proposed.
    is_refused
        Whether an error, an unanswered question or a repair that nobody accepted stands.
    landings
        Where the coordinates lie in every named CRS that brings them into the region.
    before, after
        Geometry of each feature, EPSG:4326, as read and as it would be stored; None where it
        cannot be drawn. They are for showing and stand even if the file is refused.
    nearby
        Known zones next to the file and to its other readings, for showing.
    """

    raw: RawLayer
    declaration: Declaration
    crs_declared: str | None
    crs_used: str | None
    findings: tuple[Finding, ...]
    features: tuple[RawFeature, ...]
    hectares_before: float | None
    hectares_after: float | None
    repairs: tuple[Repair, ...]
    is_refused: bool
    landings: tuple[Landing, ...] = ()
    before: tuple[Geometry | None, ...] = field(default=(), repr=False)
    after: tuple[Geometry | None, ...] = field(default=(), repr=False)
    nearby: tuple[KnownZone, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings of that severity there are."""
        return sum(finding.severity == severity for finding in self.findings)
