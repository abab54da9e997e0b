"""From bytes to text, and from the text of old Vietnamese fonts to Unicode.

What the person declares wins. A byte order mark and well-formed UTF-8 are no guess; everything
else is, and each guess is a finding.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Final, NoReturn

from layers.importers.reading.legacy import from_tcvn3, from_vni
from layers.importers.reading.notebook import Notebook, shorten
from layers.importers.reading.syllables import vietnamese_score

_ALIASES: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-8-sig": "utf-8",
    "65001": "utf-8",
    "utf-16": "utf-16",
    "utf16": "utf-16",
    "unicode": "utf-16",
    "cp1258": "cp1258",
    "windows-1258": "cp1258",
    "ansi 1258": "cp1258",
    "ansi_1258": "cp1258",
    "1258": "cp1258",
    "tcvn3": "tcvn3",
    "tcvn-3": "tcvn3",
    "abc": "tcvn3",
    "tcvn5712": "tcvn3",
    "tcvn5712-3": "tcvn3",
    "vni": "vni",
    "vni-windows": "vni",
    "vni-win": "vni",
}
_LEGACY: Final[dict[str, Callable[[str], str]]] = {"tcvn3": from_tcvn3, "vni": from_vni}
ENCODINGS: Final = "utf-8, utf-16, cp1258, tcvn3 or vni"
# Dashes and quotation marks that Windows keeps where Latin-1 has control characters.
_WINDOWS_SIGNS: Final = str.maketrans(
    {chr(code): bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
)
_WINDOWS_PUNCTUATION: Final = frozenset("–—…‘’“”•€™")
_SAMPLE: Final = 200_000
_CONVINCING: Final = 0.6
# Letters that only Vietnamese has: a text with them has been Unicode before.
_UNICODE_ONLY: Final = frozenset("ăđĩũơưĂĐĨŨƠƯ") | {chr(code) for code in range(0x1EA0, 0x1EFA)}


def declared_encoding(notes: Notebook) -> str | None:
    """Encoding that the person declared, by its one name here.

    Raises
    ------
    ImportRejected
        If it is not one that is read.
    """
    declared = notes.options.encoding
    if declared is None or not declared.strip():
        return None
    name = _ALIASES.get(declared.strip().lower())
    if name is None:
        notes.refuse(
            "encoding_unknown",
            "the encoding declared is not one that is read",
            value=declared,
            expected=ENCODINGS,
            remedy="declare one of these, or leave it to be detected",
        )
    return name


def decode_bytes(content: bytes, notes: Notebook) -> tuple[str, str]:
    """Text of a file and the name of its encoding.

    Raises
    ------
    ImportRejected
        If the bytes are not text in the encoding declared or marked, or if no encoding fits.
    """
    declared = declared_encoding(notes)
    marked = _marked_encoding(content)
    if declared is None and marked is None and b"\x00" in content[:1000]:
        marked = _utf16_without_mark(content, notes)
    name = declared or marked
    if name is not None:
        return _decode(content, name, notes), name.removesuffix("-le").removesuffix("-be")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        guessed = _guess(content.decode("latin-1")[:_SAMPLE], content[:_SAMPLE])
        if guessed is None:
            _refuse_bytes(content, error, "utf-8", notes)
        text = _decode(content, guessed, notes)
        notes.find("encoding_guessed", None, f"{guessed}: {_example(text)}")
        return text, guessed


def encoding_of_bytes(sample: bytes) -> str | None:
    """Likeliest encoding of bytes without a mark; None where no Vietnamese reading convinces."""
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(sample.decode("latin-1")[:_SAMPLE], sample[:_SAMPLE])
    return "utf-8"


def decode_cell(cell: bytes, name: str) -> str:
    """Text of bytes in a named encoding.

    Raises
    ------
    UnicodeDecodeError
        If they are not text in it.
    """
    if name in _LEGACY:
        return _LEGACY[name](cell.decode("latin-1").translate(_WINDOWS_SIGNS))
    return cell.decode("utf-8-sig" if name == "utf-8" else name)


def decode_declared(content: bytes, name: str) -> str:
    """Text of a whole file in a named encoding; of old fonts also where it was saved as UTF-8.

    Raises
    ------
    UnicodeDecodeError
        If the bytes are not text in it.
    """
    if name in _LEGACY:
        try:
            return _LEGACY[name](content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return decode_cell(content, name)
    return decode_cell(content, name)


class LegacyText:
    """Turns text that an old font made readable into Unicode, the same way for a whole layer.

    Parameters
    ----------
    notes
        Takes the finding if the encoding had to be guessed.

    Notes
    -----
    ``encoding`` is the encoding that was undone, or None where the text was Unicode already.
    """

    def __init__(self, notes: Notebook) -> None:
        self._notes = notes
        declared = declared_encoding(notes)
        self.encoding = declared if declared in _LEGACY else None
        self._is_declared = declared is not None

    def learn(self, texts: Iterable[str]) -> None:
        """Look at the texts of the layer and decide once how they are read."""
        if self._is_declared or self.encoding is not None:
            return
        sample = "\n".join(
            islice((text[:500] for text in texts if text and not text.isascii()), 2_000)
        )
        if not sample or not _UNICODE_ONLY.isdisjoint(sample) or not _is_latin1(sample):
            return
        scores = {name: vietnamese_score(convert(sample)) for name, convert in _LEGACY.items()}
        best = max(scores, key=scores.__getitem__)
        if scores[best] > max(_CONVINCING, vietnamese_score(sample)):
            self.encoding = best
            shown = _example(_LEGACY[best](sample))
            self._notes.find("encoding_guessed", None, f"{best}: {shown}")

    def convert(self, text: str) -> str:
        """Unicode of a text."""
        if self.encoding is None or text.isascii() or not _is_latin1(text):
            return text
        return _LEGACY[self.encoding](text)


def _marked_encoding(content: bytes) -> str | None:
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return None


def _utf16_without_mark(content: bytes, notes: Notebook) -> str | None:
    """UTF-16 if every other byte of the start is mostly zero; zeros elsewhere are NUL bytes."""
    head = content[:1000]
    even, odd = head[0::2].count(0) / max(1, len(head[0::2])), head[1::2].count(0) / len(head[1::2])
    if max(even, odd) < 0.4 or min(even, odd) > 0.05:
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    notes.find("encoding_guessed", None, f"{name} without a byte order mark")
    return name


def _decode(content: bytes, name: str, notes: Notebook) -> str:
    try:
        text = decode_declared(content, name)
    except UnicodeDecodeError as error:
        _refuse_bytes(content, error, name, notes)
    return text.removeprefix("\ufeff")


def _refuse_bytes(
    content: bytes, error: UnicodeDecodeError, name: str, notes: Notebook
) -> NoReturn:
    row = content.count(b"\n", 0, error.start) + 1
    notes.refuse(
        "encoding_wrong",
        f"byte 0x{content[error.start]:02x} is not text in {name}",
        place=f"row {row}",
        row=row,
        expected=f"text in {ENCODINGS}",
        remedy="declare the encoding with --encoding, or save the file as UTF-8",
    )


def _guess(latin1: str, sample: bytes) -> str | None:
    scores = {name: vietnamese_score(convert(latin1)) for name, convert in _LEGACY.items()}
    # cp1258 leaves seven bytes undefined; a text that has one of them is something else.
    try:
        scores["cp1258"] = vietnamese_score(sample.decode("cp1258"))
    except UnicodeDecodeError:
        scores["cp1258"] = 0.0
    best = max(("cp1258", "tcvn3", "vni"), key=scores.__getitem__)
    return best if scores[best] >= _CONVINCING else None


def _is_latin1(text: str) -> bool:
    return all(ord(sign) < 256 or sign in _WINDOWS_PUNCTUATION for sign in text)


def _example(text: str) -> str:
    """First words of a text that show what was made of its bytes."""
    for line in text.splitlines():
        if not line.isascii():
            return f"read as {shorten(line.strip())!r}"
    return "plain letters only"
