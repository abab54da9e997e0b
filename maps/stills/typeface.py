"""The faces of pictures: text shaped by HarfBuzz, and its letters as outlines.

Letters go into a picture as paths, so that it looks the same wherever it is opened, and what was
measured is what is drawn. The files are vendored in `maps/static/fonts` (SIL Open Font License);
fonts of the system are never used.

Notes
-----
Be Vietnam Pro 1.002 is taken from the npm package `@expo-google-fonts/be-vietnam-pro` 0.4.1, Noto
Sans 2.015 from `@expo-google-fonts/noto-sans` 0.4.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

import uharfbuzz as hb

from geo.errors import InvalidSpec, StaticAssetError
from maps.assets import STATIC_DIR

Weight = Literal["regular", "semibold", "bold"]
Family = Literal["be-vietnam-pro", "noto-sans"]

FAMILIES: Final[tuple[Family, ...]] = ("be-vietnam-pro", "noto-sans")
_WEIGHTS: Final[dict[Weight, int]] = {"regular": 400, "semibold": 600, "bold": 700}

LINE: Final = 1.48
"""Height of a line over the size: marks as of Ẵ rise 1.19 above the line, tails hang 0.27 below."""

CAP_TO_TAIL: Final = 0.94
"""From the top of a capital to the foot of a descender, over the size: the height of a text."""

_FEATURES: Final = {"kern": True, "liga": True, "calt": True, "ccmp": True, "mark": True}


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter of a shaped text.

    Attributes
    ----------
    glyph_id
        In the font.
    x, y
        Of its origin from the start of the text, ems, y upward.
    """

    glyph_id: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Run:
    """A text as a face sets it, for a size of 1.

    Attributes
    ----------
    advance
        From its start to where the next text would start, ems.
    ink
        Left, bottom, right, top of what is inked, ems, y upward; all 0 for spaces alone.
    missing
        Characters that the face cannot draw, each once.
    """

    text: str
    glyphs: tuple[Glyph, ...]
    advance: float
    ink: tuple[float, float, float, float]
    missing: str


class Face:
    """One weight of a family.

    Attributes
    ----------
    path
        Of its file.

    Raises
    ------
    StaticAssetError
        If its file is not there.
    """

    def __init__(self, family: Family, weight: Weight) -> None:
        self.family, self.weight = family, weight
        path = STATIC_DIR / "fonts" / f"{family}-{_WEIGHTS[weight]}-normal.ttf"
        if not path.is_file():
            raise StaticAssetError(
                f"the font {path.name} is missing",
                expected="the vendored file",
                remedy="restore maps/static/fonts from the repository",
            )
        self.path = path
        self._face = hb.Face(hb.Blob.from_file_path(str(path)))
        self._font = hb.Font(self._face)
        self._upem = self._face.upem
        self._runs: dict[str, Run] = {}
        self._outlines: dict[int, tuple[tuple[str, tuple[float, ...]], ...]] = {}

    def characters(self) -> frozenset[int]:
        """Numbers of all characters that the face can draw."""
        return frozenset(self._face.unicodes)

    def __reduce__(self) -> tuple[Any, ...]:
        """A face goes to another process by its name: the file is there, too."""
        return face, (self.family, self.weight)

    def shape(self, text: str) -> Run:
        """The letters of a text and where they stand."""
        known = self._runs.get(text)
        if known is None:
            if len(self._runs) > 5_000:
                self._runs.clear()
            known = self._runs[text] = self._shape(text)
        return known

    def width(self, text: str, size: float) -> float:
        """Width of a text, in the unit of `size`."""
        return self.shape(text).advance * size

    def missing(self, text: str) -> str:
        """Characters that the face cannot draw, each once; empty if it can draw all."""
        return self.shape(text).missing

    def outline(self, glyph_id: int) -> tuple[tuple[str, tuple[float, ...]], ...]:
        """Outline of a letter: commands M, L, Q, C and Z with their points, ems, y upward."""
        known = self._outlines.get(glyph_id)
        if known is None:
            pen = _Pen(1 / self._upem)
            self._font.draw_glyph_with_pen(glyph_id, pen)
            known = self._outlines[glyph_id] = tuple(pen.commands)
        return known

    def _shape(self, text: str) -> Run:
        if not text:
            return Run("", (), 0.0, (0.0, 0.0, 0.0, 0.0), "")
        buffer = hb.Buffer()
        buffer.add_str(text)
        # One direction and script, whatever stands in the text: it comes from people and files.
        buffer.direction, buffer.script, buffer.language = "ltr", "Latn", "vi"
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        hb.shape(self._font, buffer, _FEATURES)
        em = self._upem
        x, glyphs, missing = 0.0, [], []
        left = bottom = float("inf")
        right = top = float("-inf")
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            at_x, at_y = (x + place.x_offset) / em, place.y_offset / em
            if info.codepoint == 0 and text[info.cluster] not in missing:
                missing.append(text[info.cluster])
            extents = self._font.get_glyph_extents(info.codepoint)
            if extents is not None and extents.width:
                left = min(left, at_x + extents.x_bearing / em)
                right = max(right, at_x + (extents.x_bearing + extents.width) / em)
                top = max(top, at_y + extents.y_bearing / em)
                bottom = min(bottom, at_y + (extents.y_bearing + extents.height) / em)
                glyphs.append(Glyph(info.codepoint, at_x, at_y))
            x += place.x_advance
        ink = (left, bottom, right, top) if glyphs else (0.0, 0.0, 0.0, 0.0)
        return Run(text, tuple(glyphs), x / em, ink, "".join(missing))


class _Pen:
    """Collects an outline, scaled to ems; its methods have the names fontTools gave them."""

    def __init__(self, scale: float) -> None:
        self.commands: list[tuple[str, tuple[float, ...]]] = []
        self._scale = scale

    def _add(self, command: str, *points: tuple[float, float]) -> None:
        self.commands.append((command, tuple(one * self._scale for xy in points for one in xy)))

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - HarfBuzz calls it so
        self._add("M", point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - as above
        self._add("L", point)

    def qCurveTo(self, *points: Any) -> None:  # noqa: N802 - as above
        self._add("Q", *points)

    def curveTo(self, *points: Any) -> None:  # noqa: N802 - as above
        self._add("C", *points)

    def closePath(self) -> None:  # noqa: N802 - as above
        self.commands.append(("Z", ()))


@lru_cache(maxsize=len(FAMILIES) * len(_WEIGHTS))
def face(family: Family, weight: Weight) -> Face:
    """The face of a family and weight; read once.

    Raises
    ------
    InvalidSpec
        If there is no such family or weight.
    StaticAssetError
        If its file is not there.
    """
    if family not in FAMILIES or weight not in _WEIGHTS:
        raise InvalidSpec(
            f"there is no font {family[:40]!r} {weight[:20]!r}",
            expected=f"one of {', '.join(FAMILIES)}; {', '.join(_WEIGHTS)}",
            remedy="choose one of the fonts that come with the program",
        )
    return Face(family, weight)
