"""Words of Vietnamese and English files for the axes of a parcel, and names of their columns.

Words are compared without diacritics, case, spaces and punctuation.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

PARCEL_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "parcel_id": (
        "parcel_id",
        "id",
        "parcel",
        "lot",
        "plot",
        "ma_lo",
        "so_lo",
        "ten_lo",
        "lo",
        "lo_dat",
        "ky_hieu_lo",
        "thua",
        "so_thua",
        "thua_dat",
        "name",
        "ten",
        # What stands inside an outline of a drawing.
        "text",
    ),
    "zone_id": ("zone_id", "zone", "ma_khu", "kcn", "khu_cong_nghiep"),
    "use": ("use", "land_use", "muc_dich", "muc_dich_su_dung", "chuc_nang"),
    "clearance": ("clearance", "gpmb", "giai_phong_mat_bang", "den_bu"),
    "servicing": ("servicing", "ha_tang", "tinh_trang_ha_tang", "infrastructure"),
    "commercial": (
        "commercial",
        "status",
        "tinh_trang",
        "tinh_trang_cho_thue",
        "trang_thai",
        "cho_thue",
    ),
    "occupation": ("occupation", "hien_trang", "tinh_trang_su_dung"),
    "constraint_kind": ("constraint_kind", "constraint", "vuong_mac", "han_che"),
    "option_expires": ("option_expires", "het_han_giu_cho", "ngay_het_han"),
    "land_use_code": ("land_use_code", "ma_dat", "loai_dat", "ma_loai_dat", "code"),
    "area_ha": ("area_ha", "dien_tich_ha", "dt_ha"),
    "area_m2": ("area_m2", "area", "dien_tich", "dien_tich_m2", "dt", "dt_m2", "shape_area"),
}
"""Names by which each field of a parcel goes; the first match of a file's columns is taken."""

AXIS_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "use": {
        "industrial": ("industrial", "dat cong nghiep", "cong nghiep", "nha may", "kho bai"),
        "service": ("service", "dich vu", "thuong mai dich vu", "dat dich vu"),
        "worker_housing": ("worker housing", "nha o cong nhan", "luu tru cong nhan"),
        "infrastructure": ("infrastructure", "ha tang", "ha tang ky thuat", "giao thong", "duong"),
        "green": ("green", "cay xanh"),
        "water": ("water", "mat nuoc", "kenh", "ho"),
        "other": ("other", "khac"),
    },
    "clearance": {
        "not_cleared": ("not cleared", "chua gpmb", "chua giai phong mat bang", "chua den bu"),
        "under_way": ("under way", "dang gpmb", "dang giai phong mat bang", "dang den bu"),
        "cleared": ("cleared", "da gpmb", "da giai phong mat bang", "da den bu", "dat sach"),
    },
    "servicing": {
        "not_serviced": ("not serviced", "chua co ha tang", "chua dau tu ha tang"),
        "under_way": ("under way", "dang dau tu ha tang", "dang lam ha tang"),
        "serviced": ("serviced", "da co ha tang", "hoan thien ha tang", "da dau tu ha tang"),
    },
    "commercial": {
        "available": ("available", "con trong", "chua cho thue", "san sang cho thue", "trong"),
        "optioned": ("optioned", "option", "giu cho", "ghi nho", "mou"),
        "reserved": ("reserved", "dat coc", "da dat coc", "danh rieng"),
        "leased": ("leased", "let", "da cho thue", "da thue"),
        "not_for_lease": ("not for lease", "khong cho thue"),
    },
    "occupation": {
        "vacant": ("vacant", "dat trong", "chua xay dung", "bo trong"),
        "under_construction": ("under construction", "dang xay dung"),
        "occupied": ("occupied", "dang hoat dong", "dang san xuat", "da xay dung"),
        "idle": ("idle", "ngung hoat dong", "de khong"),
    },
}
"""Words for each value of each axis, without diacritics; the value's own name is understood too."""

UNKNOWN_WORDS = ("unknown", "khong ro", "chua ro", "chua biet", "na", "-", "")


def plain(text: str) -> str:
    """Text for comparing: no diacritics, lower case, words joined by single spaces.

    Parameters
    ----------
    text
        Vietnamese or English, any case; underscores and punctuation count as spaces.
    """
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    letters = (
        char.lower() if char.isalnum() else " "
        for char in decomposed
        if not unicodedata.combining(char)
    )
    return " ".join("".join(letters).split())


def axis_value(axis: str, word: str) -> str | None:
    """Value of an axis that a word means; None if it means none.

    Parameters
    ----------
    axis
        use, clearance, servicing, commercial or occupation.
    word
        As a file has it.
    """
    wanted = plain(word)
    if wanted in UNKNOWN_WORDS:
        return "unknown"
    for value, words in AXIS_WORDS[axis].items():
        if wanted == plain(value) or wanted in words:
            return value
    return None


def match_columns(
    columns: tuple[str, ...], names: Mapping[str, tuple[str, ...]] = PARCEL_COLUMNS
) -> dict[str, str]:
    """Columns of a file that carry known fields, by field.

    Parameters
    ----------
    columns
        Names as the file has them.
    names
        Names by which each field goes, the surest first.

    Returns
    -------
    Field to column; a column serves one field at most.
    """
    by_plain: dict[str, str] = {}
    for column in columns:
        by_plain.setdefault(plain(column), column)
    matched: dict[str, str] = {}
    for field, known in names.items():
        for name in known:
            found = by_plain.get(plain(name))
            if found is not None and found not in matched.values():
                matched[field] = found
                break
    return matched
