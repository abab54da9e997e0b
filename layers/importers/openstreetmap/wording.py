"""What is said of objects that were left out, of questions and of findings, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from layers.importers.openstreetmap.choosing import LeftOut
from layers.importers.openstreetmap.elements import ReadNote
from layers.importers.openstreetmap.zone_matching import Question

Severity = Literal["error", "question", "repair", "note"]

REASONS: Final[Mapping[str, tuple[str, str]]] = {
    "airstrip": ("bãi đáp, không có mã IATA", "an airstrip without an IATA code"),
    "broken_geometry": ("hình học bị lỗi", "its geometry is broken"),
    "cargo_unknown": ("không nói có hàng hóa hay không", "it does not say that it handles cargo"),
    "disused": ("không còn dùng", "it is no longer used"),
    "far_from_zones": ("xa mọi khu công nghiệp", "it passes no zone within 10 km"),
    "fishing_port": ("cảng cá", "a fishing port"),
    "inside_a_zone": ("chỉ nằm trong hoặc cạnh một khu", "a thing in or beside a zone"),
    "kept_surveyed": ("ranh giới đo đạc được giữ", "the surveyed outline stands"),
    "marina": ("bến du thuyền", "a marina"),
    "nameless": ("không có tên", "it has no name"),
    "no_geometry": ("tệp không cho hình học", "the file gives no geometry for it"),
    "no_industrial_land": ("không phải đất công nghiệp", "it is not tagged as industrial land"),
    "no_outline": ("tệp chỉ cho khung bao", "the file gives only its bounds, no outline"),
    "not_built": ("mới là đề xuất", "it is only proposed"),
    "older_outline": ("cũ hơn ranh giới đang có", "it is older than the outline on record"),
    "open_way": ("đường không khép kín", "its way does not close"),
    "outside_city": ("ngoài TP.HCM mới", "it lies outside the merged city"),
    "outside_region": ("ngoài vùng bản đồ", "it lies outside the region"),
    "passenger_pier": ("bến phà hoặc bến khách", "a ferry or passenger pier"),
    "point_only": ("chỉ là một điểm", "a point, not an outline"),
    "rail_yard": ("đường ga, đường nhánh", "a yard, siding or spur"),
    "side_unknown": (
        "không rõ có thuộc TP.HCM không",
        "nobody says on which side of the city's border it lies",
    ),
    "trunk_without_number": (
        "đường trục không có số hiệu",
        "a trunk road without a national or provincial number",
    ),
    "twice": ("trùng mã trong tệp", "the file has an object of this id before it"),
    "unknown_zone": ("không có trong danh sách khu", "no zone on record has its name and place"),
}
"""Why an object is left out, by code: Vietnamese, English."""

_QUESTIONS: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "id_far_away": (
        "Mã OSM của khu nằm xa vị trí đã biết",
        "The object with the zone's OpenStreetMap id lies far from the zone",
        "Kiểm tra mã OSM của khu",
        "Check the zone's OpenStreetMap id",
    ),
    "id_other_name": (
        "Mã OSM của khu nay mang tên khác",
        "The object with the zone's OpenStreetMap id has another name now",
        "Kiểm tra mã OSM của khu",
        "Check the zone's OpenStreetMap id",
    ),
    "ids_missing": (
        "Tệp thiếu một phần của khu theo mã OSM",
        "The file lacks, or has broken, another object that shows the zone",
        "Nhập tệp có đủ các đối tượng, hoặc sửa mã OSM của khu",
        "Import a file that has all of them, or correct the zone's OpenStreetMap ids",
    ),
    "link_far_away": (
        "Tuyến trùng tên nhưng ở xa nét vẽ đã có",
        "A road or railway of this name lies far from its sketch",
        "So hai tuyến rồi sửa tên",
        "Compare the two and correct a name",
    ),
    "link_in_part": (
        "Tệp chỉ có một đoạn của tuyến",
        "The file holds only a piece of this road or railway",
        "Nhập tệp bao trọn tuyến",
        "Import a file that holds all of it",
    ),
    "name_far_away": (
        "Trùng tên nhưng xa tâm khu đã biết",
        "The name is the zone's, but it lies far from the zone's centre",
        "Xác nhận bằng cách ghi mã OSM cho khu",
        "Confirm by giving the zone this OpenStreetMap id",
    ),
    "no_number": (
        "Tên không có số; có thể là nhiều khu",
        "The name has no number and may stand for several zones",
        "Ghi mã OSM cho đúng khu",
        "Give the right zone this OpenStreetMap id",
    ),
    "not_built_there": (
        "OSM nói chưa khai thác, dữ liệu nói đang khai thác",
        "OpenStreetMap says it is not open; on record it is",
        "Kiểm tra tình trạng của tuyến",
        "Check the state of the road or railway",
    ),
    "second_outline": (
        "Khu đã có đường bao khác theo mã OSM",
        "The zone has another outline by its OpenStreetMap id",
        "Thêm mã OSM này vào khu nếu là một phần của khu",
        "Add this id to the zone if it is a part of it",
    ),
    "several_links": (
        "Trùng tên với nhiều tuyến",
        "Several roads or railways on record have its name",
        "Sửa tên cho khác nhau",
        "Tell the names apart",
    ),
    "several_objects": (
        "Nhiều đối tượng OSM cùng tên ở các nơi khác nhau",
        "Several objects at different places could be this one",
        "Chọn một và sửa tên ở OSM",
        "Choose one and correct the names at OpenStreetMap",
    ),
    "several_outlines": (
        "Nhiều đường bao xa nhau cùng tên khu",
        "Several outlines far from each other have the zone's name",
        "Ghi mã OSM đúng cho khu",
        "Give the zone the right OpenStreetMap ids",
    ),
    "several_places": (
        "Trùng tên với nhiều cảng hoặc sân bay",
        "Several ports or airports on record could be this one",
        "Ghi tên đầy đủ ở OSM hoặc trong danh sách",
        "Give the full name at OpenStreetMap or in the list",
    ),
    "several_zones": (
        "Trùng tên với nhiều khu",
        "Several zones on record could be this one",
        "Ghi mã OSM cho đúng khu",
        "Give the right zone this OpenStreetMap id",
    ),
    "unplaced_zone": (
        "Trùng tên một khu chưa rõ vị trí",
        "A zone of this name has no known place to compare with",
        "Ghi mã OSM cho khu nếu đúng",
        "Give the zone this OpenStreetMap id if it is the one",
    ),
}

_NOTES: Final[Mapping[str, tuple[str, str]]] = {
    "bad_coordinate": ("Tọa độ không phải độ", "A coordinate that is no longitude and latitude"),
    "bad_object": ("Phần tử không đọc được", "An element that cannot be read"),
    "bad_text": ("Chữ có ký tự lạ hoặc quá dài", "Text with control characters or too long"),
    "broken_geometry": ("Hình học bị lỗi", "Broken geometry"),
    "clipped": ("Hình học bị cắt theo khung", "Geometry cut to a box"),
    "missing_members": ("Quan hệ thiếu thành viên", "A relation whose members are missing"),
    "missing_nodes": ("Đường thiếu nút", "A way whose nodes are missing"),
}

_EXAMPLES: Final = 5


@dataclass(frozen=True, slots=True)
class OsmFinding:
    """Something to be told of an import; the fields are those of every finding of a file.

    Attributes
    ----------
    code
        Name of the cause.
    severity
        `question` where a person has to decide, else `note`.
    number
        How many objects it is about.
    place
        Id of the object, zone, link or port.
    value
        What was seen there.
    """

    code: str
    severity: Severity
    number: int | None
    place: str | None
    message_vi: str
    message_en: str
    remedy_vi: str = ""
    remedy_en: str = ""
    value: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)


def finding_from_question(question: Question) -> OsmFinding:
    """What is asked of a person."""
    vi, en, remedy_vi, remedy_en = _QUESTIONS[question.code]
    value = " | ".join(
        part
        for part in (question.element.label, ", ".join(question.candidates), question.detail)
        if part
    )
    place = question.element.key
    return OsmFinding(
        question.code, "question", 1, place, vi, en, remedy_vi, remedy_en, value[:500]
    )


def findings_from_left_out(left_out: Iterable[LeftOut]) -> list[OsmFinding]:
    """One finding a reason and subject, with its count and the first objects."""
    grouped: dict[tuple[str, str], list[LeftOut]] = {}
    for one in left_out:
        grouped.setdefault((one.subject, one.reason), []).append(one)
    findings = []
    for (subject, reason), ones in sorted(grouped.items()):
        vi, en = REASONS[reason]
        examples = ", ".join(one.element.label for one in ones[:_EXAMPLES])
        more = f" (+{len(ones) - _EXAMPLES})" if len(ones) > _EXAMPLES else ""
        findings.append(
            OsmFinding(
                f"left_out_{reason}",
                "note",
                len(ones),
                subject,
                f"Không lấy: {vi}",
                f"Left out: {en}",
                value=f"{examples}{more}"[:500],
            )
        )
    return findings


def findings_from_notes(notes: Iterable[ReadNote]) -> list[OsmFinding]:
    """One finding a cause that the reader noticed, with its count and the first places."""
    grouped: dict[str, list[ReadNote]] = {}
    for note in notes:
        grouped.setdefault(note.code, []).append(note)
    return [
        OsmFinding(
            code,
            "note",
            len(ones),
            ones[0].place,
            *_NOTES[code],
            value="; ".join(f"{one.place or 'file'}: {one.detail}" for one in ones[:_EXAMPLES])[
                :500
            ],
        )
        for code, ones in sorted(grouped.items())
    ]
