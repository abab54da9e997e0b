"""Words of the investors' page beyond the map: tabs, workspace, shortlist, links."""

from __future__ import annotations

# key -> (Vietnamese, English). `{name}` is filled in by the page.
INVESTOR_WORDS: dict[str, tuple[str, str]] = {
    "page_parts": ("Phần của trang", "Parts of the page"),
    "tab_map": ("Bản đồ", "Map"),
    "tab_find": ("Tìm", "Find"),
    "tab_rank": ("Xếp hạng", "Rank"),
    "tab_shortlist": ("Chọn lọc", "Shortlist"),
    "panel_failed": (
        "Phần này chưa tải được. Danh sách chọn lọc của bạn vẫn còn.",
        "This part could not be loaded. Your shortlist is kept.",
    ),
    "page_try_again": ("Thử lại", "Try again"),
    "workspace_table": ("Bảng các khu", "Table of zones"),
    "workspace_compare": ("So sánh các khu", "Zones side by side"),
    "shortlist_add": ("Đưa vào danh sách chọn lọc", "Add to the shortlist"),
    "shortlist_remove": ("Bỏ khỏi danh sách chọn lọc", "Remove from the shortlist"),
    "shortlist_full": (
        "Danh sách đã đủ 20 khu. Bỏ bớt một khu trước.",
        "The shortlist has 20 zones. Remove one first.",
    ),
    "link_faults": (
        "Phần này của đường dẫn không đọc được và đã bỏ qua: {parts}.",
        "These parts of the link could not be read and were left out: {parts}.",
    ),
    "link_limit": (
        "{facet}: {text} (từ 0 đến {end})",
        "{facet}: {text} (0 to {end} are possible)",
    ),
    "link_unknown": (
        "Không có khu nào mang mã: {ids}.",
        "There is no zone with the id: {ids}.",
    ),
    "link_moved": (
        "Dữ liệu đã thay đổi từ khi đường dẫn này được tạo: số liệu có thể khác.",
        "The data have changed since this link was made: figures may differ.",
    ),
    "as_written": ("Nguyên văn", "As written"),
    "dismiss": ("Đã rõ", "Dismiss"),
}
