"""What the pages of one brief share: numbers of zones and sources, readings, the maps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from layers.metrics import METRICS
from layers.records import Figure, IndustrialZone, Link, Port, Source
from maps.brief.basemap import make_basemap, targets_by_id
from maps.brief.comparison import KEY_FIGURES, Group, Row, compare
from maps.brief.places import place_zones
from maps.brief.ranking import BriefRanking, read_ranking
from maps.brief.sketch import Scene, make_scene
from maps.brief.spec import BriefSpec
from maps.brief.text import clean
from maps.brief.words import phrase
from maps.labels import Language, format_date

COASTLINE_SOURCE = "openstreetmap-land"
POSITIONS_SOURCE = "openstreetmap"


@dataclass(frozen=True, slots=True)
class Content:
    """A spec with all that is worked out from it once.

    Attributes
    ----------
    targets
        Ports and links by id.
    source_numbers
        Of the sources named, in the order in which they are met, from 1.
    """

    spec: BriefSpec
    targets: Mapping[str, Port | Link]
    groups: tuple[Group, ...]
    ranking: BriefRanking | None
    scene: Scene
    source_numbers: Mapping[str, int]

    @property
    def language(self) -> Language:
        """Language of the brief."""
        return self.spec.language

    @property
    def numbers(self) -> Mapping[str, int]:
        """Place of each zone in the list, from 1."""
        return {zone.zone_id: place for place, zone in enumerate(self.spec.zones, 1)}

    @property
    def rows(self) -> Iterable[Row]:
        """Every row of the comparison."""
        return (row for group in self.groups for row in group.rows)

    def row(self, key: str) -> Row:
        """One row of the comparison."""
        return next(row for row in self.rows if row.key == key)

    def unknown_of(self, place: int) -> list[str]:
        """Labels of the key figures that nobody has told of a zone."""
        return [
            row.label
            for row in self.rows
            if row.key in KEY_FIGURES and not row.readings[place].is_known
        ]

    def source(self, key: str) -> Source | None:
        """A source of the register."""
        return self.spec.sources.get(key)


def make_content(spec: BriefSpec) -> Content:
    """Work out what the pages of a brief show."""
    targets: Mapping[str, Port | Link] = targets_by_id(spec.ports, spec.links)
    placed = place_zones(spec.zones)
    return Content(
        spec=spec,
        targets=targets,
        groups=compare(spec.zones, as_of=spec.as_of, language=spec.language),
        ranking=read_ranking(spec.ranking, [zone.zone_id for zone in spec.zones], spec.language),
        scene=make_scene(make_basemap(spec.coast, spec.links), placed, targets, spec.language),
        source_numbers=_number_sources(spec, targets),
    )


def dates_text(spec: BriefSpec, language: Language) -> str:
    """From when to when the figures are: `from about 2005 to 2026`."""
    if spec.data_dates is None:
        return phrase("unknown_value", language)
    first, last = (format_date(one, language) for one in spec.data_dates)
    return last if first == last else phrase("from_to", language, first=first, last=last)


def name_of(zone: IndustrialZone, language: Language) -> str:
    """Name of a zone in a language."""
    return clean(zone.name_vi if language == "vi" else zone.name_en)


def figures_of(zone: IndustrialZone) -> Iterable[tuple[str, Figure]]:
    """Figures of a zone in the order in which people read them."""
    return ((key, zone.figures[key]) for key in METRICS if key in zone.figures)


def _number_sources(spec: BriefSpec, targets: Mapping[str, Port | Link]) -> dict[str, int]:
    """Sources in the order in which a reader meets them."""
    named: dict[str, None] = {}
    for zone in spec.zones:
        for _, figure in figures_of(zone):
            named.update(dict.fromkeys(figure.source_keys))
        for headline in (zone.remaining, zone.occupancy):
            named.update(dict.fromkeys(headline.source_keys))
        for distance in zone.distances.values():
            target = targets.get(distance.nearest_id or "")
            # What makes a berth deep-sea is the figure of its largest vessel.
            depth = target.figures.get("max_vessel_dwt") if isinstance(target, Port) else None
            if depth is not None:
                named.update(dict.fromkeys(depth.source_keys))
    named.update(
        dict.fromkeys(key for key in (COASTLINE_SOURCE, POSITIONS_SOURCE) if key in spec.sources)
    )
    return {key: number for number, key in enumerate(named, start=1)}
