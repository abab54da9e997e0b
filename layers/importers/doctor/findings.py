"""Every code of the doctor and its words: the one table of what can look wrong.

Sentences hold places for numbers, filled in by `make_finding`. This part of the table is
about where a file lies; `findings_of_reading` has what readers notice, `findings_of_features` what
is wrong with boundaries, tables and coverage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from layers.importers.doctor.finding_kinds import FindingKind
from layers.importers.doctor.findings_of_features import FEATURE_KINDS
from layers.importers.doctor.findings_of_reading import READING_KINDS
from layers.importers.doctor.records import Finding
from layers.importers.doctor.wording import Words, shown

if TYPE_CHECKING:
    from layers.importers.raw import RawFeature

_DECLARE_VI = "Hỏi người lập tệp, rồi khai báo bằng --crs EPSG:mã."
_DECLARE_EN = "Ask whoever made the file, then declare it with --crs EPSG:code."
_CONFIRM_VI = " Nếu đúng là như vậy, xác nhận bằng --confirm {code}."
_CONFIRM_EN = " If it is meant so, confirm it with --confirm {code}."
_CONFIRMED_VI = " (Đã được xác nhận.)"
_CONFIRMED_EN = " (Confirmed.)"

FILE_KINDS: Final[Mapping[str, FindingKind]] = {
    "no_features": FindingKind(
        "error",
        "Lớp {layer} không có đối tượng nào.",
        "The layer {layer} has no feature.",
        "Kiểm tra lại tệp, hoặc chọn lớp khác bằng --layer.",
        "Check the file, or choose another layer with --layer.",
    ),
    "legacy_encoding": FindingKind(
        "note",
        "Chữ trong tệp viết theo bảng mã {encoding}, đã được đọc thành Unicode.",
        "The text of the file is in {encoding} and was read into Unicode.",
        "Xem lại vài tên có dấu; nếu sai, khai báo --encoding.",
        "Look at some names with diacritics; if they are wrong, declare --encoding.",
    ),
    "crs_missing": FindingKind(
        "question",
        "Tệp không có hệ tọa độ và cũng không được khai báo. Tọa độ giữa tệp: {middle}. "
        "Các hệ cho vị trí trong vùng: {candidates}.",
        "The file names no coordinate reference system and none was declared. The middle of the "
        "file is {middle}. These would land in the region: {candidates}.",
        _DECLARE_VI,
        _DECLARE_EN,
    ),
    "crs_unknown": FindingKind(
        "question",
        "Hệ tọa độ ghi trong tệp không có trong danh sách: {found}. {hint}",
        "The coordinate reference system of the file is not one known here: {found}. {hint}",
        _DECLARE_VI,
        _DECLARE_EN,
    ),
    "crs_declared_unknown": FindingKind(
        "error",
        "Hệ tọa độ khai báo {declared} không có trong danh sách: {known}.",
        "The declared coordinate reference system {declared} is not one of {known}.",
        "Khai báo một mã trong danh sách, hoặc chuyển tệp sang một hệ như vậy.",
        "Declare one of these codes, or transform the file to one of them.",
    ),
    "crs_deprecated": FindingKind(
        "question",
        "Tệp ghi EPSG:{code_found}, mã đã bị hủy vì ghi lẫn độ dời đông và bắc 500.000 m; "
        "mã thay thế là EPSG:{replacement}. {hint}",
        "The file says EPSG:{code_found}, withdrawn because its false easting and false northing "
        "of 500,000 m are swapped; EPSG:{replacement} replaced it. {hint}",
        "Kiểm tra hoành độ ở gần 500.000 m, rồi khai báo --crs EPSG:mã thay thế đúng kinh tuyến.",
        "Check that eastings lie near 500,000 m, then declare --crs with the code of the "
        "right meridian.",
    ),
    "crs_declared_deprecated": FindingKind(
        "error",
        "EPSG:{declared_code} đã bị hủy vì ghi lẫn độ dời đông và bắc 500.000 m.",
        "EPSG:{declared_code} is withdrawn: its false easting and false northing of 500,000 m "
        "are swapped.",
        "Khai báo --crs EPSG:{replacement}, nếu kinh tuyến trục đúng.",
        "Declare --crs EPSG:{replacement}, if its central meridian is the right one.",
    ),
    "crs_differs": FindingKind(
        "question",
        "Tệp ghi {found} nhưng khai báo là {declared}; cả hai đều cho vị trí trong vùng, cách nhau "
        "{distance}: {place_found} và {place_declared}.",
        "The file says {found} but {declared} was declared; both land in the region, {distance} "
        "apart: {place_found} and {place_declared}.",
        "Bỏ --crs nếu tệp đúng." + _CONFIRM_VI,
        "Leave --crs out if the file is right." + _CONFIRM_EN,
        may_confirm=True,
    ),
    "crs_override": FindingKind(
        "note",
        "Tệp ghi {found}; được đọc theo khai báo {declared}. {hint}",
        "The file says {found}; it is read as declared, in {declared}. {hint}",
        "Không cần làm gì nếu khai báo đúng.",
        "Nothing to do if the declaration is right.",
    ),
    "degrees_called_metres": FindingKind(
        "question",
        "{crs} tính bằng mét, nhưng tọa độ trông như độ: {middle}. {candidates}",
        "{crs} is in metres, but the coordinates look like degrees: {middle}. {candidates}",
        _DECLARE_VI,
        _DECLARE_EN,
    ),
    "metres_called_degrees": FindingKind(
        "question",
        "{crs} tính bằng độ, nhưng tọa độ trông như mét: {middle}. "
        "Các hệ cho vị trí trong vùng: {candidates}.",
        "{crs} is in degrees, but the coordinates look like metres: {middle}. "
        "These would land in the region: {candidates}.",
        _DECLARE_VI,
        _DECLARE_EN,
    ),
    "wgs84_with_vn2000_numbers": FindingKind(
        "question",
        "Tệp ghi hệ WGS 84 ({crs}) nhưng tọa độ là mét như VN-2000: {middle}. "
        "Các hệ cho vị trí trong vùng: {candidates}.",
        "The file says WGS 84 ({crs}), but its coordinates are metres as in VN-2000: {middle}. "
        "These would land in the region: {candidates}.",
        "Tệp .prj có lẽ do phần mềm tự ghi. " + _DECLARE_VI,
        "Some program may have written the .prj by itself. " + _DECLARE_EN,
    ),
    "axes_swapped": FindingKind(
        "question",
        "Đọc theo {crs}, giữa tệp ({middle}) không nằm trong vùng; đổi chỗ hai cột thì ở "
        "{place_swapped}.",
        "Read in {crs}, the middle of the file ({middle}) is not in the region; with the two "
        "columns swapped it is at {place_swapped}.",
        "Bảng Việt Nam ghi X = bắc, Y = đông: khai báo --x-is-north, hoặc xuất lại tệp với đông "
        "(kinh độ) trước.",
        "Vietnamese tables write X = north, Y = east: declare --x-is-north, or export the file "
        "with easting (longitude) first.",
    ),
    "wrong_meridian": FindingKind(
        "question",
        "Đọc theo {crs} (kinh tuyến trục {meridian}), giữa tệp ở {at}; theo {other} (kinh tuyến "
        "trục {other_meridian}) thì ở {other_at}, cách {distance}.",
        "Read in {crs} (central meridian {meridian}), the middle of the file is at {at}; in "
        "{other} (central meridian {other_meridian}) it is at {other_at}, {distance} away.",
        "Nếu kinh tuyến trục là {other_meridian}, khai báo --crs {other}.{confirm}",
        "If the central meridian is {other_meridian}, declare --crs {other}.{confirm}",
        may_confirm=True,
    ),
    "other_crs_fits": FindingKind(
        "question",
        "Đọc theo {crs}, giữa tệp ở {at}; theo {other} thì ở {other_at}, cách {distance}.",
        "Read in {crs}, the middle of the file is at {at}; in {other} it is at {other_at}, "
        "{distance} away.",
        "Nếu hệ đúng là {other}, khai báo --crs {other}.{confirm}",
        "If {other} is the right one, declare --crs {other}.{confirm}",
        may_confirm=True,
    ),
    "datum_shift_missing": FindingKind(
        "question",
        "Đọc theo {crs} (WGS 84), {share} diện tích nằm ngoài ranh giới đã biết của {zones}; đọc "
        "như VN-2000 ({other}) thì chỉ {other_share}. Hai cách đọc lệch nhau {distance} về hướng "
        "{bearing}.",
        "Read in {crs} (WGS 84), {share} of the area lies outside the known outline of {zones}; "
        "read as VN-2000 ({other}) only {other_share}. The two readings are {distance} apart, "
        "toward {bearing}.",
        "Có lẽ tọa độ là VN-2000: khai báo --crs {other}." + _CONFIRM_VI,
        "The coordinates may be VN-2000: declare --crs {other}." + _CONFIRM_EN,
        may_confirm=True,
    ),
    "datum_shift_unneeded": FindingKind(
        "question",
        "Đọc theo {crs} (VN-2000), {share} diện tích nằm ngoài ranh giới đã biết của {zones}; coi "
        "tọa độ đã là WGS 84 ({other}) thì chỉ {other_share}. Hai cách đọc lệch nhau {distance} về "
        "hướng {bearing}.",
        "Read in {crs} (VN-2000), {share} of the area lies outside the known outline of {zones}; "
        "taken as already WGS 84 ({other}) only {other_share}. The two readings are {distance} "
        "apart, toward {bearing}.",
        "Hỏi người lập tệp đã chuyển từ WGS 84 sang VN-2000 chưa; nếu chưa, khai báo --crs {other} "
        "hoặc xuất lại tệp." + _CONFIRM_VI,
        "Ask whether the file was ever shifted from WGS 84 to VN-2000; if not, declare --crs "
        "{other} or export it again." + _CONFIRM_EN,
        may_confirm=True,
    ),
    "false_easting_missing": FindingKind(
        "question",
        "Đọc theo {crs}, hoành độ giữa tệp là {easting}, không ở gần 500.000 m; thêm 500.000 m thì "
        "ở {at}.",
        "Read in {crs}, the easting in the middle of the file is {easting}, not near 500,000 m; "
        "with 500,000 m added it is at {at}.",
        "Xuất lại tệp với độ dời đông 500.000 m của {crs}.",
        "Export the file again with the false easting of 500,000 m of {crs}.",
    ),
    "false_origin_swapped": FindingKind(
        "question",
        "Tọa độ giữa tệp ({middle}) như theo một mã đã bị hủy (6956–6959): 500.000 m nằm ở tung độ "
        "thay vì hoành độ; sửa lại thì ở {at}.",
        "The middle of the file ({middle}) looks made with a withdrawn code (6956-6959): the "
        "500,000 m are in the northing instead of the easting; put right it is at {at}.",
        "Xuất lại tệp theo {crs}.",
        "Export the file again in {crs}.",
    ),
    "far_from_zone": FindingKind(
        "question",
        "Giữa tệp ({at}) cách khu {zone} {distance}, và không hệ tọa độ nào khác đưa nó tới "
        "gần khu này.",
        "The middle of the file ({at}) is {distance} from the zone {zone}, and no other "
        "coordinate reference system brings it near.",
        "Kiểm tra --zone và hệ tọa độ." + _CONFIRM_VI,
        "Check --zone and the coordinate reference system." + _CONFIRM_EN,
        may_confirm=True,
    ),
    "zone_unknown": FindingKind(
        "error",
        "Không có khu nào mang mã {zone}.",
        "No zone has the id {zone}.",
        "Kiểm tra --zone; `zonemap ledger` liệt kê các mã khu.",
        "Check --zone; `zonemap ledger` lists the ids.",
    ),
    "outside_region": FindingKind(
        "error",
        "Đọc theo {crs}, nằm ở {at}, ngoài vùng {region}.",
        "Read in {crs} it lies at {at}, outside the region {region}.",
        "Kiểm tra hệ tọa độ và thứ tự cột, hoặc bỏ đối tượng này.",
        "Check the coordinate reference system and the order of columns, or leave this feature "
        "out.",
    ),
    "reaches_outside": FindingKind(
        "note",
        "Một phần nằm ngoài vùng {region}: trải từ {span}.",
        "A part lies outside the region {region}: it spans {span}.",
        "Chỉ phần trong vùng được dùng.",
        "Only the part inside is used.",
    ),
    "out_of_range": FindingKind(
        "error",
        "Tọa độ {middle} không thể có trong {crs}.",
        "The coordinates {middle} cannot occur in {crs}.",
        "Kiểm tra hệ tọa độ và đối tượng này.",
        "Check the coordinate reference system and this feature.",
    ),
}

KINDS: Final[Mapping[str, FindingKind]] = MappingProxyType(
    {**READING_KINDS, **FILE_KINDS, **FEATURE_KINDS}
)
"""Every code with its severity and words."""


def make_finding(
    code: str,
    feature: RawFeature | None = None,
    /,
    *,
    value: object | None = None,
    **parts: Words | str,
) -> Finding:
    """Finding of a code, its sentences filled in.

    Parameters
    ----------
    code
        Key of `KINDS`.
    feature
        The feature it is about; None = the whole file.
    value
        What stood in the file; shown cut, with nothing in it that acts.
    **parts
        What the sentences have places for. A plain text comes from a file or a register and is
        shown as such in both languages; `Words` stand as they are.

    Returns
    -------
    Finding
        With the severity of the table.
    """
    kind = KINDS[code]
    vi, en = {"code": code}, {"code": code}
    for name, part in parts.items():
        vi[name] = part.vi if isinstance(part, Words) else shown(part, 400)
        en[name] = part.en if isinstance(part, Words) else shown(part, 400)
    return Finding(
        code=code,
        severity=kind.severity,
        number=feature.number if feature is not None else None,
        place=shown(feature.place) if feature is not None else None,
        message_vi=kind.message_vi.format(**vi).rstrip(),
        message_en=kind.message_en.format(**en).rstrip(),
        remedy_vi=kind.remedy_vi.format(**vi),
        remedy_en=kind.remedy_en.format(**en),
        value=shown(value) if value is not None else None,
    )


def confirm_words(code: str) -> Words:
    """How a question of that code is answered with "it is meant so"."""
    return Words(_CONFIRM_VI.format(code=code), _CONFIRM_EN.format(code=code))


def confirm(finding: Finding, confirmed: frozenset[str]) -> Finding:
    """Same finding, a note if it is a question that the person has answered with yes."""
    answered = finding.severity == "question" and finding.code in confirmed
    if not (answered and KINDS[finding.code].may_confirm):
        return finding
    return replace(
        finding,
        severity="note",
        message_vi=finding.message_vi + _CONFIRMED_VI,
        message_en=finding.message_en + _CONFIRMED_EN,
    )
