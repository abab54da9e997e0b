"""A PNG looked over again: ours by its own words, one of others by its pixels."""

from __future__ import annotations

import numpy as np
import orjson
import pytest

from geo.errors import InvalidSpec
from maps.stills.imprint import Output
from maps.stills.inspection import inspect_png
from maps.stills.metadata import read_png_facts, with_imprint
from maps.stills.picture import make_still, make_stills
from maps.stills.raster import pixels_of, png_chunk, write_png
from maps.stills.sizes import Size
from maps.stills.spec import spec_of
from tests.maps.stills.invented_region import invented_material


def codes(png: bytes) -> list[str]:
    return [one.code for one in inspect_png(png).findings]


def test_our_picture_is_found_as_when_it_was_made() -> None:
    made = make_still(spec_of({"size": "hd", "seconds": 1}), invented_material())
    seen = inspect_png(made.content)
    assert seen.findings == made.findings
    assert seen.imprint is not None
    assert seen.imprint.document() == made.sidecar
    assert "too-much-to-read" in [one.code for one in seen.findings]


def test_words_that_were_painted_over_are_missed() -> None:
    made = make_still(spec_of({"size": "hd"}), invented_material())
    imprint = inspect_png(made.content).imprint
    assert imprint is not None
    blank = np.full((1080, 1920, 4), 255, np.uint8)
    seen = inspect_png(with_imprint(write_png(Size(1920, 1080), [blank]), imprint))
    assert any(one.severity == "fault" for one in seen.findings)
    assert not any(one.severity == "fault" for one in made.findings)


def test_fill_and_key_are_looked_over_by_their_layout() -> None:
    spec = spec_of({"size": "hd", "ground": "transparent"})
    made = make_stills(spec, invented_material(), ("fill", "key"))
    assert not [one for one in inspect_png(made["key"].content).findings if one.box is None]
    assert codes(made["fill"].content) == codes(made["key"].content)


def test_foreign_picture_is_looked_at_by_its_pixels() -> None:
    loud = np.zeros((90, 160, 4), np.uint8)
    loud[..., 3] = loud[:, :40, :3] = 255
    seen = inspect_png(write_png(Size(160, 90), [loud]))
    assert seen.imprint is None
    assert [(one.code, one.severity) for one in seen.findings] == [
        ("no-imprint", "warning"), ("levels-outside", "warning"), ("size-not-for-air", "warning"),
    ]  # fmt: skip
    assert seen.findings[1].en.startswith("If its pixels are taken for video levels: ")


def test_foreign_picture_within_levels_and_of_air_size() -> None:
    calm = np.full((1080, 1920, 4), 128, np.uint8)
    assert codes(write_png(Size(1920, 1080), [calm])) == ["no-imprint"]


def test_foreign_pictures_of_other_channels_are_read() -> None:
    import io

    from PIL import Image

    for mode in ("1", "L", "LA", "P", "RGB", "I;16"):
        file = io.BytesIO()
        Image.new(mode, (192, 108)).save(file, "png")
        assert codes(file.getvalue())[0] == "no-imprint"


def test_picture_whose_pixels_are_rubbish_is_refused() -> None:
    made = make_still(spec_of({"size": "640x360"}), invented_material()).content
    pixels = pixels_of(made)
    assert pixels.shape == (360, 640, 4)
    from maps.stills.raster import PNG_SIGNATURE, png_chunk

    at = made.index(b"IDAT") - 4
    spoilt = made[:at] + png_chunk(b"IDAT", b"rubbish") + png_chunk(b"IEND", b"")
    assert spoilt.startswith(PNG_SIGNATURE)
    with pytest.raises(InvalidSpec, match="the picture cannot be decoded"):
        inspect_png(spoilt)


def _found(png: bytes) -> bool:
    return "changed-since-made" in codes(png)


@pytest.mark.parametrize("output", ["png", "fill", "key"])
def test_picture_as_it_was_written_is_not_told_from_itself(output: Output) -> None:
    spec = spec_of({"size": "640x360", "seconds": 12.5, "title": "Ế ½"})
    assert not _found(make_still(spec, invented_material(), output=output).content)


def test_picture_whose_pixels_were_changed_is_told() -> None:
    made = make_still(spec_of({"size": "640x360"}), invented_material()).content
    imprint = inspect_png(made).imprint
    assert imprint is not None
    pixels = pixels_of(made).copy()
    pixels[100, 100, :3] ^= 1
    assert _found(with_imprint(write_png(Size(640, 360), [pixels]), imprint))


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'"seconds":12.0', b'"seconds":13.0'), (b"\xc4\x90\xe1\xba\xa5t", b"Date")],
)
def test_picture_whose_words_were_changed_is_told(old: bytes, new: bytes) -> None:
    made = make_still(spec_of({"size": "640x360", "title": "Đất"}), invented_material()).content
    text = read_png_facts(made).imprint
    assert text is not None
    assert old in text
    altered = png_chunk(b"iTXt", b"zonemap\x00\x00\x00\x00\x00" + text.replace(old, new))
    whole = png_chunk(b"iTXt", b"zonemap\x00\x00\x00\x00\x00" + text)
    assert whole in made
    assert not _found(made)
    assert _found(made.replace(whole, altered))


def test_picture_of_before_there_were_checksums_is_not_doubted() -> None:
    made = make_still(spec_of({"size": "640x360"}), invented_material()).content
    text = read_png_facts(made).imprint
    assert text is not None
    document = orjson.loads(text)
    del document["checksum"], document["pixels"]
    older = png_chunk(b"iTXt", b"zonemap\x00\x00\x00\x00\x00" + orjson.dumps(document))
    whole = png_chunk(b"iTXt", b"zonemap\x00\x00\x00\x00\x00" + text)
    assert not _found(made.replace(whole, older))
