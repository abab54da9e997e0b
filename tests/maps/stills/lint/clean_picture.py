"""A small picture without a fault, to spoil one thing of at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from maps.stills.drawing import Drawing, Emblem, Item, Paint, Role, Shape, Text, circle, rectangle
from maps.stills.layout import Layout, layout_of
from maps.stills.lint.findings import Finding
from maps.stills.lint.linter import lint
from maps.stills.raster import pixels_of, png_of, video_levels
from maps.stills.sizes import Box
from maps.stills.spec import StillSpec, spec_of
from maps.stills.typeface import face

PANEL, INK, HALO, LAND = "#10242c", "#f4f6f6", "#fbfaf6", "#f4f1e8"
LOGO: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
    '<rect width="10" height="10" fill="#0b6e69"/></svg>'
)

Spoil = Callable[[list[Item]], None]


def words(
    content: str,
    x: float,
    y: float,
    role: Role,
    *,
    size: float = 30,
    fill: str = INK,
    **more: Any,
) -> Text:
    """A line of text whose base line begins at x, y."""
    regular = face("be-vietnam-pro", "regular")
    return Text(content, regular.shape(content), regular, x, y, size, fill, role, **more)


def on_map(content: str, x: float, y: float, label_id: str, **more: Any) -> Text:
    """A label with a halo."""
    given: dict[str, Any] = {
        "size": 34, "fill": "#14232b", "halo": HALO, "halo_width": 4.0, "label_id": label_id,
        **more,
    }  # fmt: skip
    return words(content, x, y, "label", **given)


def block(box: Box, colour: str = PANEL) -> Shape:
    """An opaque panel."""
    return Shape(rectangle(box), Paint(fill=colour), box, "panel")


def symbol(x: float, y: float, zone_id: str) -> Shape:
    """The dot of a zone."""
    box = Box(x - 12, y - 12, x + 12, y + 12)
    return Shape(circle(x, y, 12), Paint(fill="#0b6e69"), box, "zone", zone_id)


def clean_items() -> list[Item]:
    """Land, two zones with their names, title, legend, credit and logo."""
    canvas = Box(0, 0, 1920, 1080)
    return [
        Shape(rectangle(canvas), Paint(fill=LAND), canvas, "base"),
        symbol(700, 500, "mo-1"),
        symbol(1200, 600, "mo-2"),
        on_map("Khu Ế Ộ Ữ", 720, 512, "zone:mo-1"),
        on_map("Khu Đá Vàng", 1220, 612, "zone:mo-2"),
        block(Box(100, 60, 900, 160)),
        words("Đất còn lại ở hai khu", 130, 130, "title", size=58, on_block=True),
        block(Box(100, 700, 500, 800)),
        words("Trên 50 ha", 130, 760, "legend", on_block=True),
        block(Box(100, 920, 1100, 1020)),
        words("Số liệu đến 10/2024", 120, 960, "date", size=28, on_block=True),
        words(
            "Nguồn: Báo Gió · © cộng đồng OpenStreetMap (ODbL)", 120, 1002, "credit", size=28,
            on_block=True,
        ),
        Emblem(LOGO, Box(1700, 60, 1764, 124)),
    ]  # fmt: skip


def find(items: list[Item], role: Role, number: int = 0) -> tuple[int, Any]:
    """Place and item of a role, the first or a later one."""
    found = [(place, one) for place, one in enumerate(items) if one.role == role]
    return found[number]


def change(items: list[Item], role: Role, number: int = 0, **changes: Any) -> None:
    """Change one item of a role; new words are shaped."""
    place, item = find(items, role, number)
    if "content" in changes:
        changes["run"] = item.face.shape(changes["content"])
    items[place] = replace(item, **changes)


def picture(
    spoil: Spoil | None = None, **fields: Any
) -> tuple[StillSpec, Layout, NDArray[np.uint8]]:
    """The clean picture with one thing spoiled: its spec, layout and pixels, small."""
    spec = spec_of({"size": "640x360", **fields})
    items = clean_items()
    if spoil is not None:
        spoil(items)
    drawing = Drawing(spec.pixels, None if spec.ground == "transparent" else LAND, items)
    pixels = pixels_of(png_of(drawing))
    if spec.levels == "video":
        pixels = video_levels(pixels)
    return spec, layout_of(drawing, spec), pixels


def findings_of(spoil: Spoil | None = None, **fields: Any) -> tuple[Finding, ...]:
    """What the linter finds in the clean picture with one thing spoiled."""
    _, layout, pixels = picture(spoil, **fields)
    return lint(layout, pixels)
