"""How well positions are known, and so how fine a distance between two of them is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from geo.units import round_half_up

DRAWN: Final = ("surveyed", "openstreetmap")
"""Outlines that were drawn from something real."""

WITHIN_M: Final[Mapping[str, float]] = MappingProxyType(
    {"surveyed": 50.0, "openstreetmap": 50.0, "approx_500m": 500.0, "approx_2km": 2000.0}
)
"""Metres by which a position may be off."""

WORST_WITHIN_M: Final = 2000.0
"""What is not known to be better is as bad as the worst."""

COARSE_M: Final = 500.0
"""Positions that may be off by this much or more give distances to whole kilometres."""


def distance_within_m(
    *, measured_from: str, boundary_quality: str | None, target_accuracy: str | None, badge: str
) -> float:
    """Metres by which a distance may be off: the worse of its two positions.

    Parameters
    ----------
    measured_from
        `boundary` or `centre` of the zone.
    boundary_quality
        Of the zone's outline.
    target_accuracy
        How well the place is known that was measured to; None where nobody has said.
    badge
        Of the distance; an estimate (D) has no better position than the worst.
    """
    if badge == "D":
        return WORST_WITHIN_M
    is_drawn = measured_from != "centre" and boundary_quality in DRAWN
    own = WITHIN_M.get(boundary_quality or "", WORST_WITHIN_M) if is_drawn else WORST_WITHIN_M
    return max(own, WITHIN_M.get(target_accuracy or "", WORST_WITHIN_M))


def shown_distance_m(distance_m: float, within_m: float) -> tuple[float, float]:
    """Least and most of a distance as it is shown, metres; what looks the same is the same.

    Returns
    -------
    tuple[float, float]
        Twice the same to 0.1 km where positions are good, to 1 km where they are not; from 0 to
        what positions may be off by for what is nearer than that: shown as under so much.
    """
    if within_m < COARSE_M:
        shown = float(round_half_up(distance_m / 100, 0)) * 100
        return shown, shown
    least = max(within_m, 1000.0)
    if distance_m < least:
        return 0.0, least
    shown = float(round_half_up(distance_m / 1000, 0)) * 1000
    return shown, shown
