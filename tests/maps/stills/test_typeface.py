from __future__ import annotations

import itertools
import unicodedata

import pytest

from geo.errors import InvalidSpec
from maps.stills.claim_words import METRICS, NOTES_VI, SCOPES, UNITS
from maps.stills.typeface import CAP_TO_TAIL, FAMILIES, LINE, Face, Family, Weight, face
from maps.stills.typeset import break_lines, check_drawable, fit_block
from maps.stills.words import PHRASES

FACES: list[tuple[Family, Weight]] = list(
    itertools.product(FAMILIES, ("regular", "semibold", "bold"))
)
_VOWELS = "aăâeêioôơuưy"
_TONES = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
# Each vowel bare and in five tones, and đ: what is not plain Latin are 67 letters in two cases.
VIETNAMESE = sorted(
    {
        form
        for vowel in _VOWELS
        for tone in ("", *_TONES)
        for one in [unicodedata.normalize("NFC", vowel + tone)]
        for form in (one, one.upper())
        if not form.isascii()
    }
    | {"đ", "Đ"}
)
SIGNS = "0123456789 \u00a0.,:;!?'\"()[]/+-–—·…%°²©“”‘’&@#×=<>€$"


def test_there_are_134_letters_with_marks() -> None:
    assert len(VIETNAMESE) == 134
    assert all(len(one) == 1 for one in VIETNAMESE)


@pytest.mark.parametrize(("family", "weight"), FACES)
def test_every_vietnamese_letter_is_drawn_by_every_face(family: Family, weight: Weight) -> None:
    one = face(family, weight)
    latin = "".join(chr(code) for code in range(32, 127))
    assert one.missing("".join(VIETNAMESE) + latin + SIGNS) == ""
    for letter in VIETNAMESE:
        for written in (letter, unicodedata.normalize("NFD", letter)):
            run = one.shape(written)
            assert run.missing == ""
            assert run.glyphs, letter
            assert all(glyph.glyph_id != 0 and one.outline(glyph.glyph_id) for glyph in run.glyphs)


@pytest.mark.parametrize(("family", "weight"), FACES)
def test_letters_keep_to_the_line_that_they_are_set_on(family: Family, weight: Weight) -> None:
    one = face(family, weight)
    runs = [one.shape(letter) for letter in [*VIETNAMESE, *"gjpqy"]]
    lowest = min(run.ink[1] for run in runs)
    highest = max(run.ink[3] for run in runs)
    assert highest - lowest <= LINE
    assert one.shape("H").ink[3] - one.shape("p").ink[1] == pytest.approx(CAP_TO_TAIL, abs=0.04)


@pytest.mark.parametrize(("family", "weight"), FACES)
def test_all_words_of_the_stills_are_drawn(family: Family, weight: Weight) -> None:
    one = face(family, weight)
    pairs = [*PHRASES.values(), *METRICS.values(), *SCOPES.values(), *UNITS.values()]
    texts = [text for pair in pairs for text in pair] + [*NOTES_VI, *NOTES_VI.values()]
    assert {text: one.missing(text) for text in texts if one.missing(text)} == {}


def test_a_mark_set_alone_lands_on_its_letter() -> None:
    one = face("be-vietnam-pro", "bold")
    composed, taken_apart = one.shape("Ế"), one.shape("E\u0302\u0301")
    assert taken_apart.advance == pytest.approx(composed.advance, abs=0.01)
    assert taken_apart.ink[3] == pytest.approx(composed.ink[3], abs=0.05)


def test_missing_letters_are_named_once() -> None:
    one = face("be-vietnam-pro", "regular")
    assert one.missing("A你好你") == "你好"
    assert one.shape("").glyphs == ()
    assert one.width("", 40) == 0
    with pytest.raises(InvalidSpec, match="the title has characters that the font cannot draw"):
        check_drawable(one, ["Khu 你"], "title")


def test_unknown_fonts_are_refused() -> None:
    with pytest.raises(InvalidSpec, match="there is no font 'arial' 'bold'"):
        face("arial", "bold")  # type: ignore[arg-type]
    with pytest.raises(InvalidSpec, match="there is no font 'noto-sans' 'thin'"):
        face("noto-sans", "thin")  # type: ignore[arg-type]


def _set(text: str, width: float, *, lines: int = 2, least: float = 38.0) -> tuple[str, ...]:
    one: Face = face("be-vietnam-pro", "bold")
    block = fit_block(one, text, width=width, most_lines=lines, size=58, least=least, what="title")
    assert all(one.width(line, block.size) <= width + 0.01 for line in block.lines)
    return block.lines


def test_a_text_is_fitted_whole_or_refused() -> None:
    text = "Khu công nghiệp và khu chế xuất vùng Thành phố Hồ Chí Minh"
    assert " ".join(_set(text, 1100)) == text
    with pytest.raises(InvalidSpec, match="the title of 58 characters does not fit"):
        _set(text, 300)
    with pytest.raises(InvalidSpec, match="shorten the title, or choose a larger picture"):
        _set("x" * 500, 1700)


def test_lines_are_even_and_words_are_kept_whole() -> None:
    one = face("noto-sans", "regular")
    lines = break_lines(one, "một hai ba bốn năm sáu bảy tám chín mười", 40, 460)
    assert lines is not None
    assert " ".join(lines) == "một hai ba bốn năm sáu bảy tám chín mười"
    widths = [one.width(line, 40) for line in lines]
    assert max(widths) - min(widths) < 160
    assert break_lines(one, "không_thể_ngắt", 40, 100) is None
    assert break_lines(one, "a\u00a0b c", 40, one.width("a\u00a0b", 40)) == ("a\u00a0b", "c")
