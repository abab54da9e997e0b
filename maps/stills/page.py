"""A picture while it is drawn: what it is of, where words may stand, what is taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from layers.records import Badge
from maps.labels import Language
from maps.stills.drawing import Drawing, Paint, Role, Shape, Text, rectangle
from maps.stills.frame import MapFrame
from maps.stills.material import Material
from maps.stills.sizes import Box, safe_box
from maps.stills.spec import StillSpec, Template
from maps.stills.theme import Theme, theme
from maps.stills.typeface import Weight
from maps.stills.typeset import Block
from maps.stills.words import phrase

Anchor = Literal["start", "middle", "end"]

GAP = 18.0
"""Between panels, and from their edge to their content; units."""

_WITHOUT_MAP: frozenset[Template] = frozenset(("claim", "ranking", "lower_third"))
"""Templates that draw a map as their ground alone, if they are given one."""

_TALL = 0.2
"""Share of the height below the safe area from which a picture is a tall one."""


@dataclass(frozen=True, slots=True)
class View:
    """A map that is chosen beforehand, as for one frame of a film.

    Attributes
    ----------
    is_bare
        Whether words, scale and inset are left out, which would jump as the map moves.
    classes
        Classes that a legend lists even where nothing is of them, so that it keeps its height.
    """

    frame: MapFrame
    is_bare: bool = True
    classes: frozenset[str] = frozenset()


class Page:
    """What the parts of a template share.

    Parameters
    ----------
    view
        Map that the template draws, instead of the one that it would fit.
    kept
        Boxes that nothing of the template may stand in.

    Attributes
    ----------
    shown
        West, south, east, north of the part of the map that no panel stands in, degrees: a spec
        whose extent it is has about the same map. None where there is no map.
    frame
        The map as it was drawn; None before, and in templates whose map cannot be chosen.
    map_items
        How many items of the drawing are of that map; panels stand after them.
    safe
        Where words and figures may stand.
    taken
        Boxes that labels keep off: panels, scale, inset.
    notes
        What the credit has to name beside the sources: schematic outlines, illustrative parcels.
    source_keys
        Sources of the figures that are shown.
    citations
        How many of those figures each source gave.
    dates
        Of the figures that are shown, where a template shows few; empty for the whole region.
    badges
        Letters of quality that the picture shows, which the credit explains.
    shows_few
        Whether its figures are a few, whose dates are all that it has to tell.
    has_undated
        Whether one of them has no date.
    is_measured
        Whether it shows distances, which are measured here.
    label_ids
        Names of the labels that were asked for, by which a spec moves them.
    """

    def __init__(
        self,
        spec: StillSpec,
        material: Material,
        view: View | None = None,
        *,
        kept: Iterable[Box] = (),
    ) -> None:
        self.spec = spec
        self.material = material
        self.view = view
        self.frame: MapFrame | None = None
        self.shown: tuple[float, float, float, float] | None = None
        self.map_items = 0
        self.theme: Theme = theme(spec.theme)
        ground = None if spec.ground == "transparent" else self.theme["ground"]
        self.drawing = Drawing(spec.pixels, ground)
        self.canvas = self.drawing.canvas
        self.safe = safe_box(self.canvas, spec.area)
        self.taken: list[Box] = list(kept)
        self.notes: list[str] = []
        self.source_keys: list[str] = []
        self.citations: Counter[str] = Counter()
        self.dates: list[str] = []
        self.badges: set[Badge] = set()
        self.label_ids: set[str] = set()
        self.shows_few = self.has_undated = self.is_measured = False

    @property
    def language(self) -> Language:
        """Language of every word."""
        return self.spec.language

    @property
    def has_map(self) -> bool:
        """Whether land, coast or roads are drawn, whose makers the credit has to name."""
        return self.spec.ground == "map" or self.spec.template not in _WITHOUT_MAP

    @property
    def is_bare(self) -> bool:
        """Whether words, scale and inset are left out of the map."""
        return self.view is not None and self.view.is_bare

    def lists(self, class_key: str) -> bool:
        """Whether a legend lists a class though nothing is of it."""
        return self.view is not None and class_key in self.view.classes

    @property
    def is_narrow(self) -> bool:
        """Whether panels stand above each other, for want of width."""
        return self.safe.width < 1150

    @property
    def is_tall(self) -> bool:
        """Whether much of it lies below the safe area: ground, but no place for words."""
        return self.is_narrow and (
            self.canvas.bottom - self.safe.bottom > _TALL * self.canvas.height
        )

    def say(self, key: str, **values: str) -> str:
        """Words of the stills, with values filled in."""
        return phrase(key, self.language, **values)

    def name(self, vi: str, en: str) -> str:
        """Whichever name is in the picture's language."""
        return vi if self.language == "vi" else en

    def take(self, box: Box) -> Box:
        """Keep labels off a box."""
        self.taken.append(box)
        return box

    def note(self, text: str) -> None:
        """Have the credit name something, once."""
        if text not in self.notes:
            self.notes.append(text)

    def cite(self, keys: Iterable[str]) -> None:
        """Have the credit name the sources of a figure."""
        for key in keys:
            self.citations[key] += 1
            if key not in self.source_keys:
                self.source_keys.append(key)

    def panel(self, box: Box, *, colour: str = "panel", radius: float | None = None) -> Box:
        """Paint an opaque block for words, and keep labels off it."""
        radius = self.theme.radius if radius is None else radius
        shape = Shape(rectangle(box, radius=radius), Paint(fill=self.theme[colour]), box, "panel")
        self.drawing.add(shape)
        return self.take(box)

    def write(
        self,
        content: str,
        x: float,
        y: float,
        size: float,
        role: Role,
        *,
        weight: Weight = "regular",
        colour: str = "panel_ink",
        anchor: Anchor = "start",
        halo: bool = False,
        on_block: bool = True,
        label_id: str | None = None,
        subject: str | None = None,
    ) -> Text:
        """Write a line of text whose base line is at `y`.

        Parameters
        ----------
        colour
            Name of a colour of the theme, or `#rrggbb`.
        halo
            Surround it with the theme's halo; for words on the map.
        """
        face = self.theme.face(weight)
        run = face.shape(content)
        x -= {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * run.advance * size
        text = Text(
            content,
            run,
            face,
            x,
            y,
            size,
            self.colour(colour),
            role,
            halo=self.theme["halo"] if halo else None,
            halo_width=size * 0.12 if halo else 0.0,
            on_block=on_block and not halo,
            label_id=label_id,
            subject=subject,
        )
        self.drawing.add(text)
        return text

    def write_block(
        self,
        block: Block,
        x: float,
        top: float,
        role: Role,
        *,
        colour: str = "panel_ink",
        anchor: Anchor = "start",
        halo: bool = False,
        on_block: bool = True,
    ) -> Box:
        """Write the lines of a block from a top; returns what they take up."""
        for line, y in block.baselines(top):
            self.write(
                line, x, y, block.size, role, weight=block.face.weight, colour=colour,
                anchor=anchor, halo=halo, on_block=on_block,
            )  # fmt: skip
        left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * block.width
        return Box(left, top, left + block.width, top + block.height)

    def colour(self, name: str) -> str:
        """Colour of a name of the theme; `#rrggbb` is itself."""
        return name if name.startswith("#") else self.theme[name]
