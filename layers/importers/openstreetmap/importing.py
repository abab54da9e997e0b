"""Importing OpenStreetMap data: read, choose, match and store it in one transaction.

A real outline replaces a schematic one and the declared area stays beside it; roads, railways,
airports and ports get real geometry in place of a sketch. Distances are measured anew in the same
transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import orjson
import shapely

from geo.errors import DatabaseNotReady, Fault, GeometryError, ImportRejected
from geo.geometry import clean_polygon
from layers.as_of import last_day
from layers.database import WriteConnection, read_sql, write_transaction
from layers.importers.audit import ImportRecord, begin_import, origin_of, record_import
from layers.importers.openstreetmap.choosing import Choice, LeftOut, choose
from layers.importers.openstreetmap.elements import OsmFile, OsmLimits
from layers.importers.openstreetmap.line_matching import LineMatch, LineMatching, match_lines
from layers.importers.openstreetmap.point_matching import (
    PointMatch,
    PointMatching,
    match_airports,
    match_ports,
)
from layers.importers.openstreetmap.reading import read_osm_file
from layers.importers.openstreetmap.records import (
    LinkOnRecord,
    PortOnRecord,
    list_links_on_record,
    list_ports_on_record,
    list_zones_on_record,
)
from layers.importers.openstreetmap.report import (
    OsmReport,
    PlaceLine,
    ZoneLine,
    findings_from_status,
    findings_from_zones,
    zone_line,
)
from layers.importers.openstreetmap.storing import (
    SOURCE_KEY,
    Action,
    Passport,
    action_for_zone,
    is_same_place,
    store_airports,
    store_lines,
    store_ports,
    store_zones,
)
from layers.importers.openstreetmap.wording import (
    OsmFinding,
    finding_from_question,
    findings_from_left_out,
    findings_from_notes,
)
from layers.importers.openstreetmap.zone_matching import ZoneMatching, match_zones
from layers.importers.steps import read_bytes

Progress = Callable[[str], None]
"""Told the name of each step as it begins."""

LAYER = "openstreetmap"
"""What such an import is called in its audit row."""

_MatchT = TypeVar("_MatchT", LineMatch, PointMatch)


@dataclass(frozen=True, slots=True)
class OsmOptions:
    """What a person says of an import.

    Attributes
    ----------
    as_of
        Day of the data, ISO partial, for files that do not say; theirs wins where they do.
    city
        Outline of the merged city, EPSG:4326: objects outside it stay out. Without it they are
        told by their address tags and by the zones on record.
    is_dry_run
        Whether to match and report, and store nothing.
    """

    as_of: str | None = None
    city: shapely.Geometry | None = None
    is_dry_run: bool = False
    limits: OsmLimits = field(default_factory=OsmLimits)


@dataclass(slots=True)
class _Matched:
    """All matches of one file, with what became of each."""

    zones: ZoneMatching
    lines: LineMatching
    airports: PointMatching
    ports: PointMatching
    actions: dict[str, Action]
    records: dict[str, LinkOnRecord | PortOnRecord]


def import_osm(
    owner_url: str,
    path: Path,
    options: OsmOptions | None = None,
    *,
    progress: Progress = lambda step: None,
) -> OsmReport:
    """Import a file of OpenStreetMap data.

    Parameters
    ----------
    owner_url
        Address of the role that owns the tables.
    path
        Overpass JSON (.json, .json.gz), GeoJSON with OpenStreetMap ids, or .osm.pbf.
    options
        What the person says.
    progress
        Told each step as it begins.

    Returns
    -------
    OsmReport
        Everything matched, replaced, added and left out, and why.

    Raises
    ------
    SourceError, ImportRejected
        See `layers.importers.openstreetmap.reading.read_osm_file`; nothing is stored.
    InvalidParameter
        If the date cannot be read.
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database`; not ready also while no zones are loaded.
    """
    options = options or OsmOptions()
    progress("read and check the file")
    return store_osm(owner_url, read_osm_file(path, options.limits), options, progress=progress)


def store_osm(
    owner_url: str,
    read: OsmFile,
    options: OsmOptions,
    *,
    progress: Progress = lambda step: None,
) -> OsmReport:
    """Match what was read with the record and store it; parameters and errors as `import_osm`."""
    if options.as_of is not None:
        last_day(options.as_of)
    as_of = read.osm_base or options.as_of
    progress("choose zones, roads, railways, airports and ports")
    choice = choose(read.elements)
    with write_transaction(owner_url) as connection:
        progress("match with what is on record")
        matched = _match(connection, choice, options, as_of)
        progress("store what differs")
        import_id = begin_import(connection)
        counts = _store(connection, matched, Passport(as_of, origin_of(import_id)))
        findings = _findings(read, options, choice, matched)
        changed = any(counts.values())
        if changed:
            progress("measure distances anew")
            connection.execute(read_sql("measure_distances"))
            record_import(connection, import_id, _audit(read, as_of, options, counts, findings))
        if options.is_dry_run or not changed:
            connection.rollback()
    return OsmReport(
        file=read.file,
        sha256=read.sha256,
        format=read.format,
        as_of=as_of,
        is_dry_run=options.is_dry_run,
        import_id=import_id if changed and not options.is_dry_run else None,
        zones=_zone_lines(matched),
        places=_place_lines(matched),
        counts=counts,
        objects=read.counts,
        findings=tuple(findings),
    )


def read_city_outline(path: Path) -> shapely.MultiPolygon:
    """Outline of the city from a GeoJSON file, EPSG:4326; several polygons are joined.

    Raises
    ------
    SourceError
        If the file cannot be read.
    ImportRejected
        If it holds no sound polygon.
    """
    content = read_bytes(path)
    expected = "GeoJSON with polygons in longitude, latitude (EPSG:4326)"
    try:
        document = orjson.loads(content)
        features = document["features"] if document["type"] == "FeatureCollection" else [document]
        shapes = [
            shapely.from_geojson(orjson.dumps(feature.get("geometry", feature)))
            for feature in features
        ]
        return clean_polygon(shapely.union_all(shapes))
    except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.GEOSException) as error:
        raise ImportRejected([Fault(path.name, None, None, str(error)[:80], expected)]) from error
    except GeometryError as error:
        raise ImportRejected([Fault(path.name, None, None, error.received, expected)]) from error


def _match(
    connection: WriteConnection, choice: Choice, options: OsmOptions, as_of: str | None
) -> _Matched:
    zones = list_zones_on_record(connection)
    row = connection.execute("SELECT 1 FROM source WHERE source_key = %s", [SOURCE_KEY]).fetchone()
    if not zones or row is None:
        raise DatabaseNotReady(
            "the database holds no zones to match with", remedy="run `zonemap load` first"
        )
    links = list_links_on_record(connection)
    ports = list_ports_on_record(connection)
    ours = [link for link in links if not link.is_added]
    found = _Matched(
        zones=match_zones(choice.of("zone"), zones, city=options.city),
        lines=match_lines(
            choice.of("road", "railway"),
            ours,
            [zone.place for zone in zones if zone.place is not None],
        ),
        airports=match_airports(choice.of("airport"), ours),
        ports=match_ports(
            choice.of("port"),
            [port for port in ports if not port.is_added],
            city=options.city,
        ),
        actions={},
        records={f"link {link.link_id}": link for link in links}
        | {f"port {port.port_id}": port for port in ports},
    )
    for match in found.zones.matches:
        found.actions[match.zone.zone_id] = action_for_zone(match, as_of)
    return found


def _store(connection: WriteConnection, matched: _Matched, passport: Passport) -> dict[str, int]:
    counts: Counter[str] = Counter(zone=0, figure=0, parcel=0, link=0, port=0)
    stands = ("surveyed", "older")
    outlines = [
        match
        for match in matched.zones.matches
        if matched.actions[match.zone.zone_id] not in stands
    ]
    counts.update(store_zones(connection, outlines, passport))
    counts["link"] += store_lines(connection, _replaceable(matched.lines.matches), passport)
    counts["link"] += store_airports(connection, _replaceable(matched.airports.matches), passport)
    counts.update(store_ports(connection, matched.ports.matches, passport))
    return dict(counts)


def _replaceable(matches: Sequence[_MatchT]) -> list[_MatchT]:
    """The matches whose link on record was not surveyed."""
    return [match for match in matches if _quality_of(match) != "surveyed"]


def _quality_of(match: LineMatch | PointMatch) -> str | None:
    record: LinkOnRecord | PortOnRecord | None
    record = match.link if isinstance(match, LineMatch) else match.record
    return record.geometry_quality if isinstance(record, LinkOnRecord) else None


def _findings(
    read: OsmFile, options: OsmOptions, choice: Choice, matched: _Matched
) -> list[OsmFinding]:
    matchings = (matched.zones, matched.lines, matched.airports, matched.ports)
    findings = []
    if read.osm_base is None and options.as_of is None:
        findings.append(
            OsmFinding(
                "undated",
                "question",
                None,
                None,
                "Tệp không cho biết ngày của dữ liệu",
                "The file does not tell the day of its data",
                "Cho biết ngày bằng --as-of",
                "Give the day with --as-of",
            )
        )
    elif read.osm_base and options.as_of and read.osm_base != options.as_of:
        findings.append(
            OsmFinding(
                "other_date",
                "note",
                None,
                None,
                "Dùng ngày ghi trong tệp, không phải ngày đã cho",
                "The day in the file is used, not the one given",
                value=f"{read.osm_base}; {options.as_of}",
            )
        )
    if options.city is None:
        findings.append(
            OsmFinding(
                "no_city_outline",
                "note",
                None,
                None,
                "Không có ranh giới thành phố: khu ngoài TP.HCM được nhận biết qua địa chỉ và"
                " danh sách khu",
                "No outline of the city was given: objects of neighbouring provinces are told by"
                " address tags and by the zones on record",
                "Cho tệp ranh giới bằng --city",
                "Give an outline with --city",
            )
        )
    findings += findings_from_notes(read.notes)
    findings += [
        finding_from_question(question) for found in matchings for question in found.questions
    ]
    findings += findings_from_zones(matched.zones)
    findings += findings_from_status(matched.lines, matched.airports)
    left_out = [*choice.left_out, *(one for found in matchings for one in found.left_out)]
    for match in matched.zones.matches:
        action = matched.actions[match.zone.zone_id]
        if action in ("surveyed", "older"):
            reason = "kept_surveyed" if action == "surveyed" else "older_outline"
            left_out += [LeftOut(element, "zone", reason) for element in match.elements]
    return findings + findings_from_left_out(left_out)


def _audit(
    read: OsmFile,
    as_of: str | None,
    options: OsmOptions,
    counts: dict[str, int],
    findings: Sequence[OsmFinding],
) -> ImportRecord:
    told: dict[str, Any] = {
        "format": read.format,
        "as_of": options.as_of,
        "city_outline": options.city is not None,
        "objects": dict(read.counts),
    }
    return ImportRecord(
        file=read.file,
        sha256=read.sha256,
        layer=LAYER,
        source_key=SOURCE_KEY,
        as_of=as_of,
        options=told,
        counts=counts,
        findings=[finding.as_dict() for finding in findings],
    )


def _zone_lines(matched: _Matched) -> tuple[ZoneLine, ...]:
    lines = [
        zone_line(match, matched.actions[match.zone.zone_id]) for match in matched.zones.matches
    ]
    return tuple(sorted(lines, key=lambda line: line.zone_id))


def _place_lines(matched: _Matched) -> tuple[PlaceLine, ...]:
    lines = []
    for match in matched.lines.matches:
        action = _action(match, matched.records.get(f"link {match.link_id}"))
        count = len(match.elements)
        lines.append(PlaceLine("link", match.link_id, match.name_vi, match.kind, count, action))
    for subject, found in (("link", matched.airports), ("port", matched.ports)):
        for point in found.matches:
            action = _action(point, matched.records.get(f"{subject} {point.record_id}"))
            name = point.record.name_vi if point.record else point.element.names[0]
            lines.append(PlaceLine(subject, point.record_id, name, point.kind, 1, action))
    return tuple(sorted(lines, key=lambda line: (line.subject, line.kind, line.record_id)))


def _action(match: LineMatch | PointMatch, record: LinkOnRecord | PortOnRecord | None) -> Action:
    if record is None:
        return "added"
    if isinstance(record, LinkOnRecord) and record.geometry_quality == "surveyed":
        return "surveyed"
    return "unchanged" if is_same_place(match, record) else "replaced"
