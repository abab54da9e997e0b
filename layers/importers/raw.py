"""What a reader hands on: one layer of one file, as read, with nothing mended.

Coordinates are those of the file, in the file's own system and axis order unless the reader
says otherwise in `RawLayer.crs_note`. The doctor decides what they mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import shapely

Value = str | int | float | bool | date | None
"""One attribute of a feature; text is decoded and NFC."""


@dataclass(frozen=True, slots=True)
class RawFinding:
    """Something the reader noticed and did not decide.

    Attributes
    ----------
    code
        Name of the cause, such as ``encoding_guessed``; see `layers.importers.reading`.
    place
        Where a person finds it, such as ``row 12``; None = the whole file.
    detail
        What was seen there, in English, with the value received.
    """

    code: str
    place: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class RawFeature:
    """One feature as it stands in the file.

    Attributes
    ----------
    number
        1-based, in file order.
    place
        Where a person finds it: ``feature 3``, ``row 12``, ``sheet Lô A, rows 4-9``,
        ``entity 2F (layer RANH)``.
    geometry
        As read, coordinates untouched, Z kept; None = the feature has none.
    properties
        Attributes by column.
    """

    number: int
    place: str
    geometry: shapely.Geometry | None
    properties: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class RawLayer:
    """One layer of a file.

    Attributes
    ----------
    file
        Name of the file, without its folder.
    sha256
        Of the file's bytes, hexadecimal; of a loose shapefile, of all its parts in name order.
    format
        ``geojson``, ``geojsonl``, ``gpkg``, ``shapefile``, ``kml``, ``kmz``, ``csv``, ``xlsx``,
        ``csv-corners``, ``xlsx-corners`` or ``dxf``.
    layer
        Name of the layer read.
    layers
        All layers of the file that could be read.
    crs_found
        ``EPSG:9210``, the text of another authority, or WKT; None = the file does not say.
    crs_note
        What the format or the file says about its coordinates; a deprecated code as it was found.
    encoding
        ``utf-8``, ``utf-16``, ``cp1258``, ``tcvn3`` or ``vni``; None when the file is not text.
    columns
        Names of the attributes, in file order.
    features
        The features, in file order.
    findings
        What the reader noticed.
    kind
        ``features``, or ``corners`` where the reader put polygons together from corner points.
    repairs_made
        Always empty: readers repair nothing.
    """

    file: str
    sha256: str
    format: str
    layer: str
    layers: tuple[str, ...]
    crs_found: str | None
    crs_note: str | None
    encoding: str | None
    columns: tuple[str, ...]
    features: tuple[RawFeature, ...]
    findings: tuple[RawFinding, ...]
    kind: str = "features"
    repairs_made: tuple[()] = ()
