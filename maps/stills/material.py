"""What a picture is drawn from: records as they stood on its day, handed to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from geo.errors import InvalidSpec, UnknownZone
from layers.records import IndustrialZone, Link, NationalClaim, Port, RegionData
from maps.stills.spec import StillSpec


@dataclass(frozen=True, slots=True)
class Material:
    """Records for a picture.

    Attributes
    ----------
    region
        As of `on_day`.
    earlier
        As of the earlier day of a before-and-after picture; None where none was asked for.
    before
        That day, where the spec leaves it to the records: the latest with a change since.
    base_url
        Address that links in pictures begin with.
    data_tag
        Version of the data with what tells databases apart.
    """

    region: RegionData
    on_day: date
    claims: Mapping[str, NationalClaim] = field(default_factory=dict)
    earlier: RegionData | None = None
    base_url: str = "http://127.0.0.1:8000"
    data_tag: str = ""
    before: date | None = None

    def zone(self, zone_id: str) -> IndustrialZone:
        """Zone of that id.

        Raises
        ------
        UnknownZone
            If there is none.
        """
        for zone in self.region.zones:
            if zone.zone_id == zone_id:
                return zone
        raise UnknownZone(
            f"there is no zone {zone_id[:80]!r}",
            expected="the id of a zone, as in /api/zones",
            remedy="look the zone up in /api/zones",
        )

    def zones(self, spec: StillSpec) -> tuple[IndustrialZone, ...]:
        """Zones that a picture is about, in the order of the spec.

        Raises
        ------
        UnknownZone
            If one is not known.
        """
        return tuple(self.zone(one) for one in spec.zones)

    def claim(self, claim_id: str) -> NationalClaim:
        """Published total of that id.

        Raises
        ------
        InvalidSpec
            If there is none.
        """
        found = self.claims.get(claim_id)
        if found is None:
            raise InvalidSpec(
                f"there is no claim {claim_id[:80]!r}",
                expected="the id of a published total, as in data/claims.csv",
                remedy="look it up in /api/still/options",
            )
        return found

    def targets(self) -> Mapping[str, Port | Link]:
        """Ports and links by their ids."""
        ports: dict[str, Port | Link] = {one.port_id: one for one in self.region.ports}
        return ports | {one.link_id: one for one in self.region.links}
