"""How findings name what they found: quotes and figures, in both languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from maps.labels import format_number
from maps.stills.drawing import Role
from maps.stills.layout import LaidText, Layout
from maps.stills.sizes import Box

_LONGEST: Final = 44
"""Characters of a text that a sentence quotes."""

_ROLES: Final[dict[Role, tuple[str, str]]] = {
    "title": ("tiêu đề", "the title"),
    "subtitle": ("phụ đề", "the subtitle"),
    "label": ("nhãn", "the label"),
    "place": ("địa danh", "the place name"),
    "value": ("số liệu", "the figure"),
    "legend": ("chú giải", "the legend"),
    "scale": ("thước tỷ lệ", "the scale"),
    "credit": ("dòng ghi nguồn", "the credit line"),
    "date": ("ngày số liệu", "the date of the data"),
    "badge": ("ghi chú độ tin cậy", "the note on trust"),
    "note": ("ghi chú", "the note"),
    "number": ("con số", "the number"),
    "logo": ("logo", "the logo"),
    "qr": ("mã QR", "the QR code"),
    "panel": ("khung nền", "the panel"),
}


def named(role: Role, content: str | None = None) -> tuple[str, str]:
    """What a sentence calls an item: its role, and its words if it has any."""
    vi, en = _ROLES.get(role, ("chữ", "the text"))
    if content is None:
        return vi, en
    # Words of strangers go to terminals: nothing that turns the direction of writing, or hides.
    plain = "".join(one for one in content if unicodedata.category(one)[0] != "C")
    shown = plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}…"
    return f"{vi} “{shown}”", f"{en} “{shown}”"


def whole_labels(layout: Layout) -> dict[object, LaidText]:
    """Texts with the lines of one label taken together, by their `label_key`."""
    lines: dict[object, list[LaidText]] = {}
    for place, text in enumerate(layout.texts):
        lines.setdefault(label_key(text, place), []).append(text)
    return {key: _joined(one) for key, one in lines.items()}


def label_key(text: LaidText, place: int) -> object:
    """What lines of one label have in common: the name by which it is moved, else their place."""
    return place if text.label_id is None else text.label_id


def _joined(lines: Sequence[LaidText]) -> LaidText:
    if len(lines) == 1:
        return lines[0]
    box = Box(
        min(one.box.left for one in lines),
        min(one.box.top for one in lines),
        max(one.box.right for one in lines),
        max(one.box.bottom for one in lines),
    )
    return replace(lines[0], content=" ".join(one.content for one in lines), box=box)


def symbol_name(layout: Layout, subject: str, but: LaidText | None = None) -> str:
    """What the picture calls a symbol, else its id.

    Parameters
    ----------
    but
        A text that does not count, as it is told of itself.
    """
    lines = [
        one.content
        for one in layout.texts_of("label")
        if (one.label_id or "").partition(":")[2] == subject
        and (but is None or one.label_id != but.label_id)
    ]
    return named("label", " ".join(lines))[1].partition("“")[2][:-1] if lines else subject


def begun(text: str) -> str:
    """A sentence with a capital letter."""
    return text[:1].upper() + text[1:]


def figures(value: float, decimals: int = 1) -> tuple[str, str]:
    """A number as Vietnamese and English write it."""
    return format_number(value, decimals, "vi"), format_number(value, decimals, "en")
