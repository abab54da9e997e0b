"""Vietnamese and English words of the pages, and numbers and dates as each language writes them."""

from __future__ import annotations

from typing import Literal

from layers.as_of import STALE_YEARS
from maps.decide_words import DECIDE_WORDS
from maps.figure_words import FIGURE_WORDS
from maps.find_words import FIND_WORDS
from maps.investor_words import INVESTOR_WORDS
from maps.look_words import LOOK_WORDS
from maps.offline_words import OFFLINE_WORDS

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")

# key -> (Vietnamese, English). `{name}` is filled in by the page.
WORDS: dict[str, tuple[str, str]] = {
    # the page
    "title": ("Khu công nghiệp vùng TP.HCM", "Industrial zones, HCMC region"),
    "title_long": (
        "Bản đồ khu công nghiệp vùng Thành phố Hồ Chí Minh",
        "Map of the industrial zones of the Ho Chi Minh City region",
    ),
    "subtitle": (
        "TP.HCM, Bình Dương, Bà Rịa - Vũng Tàu (sáp nhập 01/07/2025)",
        "HCMC, Bình Dương and Bà Rịa - Vũng Tàu, merged 1 July 2025",
    ),
    "counts": (
        "{zones} khu và cụm công nghiệp · {on_map} có trên bản đồ",
        "{zones} zones and clusters · {on_map} on the map",
    ),
    "data_date": ("Dữ liệu đến {date}", "Data to {date}"),
    "data_span": ("Số liệu từ {first} đến {last}", "Figures from {first} to {last}"),
    "language": ("Ngôn ngữ", "Language"),
    "skip": ("Tới ô tìm kiếm", "Skip to search"),
    "map": ("Bản đồ", "Map"),
    "no_script": (
        "Bản đồ cần JavaScript để hiển thị.",
        "The map needs JavaScript to be drawn.",
    ),
    "zoom_in": ("Phóng to", "Zoom in"),
    "zoom_out": ("Thu nhỏ", "Zoom out"),
    "whole_region": ("Cả vùng", "Whole region"),
    "close": ("Đóng", "Close"),
    "back": ("Quay lại", "Back"),
    "expand": ("Mở rộng", "Expand"),
    "collapse": ("Thu gọn", "Collapse"),
    "credits": ("Nguồn", "Credits"),
    "panel_open": ("Chú giải và lớp", "Legend and layers"),
    "panel_close": ("Về bản đồ", "Back to map"),
    # search and lists
    "search": ("Tìm khu công nghiệp hoặc cảng", "Find a zone or a port"),
    "search_none": ("Không tìm thấy “{query}”", "Nothing found for “{query}”"),
    "search_results": ("{count} kết quả", "{count} results"),
    "search_results_one": ("1 kết quả", "1 result"),
    "not_on_map": ("không có trên bản đồ", "not on the map"),
    "open_data": ("Dữ liệu mở, bảng và tệp tải về", "Open data, tables and downloads"),
    "studio_link": ("Xưởng hình: bản đồ để phát sóng", "Studio: maps to put on air"),
    "still_link": ("Ảnh bản đồ", "Map still"),
    "land_book": ("Sổ đất cho nhà quy hoạch", "Land book for planners"),
    "list_all": ("Danh sách {count} khu", "List of {count} zones"),
    "list_all_one": ("Danh sách 1 khu", "List of 1 zone"),
    "list_missing": (
        "{count} khu chưa rõ vị trí, không có trên bản đồ",
        "{count} zones of unknown place, not on the map",
    ),
    "list_missing_one": (
        "1 khu chưa rõ vị trí, không có trên bản đồ",
        "1 zone of unknown place, not on the map",
    ),
    "list_missing_note": (
        "Chưa nguồn nào cho biết tọa độ của các khu này; số liệu của chúng vẫn đầy đủ.",
        "No source gives a position for these zones; their figures are kept in full.",
    ),
    "list_order": ("Xếp theo: {measure}", "Ordered by: {measure}"),
    # legend
    "colour_by": ("Tô màu theo", "Colour by"),
    "zones": ("Khu và cụm công nghiệp", "Zones and clusters"),
    "zones_count": ("Số khu trên bản đồ", "Zones on the map"),
    "size_by": ("Cỡ vòng tròn: diện tích công bố", "Circle size: declared area"),
    "outline": ("Nét viền: tình trạng", "Outline: status"),
    "boundaries": ("Ranh giới khi phóng to", "Boundaries when zoomed in"),
    "parcels": ("Lô đất khi phóng to", "Parcels when zoomed in"),
    "layers": ("Lớp bản đồ", "Map layers"),
    "symbols": ("Ký hiệu", "Symbols"),
    "ports": ("Cảng và ICD", "Ports and ICDs"),
    "port_cluster": ("Cụm cảng {name}", "{name} ports"),
    "port_sizes": ("Cỡ ký hiệu: tàu lớn nhất (DWT)", "Symbol size: largest vessel (DWT)"),
    "port_size_large": ("Từ 100.000", "100,000 or more"),
    "port_size_deep": ("50.000 – 100.000", "50,000 – 100,000"),
    "port_size_small": ("Dưới 50.000", "Under 50,000"),
    "port_size_unknown": ("Chưa rõ", "Unknown"),
    "roads": ("Đường bộ", "Roads"),
    "rail": ("Đường sắt và ga", "Rail and stations"),
    "waterways": ("Đường thủy", "Waterways"),
    "airports": ("Sân bay", "Airports"),
    "labels_layer": ("Tên gọi", "Names"),
    "sketch_note": (
        "Đường và luồng phác bằng tay chỉ để định hướng; chú thích của từng tuyến nói rõ.",
        "Roads, rail and fairways drawn by hand are for orientation; each tooltip says which.",
    ),
    "illustrative": ("minh họa", "illustrative"),
    "from_illustrative": ("từ lô minh họa", "from illustrative parcels"),
    "illustrative_note": (
        "Lô đất là minh họa: chia theo số liệu công bố, không phải thửa đất thật.",
        "Parcels are illustrative: split to match declared figures, not real plots.",
    ),
    # kinds and states
    "kind_KCN": ("Khu công nghiệp", "Industrial zone (KCN)"),
    "kind_KCX": ("Khu chế xuất", "Export processing zone (KCX)"),
    "kind_KCNC": ("Khu công nghệ cao", "High-tech park (KCNC)"),
    "kind_CCN": ("Cụm công nghiệp", "Industrial cluster (CCN)"),
    # as they were until 1 July 2025, when the districts of the whole country were abolished
    "former": ("{name} cũ", "Former {name}"),
    "district_huyện": ("Huyện {name}", "{name} district"),
    "district_quận": ("Quận {name}", "{name} district"),
    "district_number": ("Quận {name}", "District {name}"),
    "district_tp": ("TP {name}", "{name} city"),
    "district_tx": ("TX {name}", "{name} town"),
    "province_HCMC": ("TP.HCM (cũ)", "Former HCMC"),
    "province_BD": ("Bình Dương (cũ)", "Former Bình Dương"),
    "province_BRVT": ("Bà Rịa - Vũng Tàu (cũ)", "Former Bà Rịa - Vũng Tàu"),
    "status_operating": ("Đang hoạt động", "Operating"),
    "status_under_construction": ("Đang xây dựng", "Under construction"),
    "status_planned": ("Quy hoạch", "Planned"),
    "status_partly_open": ("Đã mở một phần", "Partly open"),
    "status_no_cargo": ("Không còn làm hàng", "No longer takes cargo"),
    "kind_seaport_terminal": ("Bến cảng biển", "Seaport terminal"),
    "kind_planned_seaport": ("Cảng biển quy hoạch", "Planned seaport"),
    "kind_river_port": ("Cảng sông", "River port"),
    "kind_icd": ("Cảng cạn (ICD)", "Inland container depot (ICD)"),
    "kind_airport": ("Sân bay", "Airport"),
    "kind_rail_station": ("Ga đường sắt", "Rail station"),
    "kind_national_road": ("Quốc lộ", "National road"),
    "kind_provincial_road": ("Đường tỉnh", "Provincial road"),
    "kind_ring_road": ("Đường vành đai", "Ring road"),
    "kind_expressway": ("Cao tốc", "Expressway"),
    "kind_waterway": ("Sông, luồng tàu", "River, fairway"),
    "kind_railway": ("Đường sắt", "Railway"),
    "boundary": ("Ranh giới", "Boundary"),
    "boundary_surveyed": ("Ranh giới đo đạc", "Surveyed boundary"),
    "boundary_openstreetmap": ("Ranh giới OpenStreetMap", "OpenStreetMap boundary"),
    "boundary_schematic": (
        "Sơ đồ: hình chữ nhật đúng diện tích",
        "Schematic: rectangle of the declared area",
    ),
    "boundary_schematic_note": (
        "Ranh giới chưa rõ. Hình chữ nhật có đúng diện tích công bố, đặt ở tâm tốt nhất biết được.",
        "The boundary is not known. The rectangle has the declared area, at the best known centre.",
    ),
    "boundary_none": ("Chỉ biết tâm, chưa rõ ranh giới", "Centre only, boundary unknown"),
    "commercial_available": ("Còn trống", "Available"),
    "parcel_not_leased": (
        "chưa cho thuê (theo số công bố)",
        "not leased (by declared figures)",
    ),
    "commercial_optioned": ("Đã giữ chỗ", "Optioned"),
    "commercial_reserved": ("Để dành", "Reserved"),
    "commercial_leased": ("Đã cho thuê", "Leased"),
    "commercial_not_for_lease": ("Không cho thuê", "Not for lease"),
    "commercial_unknown": ("Chưa rõ", "Unknown"),
    "use_industrial": ("Công nghiệp", "Industrial"),
    "use_service": ("Dịch vụ", "Service"),
    "use_worker_housing": ("Nhà ở công nhân", "Worker housing"),
    "use_infrastructure": ("Hạ tầng", "Infrastructure"),
    "use_green": ("Cây xanh", "Green space"),
    "use_water": ("Mặt nước", "Water"),
    "use_other": ("Khác", "Other"),
    "use_unknown": ("Chưa rõ mục đích", "Use unknown"),
    "accuracy_openstreetmap": ("Tâm theo OpenStreetMap", "Centre from OpenStreetMap"),
    "accuracy_approx_500m": ("Vị trí sai số khoảng 500 m", "Position within about 500 m"),
    "accuracy_approx_2km": ("Vị trí sai số khoảng 2 km", "Position within about 2 km"),
    "accuracy_none": ("Chưa rõ vị trí", "Position unknown"),
    **DECIDE_WORDS,
    **FIGURE_WORDS,
    **FIND_WORDS,
    **INVESTOR_WORDS,
    **LOOK_WORDS,
    **OFFLINE_WORDS,
}


def word(key: str, language: Language) -> str:
    """The word of that key; KeyError if there is none."""
    return WORDS[key][LANGUAGES.index(language)]


def word_table() -> dict[Language, dict[str, str]]:
    """Every word by language, for the page's JSON."""
    return {
        language: {key: pair[index] for key, pair in WORDS.items()}
        for index, language in enumerate(LANGUAGES)
    }


def format_number(value: float, decimals: int, language: Language) -> str:
    """A number for people: 1.234,5 in Vietnamese, 1,234.5 in English; trailing zeros dropped."""
    text = f"{value:,.{decimals}f}"
    if decimals:
        text = text.rstrip("0").rstrip(".")
    if language == "vi":
        text = text.translate(str.maketrans(",.", ".,"))
    return "0" if text == "-0" else text


def age_text(years: int | None, language: Language) -> str:
    """`7 years old` of a figure from so many whole years ago; nothing where it is not yet old."""
    if years is None or years < STALE_YEARS:
        return ""
    return word("years_old", language).replace("{count}", str(years))


_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def format_date(as_of: str | None, language: Language) -> str:
    """A partial ISO date for people.

    Parameters
    ----------
    as_of
        YYYY, YYYY-MM or YYYY-MM-DD, an interval of two with `/`, `~` before an approximate one.
    language
        `vi` writes 07/10/2026, `en` writes 7 Oct 2026.
    """
    if not as_of:
        return word("undated", language)
    if as_of.startswith("~"):
        return f"{word('about', language)} {format_date(as_of[1:], language)}"
    if "/" in as_of:
        return " – ".join(format_date(part, language) for part in as_of.split("/", 1))
    parts = as_of.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return as_of
    if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
        return as_of
    if language == "vi":
        return "/".join(reversed(parts))
    if len(parts) == 1:
        return parts[0]
    month = f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return month if len(parts) == 2 else f"{int(parts[2])} {month}"
