"""Brand themes: colours, faces, logo and corner, each a small file in `themes/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

from geo.errors import InvalidSpec
from maps.labels import Language
from maps.settings import StillSettings
from maps.stills.logo import read_logo
from maps.stills.spec import clean_text
from maps.stills.typeface import FAMILIES, Face, Family, Weight, face
from maps.style import MEASURES, measure

THEME_DIR: Final = Path(__file__).parent / "themes"

Corner = Literal["top-left", "top-right", "bottom-left", "bottom-right", "none"]

_MOST_BYTES: Final = 64_000
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
COLOUR_NAMES: Final = (
    "land", "sea", "coast", "river", "ground", "ink", "muted", "halo", "panel", "panel_ink",
    "panel_muted", "panel_accent", "panel_highlight", "accent", "accent_ink", "highlight",
    "unknown", "port", "place", "water_ink", "way_sea", "way_port", "way_airport", "way_road",
    "casing", "line_expressway", "line_ring_road", "line_national_road", "line_provincial_road",
    "line_railway", "line_waterway",
)  # fmt: skip
"""Every colour that a theme has to give, `#rrggbb`.

`halo` surrounds words on the map, `ink` writes them; `panel` is the opaque block that titles,
legends and credits stand on, in `panel_ink` and `panel_muted`, its large figures and bars in
`panel_accent`; `highlight` marks what the picture is about, on a panel `panel_highlight` does;
`unknown` surrounds a zone without a figure.
"""


@dataclass(frozen=True, slots=True)
class Theme:
    """How pictures of one house look.

    Attributes
    ----------
    colours
        By the names of `COLOUR_NAMES`.
    ramp
        Colours of classes by measure, where they differ from those of `maps.style`.
    logo
        Checked SVG, or None.
    corner
        Where the logo stands.
    radius
        Of the corners of panels, units.
    """

    name: str
    label_vi: str
    label_en: str
    family: Family
    colours: Mapping[str, str]
    ramp: Mapping[str, Mapping[str, str]]
    logo: str | None
    corner: Corner
    radius: float

    def __getitem__(self, name: str) -> str:
        """Colour of that name."""
        return self.colours[name]

    def class_fill(self, measure_key: str, class_key: str) -> str:
        """Colour of a class of a measure, `#rrggbb`; empty for the hollow one of unknown."""
        own = self.ramp.get(measure_key, {}).get(class_key)
        if own is not None:
            return own
        return next(one.fill for one in measure(measure_key).classes if one.key == class_key)

    def face(self, weight: Weight) -> Face:
        """The theme's face of a weight."""
        return face(self.family, weight)

    def label(self, language: Language) -> str:
        """Name for people."""
        return self.label_vi if language == "vi" else self.label_en


def theme_names() -> tuple[str, ...]:
    """Names of the themes that there are, those of the user's folder among them.

    Raises
    ------
    InvalidSpec
        If that folder is not there.
    """
    return tuple(sorted({*_bundled(), *_own()}))


def theme(name: str) -> Theme:
    """The theme of that name.

    Raises
    ------
    InvalidSpec
        If there is none, its file has faults, or the user's folder has one of a name that comes
        with the program.
    """
    bundled, own = _bundled(), _own()
    if name in bundled and name in own:
        raise InvalidSpec(
            f"there are two themes {name!r}",
            expected=f"other names than {', '.join(sorted(bundled))} in the folder of "
            f"ZONEMAP_THEMES",
            remedy=f"rename {name}.toml there",
        )
    path = bundled.get(name) or own.get(name)
    if path is None:
        names = ", ".join(sorted({*bundled, *own}))
        raise InvalidSpec(
            f"there is no theme {name[:40]!r}",
            expected=f"one of {names}",
            remedy="choose one of them",
        )
    try:
        # A theme that is worked on is read anew whenever it, or its logo, is saved.
        saved = tuple(one.stat().st_mtime_ns for one in (path, *sorted(path.parent.glob("*.svg"))))
    except OSError as error:
        raise _unreadable(path, error) from error
    return _theme(path, saved)


@lru_cache(maxsize=32)
def _theme(path: Path, saved: tuple[int, ...]) -> Theme:
    del saved  # part of the key alone
    return read_theme(path)


def _bundled() -> dict[str, Path]:
    return {path.stem: path for path in THEME_DIR.glob("*.toml")}


def _own() -> dict[str, Path]:
    """Themes of the user's folder by name; files of other names are passed over."""
    folder = StillSettings().themes
    if folder is None:
        return {}
    if not folder.is_dir():
        raise InvalidSpec(
            "the folder of ZONEMAP_THEMES is not there",
            expected="a folder of themes",
            remedy="correct the setting, or take it away",
        )
    return {path.stem: path for path in folder.glob("*.toml") if _NAME.fullmatch(path.stem)}


def read_theme(path: Path) -> Theme:
    """Read a theme's file.

    Raises
    ------
    InvalidSpec
        If it is not a plain file, too large or not TOML, lacks a colour, has what is not one, names
        a font that does not come with the program, or a logo that is refused.
    """
    if path.is_symlink() or not path.is_file():
        raise InvalidSpec(
            f"the theme {path.name} is not a plain file",
            expected="a file of its own, no link to another",
            remedy="copy it into the folder",
        )
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise _unreadable(path, error) from error
    if len(content) > _MOST_BYTES:
        raise InvalidSpec(
            f"the theme {path.name} has more than {_MOST_BYTES:,} bytes",
            expected="a short file as themes/neutral.toml",
            remedy="keep colours, font and logo name alone",
        )
    try:
        document = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidSpec(
            f"the theme {path.name} is not TOML: {str(error)[:120]}",
            expected="a file as themes/neutral.toml",
            remedy="correct it",
        ) from error
    faults = list(_faults(document))
    if faults:
        raise InvalidSpec(
            f"the theme {path.name} has faults: {'; '.join(faults[:5])}",
            expected=f"label_vi, label_en, family, the colours {', '.join(COLOUR_NAMES)}, and "
            f"layout.corner and layout.radius",
            remedy="compare it with themes/neutral.toml",
        )
    logo = document.get("logo")
    return Theme(
        name=path.stem,
        label_vi=clean_text(document["label_vi"]),
        label_en=clean_text(document["label_en"]),
        family=document["family"],
        colours=document["colours"],
        ramp=document.get("ramp", {}),
        logo=read_logo(path.parent, logo) if logo is not None else None,
        corner=document["layout"]["corner"],
        radius=float(document["layout"]["radius"]),
    )


def _unreadable(path: Path, error: OSError) -> InvalidSpec:
    return InvalidSpec(
        f"the theme {path.name} cannot be read: {error.strerror}",
        expected="a file that the program may read",
        remedy="give it leave to",
    )


def _faults(document: Mapping[str, Any]) -> list[str]:
    faults = [
        f"{name} {fault}"
        for name in ("label_vi", "label_en")
        if (fault := _label_fault(document.get(name)))
    ]
    if document.get("family") not in FAMILIES:
        faults.append(f"family is not one of {', '.join(FAMILIES)}")
    colours = document.get("colours")
    colours = colours if isinstance(colours, dict) else {}
    for name in COLOUR_NAMES:
        if not isinstance(colours.get(name), str) or not _COLOUR.fullmatch(colours[name]):
            faults.append(f"the colour {name} is not as #0b6e69")
    faults += [f"there is no colour {name[:30]!r}" for name in colours if name not in COLOUR_NAMES]
    faults += _ramp_faults(document.get("ramp", {}))
    layout = document.get("layout")
    layout = layout if isinstance(layout, dict) else {}
    if layout.get("corner") not in get_args(Corner):
        faults.append(f"layout.corner is not one of {', '.join(get_args(Corner))}")
    radius = layout.get("radius")
    if isinstance(radius, bool) or not isinstance(radius, (int, float)) or not 0 <= radius <= 60:
        faults.append("layout.radius is not a length from 0 to 60")
    if "logo" in document and not isinstance(document["logo"], str):
        faults.append("logo is not the name of a file")
    faults += [
        f"there is no field {name[:30]!r}"
        for name in document
        if name not in ("label_vi", "label_en", "family", "colours", "ramp", "layout", "logo")
    ]
    return faults


def _label_fault(label: Any) -> str:
    """What is wrong with a name for people, which the studio shows as any other text."""
    if not isinstance(label, str) or not 0 < len(label) <= 40:
        return "is not a text of 1 to 40 characters"
    try:
        cleaned = clean_text(label)
    except ValueError as error:
        return str(error)
    return "" if cleaned and "\n" not in cleaned else "is not one line of text"


def _ramp_faults(ramp: Any) -> list[str]:
    """A ramp gives all the classes of a measure or none: half of two ramps has no order."""
    if not isinstance(ramp, dict):
        return ["ramp is not a table"]
    filled = {
        one.key: {style.key for style in one.classes if style.fill} for one in MEASURES
    }  # fmt: skip
    faults = []
    for key, classes in ramp.items():
        if key not in filled:
            faults.append(f"there is no measure {key[:30]!r}")
        elif not isinstance(classes, dict) or set(classes) != filled[key]:
            faults.append(f"ramp.{key} does not have the classes {', '.join(sorted(filled[key]))}")
        else:
            faults += [
                f"ramp.{key}.{name} is not a colour as #0b6e69"
                for name, value in classes.items()
                if not isinstance(value, str) or not _COLOUR.fullmatch(value)
            ]
    return faults
