"""Fifty thousand parcels in seconds, a boundary of a million vertices within ten."""

from __future__ import annotations

import time

import numpy as np
import pytest
import shapely
from shapely import Polygon

from layers.importers.doctor.coverage import measure_coverage
from tests.layers.doctor.samples import diagnose, layer, zones

pytestmark = pytest.mark.slow
SECONDS = 10.0


def test_fifty_thousand_parcels_are_examined_in_seconds() -> None:
    places = np.arange(50_000)
    x, y = 600_000 + places % 250 * 60.0, 1_191_000 + places // 250 * 60.0
    parcels = list(shapely.box(x, y, x + 60, y + 60))
    rows = [{"ma_lo": f"L{place}", "area_m2": 3_599.7} for place in places]
    raw = layer(parcels, "EPSG:9210", properties=rows)

    start = time.process_time()
    diagnosis = diagnose(raw, zones())
    examined = time.process_time() - start
    coverage = measure_coverage([feature.geometry for feature in diagnosis.features])
    covered = time.process_time() - start - examined

    assert not diagnosis.is_refused
    assert coverage.overlaps == ()
    assert diagnosis.hectares_after == pytest.approx(coverage.land_m2 / 10_000)
    assert examined < SECONDS
    assert covered < SECONDS


def test_boundary_of_a_million_vertices_is_examined() -> None:
    turn = np.linspace(0, 2 * np.pi, 10**6, endpoint=False)
    ring = np.column_stack([603_514 + 2_000 * np.cos(turn), 1_191_410 + 2_000 * np.sin(turn)])

    start = time.process_time()
    diagnosis = diagnose(layer([Polygon(ring)], "EPSG:9210"))

    assert not diagnosis.is_refused
    assert diagnosis.hectares_after == pytest.approx(1_256.56, abs=0.01)
    assert time.process_time() - start < SECONDS
