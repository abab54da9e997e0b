"""PDF: the page, its words, and that it looks as the PNG does."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader

from maps.stills.pdf import _commands, _cubic
from maps.stills.picture import make_stills
from maps.stills.raster import pixels_of
from maps.stills.spec import spec_of
from tests.maps.stills.invented_region import invented_material

SPEC = {"size": "960x540", "theme": "newsroom", "title": "Đất trống – Ế Ộ Ữ"}


@pytest.fixture(scope="module")
def made() -> tuple[bytes, bytes]:
    """The same picture as PDF and PNG."""
    stills = make_stills(spec_of(SPEC), invented_material(), ("pdf", "png"))
    return stills["pdf"].content, stills["png"].content


@pytest.fixture(scope="module")
def reader(made: tuple[bytes, bytes]) -> PdfReader:
    return PdfReader(io.BytesIO(made[0]))


def test_page_is_as_large_as_96_pixels_an_inch(reader: PdfReader) -> None:
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (float(box.width), float(box.height)) == (720.0, 405.0)


def test_file_says_what_it_is(reader: PdfReader) -> None:
    told = reader.metadata
    assert told is not None
    assert (told.title, told.creator) == ("Đất trống – Ế Ộ Ữ", "zonemap 0.1.0")
    assert "OpenStreetMap (ODbL)" in str(told.author)
    assert told.creation_date is not None
    assert told.creation_date.date().isoformat() == "2026-11-28"
    assert reader.trailer["/Root"]["/Lang"] == "vi"  # type: ignore[index]
    xmp = reader.xmp_metadata
    assert xmp is not None
    assert xmp.dc_title["x-default"] == "Đất trống – Ế Ộ Ữ"
    assert xmp.dc_format == "application/pdf"


def test_words_can_be_searched(reader: PdfReader) -> None:
    words = reader.pages[0].extract_text()
    assert "Đất trống – Ế Ộ Ữ" in words
    assert "OpenStreetMap (ODbL)" in words


def test_no_script_and_no_link_is_in_it(made: tuple[bytes, bytes]) -> None:
    # Compressed streams may hold any bytes by chance; what a reader acts on stands outside them.
    objects = re.sub(rb"stream\r?\n.*?endstream", b"", made[0], flags=re.DOTALL)
    assert b"/Catalog" in objects
    for name in (b"/JavaScript", b"/JS", b"/OpenAction", b"/URI", b"/Launch", b"/EmbeddedFile"):
        assert name not in objects


def test_it_looks_as_the_png_does(made: tuple[bytes, bytes], tmp_path: Path) -> None:
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm of poppler-utils is not installed")
    file = tmp_path / "still.pdf"
    file.write_bytes(made[0])
    subprocess.run(["pdftoppm", "-r", "96", "-png", file, tmp_path / "page"], check=True)
    page = pixels_of((tmp_path / "page-1.png").read_bytes())[..., :3].astype(int)
    png = pixels_of(made[1])[..., :3].astype(int)
    assert page.shape == png.shape
    apart = np.abs(page - png).max(axis=2)
    assert apart.mean() < 3.0
    assert (apart > 96).mean() < 0.004


def test_commands_of_a_path_are_read() -> None:
    assert list(_commands("M1 2L-3 .5 4 5Q1 2 3 4C1 2 3 4 5 6Z")) == [
        ("M", [1.0, 2.0]), ("L", [-3.0, 0.5]), ("L", [4.0, 5.0]), ("Q", [1.0, 2.0, 3.0, 4.0]),
        ("C", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]), ("Z", []),
    ]  # fmt: skip


def test_quadratic_curve_becomes_the_same_cubic_one() -> None:
    assert _cubic((0, 0), (3, 3), (6, 0)) == pytest.approx((2, 2, 4, 2, 6, 0))
