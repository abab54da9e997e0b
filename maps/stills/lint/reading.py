"""Whether a picture is on air for as long as it takes to read it.

Notes
-----
Running text is read at 15 characters a second, spaces and marks counted: the slower end of what is
asked of subtitles (Ofcom: at most 160 to 180 words a minute, which is 15 characters a second in
English; Netflix's style guides: 17 for adults). Vietnamese is counted in characters too: its words
are written as short syllables with spaces between, so that a count of words would take each
syllable for one, and find a sentence half as long again as it is.

Names on a map, rows of a table and short figures are not read through but looked at, each for one
fixation of the eye: 0.2 to 0.35 s (Rayner and Castelhano, Eye movements, Scholarpedia 2(10):3649,
2007), taken as 0.25 s; a legend is looked up, a line for a fixation. Credit, date, scale, badges
and notes below a table are there to be found, not to be read, and are not counted. A map or chart
takes 1.5 s to be seen as what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maps.stills.drawing import Role
from maps.stills.layout import LaidText, Layout
from maps.stills.lint.findings import Finding
from maps.stills.lint.telling import figures

CHARACTERS_PER_S: Final = 15.0
GLANCE_S: Final = 0.25
"""For a name on a map, or a line of a legend, seconds."""

BASE_S: Final = 1.5
"""To see what sort of picture it is, seconds."""

LONGEST_GLANCE: Final = 14
"""Characters of a figure that one fixation takes in; a longer one is read."""

_LEEWAY: Final = 1.1
"""People read at speeds that differ by far more than this."""

_READ: Final[tuple[Role, ...]] = ("title", "subtitle", "value")
_GLANCED: Final[tuple[Role, ...]] = ("label", "place", "legend", "value")


def seconds_to_read(layout: Layout) -> float:
    """Seconds that it takes to read what a picture says."""
    characters = sum(len(one.content) for one in layout.texts_of(*_READ) if not _is_glance(one))
    # Lines of one label are one glance.
    glances = {
        one.label_id or (one.content, one.box)
        for one in layout.texts_of(*_GLANCED)
        if one.role != "value" or _is_glance(one)
    }
    return BASE_S + characters / CHARACTERS_PER_S + GLANCE_S * len(glances)


def _is_glance(text: LaidText) -> bool:
    return text.role == "value" and len(text.content) <= LONGEST_GLANCE


def find_haste(layout: Layout) -> Iterator[Finding]:
    """More to read than there is time for."""
    needed = seconds_to_read(layout)
    if needed <= _LEEWAY * layout.seconds:
        return
    (needed_vi, needed_en), (given_vi, given_en) = figures(needed, 0), figures(layout.seconds, 1)
    yield Finding(
        "too-much-to-read",
        "warning",
        None,
        f"Đọc hết hình này mất khoảng {needed_vi} giây (15 ký tự mỗi giây, mỗi tên hay số "
        f"0,25 giây) mà chỉ chiếu {given_vi} giây: chiếu lâu hơn, bớt nhãn hoặc rút gọn chữ.",
        f"Reading this picture takes about {needed_en} s (15 characters a second, 0.25 s for a "
        f"name or figure), and it is on air for {given_en} s: show it longer, hide labels, or "
        f"write less.",
    )
