"""Words, logos and QR codes that stand where a set or a phone does not show them.

Notes
-----
EBU R 95 (Safe areas for 16:9 television production, revision 1): graphics stay 5 % of width and of
height off each edge (HD: pixels 96 to 1823, lines 54 to 1025), action 3.5 %. Legacy areas of sets
with overscan are 10 % and 5 %. Upright video keeps off what phones draw over it, see
`maps.stills.sizes.safe_box`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maps.stills.layout import Layout
from maps.stills.lint.findings import Finding
from maps.stills.lint.telling import begun, named, whole_labels
from maps.stills.sizes import Box, SafeArea, safe_box

_PLACED: Final = ("logo", "qr", "scale")

_AREAS: Final[dict[SafeArea, tuple[str, str]]] = {
    "graphics": ("vùng an toàn đồ họa (cách mỗi cạnh 5 %)", "graphics safe (5 % off each edge)"),
    "action": ("vùng an toàn hành động (cách mỗi cạnh 3,5 %)", "action safe (3.5 % off each edge)"),
    "legacy": ("vùng an toàn kiểu cũ (cách mỗi cạnh 10 %)", "legacy safe (10 % off each edge)"),
    "vertical": (
        "vùng an toàn video dọc (trên 14 %, dưới 35 %, hai bên 6 %)",
        "the safe area of upright video (top 14 %, bottom 35 %, sides 6 %)",
    ),
    "none": ("khung hình", "the picture"),
}


def action_box(canvas: Box, area: SafeArea) -> Box:
    """Part of a picture that nothing readable may leave, whatever the spec says, units.

    Sets with overscan, for which a spec chooses `legacy`, show 90 % of it; others 93 %.
    """
    return safe_box(canvas, "graphics" if area == "legacy" else "action")


def find_strays(layout: Layout) -> Iterator[Finding]:
    """Words, logos, QR codes and scales outside the picture, action safe or the area chosen."""
    slack = 0.75 / layout.size.px_per_unit
    canvas, safe = layout.canvas, layout.safe
    action = action_box(canvas, layout.area)
    placed = [(one.box, named(one.role, one.content)) for one in whole_labels(layout).values()]
    placed += [(one.box, named(one.role)) for one in layout.marks_of(*_PLACED)]
    for box, names in placed:
        if safe.holds(box, slack) and action.holds(box, slack):
            continue
        if not canvas.holds(box, slack):
            yield _cut(box, names)
        elif not action.holds(box, slack):
            area: SafeArea = "graphics" if layout.area == "legacy" else "action"
            yield _stray("outside-action-safe", layout, box, action, names, area)
        else:
            yield _stray("outside-safe-area", layout, box, safe, names, layout.area)


def _cut(box: Box, names: tuple[str, str]) -> Finding:
    vi, en = names
    return Finding(
        "outside-picture",
        "fault",
        box,
        f"{begun(vi)} bị cắt ở mép khung hình hoặc nằm ngoài; phải hiện trọn vẹn: dời vào trong "
        f"hoặc ẩn đi.",
        f"{begun(en)} is cut at the edge of the picture or lies outside; it has to be seen whole: "
        f"move it inwards or hide it.",
    )


def _stray(
    code: str, layout: Layout, box: Box, safe: Box, names: tuple[str, str], area: SafeArea
) -> Finding:
    beyond = max(
        safe.left - box.left, safe.top - box.top, box.right - safe.right, box.bottom - safe.bottom
    )
    far_px = max(1, round(beyond * layout.size.px_per_unit))
    (vi, en), (area_vi, area_en) = names, _AREAS[area]
    return Finding(
        code,
        "fault",
        box,
        f"{begun(vi)} vượt ra ngoài {area_vi} {far_px} điểm ảnh; chữ và logo phải nằm trọn bên "
        f"trong: dời vào trong.",
        f"{begun(en)} goes {far_px} pixels beyond {area_en}; words and logos have to lie within: "
        f"move it inwards.",
    )
