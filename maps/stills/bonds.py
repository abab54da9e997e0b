"""Which words of a text belong together, so that its lines are not broken between them.

Vietnamese writes every syllable apart: what is one word or one name to a reader is three or four
pieces to a program. A break between two pieces therefore has a price, and lines are broken where
it is lowest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from maps.names import plain

FREE, PLAIN, JOINT, TORN = 0, 1, 40, 4000
"""Price of a break: where a name begins beside its kind, between any words, where two names or a
number and its noun are joined, within a word or a name. So many cheap ones never make a dear one.
"""

_KINDS: Final = re.compile(
    r"(?<!\w)(?:(?:khu|cụm) công nghiệp(?: – đô thị – dịch vụ| chuyên sâu)?|khu chế xuất"
    r"|khu công nghệ cao|(?:specialized |textile & garment |petroleum )?industrial (?:park|zone"
    r"|cluster)s?|industrial – urban – service park|export processing zones?|(?:hi-)?tech park"
    r")(?!\w)",
    re.IGNORECASE,
)
"""What a name is of, in either language; a break beside it is free."""

_WORDS: Final = re.compile(
    r"(?<!\w)(?:khu công nghiệp|cụm công nghiệp|khu chế xuất|khu công nghệ cao|công nghệ"
    r"|công nghiệp|chuyên sâu|đô thị|dịch vụ|khoa học|dệt may|dầu khí|cơ khí|ô tô|đá tẩy|đá chẻ"
    r"|kỹ thuật cao|công ty(?: cp| cổ phần| tnhh| mtv)*|thành phố|tp\. hồ chí minh|tp\. hcm"
    r"|hồ chí minh|mở rộng|giai đoạn|hành lang|cung ứng|bình quân|lấp đầy|tỷ lệ|diện tích"
    r"|nước sâu|cao tốc|vành đai|quốc lộ|đường tỉnh|sân bay|khoảng cách|việt nam|cả nước"
    r"|ban quản lý|textile & garment|industrial (?:park|zone|cluster)s?|export processing zones?"
    r"|(?:hi-)?tech park|ho chi minh city|ho chi minh|science & technology)(?!\w)",
    re.IGNORECASE,
)
"""Words of several pieces."""

_SYLLABLE: Final = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|nh?|ngh?|ph?|qu?|r|s|t|th|tr|v|x)?[aeiouy]{1,3}"
    r"(?:ch?|m|ng|nh?|p|t)?"
)
_DASH: Final = re.compile(r"[–—-]")
_OPENING: Final = re.compile(r"[(\[“«]")
_CLOSED: Final = re.compile(r".*[,.;:!?)\]”»]$")
_COUNT: Final = re.compile(r"[\d.,]*\d[%²³]?")
_NUMBER: Final = re.compile(r"(?:\d+[A-Z]?|[IVX]+(?:-[A-Z])?|[A-Z]\d{0,2}|ISC)[),]*")
"""What tells zones of one name apart: 2, II-A, A2."""
_NUMBERED: Final = frozenset(
    ("đoạn", "phase", "số", "no.", "tháng", "năm", "quý", "tỉnh", "lộ", "đai", "road")
)
"""Words that a number belongs to; after others it counts what follows."""


@lru_cache(maxsize=4096)
def break_prices(text: str) -> tuple[int, ...]:
    """Price of a break after each piece of a text but the last.

    Parameters
    ----------
    text
        One paragraph; its pieces stand between single spaces.
    """
    pieces = text.split(" ")
    ends = _ends_of(pieces)
    prices = [_price(before, after) for before, after in pairwise(pieces)]
    if not any(one.islower() for one in text):
        # In capitals every word looks like a name.
        prices = [min(one, PLAIN) if one == TORN else one for one in prices]
    for found in _WORDS.finditer(text):
        inside = (place for place, end in enumerate(ends) if found.start() < end < found.end())
        for place in inside:
            prices[place] = JOINT if _DASH.fullmatch(pieces[place]) else TORN
    for place, after in enumerate(pieces[1:]):
        if _DASH.fullmatch(after):
            prices[place] = TORN
    for found in _KINDS.finditer(text):
        _free_beside(prices, pieces, ends, text, found.start(), found.end())
    return tuple(prices)


def _free_beside(
    prices: list[int], pieces: Sequence[str], ends: Sequence[int], text: str, start: int, end: int
) -> None:
    """Free the break between a name and its kind: after it at the start, before it at the end."""
    if start == 0 and end in ends[:-1]:
        place = ends.index(end)
        if _is_capital(pieces[place + 1]):
            prices[place] = FREE
    is_last = end == len(text) or text[end : end + 2] in (" (", ", ") or text[end] == ","
    if start and is_last and start - 1 in ends:
        prices[ends.index(start - 1)] = FREE


def _ends_of(pieces: Sequence[str]) -> list[int]:
    """Where each piece ends in the text."""
    ends, at = [], -1
    for piece in pieces:
        at += len(piece) + 1
        ends.append(at)
    return ends


def _price(before: str, after: str) -> int:
    if _OPENING.match(after):
        return FREE
    if _CLOSED.fullmatch(before) and not before.startswith("TP."):
        return PLAIN
    if _DASH.fullmatch(before):
        return JOINT
    if _NUMBER.fullmatch(after) and not _COUNT.fullmatch(before):
        is_named = _is_capital(before) or before.lower() in _NUMBERED or after[:1].isalpha()
        return TORN if is_named else PLAIN
    if _COUNT.fullmatch(before) and not _is_capital(after):
        return JOINT
    if _is_capital(before) and _is_capital(after):
        is_name = _is_syllable(before) and _is_syllable(after)
        return TORN if is_name else JOINT
    return PLAIN


def _is_capital(piece: str) -> bool:
    return piece.lstrip("(“«[")[:1].isupper()


def _is_syllable(piece: str) -> bool:
    """Whether a piece may be a syllable of a Vietnamese name: `Nghiệp`, and not `Riverside`."""
    bare = plain(piece.strip("(“«[,.;:)”»]")).lower()
    return _SYLLABLE.fullmatch(bare) is not None
