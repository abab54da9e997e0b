"""Words that lie over each other or over panels, and too many of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from maps.stills.layout import LaidText, Layout, Mark, Symbol
from maps.stills.lint.findings import Finding
from maps.stills.lint.telling import begun, label_key, named, symbol_name, whole_labels
from maps.stills.sizes import Box

_TOUCH: Final = 2.0
"""Units that boxes of ink may share in height or width without anything touching."""

_COVERED: Final = 0.5
"""Share of a symbol's box, from which on it counts as hidden."""

SPACE_PER_LABEL: Final = 24_000.0
"""Square units of the safe area that a name on the map takes with what it names."""


def find_overlaps(layout: Layout) -> Iterator[Finding]:
    """Texts over one another; lines of one label are told of together."""
    # Sorted by their tops, so that each is compared with those beside it alone.
    order = sorted(enumerate(layout.texts), key=lambda one: one[1].box.top)
    keyed = [(label_key(text, place), text) for place, text in order]
    whole = whole_labels(layout)
    told: set[tuple[object, object]] = set()
    for index, (key, one) in enumerate(keyed):
        for other_key, other in keyed[index + 1 :]:
            if other.box.top >= one.box.bottom - _TOUCH:
                break
            pair = (key, other_key)
            if pair in told or not _overlaps(one.box, other.box):
                continue
            told |= {pair, pair[::-1]}
            if key == other_key:
                yield _overlap(one, other)
            else:
                yield _overlap(whole[key], whole[other_key])


def _overlap(one: LaidText, other: LaidText) -> Finding:
    (vi, en), (other_vi, other_en) = (
        named(one.role, one.content),
        named(other.role, other.content),
    )
    return Finding(
        "text-overlap",
        "fault",
        one.box.union(other.box),
        f"{begun(vi)} và {other_vi} đè lên nhau; chữ không được chạm nhau: dời một trong hai, hoặc "
        f"ẩn bớt.",
        f"{begun(en)} and {other_en} lie over each other; texts may not touch: move one of them, "
        f"or hide one.",
    )


def find_covered_panels(layout: Layout) -> Iterator[Finding]:
    """Words of the map that run onto a panel, a logo or a QR code."""
    marks = list(layout.marks_of("panel", "logo", "qr"))
    for text in whole_labels(layout).values():
        if text.is_on_block:
            continue
        mark = _first_under(text.box, marks)
        if mark is None:
            continue
        (vi, en), (mark_vi, mark_en) = named(text.role, text.content), named(mark.role)
        yield Finding(
            "text-over-panel",
            "fault",
            text.box,
            f"{begun(vi)} lấn lên {mark_vi}; chữ trên bản đồ phải nằm ngoài các khung: dời nhãn "
            f"hoặc ẩn đi.",
            f"{begun(en)} runs onto {mark_en}; words of the map stay off it: move the label or "
            f"hide it.",
        )


def _first_under(box: Box, marks: list[Mark]) -> Mark | None:
    for mark in marks:
        # Within a frame that is not filled, as of an inset, words may stand whole.
        is_inside = mark.role == "panel" and mark.colour is None and mark.box.holds(box)
        if _overlaps(box, mark.box) and not is_inside:
            return mark
    return None


def find_covered_subjects(layout: Layout) -> Iterator[Finding]:
    """Zones that the picture is about, under a panel or a logo."""
    marks = list(layout.marks_of("panel", "logo", "qr"))
    for symbol in layout.symbols:
        is_meant = layout.template == "overview" or symbol.subject in layout.about
        if symbol.role != "zone" or not is_meant:
            continue
        for mark in marks:
            if (mark.colour or mark.role != "panel") and _covers(mark.box, symbol.box):
                yield _covered(layout, symbol, mark)
                break


def _covered(layout: Layout, symbol: Symbol, mark: Mark) -> Finding:
    name = symbol_name(layout, symbol.subject)
    mark_vi, mark_en = named(mark.role)
    return Finding(
        "subject-covered",
        "warning",
        symbol.box,
        f"Khu “{name}” bị {mark_vi} che mất; khu mà hình nói đến phải nhìn thấy được: "
        f"đổi phạm vi bản đồ hoặc bỏ bớt khung.",
        f"The zone “{name}” lies under {mark_en}; what the picture is about has to be "
        f"seen: change the extent of the map, or leave the panel out.",
    )


def find_covered_symbols(layout: Layout) -> Iterator[Finding]:
    """Labels over the symbol of another zone or port."""
    for text in layout.texts_of("label"):
        if text.label_id is None:
            continue
        own = text.label_id.partition(":")[2]
        for symbol in layout.symbols:
            if symbol.subject != own and _covers(text.box, symbol.box):
                vi, en = named(text.role, text.content)
                name = symbol_name(layout, symbol.subject)
                yield Finding(
                    "label-over-symbol",
                    "warning",
                    text.box.union(symbol.box),
                    f"{begun(vi)} che ký hiệu của “{name}”; nhãn không nên đè lên khu "
                    f"khác: dời nhãn sang chỗ trống.",
                    f"{begun(en)} covers the symbol of “{name}”; labels stay off other "
                    f"zones: move it to a free place.",
                )
                break


def _covers(box: Box, symbol: Box) -> bool:
    return box.overlap(symbol) > _COVERED * symbol.width * symbol.height


def find_covered_marks(layout: Layout) -> Iterator[Finding]:
    """Panels, logos and QR codes that cut into one another; one may lie whole on another."""
    placed = list(layout.marks_of("panel", "logo", "qr"))
    for one, other in combinations(placed, 2):
        is_clear = not _overlaps(one.box, other.box)
        is_within = one.box.holds(other.box, _TOUCH) or other.box.holds(one.box, _TOUCH)
        # The modules of a QR code lie on its own quiet zone; logo and code take all their place.
        is_apart = {one.role, other.role} == {"logo", "qr"}
        if not is_clear and (is_apart or not is_within):
            yield _clash(one, other)


def _clash(one: Mark, other: Mark) -> Finding:
    (vi, en), (other_vi, other_en) = named(one.role), named(other.role)
    return Finding(
        "mark-overlap",
        "fault",
        one.box.union(other.box),
        f"{begun(vi)} và {other_vi} chồng lên nhau; mỗi thứ phải có chỗ riêng: dời hoặc bỏ bớt.",
        f"{begun(en)} and {other_en} lie over each other; each needs its own place: move one, or "
        f"leave it out.",
    )


def find_crowds(layout: Layout) -> Iterator[Finding]:
    """More names on the map than it has room for."""
    labels = {one.label_id or one.content for one in layout.texts_of("label", "place")}
    safe = layout.safe
    most = max(8, int(safe.width * safe.height / SPACE_PER_LABEL))
    if len(labels) <= most:
        return
    yield Finding(
        "too-many-labels",
        "warning",
        None,
        f"Bản đồ có {len(labels)} tên cùng lúc; khổ hình này chỉ nên có tối đa {most}: bỏ bớt lớp, "
        f"ẩn bớt nhãn hoặc phóng gần hơn.",
        f"The map has {len(labels)} names at once; a picture of this size takes at most {most}: "
        f"show fewer layers, hide labels, or go closer.",
    )


def _overlaps(one: Box, other: Box) -> bool:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return width > _TOUCH and height > _TOUCH
