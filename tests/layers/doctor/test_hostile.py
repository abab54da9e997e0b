"""Files that are made to break things: each is refused in words, none by an exception."""

from __future__ import annotations

import random

import numpy as np
import pytest
import shapely
from shapely import GeometryCollection, LineString, MultiPolygon, Polygon

from layers.importers.doctor.text_report import write_text_report
from layers.importers.raw import RawFinding
from tests.layers.doctor.samples import E0, N0, codes, diagnose, five, layer, only, square, zones


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (MultiPolygon([square(), Polygon([(E0, N0), (E0, N0), (E0, N0)])]), "bow_tie"),
        (Polygon([(E0, N0), (E0, N0), (E0, N0), (E0, N0)]), "zero_area"),
        (Polygon([(E0, N0), (E0 + 1e12, N0), (E0, 1e300)]), "out_of_range"),
        (
            Polygon(square().exterior.coords, [[(E0, N0), (-1e8, N0), (E0, N0 + 5)]]),
            "out_of_range",
        ),
        (GeometryCollection([square()]), "geometry_type"),
        (GeometryCollection(), "geometry_empty"),
        (MultiPolygon(), "geometry_empty"),
        (LineString(), "geometry_empty"),
    ],
)
def test_examine_refuses_what_is_no_boundary(shape: shapely.Geometry, code: str) -> None:
    diagnosis = diagnose(layer([square(2), shape]), accept_repairs=True)

    assert diagnosis.is_refused
    found = {finding.number for finding in diagnosis.findings if finding.severity == "error"}
    assert 2 in found
    if code != "bow_tie":
        assert code in codes(diagnosis)


@pytest.mark.parametrize(
    "crs",
    ["+init=/etc/passwd:x", "init=epsg:4326", "{}", "PROJCS[", "x" * 50_000, "{crs}", "\x1b[31m"],
)
def test_examine_asks_about_a_crs_that_is_no_crs(crs: str) -> None:
    asked = only(diagnose(layer(crs=crs)), "crs_unknown")

    assert len(asked.message_vi) < 1_000
    assert "\x1b" not in asked.message_en
    assert codes(diagnose(layer(crs=None), crs=crs)) == ["crs_declared_unknown"]


def test_examine_names_with_braces_stand_as_they_are() -> None:
    raw = layer([square()], properties=[{"area_{0}": 1, "dien_tich": "{x}"}], file="{f}.csv")

    assert "{x}" in only(diagnose(raw), "area_not_number").message_vi


def test_examine_reader_findings_without_a_place_are_kept() -> None:
    seen = [
        RawFinding("ring_not_closed", None, "and 12 more of this kind"),
        RawFinding("ring_direction", "feature 99", "of nothing"),
        RawFinding("never_heard_of", None, "{detail}"),
    ]

    diagnosis = diagnose(layer(findings=seen))

    assert sorted(codes(diagnosis)) == ["reader_noticed", "ring_direction", "unclosed_ring"]
    assert "and 12 more of this kind" in only(diagnosis, "unclosed_ring").message_en


def test_examine_long_names_are_cut_in_messages() -> None:
    rows = [{"ma_lo": "A" * 100_000}, {"ma_lo": "A" * 100_000}]

    found = only(diagnose(layer(five()[:2], properties=rows)), "duplicate_id")

    assert len(found.message_vi) < 300
    assert len(found.value or "") <= 80


@pytest.mark.parametrize("seed", range(8))
def test_examine_never_raises_and_accepts_only_valid_land(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same files each time
    offsets = (0.0, 1.0, 2.0, 3.0, 50.0, 1e-7)
    for _ in range(60):
        shapes = [_scribble(chance, offsets) for _ in range(chance.randint(1, 4))]
        diagnosis = diagnose(layer(shapes), zones(), accept_repairs=chance.random() < 0.7)
        assert write_text_report(diagnosis)
        assert all(feature.geometry.is_valid for feature in diagnosis.features)


def _scribble(chance: random.Random, offsets: tuple[float, ...]) -> Polygon:
    def point() -> tuple[float, float]:
        return E0 + chance.choice(offsets), N0 + chance.choice(offsets)

    rings = [[point() for _ in range(chance.randint(3, 8))] for _ in range(chance.randint(1, 2))]
    with np.errstate(all="ignore"):
        return Polygon(rings[0], rings[1:])
