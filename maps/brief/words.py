"""Words that only the brief says, in both languages; the others are those of the pages."""

from __future__ import annotations

import re

from maps.labels import LANGUAGES, WORDS, Language, word

# key -> (Vietnamese, English). `{name}` is filled in.
PHRASES: dict[str, tuple[str, str]] = {
    # the cover
    "eyebrow": (
        "Danh sách chọn lọc khu công nghiệp · Bản trình hội đồng",
        "Industrial-zone shortlist · Brief for the board",
    ),
    "title_one": ("{name}", "{name}"),
    "title_many": (
        "{count} khu công nghiệp vùng TP. Hồ Chí Minh",
        "{count} industrial zones of the Ho Chi Minh City region",
    ),
    "subject": (
        "Khu công nghiệp vùng Thành phố Hồ Chí Minh: so sánh, vị trí, nguồn",
        "Industrial zones of the Ho Chi Minh City region: comparison, places, sources",
    ),
    "made_on": ("Ngày lập", "Made on"),
    "data_dates": ("Số liệu", "Figures"),
    "from_to": ("từ {first} đến {last}", "from {first} to {last}"),
    "data_version": ("Phiên bản dữ liệu", "Data version"),
    "as_of": ("Tình trạng tại ngày", "As things stood on"),
    "scan": ("Quét để mở trang trực tuyến", "Scan to open the page online"),
    "page_online": ("Trang trực tuyến", "Page online"),
    "in_short": ("Tóm tắt", "In short"),
    "order_preference": (
        "Thứ tự là thứ tự ưu tiên của người lập.",
        "In the order of preference of whoever made this brief.",
    ),
    "notes": ("Ghi chú của người lập", "Notes by whoever made this brief"),
    "zone": ("Khu", "Zone"),
    # the map
    "map_title": ("Vị trí và khoảng cách", "Places and distances"),
    "attribution": ("© OpenStreetMap contributors (ODbL)", "© OpenStreetMap contributors (ODbL)"),
    "legend_zone_schematic": (
        "Khu: sơ đồ, không phải ranh giới thật",
        "Zone: schematic, not its real boundary",
    ),
    "legend_zone_drawn": ("Khu: ranh giới thật", "Zone: real boundary"),
    "legend_zone_point": ("Khu: chỉ biết tâm", "Zone: only the centre is known"),
    "legend_deep_sea_berth": ("tới bến nước sâu", "to a deep-sea berth"),
    "legend_port": ("tới cảng hoặc ICD", "to a port or ICD"),
    "legend_airport": ("tới sân bay", "to an airport"),
    "legend_expressway": ("tới cao tốc", "to an expressway"),
    "legend_roads": ("cao tốc, vành đai, quốc lộ", "expressway, ring, national road"),
    "legend_rail": ("đường sắt", "railway"),
    "map_note": (
        "Đường chấm gạch là khoảng cách đường thẳng, không phải đường đi. Đường bộ, đường sắt phác "
        "bằng tay để định hướng.",
        "Broken lines are straight-line distances, not routes. Roads and rail are sketched by hand "
        "for orientation.",
    ),
    "map_note_real": (
        "Đường chấm gạch là khoảng cách đường thẳng, không phải đường đi.",
        "Broken lines are straight-line distances, not routes.",
    ),
    "schematic_note": (
        "Hình gạch chéo, viền đứt là sơ đồ: hình chữ nhật đúng diện tích công bố, đặt ở tâm tốt "
        "nhất biết được; ranh giới thật chưa rõ.",
        "Hatched shapes with a dashed edge are schematic: rectangles of the declared area at the "
        "best known centre; the real boundaries are not known.",
    ),
    "not_on_map": (
        "Không có trên bản đồ vì chưa rõ vị trí: {names}.",
        "Not on the map, as the place is not known: {names}.",
    ),
    "place_unknown": (
        "Chưa rõ vị trí của khu, nên không có bản đồ và khoảng cách.",
        "The place of this zone is not known, so there is no map and no distance.",
    ),
    # the comparison
    "comparison": ("So sánh", "Comparison"),
    "comparison_note": (
        "Ô được tô nền có dấu chọn: tốt nhất trong các số đã biết của hàng. Chưa rõ không bao giờ "
        "được tính là tốt nhất; hàng không đánh dấu thì nhiều hay ít hơn chưa hẳn tốt hơn, hoặc số "
        "liệu không phân định được. Chữ cái là độ tin cậy; ≠: nguồn khác cho số khác.",
        "Tinted with a tick: the best of the known figures of its row. What is unknown never "
        "counts as best; rows without a tick are those where more or less is not plainly better, "
        "or the figures do not tell the zones apart. Letters are the quality of a figure; ≠: other "
        "sources disagree.",
    ),
    "comparison_of_one": ("Số liệu của khu", "Figures of the zone"),
    "comparison_of_one_note": (
        "Chữ cái là độ tin cậy của số liệu; ≠: nguồn khác cho số khác. Lý lịch từng số ở trang "
        "sau.",
        "Letters are the quality of a figure; ≠: other sources disagree. Passports are on the next "
        "page.",
    ),
    "as_compared": ("{label}, số dùng để so sánh", "{label}, as compared"),
    "unknown_value": ("chưa rõ", "unknown"),
    "at_least": ("từ", "at least"),
    "at_most": ("đến", "at most"),
    "kind": ("Loại", "Kind"),
    "former_province": ("Tỉnh, thành cũ", "Former province"),
    "status": ("Tình trạng", "Status"),
    "largest_block": ("Mảnh đất trống liền nhau lớn nhất", "Largest block of land available now"),
    "years_left": ("Thời hạn đất còn lại", "Land term left"),
    "years": ("năm", "years"),
    "boundary_surveyed": ("đo đạc", "surveyed"),
    "boundary_openstreetmap": ("OpenStreetMap", "OpenStreetMap"),
    "boundary_schematic": ("sơ đồ", "schematic"),
    "boundary_none": ("chưa rõ", "unknown"),
    "key_figures_known": ("Số liệu then chốt đã biết", "Key figures known"),
    "group_identity": ("Khu", "Zone"),
    "group_terms": ("Điều kiện thuê", "Terms"),
    "group_data": ("Dữ liệu", "Data"),
    # the ranking
    "ranking": ("Xếp hạng", "Ranking"),
    "ranking_note": (
        "Điểm 0–100 là tổng có trọng số. Điểm là một khoảng vì có số liệu chưa rõ, và khoảng cách "
        "chỉ chắc đến độ chính xác của vị trí: hai đầu ứng với giá trị xấu nhất và tốt nhất.",
        "Scores from 0 to 100 are weighted sums. A score is an interval where figures are unknown, "
        "and as distances are no surer than positions: its ends take the worst and the best.",
    ),
    "waterfall": (
        "Từ khu {second} lên khu {first}: mỗi tiêu chí thêm hay bớt bao nhiêu điểm chắc chắn",
        "From zone {second} to zone {first}: certain points that each criterion adds or takes",
    ),
    "chances": (
        "Cơ hội trong {zones} khu này, qua {count} bộ trọng số ngẫu nhiên",
        "Chances among these {zones} zones, over {count} random weightings",
    ),
    "chances_plain": (
        "Cơ hội trong {zones} khu này khi trọng số thay đổi ngẫu nhiên",
        "Chances among these {zones} zones as the weights vary at random",
    ),
    "chance_of_top": ("trong {count} hạng đầu", "in the top {count}"),
    "chance_of_first": ("hạng nhất", "first"),
    # one zone
    "leads": ("Dẫn đầu danh sách về:", "Leads the shortlist in:"),
    "leads_nothing": (
        "Không dẫn đầu danh sách ở hàng nào được so.",
        "Leads the shortlist in none of the rows compared.",
    ),
    "still_unknown": ("Chưa rõ:", "Not known:"),
    "in_dispute": ("Nguồn không khớp:", "Sources disagree on:"),
    "key_figures": ("Số liệu, kèm lý lịch", "Figures with their passports"),
    "figure": ("Số liệu", "Figure"),
    "value": ("Giá trị", "Value"),
    "date": ("Thời điểm", "As of"),
    "source_and_method": ("Nguồn và cách có", "Source and method"),
    "nearest": ("Gần nhất", "Nearest"),
    "straight_line": ("Đường thẳng", "Straight line"),
    "method_unless_said": (
        "Cách có: như nguồn công bố, trừ khi ghi khác. Số trong ngoặc vuông: danh sách nguồn.",
        "Method: as published, unless another is given. Numbers in brackets: list of sources.",
    ),
    "figure_note": ("Ghi chú: {note}", "Note: {note}"),
    "no_figures": (
        "Chưa có số liệu công bố nào về khu này.",
        "No figure has been published of this zone.",
    ),
    "ledger_illustrative": (
        "Minh họa: chia theo số công bố, không phải thửa đất thật.",
        "Illustrative: split by declared figures, not by real plots.",
    ),
    "rest_of_net": ("Chưa cho thuê", "Not leased"),
    "note": ("Ghi chú của dữ liệu:", "Note in the data:"),
    # the end
    "sources": ("Nguồn", "Sources"),
    "retrieved": ("lấy ngày {date}", "retrieved {date}"),
    "retrieved_unknown": ("không rõ ngày lấy", "retrieved on an unknown date"),
    "badges": ("Độ tin cậy của số liệu", "Quality of figures"),
    "not_known": ("Những điều chưa biết", "What is not known"),
    "limit_boundary": (
        "Ranh giới sơ đồ: {names}. Khoảng cách đo từ các khu này có thể lệch tới khoảng 2 km.",
        "Boundaries are schematic: {names}. Distances of these zones may be off by about 2 km.",
    ),
    "limit_distance": (
        "Khoảng cách là đường thẳng trên ellipsoid WGS 84, không phải quãng đường hay thời gian "
        "đi.",
        "Distances are straight lines on the WGS 84 ellipsoid, not road distances or travel times.",
    ),
    "limit_sea": (
        "“Bờ biển” là đường bờ của OpenStreetMap với cửa sông khép kín; nguồn khác cho khoảng cách "
        "khác hẳn ở vùng cửa sông.",
        "“Coastline” is OpenStreetMap's, river mouths closed; near estuaries other definitions "
        "give quite other distances.",
    ),
    "limit_occupancy": (
        "Tỷ lệ lấp đầy công bố có hai cách tính, và nguồn ít khi nói theo cách nào.",
        "Published occupancy follows one of two definitions, and sources seldom say which.",
    ),
    "limit_blocks": (
        "Chưa có thửa đất thật: chưa biết đất trống nằm liền hay phân tán ({names}).",
        "There are no real parcels: whether free land lies in one piece is not known ({names}).",
    ),
    "limit_zone": ("{name} – chưa rõ: {list}.", "{name} – not known: {list}."),
    "limit_advice": (
        "Bản này chỉ gồm số liệu đã công bố hoặc tính từ đó. Trước khi quyết định, hãy hỏi chủ đầu "
        "tư và ban quản lý các mục chưa rõ.",
        "This brief holds published figures and what follows from them. Before deciding, ask the "
        "developer and the zone authority about what is not known.",
    ),
    # the foot
    "foot_data": ("Số liệu {dates}, phiên bản {version}", "Figures {dates}, version {version}"),
    "foot_link": ("liên kết đầy đủ ở trang 1", "full link on page 1"),
    "page_of": ("Trang {page}/{pages}", "Page {page} of {pages}"),
}


def phrase(key: str, language: Language, **values: str) -> str:
    """The brief's own words of that key, with values filled in as they are."""
    text = PHRASES[key][LANGUAGES.index(language)]
    # In one go: a value may hold braces of its own.
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], text)


def told(kind: str, value: str, language: Language) -> str:
    """Words for a value of a kind, as `status` and `planned`; the value itself without any."""
    key = f"{kind}_{value}"
    return word(key, language) if key in WORDS else value


def vocabulary(key: str, language: Language) -> str:
    """Words that the pages use as well; KeyError if there are none."""
    return word(key, language)
