"""Words of what a zone's sheet shows around it: lines on the map, blocks, neighbours, likes."""

from __future__ import annotations

# key -> (Vietnamese, English). `{name}` is filled in by the page.
LOOK_WORDS: dict[str, tuple[str, str]] = {
    "reach_coastline": ("Biển", "Sea"),
    "reach_deep_sea_berth": ("Bến nước sâu", "Deep berth"),
    "reach_port": ("Cảng", "Port"),
    "reach_airport": ("Sân bay", "Airport"),
    "reach_expressway": ("Cao tốc", "Expressway"),
    "look_blocks": ("Mảnh đất liền thửa và thời hạn", "Blocks in one piece, and the land term"),
    "look_largest": ("Mảnh lớn nhất còn trống", "Largest free block"),
    "look_blocks_note": (
        "Mảnh: các thửa trống liền nhau, tính từ thửa đất thật.",
        "A block is free parcels that touch, counted from real parcels.",
    ),
    "look_blocks_illustrative": (
        "Thửa đất của khu này chỉ minh họa nên không cho biết mảnh nào còn trống.",
        "The parcels of this zone only illustrate, so they tell nothing of its blocks.",
    ),
    "look_until": ("đến năm {year}", "until {year}"),
    "look_around": ("Cảng và đường quanh khu", "Ports and roads around"),
    "look_within": ("Trong {km} km", "Within {km} km"),
    "look_beyond": ("{from} – {to} km", "{from} – {to} km"),
    "look_none": ("Không có trong dữ liệu", "None in the data"),
    "look_more": ("và {count} nơi khác, xem bản đồ", "and {count} more, see the map"),
    "look_around_note": (
        "Đường thẳng từ ranh giới trên bản đồ, làm tròn theo độ chính xác của vị trí.",
        "Straight line from the outline drawn, rounded by how well both positions are known.",
    ),
    "look_similar": ("Khu tương tự", "Similar zones"),
    "look_compare_all": ("So sánh cả {count} khu", "Compare all {count}"),
    "look_similar_none": (
        "Chưa có khu nào đủ giống theo số liệu đã biết",
        "No zone is alike enough by what is known",
    ),
    "look_similar_note": (
        "Giống ít nhất ba trong bảy điểm: tỉnh cũ, loại, tình trạng, diện tích và đất còn lại "
        "chênh không quá 1,5 lần, giá thuê không quá 15%, bến nước sâu không quá 10 km. Điều chưa "
        "rõ không được tính.",
        "Alike in three of seven points or more: former province, kind, status, area and remaining "
        "land within 1.5 times, rent within 15%, deep berth within 10 km. What is unknown does not "
        "count.",
    ),
    "parcels_failed": (
        "Chưa tải được lô đất. Phần còn lại của bản đồ vẫn dùng được.",
        "Parcels could not be loaded. The rest of the map still works.",
    ),
    "alike_province": ("cùng tỉnh cũ", "same former province"),
    "alike_kind": ("cùng loại", "same kind"),
    "alike_status": ("cùng tình trạng", "same status"),
    "alike_area": ("diện tích gần bằng", "similar area"),
    "alike_remaining": ("đất còn lại gần bằng", "similar land left"),
    "alike_rent": ("giá thuê gần bằng", "similar rent"),
    "alike_berth": ("xa bến nước sâu tương đương", "as far from a deep berth"),
    "parcel_line_leased": ("Đã cho thuê", "Leased"),
    "parcel_line_reserved": ("Giữ chỗ, để dành", "Reserved"),
    "parcel_line_not_cleared": ("Chưa giải phóng", "Not cleared"),
    "parcel_line_in_preparation": ("Đang làm hạ tầng", "In preparation"),
    "parcel_line_constrained": ("Vướng ràng buộc", "Constrained"),
    "parcel_line_available_now": ("Thuê được ngay", "Available now"),
    "parcel_line_unclassified": ("Chưa rõ tình trạng", "Unclassified"),
    "parcel_line_not_net": ("Ngoài đất cho thuê", "Not for lease by use"),
}
