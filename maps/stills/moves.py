"""Labels that a spec moves: every one has to be of something that there is."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from geo.errors import InvalidSpec
from maps.places import place_table
from maps.stills.basemap import place_id
from maps.stills.material import Material
from maps.stills.page import Page

_MOST_TOLD = 8


def check_moves(page: Page) -> None:
    """Refuse moves of labels that no picture could have, as of a zone that is not there.

    A label that found no room on this picture, or whose layer is off, may be moved all the same:
    a spec keeps its moves while people try out its other fields.

    Raises
    ------
    InvalidSpec
        If there is one.
    """
    moved = [one for one in page.spec.labels if one not in page.label_ids]
    if not moved:
        return
    there = frozenset(_known(page.material))
    for label_id in moved:
        if label_id not in there:
            _refuse(label_id, page.label_ids)


def _known(material: Material) -> Iterator[str]:
    region = material.region
    zones = (*region.zones, *(material.earlier.zones if material.earlier is not None else ()))
    yield from (f"zone:{one.zone_id}" for one in zones)
    targets = [*(one.port_id for one in region.ports), *(one.link_id for one in region.links)]
    for kind in ("port", "place", "road", "water", "end"):
        yield from (f"{kind}:{one}" for one in targets)
    yield from (place_id(str(one["en"])) for one in place_table())
    yield "end:sea"


def _refuse(label_id: str, there: Collection[str]) -> None:
    names = sorted(there)
    near = difflib.get_close_matches(label_id, names, n=_MOST_TOLD, cutoff=0.5)
    told = [*near, *(one for one in names if one not in near)][:_MOST_TOLD]
    rest = len(names) - len(told)
    raise InvalidSpec(
        f"there is no label {label_id!r} to be moved",
        expected=f"one of {', '.join(told)}{f' and {rest} more' if rest else ''}"
        if told
        else "no label: this picture has none that can be moved",
        remedy="take it out of `labels`, or correct its name",
    )
