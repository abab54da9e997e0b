"""Cutting a schematic footprint into parcels for a schematic land ledger.

The parcels show nothing that exists on the ground: they only split a rectangle so that a ledger
adds up to declared figures. Whoever stores or draws them marks them as illustrative.

The plan is made in the unit square: parcels in a row, halved again and again, each cut across
the longer side. It is then laid on the rectangle, and weights are corrected until each group has
its geodesic area. Neighbours share their corners to the last bit, so nothing gaps or overlaps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import shapely
from shapely import Polygon

from geo.errors import GeometryError
from geo.geometry import require_type, require_valid
from geo.measures import GEOD, geodesic_area_m2

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PARCEL_SIZE_M2: Final = 50_000.0
"""Usual size of a parcel: 5 ha, within the 3 to 25 ha of most deals."""

MOST_PARCELS: Final = 24
AREA_TOLERANCE_M2: Final = 0.05

# Neighbours in the row differ by at most this factor, so that no cut leaves a sliver.
_STEEPEST_STEP: Final = 4.0
_ROUNDS: Final = 8
# Parcels are shown to 0.1 m2.
_SHOWN_DECIMALS: Final = 1
# Cuts are rounded to this many decimals of the side: two cuts are then the same or well apart.
_CUT_DECIMALS: Final = 11


@dataclass(frozen=True, slots=True)
class SchematicParcel:
    """One parcel of a cut rectangle.

    Attributes
    ----------
    group
        Name of the group that it counts for.
    polygon
        Boundary, EPSG:4326, counter-clockwise, with the corners of all neighbours in it.
    area_m2
        Geodesic area, unrounded.
    """

    group: str
    polygon: Polygon
    area_m2: float


@dataclass(frozen=True, slots=True)
class Parcelling:
    """A rectangle and the parcels that partition it.

    Attributes
    ----------
    outline
        The rectangle with the corners of the parcels put in along its edges, EPSG:4326. It has
        the area of the rectangle and is exactly the union of the parcels: store this one.
    parcels
        In the order of the groups.
    """

    outline: Polygon
    parcels: tuple[SchematicParcel, ...]


class _Cell(NamedTuple):
    """Rectangle of the plan in the unit square: u along the first edge, v along the second."""

    u0: float
    v0: float
    u1: float
    v1: float


class _Plot(NamedTuple):
    """A parcel of the plan: its group and its share of the whole."""

    group: str
    weight: float


def parcel_footprint(
    footprint: Polygon,
    groups: Mapping[str, float],
    *,
    parcel_size_m2: float = PARCEL_SIZE_M2,
    most_parcels: int = MOST_PARCELS,
) -> Parcelling:
    """Cut a rectangle into parcels, so that each group has its declared area.

    Parameters
    ----------
    footprint
        Rectangle of `geo.footprints.rectangle_footprint`, EPSG:4326, edges taken as geodesics.
    groups
        Area wanted for each group, square metres on the ellipsoid. Together they are the area of
        the footprint. A group of 0 gets no parcel.
    parcel_size_m2
        Usual size of a parcel. Large zones get larger parcels, to stay within `most_parcels`;
        next to a smaller group parcels are graded down to it.
    most_parcels
        Parcels at most, unless the groups and the grading between them need more.

    Returns
    -------
    Parcelling
        Parcels that partition the footprint, and the outline that fits them. The same input gives
        the same bits.

    Raises
    ------
    GeometryError
        If the footprint is not a valid polygon of four corners, if an area is negative or not
        finite, or if the areas do not add up to that of the footprint within 0.05 m2.

    Notes
    -----
    Each group's parcels add up to its area within 0.05 m2. Every parcel but the largest of its
    group has a whole number of the 0.1 m2 that is shown, so that areas as shown add up too.
    """
    require_valid(require_type(footprint, ("Polygon",)))
    wanted = _require_areas(footprint, groups)
    plots = _round_plots(_plan_plots(wanted, parcel_size_m2, most_parcels), wanted)
    ground = _Ground.under(footprint)
    weighted = plots
    for _ in range(_ROUNDS):
        parcelling = _lay_out(ground, weighted)
        weighted = [
            _correct(before, plot.weight, parcel.area_m2)
            for before, plot, parcel in zip(weighted, plots, parcelling.parcels, strict=True)
        ]
    order = list(groups)
    in_order = sorted(parcelling.parcels, key=lambda parcel: order.index(parcel.group))
    return Parcelling(parcelling.outline, tuple(in_order))


def _require_areas(footprint: Polygon, groups: Mapping[str, float]) -> dict[str, float]:
    """Areas wanted of the groups that have land."""
    corners = len(footprint.exterior.coords) - 1
    if corners != 4 or len(footprint.interiors) > 0:
        raise GeometryError(
            f"the footprint has {corners} corners and {len(footprint.interiors)} holes",
            expected="a rectangle",
            remedy="cut only footprints of geo.footprints",
        )
    for group, area_m2 in groups.items():
        if not (math.isfinite(area_m2) and area_m2 >= 0):
            raise GeometryError(
                f"the area of the group {group!r} is {area_m2} m2",
                expected="a known area, 0 or more",
                remedy="cut no parcels where a figure is unknown",
            )
    total, whole = math.fsum(groups.values()), geodesic_area_m2(footprint)
    if abs(total - whole) > AREA_TOLERANCE_M2:
        raise GeometryError(
            f"the groups add up to {total:.2f} m2",
            expected=f"the area of the footprint, {whole:.2f} m2",
            remedy="add a group for the rest of the zone",
        )
    return {group: area_m2 for group, area_m2 in groups.items() if area_m2 > 0}


def _plan_plots(
    wanted: Mapping[str, float], parcel_size_m2: float, most_parcels: int
) -> list[_Plot]:
    """Parcels in a row, the size grown until they are few enough or one a group."""
    size = parcel_size_m2
    plots = _row_of_plots(wanted, size)
    while len(plots) > most_parcels and size < max(wanted.values()):
        size *= 1.1
        plots = _row_of_plots(wanted, size)
    return plots


def _row_of_plots(wanted: Mapping[str, float], size_m2: float) -> list[_Plot]:
    """Line up plots of about one size per group, from the largest to the smallest, graded."""
    cuts = {group: max(1, round(area / size_m2)) for group, area in wanted.items()}
    groups = sorted(wanted, key=lambda group: -wanted[group] / cuts[group])
    plots: list[_Plot] = []
    for group in groups:
        plot = _Plot(group, wanted[group] / cuts[group])
        plots = [*_grade_down(plots, plot.weight), *[plot] * cuts[group]]
    return plots


def _grade_down(plots: Sequence[_Plot], weight: float) -> list[_Plot]:
    """Row whose last plot is split in falling sizes until one of `weight` may follow it."""
    graded = list(plots)
    while graded and graded[-1].weight > _STEEPEST_STEP * weight:
        last = graded.pop()
        small = last.weight / _STEEPEST_STEP
        graded += [_Plot(last.group, last.weight - small), _Plot(last.group, small)]
    return graded


def _round_plots(plots: Sequence[_Plot], wanted: Mapping[str, float]) -> list[_Plot]:
    """Plots of a whole number of what is shown; the largest of each group takes the rest.

    Plots under 1 m2, which only grade down to a group that is all but empty, stay as they are:
    rounding would leave nothing of them.
    """
    rounded = [
        plot._replace(weight=round(plot.weight, _SHOWN_DECIMALS)) if plot.weight >= 1 else plot
        for plot in plots
    ]
    for group, area in wanted.items():
        places = [place for place, plot in enumerate(rounded) if plot.group == group]
        largest = max(places, key=lambda place: rounded[place].weight)
        others = math.fsum(rounded[place].weight for place in places if place != largest)
        rounded[largest] = _Plot(group, area - others)
    return rounded


def _correct(plot: _Plot, wanted_m2: float, measured_m2: float) -> _Plot:
    """Plot whose weight makes up for what the ground does to its area; as it is when that fits."""
    if abs(measured_m2 - wanted_m2) < AREA_TOLERANCE_M2 / 50:
        return plot
    return plot._replace(weight=plot.weight * wanted_m2 / measured_m2)


def _lay_out(ground: _Ground, plots: Sequence[_Plot]) -> Parcelling:
    """Parcels and outline of a row of plots, laid on the ground."""
    whole = _Cell(0.0, 0.0, 1.0, 1.0)
    cells = _divide(plots, whole, ground.side_ratio)
    corners = {corner for cell in cells for corner in _corners(cell)}
    parcels = []
    for plot, cell in zip(plots, cells, strict=True):
        polygon = ground.place(_boundary(cell, corners))
        parcels.append(SchematicParcel(plot.group, polygon, geodesic_area_m2(polygon)))
    return Parcelling(ground.place(_boundary(whole, corners)), tuple(parcels))


def _divide(plots: Sequence[_Plot], cell: _Cell, side_ratio: float) -> list[_Cell]:
    """Cells of a row of plots: halved by weight, cut across the longer side, and so on."""
    if len(plots) == 1:
        return [cell]
    sums = np.cumsum([plot.weight for plot in plots])
    count = 1 + int(np.argmin(np.abs(sums[:-1] - sums[-1] / 2)))
    share = float(sums[count - 1] / sums[-1])
    if (cell.u1 - cell.u0) * side_ratio >= cell.v1 - cell.v0:
        cut = round(cell.u0 + share * (cell.u1 - cell.u0), _CUT_DECIMALS)
        first, second = cell._replace(u1=cut), cell._replace(u0=cut)
    else:
        cut = round(cell.v0 + share * (cell.v1 - cell.v0), _CUT_DECIMALS)
        first, second = cell._replace(v1=cut), cell._replace(v0=cut)
    return [
        *_divide(plots[:count], first, side_ratio),
        *_divide(plots[count:], second, side_ratio),
    ]


def _corners(cell: _Cell) -> list[tuple[float, float]]:
    u0, v0, u1, v1 = cell
    return [(u0, v0), (u1, v0), (u1, v1), (u0, v1)]


def _boundary(cell: _Cell, corners: set[tuple[float, float]]) -> list[tuple[float, float]]:
    """Corners of the cell and of its neighbours along its edge, in one turn."""
    u0, v0, u1, v1 = cell
    bottom = sorted(corner for corner in corners if corner[1] == v0 and u0 <= corner[0] < u1)
    right = sorted(corner for corner in corners if corner[0] == u1 and v0 <= corner[1] < v1)
    top = sorted(corner for corner in corners if corner[1] == v1 and u0 < corner[0] <= u1)
    left = sorted(corner for corner in corners if corner[0] == u0 and v0 < corner[1] <= v1)
    return [*bottom, *right, *reversed(top), *reversed(left)]


@dataclass(frozen=True, slots=True)
class _Ground:
    """The rectangle on the ellipsoid; places a point (u, v) of the unit square on it.

    Lines of constant u are geodesics between the two edges of constant v, which are geodesics
    themselves: a corner put in along an edge of the rectangle leaves its area as it is.
    """

    corners: tuple[tuple[float, float], ...]
    side_ratio: float

    @classmethod
    def under(cls, footprint: Polygon) -> _Ground:
        coordinates = shapely.get_coordinates(footprint.exterior)
        corners = tuple((float(lon), float(lat)) for lon, lat in coordinates[:4])
        length, width = (GEOD.inv(*corners[1], *corners[i])[2] for i in (0, 2))
        return cls(corners, length / width)

    def place(self, points: Sequence[tuple[float, float]]) -> Polygon:
        """Polygon through points of the unit square, EPSG:4326."""
        return Polygon([self._place(u, v) for u, v in points])

    def _place(self, u: float, v: float) -> tuple[float, float]:
        right_rear, right_front, left_front, left_rear = self.corners
        right = _between(right_rear, right_front, u)
        left = _between(left_rear, left_front, u)
        return _between(right, left, v)


def _between(
    start: tuple[float, float], end: tuple[float, float], share: float
) -> tuple[float, float]:
    """Point at a share of the geodesic between two points; the ends are kept to the last bit."""
    if share in (0.0, 1.0):
        return end if share else start
    azimuth, _, length = GEOD.inv(*start, *end)
    lon, lat, _ = GEOD.fwd(*start, azimuth, share * length)
    return lon, lat
