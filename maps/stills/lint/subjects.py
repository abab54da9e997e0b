"""What a picture is about: on its map, in sight, named, and told from what is beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from maps.stills.layout import LaidText, Layout, Symbol
from maps.stills.lint.findings import Finding, Severity
from maps.stills.lint.telling import begun, named, symbol_name, whole_labels
from maps.stills.sizes import Box
from maps.stills.spec import Template
from maps.stills.words import phrase

_ON_A_MAP: Final[frozenset[Template]] = frozenset(("overview", "locator", "distances", "corridor"))
"""Templates whose zones stand on a map, by their names."""

_SLACK: Final = 2.0
"""Units by which the edge of a zone may leave the safe area."""

_DEEP: Final = 0.8
"""Of the radius of a symbol: another whose middle is as near to its own is half under it."""

_NEARER: Final = 3.0
_LOOSE: Final[dict[str, float]] = {"label": 30.0, "number": 60.0}
"""Units by which another symbol has to be nearer; from words to their own symbol with its ring and
their plate, within which they are taken for those of no other sort."""

_OUTLINE: Final = 60.0
"""Side from which on a symbol is not round, units."""

_MOST_TOLD: Final = 4


def find_absent_subjects(layout: Layout) -> Iterator[Finding]:
    """Zones that the picture is about and its map does not show."""
    if layout.template not in _ON_A_MAP:
        return
    shown = {one.subject for one in layout.symbols if one.role == "zone"}
    absent = [one for one in layout.about if one not in shown]
    if not absent or _says_unplaced(layout):
        return
    severity: Severity = "fault" if len(absent) == len(layout.about) else "warning"
    names = _list(layout, absent)
    yield Finding(
        "subject-not-on-map",
        severity,
        None,
        f"Bản đồ không hiện khu mà hình nói đến: {names}; khu phải nằm trong khung hình: đổi phạm "
        f"vi (extent), bật lớp zones, hoặc bỏ khu đó ra.",
        f"The map does not show what the picture is about: {names}; it has to be in sight: change "
        f"the extent, switch the layer zones on, or leave the zone out.",
    )


def _says_unplaced(layout: Layout) -> bool:
    said = " ".join(one.content for one in layout.texts_of("note"))
    return phrase("place_unknown", layout.language) in said


def find_straying_subjects(layout: Layout) -> Iterator[Finding]:
    """Zones that the picture is about and that reach beyond the safe area; a fault if all are."""
    if layout.template not in _ON_A_MAP:
        return
    is_any_seen = any(layout.safe.overlap(one.box) > 0 for one in _subjects(layout))
    severity: Severity = "warning" if is_any_seen else "fault"
    for symbol in _subjects(layout):
        if layout.safe.holds(symbol.box, _SLACK):
            continue
        name = symbol_name(layout, symbol.subject)
        yield Finding(
            "subject-outside-safe-area",
            severity,
            symbol.box,
            f"Khu “{name}” không nằm trọn trong vùng an toàn; khu mà hình nói đến phải thấy trọn "
            f"vẹn: nới phạm vi bản đồ (extent, padding).",
            f"The zone “{name}” does not lie whole within the safe area; what the picture is about "
            f"has to be seen whole: widen the extent of the map, or its padding.",
        )


def find_unnamed_subjects(layout: Layout) -> Iterator[Finding]:
    """Zones that the picture is about and does not name."""
    if layout.template not in _ON_A_MAP or layout.named is None:
        return
    unnamed = [one for one in layout.about if one not in layout.named]
    if not unnamed:
        return
    names = _list(layout, unnamed)
    yield Finding(
        "subject-not-named",
        "warning",
        None,
        f"Hình không nêu tên khu mà nó nói đến: {names}; người xem phải biết đó là khu nào: hiện "
        f"lại nhãn hoặc nêu tên trong tiêu đề.",
        f"The picture does not name what it is about: {names}; viewers have to know which zone it "
        f"is: show its label again, or name it in the title.",
    )


def find_hidden_subjects(layout: Layout) -> Iterator[Finding]:
    """Zones that the picture is about, under the symbol of another."""
    order = layout.symbols
    for place, symbol in enumerate(order):
        if symbol.role != "zone" or symbol.subject not in layout.about:
            continue
        for other in order[place + 1 :]:
            if _hides(other.box, symbol.box):
                name, other_name = (symbol_name(layout, one.subject) for one in (symbol, other))
                yield Finding(
                    "subject-under-symbol",
                    "warning",
                    symbol.box.union(other.box),
                    f"Ký hiệu của “{other_name}” che khu “{name}” mà hình nói đến; khu đó phải "
                    f"thấy được: phóng gần hơn hoặc bỏ bớt lớp.",
                    f"The symbol of “{other_name}” covers the zone “{name}”, which the picture is "
                    f"about; it has to be seen: go closer, or show fewer layers.",
                )
                break


def find_idle_legends(layout: Layout) -> Iterator[Finding]:
    """Lines of a legend for what the map does not show."""
    idle = [one for one in layout.legend if not one.is_on_map]
    if not idle:
        return
    if len(idle) == len(layout.legend):
        yield Finding(
            "legend-not-on-map",
            "fault",
            idle[0].box,
            "Chú giải giải thích những thứ mà bản đồ không hiện; bật lại lớp tương ứng (layers) "
            "hoặc tắt chú giải (legend).",
            "The legend explains what the map does not show at all; switch the layers on again "
            "(layers), or the legend off (legend).",
        )
        return
    for line in idle:
        vi, en = named("legend", line.content)
        yield Finding(
            "legend-not-on-map",
            "warning",
            line.box,
            f"{begun(vi)} giải thích thứ mà bản đồ không hiện; chú giải chỉ nên nêu những gì thấy "
            f"được: đổi phạm vi bản đồ hoặc bỏ lớp đó.",
            f"{begun(en)} explains what the map does not show; a legend should tell of what is "
            f"seen alone: change the extent, or leave the layer out.",
        )


def find_misplaced_labels(layout: Layout) -> Iterator[Finding]:
    """Numbers and names nearer to the symbol of another than to their own."""
    numbered = {
        tuple(one.label_id.split(":", 1)) for one in layout.texts_of("number") if one.label_id
    }
    by_name = {f"{one.role}:{one.subject}": one for one in layout.symbols}
    for text in whole_labels(layout).values():
        own = by_name.get(text.label_id or "")
        if text.role not in ("number", "label") or own is None or own.subject in layout.led:
            continue
        away = _gap(text.box, own.box)
        # Numbers stand beside symbols of one sort, among fainter ones: it is those that they are
        # mistaken for, unless they stand far off.
        others = [
            (_gap(text.box, one.box), one)
            for one in layout.symbols
            if one != own
            and (
                away > _LOOSE[text.role]
                or (text.role == "number" and (one.role, one.subject) in numbered)
            )
        ]
        nearest, other = min(others, default=(math.inf, own), key=lambda one: one[0])
        if nearest < away - _NEARER:
            yield _misplaced(layout, text, own, other)


def _misplaced(layout: Layout, text: LaidText, own: Symbol, other: Symbol) -> Finding:
    vi, en = named(text.role, text.content)
    name, other_name = (symbol_name(layout, one.subject, text) for one in (own, other))
    return Finding(
        "label-nearer-other",
        "warning",
        text.box.union(own.box),
        f"{begun(vi)} nằm gần ký hiệu của “{other_name}” hơn là của “{name}”; người xem sẽ hiểu "
        f"nhầm: dời nhãn về sát khu của nó.",
        f"{begun(en)} stands nearer to the symbol of “{other_name}” than to its own, “{name}”; "
        f"viewers will take it for the other's: move it beside its own.",
    )


def _subjects(layout: Layout) -> Iterator[Symbol]:
    return (one for one in layout.symbols if one.role == "zone" and one.subject in layout.about)


def _list(layout: Layout, ids: Sequence[str]) -> str:
    told = ", ".join(f"“{symbol_name(layout, one)}”" for one in ids[:_MOST_TOLD])
    return f"{told}…" if len(ids) > _MOST_TOLD else told


def _hides(over: Box, under: Box) -> bool:
    (x, y), (other_x, other_y) = over.centre, under.centre
    radius, least = (min(one.width, one.height) / 2 for one in (over, under))
    return math.hypot(x - other_x, y - other_y) < _DEEP * radius and radius > _DEEP * least


def _gap(text: Box, symbol: Box) -> float:
    """From words to the edge of a symbol, a small one taken as round; 0 where they touch."""
    if max(symbol.width, symbol.height) > _OUTLINE:
        across = max(text.left - symbol.right, symbol.left - text.right, 0.0)
        return math.hypot(across, max(text.top - symbol.bottom, symbol.top - text.bottom, 0.0))
    x, y = symbol.centre
    dx = max(text.left - x, x - text.right, 0.0)
    dy = max(text.top - y, y - text.bottom, 0.0)
    return max(0.0, math.hypot(dx, dy) - min(symbol.width, symbol.height) / 2)
