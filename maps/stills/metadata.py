"""The imprint within a PNG: written beside pixels that stay as they are, and read back strictly.

Notes
-----
W3C PNG specification, third edition: chunks in section 11, what may come in which order in 5.6.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NoReturn

from geo.errors import InvalidSpec
from maps.stills.imprint import Imprint, read_imprint, xmp_packet
from maps.stills.raster import PNG_SIGNATURE, png_chunk
from maps.stills.sizes import MOST_PX

KEYWORD: Final = "zonemap"
XMP_KEYWORD: Final = "XML:com.adobe.xmp"

MOST_FILE_BYTES: Final = 150_000_000
"""Of a PNG that is read; one of ours has 10,000,000 at most."""

MOST_TEXT_BYTES: Final = 2_000_000
"""Of an imprint; one with 400 moved labels has 200,000."""

_MOST_CHUNKS: Final = 100_000
_PX_PER_METRE: Final = 3780
"""96 pixels an inch."""


@dataclass(frozen=True, slots=True)
class PngFacts:
    """What is known of a PNG without its pixels.

    Attributes
    ----------
    imprint
        JSON of the imprint, None in a picture of others.
    """

    width_px: int
    height_px: int
    imprint: bytes | None


def with_imprint(png: bytes, imprint: Imprint, *, has_srgb: bool = True) -> bytes:
    """Add an imprint to a PNG; its pixels are not packed anew.

    Whether it is still the picture that was written is told by its `pixels`.

    Parameters
    ----------
    png
        As written by `maps.stills.raster`: header, pixels, end.
    has_srgb
        Whether its colours are those of sRGB: not for keys and video levels.
    """
    after_head = len(PNG_SIGNATURE) + 12 + 13
    added = [
        png_chunk(b"sRGB", b"\x00") if has_srgb else b"",
        png_chunk(b"pHYs", struct.pack(">IIB", _PX_PER_METRE, _PX_PER_METRE, 1)),
        _text_chunk(KEYWORD, imprint.text()),
        _text_chunk(XMP_KEYWORD, xmp_packet(imprint, with_json=False)),
    ]
    return b"".join((png[:after_head], *added, png[after_head:]))


def read_png_imprint(png: bytes) -> Imprint | None:
    """Imprint of a PNG; None if it has none.

    Raises
    ------
    InvalidSpec
        If it is not a PNG, damaged, out of bounds, or its imprint cannot be read.
    """
    facts = read_png_facts(png)
    if facts.imprint is None:
        return None
    imprint = read_imprint(facts.imprint)
    check_size(facts, imprint)
    return imprint


def check_size(facts: PngFacts, imprint: Imprint) -> None:
    """Refuse an imprint that came with other pixels, as of a picture made smaller since.

    Raises
    ------
    InvalidSpec
        If the sizes differ.
    """
    size = imprint.spec.pixels
    if (size.width_px, size.height_px) != (facts.width_px, facts.height_px):
        raise InvalidSpec(
            f"the picture has {facts.width_px}x{facts.height_px} pixels, its own words say {size}",
            expected="a picture in the size that it was made in",
            remedy="take the file as it was written, not one made smaller",
        )


def read_png_facts(png: bytes) -> PngFacts:
    """Size of a PNG and JSON of its imprint, every chunk checked.

    Raises
    ------
    InvalidSpec
        If it is not a PNG, damaged, out of bounds, or has several imprints.
    """
    width_px = height_px = 0
    imprints: list[bytes] = []
    for kind, content in _chunks(png):
        if kind == b"IHDR":
            width_px, height_px = _read_head(content)
        elif kind == b"iTXt" and content.split(b"\x00", 1)[0] == KEYWORD.encode():
            imprints.append(_read_text(content))
            if len(imprints) > 1:
                _refuse("it has more than one zonemap imprint", "one")
    return PngFacts(width_px, height_px, imprints[0] if imprints else None)


def pixel_bytes(png: bytes) -> bytes:
    """Packed pixels of a PNG, to tell whether two show the same.

    Raises
    ------
    InvalidSpec
        As `read_png_facts`.
    """
    return b"".join(content for kind, content in _chunks(png, with_pixels=True) if kind == b"IDAT")


def checksum_of_pixels(png: bytes) -> str:
    """SHA-256 of the packed pixels of a PNG: packed by another program they have another.

    Raises
    ------
    InvalidSpec
        As `read_png_facts`.
    """
    packed = hashlib.sha256()
    for kind, content in _chunks(png, with_pixels=True):
        if kind == b"IDAT":
            packed.update(content)
    return packed.hexdigest()


def _text_chunk(keyword: str, text: str) -> bytes:
    # Not packed: other programs' packers would write other bytes, and no reader has to unpack.
    return png_chunk(b"iTXt", keyword.encode("latin-1") + b"\x00\x00\x00\x00\x00" + text.encode())


def _chunks(png: bytes, *, with_pixels: bool = False) -> Iterator[tuple[bytes, bytes]]:
    """Chunks of a PNG from its head to its end; without copies of the pixels, or with them."""
    if len(png) > MOST_FILE_BYTES:
        _refuse(f"it has {len(png):,} bytes", f"at most {MOST_FILE_BYTES:,}")
    if not png.startswith(PNG_SIGNATURE):
        _refuse("it is not a PNG", "a file that begins as PNG does")
    at, count = len(PNG_SIGNATURE), 0
    view = memoryview(png)
    while True:
        if at + 12 > len(png):
            _refuse("it is cut off", "a whole file, to its IEND")
        length, kind = struct.unpack_from(">I4s", png, at)
        name = kind.decode("latin-1")
        if at + 12 + length > len(png):
            _refuse(f"it is cut off in its chunk {name!r}", "a whole file, to its IEND")
        if count == 0 and (kind != b"IHDR" or length != 13):
            _refuse(f"it begins with the chunk {name!r}", "IHDR first")
        if count > 0 and kind == b"IHDR":
            _refuse("it has two heads", "one IHDR")
        (checksum,) = struct.unpack_from(">I", png, at + 8 + length)
        if zlib.crc32(view[at + 4 : at + 8 + length]) != checksum:
            _refuse(f"the checksum of its chunk {name!r} is wrong", "a file that is not damaged")
        if kind == b"IDAT":
            yield kind, png[at + 8 : at + 8 + length] if with_pixels else b""
        else:
            yield kind, _content(png, at + 8, length, name)
        at += 12 + length
        count += 1
        if kind == b"IEND":
            break
        if count > _MOST_CHUNKS:
            _refuse(f"it has more than {_MOST_CHUNKS:,} chunks", "fewer")
    if at != len(png):
        _refuse(f"{len(png) - at:,} bytes follow its end", "nothing after IEND")


def _content(png: bytes, start: int, length: int, name: str) -> bytes:
    if length > MOST_TEXT_BYTES:
        if name == "iTXt":
            _refuse(f"its words have {length:,} bytes", f"at most {MOST_TEXT_BYTES:,}")
        return b""
    return png[start : start + length]


def _read_head(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", content)
    is_allowed = min(width, height) > 0 and max(width, height) <= MOST_PX
    if not is_allowed:
        _refuse(f"it has {width}x{height} pixels", f"at most {MOST_PX} a side")
    return width, height


def _read_text(content: bytes) -> bytes:
    parts = content.split(b"\x00", 1)[1]
    if len(parts) < 2:
        _refuse("its imprint is cut off", "iTXt as PNG has it")
    is_packed, method = parts[0], parts[1]
    fields = parts[2:].split(b"\x00", 2)
    if len(fields) != 3 or is_packed not in (0, 1) or method != 0:
        _refuse("its imprint is not as PNG writes words", "iTXt as PNG has it")
    return _unpack(fields[2]) if is_packed else fields[2]


def _unpack(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(packed, MOST_TEXT_BYTES + 1)
    except zlib.error as error:
        _refuse("its imprint cannot be unpacked", "iTXt as PNG has it", error)
    if len(text) > MOST_TEXT_BYTES or unpacker.unconsumed_tail:
        _refuse("its imprint is too long when unpacked", f"at most {MOST_TEXT_BYTES:,} bytes")
    if not unpacker.eof:
        _refuse("its imprint is cut off", "iTXt as PNG has it")
    return text


def _refuse(fault: str, expected: str, cause: Exception | None = None) -> NoReturn:
    raise InvalidSpec(
        f"the picture cannot be read: {fault}",
        expected=expected,
        remedy="take the file as it was written",
    ) from cause
