"""Style as data: one table from state to colour, shared by polygon, legend and picture.

Colours are from ColorBrewer's BrBG and Blues (Cynthia Brewer, Penn State), which stay apart for the
three common colour-vision deficiencies. Teal means room, ochre means full, hollow means unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

UNKNOWN = "unknown"
NONE_LEFT = "none_left"


@dataclass(frozen=True, slots=True)
class ClassStyle:
    """One class of a measure.

    Attributes
    ----------
    key
        Name of the class, unique within its measure.
    fill
        Colour, `#rrggbb`; an empty text draws a hollow symbol.
    label_vi, label_en
        Words of the legend.
    short_vi, short_en
        The same for the narrow legend of a phone, 8 characters at most.
    lower
        Lower bound in the unit of the measure, or None for a class that is a state and not a range.
    lower_open
        The bound itself belongs to the next class down.
    """

    key: str
    fill: str
    label_vi: str
    label_en: str
    short_vi: str
    short_en: str
    lower: float | None = None
    lower_open: bool = False


@dataclass(frozen=True, slots=True)
class MeasureStyle:
    """A measure the map can be coloured by; ranges stand from the highest bound down."""

    key: str
    label_vi: str
    label_en: str
    chip_vi: str
    chip_en: str
    note_vi: str
    note_en: str
    classes: tuple[ClassStyle, ...]


_NONE_LEFT = ClassStyle(
    NONE_LEFT,
    "#bf812d",
    "Hết đất cho thuê (theo lời công bố, không kèm số)",
    "No land left to lease (as published, no figure)",
    "Hết đất",
    "None left",
)
_UNKNOWN = ClassStyle(UNKNOWN, "", "Chưa rõ", "Unknown", "Chưa rõ", "Unknown")

MEASURES: tuple[MeasureStyle, ...] = (
    MeasureStyle(
        "remaining_ha",
        "Đất còn lại để cho thuê",
        "Land remaining to lease",
        "Đất còn lại",
        "Land left",
        "Hecta đất công nghiệp chưa cho thuê, theo nguồn tốt nhất hiện có.",
        "Hectares of industrial land not yet leased, by the best source at hand.",
        (
            ClassStyle("b4", "#01554f", "Từ 200 ha", "200 ha or more", "200+ ha", "200+ ha", 200),
            ClassStyle("b3", "#2a8a82", "50 – 200 ha", "50 – 200 ha", "50–200", "50–200", 50),
            ClassStyle("b2", "#74c0b5", "10 – 50 ha", "10 – 50 ha", "10–50", "10–50", 10),
            ClassStyle("b1", "#c3e6e0", "Dưới 10 ha", "Under 10 ha", "< 10", "< 10", 0, True),
            ClassStyle("b0", "#e3c985", "0 ha", "0 ha", "0 ha", "0 ha", 0),
            _NONE_LEFT,
            _UNKNOWN,
        ),
    ),
    MeasureStyle(
        "occupancy",
        "Tỷ lệ lấp đầy",
        "Occupancy",
        "Lấp đầy",
        "Occupancy",
        "Đất đã cho thuê trên đất có thể cho thuê. Tỷ lệ công bố có nhiều cách tính.",
        "Leased over leasable land. Published rates follow more than one definition.",
        (
            ClassStyle("b4", "#e3c985", "100%", "100%", "100%", "100%", 1.0),
            ClassStyle("b3", "#c3e6e0", "95 – 100%", "95 – 100%", "95–100", "95–100", 0.95),
            ClassStyle("b2", "#74c0b5", "80 – 95%", "80 – 95%", "80–95", "80–95", 0.80),
            ClassStyle("b1", "#2a8a82", "50 – 80%", "50 – 80%", "50–80", "50–80", 0.50),
            ClassStyle("b0", "#01554f", "Dưới 50%", "Under 50%", "< 50%", "< 50%", 0),
            _NONE_LEFT,
            _UNKNOWN,
        ),
    ),
    MeasureStyle(
        "distance",
        "Khoảng cách tới biển",
        "Distance to the sea",
        "Tới biển",
        "To the sea",
        "Đường thẳng tới đường bờ biển OpenStreetMap, cửa sông khép kín.",
        "Straight line to OpenStreetMap's coastline, river mouths closed.",
        (
            ClassStyle("b4", "#e3edf6", "Từ 75 km", "75 km or more", "75+ km", "75+ km", 75_000),
            ClassStyle("b3", "#a9cde6", "50 – 75 km", "50 – 75 km", "50–75", "50–75", 50_000),
            ClassStyle("b2", "#5fa3d0", "25 – 50 km", "25 – 50 km", "25–50", "25–50", 25_000),
            ClassStyle("b1", "#2672b3", "10 – 25 km", "10 – 25 km", "10–25", "10–25", 10_000),
            ClassStyle("b0", "#08396f", "Dưới 10 km", "Under 10 km", "< 10 km", "< 10 km", 0),
            _UNKNOWN,
        ),
    ),
    MeasureStyle(
        "status",
        "Tình trạng",
        "Status",
        "Tình trạng",
        "Status",
        "Theo nguồn của từng khu; một số khu quy hoạch chưa có quyết định thành lập.",
        "By each zone's source; some planned zones have no founding decision yet.",
        (
            ClassStyle(
                "operating", "#177a73", "Đang hoạt động", "Operating", "Hoạt động", "Operating"
            ),
            ClassStyle(
                "under_construction",
                "#e0a030",
                "Đang xây dựng",
                "Under construction",
                "Xây dựng",
                "Building",
            ),
            ClassStyle("planned", "#9a8cc8", "Quy hoạch", "Planned", "Quy hoạch", "Planned"),
            _UNKNOWN,
        ),
    ),
)

MEASURE_KEYS: tuple[str, ...] = tuple(measure.key for measure in MEASURES)

PAPER: dict[str, str] = {
    "land": "#f7f5ef",
    "sea": "#d9e6ee",
    "coast": "#9db8c7",
    "river": "#c3d8e4",
    "ink": "#1b2a31",
    "muted": "#54666f",
    "line": "#dbe2e6",
    "surface": "#ffffff",
    "accent": "#0b6e69",
    "port": "#24405f",
    "zone_stroke": "#17403f",
    "unknown_stroke": "#76868e",
    "unknown_fill": "#ffffff",
}

LIGHT: dict[str, str] = {
    **PAPER,
    "soft": "#f3f6f7",
    "accent_soft": "#e3f0ee",
    "on_accent": "#ffffff",
    "accent_ink": "#084f4b",
    "strong_line": "#76868e",
    "warn": "#7a4d06",
    "warn_soft": "#fdf1d8",
    "error": "#8a3412",
    "error_soft": "#fbe7df",
    "plan": "#52438a",
    "plan_soft": "#efecf8",
    "ground": "#f0efe9",
    "hollow": "#ffffff",
    "place_ink": "#35474f",
    "province_ink": "#4c5c65",
    "water_ink": "#2c5670",
    "road_ink": "#5b5142",
    "road_line": "#b5a996",
    "road_sign": "#fffdf8",
    "airport_ink": "#573a6b",
    "tip_muted": "#d5dfe3",
    "waterway": "#bcd5e2",
}
"""Every colour of a page in the light scheme."""

DARK: dict[str, str] = {
    "land": "#24323a",
    "sea": "#0d171d",
    "coast": "#56707d",
    "river": "#1c3441",
    "ink": "#e9eff1",
    "muted": "#a9b8bf",
    "line": "#33434c",
    "surface": "#141d22",
    "accent": "#63c7be",
    "port": "#9cc3ea",
    "zone_stroke": "#d8efec",
    "unknown_stroke": "#a9b8bf",
    "unknown_fill": "#2c3a42",
    "soft": "#1c282e",
    "accent_soft": "#173b39",
    "on_accent": "#06211f",
    "accent_ink": "#b5e6e1",
    "strong_line": "#7d9099",
    "warn": "#f3cd83",
    "warn_soft": "#3a2d12",
    "error": "#ffb59c",
    "error_soft": "#44241a",
    "plan": "#cdc3f2",
    "plan_soft": "#2e2847",
    "ground": "#1a252b",
    "hollow": "#141d22",
    "place_ink": "#c9d5da",
    "province_ink": "#a9b8bf",
    "water_ink": "#9cc3da",
    "road_ink": "#dccfb8",
    "road_line": "#6f6552",
    "road_sign": "#2b2820",
    "airport_ink": "#d5bde6",
    "tip_muted": "#35474f",
    "waterway": "#345668",
}
"""The same in the dark scheme."""


def scheme_rules() -> str:
    """Colours of both schemes as custom properties of a style sheet; paper is white in any case."""
    dark = f"@media (prefers-color-scheme:dark){{{_root(DARK)}}}"
    return f"{_root(LIGHT)}{dark}@media print{{{_root(LIGHT)}}}"


def _root(colours: Mapping[str, str]) -> str:
    rules = "".join(f"--{name.replace('_', '-')}:{value};" for name, value in colours.items())
    return f":root{{{rules}}}"


# Symbols of zones: radius in pixels = factor * sqrt(hectares) * growth ** (zoom - 10).
ZONE_SYMBOL: dict[str, Any] = {
    "factor": 0.4,
    "growth": 1.36,
    "smallest": 3.0,
    "without_area": 3.6,
    "footprint_zoom": 12,
    "parcel_zoom": 13,
    "stroke": {
        "operating": {"width": 1.0, "dash": None},
        "under_construction": {"width": 1.4, "dash": "5 2"},
        "planned": {"width": 1.2, "dash": "2 2.5"},
    },
    "boundary": {
        "surveyed": {"hatched": False, "dash": None, "width": 1.8},
        "openstreetmap": {"hatched": False, "dash": None, "width": 1.4},
        "schematic": {"hatched": True, "dash": "6 4", "width": 1.4},
    },
    "size_legend_ha": [100, 500, 1000],
}

PORT_SYMBOL: dict[str, Any] = {
    "shape": {
        "seaport_terminal": "square",
        "planned_seaport": "square",
        "river_port": "diamond",
        "icd": "triangle",
    },
    # Side in pixels by the deadweight tonnage of the largest vessel taken.
    "sizes": [
        {"key": "large", "lower": 100_000, "px": 15},
        {"key": "deep", "lower": 50_000, "px": 12},
        {"key": "small", "lower": 0, "px": 9},
    ],
    "unknown": {"key": "unknown", "px": 8},
    "status": {
        "operating": {"filled": True, "dash": None},
        "planned": {"filled": False, "dash": "2 1.5"},
        "no_cargo": {"filled": False, "dash": None},
    },
}

LINK_KIND: dict[str, dict[str, Any]] = {
    "expressway": {"color": "#c58e66", "width": 2.4, "casing": True, "group": "roads"},
    "ring_road": {"color": "#b3a28d", "width": 2.0, "casing": True, "group": "roads"},
    "national_road": {"color": "#b4aca0", "width": 1.7, "casing": True, "group": "roads"},
    "provincial_road": {"color": "#c9c3b8", "width": 1.2, "casing": False, "group": "roads"},
    "railway": {"color": "#5d5a62", "width": 1.2, "casing": False, "group": "rail"},
    "rail_station": {"color": "#5d5a62", "width": 1.4, "casing": False, "group": "rail"},
    "waterway": {"color": "#bcd5e2", "width": 3.0, "casing": False, "group": "waterways"},
    "airport": {"color": "#6a4c7d", "width": 1.4, "casing": False, "group": "airports"},
}

LINK_STATUS: dict[str, str | None] = {
    "operating": None,
    "partly_open": "14 4",
    "under_construction": "7 4",
    "planned": "2 5",
}

PARCEL_COMMERCIAL: dict[str, str] = {
    "available": "#2a8a82",
    "optioned": "#e0b95a",
    "reserved": "#d39a3c",
    "leased": "#8f8296",
    "not_for_lease": "#cfd4d6",
    "unknown": "",
}

BADGES: tuple[str, ...] = ("A", "B", "C", "D")


def classify_zone(properties: Mapping[str, Any]) -> dict[str, str]:
    """Class of a zone in every measure.

    Parameters
    ----------
    properties
        Properties of a zone feature of the map document.

    Returns
    -------
    dict[str, str]
        Class key by measure key. What is not known is `unknown`, never the lowest class.
    """
    coastline = (properties.get("distances") or {}).get("coastline") or {}
    status = str(properties.get("status"))
    return {
        "remaining_ha": _class_of_reading("remaining_ha", properties.get("remaining_ha")),
        "occupancy": _class_of_reading("occupancy", properties.get("occupancy")),
        "distance": class_of_value("distance", coastline.get("distance_m")),
        "status": status if status in ZONE_SYMBOL["stroke"] else UNKNOWN,
    }


def class_of_value(measure_key: str, value: float | None) -> str:
    """Key of the class that holds a value; `unknown` for None and for values below every bound."""
    if value is None:
        return UNKNOWN
    for style in measure(measure_key).classes:
        if style.lower is None:
            continue
        if value > style.lower or (value == style.lower and not style.lower_open):
            return style.key
    return UNKNOWN


def measure(key: str) -> MeasureStyle:
    """The measure of that key; KeyError if there is none."""
    for candidate in MEASURES:
        if candidate.key == key:
            return candidate
    raise KeyError(key)


def port_size(properties: Mapping[str, Any]) -> str:
    """Size class of a port by the deadweight tonnage of its largest vessel; `unknown` without."""
    figure = (properties.get("figures") or {}).get("max_vessel_dwt") or {}
    tonnage = figure.get("value")
    if tonnage is None:
        tonnage = figure.get("high")
    if tonnage is None:
        return str(PORT_SYMBOL["unknown"]["key"])
    for size in PORT_SYMBOL["sizes"]:
        if tonnage >= size["lower"]:
            return str(size["key"])
    return str(PORT_SYMBOL["unknown"]["key"])


def style_table() -> dict[str, Any]:
    """The whole table as plain values, for the page's JSON."""
    return {
        "measures": [asdict(one) for one in MEASURES],
        "paper": PAPER,
        "zone": ZONE_SYMBOL,
        "port": PORT_SYMBOL,
        "linkKind": LINK_KIND,
        "linkStatus": LINK_STATUS,
        "parcel": PARCEL_COMMERCIAL,
        "badges": list(BADGES),
    }


def _class_of_reading(measure_key: str, reading: Mapping[str, Any] | None) -> str:
    """Class of a `remaining_ha` or `occupancy` reading; a range counts by its middle."""
    if not reading:
        return UNKNOWN
    state = reading.get("state")
    if state == NONE_LEFT:
        return NONE_LEFT
    if state != "known":
        return UNKNOWN
    value = reading.get("value")
    if value is None and reading.get("low") is not None and reading.get("high") is not None:
        value = (reading["low"] + reading["high"]) / 2
    return class_of_value(measure_key, value)
