from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from layers.importers.reading import ReadOptions, read_file
from layers.importers.reading.encodings import encoding_of_bytes
from layers.importers.reading.legacy import TCVN3, VNI, from_tcvn3, from_vni
from layers.importers.reading.syllables import is_syllable, vietnamese_score
from tests.layers.reading import makers

WORDS = "Khu công nghiệp Hiệp Phước, thửa đất số 12, Bà Rịa - Vũng Tàu"
IN_TCVN3 = "Khu c«ng nghiÖp HiÖp Ph\xadíc, thöa ®Êt sè 12, Bµ RÞa - Vòng Tµu"
IN_VNI = "Khu coâng nghieäp Hieäp Phöôùc, thöûa ñaát soá 12, Baø Ròa - Vuõng Taøu"
SYLLABLES = ("nghiệp", "phước", "thửa", "quyền", "giếng", "khuỷu", "uống", "yên", "ý", "gì", "quốc")
WKT = "POLYGON((0 0,1 0,1 1,0 0))"


def in_cp1258(text: str) -> bytes:
    """Text as Windows-1258 holds it: base letters, then tone marks of their own."""
    marks = "\u0300\u0301\u0303\u0309\u0323"
    signs = []
    for sign in text:
        parts = unicodedata.normalize("NFD", sign)
        tones = [part for part in parts if part in marks]
        rest = unicodedata.normalize("NFC", "".join(part for part in parts if part not in marks))
        signs.append(rest + "".join(tones))
    return "".join(signs).encode("cp1258")


def test_from_tcvn3_gives_known_words() -> None:
    assert from_tcvn3(IN_TCVN3) == WORDS
    assert from_tcvn3("KHU C¤NG NGHIÖP") == "KHU CÔNG NGHIỆP"
    assert from_tcvn3("§Êt trång c©y l©u n¨m, ¡n Giang, ¢u L¹c") == (
        "Đất trồng cây lâu năm, Ăn Giang, Âu Lạc"
    )


def test_from_vni_gives_known_words() -> None:
    assert from_vni(IN_VNI) == WORDS
    assert from_vni("KHU COÂNG NGHIEÄP ÑÖÔØNG ÑOÂNG") == "KHU CÔNG NGHIỆP ĐƯỜNG ĐÔNG"
    assert from_vni("Kyõ thuaät, yù nghóa, kieåm tra, mô öôùc") == (
        "Kỹ thuật, ý nghĩa, kiểm tra, mơ ước"
    )


def test_tables_hold_every_letter_once() -> None:
    small = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    assert set(small) <= set(TCVN3.values())
    assert len(TCVN3) == len(set(TCVN3.values())) == len(small) + len("ĂÂÊÔƠƯĐ")
    assert set(small) | set(small.upper()) == set(VNI.values())


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (WORDS.encode(), "utf-8"),
        (in_cp1258(WORDS), "cp1258"),
        (IN_TCVN3.encode("latin-1"), "tcvn3"),
        (IN_VNI.encode("latin-1"), "vni"),
        ("Crème brûlée, Zürich".encode("latin-1"), None),
    ],
)
def test_encoding_of_bytes(content: bytes, encoding: str | None) -> None:
    assert encoding_of_bytes(content) == encoding


@pytest.mark.parametrize(
    ("content", "encoding", "is_guessed"),
    [
        (WORDS.encode(), "utf-8", False),
        (WORDS.encode("utf-8-sig"), "utf-8", False),
        (unicodedata.normalize("NFD", WORDS).encode(), "utf-8", False),
        (WORDS.encode("utf-16"), "utf-16", False),
        (WORDS.encode("utf-16-le"), "utf-16", True),
        (in_cp1258(WORDS), "cp1258", True),
        (IN_TCVN3.encode("latin-1"), "tcvn3", True),
        (IN_VNI.encode("latin-1"), "vni", True),
        (IN_TCVN3.encode(), "tcvn3", True),
        (IN_VNI.encode(), "vni", True),
    ],
)
def test_read_file_decodes_csv(
    content: bytes, encoding: str, is_guessed: bool, tmp_path: Path
) -> None:
    raw = read_file(save_csv(tmp_path, content))
    assert raw.features[0].properties["name"] == WORDS
    assert raw.encoding == encoding
    assert [f.code for f in raw.findings if f.code == "encoding_guessed"] == (
        ["encoding_guessed"] if is_guessed else []
    )


@pytest.mark.parametrize(
    ("content", "declared", "encoding"),
    [
        (in_cp1258(WORDS), "Windows-1258", "cp1258"),
        (IN_TCVN3.encode("latin-1"), "ABC", "tcvn3"),
        (IN_VNI.encode("latin-1"), "vni", "vni"),
        (IN_TCVN3.encode(), "tcvn3", "tcvn3"),
        (WORDS.encode("utf-16"), "utf-16", "utf-16"),
    ],
)
def test_read_file_takes_the_declared_encoding(
    content: bytes, declared: str, encoding: str, tmp_path: Path
) -> None:
    raw = read_file(save_csv(tmp_path, content), ReadOptions(encoding=declared))
    assert raw.features[0].properties["name"] == WORDS
    assert raw.encoding == encoding
    assert raw.findings == ()


def test_read_file_lets_the_declared_encoding_win_over_the_likely_one(tmp_path: Path) -> None:
    path = save_csv(tmp_path, IN_VNI.encode("latin-1"))
    raw = read_file(path, ReadOptions(encoding="cp1258"))
    assert raw.encoding == "cp1258"
    assert raw.features[0].properties["name"] != WORDS


@pytest.mark.parametrize("name", ["geojson", "gpkg", "shapefile", "xlsx", "kml", "dxf"])
@pytest.mark.parametrize(("spelled", "encoding"), [(IN_TCVN3, "tcvn3"), (IN_VNI, "vni")])
def test_read_file_frees_text_from_old_fonts(
    name: str, spelled: str, encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = makers.MadeParcel(spelled, spelled, "industrial", 1.0, makers.PARCELS[0].ring)
    monkeypatch.setattr(makers, "PARCELS", (parcel,))
    maker = {**makers.IN_ANY_CRS, **makers.IN_WGS84}[name]
    raw = read_file(maker(tmp_path, 4326))
    column = "text" if name == "dxf" else "name_vi"
    assert raw.features[0].properties[column] == WORDS
    assert raw.encoding == encoding
    (found,) = [item for item in raw.findings if item.code == "encoding_guessed"]
    assert found.detail.startswith(f"{encoding}: read as 'Khu công nghiệp")


def test_read_file_leaves_western_letters_alone(tmp_path: Path) -> None:
    raw = read_file(save_csv(tmp_path, "Société Générale, Lô 5".encode()))
    assert raw.features[0].properties["name"] == "Société Générale, Lô 5"
    assert raw.encoding == "utf-8"


def test_vietnamese_score_tells_spellings_apart() -> None:
    assert vietnamese_score(WORDS) > 1.2
    assert vietnamese_score(IN_TCVN3) < 0.5
    assert vietnamese_score(IN_VNI) < 0.5
    assert vietnamese_score("plain words") == 0


@pytest.mark.parametrize("word", SYLLABLES)
def test_is_syllable_knows_vietnamese(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["crème", "nghiÖp", "áà", "tôc", "ñoâng", "ü"])
def test_is_syllable_refuses_others(word: str) -> None:
    assert not is_syllable(word)


def save_csv(folder: Path, words: bytes) -> Path:
    """CSV of one row in the encoding of the words given."""
    for encoding in ("utf-16", "utf-16-le"):
        if words in (WORDS.encode(encoding),):
            text = f'id,name,wkt\r\n1,"{WORDS}","{WKT}"\r\n'
            content = text.encode(encoding)
            break
    else:
        bare = words.removeprefix(b"\xef\xbb\xbf")
        mark = words[: len(words) - len(bare)]
        content = mark + b'id,name,wkt\r\n1,"' + bare + b'","' + WKT.encode() + b'"\r\n'
    path = folder / "words.csv"
    path.write_bytes(content)
    return path
