"""Words that pictures write beside names and figures, Vietnamese and English."""

from __future__ import annotations

import re
from typing import Final

from maps.labels import LANGUAGES, Language, word
from maps.names import plain

PHRASES: Final[dict[str, tuple[str, str]]] = {
    # titles that fit a template when the spec gives none
    "title_overview": (
        "Khu công nghiệp vùng TP. Hồ Chí Minh",
        "Industrial zones of the Ho Chi Minh City region",
    ),
    "region": ("Vùng TP. Hồ Chí Minh", "Ho Chi Minh City region"),
    # credit
    "osm": (
        "Nền và bờ biển © cộng đồng OpenStreetMap (ODbL)",
        "Map and coastline © OpenStreetMap contributors (ODbL)",
    ),
    "sources": ("Nguồn: {names}", "Sources: {names}"),
    "more_sources": ("và {count} nguồn khác", "and {count} more"),
    "sources_measured": ("Nguồn: đo trên bản đồ này", "Sources: measured on this map"),
    "sources_estimated": ("Nguồn: ước tính", "Sources: estimates"),
    # what the date says; the first of them begins with a capital
    "data_to": ("Số liệu đến {date}", "Data to {date}"),
    "measured_in": ("khoảng cách đo năm {year}", "distances measured in {year}"),
    "looked_up": ("tra cứu ngày {date}", "looked up on {date}"),
    "as_of": ("tình trạng ngày {date}", "as of {date}"),
    "schematic": ("Ranh giới sơ đồ", "Schematic outlines"),
    "illustrative": ("Lô đất minh họa", "Illustrative parcels"),
    "sketched_roads": ("Đường vẽ phác để định hướng", "Roads sketched for orientation"),
    "badge_A": ("A: chính thức", "A: official"),
    "badge_B": ("B: báo chí dẫn nguồn chính thức", "B: press quoting an official"),
    "badge_C": ("C: chủ đầu tư, môi giới hoặc không rõ ngày", "C: developer, broker or undated"),
    "badge_D": ("D: ước tính", "D: estimate"),
    # the same where few lines are left for it
    "osm_brief": (
        "©\u00a0cộng\u00a0đồng OpenStreetMap (ODbL)",
        "©\u00a0OpenStreetMap contributors (ODbL)",
    ),
    "sketched_roads_brief": ("Đường vẽ phác", "Roads sketched"),
    "straight_line_brief": ("Khoảng cách đường thẳng", "Straight-line distances"),
    "badge_B_brief": ("B: báo chí dẫn nguồn", "B: press"),
    "badge_C_brief": ("C: doanh nghiệp hoặc không rõ ngày", "C: company or undated"),
    "unknown": ("chưa rõ", "unknown"),
    "unpublished": ("Chưa công bố: {names}", "Not published: {names}"),
    "land_unpublished": ("Chưa công bố đất còn lại: {names}", "Land left not published: {names}"),
    "not_measured": ("Chưa đo được: {names}", "Not measured: {names}"),
    "north": ("B", "N"),
    # figures and the maps of region, zone, distances and corridor
    "fact_area": ("Diện tích", "Area"),
    "fact_remaining": ("Đất còn lại", "Land left"),
    "fact_occupancy": ("Lấp đầy", "Occupancy"),
    "fact_coastline": ("Tới biển", "To the sea"),
    "fact_deep_sea_berth": ("Tới bến nước sâu", "To deep-sea berth"),
    "fact_port": ("Tới cảng gần nhất", "To nearest port"),
    "fact_airport": ("Tới sân bay", "To airport"),
    "fact_expressway": ("Tới cao tốc", "To expressway"),
    "straight_line": (
        "Khoảng cách đường thẳng đo trên bản đồ",
        "Straight-line distances measured on the map",
    ),
    "ends_defined": (
        "Đường thẳng tới bờ biển (cửa sông khép kín), bến từ 50.000\u00a0DWT",
        "Straight lines to coast (river mouths closed) and berths from 50,000\u00a0DWT",
    ),
    "legend_schematic": ("Ranh giới sơ đồ", "Schematic outline"),
    "legend_outline": ("Ranh giới", "Outline"),
    "legend_other_zone": ("Khu công nghiệp khác", "Other zones"),
    "legend_other_short": ("Khu khác", "Other zones"),
    "legend_centre": ("Chỉ biết tâm khu", "Centre only"),
    "legend_chosen_road": ("Đường kết nối", "Linking roads"),
    "legend_chosen_zone": ("Khu trong hành lang", "Zones of the corridor"),
    "legend_road_plan": ("Đang làm, quy hoạch", "Being built, planned"),
    "legend_parcel": ("{state} (lô minh họa)", "{state} (illustrative)"),
    "nothing_published": (
        "Chưa có số liệu nào về khu được công bố",
        "No figure of the zone has been published",
    ),
    "place_unknown": ("Chưa rõ vị trí của khu", "The location of the zone is not known"),
    "zones_unplaced": (
        "{count} khu và cụm, {unplaced} chưa rõ vị trí",
        "{count} zones, {unplaced} with no known location",
    ),
    "zones_placed": ("{count} khu và cụm", "{count} zones"),
    "title_overview_province": ("Khu công nghiệp {province}", "Industrial zones, {province}"),
    "title_zones": ("{count} khu công nghiệp", "{count} industrial zones"),
    "and": ("và", "and"),
    "land_left_in": ("Đất còn lại, {name}", "Land left, {name}"),
    "legend": ("Chú giải", "Legend"),
    "subtitle_distances": ("Khoảng cách đường thẳng", "Straight-line distances"),
    "title_corridor": ("Hành lang cung ứng {name}", "{name} supply corridor"),
    "title_corridor_plain": ("Hành lang cung ứng", "Supply corridor"),
    "subtitle_corridor": (
        "{zones} khu công nghiệp, {ports} cảng",
        "{zones} industrial zones, {ports} ports",
    ),
    "end_sea": ("Biển", "Sea"),
    # the linter's report
    "lint_head": (
        "Bộ kiểm tra phát sóng – {faults} lỗi, {warnings} cảnh báo",
        "Broadcast linter – faults: {faults}, warnings: {warnings}",
    ),
    "lint_clean": (
        "Bộ kiểm tra phát sóng: không có lỗi hay cảnh báo nào",
        "Broadcast linter: nothing found",
    ),
    "lint_rest": ("… và {count} mục nữa", "… and {count} more"),
    "lint_safe": ("Vùng an toàn đã chọn", "Safe area chosen"),
    "lint_action": ("Vùng an toàn hành động", "Action safe"),
    # ranking, before and after, claim card and lower third
    "badge_means_A": ("Nguồn chính thức, có ngày", "Official source, dated"),
    "badge_means_B": ("Báo chí dẫn nguồn chính thức", "Press quoting an official"),
    "badge_means_C": (
        "Chủ đầu tư, môi giới hoặc không rõ ngày",
        "Developer, broker or undated source",
    ),
    "badge_means_D": ("Ước tính", "Estimate"),
    "claim_undated": ("không rõ ngày", "undated"),
    "claim_note": ("Ghi chú: {note}", "Note: {note}"),
    "claim_others": ("Nguồn khác nêu: {figures}", "Other sources say: {figures}"),
    "claim_other_figures": (
        "Số khác từng công bố: {figures}",
        "Other figures published: {figures}",
    ),
    "claim_more": ("và {count} số khác", "and {count} more"),
    "strip_count": (
        "{count} khu và cụm công nghiệp trên bản đồ dữ liệu",
        "{count} zones and clusters in the data",
    ),
    "ranking_remaining_ha": (
        "Khu công nghiệp còn nhiều đất nhất",
        "Industrial zones with the most land left",
    ),
    "ranking_occupancy": (
        "Khu công nghiệp có tỷ\u00a0lệ lấp\u00a0đầy thấp nhất",
        "Industrial zones with the lowest occupancy",
    ),
    "ranking_distance": ("Khu công nghiệp gần biển nhất", "Industrial zones nearest the sea"),
    "ranking_by_remaining_ha": (
        "Đất còn lại để cho thuê\u00a0· {place}",
        "Land left to lease\u00a0· {place}",
    ),
    "ranking_by_occupancy": (
        "Phần đất đã cho thuê\u00a0· {place}",
        "Share of land already leased\u00a0· {place}",
    ),
    "ranking_by_distance": (
        "Khoảng cách tới bờ biển\u00a0· {place}",
        "Distance to the coast\u00a0· {place}",
    ),
    "ranking_known": ("{count} khu có số liệu", "{count} zones with a figure"),
    "ranking_unknown": ("{count} khu chưa rõ", "{count} unknown"),
    "ranking_none_left": ("{count} khu chỉ báo “hết đất”", "{count} said to have none left"),
    "ranking_ranges": (
        "khoảng số xếp theo giá trị giữa",
        "ranges rank by their middle",
    ),
    "ranking_tied": ("{count} khu nữa đồng hạng cuối", "{count} more share the last rank"),
    "ranking_equal": ("Số {ranks} ngang nhau", "No. {ranks}: equal"),
    "ranking_beyond": ("Số {ranks} ở ngoài bản đồ", "No. {ranks}: beyond the map"),
    "ranking_unplaced": ("Số {ranks} chưa rõ vị trí", "No. {ranks}: location unknown"),
    # Both days stand on the maps in large type.
    "changed": ("{count} khu có thông tin mới", "New information on {count} zones"),
    "changed_one": ("Một khu có thông tin mới", "New information on one zone"),
    "no_change": (
        "Không có thay đổi giữa hai ngày",
        "No change between the two dates",
    ),
    "more_changes": ("và {count} khu khác", "and {count} more"),
    "data_undated": ("Số liệu không rõ ngày", "Undated figure"),
    # batches and motion
    "sheet_heading": ("{count} ảnh · dữ liệu {version}", "{count} pictures · data {version}"),
    "sheet_page": ("Trang {page}/{pages}", "Page {page} of {pages}"),
    "sheet_clean": ("Không có lỗi", "No findings"),
    "sheet_faults": ("{count} lỗi", "Faults: {count}"),
    "sheet_warnings": ("{count} cảnh báo", "Warnings: {count}"),
    "growth_day": ("Tình trạng ngày", "As of"),
    "sheet_failed": ("Không vẽ được", "Could not be drawn"),
}


def former_province_name(code: str, language: Language) -> str:
    """Name of a former province; in English plain, as the names of places on the maps are."""
    name = word(f"province_{code}", language)
    return plain(name) if language == "en" else name


def phrase(key: str, language: Language, **values: str) -> str:
    """The words of that key, with values filled in as they are; KeyError if there are none."""
    text = PHRASES[key][LANGUAGES.index(language)]
    # In one go: a value may hold braces of its own.
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], text)
