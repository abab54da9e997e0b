"""Logos: SVG from a theme's folder, taken only if it is shapes and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from geo.errors import InvalidSpec

MOST_BYTES: Final = 200_000
_SVG: Final = "{http://www.w3.org/2000/svg}"
_SHAPES: Final = frozenset({"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline",
                            "polygon", "title", "desc"})  # fmt: skip
_ATTRIBUTES: Final = frozenset({
    "viewBox", "width", "height", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx",
    "ry", "points", "transform", "fill", "fill-rule", "fill-opacity", "stroke", "stroke-width",
    "stroke-linecap", "stroke-linejoin", "stroke-opacity", "stroke-dasharray",
    "stroke-miterlimit", "opacity", "id", "version", "preserveAspectRatio",
})  # fmt: skip
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]*\.svg")
_LENGTH: Final = r"(-?\d{1,6}(?:\.\d{1,6})?)"
_VIEW_BOX: Final = re.compile(rf"\s*{_LENGTH}[\s,]+{_LENGTH}[\s,]+{_LENGTH}[\s,]+{_LENGTH}\s*")
_MOST_RATIO: Final = 8.0
"""Of the width of a logo to its height, and the other way round."""

_MOST_DEEP: Final = 40
"""Groups within each other."""


def read_logo(folder: Path, name: str) -> str:
    """Read a logo.

    Parameters
    ----------
    folder
        Where the theme is; nothing outside is read.
    name
        Of the file: small letters, digits and hyphens, ending in `.svg`.

    Returns
    -------
    An `<svg viewBox=...>` element without width and height, in canonical writing.

    Raises
    ------
    InvalidSpec
        If it is not there, too large, not SVG, or has anything but shapes: scripts, styles, links,
        pictures, text (which would need a font), or references.
    """
    if not _NAME.fullmatch(name):
        raise InvalidSpec(
            f"the logo {name[:60]!r} is not a plain file name",
            expected="small letters, digits and hyphens, ending in .svg",
            remedy="put the file beside the theme and name it so",
        )
    path = folder / name
    if path.is_symlink() or not path.is_file():
        raise InvalidSpec(
            f"the logo {name} is not there",
            expected=f"a file in the folder {folder.name}",
            remedy="put it beside the theme",
        )
    try:
        with path.open("rb") as file:
            # One more than is allowed tells that it is too large, without reading all of it.
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _refused(name, f"it cannot be read: {error.strerror}", "a readable file") from error
    return check_logo(content, name)


def check_logo(content: bytes, name: str) -> str:
    """Check the content of a logo; see `read_logo`."""
    if len(content) > MOST_BYTES:
        raise _refused(name, "it is too large", f"at most {MOST_BYTES:,} bytes")
    try:
        root: Element = ElementTree.fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise _refused(name, f"it cannot be read: {str(error)[:100]}", "plain SVG") from error
    if root.tag != f"{_SVG}svg":
        raise _refused(name, "it is not SVG", "an <svg> element")
    view = _VIEW_BOX.fullmatch(root.get("viewBox", ""))
    if view is None or float(view[3]) <= 0 or float(view[4]) <= 0:
        raise _refused(name, "it has no viewBox", 'a size as viewBox="0 0 300 100"')
    ratio = float(view[3]) / float(view[4])
    if not 1 / _MOST_RATIO <= ratio <= _MOST_RATIO:
        raise _refused(
            name, f"it is {ratio:.3g} times as wide as high", f"at most {_MOST_RATIO:.0f} times"
        )
    if _depth(root) > _MOST_DEEP:
        raise _refused(name, "its groups are too deep", f"at most {_MOST_DEEP} in each other")
    for element in root.iter():
        _check_element(element, name)
    for attribute in ("width", "height", "x", "y"):
        root.attrib.pop(attribute, None)
    text = tostring(_plain(root), encoding="unicode")
    return text.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)


def view_box(logo: str) -> tuple[float, float]:
    """Width and height of a checked logo, in its own units."""
    found = re.search(r'viewBox="([^"]+)"', logo)
    parts = _VIEW_BOX.fullmatch(found[1]) if found else None
    if parts is None:
        raise ValueError("not a checked logo")
    return float(parts[3]), float(parts[4])


def _check_element(element: Element, name: str) -> None:
    tag = str(element.tag)
    if not tag.startswith(_SVG) or tag.removeprefix(_SVG) not in _SHAPES:
        raise _refused(name, f"it has the element {tag.split('}')[-1][:30]!r}", "shapes alone")
    for key, value in element.attrib.items():
        if key not in _ATTRIBUTES:
            raise _refused(
                name, f"it has the attribute {key.split('}')[-1][:30]!r}", "shapes alone"
            )
        if "url(" in value.lower() or "javascript" in value.lower() or "&" in value:
            raise _refused(name, f"{key} refers to something else", "plain values")


def _depth(root: Element) -> int:
    """How deep elements stand within each other; counted without recursion, which has an end."""
    depth, level = 0, [root]
    while level:
        depth += 1
        level = [child for element in level for child in element]
    return depth


def _plain(element: Element) -> Element:
    """The element without the namespace in its names; words between elements are dropped."""
    copy = Element(str(element.tag).removeprefix(_SVG), dict(sorted(element.attrib.items())))
    for child in element:
        if str(child.tag).removeprefix(_SVG) not in ("title", "desc"):
            copy.append(_plain(child))
    return copy


def _refused(name: str, fault: str, expected: str) -> InvalidSpec:
    return InvalidSpec(
        f"the logo {name} is refused: {fault}",
        expected=expected,
        remedy="save it as plain SVG, its texts as paths",
    )
