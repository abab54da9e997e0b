"""How Vietnamese a text looks: the measure by which an encoding is guessed."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_BETWEEN_WORDS: Final = re.compile(r"[\s\x00-@\[-`{-\x7f\u2010-\u201f\u2026]+")
_ONSETS_TEXT: Final = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_ONSETS: Final = frozenset(["", *_ONSETS_TEXT.split()])
_NUCLEI_TEXT: Final = (
    "a ă â e ê i o ô ơ u ư y ai ao au âu ay ây eo êu ia iê yê iu oa oă oe oi ôi ơi oo ua uâ ưa "
    "uê ui ưi uo uô uơ ươ ưu uy ya iêu yêu oai oao oay oeo uây uôi ươi ươu uya uyê uyu uai uao "
    "uay ue uă"
)
_NUCLEI: Final = frozenset(_NUCLEI_TEXT.split())
_CODAS: Final = ("ch", "ng", "nh", "c", "m", "n", "p", "t", "")
_STOPS: Final = ("c", "ch", "p", "t")
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_TONES_OF_STOPS: Final = frozenset("\u0301\u0323")
_VOWELS: Final = frozenset("aăâeêioôơuưy")
_COMMON_TEXT: Final = (
    "bắc bình cảng cây chú chợ công cụm diện dương dụng đã đất đầu điểm đỉnh độ đông đồng đường "
    "giới góc hà hạ hành hiệu hiệp hồ kỹ khoảng khối lập lô lý máy mốc mỹ năm nghiệp ngày nhà "
    "nước phát phố phú phước phường quận quốc quy rịa số sông sử sản tàu tân tầng tên thành thị "
    "thủ thông thuê thửa thuật tích tỉnh tọa toạ tổ tổng trạng trí trống tuyến tư từ và văn việt "
    "vũng vực vụ xanh xã xây xuất xưởng đơn vị cạnh chiều dài kinh vĩ ghi huyện hội hòa"
)
_COMMON: Final = frozenset(_COMMON_TEXT.split())


def vietnamese_score(text: str) -> float:
    """Share of words with Vietnamese letters that are Vietnamese syllables, plus common ones.

    Returns
    -------
    0 where no word with such letters is a syllable; up to 1.5 where all are, and common words.
    Text of plain ASCII words scores 0.
    """
    words = [word for word in _BETWEEN_WORDS.split(text) if word and not word.isascii()]
    if not words:
        return 0.0
    normal = [unicodedata.normalize("NFC", word).lower() for word in words]
    plausible = sum(is_syllable(word) for word in normal)
    common = sum(word in _COMMON for word in normal)
    return plausible / len(words) + 0.5 * common / len(words)


def is_syllable(word: str) -> bool:
    """Whether a lower-case word in NFC is built like a Vietnamese syllable."""
    tones = [sign for sign in unicodedata.normalize("NFD", word) if sign in _TONES]
    if len(tones) > 1:
        return False
    bare = "".join(sign for sign in unicodedata.normalize("NFD", word) if sign not in _TONES)
    bare = unicodedata.normalize("NFC", bare)
    for coda in _CODAS:
        if not bare.endswith(coda):
            continue
        if coda in _STOPS and not (tones and tones[0] in _TONES_OF_STOPS):
            continue
        stem = bare[: len(bare) - len(coda)]
        begin = next((at for at, sign in enumerate(stem) if sign in _VOWELS), len(stem))
        for cut in {begin, begin + 1}:
            if stem[:cut] in _ONSETS and stem[cut:] in _NUCLEI:
                return True
    return False
