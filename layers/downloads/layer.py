"""What a file is made of: the collection it comes from, the properties chosen, and its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from geo.crs import NamedCrs
from layers.catalog import Collection, Property

Batch = Sequence[tuple[Any, ...]]
"""Some rows: values of the properties in their order, then the geometry as WKB or None."""


@dataclass(frozen=True, slots=True)
class DownloadLayer:
    """The rows of one file, described.

    Attributes
    ----------
    properties
        Those chosen, in their order; the first is the id.
    crs
        CRS of the geometries in the batches; x, y are longitude, latitude or easting, northing.
    lat_first
        Whether the file has latitude first, as EPSG:4326 has it; for formats that allow it.
    with_geometry
        Whether the file has geometries; if not, the batches have none either.
    on_day
        Day on which the features stood so.
    note
        One sentence about the file: day, filter, warnings. Formats without a place for it leave
        it out.
    """

    collection: Collection
    properties: tuple[Property, ...]
    crs: NamedCrs
    on_day: date
    note: str
    lat_first: bool = False
    with_geometry: bool = True

    @property
    def name(self) -> str:
        """Name of the layer inside the file."""
        return self.collection.collection_id

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the properties, in their order."""
        return tuple(item.name for item in self.properties)
