"""What an import of OpenStreetMap data tells: a line for each thing matched, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from layers.importers.openstreetmap.line_matching import LineMatching
from layers.importers.openstreetmap.point_matching import PointMatching
from layers.importers.openstreetmap.storing import Action
from layers.importers.openstreetmap.wording import OsmFinding
from layers.importers.openstreetmap.zone_matching import ZoneMatch, ZoneMatching

GAP: Final = 0.1
"""Share by which a mapped area may differ from the declared one before it is said."""

JOINED: Final = 1.3
"""An outline this many times the declared area may show several zones."""


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """One zone that an outline was found for.

    Attributes
    ----------
    osm_ids
        The objects, separated by semicolons.
    how, sure
        `id` or `name and place`; `sure` or `likely`.
    area_ha, declared_ha
        Geodesic area of the outline and the declared total area, hectares; None = not declared.
    distance_m
        From the centre on record to the outline, metres; 0 = inside; None = no centre.
    action
        What became of the outline on record.
    """

    zone_id: str
    name_vi: str
    osm_ids: str
    how: str
    sure: str
    area_ha: float
    declared_ha: float | None
    distance_m: float | None
    action: Action


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One road, railway, airport or port that was found.

    Attributes
    ----------
    subject
        `link` or `port`.
    objects
        How many objects of OpenStreetMap it is made of.
    """

    subject: str
    record_id: str
    name_vi: str
    kind: str
    objects: int
    action: Action


@dataclass(frozen=True, slots=True)
class OsmReport:
    """What an import did, or would do.

    Attributes
    ----------
    as_of
        Day of the data, ISO; None = not known.
    is_dry_run
        Whether it was only tried.
    import_id
        Of the audit row; None when nothing was new or it was only tried.
    counts
        Rows changed, by table.
    objects
        Objects in the file, by kind.
    """

    file: str
    sha256: str
    format: str
    as_of: str | None
    is_dry_run: bool
    import_id: int | None
    zones: tuple[ZoneLine, ...]
    places: tuple[PlaceLine, ...]
    counts: Mapping[str, int]
    objects: Mapping[str, int]
    findings: tuple[OsmFinding, ...]

    @property
    def anything_changed(self) -> bool:
        """Whether any row was, or would be, written."""
        return any(self.counts.values())

    @property
    def questions(self) -> tuple[OsmFinding, ...]:
        """The findings that a person has to decide."""
        return tuple(one for one in self.findings if one.severity == "question")


def zone_line(match: ZoneMatch, action: Action) -> ZoneLine:
    """Line of the report for one match."""
    return ZoneLine(
        zone_id=match.zone.zone_id,
        name_vi=match.zone.name_vi,
        osm_ids=match.osm_ids,
        how=match.how,
        sure=match.sure,
        area_ha=match.area_ha,
        declared_ha=match.zone.total_area_ha,
        distance_m=match.distance_m,
        action=action,
    )


def findings_from_zones(matching: ZoneMatching) -> list[OsmFinding]:
    """Gaps of area, outlines that may show several zones, outlines that overlap."""
    findings = []
    for match in matching.matches:
        declared = match.zone.total_area_ha
        ratio = match.area_ha / declared if declared else None
        value = f"{match.osm_ids}: {match.area_ha:.2f} ha; {declared or 0:.2f} ha"
        if match.covers or (ratio is not None and ratio > JOINED):
            covered = f"; {', '.join(match.covers)}" if match.covers else ""
            findings.append(
                OsmFinding(
                    "covers_several",
                    "question" if match.covers else "note",
                    len(match.covers) or None,
                    match.zone.zone_id,
                    "Đường bao có thể gộp nhiều khu",
                    "The outline may show several zones",
                    "Xác nhận với ranh giới quy hoạch",
                    "Check it against the boundary of the plan",
                    value + covered,
                )
            )
        if ratio is not None and abs(ratio - 1) > GAP:
            findings.append(
                OsmFinding(
                    "area_gap",
                    "note",
                    None,
                    match.zone.zone_id,
                    f"Diện tích vẽ khác diện tích công bố {100 * (ratio - 1):+.0f} %",
                    f"The mapped area differs from the declared one by {100 * (ratio - 1):+.0f} %",
                    value=value,
                )
            )
    findings += [
        OsmFinding(
            "outlines_overlap",
            "question",
            None,
            first,
            f"Đường bao chồng lên khu {second}",
            f"The outline overlaps that of {second}",
            "Sửa ở OpenStreetMap hoặc nhập ranh giới đo đạc",
            "Correct it at OpenStreetMap, or import a surveyed boundary",
            f"{100 * share:.0f} %",
        )
        for first, second, share in matching.overlaps
    ]
    return findings


def findings_from_status(*matchings: LineMatching | PointMatching) -> list[OsmFinding]:
    """Links of which OpenStreetMap tells another state than the record: ours is kept."""
    return [
        OsmFinding(
            "other_status",
            "note",
            None,
            link.link_id,
            "Tình trạng ở OpenStreetMap khác; giữ tình trạng đã có",
            "OpenStreetMap tells another state; the one on record is kept",
            value=f"{link.status}; {', '.join(sorted(states))}",
        )
        for matching in matchings
        for link, states in matching.other_status
    ]
