"""The shortlist as a sheet that people read: some twenty columns, in the order of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.units import km_from_m
from layers.exports import Column, Table, Value
from layers.positions import COARSE_M, shown_distance_m
from layers.ranking.criteria import CRITERION_BY_KEY
from layers.ranking.reading import Known
from layers.records import IndustrialZone
from maps.labels import Language, format_date, word
from maps.rank_words import amount_text, figure_text

_CRITERIA = (
    "total_area_ha", "remaining_ha", "largest_block_ha", "rent", "years_left", "deep_sea_berth",
    "port", "airport", "expressway", "wastewater", "power", "data_quality",
)  # fmt: skip
_NAME_OF_SHEET = ("Danh sách chọn lọc", "Shortlist")
_WORDS = {
    "place": ("Thứ tự", "Place"),
    "zone": ("Khu", "Zone"),
    "remaining_as_of": ("Đất còn lại: tại thời điểm", "Remaining land: as of"),
    "occupancy": ("Tỷ lệ lấp đầy", "Occupancy"),
    "link": ("Trên bản đồ", "On the map"),
    "version": ("Phiên bản dữ liệu", "Data version"),
    "as_of": ("Tình trạng tại ngày", "As things stood on"),
}
_KINDS = {"ha": "area", "share": "share"}


def shortlist_title(language: Language) -> str:
    """What the list is called."""
    return _pick(_NAME_OF_SHEET, language)


def shortlist_table(
    zones: Sequence[IndustrialZone],
    known: Sequence[Mapping[str, Known]],
    *,
    links: Sequence[str],
    data_version: int,
    as_of: str,
    language: Language,
) -> Table:
    """The table, a row a zone.

    Parameters
    ----------
    known
        What is known of each zone, by criterion; with its `occupancy_rate`.
    links
        Address of each zone's sheet on the map.
    """
    said = {key: _pick(pair, language) for key, pair in _WORDS.items()}
    criteria = [CRITERION_BY_KEY[key] for key in _CRITERIA]
    columns = (
        Column(said["place"], "count", width=8),
        Column(said["zone"], width=40),
        *(Column(word(key, language), width=18) for key in ("kind", "status", "former_province")),
        *(
            Column(_header(item.key, language), _KINDS.get(item.unit, "number"), width=16)
            for item in criteria
        ),
        Column(said["occupancy"], "share"),
        Column(said["remaining_as_of"], width=16),
        Column(said["link"], width=40),
        Column(said["version"], "count", width=10),
        Column(said["as_of"], width=14),
    )
    rows = [
        [
            place,
            zone.name_vi if language == "vi" else zone.name_en,
            word(f"kind_{zone.kind}", language),
            word(f"status_{zone.status}", language),
            word(f"province_{zone.former_province}", language),
            *(_cell(found[item.key], item.key, language) for item in criteria),
            _share(found["occupancy_rate"], language),
            format_date(found["remaining_ha"].as_of, language)
            if found["remaining_ha"].state != "unknown"
            else None,
            link,
            data_version,
            format_date(as_of, language),
        ]
        for place, (zone, found, link) in enumerate(zip(zones, known, links, strict=True), start=1)
    ]
    return Table(shortlist_title(language), columns, rows, frozen_columns=2)


def _header(key: str, language: Language) -> str:
    item = CRITERION_BY_KEY[key]
    label = item.label_vi if language == "vi" else item.label_en
    match item.unit:
        case "share" | "years":
            return label
        case "m":
            return f"{label} ({word('unit_km', language)})"
    return f"{label} ({word(f'unit_{item.unit}', language)})"


def _cell(known: Known, key: str, language: Language) -> Value:
    """A number where one is known, else words: a bound, a range, about so much, unknown."""
    if known.state == "known" and known.value is not None and known.within is None:
        return round(known.value, 4)
    if known.state == "known" and known.value is not None and known.within is not None:
        low, high = shown_distance_m(known.value, known.within)
        if low == high and known.within < COARSE_M:
            return km_from_m(high)
    return figure_text(known, CRITERION_BY_KEY[key], language)


def _share(known: Known, language: Language) -> Value:
    if known.state == "known" and known.value is not None:
        return round(known.value, 4)
    return amount_text(known, "share", language)


def _pick(pair: tuple[str, str], language: Language) -> str:
    return pair[0] if language == "vi" else pair[1]
