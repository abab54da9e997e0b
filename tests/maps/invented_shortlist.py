"""Invented zones, ports, roads and sources, as records: nothing here is true of a real place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from layers.records import (
    Badge,
    Coast,
    Figure,
    Headline,
    IndustrialZone,
    Ledger,
    Link,
    NearestDistance,
    Port,
    Source,
)
from maps.brief.spec import BriefSpec

NOTHING = Headline(None, None, None, None, None, (), None, "unknown")

SOURCES = {
    key: Source(key, publisher, address, kind, "facts quoted with source", retrieved)
    for key, publisher, address, kind, retrieved in (
        ("board", "Ban quản lý Mây", "https://mây.example/số-liệu?a=1&b=2", "official", None),
        ("press", "Báo Gió", "https://gio.example/" + "rat-dai-" * 20, "press", date(2026, 10, 7)),
        ("words", "General knowledge", "general knowledge, not read in a source", "estimate", None),
        ("berth", "Cảng vụ Mơ", "https://mo.example/tau", "official", date(2026, 1, 2)),
    )
}


def figure(
    metric: str, value: float | None = None, *, unit: str | None = "ha", **more: Any
) -> Figure:
    given: dict[str, Any] = {
        "low": None,
        "high": None,
        "text": None,
        "scope": "zone",
        "as_of": "2024-10",
        "badge": "B",
        "source_keys": ("press",),
        "method": "published",
        **more,
    }
    return Figure(metric=metric, value=value, unit=unit, **given)


def known(value: float, *, badge: Badge = "B", method: str = "declared") -> Headline:
    return Headline(value, None, None, "2024-10", badge, ("press",), method, "known")


def box(west: float, south: float, side: float = 0.02) -> dict[str, Any]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "MultiPolygon", "coordinates": [[ring]]}


def distance(
    measure: str, metres: float, nearest: str | None, within_m: float = 50.0
) -> NearestDistance:
    names = ("Cảng Bến Mơ", "Ben Mo Port", "operating", "boundary")
    return NearestDistance(measure, metres, nearest, *names, "C", within_m)


def zone(number: int, **changes: Any) -> IndustrialZone:
    west, south = 106.6 + number * 0.09, 10.7 + number * 0.04
    made = IndustrialZone(
        zone_id=f"khu-{number}",
        name_vi=f"Khu công nghiệp Ngữ Ế Ộ Ữ Ẵ {number}",
        name_en=f"Ngu E O Industrial Park {number}",
        kind="KCN",
        status="operating",
        former_province="BD",
        district="Huyện Gió",
        official_unit=None,
        note=None,
        location=(west + 0.01, south + 0.01),
        location_accuracy="approx_500m",
        location_badge="C",
        boundary=box(west, south),
        boundary_quality="schematic",
        measured_area_ha=480.0,
        figures={
            "total_area_ha": figure("total_area_ha", 1234.5 + number, badge="A"),
            "lease_price_usd_m2": figure(
                "lease_price_usd_m2", 120.0 + 10 * number, unit="USD/m2/term"
            ),
            "developer": figure(
                "developer", unit=None, text="Công ty CP Nữ Hoàng", source_keys=("words",)
            ),
        },
        distances={
            "port": distance("port", 12_300.0 + 5_000 * number, "ben-mo"),
            "deep_sea_berth": distance("deep_sea_berth", 12_300.0 + 5_000 * number, "ben-mo"),
            "coastline": distance("coastline", 30_000.0, None),
        },
        ledger=None,
        remaining=known(40.25 * number),
        occupancy=NOTHING,
    )
    return replace(made, **changes)


def ledger(**changes: Any) -> Ledger:
    values: dict[str, Any] = dict.fromkeys(Ledger.__dataclass_fields__)
    values |= {
        "as_of": date(2026, 11, 22),
        "complete": True,
        "illustrative": True,
        "gross_ha": 640.0,
        "net_ha": 440.0,
        "leased_ha": 227.5,
        "remaining_ha": 212.5,
        "unclassified_ha": 212.5,
        "largest_block_ha": 99.0,
        "badge": "B",
        **changes,
    }
    return Ledger(**values)


PORTS = (
    Port(
        "ben-mo", "Cảng Bến Mơ", "Ben Mo Port", "seaport_terminal", "operating", None, True,
        (107.0, 10.5), "approx_500m", "C", None,
        {
            "max_vessel_dwt": figure(
                "max_vessel_dwt", 80_000.0, unit="DWT", scope="port", source_keys=("berth",)
            )
        },
    ),
)  # fmt: skip
LINKS = (
    Link(
        "ct-gio", "Cao tốc Gió", "Gio Expressway", "expressway", "operating", None,
        {"type": "LineString", "coordinates": [[106.5, 10.7], [107.0, 10.9]]},
        "schematic", "D", None,
    ),
)  # fmt: skip
COAST = Coast(
    land={
        "type": "Polygon",
        "coordinates": [[[106, 10.4], [108, 10.6], [108, 11.8], [106, 11.8], [106, 10.4]]],
    },
    context={
        "type": "Polygon",
        "coordinates": [[[105, 10.4], [106, 10.4], [106, 11.8], [105, 11.8], [105, 10.4]]],
    },
)


def spec(zones: int | Sequence[IndustrialZone] = 3, **changes: Any) -> BriefSpec:
    chosen = [zone(one) for one in range(1, zones + 1)] if isinstance(zones, int) else zones
    given: dict[str, Any] = {
        "sources": SOURCES,
        "ports": PORTS,
        "links": LINKS,
        "coast": COAST,
        "language": "vi",
        "link": "https://maps.example.org/zones/#s=khu-1,khu-2&lang=vi&dv=7",
        "data_version": 7,
        "data_dates": ("~2005", "2026"),
        "as_of": date(2026, 11, 22),
        "made_at": datetime(2026, 11, 28, 9, 30, tzinfo=UTC),
        **changes,
    }
    return BriefSpec(zones=tuple(chosen), **given)


def ranking(*ids: str) -> dict[str, Any]:
    """What `/api/rank` answers, for zones the best first."""
    rows = [
        {
            "zone_id": zone_id,
            "rank": place,
            "score": {"low": 0.7 - place / 10, "high": 0.8 - place / 10},
            "contributions": {
                "rent": {"low": 0.4 - place / 20, "high": 0.4 - place / 20},
                "port": {"low": 0.3 - place / 20, "high": 0.4 - place / 20},
            },
            "chances": {"top_1": 0.6 / place, "top_3": 0.9 / place, "top_5": 1.0},
        }
        for place, zone_id in enumerate(ids, 1)
    ]
    first, second = rows[0], rows[1]
    return {
        "criteria": [
            {"key": "rent", "label_vi": "Giá thuê đất", "label_en": "Land rent", "weight": 0.6},
            {"key": "port", "label_vi": "Đến cảng", "label_en": "To a port", "weight": 0.4},
            {"key": "power", "label_vi": "Điện", "label_en": "Power", "weight": 0},
        ],
        "zones": rows,
        "explanation": {
            "first": {"zone_id": first["zone_id"], "score": first["score"]},
            "runner_up": {"zone_id": second["zone_id"], "score": second["score"]},
            "waterfall": [
                {"criterion": "rent", "difference": 0.15, "start": 0.5, "end": 0.65},
                {"criterion": "port", "difference": -0.05, "start": 0.65, "end": 0.6},
            ],
            "sentence_vi": "Khu thứ nhất đứng đầu vì giá thuê.",
            "sentence_en": "The first leads by its rent.",
            "doubt_vi": "Khu thứ hai có thể vượt.",
            "doubt_en": "The second could lead.",
        },
        "random_weightings": {"count": 10_000},
    }
