"""Attribute table of a shapefile (dBASE III and IV)."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from layers.importers.raw import Value
from layers.importers.reading.encodings import (
    declared_encoding,
    decode_cell,
    encoding_of_bytes,
)
from layers.importers.reading.notebook import Notebook, shorten

_HEAD: Final = struct.Struct("<B3sIHH17xB2x")
_FIELD: Final = struct.Struct("<11sc4xBB14x")
_END_OF_FIELDS: Final = 0x0D
_DELETED: Final = b"*"
_LANGUAGE_WESTERN: Final = (0x03, 0x57, 0x58, 0x59)
_CODE_PAGES: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "65001": "utf-8",
    "1258": "cp1258",
    "cp1258": "cp1258",
    "windows-1258": "cp1258",
    "ansi 1258": "cp1258",
    "1252": "cp1252",
    "cp1252": "cp1252",
    "windows-1252": "cp1252",
    "ansi 1252": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso 88591": "cp1252",
    "88591": "cp1252",
    "latin1": "cp1252",
    "ldid/87": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
}
_SAMPLED_ROWS: Final = 2_000
_CODE_PAGE_NAME: Final = re.compile(r"[\w/ .\-]{1,30}", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Field:
    name: bytes
    kind: str
    begin: int
    end: int
    decimals: int


class DbfTable:
    """Rows of a .dbf, each checked as it is read.

    Parameters
    ----------
    content
        Bytes of the file.
    code_page
        Text of the .cpg, None if there is none.
    notes
        Findings and faults.

    Raises
    ------
    ImportRejected
        If the header is wrong, if records are missing, or the encoding cannot be told.
    """

    def __init__(self, content: bytes, code_page: str | None, notes: Notebook) -> None:
        self._notes = notes
        self._content = content
        if len(content) < _HEAD.size + 1:
            self._refuse_cut(0, 0)
        _, _, self.count, self._header, self._length, language = _HEAD.unpack_from(content)
        self._fields = self._read_fields()
        self._check_size()
        self.encoding = self._choose_encoding(code_page, language)
        self.columns = self._read_names()

    def rows(self) -> Iterator[dict[str, Value] | None]:
        """Attributes of each record in order; None for one marked deleted."""
        for number in range(1, self.count + 1):
            record = self._record(number)
            if record[:1] == _DELETED:
                yield None
                continue
            place = f"feature {number}"
            yield {
                column: self._value(record[field.begin : field.end], field, place, column)
                for column, field in zip(self.columns, self._fields, strict=True)
            }

    def _record(self, number: int) -> bytes:
        begin = self._header + (number - 1) * self._length
        return self._content[begin : begin + self._length]

    def _read_fields(self) -> list[_Field]:
        fields, at, begin = [], 32, 1
        while at + 32 <= min(self._header, len(self._content)):
            if self._content[at] == _END_OF_FIELDS:
                break
            name, kind, length, decimals = _FIELD.unpack_from(self._content, at)
            letter = kind.decode("latin-1").upper()
            if letter in "CNFDLI" or letter == "+":
                fields.append(
                    _Field(name.split(b"\x00")[0], letter, begin, begin + length, decimals)
                )
            else:
                shown = name.split(b"\x00")[0].decode("latin-1")
                self._notes.find("memo_column", None, f"column {shorten(shown)}, type {letter}")
            begin += length
            at += 32
        if begin != self._length or not self._header:
            self._notes.refuse(
                "shapefile_header",
                "the header of the .dbf does not fit its columns",
                expected=f"records of {begin} bytes",
                value=f"{self._length} bytes",
                remedy="export the shapefile again",
            )
        return fields

    def _check_size(self) -> None:
        needed = self._header + self.count * self._length
        if len(self._content) < needed:
            self._refuse_cut(len(self._content), needed)

    def _refuse_cut(self, has: int, needed: int) -> None:
        self._notes.refuse(
            "shapefile_truncated",
            f"the .dbf is cut off: {has} of {needed} bytes are there",
            remedy="copy or export the shapefile again",
        )

    def _choose_encoding(self, code_page: str | None, language: int) -> str:
        declared = declared_encoding(self._notes)
        if declared is not None:
            return declared
        if code_page is not None:
            name = code_page.strip().strip("\x00\ufeff").lower()
            known = _CODE_PAGES.get(name)
            if known is None:
                shown = name if _CODE_PAGE_NAME.fullmatch(name) else "unreadable"
                self._notes.refuse(
                    "encoding_unknown",
                    "the .cpg names an encoding that is not read",
                    value=shown,
                    expected="UTF-8, 1258 or 1252",
                    remedy="declare the encoding with --encoding",
                )
            return known
        sample = self._content[32 : self._header + _SAMPLED_ROWS * self._length]
        if sample.isascii():
            return "utf-8"
        guessed = encoding_of_bytes(b"\n".join(self._texts()))
        if guessed is None and language in _LANGUAGE_WESTERN:
            return "cp1252"
        if guessed is None:
            self._notes.refuse(
                "encoding_unknown",
                "the shapefile does not say its encoding and the text does not tell",
                expected="a .cpg file, or text that is Vietnamese in one encoding only",
                remedy="declare the encoding with --encoding",
            )
        if guessed != "utf-8":
            self._notes.find("encoding_guessed", None, f"{guessed}: the shapefile has no .cpg")
        return guessed

    def _texts(self) -> Iterator[bytes]:
        for field in self._fields:
            yield field.name
        for number in range(1, min(self.count, _SAMPLED_ROWS) + 1):
            record = self._record(number)
            for field in self._fields:
                if field.kind == "C":
                    yield record[field.begin : field.end].strip(b" \x00")

    def _read_names(self) -> list[str]:
        names: list[str] = []
        for field in self._fields:
            name = self._text(field.name, "the header of the .dbf", None) or "?"
            if name in names:
                self._notes.fault(
                    "column_duplicate",
                    "two columns have one name",
                    place="the header of the .dbf",
                    value=name,
                    remedy="rename one of them",
                )
            names.append(name)
        return names

    def _text(self, cell: bytes, place: str, column: str | None) -> str:
        try:
            text = decode_cell(cell, self.encoding)
        except UnicodeDecodeError as error:
            self._notes.fault(
                "encoding_wrong",
                f"byte 0x{cell[error.start]:02x} is not text in {self.encoding}",
                place=place,
                column=column,
                value=cell.decode("latin-1"),
                remedy="declare the encoding with --encoding",
            )
            return ""
        return self._notes.text(text, place, column)

    def _value(self, cell: bytes, field: _Field, place: str, column: str) -> Value:
        if field.kind == "C":
            return self._text(cell.rstrip(b" \x00"), place, column) or None
        if field.kind in "I+" and len(cell) == 4:
            return int.from_bytes(cell, "little", signed=True)
        plain = cell.strip(b" \x00").decode("latin-1")
        if not plain or plain.strip("*") == "":
            return None
        if field.kind == "L":
            return {"T": True, "Y": True, "F": False, "N": False}.get(plain.upper())
        try:
            if field.kind == "D":
                return None if plain == "00000000" else date.fromisoformat(plain)
            number = float(plain.replace(",", ".")) if field.decimals or "." in plain else None
            value = int(plain) if number is None else number
        except ValueError:
            try:
                value = float(plain)
            except ValueError:
                value = math.nan
        if isinstance(value, float) and not math.isfinite(value):
            self._notes.fault(
                "number_broken",
                "the cell is no number or date",
                place=place,
                column=column,
                value=plain,
                remedy="correct it, or export the shapefile again",
            )
            return None
        return value
