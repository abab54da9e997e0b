"""What each figure and measure means, in both languages: the one home of definitions and units.

Pages, popups, tables and the API all show these words, so that a number never stands without
its definition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MetricGroup = Literal["land", "terms", "place", "services", "ledger", "port"]


@dataclass(frozen=True, slots=True)
class Metric:
    """Definition of one figure or measure.

    Attributes
    ----------
    unit
        As shown: ha, m, USD/m2/term, ...; a share is kept as 0 to 1 and shown in percent.
    decimals
        Digits shown after the decimal mark.
    """

    label_vi: str
    label_en: str
    unit: str
    decimals: int
    group: MetricGroup
    definition_vi: str
    definition_en: str


METRICS: dict[str, Metric] = {
    "total_area_ha": Metric(
        "Diện tích tự nhiên",
        "Total area",
        "ha",
        2,
        "land",
        "Toàn bộ diện tích quy hoạch của khu, như nguồn công bố.",
        "The whole planned area of the zone, as the source publishes it.",
    ),
    "mapped_area_ha": Metric(
        "Diện tích trên OpenStreetMap",
        "Area mapped in OpenStreetMap",
        "ha",
        2,
        "land",
        "Diện tích đường bao mà cộng đồng OpenStreetMap vẽ; có thể gộp hoặc thiếu một phần khu.",
        "Area of the outline drawn by OpenStreetMap's contributors; may join or miss parts.",
    ),
    "leasable_area_ha": Metric(
        "Đất công nghiệp cho thuê",
        "Leasable industrial land",
        "ha",
        2,
        "land",
        "Đất công nghiệp có thể cho thuê, sau khi trừ đường, cây xanh, mặt nước, hạ tầng.",
        "Industrial land that can be let, after roads, green, water and utilities.",
    ),
    "leased_area_ha": Metric(
        "Đất đã cho thuê",
        "Leased land",
        "ha",
        2,
        "land",
        "Đất công nghiệp đã cho thuê.",
        "Industrial land already let.",
    ),
    "remaining_area_ha": Metric(
        "Đất còn lại",
        "Remaining land",
        "ha",
        2,
        "land",
        "Đất có thể cho thuê trừ đất đã cho thuê; gồm cả đất chưa giải phóng mặt bằng hoặc chưa "
        "có hạ tầng, trừ khi nguồn nói khác.",
        "Leasable less leased land; includes land not yet cleared or serviced unless the source "
        "says otherwise.",
    ),
    "no_land_left": Metric(
        "Hết đất cho thuê (theo nguồn)",
        "No land left to lease (as published)",
        "",
        0,
        "land",
        "Nguồn chỉ nói không còn đất cho thuê; không phải tỷ lệ lấp đầy 100 %.",
        "The source only says that no land is left to lease; not an occupancy of 100 %.",
    ),
    "occupancy_rate": Metric(
        "Tỷ lệ lấp đầy (công bố)",
        "Occupancy (declared)",
        "share",
        1,
        "land",
        "Đất đã cho thuê trên đất có thể cho thuê, như nguồn công bố; nguồn thường không nói rõ "
        "có tính đất dịch vụ hay không.",
        "Leased over leasable land as the source publishes it; sources seldom say whether service "
        "land is included.",
    ),
    "occupancy_decree35": Metric(
        "Tỷ lệ lấp đầy (Nghị định 35)",
        "Occupancy (Decree 35)",
        "share",
        1,
        "ledger",
        "Đất công nghiệp và dịch vụ đã cho thuê trên tổng đất công nghiệp và dịch vụ (Nghị định "
        "35/2022/NĐ-CP, Điều 2 khoản 22).",
        "Leased industrial and service land over all industrial and service land (Decree "
        "35/2022/ND-CP, Art. 2(22)).",
    ),
    "occupancy_industrial": Metric(
        "Tỷ lệ lấp đầy (đất công nghiệp)",
        "Occupancy (industrial land)",
        "share",
        1,
        "ledger",
        "Đất công nghiệp đã cho thuê trên đất công nghiệp, cách tính trước Nghị định 35.",
        "Leased industrial land over industrial land, as counted before Decree 35.",
    ),
    "lease_price_usd_m2": Metric(
        "Giá thuê đất",
        "Land rent",
        "USD/m2/term",
        0,
        "terms",
        "Giá cho cả thời hạn thuê còn lại, không phải mỗi năm.",
        "Price for the whole remaining lease term, not per year.",
    ),
    "lease_expiry_year": Metric(
        "Năm hết hạn thuê đất",
        "Land term ends",
        "year",
        0,
        "terms",
        "Năm hết thời hạn sử dụng đất của khu.",
        "Year in which the zone's land-use term ends.",
    ),
    "established_year": Metric(
        "Năm thành lập",
        "Established",
        "year",
        0,
        "terms",
        "Năm có quyết định thành lập hoặc khởi công, theo nguồn.",
        "Year of establishment or ground-breaking, as the source has it.",
    ),
    "developer": Metric(
        "Chủ đầu tư hạ tầng",
        "Developer",
        "",
        0,
        "terms",
        "Đơn vị đầu tư và kinh doanh hạ tầng của khu.",
        "The company that builds and lets the zone.",
    ),
    "main_sectors": Metric(
        "Ngành chính",
        "Main sectors",
        "",
        0,
        "terms",
        "Ngành nghề chính, theo nguồn.",
        "Main industries, as the source names them.",
    ),
    "tenants": Metric(
        "Số doanh nghiệp hoặc dự án",
        "Tenants or projects",
        "tenants",
        0,
        "services",
        "Số doanh nghiệp hoặc dự án trong khu, như nguồn đếm.",
        "Firms or projects in the zone, as the source counts them.",
    ),
    "workers": Metric(
        "Lao động",
        "Workers",
        "persons",
        0,
        "services",
        "Số người làm việc trong khu.",
        "People working in the zone.",
    ),
    "worker_housing": Metric(
        "Nhà ở công nhân",
        "Worker housing",
        "",
        0,
        "services",
        "Nhà ở, lưu trú cho công nhân trong hoặc gần khu.",
        "Housing for workers in or near the zone.",
    ),
    "worker_housing_units": Metric(
        "Chỗ ở công nhân",
        "Worker housing units",
        "units",
        0,
        "services",
        "Số căn hoặc phòng, như nguồn đếm.",
        "Flats or rooms, as the source counts them.",
    ),
    "wastewater_capacity_m3_day": Metric(
        "Xử lý nước thải",
        "Wastewater treatment",
        "m3/day",
        0,
        "services",
        "Công suất nhà máy xử lý nước thải tập trung.",
        "Capacity of the central treatment plant.",
    ),
    "power_mva": Metric(
        "Công suất điện",
        "Power",
        "MVA",
        0,
        "services",
        "Công suất trạm biến áp cấp cho khu.",
        "Capacity of the substations that feed the zone.",
    ),
    "status": Metric(
        "Tình trạng (theo nguồn)",
        "Status (as published)",
        "",
        0,
        "terms",
        "Tình trạng hoạt động như nguồn viết.",
        "State of operation in the source's words.",
    ),
    "location": Metric(
        "Vị trí khác của tâm khu",
        "Another centre",
        "deg",
        5,
        "place",
        "Tọa độ tâm khu theo nguồn khác: kinh độ, vĩ độ WGS 84.",
        "Centre of the zone by another source: longitude, latitude, WGS 84.",
    ),
    "measured_area_ha": Metric(
        "Diện tích đo trên bản đồ",
        "Area measured on the map",
        "ha",
        2,
        "place",
        "Diện tích trắc địa của đường bao trên elipxoit WGS 84.",
        "Geodesic area of the outline on the WGS 84 ellipsoid.",
    ),
    "coastline": Metric(
        "Đến bờ biển",
        "To the sea",
        "m",
        0,
        "place",
        "Đường thẳng từ cạnh gần nhất của khu đến đường bờ biển OpenStreetMap, cửa sông coi như "
        "đất liền.",
        "Straight line from the zone's nearest edge to OpenStreetMap's coastline, river mouths "
        "closed.",
    ),
    "deep_sea_berth": Metric(
        "Đến bến nước sâu",
        "To a deep-sea berth",
        "m",
        0,
        "place",
        "Đường thẳng đến bến đang hoạt động gần nhất nhận tàu từ 50.000 DWT.",
        "Straight line to the nearest working terminal that takes 50,000 DWT or more.",
    ),
    "port": Metric(
        "Đến cảng hàng hóa hoặc ICD",
        "To a cargo port or ICD",
        "m",
        0,
        "place",
        "Đường thẳng đến cảng hàng hóa hoặc cảng cạn đang hoạt động gần nhất.",
        "Straight line to the nearest working cargo port or inland container depot.",
    ),
    "airport": Metric(
        "Đến sân bay",
        "To an airport",
        "m",
        0,
        "place",
        "Đường thẳng đến sân bay đang hoạt động gần nhất, kể cả sân bay trực thăng.",
        "Straight line to the nearest working airport, helicopter fields included.",
    ),
    "expressway": Metric(
        "Đến cao tốc",
        "To an expressway",
        "m",
        0,
        "place",
        "Đường thẳng đến tuyến cao tốc đã thông xe (cả từng phần) gần nhất, không phải đến nút "
        "giao.",
        "Straight line to the nearest expressway open in whole or part, not to an interchange.",
    ),
    "max_vessel_dwt": Metric(
        "Tàu lớn nhất",
        "Largest vessel",
        "DWT",
        0,
        "port",
        "Trọng tải tàu lớn nhất bến tiếp nhận.",
        "Largest vessel the terminal takes, deadweight tonnes.",
    ),
    "berth_length_m": Metric(
        "Chiều dài bến",
        "Berth length",
        "m",
        0,
        "port",
        "Tổng chiều dài cầu cảng.",
        "Total length of quay.",
    ),
    "annual_capacity_teu": Metric(
        "Công suất năm",
        "Annual capacity",
        "TEU",
        0,
        "port",
        "Công suất thiết kế hoặc thông qua mỗi năm.",
        "Design capacity or throughput a year.",
    ),
    "operator": Metric(
        "Đơn vị khai thác",
        "Operator",
        "",
        0,
        "port",
        "Đơn vị khai thác cảng.",
        "Who runs the port.",
    ),
}
"""Definitions by metric id, in the order in which people read them."""

LAND_METRICS = (
    "total_area_ha",
    "leasable_area_ha",
    "leased_area_ha",
    "remaining_area_ha",
    "occupancy_rate",
)
"""Metrics measured in hectares or as a share of them."""
