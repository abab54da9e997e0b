"""Words within a PNG: written beside its pixels, and read back from files of strangers."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pytest

from geo.errors import InvalidSpec
from maps.stills.imprint import Imprint
from maps.stills.metadata import (
    KEYWORD,
    MOST_TEXT_BYTES,
    pixel_bytes,
    read_png_facts,
    read_png_imprint,
    with_imprint,
)
from maps.stills.picture import make_still
from maps.stills.raster import PNG_SIGNATURE, pixels_of, png_chunk, png_of
from maps.stills.spec import spec_of
from tests.maps.stills.invented_region import invented_material


@pytest.fixture(scope="module")
def made() -> bytes:
    """A small picture with its imprint."""
    return make_still(spec_of({"size": "640x360", "language": "en"}), invented_material()).content


@pytest.fixture(scope="module")
def imprint(made: bytes) -> Imprint:
    read = read_png_imprint(made)
    assert read is not None
    return read


def kinds(png: bytes) -> list[str]:
    at, found = len(PNG_SIGNATURE), []
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        found.append(kind.decode())
        at += 12 + length
    return found


def itxt(text: bytes, *, packed: bool = False, keyword: str = KEYWORD) -> bytes:
    flag = b"\x01" if packed else b"\x00"
    return png_chunk(b"iTXt", keyword.encode() + b"\x00" + flag + b"\x00\x00\x00" + text)


def plain(*chunks: bytes, size: tuple[int, int] = (1, 1)) -> bytes:
    """A PNG of one pixel with chunks before it."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 6, 0, 0, 0))
    pixel = png_chunk(b"IDAT", zlib.compress(b"\x00\x01\x02\x03\xff"))
    return PNG_SIGNATURE + head + b"".join(chunks) + pixel + png_chunk(b"IEND", b"")


def test_chunks_stand_where_png_has_them(made: bytes) -> None:
    assert kinds(made) == ["IHDR", "sRGB", "pHYs", "iTXt", "iTXt", "IDAT", "IEND"]


def test_pixels_are_not_packed_anew(imprint: Imprint) -> None:
    png = plain()
    added = with_imprint(png, imprint)
    assert pixel_bytes(added) == pixel_bytes(png)
    assert added.startswith(png[:33])
    assert added.endswith(png[33:])


def test_other_programs_read_the_words(made: bytes, imprint: Imprint) -> None:
    from PIL import Image

    image = Image.open(io.BytesIO(made))
    image.load()
    assert image.info["zonemap"] == imprint.text()
    assert image.info["dpi"] == pytest.approx((96, 96), abs=0.02)
    assert "Industrial zones" in image.info["xmp"].decode()


def test_imprint_comes_back(imprint: Imprint) -> None:
    assert imprint.spec == spec_of({"size": "640x360", "language": "en"})
    assert (imprint.data_version, imprint.on_day.isoformat()) == (7, "2026-11-28")
    assert "OpenStreetMap contributors (ODbL)" in imprint.credit


def test_no_time_of_making_is_kept(made: bytes) -> None:
    again = make_still(spec_of({"size": "640x360", "language": "en"}), invented_material())
    assert again.content == made
    assert not {"tIME", "eXIf"} & set(kinds(made))


def test_foreign_png_has_no_imprint() -> None:
    assert read_png_imprint(plain()) is None
    assert read_png_imprint(plain(itxt(b"{}", keyword="Comment"))) is None


def test_packed_imprint_is_read(imprint: Imprint) -> None:
    text = imprint.text().encode()
    assert read_png_facts(plain(itxt(zlib.compress(text), packed=True))).imprint == text


BOMB = zlib.compress(b"[" * (MOST_TEXT_BYTES + 1))
HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "nothing": (lambda _: b"", "it is not a PNG"),
    "another format": (lambda _: b"\xff\xd8\xff\xe0" + bytes(50), "it is not a PNG"),
    "signature alone": (lambda _: PNG_SIGNATURE, "it is cut off"),
    "cut in the pixels": (lambda png: png[:-200], "it is cut off in its chunk 'IDAT'"),
    "cut in the words": (lambda png: png[:200], "it is cut off in its chunk 'iTXt'"),
    "without its end": (lambda png: png[:-12], "it is cut off"),
    "something after its end": (lambda png: png + b"PK\x03\x04", "4 bytes follow its end"),
    "a flipped bit": (
        lambda png: png[:300] + bytes([png[300] ^ 1]) + png[301:],
        "the checksum of its chunk 'iTXt' is wrong",
    ),
    "a length beyond the file": (
        lambda png: png[:8] + b"\xff\xff\xff\xff" + png[12:],
        "it is cut off in its chunk 'IHDR'",
    ),
    "no head": (
        lambda _: PNG_SIGNATURE + png_chunk(b"IEND", b""),
        "it begins with the chunk 'IEND'",
    ),
    "two heads": (lambda _: plain(plain()[8:33]), "it has two heads"),
    "too many pixels": (lambda _: plain(size=(60_000, 60_000)), "it has 60000x60000 pixels"),
    "no pixels": (lambda _: plain(size=(0, 5)), "it has 0x5 pixels"),
    "two imprints": (lambda _: plain(itxt(b"{}"), itxt(b"{}")), "more than one zonemap imprint"),
    "a long imprint": (
        lambda _: plain(itxt(b" " * MOST_TEXT_BYTES)),
        "its words have 2,000,012 bytes",
    ),
    "a bomb": (lambda _: plain(itxt(BOMB, packed=True)), "its imprint is too long when unpacked"),
    "packed rubbish": (lambda _: plain(itxt(b"rubbish", packed=True)), "cannot be unpacked"),
    "packed and cut": (lambda _: plain(itxt(BOMB[:60], packed=True)), "its imprint is cut off"),
    "no fields": (
        lambda _: plain(png_chunk(b"iTXt", b"zonemap\x00")),
        "its imprint is cut off",
    ),
    "odd fields": (
        lambda _: plain(png_chunk(b"iTXt", b"zonemap\x00\x07\x00\x00\x00{}")),
        "not as PNG writes words",
    ),
    "no JSON": (lambda _: plain(itxt(b"\xff\xfe")), "they are not JSON"),
    "deep JSON": (lambda _: plain(itxt(b"[" * 5_000)), "they are not JSON"),
    "a list": (lambda _: plain(itxt(b"[]")), "they are list, not a list of fields"),
    "another version": (lambda _: plain(itxt(b'{"format":2}')), "their format is '2', not 1"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_png_is_refused(case: str, made: bytes) -> None:
    spoil, told = HOSTILE[case]
    with pytest.raises(InvalidSpec) as refused:
        read_png_imprint(spoil(made))
    assert told in str(refused.value)


def test_imprint_of_another_size_is_refused(imprint: Imprint) -> None:
    with pytest.raises(InvalidSpec, match="the picture has 1x1 pixels, its own words say 640x360"):
        read_png_imprint(with_imprint(plain(), imprint))


def test_levels_of_video_are_not_called_srgb() -> None:
    spec = spec_of({"size": "640x360", "levels": "video"})
    assert "sRGB" not in kinds(make_still(spec, invented_material()).content)


def test_decoders_take_the_picture(made: bytes) -> None:
    assert pixels_of(made).shape == (360, 640, 4)
    still = make_still(spec_of({"size": "640x360", "language": "en"}), invented_material())
    assert pixel_bytes(png_of(still.drawing)) == pixel_bytes(made)
