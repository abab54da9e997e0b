"""Short names for labels: what remains of an official name once the map says what it is."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

_PREFIXES_VI = (
    "Khu công nghiệp chuyên sâu ",
    "Khu công nghiệp – đô thị – dịch vụ ",
    "Khu công nghiệp Dệt may ",
    "Khu công nghiệp Dầu khí ",
    "Khu công nghiệp ",
    "Khu chế xuất ",
    "Cụm công nghiệp ",
    "Cảng hàng không quốc tế ",
    "Cảng hàng không ",
    "Sân bay ",
    "Cảng container quốc tế ",
    "Cảng trung chuyển quốc tế ",
    "Cảng quốc tế ",
    "Cảng tổng hợp ",
    "Cảng ",
    "Ga ",
)
_WORDS_EN = re.compile(
    r"\s*\b(Specialized |Textile & Garment |Petroleum )?"
    r"(Industrial – Urban – Service Park|"
    r"Industrial (Park|Zone|Cluster)|Export Processing Zone|International Airport|Airport"
    r"|International Container Terminal|International Transshipment Port|International Terminal"
    r"|International Port|Terminal|Port"
    r"|Station|freight station)\b"
)
_ACRONYM = re.compile(r"\(([A-Z][A-Z0-9]{2,}(?:[ -][A-Z0-9-]+)*)\)")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_AIRPORT_CODE = re.compile(r"^[A-Z]{3}$")
_LONGEST = 34

_OTHER_NAME = re.compile(
    r"\b(?:[Ww]as|old name|[Ff]ormerly|renamed from|now called|now) "
    r"((?:(?:CCN|KCN|KCX) )?[A-ZĐ]\w*(?: (?:[A-ZĐ]\w*|\d+))+)"
)

_ROAD_CODES = (
    (re.compile(r"^Quốc lộ (\w+)"), {"vi": "QL.{0}", "en": "QL.{0}"}),
    (re.compile(r"^Đường tỉnh (\d+)"), {"vi": "ĐT.{0}", "en": "ĐT.{0}"}),
    (re.compile(r"^Vành đai (\d)"), {"vi": "VĐ {0}", "en": "Ring {0}"}),
)


def short_name(name: str, language: Literal["vi", "en"], *, keep_brackets: bool = False) -> str:
    """The name without its kind: `Khu công nghiệp Sóng Thần 1` gives `Sóng Thần 1`.

    Parameters
    ----------
    name
        Official name, in `language`.
    language
        Which kind words to drop.
    keep_brackets
        Keep what stands in brackets; for names that would otherwise be alike.

    Returns
    -------
    str
        English without Vietnamese diacritics, as English names are written. Never empty for a name
        that is not; at most 34 characters, cut with an ellipsis.
    """
    acronym = _ACRONYM.search(name)
    if acronym and not _AIRPORT_CODE.match(acronym.group(1)):
        return acronym.group(1)
    short = name if keep_brackets else _BRACKETS.sub("", name)
    short = short.split(" / ")[0]
    short = _without_prefix(short) if language == "vi" else _WORDS_EN.sub("", short, count=1)
    short = " ".join(short.split())
    short = short.strip(" –-,")
    short = _cut(short[:1].upper() + short[1:] or name)
    return plain(short) if language == "en" else short


def other_names(note: str | None) -> list[str]:
    """Names a thing had before or has since, as its note tells them.

    Returns
    -------
    list[str]
        Names of two words or more, each once, in the order of the note: `Was CCN Gò Cát.` gives
        `CCN Gò Cát`.
    """
    return list(dict.fromkeys(_OTHER_NAME.findall(note or "")))


def plain(text: str) -> str:
    """The text without Vietnamese diacritics: `Tóc Tiên` gives `Toc Tien`."""
    letters = unicodedata.normalize("NFD", text)
    bare = "".join(one for one in letters if unicodedata.category(one) != "Mn")
    return bare.replace("đ", "d").replace("Đ", "D")


def road_code(name_vi: str, language: Literal["vi", "en"]) -> str | None:
    """The code on a road's sign, such as `QL.51`; None for a road without one."""
    for pattern, forms in _ROAD_CODES:
        match = pattern.match(name_vi)
        if match:
            return forms[language].format(match.group(1))
    return None


def _without_prefix(name: str) -> str:
    for prefix in _PREFIXES_VI:
        if name.startswith(prefix) and len(name) > len(prefix):
            return name[len(prefix) :]
    return name


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
