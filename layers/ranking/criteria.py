"""What zones are ranked by: each criterion, what its figures are worth, and presets of weights.

A value function maps a figure to a worth between 0 and 1 along straight pieces between fixed
anchors. The anchors are ours, chosen by how sites are selected, and never taken from the zones at
hand: so no zone that comes or goes can reorder the others. Each criterion says why its anchors
stand where they stand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from layers.land_columns import COLUMN_BY_KEY
from layers.metrics import METRICS

CriterionGroup = Literal["land", "terms", "place", "services", "quality"]

WORTH: Final = 1_000_000
"""Worth is counted in whole millionths, so that scores are sums of whole numbers: exact."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion.

    Attributes
    ----------
    unit
        Of its figures and anchors: ha, USD/m2/term, years, m, m3/day, MVA, share.
    anchors
        Figure and worth (0 to 1), figures ascending; beyond the ends the worth stays.
    reason_vi, reason_en
        Why the anchors stand there.
    """

    key: str
    group: CriterionGroup
    label_vi: str
    label_en: str
    definition_vi: str
    definition_en: str
    unit: str
    anchors: tuple[tuple[float, float], ...]
    reason_vi: str
    reason_en: str

    @property
    def more_is_better(self) -> bool:
        """Whether a larger figure is worth more."""
        return self.anchors[-1][1] > self.anchors[0][1]

    def worth(self, figure: float) -> int:
        """Worth of a figure, millionths: straight between anchors, constant beyond them."""
        places = [place for place, _ in self.anchors]
        index = bisect_right(places, figure)
        if index == 0:
            return round(self.anchors[0][1] * WORTH)
        if index == len(places):
            return round(self.anchors[-1][1] * WORTH)
        (left, low), (right, high) = self.anchors[index - 1 : index + 1]
        return round((low + (high - low) * ((figure - left) / (right - left))) * WORTH)


def _of_metric(
    key: str,
    metric: str,
    group: CriterionGroup,
    anchors: tuple[tuple[float, float], ...],
    reason_vi: str,
    reason_en: str,
) -> Criterion:
    """Criterion whose figure is one of `layers.metrics`: same words, same unit."""
    found = METRICS[metric]
    return Criterion(
        key,
        group,
        found.label_vi,
        found.label_en,
        found.definition_vi,
        found.definition_en,
        found.unit,
        anchors,
        reason_vi,
        reason_en,
    )


_BLOCK = COLUMN_BY_KEY["largest_block_ha"]

CRITERIA: Final = (
    _of_metric(
        "remaining_ha",
        "remaining_area_ha",
        "land",
        ((0, 0), (3, 0.25), (10, 0.5), (25, 0.75), (100, 1)),
        "Giao dịch thường 3-25 ha. 3 ha vừa đủ một giao dịch nhỏ; 25 ha đủ giao dịch lớn; 100 ha "
        "còn chỗ chọn lô và mở rộng. Đất còn lại thường bị chia nhỏ, nên 3 ha ở đây đáng giá ít "
        "hơn một mảnh liền 3 ha.",
        "Deals are 3-25 ha. 3 ha take one small deal, 25 ha a large one, and 100 ha leave a choice "
        "of plots and room to grow. What remains is often scattered, so 3 ha are worth less here "
        "than 3 ha in one piece.",
    ),
    Criterion(
        "largest_block_ha",
        "land",
        _BLOCK.label_vi,
        _BLOCK.label_en,
        f"{_BLOCK.definition_vi} Lô minh họa không được tính; chưa biết thì không quá đất còn lại.",
        f"{_BLOCK.definition_en} Illustrative parcels do not count; where unknown it is at most "
        "the remaining land.",
        "ha",
        ((0, 0), (1, 0.1), (3, 0.4), (5, 0.6), (10, 0.8), (25, 1)),
        "Nhà máy cần một mảnh liền: phổ biến 3-5 ha, lớn đến 25 ha. Dưới 3 ha ít ai dùng được.",
        "A plant needs one piece: commonly 3-5 ha, at most about 25 ha. Few can use less than 3 "
        "ha.",
    ),
    _of_metric(
        "total_area_ha",
        "total_area_ha",
        "land",
        ((10, 0), (75, 0.3), (200, 0.7), (500, 1)),
        "Cụm công nghiệp rộng 10-75 ha; từ khoảng 200 ha khu nuôi được nhà máy nước thải, đội chữa "
        "cháy, hải quan riêng; trên 500 ha không thêm lợi.",
        "Clusters have 10-75 ha; from about 200 ha a zone carries its own treatment plant, fire "
        "brigade and customs; beyond 500 ha nothing is gained.",
    ),
    _of_metric(
        "rent",
        "lease_price_usd_m2",
        "terms",
        ((50, 1), (120, 0.75), (180, 0.5), (250, 0.25), (350, 0)),
        "Giá trung bình các nhà môi giới nêu: BR-VT khoảng 120-130, TP.HCM (cũ) khoảng 180; trên "
        "350 USD/m² hiếm nhà máy nào trả.",
        "Brokers' averages: about 120-130 in Bà Rịa - Vũng Tàu, about 180 in the former HCMC; "
        "hardly any plant pays more than 350 USD/m2.",
    ),
    Criterion(
        "years_left",
        "terms",
        "Số năm thuê còn lại",
        "Years left on the land term",
        "Năm hết hạn thuê đất của khu trừ năm đang xét; 0 nếu đã qua.",
        "Year in which the zone's land term ends less the year of the day asked about; 0 once it "
        "has passed.",
        "years",
        ((0, 0), (10, 0.2), (20, 0.5), (30, 0.75), (50, 1)),
        "Nhà máy khấu hao 15-25 năm: dưới 10 năm khó hoàn vốn, 30 năm đủ một vòng đời và mở rộng, "
        "50 năm là thời hạn thông thường của dự án mới.",
        "Plants are written off in 15-25 years: under 10 years hardly pay back, 30 take one life "
        "and an extension, 50 are the usual term of a new project.",
    ),
    _of_metric(
        "deep_sea_berth",
        "deep_sea_berth",
        "place",
        ((5_000, 1), (30_000, 0.75), (60_000, 0.4), (100_000, 0.1), (150_000, 0)),
        "Xe container chạy 2-3 chuyến khứ hồi mỗi ngày trong 30 km, 1-2 chuyến đến 60 km, một "
        "chuyến đến 100 km. Đường thẳng ngắn hơn đường đi.",
        "A container lorry makes two or three round trips a day within 30 km, one or two up to 60 "
        "km, one up to 100 km. Straight lines are shorter than the way by road.",
    ),
    _of_metric(
        "port",
        "port",
        "place",
        ((2_000, 1), (10_000, 0.75), (25_000, 0.4), (60_000, 0)),
        "Cảng sông, ICD dùng để gom hàng: dưới 10 km gần như tại chỗ, trên 60 km thì chở thẳng ra "
        "cảng biển.",
        "River ports and depots gather cargo: within 10 km they are next door, beyond 60 km one "
        "hauls straight to the sea.",
    ),
    _of_metric(
        "airport",
        "airport",
        "place",
        ((10_000, 1), (40_000, 0.6), (80_000, 0.2), (120_000, 0)),
        "Hàng không và chuyên gia: khoảng một giờ xe là 40 km, hai giờ là 80 km.",
        "Air cargo and experts: 40 km are about one hour by car here, 80 km two.",
    ),
    _of_metric(
        "expressway",
        "expressway",
        "place",
        ((1_000, 1), (5_000, 0.75), (15_000, 0.4), (40_000, 0)),
        "Trong 5 km coi như nằm trên trục; ngoài 15 km xe tải phải qua đường đô thị; ngoài 40 km "
        "cao tốc không còn giúp gì.",
        "Within 5 km a site counts as on the axis; beyond 15 km lorries go through towns; beyond "
        "40 km the expressway helps no more.",
    ),
    _of_metric(
        "coastline",
        "coastline",
        "place",
        ((1_000, 1), (10_000, 0.7), (30_000, 0.3), (80_000, 0)),
        "Chỉ cho ngành cần biển (làm mát, đóng tàu, năng lượng). Mặc định trọng số 0: gần biển "
        "cũng có mặt trái như ngập và mặn.",
        "Only for those who need the sea (cooling, ships, energy). Its weight is 0 unless set: "
        "near the sea there are floods and salt, too.",
    ),
    _of_metric(
        "wastewater",
        "wastewater_capacity_m3_day",
        "services",
        ((0, 0), (2_000, 0.4), (5_000, 0.7), (12_000, 1)),
        "Khu công nghiệp thải khoảng 20-25 m³/ngày mỗi ha: 2.000 đủ cho 100 ha, 5.000 cho 250 ha, "
        "12.000 cho 500 ha.",
        "Industry discharges about 20-25 m3 a day and hectare: 2,000 serve 100 ha, 5,000 serve 250 "
        "ha, 12,000 serve 500 ha.",
    ),
    _of_metric(
        "power",
        "power_mva",
        "services",
        ((0, 0), (25, 0.25), (63, 0.6), (126, 1)),
        "Máy biến áp 110 kV thường là 25, 40 hoặc 63 MVA; hai máy 63 MVA cấp được cho nhau khi một "
        "máy hỏng.",
        "Transformers at 110 kV usually have 25, 40 or 63 MVA; two of 63 MVA stand in for each "
        "other.",
    ),
    Criterion(
        "data_quality",
        "quality",
        "Chất lượng số liệu",
        "Data quality",
        "Trung bình trên các tiêu chí khác, trừ bờ biển: A bằng 1; B 0,75; C 0,4; D 0,1; chưa "
        "biết bằng 0. Là chất lượng hôm nay: biết thêm thì tăng.",
        "Mean over the other criteria, the coast left out: A counts 1, B 0.75, C 0.4, D 0.1, "
        "unknown 0. It is that of today: learning more raises it.",
        "share",
        ((0, 0), (1, 1)),
        "Số liệu chính thức, có ngày thì bảo vệ được trước hội đồng; chưa biết thì không.",
        "Official, dated figures can be defended before a board; unknown ones cannot.",
    ),
)
"""Every criterion, in the order in which people read them."""

CRITERION_BY_KEY: Final = MappingProxyType({item.key: item for item in CRITERIA})

Preset = Literal["balanced", "logistics", "cost", "land"]


def _preset(**percents: int) -> Mapping[str, int]:
    return MappingProxyType({item.key: percents.get(item.key, 0) for item in CRITERIA})


PRESETS: Final[Mapping[Preset, Mapping[str, int]]] = MappingProxyType(
    {
        "balanced": _preset(
            remaining_ha=15,
            largest_block_ha=15,
            total_area_ha=5,
            rent=15,
            years_left=10,
            deep_sea_berth=8,
            port=7,
            airport=4,
            expressway=8,
            wastewater=4,
            power=4,
            data_quality=5,
        ),
        "logistics": _preset(
            remaining_ha=8,
            largest_block_ha=8,
            total_area_ha=2,
            rent=8,
            years_left=6,
            deep_sea_berth=24,
            port=18,
            airport=8,
            expressway=14,
            data_quality=4,
        ),
        "cost": _preset(
            remaining_ha=10,
            largest_block_ha=10,
            rent=40,
            years_left=15,
            deep_sea_berth=5,
            port=5,
            expressway=5,
            wastewater=2,
            power=3,
            data_quality=5,
        ),
        "land": _preset(
            remaining_ha=25,
            largest_block_ha=35,
            total_area_ha=10,
            rent=5,
            years_left=12,
            deep_sea_berth=2,
            port=2,
            expressway=3,
            data_quality=6,
        ),
    }
)
"""Weights in percent, by criterion."""

PRESET_WORDS: Final[Mapping[Preset, tuple[str, str]]] = MappingProxyType(
    {
        "balanced": ("Cân bằng", "Balanced"),
        "logistics": ("Hậu cần", "Logistics"),
        "cost": ("Chi phí", "Cost"),
        "land": ("Quỹ đất", "Land"),
    }
)
"""Names of the presets, in Vietnamese and English."""
