"""Vietnamese and English words of the pages, and numbers and dates as each language writes them."""

from __future__ import annotations

from typing import Literal

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
    "not_on_map": ("không có trên bản đồ", "not on the map"),
    "land_book": ("Sổ đất cho nhà quy hoạch", "Land book for planners"),
    "list_all": ("Danh sách {count} khu", "List of {count} zones"),
    "list_missing": (
        "{count} khu chưa rõ vị trí, không có trên bản đồ",
        "{count} zones of unknown place, not on the map",
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
    # figures
    "unknown": ("Chưa rõ", "Unknown"),
    "none_left": ("Hết đất cho thuê", "No land left to lease"),
    "undated": ("không rõ ngày", "undated"),
    "about": ("khoảng", "about"),
    "under": ("dưới", "under"),
    "source": ("Nguồn", "Source"),
    "sources": ("Nguồn", "Sources"),
    "publisher": ("Nơi công bố", "Publisher"),
    "address": ("Địa chỉ", "Address"),
    "licence": ("Giấy phép", "Licence"),
    "definition": ("Định nghĩa", "Definition"),
    "method": ("Phương pháp", "Method"),
    "note": ("Ghi chú", "Note"),
    "as_of": ("Tại thời điểm", "As of"),
    "rivals": ("{count} số liệu khác", "{count} other figures"),
    "rivals_conflict": (
        "{count} số liệu khác, có số không khớp",
        "{count} other figures, some disagree",
    ),
    "rivals_agree": ("{count} số liệu khác, khớp nhau", "{count} other figures, all agree"),
    "rivals_one_conflict": ("1 số liệu khác, không khớp", "1 other figure, which disagrees"),
    "rivals_one_agree": ("1 số liệu khác, khớp", "1 other figure, which agrees"),
    "rivals_show": ("Xem các số liệu khác", "Show the other figures"),
    "rivals_failed": ("Chưa tải được, hãy thử lại.", "Could not be loaded, please try again."),
    "rivals_served": (
        "Tệp này không mang theo các số liệu khác; xem chúng trên bản đồ chạy từ máy chủ.",
        "This file does not carry the other figures; the map on its server lists them.",
    ),
    "shown_figure": ("đang hiển thị", "shown here"),
    "scope_zone": ("của cả khu", "of the whole zone"),
    "scope_part": ("của một phần khu", "of a part of the zone"),
    "scope_group": ("của nhóm khu", "of a group of zones"),
    "scope_wider": ("của vùng rộng hơn", "of something wider"),
    "scope_planned": ("theo quy hoạch", "as planned"),
    "scope_near": ("ở gần khu", "near the zone"),
    "method_published": ("Như nguồn công bố", "As published"),
    "method_computed": ("Tính từ số khác", "Computed from other figures"),
    "method_read_as": ("Diễn giải khác nguồn", "Read otherwise than the source's word"),
    "method_statement": ("Lời công bố, không kèm số", "A statement without a figure"),
    "method_declared": ("Như công bố", "As declared"),
    "method_measured": ("Đo trên bản đồ này", "Measured on this map"),
    "method_ledger": ("Cộng từ các lô đất", "Added up from parcels"),
    "method_computed_remaining_ha": (
        "tính từ đất cho thuê − đất đã thuê",
        "computed: leasable less leased",
    ),
    "method_computed_occupancy": (
        "tính từ đất đã thuê ÷ đất cho thuê",
        "computed: leased over leasable",
    ),
    "statement": ("Lời công bố", "As a source says"),
    "badge": ("Độ tin cậy", "Quality"),
    "publisher_general_knowledge": ("Kiến thức chung", "General knowledge"),
    "publisher_estimate": ("Ước tính", "Estimate"),
    "licence_facts": ("trích số liệu, ghi nguồn", "facts quoted with source"),
    "licence_none": ("không có văn bản nguồn", "no source text"),
    "badges_note": (
        "Độ tin cậy của số liệu: A chính thức · B báo chí dẫn cơ quan · C môi giới, chủ đầu tư, "
        "không ngày · D ước tính",
        "Quality of figures: A official · B press quoting an official · C broker, developer, "
        "undated · D estimate",
    ),
    "badge_A": ("A: chính thức, có ngày", "A: official, dated"),
    "badge_B": ("B: báo chí dẫn cơ quan, có ngày", "B: press quoting an official, dated"),
    "badge_C": ("C: môi giới, chủ đầu tư hoặc không ngày", "C: broker, developer or undated"),
    "badge_D": ("D: ước tính, kiến thức chung", "D: estimate or general knowledge"),
    "kind_of_source_official": ("chính thức", "official"),
    "kind_of_source_press_quoting_official": ("báo chí dẫn cơ quan", "press quoting an official"),
    "kind_of_source_press": ("báo chí", "press"),
    "kind_of_source_securities_report": ("báo cáo chứng khoán", "securities report"),
    "kind_of_source_developer": ("chủ đầu tư", "developer"),
    "kind_of_source_broker": ("môi giới", "broker"),
    "kind_of_source_list": ("danh sách", "list"),
    "kind_of_source_openstreetmap": ("OpenStreetMap", "OpenStreetMap"),
    "kind_of_source_general_knowledge": ("kiến thức chung", "general knowledge"),
    "kind_of_source_estimate": ("ước tính", "estimate"),
    "kind_of_source_computed": ("tính toán", "computed"),
    "unit_share": ("%", "%"),
    "unit_ha": ("ha", "ha"),
    "unit_USD/m2/term": ("USD/m²/kỳ hạn thuê", "USD/m²/lease term"),
    "unit_m3/day": ("m³/ngày", "m³/day"),
    "unit_MVA": ("MVA", "MVA"),
    "unit_m": ("m", "m"),
    "unit_m2": ("m²", "m²"),
    "unit_km": ("km", "km"),
    "unit_DWT": ("DWT", "DWT"),
    "unit_TEU": ("TEU", "TEU"),
    "unit_TEU/year": ("TEU/năm", "TEU/year"),
    "unit_people": ("người", "people"),
    "unit_persons": ("người", "people"),
    "unit_persons housed": ("chỗ ở", "people housed"),
    "unit_workers": ("người", "people"),
    "unit_tenants": ("doanh nghiệp", "firms"),
    "unit_firms": ("doanh nghiệp", "firms"),
    "unit_units": ("căn", "units"),
    # the sheet
    "land": ("Đất đai", "Land"),
    "infrastructure": ("Hạ tầng", "Infrastructure"),
    "about_zone": ("Về khu này", "About this zone"),
    "about_port": ("Về cảng này", "About this port"),
    "distances": ("Khoảng cách đường thẳng", "Straight-line distances"),
    "distances_note": (
        "Đo trên ellipsoid WGS 84 từ ranh giới trên bản đồ, không phải theo đường đi.",
        "Measured on the WGS 84 ellipsoid from the drawn boundary, not along roads.",
    ),
    "distances_note_centre": (
        "Đo trên ellipsoid WGS 84 từ tâm khu vì chưa rõ ranh giới, không phải theo đường đi.",
        "Measured on the WGS 84 ellipsoid from the zone's centre, as its boundary is unknown; "
        "not along roads.",
    ),
    "measured_from": ("Đo từ", "Measured from"),
    "measured_to": ("Đo tới", "Measured to"),
    "method_geodesic": (
        "Đường thẳng trên ellipsoid WGS 84, không theo đường đi; làm tròn theo vị trí kém chính "
        "xác hơn trong hai vị trí",
        "Straight line on the WGS 84 ellipsoid, not along roads; rounded by the less accurate of "
        "the two positions",
    ),
    "distance_coastline": ("Bờ biển", "Coastline"),
    "distance_deep_sea_berth": ("Bến nước sâu (từ 50.000 DWT)", "Deep-sea berth (50,000 DWT up)"),
    "distance_port": ("Cảng hàng hóa hoặc ICD", "Cargo port or ICD"),
    "distance_airport": ("Sân bay", "Airport"),
    "distance_expressway": ("Cao tốc", "Expressway"),
    "remaining": ("Đất còn lại", "Land remaining"),
    "occupancy": ("Tỷ lệ lấp đầy", "Occupancy"),
    "distance_to_sea": ("Tới biển", "To the sea"),
    "measured_area": ("Diện tích đo trên bản đồ", "Area measured on the map"),
    "position": ("Vị trí", "Position"),
    "ledger": ("Sổ đất", "Land ledger"),
    "ledger_illustrative": (
        "Minh họa: các lô được chia để khớp số công bố.",
        "Illustrative: parcels are split to match the declared figures.",
    ),
    "ledger_leased_ha": ("Đã cho thuê", "Leased"),
    "ledger_available_now_ha": ("Thuê được ngay", "Available now"),
    "ledger_constrained_ha": ("Vướng ràng buộc", "Constrained"),
    "ledger_in_preparation_ha": ("Đang làm hạ tầng", "In preparation"),
    "ledger_not_cleared_ha": ("Chưa giải phóng mặt bằng", "Not cleared"),
    "ledger_reserved_ha": ("Giữ chỗ, để dành", "Reserved"),
    "ledger_unclassified_ha": ("Còn lại, chưa rõ tình trạng", "Remaining, state unknown"),
    "ledger_outside_net_ha": ("Ngoài đất cho thuê", "Not for lease"),
    "ledger_net": ("Đất có thể cho thuê: {value}", "Leasable land: {value}"),
    "ledger_decree35": ("Lấp đầy theo Nghị định 35: {value}", "Occupancy by Decree 35: {value}"),
    "ledger_industrial": (
        "Lấp đầy riêng đất công nghiệp: {value}",
        "Occupancy of industrial land alone: {value}",
    ),
    "ledger_largest": ("Khu đất liền thửa lớn nhất: {value}", "Largest block: {value}"),
    "show_on_map": ("Xem trên bản đồ", "Show on the map"),
    "cluster": ("Cụm cảng", "Port cluster"),
    "outside_region": ("Ngoài vùng TP.HCM", "Outside the HCMC region"),
    "official_unit": ("Đơn vị trong danh sách chính thức", "Unit in the official list"),
    "geometry_schematic": ("phác bằng tay", "hand sketch"),
    "geometry_openstreetmap": ("theo OpenStreetMap", "from OpenStreetMap"),
    "geometry_surveyed": ("đo đạc", "surveyed"),
    "area_m2": ("Diện tích", "Area"),
    "parcel": ("Lô đất", "Parcel"),
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
