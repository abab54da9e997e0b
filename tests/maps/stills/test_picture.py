"""Whole pictures: every sort of file, the same bytes in every process."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from geo.errors import InvalidSpec
from layers.settings import CHECKOUT
from maps.stills.metadata import read_png_imprint
from maps.stills.picture import make_still, make_stills
from maps.stills.raster import pixels_of, video_levels
from maps.stills.spec import spec_of
from tests.maps.stills.invented_region import invented_material

SMALL = {"size": "640x360"}


def test_svg_draws_outlines_and_carries_its_words() -> None:
    made = make_still(spec_of(SMALL), invented_material(), output="svg")
    text = made.content.decode()
    assert text.startswith('<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"')
    assert "<title>" in text
    assert "<metadata><x:xmpmeta" in text
    for forbidden in ("<text", "<image", "<script", "font-family", "@import", "<style"):
        assert forbidden not in text


def test_names_with_control_characters_leave_whole_xml() -> None:
    from dataclasses import replace

    from defusedxml import ElementTree

    material = invented_material()
    zones = tuple(replace(one, name_vi=f"A\x01<b>{one.name_vi}") for one in material.region.zones)
    hostile = replace(material, region=replace(material.region, zones=zones))
    made = make_still(spec_of(SMALL), hostile, output="svg")
    assert ElementTree.fromstring(made.content.decode()).tag.endswith("}svg")
    assert pixels_of(make_still(spec_of(SMALL), hostile).content).shape == (360, 640, 4)


def test_fill_and_key_make_the_picture_with_alpha() -> None:
    spec = spec_of({**SMALL, "ground": "transparent"})
    made = make_stills(spec, invented_material(), ("png", "fill", "key"))
    whole, fill, key = (pixels_of(made[name].content) for name in ("png", "fill", "key"))
    alpha = whole[..., 3]
    assert 0 < (alpha == 0).mean() < 1
    assert np.array_equal(key[..., 0], alpha)
    assert np.array_equal(fill[alpha > 0][:, :3], whole[alpha > 0][:, :3])
    assert bool((fill[..., 3] == 255).all() and (key[..., 3] == 255).all())
    read = read_png_imprint(made["key"].content)
    assert read is not None
    assert read.output == "key"


def test_video_levels_are_those_of_the_full_picture() -> None:
    spec = spec_of({**SMALL, "ground": "transparent"})
    full = pixels_of(make_still(spec, invented_material()).content)
    video = make_stills(spec.but(levels="video"), invented_material(), ("png", "key"))
    pixels = pixels_of(video["png"].content)
    assert np.array_equal(pixels, video_levels(full))
    assert (int(pixels[..., :3].min()), int(pixels[..., :3].max())) >= (16, 16)
    assert int(pixels_of(video["key"].content)[..., 0].min()) == 16


@pytest.mark.parametrize("output", ["svg", "pdf"])
def test_video_levels_are_of_pixels_alone(output: str) -> None:
    spec = spec_of({**SMALL, "levels": "video"})
    with pytest.raises(InvalidSpec, match=f"levels is video, which {output} does not know"):
        make_still(spec, invented_material(), output=output)  # type: ignore[arg-type]


def test_preview_is_small_and_not_taken_for_the_picture() -> None:
    made = make_still(spec_of({}), invented_material(), preview_px=480)
    assert pixels_of(made.content).shape == (270, 480, 4)
    assert read_png_imprint(made.content) is None
    assert made.layout.size.width_px == 1920


def test_preview_is_no_wider_than_the_picture() -> None:
    made = make_still(spec_of(SMALL), invented_material(), preview_px=4000)
    assert pixels_of(made.content).shape == (360, 640, 4)


def test_findings_are_those_of_the_pixels() -> None:
    assert make_still(spec_of({"size": "hd"}), invented_material()).findings == (
        make_still(spec_of({"size": "hd"}), invented_material(), output="svg").findings
    )


HASHED = """
import hashlib
from maps.stills.picture import make_stills
from maps.stills.spec import spec_of
from tests.maps.stills.invented_region import invented_material
spec = spec_of({"size": "640x360", "ground": "transparent", "theme": "newsroom", "qr": True})
made = make_stills(spec, invented_material(), ("png", "svg", "pdf", "fill", "key"))
print(*(hashlib.sha256(one.content).hexdigest() for one in made.values()))
"""


def test_every_process_makes_the_same_bytes() -> None:
    told = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Ho_Chi_Minh"), ("4711", "America/New_York")):
        environment = {
            **os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": "C", "HOME": "/nonexistent",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", HASHED],
            cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        told.add(done.stdout)
    assert len(told) == 1
    assert len(set(told.pop().split())) == 5


def test_making_pictures_loads_no_large_library() -> None:
    code = (
        "import sys, maps.stills.picture\n"
        "print(*sorted({one.split('.')[0] for one in sys.modules}"
        " & {'reportlab', 'geopandas', 'pandas', 'fastapi', 'folium', 'matplotlib', 'PIL'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
