"""How far a distance may be off, and how fine it is shown."""

from __future__ import annotations

import pytest

from layers.positions import distance_within_m, shown_distance_m


@pytest.mark.parametrize(
    ("measured_from", "outline", "target", "badge", "within"),
    [
        ("boundary", "openstreetmap", "surveyed", "B", 50.0),
        ("boundary", "surveyed", "approx_500m", "C", 500.0),
        ("boundary", "surveyed", None, "C", 2000.0),
        ("boundary", "surveyed", "schematic", "C", 2000.0),
        ("boundary", "schematic", "surveyed", "C", 2000.0),
        ("centre", "surveyed", "surveyed", "C", 2000.0),
        ("boundary", "surveyed", "surveyed", "D", 2000.0),
    ],
)
def test_worse_position_decides(
    measured_from: str, outline: str, target: str | None, badge: str, within: float
) -> None:
    found = distance_within_m(
        measured_from=measured_from, boundary_quality=outline, target_accuracy=target, badge=badge
    )
    assert found == within


@pytest.mark.parametrize(
    ("metres", "within", "shown"),
    [
        (747.39, 50.0, (700.0, 700.0)),
        (750.0, 50.0, (800.0, 800.0)),
        (747.39, 500.0, (0.0, 1000.0)),
        (747.39, 2000.0, (0.0, 2000.0)),
        (1_999.9, 2000.0, (0.0, 2000.0)),
        (2_000.0, 2000.0, (2000.0, 2000.0)),
        (7_499.0, 2000.0, (7000.0, 7000.0)),
    ],
)
def test_distance_is_shown_no_finer_than_its_positions(
    metres: float, within: float, shown: tuple[float, float]
) -> None:
    assert shown_distance_m(metres, within) == shown
