"""Text that is too small, too long in a line, or has letters that its face lacks.

Notes
-----
The height of a text is what lies between the top of a capital and the foot of a descender:
`typeface.CAP_TO_TAIL` of its size. It has to be 30 of the 1080 lines of HD, 26 where it stands on
an opaque block of one colour; in UHD 60 and 52 of 2160; in other pictures as much of the shorter
side.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from maps.stills.layout import LaidText, Layout
from maps.stills.lint.findings import Finding
from maps.stills.lint.telling import begun, figures, named
from maps.stills.typeset import text_height

LEAST_HEIGHT: Final = 30.0
"""Of a text on a map, units; a unit is a line of HD."""

LEAST_HEIGHT_ON_BLOCK: Final = 26.0

LONGEST_LINE: Final = 80
"""Characters; the eye finds the next line of a longer one badly. WCAG 2.2, 1.4.8: at most 80."""

_RUN_ON: Final = ("credit", "date", "note")
"""Lines that are there to be looked up, and may be as long as the picture is wide."""


def find_small_text(layout: Layout) -> Iterator[Finding]:
    """Texts of fewer lines than can be read across a room."""
    scale = layout.size.px_per_unit
    for text in layout.texts:
        height = text_height(text.size)
        # One that leaves its block is a finding of its own, not one of size as well.
        is_on_block = text.is_on_block or text.block is not None
        least = LEAST_HEIGHT_ON_BLOCK if is_on_block else LEAST_HEIGHT
        if height >= least - 0.05:
            continue
        (vi, en), (is_vi, is_en) = named(text.role, text.content), figures(height * scale)
        least_vi, least_en = figures(least * scale)
        where_vi, where_en = (
            ("trên khối nền đặc", "on an opaque block")
            if is_on_block
            else ("trên nền bản đồ", "on the map")
        )
        yield Finding(
            "text-too-small",
            "fault",
            text.box,
            f"{begun(vi)} cao {is_vi} dòng (từ đỉnh chữ hoa đến chân chữ); {where_vi} cần ít nhất "
            f"{least_vi} dòng: tăng cỡ chữ hoặc bớt chữ.",
            f"{begun(en)} is {is_en} lines high (capital to tail); {where_en} it takes at least "
            f"{least_en}: make it larger, or write less.",
        )


def find_lost_blocks(layout: Layout) -> Iterator[Finding]:
    """Texts meant to stand on an opaque block that does not reach under all of them."""
    for text in layout.texts:
        if not text.is_on_block or text.block is not None:
            continue
        vi, en = named(text.role, text.content)
        yield Finding(
            "text-off-block",
            "fault",
            text.box,
            f"{begun(vi)} tràn ra ngoài khối nền đặc của nó; chữ phải nằm trọn trên nền: mở rộng "
            f"khối nền hoặc rút ngắn chữ.",
            f"{begun(en)} does not stand whole on its opaque block; it has to: widen the block or "
            f"shorten the text.",
        )


def find_missing_letters(layout: Layout) -> Iterator[Finding]:
    """Texts with characters that the face draws as empty boxes."""
    for text in layout.texts:
        if not text.missing:
            continue
        vi, en = named(text.role, text.content)
        shown = ", ".join(_character(one) for one in text.missing[:8])
        yield Finding(
            "missing-glyph",
            "fault",
            text.box,
            f"{begun(vi)} có ký tự mà phông chữ không vẽ được: {shown}; phải vẽ được mọi ký tự: "
            f"sửa chữ hoặc chọn giao diện dùng Noto Sans.",
            f"{begun(en)} has characters that the font cannot draw: {shown}; all have to be drawn: "
            f"change the text, or choose a theme with Noto Sans.",
        )


def _character(one: str) -> str:
    """A character with its number; the number alone of one that is not seen."""
    number = f"U+{ord(one):04X}"
    return number if unicodedata.category(one)[0] in "CZM" else f"{one} ({number})"


def find_long_lines(layout: Layout) -> Iterator[Finding]:
    """Lines that go on for too long."""
    for text in layout.texts:
        if text.role in _RUN_ON or len(text.content) <= LONGEST_LINE:
            continue
        yield _long_line(text)


def _long_line(text: LaidText) -> Finding:
    vi, en = named(text.role, text.content)
    count = len(text.content)
    return Finding(
        "line-too-long",
        "warning",
        text.box,
        f"{begun(vi)} dài {count} ký tự trên một dòng; nên có tối đa {LONGEST_LINE}: ngắt dòng "
        f"hoặc viết ngắn lại.",
        f"{begun(en)} has {count} characters in one line; expected at most {LONGEST_LINE}: break "
        f"the line, or write less.",
    )
