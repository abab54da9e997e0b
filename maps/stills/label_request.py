"""What a map asks for: labels, how much each matters, and what all of them keep off."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from maps.stills.drawing import Role
from maps.stills.sizes import Box
from maps.stills.typeface import Weight


@dataclass(frozen=True, slots=True)
class Plate:
    """Opaque plate behind a label, as of a road's sign.

    Attributes
    ----------
    fill, edge
        `#rrggbb`.
    """

    fill: str
    edge: str


@dataclass(frozen=True, slots=True)
class LabelRequest:
    """A label that is wanted.

    Attributes
    ----------
    label_id
        Name by which people move it, as `zone:my-xuan-a2`.
    x, y
        Middle of what it names, units.
    radius
        Of the symbol there; 0 for a word that stands on its point, as the name of a sea.
    half
        Half the width and height of what it names, where that is no circle: an outline.
    detail
        Second line in bold: a figure, or nothing.
    colour
        Name of a colour of the theme, or `#rrggbb`.
    subject
        Id of what it names: its own symbol and outline do not stand in its way.
    priority
        The highest is placed first.
    required
        Never left out: it stands farther off, with a leader line, where there is no room.
    reach
        Longest leader line of one that is not required, units; 0 for none.
    widest
        Longer texts are broken into two lines, units.
    spots
        Middles that are tried in this order instead of places around the symbol.
    after
        Label that has to have found room, or this one is left out too.
    has_dot
        Its symbol is a dot that is painted only with it, and needs a free place as well.
    """

    label_id: str
    text: str
    x: float
    y: float
    radius: float = 0.0
    half: tuple[float, float] | None = None
    size: float = 34.0
    weight: Weight = "semibold"
    detail: str = ""
    colour: str = "ink"
    role: Role = "label"
    subject: str | None = None
    priority: float = 0.0
    required: bool = False
    reach: float = 0.0
    widest: float = 330.0
    spots: tuple[tuple[float, float], ...] = ()
    plate: Plate | None = None
    after: str | None = None
    has_dot: bool = False


@dataclass(slots=True)
class Obstacles:
    """What labels keep off, beside the panels of the page.

    Attributes
    ----------
    circles
        x, y, radius and owner of symbols.
    boxes
        Of anything else.
    areas
        Outlines in units, with their owners.
    """

    circles: list[tuple[float, float, float, str | None]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    areas: list[tuple[Any, str | None]] = field(default_factory=list)
