"""Units, and the rounding of numbers for people.

Square metres become hectares, metres kilometres and shares percent only here. Everything is kept
and computed unrounded; a number is rounded once, when it is shown, half away from zero as people
do it on paper, and a total is the sum of what is shown.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Final

from geo.errors import InvalidParameter

if TYPE_CHECKING:
    from collections.abc import Iterable

M2_PER_HA: Final = 10_000
M_PER_KM: Final = 1_000
ZONE_AREA_DECIMALS_HA: Final = 2
PARCEL_AREA_DECIMALS_M2: Final = 1
DISTANCE_DECIMALS_KM: Final = 1
PERCENT_DECIMALS: Final = 1
# Digits enough for any float: 309 before the point.
_ROUNDING: Final = Context(prec=400, rounding=ROUND_HALF_UP)


def hectares_from_m2(area_m2: float) -> float:
    """Hectares of an area in square metres, unrounded."""
    return area_m2 / M2_PER_HA


def m2_from_hectares(area_ha: float) -> float:
    """Square metres of an area in hectares, unrounded."""
    return area_ha * M2_PER_HA


def km_from_m(length_m: float) -> float:
    """Kilometres of a length in metres, unrounded."""
    return length_m / M_PER_KM


def percent_from_share(share: float) -> float:
    """Percent of a share between 0 and 1, unrounded."""
    return share * 100


def round_half_up(value: float | Decimal, decimals: int) -> Decimal:
    """Round as people do: a half goes away from zero.

    Parameters
    ----------
    value
        Any finite number.
    decimals
        Digits kept after the decimal point.

    Returns
    -------
    Decimal
        The rounded number with exactly that many decimals; never a negative zero.

    Raises
    ------
    InvalidParameter
        If the number is NaN or infinite. An unknown number is None and is not rounded.

    Notes
    -----
    The shortest decimal text of a float is what is rounded, so that 2.675 gives 2.68 although the
    float lies a hair below.
    """
    if not math.isfinite(value):
        raise InvalidParameter(
            f"{value} cannot be rounded",
            expected="a finite number",
            remedy="show an unknown number as unknown",
        )
    rounded = _decimal(value).quantize(Decimal(1).scaleb(-decimals), context=_ROUNDING)
    return abs(rounded) if rounded == 0 else rounded


def total_shown(values: Iterable[float | Decimal], decimals: int) -> Decimal:
    """Total of a column as a reader would add it up: the sum of what is shown.

    Parameters
    ----------
    values
        Known numbers in one unit. Unknown ones are left out by the caller, who says how many.
    decimals
        Digits shown after the decimal point.

    Returns
    -------
    Decimal
        Sum of the rounded numbers; 0 for none.

    Raises
    ------
    InvalidParameter
        If a number is NaN or infinite.
    """
    nothing = round_half_up(0, decimals)
    return sum((round_half_up(value, decimals) for value in values), start=nothing)


def shown_zone_area_ha(area_m2: float) -> Decimal:
    """Area of a zone (m2) as it is shown: hectares to 0.01 ha."""
    return round_half_up(_decimal(area_m2) / M2_PER_HA, ZONE_AREA_DECIMALS_HA)


def shown_parcel_area_m2(area_m2: float) -> Decimal:
    """Area of a parcel (m2) as it is shown: to 0.1 m2."""
    return round_half_up(area_m2, PARCEL_AREA_DECIMALS_M2)


def shown_distance_km(distance_m: float) -> Decimal:
    """Distance (m) as it is shown: kilometres to 0.1 km."""
    return round_half_up(_decimal(distance_m) / M_PER_KM, DISTANCE_DECIMALS_KM)


def shown_percent(share: float) -> Decimal:
    """Share between 0 and 1 as it is shown: percent to 0.1."""
    return round_half_up(_decimal(share) * 100, PERCENT_DECIMALS)


def _decimal(value: float | Decimal) -> Decimal:
    """Return the shortest decimal text of a number as a decimal, which then divides exactly."""
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))
