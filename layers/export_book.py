"""The table of zones as a spreadsheet or CSV: what is on the screen, with passports and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from layers.exports import Column, Table, Value
from layers.land_book import LandRow, sum_rows
from layers.land_columns import LAND_COLUMNS, NUMBER_COLUMNS, LandColumn
from layers.records import Source

Language = Literal["vi", "en"]

_WORDS: Mapping[str, tuple[str, str]] = {
    "book": ("Sổ đất", "Land book"),
    "totals": ("Tổng", "Totals"),
    "passports": ("Nguồn số liệu", "Passports"),
    "notes": ("Ghi chú", "Notes"),
    "zone_id": ("Mã khu", "Zone id"),
    "complete": ("Lô phủ kín khu", "Parcels complete"),
    "badge": ("Độ tin cậy", "Quality"),
    "column": ("Cột", "Column"),
    "group": ("Nhóm", "Group"),
    "total": ("Tổng những gì hiển thị", "Sum of what is shown"),
    "known": ("Số khu có số", "Zones known"),
    "unknown": ("Số khu chưa rõ", "Zones unknown"),
    "illustrative": ("Trong đó từ lô minh họa", "Of these from illustrative parcels"),
    "meaning": ("Ý nghĩa", "Meaning"),
    "lower": ("ít nhất", "at least"),
    "exact": ("đủ", "complete"),
    "quantity": ("Số liệu", "Figure"),
    "value": ("Giá trị", "Value"),
    "low": ("Từ", "From"),
    "high": ("Đến", "To"),
    "as_of": ("Tại thời điểm", "As of"),
    "method": ("Cách có số", "Method"),
    "source": ("Nguồn", "Source"),
    "address": ("Địa chỉ", "Address"),
    "licence": ("Giấy phép", "Licence"),
    "about": ("Nội dung", "About"),
    "text": ("Diễn giải", "Text"),
}
_GROUPS: Mapping[str, tuple[str, str]] = {
    "zone": ("Khu", "Zone"),
    "declared": ("Công bố", "Declared"),
    "ledger": ("Sổ đất, từ các lô", "Ledger, from parcels"),
    "blocks": ("Mảnh liền nhau", "Contiguous blocks"),
    "map": ("Bản đồ", "Map"),
}
_VALUES: Mapping[str, tuple[str, str]] = {
    "HCMC": ("TP.HCM", "HCMC"),
    "BD": ("Bình Dương", "Bình Dương"),
    "BRVT": ("Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu"),
    "operating": ("Đang hoạt động", "Operating"),
    "under_construction": ("Đang xây dựng", "Under construction"),
    "planned": ("Quy hoạch", "Planned"),
    "real": ("lô thật", "real"),
    "illustrative": ("lô minh họa", "illustrative"),
    "none": ("chưa có lô", "none"),
}
_NOTES: Sequence[tuple[tuple[str, str], tuple[str, str]]] = (
    (
        ("Ô trống", "Empty cells"),
        ("Ô trống nghĩa là chưa rõ, không phải bằng 0.", "An empty cell is unknown, never zero."),
    ),
    (
        ("Làm tròn", "Rounding"),
        (
            "Hecta đến 0,01; tổng là tổng của những số hiển thị. Còn khu chưa rõ thì tổng chỉ là "
            "mức ít nhất. Mỗi số được làm tròn riêng, nên cộng ngang có thể lệch 0,01.",
            "Hectares to 0.01; a total is the sum of what is shown, and only a lower bound while "
            "zones are unknown. Each number is rounded by itself: along a row 0.01 may be off.",
        ),
    ),
    (
        ("Lô minh họa", "Illustrative parcels"),
        (
            "Lô minh họa chỉ chia diện tích theo số công bố; không phải thửa đất thật.",
            "Illustrative parcels only split a zone to match declared figures; they are no plots.",
        ),
    ),
    (
        ("Dấu nháy", "Apostrophe"),
        (
            "Chữ có thể bị bảng tính hiểu là công thức được thêm dấu nháy đơn ở đầu.",
            "Text that a spreadsheet could take for a formula has an apostrophe before it.",
        ),
    ),
    (
        ("Giấy phép", "Licence"),
        (
            "Ranh giới và bờ biển: © những người đóng góp OpenStreetMap (ODbL). Số liệu: theo từng "
            "nguồn.",
            "Outlines and coastline: © OpenStreetMap contributors (ODbL). Figures: by source.",
        ),
    ),
)


def book_csv_table(rows: Sequence[LandRow]) -> Table:
    """The zones as one table with the names of the API as its header.

    Parameters
    ----------
    rows
        As shown, in the order shown.
    """
    keys = ["zone_id", "name_vi", "name_en", "former_province", "kind", "status", "parcels"]
    columns = [
        *(Column(key) for key in keys),
        Column("complete", "flag"),
        Column("badge"),
        *(Column(column.key, column.kind) for column in NUMBER_COLUMNS),
    ]
    return Table(
        "land",
        tuple(columns),
        [
            [
                *(_plain(row, key) for key in keys),
                row.is_complete,
                row.badge,
                *(row.values[column.key] for column in NUMBER_COLUMNS),
            ]
            for row in rows
        ],
    )


def book_sheets(
    rows: Sequence[LandRow], sources: Mapping[str, Source], *, on_day: date, language: Language
) -> tuple[Table, ...]:
    """Sheets of the spreadsheet: zones, totals, passports of what is declared, notes.

    Parameters
    ----------
    rows
        As shown, in the order shown.
    sources
        Register by key.
    on_day
        Day whose state is shown.
    """
    index = 0 if language == "vi" else 1

    def word(key: str) -> str:
        return _WORDS[key][index]

    return (
        _zones_sheet(rows, index),
        _totals_sheet(rows, index),
        _passports_sheet(rows, sources, index),
        Table(
            word("notes"),
            (Column(word("about"), width=24), Column(word("text"), "long", width=100)),
            [
                [word("as_of"), on_day],
                *([title[index], text[index]] for title, text in _NOTES),
                *(
                    [_label(column, index), _pick(column, "definition", index)]
                    for column in LAND_COLUMNS
                ),
            ],
        ),
    )


def _zones_sheet(rows: Sequence[LandRow], index: int) -> Table:
    texts = [column for column in LAND_COLUMNS if column.kind == "text"]
    columns = [
        Column(_WORDS["zone_id"][index], width=20),
        *(Column(_pick(c, "label", index), width=34 if c.key == "name" else 16) for c in texts),
        Column(_WORDS["complete"][index], "flag"),
        Column(_WORDS["badge"][index], width=10),
        *(Column(_label(column, index), column.kind) for column in NUMBER_COLUMNS),
    ]
    return Table(
        _WORDS["book"][index],
        tuple(columns),
        [
            [
                row.zone_id,
                *(_shown(row, column.key, index) for column in texts),
                row.is_complete,
                row.badge,
                *(row.values[column.key] for column in NUMBER_COLUMNS),
            ]
            for row in rows
        ],
        frozen_columns=2,
    )


def _totals_sheet(rows: Sequence[LandRow], index: int) -> Table:
    names = ("group", "column", "total", "meaning", "known", "unknown", "illustrative")
    kinds = {"total": "area", "known": "count", "unknown": "count", "illustrative": "count"}
    columns = tuple(
        Column(_WORDS[name][index], kinds.get(name, "text"), width=22) for name in names
    )
    lines: list[list[Value]] = []
    totals = sum_rows(rows)
    for column in NUMBER_COLUMNS:
        total = totals.get(column.key)
        if total is None:
            continue
        meaning = None if total.total is None else "lower" if total.is_lower_bound else "exact"
        lines.append(
            [
                _GROUPS[column.group][index],
                _pick(column, "label", index),
                total.total,
                _WORDS[meaning][index] if meaning else None,
                total.known,
                total.unknown,
                total.illustrative,
            ]
        )
    return Table(_WORDS["totals"][index], columns, lines)


def _passports_sheet(rows: Sequence[LandRow], sources: Mapping[str, Source], index: int) -> Table:
    names = ("zone_id", "quantity", "value", "low", "high", "as_of", "badge", "method", "source")
    columns = tuple(
        Column(_WORDS[name][index], width=width)
        for name, width in zip(
            (*names, "address", "licence"),
            (20, 18, 12, 12, 12, 14, 10, 14, 40, 50, 24),
            strict=True,
        )
    )
    lines: list[list[Value]] = []
    labels = {
        column.key.removeprefix("declared_").removesuffix("_ha"): _pick(column, "label", index)
        for column in NUMBER_COLUMNS
        if column.group == "declared"
    }
    for row in rows:
        for quantity, figure in row.declared.items():
            named = [sources[key] for key in figure.source_keys if key in sources]
            lines.append(
                [
                    row.zone_id,
                    labels[quantity],
                    figure.value,
                    figure.low,
                    figure.high,
                    figure.as_of,
                    figure.badge,
                    figure.method,
                    "; ".join(source.publisher for source in named) or None,
                    "; ".join(source.address for source in named) or None,
                    "; ".join(dict.fromkeys(source.licence for source in named)) or None,
                ]
            )
    return Table(_WORDS["passports"][index], columns, lines, frozen_columns=1)


def _plain(row: LandRow, key: str) -> str:
    return row.parcels if key == "parcels" else str(getattr(row.zone, key))


def _shown(row: LandRow, key: str, index: int) -> str:
    if key == "name":
        return row.zone.name_vi if index == 0 else row.zone.name_en
    value = _plain(row, key)
    return _VALUES[value][index] if value in _VALUES else value


def _label(column: LandColumn, index: int) -> str:
    """Label with its group, since the same word heads a declared and a computed column."""
    label = _pick(column, "label", index)
    unit = {"area": "ha", "share": "%"}.get(column.kind)
    head = label if column.group == "zone" else f"{_GROUPS[column.group][index]}: {label}"
    return f"{head} ({unit})" if unit else head


def _pick(column: LandColumn, stem: str, index: int) -> str:
    value: Any = getattr(column, f"{stem}_{'vi' if index == 0 else 'en'}")
    return str(value)
