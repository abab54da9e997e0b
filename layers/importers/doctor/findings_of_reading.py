"""Words of what the readers notice, by the codes of `layers.importers.reading.codes`.

`{detail}` is what the reader saw, with the value it saw. Where land or meaning may be lost it is a
question; where the reader only says what it did, a note.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from layers.importers.doctor.finding_kinds import FindingKind
from layers.importers.doctor.records import Severity

_CONFIRM_VI = " Nếu đúng là như vậy, xác nhận bằng --confirm {code}."
_CONFIRM_EN = " If it is meant so, confirm it with --confirm {code}."
_CHECK_VI = "Xem lại chỗ này trong tệp gốc."
_CHECK_EN = "Look at this place in the file."


def _kind(
    severity: Severity,
    vi: str,
    en: str,
    remedy_vi: str = _CHECK_VI,
    remedy_en: str = _CHECK_EN,
    *,
    may_confirm: bool = False,
) -> FindingKind:
    if may_confirm:
        remedy_vi, remedy_en = remedy_vi + _CONFIRM_VI, remedy_en + _CONFIRM_EN
    return FindingKind(
        severity, f"{vi}: {{detail}}", f"{en}: {{detail}}", remedy_vi, remedy_en, may_confirm
    )


READING_KINDS: Final[Mapping[str, FindingKind]] = {
    "reader_noticed": _kind("note", "Khi đọc tệp", "While reading the file"),
    "axes_assumed": _kind(
        "question",
        "Không có tiêu đề nói cột nào là bắc; X được hiểu là bắc theo thông lệ",
        "No header says which column is north; X was taken as north, by custom",
        "Khai báo --x-is-north hoặc --x-is-east.",
        "Declare --x-is-north or --x-is-east.",
        may_confirm=True,
    ),
    "axes_contradict_convention": _kind(
        "question",
        "X được hiểu là bắc, nhưng độ lớn cho thấy X là đông",
        "X was taken as north, but the sizes say it is east",
        "Khai báo --x-is-north hoặc --x-is-east.",
        "Declare --x-is-north or --x-is-east.",
    ),
    "blob_column": _kind(
        "note", "Bỏ qua một cột dữ liệu nhị phân", "A column of bytes was left out"
    ),
    "block_not_read": _kind(
        "question",
        "Bản vẽ có khối tham chiếu, phần bên trong không được đọc",
        "The drawing has block references; what they hold was not read",
        "Phá khối (EXPLODE) trong bản vẽ nếu trong đó có ranh giới.",
        "Explode the blocks if they hold boundaries.",
        may_confirm=True,
    ),
    "crs_not_stated": _kind(
        "note",
        "Tệp nói không biết hệ tọa độ của chính nó",
        "The file says that it does not know its coordinate reference system",
        "Khai báo --crs EPSG:mã.",
        "Declare --crs EPSG:code.",
    ),
    "date_serial": _kind(
        "note",
        "Số ngày của bảng tính được đọc thành ngày tháng",
        "Day numbers of a spreadsheet were read as dates",
    ),
    "date_unclear": _kind(
        "note",
        "Ngày không theo ngày/tháng/năm được giữ nguyên là chữ",
        "Dates that are not day/month/year were left as text",
    ),
    "deleted_record": _kind(
        "note", "Bỏ qua bản ghi đã đánh dấu xóa", "Records marked deleted were left out"
    ),
    "encoding_guessed": _kind(
        "question",
        "Tệp không nói chữ viết theo bảng mã nào; bảng mã có khả năng nhất được dùng",
        "The file does not say how its text is encoded; the likeliest was taken",
        "Xem các tên có dấu có đọc đúng không, rồi khai báo --encoding.",
        "See whether names with diacritics read well, then declare --encoding.",
        may_confirm=True,
    ),
    "error_cell": _kind(
        "question",
        "Ô bảng tính báo lỗi, được đọc là trống",
        "A spreadsheet error stands in a cell; it was read as empty",
        "Sửa công thức của ô.",
        "Correct the cell.",
        may_confirm=True,
    ),
    "file_tail": _kind(
        "note",
        "Sau chỗ kết thúc của tệp còn dữ liệu, không được đọc",
        "Bytes follow after the end that the file declares; they were not read",
    ),
    "formula_cell": _kind(
        "question",
        "Ô chứa công thức; giá trị tính lần cuối được dùng",
        "A formula stands in a cell; the value last computed was taken",
        "Dán lại thành giá trị (Paste Special → Values).",
        "Paste the cells as values.",
        may_confirm=True,
    ),
    "geometry_type_skipped": _kind(
        "note",
        "Phần tử không phải ranh giới, bỏ hình",
        "An element of a kind that is not land was left without geometry",
    ),
    "hidden_sheet": _kind(
        "note", "Trang tính ẩn không được đọc", "The workbook has a hidden sheet; it was not read"
    ),
    "memo_column": _kind(
        "note", "Bỏ qua cột lưu ở tệp khác", "A column kept in another file was left out"
    ),
    "nested_value": _kind(
        "note",
        "Thuộc tính là danh sách hoặc đối tượng, được giữ là chữ JSON",
        "An attribute holds a list or an object; it was kept as JSON text",
    ),
    "number_ambiguous": _kind(
        "question",
        "Số có hai cách đọc (1.234 là 1234 hay 1,234), được giữ là chữ",
        "A number has two readings (1.234 may be 1234 or 1.234); it was left as text",
        "Khai báo --decimal comma hoặc --decimal point.",
        "Declare --decimal comma or --decimal point.",
        may_confirm=True,
    ),
    "number_mixed": _kind(
        "question",
        "Một cột dùng lẫn dấu phẩy và dấu chấm thập phân, được giữ là chữ",
        "A column mixes decimal commas and points; it was left as text",
        "Viết các số trong cột theo một cách.",
        "Write the numbers of the column one way.",
        may_confirm=True,
    ),
    "open_polyline": _kind(
        "question",
        "Đường không khép kín bị bỏ qua",
        "A polyline that is not closed was left out",
        "Khép kín đường (CLOSE) nếu đó là ranh giới.",
        "Close it in the drawing if it is a boundary.",
        may_confirm=True,
    ),
    "parcel_by_restart": _kind(
        "note",
        "Không có tiêu đề chia lô; mỗi lô bắt đầu ở chỗ đánh số lại từ đầu",
        "No heading parts the parcels; each begins where numbering restarts",
    ),
    "parcel_value_differs": _kind(
        "question",
        "Các góc của một lô ghi thuộc tính khác nhau; giá trị đầu được dùng",
        "Corners of one parcel disagree on an attribute; the first value stands",
        may_confirm=True,
    ),
    "row_not_read": _kind(
        "note",
        "Dòng không có góc và không mở đầu lô nào, được bỏ qua",
        "A row holds no corner and begins no parcel; it was passed over",
    ),
    "several_crs": _kind(
        "error",
        "Các đối tượng ghi hệ tọa độ khác nhau",
        "Features name different coordinate reference systems",
        "Tách mỗi hệ tọa độ thành một tệp.",
        "Export each system as a file of its own.",
    ),
    "units_not_metres": _kind(
        "question",
        "Đơn vị của bản vẽ không phải là mét",
        "The drawing's unit is not the metre",
        "Chuyển bản vẽ sang mét.",
        "Scale the drawing to metres.",
        may_confirm=True,
    ),
    "units_unknown": _kind("note", "Bản vẽ không nói đơn vị", "The drawing does not say its unit"),
}
"""What readers notice, with severity and words."""

LISTED_AS_REPAIRS: Final = frozenset({"ring_not_closed", "ring_direction"})
"""Noticed by the reader, listed among the repairs by the doctor."""
