"""The two 8-bit ways of writing Vietnamese that old fonts left behind, as tables.

TCVN3 is the third, combining-free form of TCVN 5712:1993, known by its fonts as ABC or .Vn; its
capitals with tone marks are those of capital fonts (.VnTimeH) and have no codes of their own. VNI
for Windows writes a letter and a mark behind it. Both are given as the characters that the same
bytes have in Latin-1, for that is how they arrive in spreadsheets.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_TCVN3_CODES: Final = {
    "àảãáạ": "µ¶·¸¹",
    "ăằẳẵắặ": "¨»¼½¾Æ",
    "âầẩẫấậ": "©ÇÈÉÊË",
    "đ": "®",
    "èẻẽéẹ": "ÌÎÏÐÑ",
    "êềểễếệ": "ªÒÓÔÕÖ",
    "ìỉĩíị": "×ØÜÝÞ",
    "òỏõóọ": "ßáâãä",
    "ôồổỗốộ": "«åæçèé",
    "ơờởỡớợ": "¬êëìíî",
    "ùủũúụ": "ïñòóô",
    "ưừửữứự": "\xadõö÷øù",
    "ỳỷỹýỵ": "úûüýþ",
    "ĂÂÊÔƠƯĐ": "¡¢£¤¥¦§",
}
TCVN3: Final = {
    code: letter
    for letters, codes in _TCVN3_CODES.items()
    for letter, code in zip(letters, codes, strict=True)
}
"""Vietnamese letter by the Latin-1 character of its TCVN3 byte."""

# Marks of VNI in the order: grave, acute, hook, tilde, dot; plain and over a circumflex or breve.
_TONES: Final = ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_MARKS: Final = {
    "": "øùûõï",
    "\u0302": "àáåãä",
    "\u0306": "èéúüë",
}
_VNI_ALONE: Final = {
    "ñ": "đ",
    "ô": "ơ",
    "ö": "ư",
    "ì": "ì",
    "í": "í",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "î": "ỵ",
}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_ALONE)
    for base in "aeouy":
        for tone, mark in zip(_TONES, _MARKS[""], strict=True):
            table[base + mark] = _join(base, tone)
    for bases, shape, plain in (("aeo", "\u0302", "â"), ("a", "\u0306", "ê")):
        for base in bases:
            table[base + plain] = _join(base, shape)
            for tone, mark in zip(_TONES, _MARKS[shape], strict=True):
                table[base + mark] = _join(base + shape, tone)
    for base, letter in (("ô", "ơ"), ("ö", "ư")):
        for tone, mark in zip(_TONES, _MARKS[""], strict=True):
            table[base + mark] = _join(letter, tone)
    capitals = {code.upper(): letter.upper() for code, letter in table.items()}
    titles = {code[0].upper() + code[1:]: letter.upper() for code, letter in table.items()}
    return table | titles | capitals


def _join(letter: str, mark: str) -> str:
    return unicodedata.normalize("NFC", letter + mark)


VNI: Final = _vni_table()
"""Vietnamese letter by the Latin-1 characters of its VNI bytes; one letter is one or two."""

_VNI_PATTERN: Final = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
_TCVN3_TRANSLATION: Final = str.maketrans(TCVN3)
_WORD: Final = re.compile(r"[^\W\d_]+")


def from_tcvn3(text: str) -> str:
    """Unicode of a text whose characters are TCVN3 bytes shown as Latin-1.

    Notes
    -----
    A word with two capitals and no small ASCII letter was set in a capital font: its letters
    become capitals.
    """
    return _WORD.sub(_raise_capitals, text.translate(_TCVN3_TRANSLATION))


def from_vni(text: str) -> str:
    """Unicode of a text whose characters are VNI bytes shown as Latin-1."""
    return _VNI_PATTERN.sub(lambda match: VNI[match[0]], text)


def _raise_capitals(match: re.Match[str]) -> str:
    word = match[0]
    plain = [sign for sign in word if sign.isascii()]
    capitals = sum(sign.isupper() for sign in plain)
    if capitals >= 2 and capitals == len(plain):
        return word.upper()
    return word
