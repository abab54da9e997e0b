"""Texts of people and files made plain, before anything is set in type.

Nothing here needs a library for PDF: pictures and tables for screens use it as well.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from maps.stills.typeface import face

NBSP = "\u00a0"


def clean(text: str, *, lines: bool = False, replace_missing: bool = True) -> str:
    """Text that is safe to set in one direction: composed, without control and format characters.

    Parameters
    ----------
    text
        Anything a user typed or imported.
    lines
        Keep line breaks; otherwise they become spaces.
    replace_missing
        Whether a character that Be Vietnam Pro cannot draw becomes a question mark, rather than be
        left for whoever looks the text over.

    Returns
    -------
    str
        Marks of direction, joiners and soft hyphens are gone; nothing that is seen is.
    """
    kept = []
    for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")):
        category = unicodedata.category(character)
        if character == "\n" and lines:
            kept.append("\n")
        elif category in ("Cc", "Zs", "Zl", "Zp"):
            kept.append(" ")
        elif category != "Cf":
            is_kept = not replace_missing or can_draw(character)
            kept.append(character if is_kept else "?")
    rows = ("".join(kept)).split("\n")
    return "\n".join(" ".join(row.split()) for row in rows).strip()


def can_draw(character: str) -> bool:
    """Whether Be Vietnam Pro has a glyph for a character."""
    return ord(character) in _drawable()


@lru_cache(maxsize=1)
def _drawable() -> frozenset[int]:
    return face("be-vietnam-pro", "regular").characters()
