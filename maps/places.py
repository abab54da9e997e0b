"""Names of towns, waters and neighbours written on the map for orientation.

Positions are general knowledge, good to about 2 km, and carry no figure: they place words, nothing
is measured from them.
"""

from __future__ import annotations

from typing import Any

# kind, Vietnamese, English, lon, lat, first zoom, last zoom
_PLACES: tuple[tuple[str, str, str, float, float, float, float], ...] = (
    ("city", "TP. Hồ Chí Minh", "Ho Chi Minh City", 106.7000, 10.7760, 7, 12),
    ("town", "Thủ Dầu Một", "Thu Dau Mot", 106.6510, 10.9805, 8.5, 14),
    ("town", "Vũng Tàu", "Vung Tau", 107.0790, 10.3480, 8.5, 14),
    ("town", "Bà Rịa", "Ba Ria", 107.1690, 10.4970, 9, 14),
    ("town", "Biên Hòa", "Bien Hoa", 106.8430, 10.9510, 8.5, 14),
    ("town", "Củ Chi", "Cu Chi", 106.4940, 10.9730, 9.5, 14),
    ("town", "Thủ Đức", "Thu Duc", 106.7560, 10.8500, 10, 14),
    ("town", "Cần Giờ", "Can Gio", 106.9560, 10.4110, 9.5, 14),
    ("town", "Bến Cát", "Ben Cat", 106.5920, 11.1520, 10, 14),
    ("town", "Tân Uyên", "Tan Uyen", 106.7990, 11.0560, 10, 14),
    ("town", "Dĩ An", "Di An", 106.7690, 10.9050, 11, 14),
    ("town", "Thuận An", "Thuan An", 106.7000, 10.9260, 11, 14),
    ("town", "Phú Mỹ", "Phu My", 107.0540, 10.5900, 10, 14),
    ("town", "Ngãi Giao", "Ngai Giao", 107.2440, 10.6470, 10, 14),
    ("town", "Hồ Tràm", "Ho Tram", 107.4000, 10.4760, 10, 14),
    ("town", "Tân An", "Tan An", 106.4140, 10.5360, 9.5, 14),
    ("town", "Mỹ Tho", "My Tho", 106.3600, 10.3600, 9, 14),
    ("town", "Long Khánh", "Long Khanh", 107.2400, 10.9300, 9, 14),
    ("town", "Tây Ninh", "Tay Ninh", 106.1000, 11.3100, 8.5, 14),
    ("town", "Phan Thiết", "Phan Thiet", 108.1000, 10.9280, 8, 14),
    ("town", "Phước Vĩnh", "Phuoc Vinh", 106.7950, 11.2930, 10.5, 14),
    ("town", "Dầu Tiếng", "Dau Tieng", 106.3640, 11.2800, 10, 14),
    ("island", "Côn Đảo", "Con Dao", 106.6060, 8.6900, 7, 14),
    ("province", "Đồng Nai", "Dong Nai", 107.1600, 11.1000, 8, 11),
    ("province", "Tây Ninh", "Tay Ninh", 106.2500, 10.8400, 8, 11),
    ("province", "Đồng Tháp", "Dong Thap", 106.1500, 10.4300, 8, 11),
    ("province", "Lâm Đồng", "Lam Dong", 107.7200, 11.0800, 8, 11),
    ("province", "Vĩnh Long", "Vinh Long", 106.3500, 10.0500, 8, 11),
    ("province", "An Giang", "An Giang", 105.1000, 10.2200, 7, 9.5),
    ("province", "Cần Thơ", "Can Tho", 105.7000, 9.8200, 7, 9.5),
    ("province", "Cà Mau", "Ca Mau", 105.2000, 9.2200, 7, 9.5),
    ("province", "Khánh Hòa", "Khanh Hoa", 108.9000, 12.1500, 7, 9.5),
    ("province", "Đắk Lắk", "Dak Lak", 108.2000, 12.7500, 7, 9.5),
    ("province", "Campuchia", "Cambodia", 105.1000, 11.9000, 7, 9.5),
    ("sea", "Biển Đông", "East Sea", 108.1000, 9.6000, 7, 9.25),
    ("sea", "Biển Đông", "East Sea", 107.4300, 10.3350, 9.25, 12),
    ("sea", "Vịnh Thái Lan", "Gulf of Thailand", 104.2500, 9.6000, 7, 9.5),
    ("bay", "Vịnh Gành Rái", "Ganh Rai Bay", 107.0000, 10.4100, 10.5, 14),
)


def place_table() -> list[dict[str, Any]]:
    """Places as plain values, in order of importance."""
    return [
        {
            "kind": kind,
            "vi": vi,
            "en": en,
            "location": [lon, lat],
            "first": first,
            "last": last,
        }
        for kind, vi, en, lon, lat, first, last in _PLACES
    ]
