"""Words of the findings about boundaries, tables and coverage; see `findings`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from layers.importers.doctor.finding_kinds import FindingKind

_CONFIRM_VI = " Nếu đúng là như vậy, xác nhận bằng --confirm {code}."
_CONFIRM_EN = " If it is meant so, confirm it with --confirm {code}."
_REDRAW_VI = "Sửa ranh giới trong bản vẽ gốc rồi xuất lại."
_REDRAW_EN = "Correct the boundary in the drawing and export it again."
_ACCEPT_VI = "Chấp nhận bằng --accept-repairs, hoặc sửa trong bản vẽ gốc."
_ACCEPT_EN = "Accept it with --accept-repairs, or correct the drawing."
_CHANGE_VI = " Diện tích trước {before}, sau {after}."
_CHANGE_EN = " Area before {before}, after {after}."

_GEOMETRY: Mapping[str, FindingKind] = {
    "geometry_missing": FindingKind(
        "error",
        "Đối tượng không có hình.",
        "The feature has no geometry.",
        "Vẽ hình cho đối tượng, hoặc bỏ dòng này.",
        "Draw it, or leave the row out.",
    ),
    "geometry_empty": FindingKind(
        "error",
        "Hình {kind} không có tọa độ nào.",
        "The {kind} has no coordinates.",
        "Vẽ hình cho đối tượng, hoặc bỏ dòng này.",
        "Draw it, or leave the row out.",
    ),
    "geometry_type": FindingKind(
        "error",
        "Hình là {kind}; lớp {layer} cần {expected}.",
        "The geometry is a {kind}; the layer {layer} takes {expected}.",
        "Xuất lớp theo đúng loại hình.",
        "Export the layer as that type.",
    ),
    "mixed_types": FindingKind(
        "error",
        "Lớp có nhiều loại hình: {kinds}.",
        "The layer mixes types of geometry: {kinds}.",
        "Tách mỗi loại hình thành một lớp.",
        "Export each type as a layer of its own.",
    ),
    "coordinate_not_finite": FindingKind(
        "error",
        "Số tọa độ không hữu hạn (NaN hoặc vô cực): {count}.",
        "Coordinates that are not finite numbers (NaN or infinite): {count}.",
        _REDRAW_VI,
        _REDRAW_EN,
    ),
    "z_dropped": FindingKind(
        "note",
        "Số đối tượng có cao độ (Z), cao độ không được lưu: {count}.",
        "Features with heights (Z), which are not kept: {count}.",
        "Không cần làm gì.",
        "Nothing to do.",
    ),
    "unclosed_ring": FindingKind(
        "repair",
        "Ranh giới không khép kín ({gap})." + _CHANGE_VI,
        "The boundary does not end where it began ({gap})." + _CHANGE_EN,
        _ACCEPT_VI,
        _ACCEPT_EN,
    ),
    "duplicate_vertices": FindingKind(
        "repair",
        "Số đỉnh lặp lại ngay sau chính nó: {count}." + _CHANGE_VI,
        "Vertices that repeat the one before: {count}." + _CHANGE_EN,
        _ACCEPT_VI,
        _ACCEPT_EN,
    ),
    "ring_direction": FindingKind(
        "repair",
        "Chiều vòng ngược với quy định của {format} (ngoài ngược chiều kim đồng hồ, lỗ thuận "
        "chiều)." + _CHANGE_VI,
        "Rings turn against the rule of {format} (shells counter-clockwise, holes clockwise)."
        + _CHANGE_EN,
        _ACCEPT_VI,
        _ACCEPT_EN,
    ),
    "self_touch": FindingKind(
        "repair",
        "Ranh giới chạm chính nó tại {at}." + _CHANGE_VI,
        "The boundary touches itself at {at}." + _CHANGE_EN,
        _ACCEPT_VI,
        _ACCEPT_EN,
    ),
    "repair_changes_area": FindingKind(
        "error",
        "Việc sửa ({repair}) làm đổi diện tích {share}, quá 0,1%: trước {before}, sau {after}.",
        "The repair ({repair}) would change the area by {share}, over 0.1%: before {before}, "
        "after {after}.",
        _REDRAW_VI,
        _REDRAW_EN,
    ),
    "zero_area": FindingKind(
        "error",
        "Hình có diện tích {area}, coi như bằng không.",
        "The polygon has an area of {area}, as good as none.",
        _REDRAW_VI,
        _REDRAW_EN,
    ),
    "spike": FindingKind(
        "error",
        "Ranh giới có gai dài {length} tại {at}: đi ra rồi về trên cùng một đường.",
        "The boundary has a spike {length} long at {at}: it goes out and back on one line.",
        _REDRAW_VI,
        _REDRAW_EN,
    ),
    "narrow_spike": FindingKind(
        "question",
        "Ranh giới có gai dài {length}, rộng {width} tại {at}.",
        "The boundary has a spike {length} long and {width} wide at {at}.",
        _REDRAW_VI + _CONFIRM_VI,
        _REDRAW_EN + _CONFIRM_EN,
        may_confirm=True,
    ),
    "bow_tie": FindingKind(
        "error",
        "Ranh giới tự cắt (hình nơ) tại {at}; có hơn một cách hiểu.",
        "The boundary crosses itself (a bow-tie) at {at}; it has more than one reading.",
        _REDRAW_VI,
        _REDRAW_EN,
    ),
    "hole_outside_shell": FindingKind(
        "error",
        "Một lỗ nằm ngoài hoặc cắt ranh giới của hình, tại {at}.",
        "A hole lies outside its shell or crosses it, at {at}.",
        _REDRAW_VI,
        _REDRAW_EN,
    ),
    "holes_overlap": FindingKind(
        "error",
        "Các lỗ của hình chồng lên nhau tại {at}.",
        "Holes of the polygon lie in one another at {at}.",
        _REDRAW_VI,
        _REDRAW_EN,
    ),
    "parts_overlap": FindingKind(
        "error",
        "Các phần của hình chồng lên nhau tại {at}.",
        "Parts of the multipolygon overlap at {at}.",
        _REDRAW_VI,
        _REDRAW_EN,
    ),
    "interior_cut": FindingKind(
        "error",
        "Các lỗ cắt hình thành nhiều mảnh tại {at}.",
        "Holes cut the polygon in pieces at {at}.",
        _REDRAW_VI,
        _REDRAW_EN,
    ),
    "invalid_geometry": FindingKind(
        "error",
        "Hình không hợp lệ: {reason}.",
        "The geometry is not valid: {reason}.",
        _REDRAW_VI,
        _REDRAW_EN,
    ),
    "sliver": FindingKind(
        "note",
        "Hình rất hẹp: diện tích {area}, rộng trung bình {width}.",
        "The polygon is a sliver: {area}, {width} wide on average.",
        "Xem có phải mảnh thừa của bản vẽ không.",
        "See whether it is a leftover of the drawing.",
    ),
    "duplicate_feature": FindingKind(
        "error",
        "Ranh giới trùng khớp với {other}; đất sẽ bị tính hai lần.",
        "The boundary is the same as that of {other}; the land would be counted twice.",
        "Bỏ một trong hai.",
        "Leave one of the two out.",
    ),
    "same_position": FindingKind(
        "note",
        "Vị trí trùng khớp với {other}.",
        "The position is the same as that of {other}.",
        "Xem có phải cùng một đối tượng không.",
        "See whether both are one thing.",
    ),
}

_TABLE: Mapping[str, FindingKind] = {
    "duplicate_id": FindingKind(
        "error",
        "Cột {column}: mã {id} đã có ở {other}.",
        "Column {column}: {other} has the id {id} already.",
        "Cho mỗi đối tượng một mã riêng.",
        "Give each feature an id of its own.",
    ),
    "nul_in_text": FindingKind(
        "error",
        "Cột {column}: chữ có ký tự U+0000.",
        "Column {column}: the text holds the character U+0000.",
        "Xóa ký tự này trong tệp gốc.",
        "Remove the character from the file.",
    ),
    "hectares_for_m2": FindingKind(
        "question",
        "Cột {column} hiểu là m², nhưng số ghi bằng {ratio} lần diện tích đo: có lẽ là hecta (ghi "
        "{declared}, đo {measured}).",
        "Column {column} is taken as m², but holds {ratio} times the measured area: hectares, it "
        "seems ({declared} written, {measured} measured).",
        'Nếu là hecta, khai báo --map area_ha="{column}".' + _CONFIRM_VI,
        'If it is hectares, declare --map area_ha="{column}".' + _CONFIRM_EN,
        may_confirm=True,
    ),
    "m2_for_hectares": FindingKind(
        "question",
        "Cột {column} hiểu là hecta, nhưng số ghi bằng {ratio} lần diện tích đo: có lẽ là m² (ghi "
        "{declared}, đo {measured}).",
        "Column {column} is taken as hectares, but holds {ratio} times the measured area: m², it "
        "seems ({declared} written, {measured} measured).",
        'Nếu là m², khai báo --map area_m2="{column}".' + _CONFIRM_VI,
        'If it is m², declare --map area_m2="{column}".' + _CONFIRM_EN,
        may_confirm=True,
    ),
    "decimal_comma_lost": FindingKind(
        "question",
        "Cột {column} ghi {declared}, đo được {measured}: gấp {ratio} lần, có lẽ mất dấu phẩy thập "
        "phân hoặc nhầm dấu ngăn hàng nghìn.",
        "Column {column} says {declared}, {measured} were measured: {ratio} times, as if a decimal "
        "comma or a mark of thousands was lost.",
        "Sửa số trong tệp, hoặc khai báo --decimal." + _CONFIRM_VI,
        "Correct the number, or declare --decimal." + _CONFIRM_EN,
        may_confirm=True,
    ),
    "area_disagrees": FindingKind(
        "question",
        "Cột {column} ghi {declared}, đo được {measured}: lệch {share}.",
        "Column {column} says {declared}, {measured} were measured: {share} apart.",
        "Xem số hay ranh giới sai." + _CONFIRM_VI,
        "See whether the number or the boundary is wrong." + _CONFIRM_EN,
        may_confirm=True,
    ),
    "area_differs": FindingKind(
        "note",
        "Cột {column} ghi {declared}, đo được {measured}: lệch {share}.",
        "Column {column} says {declared}, {measured} were measured: {share} apart.",
        "Diện tích đo được dùng; số ghi được giữ bên cạnh.",
        "The measured area is used; the written one is kept beside it.",
    ),
    "area_null": FindingKind(
        "error",
        "Cột {column} trống, trong khi các đối tượng khác có diện tích.",
        "Column {column} is empty, while other features have an area.",
        "Điền diện tích; chưa biết không phải là bằng không.",
        "Fill in the area; unknown is not zero.",
    ),
    "area_column_empty": FindingKind(
        "question",
        "Cột {column} không có diện tích nào.",
        "Column {column} holds no area at all.",
        "Điền diện tích, hoặc bỏ cột." + _CONFIRM_VI,
        "Fill in the areas, or leave the column out." + _CONFIRM_EN,
        may_confirm=True,
    ),
    "area_not_positive": FindingKind(
        "error",
        "Cột {column} ghi {declared}; diện tích phải lớn hơn không.",
        "Column {column} says {declared}; an area is more than zero.",
        "Sửa số trong tệp.",
        "Correct the number.",
    ),
    "area_not_number": FindingKind(
        "error",
        "Cột {column} ghi {text}, không phải là số.",
        "Column {column} says {text}, which is no number.",
        "Ghi diện tích bằng số, ví dụ 1234,5.",
        "Write the area as a number, such as 1234.5.",
    ),
}

_COVERAGE: Mapping[str, FindingKind] = {
    "parcels_overlap": FindingKind(
        "error",
        "Chồng lên {other} {area}; phần đất này chỉ được tính một lần.",
        "It overlaps {other} by {area}; that land counts only once.",
        _REDRAW_VI,
        _REDRAW_EN,
    ),
    "parcels_overlap_slightly": FindingKind(
        "note",
        "Chồng lên {other} {area}, không đáng kể.",
        "It overlaps {other} by {area}, which is negligible.",
        "Không cần làm gì.",
        "Nothing to do.",
    ),
    "parcel_outside_zone": FindingKind(
        "error",
        "{area} ({share}) nằm ngoài ranh giới khu {zone}.",
        "{area} ({share}) lies outside the boundary of the zone {zone}.",
        "Kiểm tra --zone và ranh giới lô.",
        "Check --zone and the boundary of the parcel.",
    ),
    "parcel_beyond_outline": FindingKind(
        "question",
        "{area} ({share}) nằm ngoài ranh giới khu {zone}, nhưng ranh giới này chỉ gần đúng "
        "({quality}).",
        "{area} ({share}) lies outside the outline of the zone {zone}, but that outline is only "
        "approximate ({quality}).",
        "Nhập ranh giới đo đạc của khu trước." + _CONFIRM_VI,
        "Import the surveyed outline of the zone first." + _CONFIRM_EN,
        may_confirm=True,
    ),
    "zone_gap": FindingKind(
        "question",
        "Khu {zone} ghi là đủ lô, nhưng có chỗ trống {area} quanh {at}.",
        "The parcels of the zone {zone} are said to be complete, but {area} round {at} belongs to "
        "none.",
        "Bổ sung lô còn thiếu." + _CONFIRM_VI,
        "Add the missing parcel." + _CONFIRM_EN,
        may_confirm=True,
    ),
    "zone_sum_differs": FindingKind(
        "error",
        "Tổng các lô của khu {zone} là {total}, ranh giới khu là {zone_area}: lệch {difference}, "
        "quá mức cho phép {tolerance}.",
        "The parcels of the zone {zone} add up to {total}, its outline has {zone_area}: "
        "{difference} apart, more than the {tolerance} allowed.",
        "Bổ sung hoặc sửa các lô, hoặc không ghi khu là đủ lô.",
        "Add or correct parcels, or do not call the zone complete.",
    ),
}

FEATURE_KINDS: Final[Mapping[str, FindingKind]] = {**_GEOMETRY, **_TABLE, **_COVERAGE}
"""Codes about single features, by the order in which a file is examined."""
