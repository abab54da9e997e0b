"""The land book as JSON-ready data, for the API and for the pages that embed it.

Numbers are those shown: hectares to 0.01, shares to 0.001, parcels to 0.1 m2; null is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from shapely.geometry import mapping

from geo.bbox import REGION
from layers.features import CREDITS, feature_collection, headline_dict, source_dict
from layers.land_book import (
    Declared,
    LandBlock,
    LandBook,
    LandParcel,
    LandRow,
    LandTotal,
    LandZone,
)
from layers.land_columns import LAND_COLUMNS
from layers.land_coverage import list_coverage, list_freshness
from layers.ledger import LedgerDiff
from layers.metrics import METRICS
from layers.records import Source


def book_dict(book: LandBook) -> dict[str, Any]:
    """All zones with totals, coverage and freshness."""
    return {
        "zones": [row_dict(row) for row in book.rows],
        "totals": {key: total_dict(total) for key, total in book.totals.items()},
        "coverage": [{**asdict(one), "share": one.share} for one in list_coverage(book.rows)],
        "freshness": [asdict(one) for one in list_freshness(book.rows, on_day=book.on_day)],
        "sources": _sources_of(book.sources, book.rows),
        "data_version": str(book.data_version),
        "data_date": book.data_date,
        "as_of": book.on_day.isoformat(),
    }


def zone_dict(land: LandZone) -> dict[str, Any]:
    """One zone with its parcels, blocks, days of change and imports."""
    keys = {one["source_key"] for one in land.imports if one["source_key"]}
    return {
        "zone": row_dict(land.row),
        "parcels": feature_collection(parcel_feature(parcel) for parcel in land.parcels),
        "blocks": feature_collection(
            _block_feature(number, block) for number, block in enumerate(land.blocks, start=1)
        ),
        "days": [day.isoformat() for day in land.days],
        "imports": [_import_dict(one) for one in land.imports],
        "sources": _sources_of(land.sources, [land.row], keys),
        "data_version": str(land.data_version),
        "data_date": land.data_date,
        "as_of": land.on_day.isoformat(),
    }


def diff_dict(diff: LedgerDiff) -> dict[str, Any]:
    """What changed between two days, and the hectares that moved."""
    return {
        "from": diff.first_day.isoformat(),
        "to": diff.second_day.isoformat(),
        "parcels": [
            {
                "parcel_id": change.parcel_id,
                "area_before_m2": _number(change.area_before_m2),
                "area_after_m2": _number(change.area_after_m2),
                "line_before": change.line_before,
                "line_after": change.line_after,
                "changes": {
                    axis: {"before": before, "after": after}
                    for axis, (before, after) in change.changes.items()
                },
                "reshaped": change.reshaped,
                "illustrative": change.illustrative,
            }
            for change in diff.parcels
        ],
        "moved": [
            {
                "line_before": move.line_before,
                "line_after": move.line_after,
                "moved_ha": _number(move.moved_ha),
            }
            for move in diff.moved
        ],
    }


def row_dict(row: LandRow) -> dict[str, Any]:
    """One zone of the table."""
    zone = row.zone
    return {
        "zone_id": zone.zone_id,
        "name_vi": zone.name_vi,
        "name_en": zone.name_en,
        "kind": zone.kind,
        "status": zone.status,
        "former_province": zone.former_province,
        "district": zone.district,
        "boundary_quality": zone.boundary_quality,
        "parcels": row.parcels,
        "complete": row.is_complete,
        "badge": row.badge,
        **{key: _number(value) for key, value in row.values.items()},
        "declared": {key: _declared_dict(figure) for key, figure in row.declared.items()},
    }


def total_dict(total: LandTotal) -> dict[str, Any]:
    """Total of one column, and what it leaves out."""
    return {
        "total": _number(total.total),
        "known": total.known,
        "unknown": total.unknown,
        "illustrative": total.illustrative,
        "is_lower_bound": total.is_lower_bound,
    }


def parcel_feature(parcel: LandParcel) -> dict[str, Any]:
    """GeoJSON feature of one parcel; coordinates to the last digit stored."""
    properties = {
        **asdict(parcel),
        "area_m2": _number(parcel.area_m2),
        "option_expires": _iso(parcel.option_expires),
        "holds_from": _iso(parcel.holds_from),
    }
    del properties["outline"]
    return {
        "type": "Feature",
        "id": parcel.parcel_id,
        "geometry": mapping(parcel.outline),
        "properties": properties,
    }


def columns_table() -> list[dict[str, Any]]:
    """Every column with its words, for pages."""
    return [asdict(column) for column in LAND_COLUMNS]


def book_document(book: LandBook) -> dict[str, Any]:
    """The document that the page of all zones embeds and draws."""
    return {
        **_map_base(book, book.rows),
        "counts": {
            "zones": len(book.rows),
            "zones_on_map": sum(row.zone.location is not None for row in book.rows),
        },
        "columns": columns_table(),
        "book": book_dict(book),
    }


def zone_document(land: LandZone) -> dict[str, Any]:
    """The document that the page of one zone embeds and draws."""
    return {
        **_map_base(land, [land.row]),
        "columns": columns_table(),
        "land_zone": zone_dict(land),
    }


def _map_base(land: LandBook | LandZone, rows: Sequence[LandRow]) -> dict[str, Any]:
    """What the map's own modules read: land, zones without what the book tells, no ports."""
    nothing = feature_collection(())
    return {
        "data_version": str(land.data_version),
        "data_date": land.data_date,
        "as_of": land.on_day.isoformat(),
        "region_bbox": list(REGION),
        "credits": list(CREDITS),
        "metrics": {metric: asdict(definition) for metric, definition in METRICS.items()},
        "land": land.coast.land,
        "land_context": land.coast.context,
        "zones": feature_collection(_map_feature(row) for row in rows),
        "ports": nothing,
        "links": nothing,
        "parcels": nothing,
    }


def _map_feature(row: LandRow) -> dict[str, Any]:
    zone = row.zone
    geometry = zone.boundary
    if geometry is None and zone.location is not None:
        geometry = {"type": "Point", "coordinates": list(zone.location)}
    total = row.values["declared_total_ha"]
    return {
        "type": "Feature",
        "id": zone.zone_id,
        "geometry": geometry,
        "properties": {
            "zone_id": zone.zone_id,
            "name_vi": zone.name_vi,
            "name_en": zone.name_en,
            "kind": zone.kind,
            "status": zone.status,
            "former_province": zone.former_province,
            "location": list(zone.location) if zone.location else None,
            "location_accuracy": zone.location_accuracy,
            "boundary_quality": zone.boundary_quality,
            "measured_area_ha": zone.measured_area_ha,
            "figures": {} if total is None else {"total_area_ha": {"value": _number(total)}},
            "distances": {},
            "remaining_ha": headline_dict(zone.remaining),
            "occupancy": headline_dict(zone.occupancy),
        },
    }


def _block_feature(number: int, block: LandBlock) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": number,
        "geometry": block.outline,
        "properties": {
            "block": number,
            "parcel_ids": list(block.parcel_ids),
            "area_ha": _number(block.area_ha),
            "compactness": block.compactness,
        },
    }


def _import_dict(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "imported_at": row["imported_at"].isoformat(timespec="seconds")}


def _declared_dict(figure: Declared) -> dict[str, Any]:
    return {
        **asdict(figure),
        "value": _number(figure.value),
        "low": _number(figure.low),
        "high": _number(figure.high),
        "source_keys": list(figure.source_keys),
    }


def _sources_of(
    sources: Mapping[str, Source], rows: Iterable[LandRow], keys: Iterable[str] = ()
) -> dict[str, Any]:
    """The sources that some rows name, and those of `keys`."""
    named = set(keys)
    for row in rows:
        for figure in row.declared.values():
            named.update(figure.source_keys)
    return {key: source_dict(source) for key, source in sources.items() if key in named}


def _number(value: Decimal | int | None) -> float | int | None:
    return float(value) if isinstance(value, Decimal) else value


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
