"""Words for published totals: what they count, where, in which unit; Vietnamese and English."""

from __future__ import annotations

from typing import Final

Pair = tuple[str, str]

METRICS: Final[dict[str, Pair]] = {
    "established_kcx_kcn": (
        "Khu công nghiệp, khu chế xuất đã thành lập",
        "Industrial and export processing zones established",
    ),
    "established_kcn": ("Khu công nghiệp đã thành lập", "Industrial zones established"),
    "operating_kcx_kcn": (
        "Khu công nghiệp, khu chế xuất đang hoạt động",
        "Industrial and export processing zones in operation",
    ),
    "operating_kcn": ("Khu công nghiệp đang hoạt động", "Industrial zones in operation"),
    "planned_kcx_kcn_total": (
        "Khu công nghiệp, khu chế xuất theo quy hoạch",
        "Industrial and export processing zones in the plan",
    ),
    "master_plan_kcn": (
        "Khu công nghiệp theo quy hoạch tỉnh",
        "Industrial zones in the provincial plan",
    ),
    "new_kcn_planned": ("Khu công nghiệp dự kiến thành lập mới", "New industrial zones planned"),
    "established_kcx_kcn_area": (
        "Diện tích khu công nghiệp, khu chế xuất đã thành lập",
        "Area of industrial and export processing zones established",
    ),
    "established_kcn_area": (
        "Diện tích khu công nghiệp đã thành lập",
        "Area of industrial zones established",
    ),
    "operating_kcx_kcn_area": (
        "Diện tích khu công nghiệp, khu chế xuất đang hoạt động",
        "Area of industrial and export processing zones in operation",
    ),
    "operating_kcn_area": (
        "Diện tích khu công nghiệp đang hoạt động",
        "Area of industrial zones in operation",
    ),
    "planned_kcx_kcn_area": (
        "Diện tích khu công nghiệp, khu chế xuất theo quy hoạch",
        "Area of industrial and export processing zones in the plan",
    ),
    "new_kcn_planned_area": (
        "Diện tích khu công nghiệp dự kiến thành lập mới",
        "Area of new industrial zones planned",
    ),
    "ccn_count": ("Cụm công nghiệp", "Industrial clusters"),
    "ccn_area": ("Diện tích cụm công nghiệp", "Area of industrial clusters"),
    "occupancy": ("Tỷ lệ lấp đầy khu công nghiệp", "Occupancy of industrial zones"),
    "industrial_service_land_operating": (
        "Đất công nghiệp, dịch vụ của các khu đang hoạt động",
        "Industrial and service land of zones in operation",
    ),
    "leased_industrial_land": ("Đất công nghiệp đã cho thuê", "Industrial land leased"),
    "zones_no_land_left": ("Khu hết đất cho thuê", "Zones with no land left to lease"),
    "land_not_yet_ready": (
        "Đất còn phải giải phóng mặt bằng hoặc làm hạ tầng",
        "Land still to be cleared or built on",
    ),
    "land_to_be_made_available_5y": (
        "Đất dự kiến có thêm trong 5 năm",
        "Land to be made available in five years",
    ),
    "industrial_parks": ("Khu công nghiệp", "Industrial parks"),
    "industrial_parks_area": ("Diện tích khu công nghiệp", "Area of industrial parks"),
    "industrial_parks_plan_2030": (
        "Khu công nghiệp theo quy hoạch đến năm 2030",
        "Industrial parks in the plan for 2030",
    ),
    "industrial_parks_area_plan_2030": (
        "Diện tích khu công nghiệp theo quy hoạch đến năm 2030",
        "Area of industrial parks in the plan for 2030",
    ),
    "industrial_clusters": ("Cụm công nghiệp", "Industrial clusters"),
    "industrial_land_area": ("Đất công nghiệp", "Industrial land"),
    "industrial_land_claim": ("Đất công nghiệp", "Industrial land"),
    "industrial_land_remaining": ("Đất công nghiệp còn lại", "Industrial land left"),
    "industrial_land_remaining_claim": ("Đất công nghiệp còn lại", "Industrial land left"),
    "active_projects": ("Dự án đầu tư còn hiệu lực", "Investment projects in force"),
    "registered_capital": ("Vốn đầu tư đăng ký", "Registered investment capital"),
    "investment_ytd": (
        "Vốn đầu tư thu hút từ đầu năm",
        "Investment drawn since the start of the year",
    ),
    "investment_density_target": (
        "Mục tiêu vốn đầu tư trên mỗi héc-ta",
        "Target of investment per hectare",
    ),
    "average_rent": ("Giá thuê đất công nghiệp bình quân", "Average rent of industrial land"),
    "city_area": ("Diện tích thành phố", "Area of the city"),
    "city_population": ("Dân số thành phố", "Population of the city"),
}
"""What a metric counts."""

COUNTED: Final[dict[str, Pair]] = {
    "operating": (
        "Chấm: {count} khu đang hoạt động trong dữ liệu bản đồ",
        "Dots: the {count} zones of the map's data that operate",
    ),
    "clusters": (
        "Chấm: {count} cụm trong dữ liệu bản đồ, kể cả quy hoạch",
        "Dots: the {count} clusters of the map's data, planned ones among them",
    ),
}
"""What the dots beside a total are: it counts the same, but by its own list."""

COUNTS: Final[dict[str, str]] = {
    "operating_kcx_kcn": "operating",
    "operating_kcn": "operating",
    "operating_kcx_kcn_area": "operating",
    "operating_kcn_area": "operating",
    "ccn_count": "clusters",
    "ccn_area": "clusters",
}
"""Metrics that count zones which the records tell from the others, and which of `COUNTED` they are.

Which zones have a founding decision, are in a plan, or are behind a share or a total of land left
is not in the records; money and people are no zones."""

SCOPES: Final[dict[str, Pair]] = {
    "hcmc_merged": ("TP. Hồ Chí Minh sau sáp nhập", "Ho Chi Minh City after the merger"),
    "hcmc_former": ("TP. Hồ Chí Minh trước sáp nhập", "Ho Chi Minh City before the merger"),
    "bd": ("Bình Dương trước sáp nhập", "Binh Duong before the merger"),
    "brvt": ("Bà Rịa – Vũng Tàu trước sáp nhập", "Ba Ria – Vung Tau before the merger"),
    "vietnam": ("Cả nước", "Vietnam"),
}
"""What a total is of."""

UNITS: Final[dict[str, Pair]] = {
    "zones": ("khu", "zones"),
    "clusters": ("cụm", "clusters"),
    "ha": ("ha", "ha"),
    "km2": ("km²", "km²"),
    "persons": ("người", "people"),
    "projects": ("dự án", "projects"),
    "share": ("%", "%"),
    "billion USD": ("tỷ USD", "billion USD"),
    "million USD/ha": ("triệu USD/ha", "million USD/ha"),
    "USD/m2/term": ("USD/m² cả kỳ thuê", "USD/m² per lease term"),
}
"""Units as they stand behind a number; a share is written in percent."""

NOTES_VI: Final[dict[str, str]] = {
    "66 established, not 66 operating": "66 khu đã thành lập, không phải 66 khu đang hoạt động",
    "= 17 old HCMC + 28 BD + 13 BRVT": "= 17 (TP.HCM cũ) + 28 (Bình Dương) + 13 (BR-VT)",
    "approx.": "số xấp xỉ",
    '"over 27,000 ha" for 66 zones': "nguồn ghi “hơn 27.000 ha” cho 66 khu",
    "plan to 2050": "quy hoạch đến năm 2050",
    "plan to 2050; 49,000+ / 49,200": "quy hoạch đến năm 2050; có nơi ghi hơn 49.000, "
    "có nơi ghi 49.200",
    "for 2025-2030": "cho giai đoạn 2025–2030",
    "56.49 of it FDI (3,081 projects)": "trong đó 56,49 tỷ là vốn FDI (3.081 dự án)",
    "3,833 ha, 2025-2033": "3.833 ha, giai đoạn 2025–2033",
    "19 zones": "19 khu",
    "3 KCX + 14 KCN": "3 khu chế xuất và 14 khu công nghiệp",
    "source calls it total area of the 17": "nguồn gọi là tổng diện tích của 17 khu",
    "13.6 billion USD": "13,6 tỷ USD",
    "12,746 - 700 (Cây Trường)": "12.746 trừ 700 (Cây Trường)",
    '">93 %" of 28 operating': "nguồn ghi “>93%” của 28 khu đang hoạt động",
    "29 KCN, 12,600 ha": "29 khu công nghiệp, 12.600 ha",
    '27 operating, 10,962 ha; 29 established, 12,662 ha; ">88 %"': "27 khu hoạt động, 10.962 ha; "
    "29 khu thành lập, 12.662 ha; nguồn ghi “>88%”",
    "33 KCN / 14,790 ha = in the plan to 2020; 28 operating 11,962 ha: counts differ by source": (
        "33 khu, 14.790 ha là theo quy hoạch đến 2020; 28 khu hoạt động, 11.962 ha: "
        "mỗi nguồn đếm một khác"
    ),
    "30 KCN, 12,670.5 ha, mean occupancy 87.4 %": "30 khu công nghiệp, 12.670,5 ha, "
    "lấp đầy bình quân 87,4%",
    "29 KCN + 12 CCN > 13,500 ha, ~80 %": "29 khu và 12 cụm công nghiệp, hơn 13.500 ha, "
    "lấp đầy khoảng 80%",
    "8 clusters, 40.39 % filled": "8 cụm, lấp đầy 40,39%",
    "plan to 2030-2050": "quy hoạch đến 2030–2050",
    "31.57 billion USD FDI": "31,57 tỷ USD vốn FDI",
    "denominator of occupancy = industrial-service land": "mẫu số của tỷ lệ lấp đầy là đất "
    "công nghiệp, dịch vụ",
    "3,235.20/5,111.49 = 63.29 % (checks)": "3.235,20/5.111,49 = 63,29% (khớp)",
    "to be cleared/built in the 13; 562.41 ha of it industrial land for lease": "ở 13 khu đang "
    "hoạt động; trong đó 562,41 ha là đất công nghiệp cho thuê",
    "486 ha": "486 ha",
    "VIZ/IPForum 2025": "Diễn đàn VIZ/IPForum 2025",
    "industrial (leasable) land inside the 478": "đất công nghiệp (cho thuê) trong 478 khu",
    "all 478, incl. not yet operating": "cả 478 khu, kể cả khu chưa hoạt động",
    "101,600 x (1-0.532) = 47,549 (checks)": "101.600 × (1 – 0,532) = 47.549 (khớp)",
    "plan for 2030; 181,000 ha": "quy hoạch đến 2030; 181.000 ha",
    'plan for 2030; probably the "180,000 ha industrial land" of press reports': "quy hoạch đến "
    "2030; có lẽ là “180.000 ha đất công nghiệp” mà báo chí nêu",
    "target 2,000 by 2030, +29,000 ha": "mục tiêu 2.000 cụm đến 2030, thêm 29.000 ha",
    "does not match the 47,500 ha of IPForum 2025": "không khớp với 47.500 ha của IPForum 2025",
    "Q2/2021: HCMC 88 %, BD 99 %, BRVT 79 % filled (brokers, differs from official)": (
        "Quý 2/2021: lấp đầy TP.HCM 88%, Bình Dương 99%, BR-VT 79% (môi giới, khác số chính thức)"
    ),
    "of 18": "trong số 18 khu",
}
"""Notes of the bundled totals, by their English text: a note that changes loses its translation,
and is then shown as it is written, as the notes of a user's own totals are."""


def note_of(note: str | None, language: str) -> str | None:
    """A note in a language, as far as there are words; without a trailing full stop."""
    if not note:
        return None
    text = NOTES_VI.get(note, note) if language == "vi" else note
    return text.rstrip(". ") if text != "approx." else "approximate"
