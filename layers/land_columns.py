"""Columns of the land book: the one home of their names, units and meaning, for pages and files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnGroup = Literal["zone", "declared", "ledger", "blocks", "map"]
ColumnKind = Literal["text", "area", "share", "count"]


@dataclass(frozen=True, slots=True)
class LandColumn:
    """One column of the table of zones.

    Attributes
    ----------
    key
        Name in the API and in files.
    kind
        `area` in hectares, `share` 0 to 1 shown in percent, `count` a whole number.
    decimals
        Digits shown; areas are rounded to them, half away from zero, before they are added up.
    is_summed
        Whether the column adds up over zones.
    """

    key: str
    group: ColumnGroup
    kind: ColumnKind
    label_vi: str
    label_en: str
    definition_vi: str
    definition_en: str
    decimals: int = 0
    is_summed: bool = False


def _text(key: str, label_vi: str, label_en: str, vi: str, en: str) -> LandColumn:
    return LandColumn(key, "zone", "text", label_vi, label_en, vi, en)


def _area(
    key: str, group: ColumnGroup, label_vi: str, label_en: str, vi: str, en: str
) -> LandColumn:
    return LandColumn(key, group, "area", label_vi, label_en, vi, en, decimals=2, is_summed=True)


def _share(
    key: str, group: ColumnGroup, label_vi: str, label_en: str, vi: str, en: str
) -> LandColumn:
    # Three decimals of the share are the tenth of a percent that is shown.
    return LandColumn(key, group, "share", label_vi, label_en, vi, en, decimals=3)


def _blocks(hectares: int) -> LandColumn:
    return LandColumn(
        f"blocks_{hectares}_ha",
        "blocks",
        "count",
        f"Mảnh ≥ {hectares} ha",
        f"Blocks ≥ {hectares} ha",
        f"Số mảnh liền nhau, thuê được ngay, từ {hectares} ha trở lên.",
        f"How many contiguous blocks of land available now have at least {hectares} ha.",
        is_summed=True,
    )


LAND_COLUMNS: tuple[LandColumn, ...] = (
    _text("name", "Khu", "Zone", "Tên khu hoặc cụm công nghiệp.", "Name of the zone or cluster."),
    _text(
        "former_province",
        "Tỉnh cũ",
        "Former province",
        "Tỉnh, thành trước ngày 01/07/2025.",
        "Province or city before 1 July 2025.",
    ),
    _text(
        "kind",
        "Loại",
        "Kind",
        "KCN khu công nghiệp, KCX khu chế xuất, KCNC khu công nghệ cao, CCN cụm công nghiệp.",
        "KCN industrial zone, KCX export processing zone, KCNC high-tech park, CCN cluster.",
    ),
    _text(
        "status",
        "Tình trạng",
        "Status",
        "Đang hoạt động, đang xây dựng hoặc quy hoạch.",
        "Operating, under construction or planned.",
    ),
    _text(
        "parcels",
        "Lô đất",
        "Parcels",
        "Lô thật, lô minh họa chia theo số công bố, hoặc chưa có lô nào.",
        "Real parcels, illustrative ones split to match declared figures, or none.",
    ),
    _area(
        "declared_total_ha",
        "declared",
        "Tổng diện tích",
        "Total area",
        "Toàn bộ diện tích quy hoạch, như nguồn công bố.",
        "The whole planned area, as its source publishes it.",
    ),
    _area(
        "declared_leasable_ha",
        "declared",
        "Đất cho thuê",
        "Leasable",
        "Đất công nghiệp có thể cho thuê, như nguồn công bố.",
        "Industrial land that can be let, as its source publishes it.",
    ),
    _area(
        "declared_leased_ha",
        "declared",
        "Đã cho thuê",
        "Leased",
        "Đất đã cho thuê, như công bố hoặc tính từ hai số công bố.",
        "Land let, as published or computed from two published figures.",
    ),
    _area(
        "declared_remaining_ha",
        "declared",
        "Còn lại",
        "Remaining",
        "Đất còn lại, như công bố hoặc tính từ hai số công bố.",
        "Land left, as published or computed from two published figures.",
    ),
    _share(
        "declared_occupancy",
        "declared",
        "Lấp đầy",
        "Occupancy",
        "Tỷ lệ lấp đầy như công bố; nguồn thường không nói rõ cách tính.",
        "Occupancy as published; sources seldom say which definition they use.",
    ),
    _area(
        "gross_ha",
        "ledger",
        "Tổng các lô",
        "Gross",
        "Tổng diện tích mọi lô đất, đo trắc địa trên elipxoit WGS 84.",
        "Sum of all parcels, measured on the WGS 84 ellipsoid.",
    ),
    _area(
        "net_ha",
        "ledger",
        "Đất CN và DV",
        "Net",
        "Lô đất công nghiệp và dịch vụ: mẫu số của tỷ lệ lấp đầy theo Nghị định 35.",
        "Parcels for industry and services: the denominator of occupancy by Decree 35.",
    ),
    _area(
        "leased_ha",
        "ledger",
        "Đã cho thuê",
        "Leased",
        "Đất công nghiệp và dịch vụ đã cho thuê.",
        "Industrial and service land that is let.",
    ),
    _area(
        "remaining_ha",
        "ledger",
        "Còn lại",
        "Remaining",
        "Đất công nghiệp và dịch vụ trừ phần đã cho thuê; bằng tổng sáu cột tiếp theo.",
        "Net less leased; the sum of the next six columns.",
    ),
    _area(
        "available_now_ha",
        "ledger",
        "Thuê được ngay",
        "Available now",
        "Đã giải phóng mặt bằng, đủ hạ tầng, không vướng và chưa ai giữ.",
        "Cleared, serviced, unconstrained and held by nobody.",
    ),
    _area(
        "constrained_ha",
        "ledger",
        "Vướng ràng buộc",
        "Constrained",
        "Đủ điều kiện nhưng vướng hành lang, ngập, tranh chấp hoặc không cho thuê.",
        "Ready, but under a constraint (corridor, flood, dispute) or not for lease.",
    ),
    _area(
        "in_preparation_ha",
        "ledger",
        "Đang làm hạ tầng",
        "In preparation",
        "Đã giải phóng mặt bằng, chưa đủ hạ tầng.",
        "Cleared, not yet serviced.",
    ),
    _area(
        "not_cleared_ha",
        "ledger",
        "Chưa giải phóng",
        "Not cleared",
        "Chưa giải phóng xong mặt bằng.",
        "Not yet cleared.",
    ),
    _area(
        "reserved_ha",
        "ledger",
        "Giữ chỗ",
        "Reserved",
        "Đã giữ chỗ (còn hạn) hoặc để dành.",
        "Optioned (not expired) or reserved.",
    ),
    _area(
        "unclassified_ha",
        "ledger",
        "Chưa rõ tình trạng",
        "Unclassified",
        "Còn lại nhưng chưa ai cho biết mặt bằng hoặc hạ tầng.",
        "Remaining land whose clearance or servicing nobody has told.",
    ),
    _share(
        "occupancy_decree35",
        "ledger",
        "Lấp đầy, NĐ 35",
        "Occupancy, Decree 35",
        "Đã cho thuê trên đất công nghiệp và dịch vụ (Nghị định 35/2022/NĐ-CP, Điều 2 khoản 22).",
        "Leased over industrial and service land (Decree 35/2022/ND-CP, Art. 2(22)).",
    ),
    _share(
        "occupancy_industrial",
        "ledger",
        "Lấp đầy, đất CN",
        "Occupancy, industrial",
        "Đất công nghiệp đã cho thuê trên đất công nghiệp.",
        "Leased industrial land over industrial land alone.",
    ),
    LandColumn(
        "largest_block_ha",
        "blocks",
        "area",
        "Mảnh lớn nhất",
        "Largest block",
        "Mảnh liền nhau lớn nhất gồm các lô thuê được ngay, cách nhau tối đa 30 m.",
        "Largest contiguous block of land available now, gaps of up to 30 m closed.",
        decimals=2,
    ),
    _blocks(3),
    _blocks(5),
    _blocks(10),
    _blocks(25),
    LandColumn(
        "outline_ha",
        "map",
        "area",
        "Ranh giới đo được",
        "Outline",
        "Diện tích trắc địa của ranh giới thật trên bản đồ; sơ đồ không được tính.",
        "Geodesic area of the real outline on the map; schematic ones do not count.",
        decimals=2,
        is_summed=True,
    ),
)
"""Every column of the table of zones, in reading order."""

COLUMN_BY_KEY = {column.key: column for column in LAND_COLUMNS}
NUMBER_COLUMNS = tuple(column for column in LAND_COLUMNS if column.kind != "text")

PARCEL_AXES_SHOWN = ("line", "use", "clearance", "servicing", "commercial", "occupation")
"""What the parcels of a zone can be coloured by; `line` is the line of the ledger."""
