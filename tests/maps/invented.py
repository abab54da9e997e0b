"""A small map document of invented places: nothing in it exists, and nothing is cut from data."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

JsonObject = dict[str, Any]

HOSTILE_TEXTS = (
    '<img src=x onerror="globalThis.__hacked=1">',
    "${globalThis.__hacked=2}",
    "`+(globalThis.__hacked=3)+`",
    "</script><script>globalThis.__hacked=4</script>",
    "\"><svg onload='globalThis.__hacked=5'>",
    "<!--<script>globalThis.__hacked=6",
    "{{ 7 * 7 }}{% raw %}",
    "a\u2028b\u2029c",
    "javascript:globalThis.__hacked=7",
)


def invented_document() -> JsonObject:
    """Twelve zones, four ports, five links and three parcels, in every state there is."""
    zones = [
        _zone("may-trang", "Mây Trắng", "May Trang", 106.62, 11.02, "operating", 640.0),
        _zone("da-vang", "Đá Vàng 1", "Da Vang 1", 106.78, 10.93, "operating", 300.0),
        _zone("suoi-ngoc", "Suối Ngọc", "Suoi Ngoc", 106.55, 10.80, "planned", 900.0),
        _zone("doi-sim", "Đồi Sim", "Doi Sim", 107.05, 10.60, "under_construction", 410.5),
        _zone("ben-dua", "Bến Dừa", "Ben Dua", 107.10, 10.48, "operating", 120.0),
        _zone("ao-sen", "Ao Sen", "Ao Sen", 106.90, 11.20, "operating", None),
        _zone("go-cat-lon", "Gò Cát Lớn", "Go Cat Lon", 106.70, 11.25, "operating", 80.0),
        _zone("go-cat-nho", "Gò Cát Nhỏ", "Go Cat Nho", 106.703, 11.252, "operating", 40.0),
        _zone("rung-thong", "Rừng Thông", "Rung Thong", 106.72, 11.248, "planned", 150.0),
        _zone("hoa-giay", "Hoa Giấy", "Hoa Giay", 106.69, 11.243, "operating", 60.0),
        _zone("xa-xoi", "Xa Xôi", "Xa Xoi", None, None, "planned", 200.0),
        _zone("vo-dinh", "Vô Định", "Vo Dinh", None, None, "operating", None),
    ]
    _know(zones[0], remaining=(212.5, "known"), occupancy=(0.668, "known"), illustrative=True)
    _know(zones[1], remaining=(0.0, "known"), occupancy=(1.0, "known"))
    _know(zones[3], remaining=(66.0, "known"), occupancy=(0.84, "known"))
    _know(zones[4], remaining=(None, "none_left"), occupancy=(None, "none_left"))
    _know(zones[6], remaining=(4.2, "known"), occupancy=(0.96, "known"))
    zones[0]["properties"]["ledger"] = _ledger()
    zones[1]["properties"]["boundary_quality"] = "openstreetmap"
    zones[3]["properties"]["boundary_quality"] = "surveyed"
    return {
        "document_version": 1,
        "data_date": "2026-10-07",
        "data_version": "1",
        "region_bbox": [105.8, 8.5, 108.0, 11.8],
        "illustrative": True,
        "counts": {"zones": 12, "zones_on_map": 10, "ports": 4, "links": 5},
        "metrics": _metrics(),
        "sources": {
            "gazette": {
                "publisher": "Công báo Tưởng tượng",
                "address": "https://gazette.example/2019/1",
                "kind": "official",
                "licence": "facts only",
            },
            "hearsay": {
                "publisher": "Nghe Nói",
                "address": "javascript:alert(1)",
                "kind": "general_knowledge",
                "licence": "",
            },
        },
        "credits": [
            {
                "text_vi": "© Người vẽ tưởng tượng",
                "text_en": "© Imaginary mappers",
                "href": "https://credits.example/licence",
            }
        ],
        "land": _box(105.8, 10.3, 108.0, 11.8),
        "land_context": {
            "type": "MultiPolygon",
            "coordinates": [
                _box(103.0, 9.5, 105.8, 14.0)["coordinates"],
                _box(105.8, 11.8, 111.0, 14.0)["coordinates"],
            ],
        },
        "zones": _collection(zones),
        "ports": _collection(_ports()),
        "links": _collection(_links()),
        "parcels": _collection(_parcels()),
    }


def hostile_document() -> JsonObject:
    """The invented document with every text replaced by one that would run if it were HTML."""
    document = copy.deepcopy(invented_document())
    turn = _turning()
    for source in document["sources"].values():
        source.update(publisher=turn(), licence=turn(), address="javascript:globalThis.__hacked=8")
    for credit in document["credits"]:
        credit.update(text_vi=turn(), text_en=turn(), href="javascript:globalThis.__hacked=9")
    for metric in document["metrics"].values():
        for key in ("label_vi", "label_en", "definition_vi", "definition_en", "unit"):
            metric[key] = turn()
    for layer in ("zones", "ports", "links"):
        for feature in document[layer]["features"]:
            properties = feature["properties"]
            for key in ("name_vi", "name_en", "note", "district", "official_unit", "cluster"):
                if key in properties:
                    properties[key] = turn()
            for figure in properties.get("figures", {}).values():
                figure.update(note=turn(), unit=turn(), as_of=turn(), method=turn())
                if figure["text"]:
                    figure["text"] = turn()
            for distance in properties.get("distances", {}).values():
                distance.update(nearest_name_vi=turn(), nearest_name_en=turn())
    return document


def _turning() -> Callable[[], str]:
    count = 0

    def turn() -> str:
        nonlocal count
        count += 1
        return HOSTILE_TEXTS[count % len(HOSTILE_TEXTS)]

    return turn


def _zone(
    zone_id: str,
    name_vi: str,
    name_en: str,
    lon: float | None,
    lat: float | None,
    status: str,
    area_ha: float | None,
) -> JsonObject:
    located = lon is not None and lat is not None
    location = [lon, lat] if located else None
    figures = {}
    if area_ha is not None:
        figures["total_area_ha"] = figure(area_ha, "ha", rivals=1, conflict=True)
    figures["developer"] = figure(None, None, text="Công ty Không Có Thật", badge="D")
    geometry: JsonObject | None = None
    if lon is not None and lat is not None:
        geometry = {"type": "Point", "coordinates": location}
        if area_ha is not None:
            half = (area_ha**0.5) * 0.0005
            geometry = _box(lon - half, lat - half, lon + half, lat + half)
            geometry = {"type": "Polygon", "coordinates": geometry["coordinates"]}
    return {
        "type": "Feature",
        "id": zone_id,
        "geometry": geometry,
        "properties": {
            "zone_id": zone_id,
            "name_vi": f"Khu công nghiệp {name_vi}",
            "name_en": f"{name_en} Industrial Park",
            "kind": "KCN",
            "status": status,
            "former_province": "BD",
            "district": "Huyện Mơ",
            "official_unit": zone_id,
            "note": "Khu này được bịa ra để thử.",
            "location": location,
            "location_accuracy": "approx_2km" if located else None,
            "location_badge": "D" if located else None,
            "boundary_quality": "schematic" if located and area_ha is not None else None,
            "measured_area_ha": area_ha if located else None,
            "figures": figures,
            "distances": _distances() if located else {},
            "ledger": None,
            "remaining_ha": reading(None, "unknown"),
            "occupancy": reading(None, "unknown"),
        },
    }


def figure(value: float | None, unit: str | None, **changes: Any) -> JsonObject:
    """A figure from the gazette, dated."""
    return {
        "value": value,
        "low": None,
        "high": None,
        "text": None,
        "unit": unit,
        "as_of": "2019-04",
        "badge": "A",
        "source_keys": ["gazette", "hearsay"],
        "method": "published",
        "note": None,
        "rivals": 0,
        "conflict": False,
        **changes,
    }


def reading(value: float | None, state: str, *, illustrative: bool = False) -> JsonObject:
    """What is known of the remaining land or of the occupancy of a zone."""
    known = state != "unknown"
    return {
        "value": value,
        "low": None,
        "high": None,
        "as_of": "2019-04" if known else None,
        "badge": "B" if known else None,
        "source_keys": ["gazette"] if known else [],
        "method": "declared" if known else None,
        "state": state,
        "illustrative": illustrative,
    }


def _know(
    zone: JsonObject,
    *,
    remaining: tuple[float | None, str],
    occupancy: tuple[float | None, str],
    illustrative: bool = False,
) -> None:
    zone["properties"]["remaining_ha"] = reading(*remaining, illustrative=illustrative)
    zone["properties"]["occupancy"] = reading(*occupancy)


def _distances() -> JsonObject:
    def entry(metres: float, vietnamese: str | None, status: str | None) -> JsonObject:
        return {
            "distance_m": metres,
            "nearest_id": vietnamese and "ben-mo",
            "nearest_name_vi": vietnamese,
            "nearest_name_en": vietnamese and "Nowhere",
            "nearest_status": status,
            "badge": "D",
            "within_m": 2000.0,
        }

    return {
        "coastline": entry(24_600.0, None, None),
        "deep_sea_berth": entry(18_250.4, "Bến Mơ", "operating"),
        "port": entry(3_120.0, "Bến Mơ", "operating"),
        "airport": entry(31_900.0, "Sân bay Mây", "planned"),
        "expressway": entry(900.0, "Cao tốc Gió", "under_construction"),
    }


def _ledger() -> JsonObject:
    return {
        "illustrative": True,
        "complete": True,
        "as_of": "2026-11-22",
        "gross_ha": 640.0,
        "net_ha": 440.0,
        "leased_ha": 227.5,
        "remaining_ha": 212.5,
        "available_now_ha": 0.0,
        "constrained_ha": 0.0,
        "in_preparation_ha": 0.0,
        "not_cleared_ha": 0.0,
        "reserved_ha": 0.0,
        "unclassified_ha": 212.5,
        "occupancy_decree35": 0.517,
        "occupancy_industrial": None,
        "largest_block_ha": None,
        "blocks_3_ha": None,
        "blocks_5_ha": None,
        "blocks_10_ha": None,
        "blocks_25_ha": None,
        "badge": "B",
    }


def _ports() -> list[JsonObject]:
    rows = [
        ("ben-mo", "Cảng Bến Mơ", "seaport_terminal", "operating", 107.02, 10.52, 160_000),
        ("ben-lau", "Cảng Bến Lau", "river_port", "operating", 106.74, 10.90, 3_000),
        ("icd-gio", "ICD Gió", "icd", "operating", 106.80, 10.86, None),
        ("dao-cat", "Cảng Đảo Cát", "planned_seaport", "planned", 106.98, 10.44, 250_000),
    ]
    return [
        {
            "type": "Feature",
            "id": port_id,
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {
                "port_id": port_id,
                "name_vi": name,
                "name_en": f"{port_id} Port",
                "kind": kind,
                "status": status,
                "cluster": "Cụm Mơ",
                "inside_region": True,
                "location_accuracy": "approx_2km",
                "badge": "D",
                "figures": {"max_vessel_dwt": figure(dwt, "DWT")} if dwt else {},
                "note": None,
            },
        }
        for port_id, name, kind, status, lon, lat, dwt in rows
    ]


_TYPE_BY_DEPTH = {1: "Point", 2: "LineString", 3: "MultiLineString"}


def _depth(coordinates: Any) -> int:
    return 1 + _depth(coordinates[0]) if isinstance(coordinates, list) else 0


def _links() -> list[JsonObject]:
    rows: list[tuple[str, str, str, str, list[Any]]] = [
        ("ct-gio", "Cao tốc Gió", "expressway", "under_construction", [[106.5, 10.7], [107, 10.9]]),
        ("ql-mo", "Quốc lộ 99", "national_road", "operating", [[106.4, 11.0], [106.9, 11.1]]),
        ("song-mo", "Sông Mơ", "waterway", "operating", [[106.6, 11.3], [106.8, 10.6]]),
        ("ds-mo", "Đường sắt Mơ", "railway", "planned", [[106.6, 10.8], [107.1, 10.5]]),
        ("sb-may", "Sân bay Mây", "airport", "planned", [106.95, 10.75]),
    ]
    # A road as an import brings it: real geometry, in two pieces.
    rows.append(
        (
            "ql-that",
            "Quốc lộ Thật",
            "national_road",
            "operating",
            [[[106.5, 11.2], [106.6, 11.21], [106.7, 11.2]], [[106.75, 11.2], [106.8, 11.19]]],
        )
    )
    return [
        {
            "type": "Feature",
            "id": link_id,
            "geometry": {
                "type": _TYPE_BY_DEPTH[_depth(coordinates)],
                "coordinates": coordinates,
            },
            "properties": {
                "link_id": link_id,
                "name_vi": name,
                "name_en": f"{link_id} link",
                "kind": kind,
                "status": status,
                "year": None,
                "badge": "D",
                "geometry_quality": "openstreetmap" if link_id == "ql-that" else "schematic",
                "note": None,
            },
        }
        for link_id, name, kind, status, coordinates in rows
    ]


def _parcels() -> list[JsonObject]:
    states = ("leased", "available", "not_for_lease")
    return [
        {
            "type": "Feature",
            "id": f"may-trang-{index}",
            "geometry": {
                "type": "Polygon",
                "coordinates": _box(
                    106.61 + index * 0.006, 11.012, 106.616 + index * 0.006, 11.028
                )["coordinates"],
            },
            "properties": {
                "parcel_id": f"may-trang-{index}",
                "zone_id": "may-trang",
                "area_m2": 1_137_000.0,
                "use": "industrial",
                "clearance": "unknown",
                "servicing": "unknown",
                "commercial": state,
                "occupation": "unknown",
                "constraint": "unknown",
                "illustrative": True,
            },
        }
        for index, state in enumerate(states)
    ]


def _metrics() -> JsonObject:
    rows = {
        "total_area_ha": ("Diện tích tự nhiên", "Total area", "ha", 2),
        "leasable_area_ha": ("Đất cho thuê", "Leasable land", "ha", 2),
        "leased_area_ha": ("Đất đã cho thuê", "Leased land", "ha", 2),
        "remaining_area_ha": ("Đất còn lại", "Remaining land", "ha", 2),
        "occupancy_rate": ("Tỷ lệ lấp đầy", "Occupancy", "share", 1),
        "lease_price_usd_m2": ("Giá thuê", "Lease price", "USD/m2/term", 0),
        "developer": ("Chủ đầu tư", "Developer", "", 0),
        "max_vessel_dwt": ("Tàu lớn nhất", "Largest vessel", "DWT", 0),
        "coastline": ("Bờ biển", "Coastline", "m", 1),
    }
    return {
        key: {
            "label_vi": vietnamese,
            "label_en": english,
            "unit": unit,
            "decimals": decimals,
            "definition_vi": f"Định nghĩa: {vietnamese}.",
            "definition_en": f"Definition: {english}.",
        }
        for key, (vietnamese, english, unit, decimals) in rows.items()
    }


def _box(west: float, south: float, east: float, north: float) -> JsonObject:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _collection(features: list[JsonObject]) -> JsonObject:
    return {"type": "FeatureCollection", "features": features}
