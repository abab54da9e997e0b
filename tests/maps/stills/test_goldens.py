from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from maps.stills.compose import TEMPLATES, compose
from maps.stills.material import Material
from maps.stills.raster import png_of
from maps.stills.spec import spec_of
from tests.maps.stills.golden_pictures import (
    CASES,
    GOLDEN_DIR,
    WIDTH_PX,
    compare,
    is_renewing,
    keep_difference,
    pixels_of,
    write_golden,
)
from tests.maps.stills.invented_region import invented_material


@pytest.fixture(scope="module")
def material() -> Material:
    whole = invented_material()
    # Two zones had other figures on the earlier day, and one was not built yet.
    zones = list(whole.region.zones)
    zones[1] = replace(zones[1], remaining=replace(zones[1].remaining, value=88.5))
    zones[4] = replace(zones[4], remaining=zones[2].remaining)
    zones[10] = replace(zones[10], status="under_construction")
    return replace(whole, earlier=replace(whole.region, zones=tuple(zones)))


def draw(material: Material, **spec: Any) -> bytes:
    return png_of(compose(spec_of(spec), material), width_px=WIDTH_PX)


@pytest.mark.parametrize("name", CASES)
def test_pictures_look_as_they_did(name: str, material: Material, tmp_path: Path) -> None:
    png = draw(material, **CASES[name])
    if is_renewing():
        write_golden(name, png)
    path = GOLDEN_DIR / f"{name}.png"
    assert path.is_file(), "run it with ZONEMAP_RENEW_GOLDENS=1, then look at the picture"
    golden, now = pixels_of(path.read_bytes()), pixels_of(png)
    apart = compare(golden, now)
    if not apart.is_small:
        kept = keep_difference(name, golden, now, tmp_path)
        pytest.fail(f"{name} is not what it was: {apart}; see {kept} or .stills-diff/{name}.png")


def test_every_template_has_a_golden_picture_and_all_are_small() -> None:
    assert {case.get("template", "overview") for case in CASES.values()} == set(TEMPLATES)
    kept = {path.stem: path.stat().st_size for path in GOLDEN_DIR.glob("*.png")}
    assert set(kept) == set(CASES)
    assert sum(kept.values()) < 600_000


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Khu công nghiệp vùng TP. Hồ Chí Minh."},
        {"measure": "occupancy"},
        {"legend": False},
        {"scale_bar": False},
        {"theme": "newsroom"},
        {"ground": "solid"},
        {"zones": ["khu-8"]},
    ],
)
def test_a_changed_picture_is_noticed(change: dict[str, Any], material: Material) -> None:
    golden = pixels_of((GOLDEN_DIR / "overview.png").read_bytes())
    apart = compare(golden, pixels_of(draw(material, **{**CASES["overview"], **change})))
    assert not apart.is_small, apart


def test_a_picture_moved_by_a_pixel_is_noticed(material: Material) -> None:
    now = pixels_of(draw(material, **CASES["claim"]))
    assert compare(now, now).mean == 0
    assert not compare(now, np.roll(now, 1, axis=1)).is_small
    assert not compare(now, now[:-1]).is_small
    # What rounding on another machine may do passes.
    assert compare(now, np.clip(now + 1 * (now % 3 == 0), 0, 255)).is_small


def test_the_difference_is_kept_to_look_at(
    material: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.maps.stills.golden_pictures.DIFF_DIR", tmp_path / "shared")
    now = pixels_of(draw(material, **CASES["claim"]))
    path = keep_difference("claim", now, np.roll(now, 9, axis=0), tmp_path / "own")
    kept = pixels_of(path.read_bytes())
    assert kept.shape == (now.shape[0], 3 * (now.shape[1] + 8), 3)
    last = kept[:, 2 * (now.shape[1] + 8) : -8]
    assert last.min() < 128 < last.max()
    assert (tmp_path / "shared" / "claim.png").is_file()
