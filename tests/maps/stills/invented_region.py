"""An invented region for whole pictures: nothing in it is true of a real place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from layers.records import (
    Coast,
    Headline,
    IndustrialZone,
    Link,
    NationalClaim,
    NearestDistance,
    Parcel,
    Port,
    RegionData,
    Source,
)
from maps.stills.material import Material
from tests.maps.invented_shortlist import NOTHING, SOURCES, figure, known, zone

ON_DAY: Final = date(2026, 11, 28)

_NAMES: Final = (
    ("Ế Ộ Ữ Ẵ 1", "E O U A 1"), ("Mây Trắng", "May Trang"),
    ("Đá Vàng – Suối Ngọc A2", "Da Vang A2"),
    ("Rừng Thông mở rộng giai đoạn 2", "Rung Thong Extension Phase 2"), ("Bến Dừa", "Ben Dua"),
    ("Ao Sen", "Ao Sen"), ("Gò Cát Lớn", "Go Cat Lon"), ("Gò Cát Nhỏ", "Go Cat Nho"),
    ("Hoa Giấy", "Hoa Giay"), ("Đồi Sim", "Doi Sim"), ("Thuận Gió", "Thuan Gio"),
    ("Kỹ thuật cao Trăng Khuyết", "Trang Khuyet High-Tech"), ("Vĩnh Mộng", "Vinh Mong"),
    ("Nữ Hoàng", "Nu Hoang"), ("Tân Mơ 3", "Tan Mo 3"), ("Phước Ảo", "Phuoc Ao"),
    ("Ngọc Lặng", "Ngoc Lang"), ("Sông Quên", "Song Quen"), ("Lá Ngón", "La Ngon"),
    ("Trời Xanh", "Troi Xanh"), ("Cỏ May", "Co May"), ("Bàu Nghịch", "Bau Nghich"),
    ("Chim Sẻ", "Chim Se"), ("Giếng Tiên", "Gieng Tien"),
)  # fmt: skip
_SHORE: Final = Source(
    "openstreetmap-land", "Người vẽ bờ biển Mơ", "https://bo.example", "openstreetmap", "ODbL"
)
_STATUSES: Final = ("operating", "operating", "operating", "under_construction", "planned")
_PROVINCES: Final = ("BD", "HCMC", "BRVT")


_PLACES: Final = {
    key: Source(key, publisher, "of places", kind, "as the real ones", date(2026, 7, 1))
    for key, publisher, kind in (
        ("openstreetmap-land", "OpenStreetMap contributors", "openstreetmap"),
        ("general-knowledge", "General knowledge", "general_knowledge"),
    )
}
"""What distances are measured between; the keys are those of the real register."""


def _outline(lon: float, lat: float, area_ha: float) -> dict[str, Any]:
    half = 0.5 * (area_ha * 10_000) ** 0.5 / 110_000
    west, east, south, north = lon - half, lon + half, lat - half, lat + half
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "MultiPolygon", "coordinates": [[ring]]}


def _readings(index: int) -> tuple[Headline, Headline]:
    """Remaining land and occupancy: known for two of three zones, none left in one."""
    if index % 3 == 2:
        return NOTHING, NOTHING
    if index == 7:
        none_left = Headline(None, None, None, "2024", "B", ("press",), "statement", "none_left")
        return none_left, none_left
    return known(18.4 + 13.7 * index), known(min(0.99, 0.35 + 0.04 * index))


def _zone(index: int) -> IndustrialZone:
    vi, en = _NAMES[index]
    # Three strings of zones, close to each other as along highways.
    lon = 106.45 + 0.035 * index + 0.12 * (index % 3)
    lat = 11.20 - 0.027 * index + 0.11 * (index % 3)
    area_ha = 120.0 + 37.5 * index
    remaining, occupancy = _readings(index)
    placed = index != 5
    measures = {
        "coastline": (21_400.0 + 900 * index, None, None, None),
        "port": (8_300.0 + 700 * index, "ben-mo", "Cảng Bến Mơ", "Ben Mo Port"),
        "deep_sea_berth": (31_900.0 + 700 * index, "bien-cat", "Cảng Biển Cát", "Bien Cat Port"),
        "airport": (27_500.0 + 400 * index, "sb-may", "Sân bay Mây", "May Airport"),
        "expressway": (2_900.0 + 100 * index, "ct-gio", "Cao tốc Gió", "Gio Expressway"),
    }
    return replace(
        zone(index + 1),
        zone_id=f"khu-{index + 1}",
        name_vi=f"Khu công nghiệp {vi}",
        name_en=f"{en} Industrial Park",
        status=_STATUSES[index % len(_STATUSES)],
        former_province=_PROVINCES[index % 3],
        location=(lon, lat) if placed else None,
        boundary=_outline(lon, lat, area_ha) if placed else None,
        boundary_quality=("schematic", "openstreetmap", "surveyed")[index % 3] if placed else None,
        measured_area_ha=area_ha if placed else None,
        figures={
            "total_area_ha": figure("total_area_ha", area_ha, badge="A", source_keys=("board",))
        },
        distances={
            name: NearestDistance(
                name, metres, near, near_vi, near_en, "operating", "boundary", "C", 500.0
            )
            for name, (metres, near, near_vi, near_en) in measures.items()
        }
        if placed
        else {},
        remaining=remaining,
        occupancy=occupancy,
    )


def _port(
    port_id: str,
    vi: str,
    en: str,
    kind: str,
    status: str,
    lon: float,
    lat: float,
    dwt: float | None,
) -> Port:
    figures = {}
    if dwt is not None:
        figures["max_vessel_dwt"] = figure(
            "max_vessel_dwt", dwt, unit="DWT", scope="port", source_keys=("berth",)
        )
    return Port(
        port_id, vi, en, kind, status, None, True, (lon, lat), "approx_500m", "C", None, figures
    )


PORTS: Final = (
    _port("ben-mo", "Cảng Bến Mơ", "Ben Mo Port", "river_port", "operating", 106.93, 10.72, 5_000),
    _port("bien-cat", "Cảng Biển Cát", "Bien Cat Port", "seaport_terminal", "operating",
          107.03, 10.53, 160_000),
    _port("dao-xa", "Cảng Đảo Xa", "Dao Xa Port", "planned_seaport", "planned", 106.95, 10.42,
          250_000),
    _port("icd-gio", "ICD Gió", "Gio ICD", "icd", "operating", 106.80, 10.87, None),
)  # fmt: skip


def _link(
    link_id: str, vi: str, en: str, kind: str, status: str, points: list[list[float]]
) -> Link:
    geometry = (
        {"type": "Point", "coordinates": points[0]}
        if len(points) == 1
        else {"type": "LineString", "coordinates": points}
    )
    return Link(link_id, vi, en, kind, status, None, geometry, "schematic", "D", None)


LINKS: Final = (
    _link("ct-gio", "Cao tốc Gió", "Gio Expressway", "expressway", "operating",
          [[106.4, 10.9], [106.8, 10.84], [107.1, 10.6]]),
    _link("vd-mo", "Vành đai Mơ", "Mo Ring Road", "ring_road", "under_construction",
          [[106.5, 11.1], [106.9, 11.05], [107.0, 10.8]]),
    _link("ql-99", "Quốc lộ 99", "National Road 99", "national_road", "operating",
          [[106.6, 11.5], [106.75, 10.95], [107.05, 10.55]]),
    _link("dt-7", "Đường tỉnh 7", "Provincial Road 7", "provincial_road", "operating",
          [[106.5, 11.3], [106.9, 11.3]]),
    _link("ds-mo", "Đường sắt Mơ", "Mo Railway", "railway", "planned",
          [[106.6, 10.8], [107.1, 10.9]]),
    _link("song-mo", "Sông Mơ", "Mo River", "waterway", "operating",
          [[106.6, 11.4], [106.8, 10.9], [106.9, 10.5]]),
    _link("sb-may", "Sân bay Mây", "May Airport", "airport", "operating", [[107.0, 10.78]]),
)  # fmt: skip


def _claim(claim_id: str, metric: str, scope: str, value: float, unit: str) -> NationalClaim:
    return NationalClaim(
        claim_id, metric, scope, value, None, None, None, unit, "2025-07", ("board",), "A", None
    )


CLAIMS: Final = {
    one.claim_id: one
    for one in (
        _claim("operating-kcn", "operating_kcn", "hcmc_merged", 61.0, "zones"),
        _claim("occupancy", "occupancy_rate", "vietnam", 0.731, "share"),
    )
}

_PARCEL_STATES: Final = ("leased", "available", "not_for_lease")


def _parcels(of: IndustrialZone) -> tuple[Parcel, ...]:
    assert of.location is not None
    lon, lat = of.location
    return tuple(
        Parcel(
            f"{of.zone_id}-{index}", of.zone_id, _outline(lon - 0.003 + 0.003 * index, lat, 9.0),
            90_000.0, "industrial", "cleared", "serviced", state, "vacant", "none", True,
        )
        for index, state in enumerate(_PARCEL_STATES)
    )  # fmt: skip


def invented_region(count: int = len(_NAMES)) -> RegionData:
    """That many zones, four ports, seven links, a sea in the south-east."""
    zones = tuple(_zone(index) for index in range(count))
    shore = [[105, 10.25], [106.5, 10.3], [106.9, 10.5], [107.3, 10.45], [108.2, 10.8]]
    land = [*shore, [108.2, 12.2], [105, 12.2], shore[0]]
    beyond = [[104, 10], [105, 10.25], [105, 12.2], [104, 12.2], [104, 10]]
    return RegionData(
        zones,
        PORTS,
        LINKS,
        _parcels(zones[0]),
        Coast(
            {"type": "Polygon", "coordinates": [land]},
            {"type": "Polygon", "coordinates": [beyond]},
        ),
        {**SOURCES, **_PLACES},
        7,
        date(2026, 10, 7),
    )


def invented_material(count: int = len(_NAMES)) -> Material:
    """What pictures of the invented region are drawn from, with an earlier, smaller region."""
    region = invented_region(count)
    earlier = replace(region, zones=region.zones[: max(1, count // 2)])
    return Material(region, ON_DAY, claims=CLAIMS, earlier=earlier)
