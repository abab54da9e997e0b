"""A spec made into a file: composed, drawn, looked over, and told what it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from maps.stills.compose import compose
from maps.stills.lint.findings import Finding
from maps.stills.material import Material
from maps.stills.raster import png_of
from maps.stills.spec import StillSpec
from maps.stills.svg import svg_of

Output = Literal["png", "svg", "pdf", "fill", "key"]
"""`fill` and `key` are the pair that old character generators take for one with alpha."""

MEDIA_TYPES: Final[Mapping[Output, str]] = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "fill": "image/png",
    "key": "image/png",
}


@dataclass(frozen=True, slots=True)
class Still:
    """A finished picture.

    Attributes
    ----------
    sidecar
        What it was made from, as plain values; also kept within the picture.
    findings
        Of the linter.
    """

    content: bytes
    media_type: str
    sidecar: Mapping[str, Any]
    findings: tuple[Finding, ...]


def make_still(
    spec: StillSpec, material: Material, *, output: Output = "png", preview_px: int | None = None
) -> Still:
    """Make a picture.

    Parameters
    ----------
    output
        What sort of file.
    preview_px
        Width of a smaller PNG that is only looked at; None for the picture itself.

    Raises
    ------
    InvalidSpec
        If it cannot be drawn.
    UnknownZone
        If a zone is not known.
    """
    drawing = compose(spec, material)
    is_svg = output == "svg"
    content = svg_of(drawing).encode() if is_svg else png_of(drawing, width_px=preview_px)
    sidecar = {"spec": spec.document(), "data_version": material.region.data_version}
    return Still(content, MEDIA_TYPES[output], sidecar, ())
