"""A spec made into a file: composed, drawn, looked over, and told what it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from geo.errors import InvalidSpec
from maps.stills.compose import compose_page
from maps.stills.drawing import Drawing
from maps.stills.imprint import MEDIA_TYPES, Imprint, imprint_of, xmp_of
from maps.stills.imprint import Output as Output  # for those who make pictures
from maps.stills.layout import Layout, layout_of
from maps.stills.lint.findings import Finding
from maps.stills.lint.linter import lint
from maps.stills.material import Material
from maps.stills.metadata import checksum_of_pixels, with_imprint
from maps.stills.raster import (
    Pixels,
    bands_of,
    fills_of,
    is_drawn_at_once,
    key_of,
    pixels_of,
    png_of,
    video_levels,
    write_png,
)
from maps.stills.sizes import Size
from maps.stills.spec import StillSpec
from maps.stills.svg import svg_of

LOOK_PX = 960
"""Width at which SVG and PDF, which have no pixels, are looked over."""


@dataclass(frozen=True, slots=True)
class Still:
    """A finished picture.

    Attributes
    ----------
    sidecar
        What it was made from, as plain values; also kept within the picture.
    findings
        Of the linter.
    layout
        What stands where.
    drawing
        What it was drawn from.
    shown
        See `maps.stills.page.Page`.
    """

    content: bytes
    media_type: str
    sidecar: Mapping[str, Any]
    findings: tuple[Finding, ...]
    layout: Layout
    drawing: Drawing
    shown: tuple[float, float, float, float] | None = None

    def look(self, width_px: int = LOOK_PX) -> bytes:
        """A PNG of the whole picture to look at, no wider than itself."""
        return png_of(self.drawing, width_px=min(width_px, self.drawing.size.width_px))


def make_still(
    spec: StillSpec, material: Material, *, output: Output = "png", preview_px: int | None = None
) -> Still:
    """Make a picture.

    Parameters
    ----------
    output
        What sort of file.
    preview_px
        Width of a smaller PNG that is only looked at and has no imprint; None for the picture
        itself.

    Raises
    ------
    InvalidSpec
        If it cannot be drawn.
    UnknownZone
        If a zone is not known.
    """
    work = _Work(spec, material)
    if preview_px is not None:
        return work.preview(preview_px)
    return work.still(output)


def make_stills(
    spec: StillSpec, material: Material, outputs: Sequence[Output]
) -> Mapping[Output, Still]:
    """Make several files of one picture, which is drawn and looked over once.

    Raises
    ------
    As `make_still`.
    """
    work = _Work(spec, material)
    return {output: work.still(output) for output in outputs}


class _Work:
    """A picture while files are made of it."""

    def __init__(self, spec: StillSpec, material: Material) -> None:
        self.spec, self.material = spec, material
        page = compose_page(spec, material)
        self.drawing: Drawing = page.drawing
        self.shown = page.shown
        self.layout = layout_of(self.drawing, spec)

    def still(self, output: Output) -> Still:
        """One file of the picture."""
        if self.spec.levels == "video" and output in ("svg", "pdf"):
            raise InvalidSpec(
                f"levels is video, which {output} does not know",
                expected="levels full for SVG and PDF, which have colours and no pixels",
                remedy="make a PNG, or leave levels out",
            )
        imprint = imprint_of(self.spec, self.material, self.drawing, self.layout, output)
        if output in ("svg", "pdf"):
            return self._finished(self._vectors(imprint), imprint, self.findings)
        png, has_srgb = self._raster(output)
        imprint = replace(imprint, pixels=checksum_of_pixels(png))
        content = with_imprint(png, imprint, has_srgb=has_srgb)
        return self._finished(content, imprint, self.findings)

    def preview(self, width_px: int) -> Still:
        """The picture made small, to be looked at."""
        png = png_of(self.drawing, width_px=min(width_px, self.spec.pixels.width_px))
        pixels = pixels_of(png)
        if self._is_video:
            pixels = video_levels(pixels)
            png = write_png(Size(pixels.shape[1], pixels.shape[0]), [pixels])
        imprint = imprint_of(self.spec, self.material, self.drawing, self.layout, "png")
        findings = lint(self.layout, pixels, base_url=self.material.base_url)
        return self._finished(png, imprint, findings)

    def _finished(self, content: bytes, imprint: Imprint, findings: tuple[Finding, ...]) -> Still:
        media_type = MEDIA_TYPES[imprint.output]
        return Still(
            content, media_type, imprint.document(), findings, self.layout, self.drawing, self.shown
        )

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the linter finds, in all pixels of a small picture, else in fewer."""
        return lint(self.layout, self._to_look_at(), base_url=self.material.base_url)

    @cached_property
    def png(self) -> bytes:
        """The picture without its imprint."""
        if self._is_video:
            return write_png(self.spec.pixels, map(video_levels, self._bands()))
        return png_of(self.drawing)

    @cached_property
    def _pixels(self) -> Pixels:
        """Pixels in full levels, of a picture small enough to keep them."""
        return pixels_of(png_of(self.drawing) if self._is_video else self.png)

    @property
    def _is_video(self) -> bool:
        return self.spec.levels == "video"

    @property
    def _is_small(self) -> bool:
        return is_drawn_at_once(self.drawing)

    def _bands(self) -> Iterable[Pixels]:
        return [self._pixels] if self._is_small else bands_of(self.drawing)

    def _to_look_at(self) -> Pixels:
        made = self.__dict__
        if self._is_small and "_pixels" in made:
            return video_levels(self._pixels) if self._is_video else self._pixels
        if self._is_small and "png" in made:
            return self._pixels
        # A large picture is drawn small once more: unpacked, it would take 270 MB.
        width = min(LOOK_PX, self.spec.pixels.width_px)
        pixels = pixels_of(png_of(self.drawing, width_px=width))
        return video_levels(pixels) if self._is_video else pixels

    def _raster(self, output: Output) -> tuple[bytes, bool]:
        """A PNG without its imprint, and whether its colours are those of sRGB."""
        match output:
            case "fill":
                bands = fills_of(self.drawing, self._bands() if self._is_small else None)
                return self._opaque(bands), not self._is_video
            case "key":
                return self._opaque(map(key_of, self._bands())), False
            case _:
                return self.png, not self._is_video

    def _vectors(self, imprint: Imprint) -> bytes:
        """An SVG or PDF, which have no pixels."""
        if imprint.output == "svg":
            return svg_of(
                self.drawing,
                title=imprint.title,
                description=imprint.description,
                metadata=xmp_of(imprint),
            ).encode()
        # Imported here: only a PDF needs it, and it takes a tenth of a second.
        from maps.stills.pdf import pdf_of

        return pdf_of(self.drawing, imprint)

    def _opaque(self, bands: Iterable[Pixels]) -> bytes:
        levelled = map(video_levels, bands) if self._is_video else bands
        return write_png(self.spec.pixels, levelled, "rgb")
