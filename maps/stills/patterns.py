"""Names of the files of a batch: what a pattern may say, and names that are safe on every system.

A pattern names a file, never a folder. What people write in it is refused where it could lead
elsewhere; what comes from the data is made harmless.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast

from geo.errors import InvalidParameter

Field = Literal[
    "zone_id", "name", "province", "date", "index", "template", "language", "size", "theme",
]  # fmt: skip
Suffix = Literal["png", "svg", "pdf"]

FIELDS: Final[tuple[Field, ...]] = (
    "zone_id", "name", "province", "date", "index", "template", "language", "size", "theme",
)  # fmt: skip
SUFFIXES: Final[tuple[Suffix, ...]] = ("png", "svg", "pdf")

LONGEST_PATTERN: Final = 200
LONGEST_NAME: Final = 180
"""Bytes of a file name in UTF-8: file systems take 255, and a half-written file needs a few."""

_LONGEST_VALUE: Final = 80
_PLAIN_SIGNS: Final = frozenset(" -_.,()+=@")
# Windows takes no file of these names, whatever the suffix.
_RESERVED: Final = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"]
)
_PIECE: Final = re.compile(r"\{([^{}]*)\}|([{}])|([^{}]+)")
_NOT_WORD: Final = re.compile(r"[^0-9a-z]+")
_NOT_ID: Final = re.compile(r"[^0-9a-z_-]+")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that has been checked.

    Attributes
    ----------
    pieces
        Words as they are, and fields by their name.
    suffix
        What kind of file it names.
    """

    text: str
    pieces: tuple[tuple[Literal["words", "field"], str], ...]
    suffix: Suffix

    @property
    def fields(self) -> frozenset[Field]:
        """Fields that it names."""
        return frozenset(cast(Field, text) for kind, text in self.pieces if kind == "field")

    def file_name(self, values: Mapping[Field, str]) -> str:
        """Name of one file.

        Parameters
        ----------
        values
            Of every field of the pattern; made harmless here.

        Raises
        ------
        InvalidParameter
            If the whole is no name that every system takes.
        """
        name = "".join(
            text if kind == "words" else harmless(values[cast(Field, text)])
            for kind, text in self.pieces
        )
        fault = _fault_of_name(name)
        if fault is not None:
            raise _refuse(f"the pattern {self.text!r} makes the file name {name[:80]!r}, {fault}")
        return name


def read_pattern(text: str) -> Pattern:
    """Read a pattern, as `{zone_id}-{language}-{size}.png`.

    Raises
    ------
    InvalidParameter
        If it leads to a folder, has signs that some system does not take or that look like others,
        names a field that there is not, or has another suffix than a picture's.
    """
    if len(text) > LONGEST_PATTERN:
        raise _refuse(f"the pattern has {len(text)} characters, more than {LONGEST_PATTERN}")
    pieces: list[tuple[Literal["words", "field"], str]] = []
    for found in _PIECE.finditer(text):
        if found[2] is not None:
            raise _refuse(f"the pattern {_shown(text)} has a bracket without its other half")
        if found[3] is not None:
            _check_words(text, found[3])
            pieces.append(("words", found[3]))
        elif found[1] in FIELDS:
            pieces.append(("field", found[1]))
        else:
            raise _refuse(f"the pattern {_shown(text)} has no field {found[1][:40]!r}")
    suffix = text.rpartition(".")[2].lower()
    if suffix not in SUFFIXES or pieces[-1][0] != "words":
        raise _refuse(f"the pattern {_shown(text)} does not end in a picture's suffix")
    if text.startswith("."):
        raise _refuse(f"the pattern {_shown(text)} begins with a dot")
    return Pattern(text, tuple(pieces), suffix)


def check_distinct(names: Iterable[tuple[str, str]], *, kept: Iterable[str] = ()) -> None:
    """Refuse names that some system takes for one and the same.

    Parameters
    ----------
    names
        File name and what it is of.
    kept
        Names that are taken: the index.

    Raises
    ------
    InvalidParameter
        If two are the same, whatever the case of their letters and however marks are put together.
    """
    seen = {_folded(one): "the index" for one in kept}
    for name, subject in names:
        folded = _folded(name)
        if folded in seen:
            raise InvalidParameter(
                f"the pattern gives {seen[folded]} and {subject} the same file name {name!r}",
                expected="a name of its own for each picture",
                remedy="add {zone_id}, {date}, {language}, {size}, {theme} or {index} to it",
            )
        seen[folded] = subject


def slug(text: str) -> str:
    """A name in small Latin letters without marks: `Mỹ Xuân A2` is `my-xuan-a2`."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("đ", "d"))
    return _NOT_WORD.sub("-", "".join(one for one in plain if one.isascii())).strip("-")


def harmless(value: str) -> str:
    """A value from the data as part of a file name: no dots, no slashes, not long.

    A value that has nothing to show is `x`, so that no two pieces of a pattern run together.
    """
    plain = unicodedata.normalize("NFKD", value.lower().replace("đ", "d"))
    plain = "".join(one for one in plain if one.isascii())
    return _NOT_ID.sub("-", plain).strip("-_")[:_LONGEST_VALUE].strip("-_") or "x"


def _check_words(pattern: str, words: str) -> None:
    """Letters, digits and a few signs; what only looks like them is refused."""
    for one in words:
        is_letter = unicodedata.category(one)[0] in "LM" or one.isdecimal()
        # U+FF0E and U+FF0F are a dot and a slash to a system that composes names its own way.
        is_itself = unicodedata.normalize("NFKC", one) == unicodedata.normalize("NFC", one)
        if one not in _PLAIN_SIGNS and not (is_letter and is_itself):
            raise _refuse(
                f"the pattern {_shown(pattern)} has the character U+{ord(one):04X}, "
                "which file names do not have"
            )
    if ".." in words:
        raise _refuse(f"the pattern {_shown(pattern)} has two dots in a row")


def _fault_of_name(name: str) -> str | None:
    if name.startswith((".", " ", "-")):
        return "which begins with a dot, a space or a dash"
    if len(name.encode()) > LONGEST_NAME:
        return f"which is longer than {LONGEST_NAME} bytes"
    stem = name.partition(".")[0].rstrip(" ").lower()
    if stem in _RESERVED:
        return "which Windows keeps for a device"
    return None


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:60]}…")


def _refuse(received: str) -> InvalidParameter:
    fields = ", ".join(f"{{{one}}}" for one in FIELDS)
    return InvalidParameter(
        received,
        expected=f"the name of a file, without folders, of letters, digits, signs - _ . and the "
        f"fields {fields}, that ends in {', '.join(f'.{one}' for one in SUFFIXES)}",
        remedy="write it as {zone_id}-{language}-{size}.png",
    )
