"""How properties of collections are described: figures with their passports, distances, ledger.

Titles and definitions come from where they are at home, `layers.metrics` and
`layers.land_columns`.
"""

from __future__ import annotations

from layers.catalog import Property, PropertyKind
from layers.land_columns import COLUMN_BY_KEY
from layers.metrics import METRICS
from layers.vocabulary import BADGES


def text_property(
    name: str, vi: str, en: str, *, words: tuple[str, ...] = (), nullable: bool = True
) -> Property:
    """Words, out of a fixed list or free."""
    return Property(name, "text", vi, en, words=words, is_nullable=nullable)


def badge_property(name: str = "badge", *, of: tuple[str, str] | None = None) -> Property:
    """Badge of a record, or of the part of it that `of` names in Vietnamese and English."""
    vi, en = (
        ("Chất lượng", "Quality") if of is None else (f"{of[0]}: chất lượng", f"{of[1]}: quality")
    )
    return Property(
        name,
        "text",
        vi,
        en,
        "A chính thức hoặc đo đạc, có ngày; B báo chí dẫn cơ quan; C môi giới, chủ đầu tư hoặc "
        "không ngày; D ước tính.",
        "A official or surveyed and dated; B press quoting an official; C broker, developer or "
        "undated; D estimate.",
        words=BADGES,
    )


def _passport(name: str, vi: str, en: str) -> tuple[Property, ...]:
    """Date, badge and sources of a figure."""
    return (
        Property(
            f"{name}_as_of",
            "text",
            f"{vi}: thời điểm",
            f"{en}: as of",
            "Như nguồn ghi: năm, tháng, ngày, khoảng a/b, ~ là xấp xỉ.",
            "As published: a year, month or day, an interval a/b, ~ for approximate.",
            figure=name,
        ),
        _of_figure(badge_property(f"{name}_badge", of=(vi, en)), name),
        Property(
            f"{name}_sources",
            "text",
            f"{vi}: nguồn",
            f"{en}: sources",
            "Khóa trong danh mục nguồn, nối bằng dấu +.",
            "Keys of the source register, joined by +.",
            figure=name,
        ),
    )


def _of_figure(item: Property, figure: str) -> Property:
    return Property(
        item.name,
        item.kind,
        item.title_vi,
        item.title_en,
        item.definition_vi,
        item.definition_en,
        words=item.words,
        figure=figure,
    )


def figure_properties(
    name: str, kind: PropertyKind, *, is_range: bool = False
) -> tuple[Property, ...]:
    """A figure by its definition, with its passport."""
    metric = METRICS[name]
    words = (metric.label_vi, metric.label_en)
    value = Property(
        name,
        kind,
        *words,
        metric.definition_vi,
        metric.definition_en,
        metric.unit or None,
        figure=name,
    )
    ends = _range_of(value, name) if is_range else ()
    return (value, *ends, *_passport(name, *words))


def _range_of(value: Property, figure: str, *, unit_last: bool = False) -> tuple[Property, ...]:
    """Both ends of a figure that was published as a range."""
    stem, _, unit = value.name.rpartition("_") if unit_last else (value.name, "", "")
    return tuple(
        Property(
            f"{stem}_{end}{'_' + unit if unit else ''}",
            value.kind,
            f"{value.title_vi}: {vi}",
            f"{value.title_en}: {en}",
            "Đầu khoảng, khi nguồn công bố một khoảng.",
            "End of the range, where the source publishes a range.",
            value.unit,
            figure=figure,
        )
        for end, vi, en in (("low", "từ", "from"), ("high", "đến", "to"))
    )


def headline_properties(
    name: str, metric_name: str, *, unit_last: bool = False
) -> tuple[Property, ...]:
    """The figure of a kind that maps show, with how it was had."""
    metric = METRICS[metric_name]
    value = Property(
        name,
        "number",
        metric.label_vi,
        metric.label_en,
        f"{metric.definition_vi} Từ các lô thật nếu có, nếu không từ số công bố.",
        f"{metric.definition_en} From real parcels where there are any, else as declared.",
        metric.unit,
        figure=name,
    )
    return (
        value,
        *_range_of(value, name, unit_last=unit_last),
        Property(
            f"{name}_state",
            "text",
            f"{metric.label_vi}: biết đến đâu",
            f"{metric.label_en}: how far known",
            "known đã biết; none_left nguồn chỉ nói hết đất; unknown chưa ai công bố.",
            "known; none_left where a source only says that no land is left; unknown.",
            words=("known", "none_left", "unknown"),
            is_nullable=False,
            figure=name,
        ),
        Property(
            f"{name}_method",
            "text",
            f"{metric.label_vi}: cách tính",
            f"{metric.label_en}: method",
            "ledger từ các lô; declared như công bố; computed tính từ số công bố; statement chỉ có "
            "lời nguồn.",
            "ledger from parcels; declared as published; computed from declared figures; "
            "statement where there are only words.",
            words=("ledger", "declared", "computed", "statement"),
            figure=name,
        ),
        *_passport(name, metric.label_vi, metric.label_en),
    )


def distance_properties(measure: str) -> tuple[Property, ...]:
    """A distance with what it leads to and its badge."""
    metric = METRICS[measure]
    words = (metric.label_vi, metric.label_en)
    nearest: tuple[Property, ...] = ()
    if measure != "coastline":
        nearest = tuple(
            text_property(f"nearest_{measure}_{ending}", f"{words[0]}: {vi}", f"{words[1]}: {en}")
            for ending, vi, en in (
                ("id", "mã nơi gần nhất", "nearest, id"),
                ("name_vi", "nơi gần nhất", "nearest, in Vietnamese"),
                ("name_en", "nơi gần nhất, tiếng Anh", "nearest"),
            )
        )
    name = f"distance_to_{measure}_m"
    return (
        Property(
            name,
            "number",
            *words,
            metric.definition_vi,
            metric.definition_en,
            "m",
            figure=name,
        ),
        *nearest,
        _of_figure(badge_property(f"distance_to_{measure}_badge", of=words), name),
    )


def ledger_property(key: str, name: str | None = None) -> Property:
    """A column of the land ledger."""
    column = COLUMN_BY_KEY[key]
    is_count = column.kind == "count"
    return Property(
        name or key,
        "integer" if is_count else "number",
        column.label_vi,
        column.label_en,
        column.definition_vi,
        column.definition_en,
        {"area": "ha", "share": "share"}.get(column.kind),
    )
