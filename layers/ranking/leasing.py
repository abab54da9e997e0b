"""Which zones have nothing to lease now, so that a ranking may leave them out and say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from layers.ranking.reading import remaining
from layers.records import IndustrialZone


@dataclass(frozen=True, slots=True)
class NothingToLease:
    """Ids of zones in which nobody can lease land now.

    Attributes
    ----------
    no_land_left
        Remaining land is known to be 0, or a source says that none is left.
    planned
        Not begun: there is no land to lease yet.
    """

    no_land_left: tuple[str, ...]
    planned: tuple[str, ...]

    @property
    def zone_ids(self) -> frozenset[str]:
        """All of them."""
        return frozenset((*self.no_land_left, *self.planned))


def has_no_land_left(zone: IndustrialZone) -> bool:
    """Whether no land is left as far as is known; unknown is not none."""
    left = remaining(zone)
    if left.state == "none_left":
        return True
    most = left.value if left.state == "known" else left.high
    return most is not None and most <= 0


def find_nothing_to_lease(zones: Iterable[IndustrialZone]) -> NothingToLease:
    """Those of some zones that have nothing to lease, each once, in the order given."""
    no_land_left, planned = [], []
    for zone in zones:
        if has_no_land_left(zone):
            no_land_left.append(zone.zone_id)
        elif zone.status == "planned":
            planned.append(zone.zone_id)
    return NothingToLease(tuple(no_land_left), tuple(planned))
