"""Words of the studio in Vietnamese and English: the choices of a picture, and the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from layers.records import NationalClaim
from maps.labels import LANGUAGES, Language, format_number
from maps.stills.claim_words import METRICS, SCOPES, UNITS

Words = tuple[str, str]
"""Vietnamese, English."""

CHOICE_WORDS: Final[Mapping[str, Mapping[str, Words]]] = {
    "template": {
        "overview": ("Toàn vùng", "Region overview"),
        "locator": ("Vị trí một khu", "Zone locator"),
        "ranking": ("Xếp hạng", "Ranking"),
        "distances": ("Khoảng cách", "Distances"),
        "before_after": ("Trước và sau", "Before and after"),
        "corridor": ("Hành lang cung ứng", "Supply corridor"),
        "claim": ("Số liệu quốc gia", "National figure"),
        "lower_third": ("Dải chân hình", "Lower third"),
    },
    "province": {
        "HCMC": ("TP.HCM trước sáp nhập", "Former HCMC"),
        "BD": ("Bình Dương", "Bình Dương"),
        "BRVT": ("Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu"),
    },
    "layer": {
        "zones": ("Khu công nghiệp", "Zones"),
        "parcels": ("Lô đất", "Parcels"),
        "ports": ("Cảng", "Ports"),
        "roads": ("Đường bộ", "Roads"),
        "rail": ("Đường sắt", "Rail"),
        "waterways": ("Đường thủy", "Waterways"),
        "airports": ("Sân bay", "Airports"),
        "places": ("Địa danh", "Places"),
    },
    "size": {
        "hd": ("HD ngang", "HD"),
        "uhd": ("UHD ngang", "UHD"),
        "vertical": ("Dọc 9:16", "Vertical 9:16"),
        "square": ("Vuông 1:1", "Square 1:1"),
        "portrait": ("Đứng 4:5", "Portrait 4:5"),
    },
    "safe_area": {
        "graphics": ("Đồ họa 90%", "Graphics safe 90%"),
        "action": ("Hành động 93%", "Action safe 93%"),
        "legacy": ("Máy thu cũ 80%", "Legacy 80%"),
        "vertical": ("Video dọc", "Vertical video"),
        "none": ("Không chừa mép", "No margin"),
    },
    "ground": {
        "map": ("Bản đồ", "Map"),
        "solid": ("Nền trơn", "Plain ground"),
        "transparent": ("Trong suốt", "Transparent"),
    },
    "levels": {
        "full": ("Toàn dải 0–255", "Full range 0–255"),
        "video": ("Mức video 16–235", "Video levels 16–235"),
    },
    "output": {
        "png": ("PNG có nền trong", "PNG with alpha"),
        "svg": ("SVG", "SVG"),
        "pdf": ("PDF", "PDF"),
        "fill": ("PNG phần hình (fill)", "PNG fill"),
        "key": ("PNG phần khóa (key)", "PNG key"),
    },
}


def claim_name(claim: NationalClaim, language: Language) -> str:
    """What a published total counts, of where, when and how much, in one line."""
    index = LANGUAGES.index(language)
    plain = (claim.metric.replace("_", " "),) * 2
    metric = METRICS.get(claim.metric, plain)[index]
    scope = SCOPES.get(claim.scope, (claim.scope, claim.scope))[index]
    told = f"{scope}: {metric}"
    if value := _value(claim, language):
        told += f", {value}"
    return f"{told} ({claim.as_of})" if claim.as_of else told


def _value(claim: NationalClaim, language: Language) -> str:
    numbers = [claim.value] if claim.value is not None else [claim.low, claim.high]
    known = [one for one in numbers if one is not None]
    if not known:
        return claim.text or ""
    if claim.unit == "share":
        return " – ".join(f"{format_number(100 * one, 1, language)}%" for one in known)
    shown = " – ".join(format_number(one, 2, language) for one in known)
    unit = claim.unit or ""
    return f"{shown} {UNITS.get(unit, (unit, unit))[LANGUAGES.index(language)]}".strip()


# key -> (Vietnamese, English). `{name}` is filled in by the page.
PAGE_WORDS: Final[Mapping[str, Words]] = {
    "studio": ("Xưởng hình", "Studio"),
    "studio_long": (
        "Xưởng hình: bản đồ khu công nghiệp để phát sóng",
        "Studio: maps of industrial zones to put on air",
    ),
    "region": ("Vùng TP.HCM", "HCMC region"),
    "language": ("Ngôn ngữ trang", "Language of the page"),
    "pages": ("Các trang", "Pages"),
    "nav_map": ("Bản đồ", "Map"),
    "nav_land": ("Sổ đất", "Land book"),
    "nav_data": ("Dữ liệu mở", "Open data"),
    "skip": ("Tới hình", "Skip to the picture"),
    "no_script": (
        "Xưởng hình cần JavaScript. Không có JavaScript, hãy gọi thẳng /api/still.",
        "The studio needs JavaScript. Without it, ask /api/still.",
    ),
    # controls
    "controls": ("Nội dung và kiểu hình", "What is shown, and how"),
    "template": ("Mẫu hình", "Template"),
    "data": ("Dữ liệu", "Data"),
    "zone": ("Khu công nghiệp", "Zone"),
    "zones": ("Các khu được nhấn", "Zones highlighted"),
    "zone_search": ("Tìm khu, có dấu hoặc không dấu", "Find a zone, with or without marks"),
    "zone_none": ("Không tìm thấy “{query}”", "Nothing found for “{query}”"),
    "zone_found": ("{count} khu", "{count} zones"),
    "zone_remove": ("Bỏ {name}", "Remove {name}"),
    "zone_needed": ("Chọn một khu để vẽ mẫu này.", "Choose a zone to draw this template."),
    "zone_unplaced": ("chưa rõ vị trí", "place unknown"),
    "measure": ("Tô màu theo", "Coloured by"),
    "province": ("Phạm vi", "Area"),
    "province_all": ("Cả vùng", "Whole region"),
    "top": ("Số khu trong bảng", "Rows of the ranking"),
    "top_auto": ("vừa hình", "as fits"),
    "claim": ("Con số công bố", "Published figure"),
    "claim_auto": ("Để mẫu tự chọn", "Let the template choose"),
    "extent": ("Khung bản đồ", "What the map shows"),
    "extent_choice": ("Cho thấy", "Show"),
    "extent_auto": ("Mẫu tự chọn", "As the template chooses"),
    "extent_region": ("Cả vùng", "The whole region"),
    "extent_zones": ("Quanh các khu được nhấn", "Around the highlighted zones"),
    "extent_other_zones": ("Quanh các khu khác: {names}", "Around other zones: {names}"),
    "extent_bbox": ("Khung đang thấy, tự chỉnh", "What is seen now, to adjust"),
    "extent_note": (
        "Độ, hệ WGS 84. Hình cho thấy trọn khung này, thường rộng hơn.",
        "Degrees, WGS 84. The picture shows all of it, and mostly more.",
    ),
    "west": ("Tây", "West"),
    "south": ("Nam", "South"),
    "east": ("Đông", "East"),
    "north": ("Bắc", "North"),
    "extent_moves": ("Dời và thu phóng bản đồ", "Move and zoom the map"),
    "extent_west": ("Dời sang tây", "Go west"),
    "extent_north": ("Dời lên bắc", "Go north"),
    "extent_south": ("Dời xuống nam", "Go south"),
    "extent_east": ("Dời sang đông", "Go east"),
    "extent_in": ("Phóng to", "Zoom in"),
    "extent_out": ("Thu nhỏ", "Zoom out"),
    "extent_said": (
        "Khung bản đồ: {west} đến {east} độ đông, {south} đến {north} độ bắc.",
        "The map shows {west} to {east} degrees east, {south} to {north} degrees north.",
    ),
    "padding": ("Chừa quanh, % cạnh ngắn", "Room around it, % of the shorter side"),
    "as_of": ("Tình trạng ngày", "State on"),
    "as_of_note": ("Để trống là hôm nay.", "Empty means today."),
    "before": ("Ngày trước", "Earlier day"),
    "before_note": (
        "Để trống thì mẫu tự chọn ngày có thay đổi.",
        "Empty: the template chooses a day since which something has changed.",
    ),
    "words": ("Chữ", "Words"),
    "title": ("Tiêu đề", "Title"),
    "subtitle": ("Dòng phụ", "Subtitle"),
    "title_left_out": ("Không có tiêu đề", "No title"),
    "subtitle_left_out": ("Không có dòng phụ", "No subtitle"),
    "text_auto": ("Để trống thì mẫu tự viết.", "Empty: the template writes it."),
    "language_of_picture": ("Ngôn ngữ của hình", "Language of the picture"),
    "language_as_page": ("Theo trang", "As the page"),
    "vietnamese": ("Tiếng Việt", "Vietnamese"),
    "english": ("Tiếng Anh", "English"),
    "look": ("Khổ và kiểu", "Size and look"),
    "size": ("Khổ hình", "Size"),
    "size_own": ("Khổ khác…", "Another size…"),
    "width_px": ("Rộng, điểm ảnh", "Width, pixels"),
    "height_px": ("Cao, điểm ảnh", "Height, pixels"),
    "theme": ("Bộ nhận diện", "Theme"),
    "ground": ("Nền", "Ground"),
    "safe_area": ("Vùng an toàn", "Safe area"),
    "safe_area_auto": ("Theo khổ hình ({name})", "By the size ({name})"),
    "levels": ("Mức tín hiệu", "Signal levels"),
    "seconds": ("Thời gian trên hình, giây", "Time on air, seconds"),
    "parts": ("Thành phần", "Parts"),
    "legend": ("Chú giải", "Legend"),
    "scale_bar": ("Thước tỷ lệ", "Scale bar"),
    "north_arrow": ("Mũi tên bắc", "North arrow"),
    "inset": ("Bản đồ phụ", "Inset map"),
    "source_line": ("Dòng nguồn", "Source line"),
    "data_date": ("Ngày của số liệu", "Date of the data"),
    "badge_notes": ("Ghi chú độ tin cậy", "Notes on quality"),
    "qr": ("Mã QR tới trang này", "QR code to this page"),
    "layers": ("Lớp bản đồ", "Map layers"),
    "layers_own": ("Tự chọn lớp", "Choose the layers"),
    # stage
    "picture": ("Hình", "Picture"),
    "picture_alt": ("Bản xem trước: {title}", "Preview: {title}"),
    "tools": ("Công cụ của hình", "Tools of the picture"),
    "undo": ("Hoàn tác", "Undo"),
    "redo": ("Làm lại", "Redo"),
    "guides": ("Đường an toàn", "Safe areas"),
    "boxes": ("Khung nhãn", "Label frames"),
    "start_over": ("Làm hình mới", "Start over"),
    "drawing": ("Đang vẽ…", "Drawing…"),
    "drawn": (
        "Đã vẽ {size}: {faults} lỗi, {warnings} cảnh báo.",
        "Drawn {size}. Faults: {faults}, warnings: {warnings}.",
    ),
    "busy": (
        "Máy chủ đang vẽ nhiều hình; tự thử lại sau {seconds} giây.",
        "The server is busy with other pictures; trying again in {seconds} s.",
    ),
    "away": (
        "Không liên lạc được với máy chủ. Hình và bản mô tả vẫn còn đây; tự thử lại sau {seconds} "
        "giây.",
        "The server cannot be reached. Your spec is kept here; trying again in {seconds} s.",
    ),
    "gave_up": (
        "Máy chủ vẫn chưa trả lời. Hãy thử lại.",
        "The server still does not answer. Try again.",
    ),
    "try_again": ("Thử lại", "Try again"),
    "broken": (
        "Máy chủ gặp lỗi khi vẽ hình này. Hãy thử mẫu khác hoặc làm lại sau.",
        "The server met a fault with this picture. Try another template, or later.",
    ),
    "stale": (
        "Hình bên dưới là bản vẽ được gần nhất.",
        "The picture below is the last that could be drawn.",
    ),
    "label_name": ("Nhãn: {name}", "Label: {name}"),
    "label_moved": (
        "Nhãn {name} đã dời {dx} ngang, {dy} dọc.",
        "Label {name} moved {dx} across, {dy} down.",
    ),
    "label_hidden": ("Đã ẩn nhãn {name}.", "Label {name} hidden."),
    "label_keys": (
        "Phím mũi tên dời nhãn, giữ Shift để dời xa hơn; Delete ẩn nhãn; Home đưa về chỗ cũ.",
        "Arrow keys move the label, with Shift further; Delete hides it; Home puts it back.",
    ),
    "edit_title": ("Sửa tiêu đề ngay trên hình", "Edit the title on the picture"),
    "edit_subtitle": ("Sửa dòng phụ ngay trên hình", "Edit the subtitle on the picture"),
    "edit_keys": (
        "Enter để giữ, Esc để bỏ, Shift+Enter xuống dòng.",
        "Enter keeps it, Esc drops it, Shift+Enter breaks the line.",
    ),
    # checks
    "checks": ("Kiểm tra phát sóng", "Broadcast check"),
    "checks_clean": (
        "Không có lỗi nào: hình phát sóng được.",
        "No findings: the picture can go on air.",
    ),
    "checks_count": ("{faults} lỗi, {warnings} cảnh báo", "Faults: {faults}, warnings: {warnings}"),
    "checks_none_yet": ("Chưa có hình để kiểm tra.", "No picture to check yet."),
    "fault": ("Lỗi", "Fault"),
    "warning": ("Cảnh báo", "Warning"),
    "whole_picture": ("cả hình", "whole picture"),
    "labels": ("Nhãn", "Labels"),
    "labels_none": ("Hình này không có nhãn dời được.", "This picture has no labels to move."),
    "labels_how": (
        "Kéo nhãn ngay trên hình, hoặc chọn ở đây rồi dời.",
        "Drag labels on the picture, or choose one here and move it.",
    ),
    "labels_moved": ("Đã dời hoặc ẩn", "Moved or hidden"),
    "label_choose": ("Nhãn để dời", "Label to move"),
    "move_left": ("Dời sang trái", "Move left"),
    "move_right": ("Dời sang phải", "Move right"),
    "move_up": ("Dời lên", "Move up"),
    "move_down": ("Dời xuống", "Move down"),
    "hide": ("Ẩn", "Hide"),
    "label_reset": ("Đưa {name} về chỗ cũ", "Put {name} back"),
    "label_show": ("Hiện lại {name}", "Show {name} again"),
    "labels_reset": ("Đưa mọi nhãn về chỗ cũ", "Put all labels back"),
    "reset": ("Về chỗ cũ", "Put back"),
    "show": ("Hiện lại", "Show again"),
    "hidden": ("đã ẩn", "hidden"),
    # downloads
    "downloads": ("Tải về", "Download"),
    "download_as": ("Tải {name}", "Download {name}"),
    "download_size": ("Khổ tải về", "Size of the file"),
    "size_as_shown": ("Như đang xem ({size})", "As shown ({size})"),
    "spec_yaml": ("Bản mô tả (YAML)", "Spec (YAML)"),
    "making": ("Đang làm {name}…", "Making {name}…"),
    "made": ("Đã tải {name}.", "Downloaded {name}."),
    "copy_link": ("Chép liên kết", "Copy link"),
    "copied": ("Đã chép liên kết.", "Link copied."),
    "copy_failed": ("Hãy chọn và chép liên kết này:", "Select and copy this link:"),
    "link": ("Liên kết tới hình này", "Link to this picture"),
    # problems
    "link_broken": (
        "Liên kết này có bản mô tả không đọc được; trang bắt đầu với hình mới.",
        "The spec in this link cannot be read; the page begins with a new picture.",
    ),
    "link_partly": (
        "Liên kết có trường không dùng được và đã bị bỏ: {fields}.",
        "The link has fields that cannot be used, and were left out: {fields}.",
    ),
    "close": ("Đóng", "Close"),
    "problem_title_long": (
        "Tiêu đề dài quá, không vừa khung ở cỡ chữ nhỏ nhất. Hãy rút ngắn.",
        "The title does not fit at the smallest size. Shorten it.",
    ),
    "problem_subtitle_long": (
        "Dòng phụ dài quá, không vừa khung ở cỡ chữ nhỏ nhất. Hãy rút ngắn.",
        "The subtitle does not fit at the smallest size. Shorten it.",
    ),
    "problem_letters": (
        "Phông chữ không có ký tự này: {letters}",
        "The font has no such characters: {letters}",
    ),
    "problem_character": (
        "Có ký tự điều khiển hoặc chữ viết từ phải sang trái, không thể hiển thị.",
        "It has a control character or one written right to left, which is not shown.",
    ),
    "problem_zone_unknown": ("Không có khu nào mang mã này.", "There is no zone of that id."),
    "problem_zone_unplaced": (
        "Chưa nguồn nào cho biết khu này ở đâu, nên không vẽ lên bản đồ được.",
        "No source says where this zone is, so it cannot be drawn on a map.",
    ),
    "problem_size": (
        "Khổ hình phải từ 180 đến 8192 điểm ảnh mỗi cạnh, cạnh dài không quá 6 lần cạnh ngắn.",
        "A side has 180 to 8192 pixels, the longer at most 6 times the shorter.",
    ),
    "problem_day": ("Ngày này chưa tới hoặc không đúng.", "That day has not come, or is not one."),
    "problem_day_order": (
        "Ngày trước phải sớm hơn ngày của hình.",
        "The earlier day has to come before the day of the picture.",
    ),
    "problem_day_needed": ("Chọn ngày trước để so sánh.", "Choose the earlier day to compare."),
    "problem_measure": (
        "Mẫu này không dùng được cách tô màu đó. Hãy chọn cách khác.",
        "This template cannot use that measure. Choose another.",
    ),
    "problem_no_figures": (
        "Không khu nào có số liệu này vào ngày đó, nên không xếp hạng được.",
        "No zone has that figure on that day, so there is nothing to rank.",
    ),
    "problem_no_claim": (
        "Không có con số công bố nào cho nơi và ngày đó.",
        "There is no published figure for that place and day.",
    ),
    "problem_claim_later": (
        "Con số này được công bố sau ngày của hình.",
        "This figure was published after the day of the picture.",
    ),
    "problem_levels": (
        "SVG và PDF không có mức video. Hãy tải PNG hoặc chọn toàn dải.",
        "SVG and PDF have no video levels. Take a PNG, or choose full range.",
    ),
    "problem_extent": (
        "Khung bản đồ không dùng được: tây nhỏ hơn đông, nam nhỏ hơn bắc, mỗi cạnh từ 200 m, trong "
        "99–115° đông và 4–16° bắc.",
        "The map's extent cannot be used: west below east, south below north, each side 200 m or "
        "more, within 99–115° east and 4–16° north.",
    ),
    "problem_extent_far": (
        "Bản đồ sẽ vượt ra ngoài nơi biết đâu là đất. Hãy chọn khung nhỏ hơn, chừa ít hơn, hoặc "
        "khổ hình bớt hẹp.",
        "The map would reach beyond where land is known. Choose a smaller extent, less room "
        "around it, or a picture that is less narrow.",
    ),
    "problem_extent_empty": (
        "Chưa biết vị trí khu nào trong khung bản đồ này. Hãy chọn khung khác.",
        "No zone of this extent has a known place. Choose another extent.",
    ),
    "problem_room": (
        "Không đủ chỗ trong vùng an toàn. Hãy bỏ bớt thành phần hoặc chọn khổ khác.",
        "There is not enough room in the safe area. Leave parts out, or choose another size.",
    ),
    "problem_other": ("Không vẽ được: {detail}", "It cannot be drawn: {detail}"),
    "details": ("Máy chủ trả lời", "The server's answer"),
    # an address that cannot be answered
    "bad_title": ("Không mở được địa chỉ này", "This address cannot be opened"),
    "bad_unknown": (
        "Xưởng hình không có tham số “{name}”.",
        "The studio has no parameter “{name}”.",
    ),
    "bad_meant": ("Có phải ý bạn là “{name}”?", "Did you mean “{name}”?"),
    "bad_twice": (
        "Tham số “{name}” có mặt hơn một lần.",
        "The parameter “{name}” is given more than once.",
    ),
    "bad_known": ("Các tham số dùng được: {names}.", "Parameters that can be used: {names}."),
    "bad_path": ("Không có trang nào ở địa chỉ này.", "There is no page at this address."),
    "bad_away": (
        "Dữ liệu tạm thời chưa đọc được. Hãy thử lại sau ít giây.",
        "The data cannot be read just now. Try again in a few seconds.",
    ),
    "bad_next": ("Làm gì tiếp", "What to do"),
    "bad_open_mended": (
        "Mở xưởng hình với những gì đọc được của địa chỉ",
        "Open the studio with what can be read of the address",
    ),
    "bad_open": ("Mở xưởng hình", "Open the studio"),
    "bad_map": ("Về bản đồ", "Go to the map"),
    "bad_status": ("Mã trạng thái {status}", "Status {status}"),
}


def studio_word_table() -> dict[str, dict[str, str]]:
    """Words of the page by language and key."""
    return {
        language: {key: words[index] for key, words in PAGE_WORDS.items()}
        for index, language in enumerate(LANGUAGES)
    }


def studio_word(key: str, language: Language, **values: str) -> str:
    """The words of a key, with values filled in; KeyError if there are none."""
    text = PAGE_WORDS[key][LANGUAGES.index(language)]
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], text)
