"""What a reader of OpenStreetMap hands on: its objects with the tags we use and their geometry.

Coordinates are longitude, latitude on WGS 84 (EPSG:4326), as OpenStreetMap keeps them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import shapely

_PLAIN_KEYS: Final = (
    "abandoned addr:city addr:district addr:province aeroway alt_name amenity building cargo"
    " construction disused ferry harbour highway iata icao industrial is_in is_in:province landuse"
    " leisure man_made military name name:en name:vi office official_name old_name port power"
    " proposed public_transport railway ref ref:LOCODE seamark:harbour:category seamark:type"
    " service shop short_name tourism type"
)
KEPT_KEYS: Final = frozenset(_PLAIN_KEYS.split()) | {
    f"{prefix}:{key}"
    for prefix in ("abandoned", "construction", "disused", "proposed")
    for key in ("aeroway", "highway", "landuse", "railway")
}
"""Tags that some rule of ours reads; the others stay in the file."""

LONGEST_TEXT: Final = 500
"""Characters a tag may hold; OpenStreetMap itself ends at 255."""

_DAY: Final = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(?:T[\d:.]+(?:Z|\+00:00)?)?")


@dataclass(frozen=True, slots=True)
class OsmLimits:
    """How much a file may ask of the reader.

    Attributes
    ----------
    seconds
        Time until the reader is ended.
    memory_mb
        Address space of the reader's process, megabytes.
    file_mb, unpacked_mb
        Size of the file, and of its JSON after decompression, megabytes.
    elements, vertices
        Counts in the whole file; of an extract (.osm.pbf) those that are kept.
    """

    seconds: float = 60.0
    memory_mb: int = 1024
    file_mb: int = 1024
    unpacked_mb: int = 128
    elements: int = 1_000_000
    vertices: int = 5_000_000


@dataclass(frozen=True, slots=True)
class ReadNote:
    """Something the reader noticed about one object, or about the file (`place` None)."""

    code: str
    place: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class OsmElement:
    """A node, way or relation with a tag that we look for.

    Attributes
    ----------
    kind, number
        `node`, `way` or `relation`, and its id there.
    tags
        Those of `KEPT_KEYS`, text NFC.
    geometry
        Point, LineString, Polygon or MultiPolygon, EPSG:4326; None where the file gives none. A
        closed way is a LineString: whether it means a surface the tags say.
    bounds
        West, south, east, north in degrees, where the file gives no more than that.
    """

    kind: str
    number: int
    tags: Mapping[str, str]
    geometry: shapely.Geometry | None
    bounds: tuple[float, float, float, float] | None = None

    @property
    def key(self) -> str:
        """Id as it is written in `zone.osm_ids`, such as `way/306251856`."""
        return f"{self.kind}/{self.number}"

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by, the Vietnamese one first."""
        keys = ("name", "name:vi", "official_name", "alt_name", "short_name", "name:en", "old_name")
        found = [part.strip() for key in keys for part in self.tags.get(key, "").split(";")]
        return tuple(dict.fromkeys(name for name in found if name))

    @property
    def label(self) -> str:
        """Id and name for people."""
        name = next(iter(self.names), "")
        return f"{self.key} {name}".strip()


@dataclass(frozen=True, slots=True)
class OsmFile:
    """One file of OpenStreetMap data, or one answer of an Overpass server.

    Attributes
    ----------
    file, sha256, format
        Name without folder; of the file's bytes; `overpass`, `geojson` or `pbf`.
    osm_base
        Day of the data, ISO; None where the file does not say.
    elements
        In file order.
    counts
        Objects in the file by kind; of an extract only those kept.
    """

    file: str
    sha256: str
    format: str
    osm_base: str | None
    elements: tuple[OsmElement, ...]
    notes: tuple[ReadNote, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


def clean_tags(tags: Any) -> tuple[dict[str, str], str | None]:
    """Tags we use, NFC and trimmed, and what is wrong with them if anything is.

    An object whose text cannot be trusted is to be left out: NUL and other control characters,
    marks that turn the direction of writing, text longer than OpenStreetMap allows.
    """
    if not isinstance(tags, dict):
        return {}, "tags that are no object"
    cleaned: dict[str, str] = {}
    for key, value in tags.items():
        if key not in KEPT_KEYS:
            continue
        if not isinstance(value, str):
            return {}, f"the tag {key} is no text"
        if len(value) > LONGEST_TEXT:
            return {}, f"the tag {key} has {len(value)} characters"
        if any(_is_unsafe(character) for character in value):
            return {}, f"the tag {key} has control characters"
        text = unicodedata.normalize("NFC", " ".join(value.split()))
        if text:
            cleaned[key] = text
    return cleaned, None


def day_of(timestamp: object) -> str | None:
    """Day of a timestamp such as 2026-08-11T11:15:39Z, or None if it is none."""
    match = _DAY.fullmatch(timestamp) if isinstance(timestamp, str) else None
    return match["day"] if match else None


def _is_unsafe(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cs" or (category == "Cc" and character not in "\t\n\r"):
        return True
    return unicodedata.bidirectional(character) in {
        "LRE",
        "RLE",
        "LRO",
        "RLO",
        "PDF",
        "LRI",
        "RLI",
        "FSI",
        "PDI",
    }
