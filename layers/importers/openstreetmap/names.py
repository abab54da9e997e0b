"""Names of zones, roads and railways, brought to a form in which two spellings compare equal.

Diacritics, case and the words for "industrial park" go; Roman numerals become digits; "mở rộng"
(extension) and letters of parts (khu A) are told apart from the name itself.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7",
                 "viii": "8", "ix": "9", "x": "10"}  # fmt: skip
_CITY: Final = re.compile(r"\b(?:thanh pho ho chi minh|tp ?ho chi minh|tp ?hcm|ho chi minh)\b")

_PARK_WORDS: Final = (
    "khu cong nghiep",
    "khu che xuat",
    "cum cong nghiep",
    "khu cong nghe cao",
    "kcnc",
    "kcn",
    "kcx",
    "ccn",
    "industrial park",
    "industrial zone",
    "industrial cluster",
    "industrial estate",
    "export processing zone",
    "hi tech park",
    "high tech park",
)
_CLUSTER_WORDS: Final = ("cum cong nghiep", "ccn", "industrial cluster")
_ZONE_START: Final = re.compile(rf"(?:{'|'.join(_PARK_WORDS)}|vsip)\b")
_ZONE_END: Final = re.compile(
    r"(?:industrial (?:park|zone|cluster|estate)|export processing zone|hi(?:gh)? tech park)"
    r"(?: [0-9ivx]+[a-z]?)?$"
)
_EXTENSION: Final = re.compile(r"\b(?:mo rong|expansion|extension|extended)\b")
_WITH_EXTENSION: Final = re.compile(r"\b(?:va|and|with) (?:mo rong|expansion|extension)\b")
_PHASE: Final = re.compile(r"\b(?:giai doan|phase|gd) ?([0-9]+|[ivx]+)\b")
_PART: Final = re.compile(r"\b(?:khu|phan khu|block|zone) ([a-d])$")
_QUALIFIERS: Final = frozenset(
    ["binh duong", "ba ria vung tau", "dong nai", "long an", "tay ninh", "moi", "new", "quy hoach"]
)
"""What stands in brackets only to tell namesakes apart."""

_NUMBER_END: Final = re.compile(
    r"^(?P<base>.*?[a-z].*?) ?(?P<number>[0-9]{1,2})(?P<letter>[a-z])?$"
)
_ROAD_NUMBER: Final = re.compile(r"\b(ql|dt|tl|ct) ?\.? ?([0-9]+[a-z]?|n[0-9])\b")
_SPELLED: Final = (
    (re.compile(r"\b(?:quoc lo|national (?:highway|road))\b"), "ql"),
    (re.compile(r"\b(?:duong tinh|tinh lo|provincial road)(?: dt)?\b"), "dt"),
)


@dataclass(frozen=True, slots=True)
class ZoneName:
    """What a zone's name says.

    Attributes
    ----------
    base
        The name proper, without number and kind; may be empty.
    number
        `1`, `2a`, ... or None.
    part
        Letter of a part, as in "(Khu A)"; or None.
    extension
        True for "mở rộng", False without the word, None for "and its extension".
    cluster
        Whether it calls itself a cluster (cụm công nghiệp); None if it does not say what it is.
    """

    base: str
    number: str | None
    part: str | None
    extension: bool | None
    cluster: bool | None


def plain(text: str) -> str:
    """Lower case without diacritics and punctuation; đ becomes d."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", letters).split())


def is_zone_name(name: str) -> bool:
    """Whether a name is that of a zone, not of something inside or beside one."""
    text = plain(name)
    return bool(_ZONE_START.match(text) or _ZONE_END.search(text))


def mentions_zone(name: str) -> bool:
    """Whether a name speaks of a zone at all."""
    text = plain(name)
    return any(re.search(rf"\b{word}\b", text) for word in _PARK_WORDS)


def read_zone_name(name: str) -> tuple[ZoneName, ...]:
    """Readings of a zone's name; one for what stands in brackets too where that is a name.

    "Khu công nghiệp Việt Nam – Singapore II-A (VSIP II-A)" reads as `viet nam singapore` 2a and
    as `vsip` 2a.
    """
    outside = re.sub(r"\([^)]*\)", " ", name)
    others: list[str] = []
    for inside in re.findall(r"\(([^)]*)\)", name):
        text = plain(inside)
        if any(pattern.search(text) for pattern in (_EXTENSION, _PHASE, _PART)):
            outside += f" {inside}"
        elif text not in _QUALIFIERS:
            others.append(re.sub(r"^formerly | cu$", "", text))
    readings = [_read(outside), *(_read(text, cluster_of=name) for text in others)]
    return tuple(dict.fromkeys(reading for reading in readings if reading.base))


def road_numbers(*texts: str) -> tuple[str, ...]:
    """Numbers of roads in refs and names: `ql1`, `dt743`, `ct29`; QL.1A is `ql1`."""
    found: list[str] = []
    for text in texts:
        spelled = plain(text)
        for pattern, short in _SPELLED:
            spelled = pattern.sub(short, spelled)
        # "Đường tỉnh 747/746" names two roads with one word.
        spelled = re.sub(r"\b(dt) ([0-9]+) ([0-9]{3})\b", r"\1 \2 \1 \3", spelled)
        for kind, number in _ROAD_NUMBER.findall(spelled):
            kind = "dt" if kind == "tl" else kind
            found.append(f"{kind}{'1' if (kind, number) == ('ql', '1a') else number}")
    return tuple(dict.fromkeys(found))


def road_name(name: str) -> str:
    """Name of an expressway or ring road without the words for road, and for later phases."""
    text = _CITY.sub("hcm", plain(re.sub(r"\([^)]*\)", " ", name)))
    text = re.sub(r"\b(?:duong dan|duong|cao toc|expressway|motorway)\b", " ", text)
    text = re.sub(r"\b(?:mo rong|giai doan [0-9]+|quy hoach)\b.*$", " ", text)
    ring = re.search(r"\bvanh dai ([0-9])\b", text)
    return f"vanh dai {ring[1]}" if ring else " ".join(text.split())


def is_later_phase(name: str) -> bool:
    """Whether a road's name says that it widens or continues a road that is there."""
    return bool(re.search(r"\b(?:mo rong|giai doan [2-9])\b", plain(name)))


def rail_name(name: str) -> str:
    """Name of a railway without the word for it; "cao tốc" (high-speed) stays."""
    text = _CITY.sub("hcm", plain(re.sub(r"\([^)]*\)", " ", name)))
    return " ".join(re.sub(r"\b(?:duong sat|railway)\b", " ", text).split())


def place_name(name: str) -> str:
    """Name of a port, airport or station without the words for what it is."""
    text = _CITY.sub("hcm", plain(name))
    words = (
        r"cang hang khong|cang container|cang tong hop|cang xang dau|cang quoc te|san bay"
        r"|phi truong|cang|port|terminals?|international|airport|air base|quoc te|icd|ga|station"
        r"|cum|general"
    )
    return " ".join(re.sub(rf"\b(?:{words})\b", " ", text).split())


def _read(text: str, *, cluster_of: str | None = None) -> ZoneName:
    words = plain(text)
    kind_text = plain(cluster_of) if cluster_of else words
    cluster: bool | None = None
    if any(re.search(rf"\b{word}\b", kind_text) for word in _PARK_WORDS):
        cluster = any(re.search(rf"\b{word}\b", kind_text) for word in _CLUSTER_WORDS)
    for word in _PARK_WORDS:
        words = re.sub(rf"\b{word}\b", " ", words)
    extension: bool | None = False
    if _WITH_EXTENSION.search(words):
        extension = None
        words = _WITH_EXTENSION.sub(" ", words)
    elif _EXTENSION.search(words):
        extension = True
        words = _EXTENSION.sub(" ", words)
    number = letter = part = None
    phase = _PHASE.search(words)
    if phase:
        number = _ROMAN.get(phase[1], phase[1])
        words = words.replace(phase[0], " ")
    words = " ".join(words.split())
    part_found = _PART.search(words)
    if part_found:
        part = part_found[1]
        words = words[: part_found.start()]
    words = _CITY.sub(" ", words)
    words = re.sub(r"\b(?:chuyen sau|det may|dau khi)\b", " ", words)
    tokens = words.split()
    if tokens and number is None:
        tokens = _roman_to_digits(tokens)
    base = " ".join(tokens)
    match = _NUMBER_END.match(base)
    if number is None and match:
        base, number, letter = match["base"].strip(), match["number"], match["letter"]
    return ZoneName(base, f"{number}{letter or ''}" if number else None, part, extension, cluster)


def _roman_to_digits(tokens: list[str]) -> list[str]:
    """Roman numeral at the end, with a letter after it perhaps, as digits: `ii a` is `2a`."""
    if len(tokens) > 2 and tokens[-2] in _ROMAN and re.fullmatch(r"[a-d]", tokens[-1]):
        return [*tokens[:-2], f"{_ROMAN[tokens[-2]]}{tokens[-1]}"]
    if len(tokens) > 1 and tokens[-1] in _ROMAN:
        return [*tokens[:-1], _ROMAN[tokens[-1]]]
    return tokens
