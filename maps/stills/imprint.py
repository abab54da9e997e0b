"""What a picture says of itself: what it shows, from which data, whom to credit, how to make it.

Every picture carries this, and a side-car beside it too. There is no time of making in it: the same
spec and the same data give the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, NoReturn, cast, get_args
from urllib.parse import quote, urlsplit

import orjson

from geo.errors import InvalidSpec
from maps.stills import layout as layouts
from maps.stills.drawing import Drawing, Role
from maps.stills.layout import Layout
from maps.stills.material import Material
from maps.stills.spec import StillSpec, spec_of
from maps.stills.svg import xml_text

Output = Literal["png", "svg", "pdf", "fill", "key"]
"""Sorts of file. `fill` and `key` are the pair that old character generators take for one PNG with
alpha: colours that are not multiplied by the key, and the key as grey."""

MEDIA_TYPES: Final[Mapping[Output, str]] = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "fill": "image/png",
    "key": "image/png",
}

FORMAT: Final = 1
"""Of the document; another one is refused."""

PROGRAM: Final = "zonemap 0.1.0"

LICENCE: Final = "https://www.openstreetmap.org/copyright"
"""Page with the licence of the map, which every picture has to name."""

_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9._~:/\[\]@%-]+")
"""Of the links of a picture; they are written into pictures that are made of it again."""

_SUM: Final = re.compile(r"[0-9a-f]{64}")
_LONGEST: Final = 4_000
_MOST_VERSION: Final = 2**63


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a picture says of itself.

    Attributes
    ----------
    program
        Name and version of what drew it.
    data_version, data_tag
        Version of the data, and the same with what tells databases apart.
    data_date
        Latest day that a figure speaks of.
    on_day
        Day whose state is shown: the one that the spec names, else the day of making.
    credit
        Whom to name, as the picture does.
    base_url
        Address that links begin with.
    pixels
        Checksum of the packed pixels that it was written with, see `metadata.checksum_of_pixels`;
        None where there are none, or in a picture of an older program.
    is_as_written
        Whether the words that were read back are those that were written, by their own checksum.
    """

    spec: StillSpec
    output: Output
    program: str
    data_version: int
    data_tag: str
    data_date: date | None
    on_day: date
    title: str
    description: str
    credit: str
    base_url: str
    layout: Layout
    pixels: str | None = None
    is_as_written: bool = True

    @property
    def permalink(self) -> str:
        """Address at which the picture can be seen and changed."""
        return permalink(self.base_url, self.spec)

    def document(self) -> dict[str, Any]:
        """The imprint as plain values, with a checksum over all of them."""
        document = {
            "format": FORMAT,
            "program": self.program,
            "output": self.output,
            "spec": self.spec.document(),
            "data_version": self.data_version,
            "data_tag": self.data_tag,
            "data_date": None if self.data_date is None else self.data_date.isoformat(),
            "on_day": self.on_day.isoformat(),
            "title": self.title,
            "description": self.description,
            "credit": self.credit,
            "base_url": self.base_url,
            "permalink": self.permalink,
            "layout": self.layout.to_document(),
            "pixels": self.pixels,
        }
        return {**document, "checksum": _checksum(document)}

    def text(self) -> str:
        """The imprint as one line of JSON."""
        return orjson.dumps(self.document(), option=orjson.OPT_SORT_KEYS).decode()


def _checksum(document: Mapping[str, Any]) -> str:
    words = {name: value for name, value in document.items() if name != "checksum"}
    return hashlib.sha256(orjson.dumps(words, option=orjson.OPT_SORT_KEYS)).hexdigest()


def permalink(base_url: str, spec: StillSpec) -> str:
    """Address at which a picture can be seen and changed."""
    return f"{base_url}/studio?spec={quote(spec.text(), safe='')}"


def imprint_of(
    spec: StillSpec, material: Material, drawing: Drawing, layout: Layout, output: Output
) -> Imprint:
    """Say of a drawing what it was made from."""
    title = _words(drawing, "title")
    # Without a title of its own it still has to be found by one.
    title = title or f"zonemap {spec.template.replace('_', ' ')}"
    said = [_words(drawing, role) for role in ("subtitle", "date")]
    return Imprint(
        spec=spec,
        output=output,
        program=PROGRAM,
        data_version=material.region.data_version,
        data_tag=material.data_tag,
        data_date=material.region.data_date,
        on_day=material.on_day,
        title=title,
        description=". ".join(one for one in said if one),
        credit=_words(drawing, "credit"),
        base_url=material.base_url,
        layout=layout,
    )


def _words(drawing: Drawing, role: Role) -> str:
    words = " ".join(text.content for text in drawing.texts() if text.role == role)
    # Dots between parts stand at the ends of lines.
    return words.strip(" \u00a0·")


def read_imprint(text: bytes) -> Imprint:
    """Read an imprint back from JSON; it comes from a file of strangers.

    Raises
    ------
    InvalidSpec
        If it is not one that `Imprint.text` could have written.
    """
    try:
        document = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        _refuse(f"they are not JSON: {str(error)[:80]}", error)
    if not isinstance(document, dict):
        _refuse(f"they are {type(document).__name__}, not a list of fields")
    if type(document.get("format")) is not int or document["format"] != FORMAT:
        _refuse(f"their format is {str(document.get('format'))[:20]!r}, not {FORMAT}")
    version = document.get("data_version")
    if type(version) is not int or not 0 <= version < _MOST_VERSION:
        _refuse("data_version is not a whole number")
    output = document.get("output")
    if not isinstance(output, str) or output not in get_args(Output):
        _refuse(f"output is {str(output)[:20]!r}")
    dated = document.get("data_date")
    imprint = Imprint(
        spec=spec_of(document.get("spec")),
        output=cast(Output, output),
        program=_text(document, "program", 80),
        data_version=version,
        data_tag=_text(document, "data_tag", 80),
        data_date=None if dated is None else _day(document, "data_date"),
        on_day=_day(document, "on_day"),
        title=_text(document, "title"),
        description=_text(document, "description"),
        credit=_text(document, "credit"),
        base_url=_address(document),
        layout=layouts.from_document(document.get("layout")),
        pixels=_sum(document, "pixels"),
        is_as_written=_is_as_written(document),
    )
    _check_agreement(imprint)
    return imprint


def _check_agreement(imprint: Imprint) -> None:
    """Refuse a layout that is not of the spec: the linter would look over another picture."""
    spec, layout = imprint.spec, imprint.layout
    told = (layout.size, layout.template, layout.area, layout.levels, layout.language)
    if told != (spec.pixels, spec.template, spec.area, spec.levels, spec.language):
        _refuse("the layout is of another picture than the spec")


def _text(document: Mapping[str, Any], name: str, longest: int = _LONGEST) -> str:
    value = document.get(name)
    if not isinstance(value, str) or len(value) > longest:
        _refuse(f"{name} is not a text of at most {longest} characters")
    return value


def _is_as_written(document: Mapping[str, Any]) -> bool:
    """Whether the words have the checksum that they came with; true without one."""
    given = _sum(document, "checksum")
    if given is None:
        return True
    try:
        return given == _checksum(document)
    except orjson.JSONEncodeError as error:
        _refuse("they are nested too deep", error)


def _sum(document: Mapping[str, Any], name: str) -> str | None:
    """A checksum; None in a picture of an older program, which had none."""
    value = document.get(name)
    if value is not None and not (isinstance(value, str) and _SUM.fullmatch(value)):
        _refuse(f"{name} is not a checksum")
    return value


def _day(document: Mapping[str, Any], name: str) -> date:
    value = document.get(name)
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        _refuse(f"{name} is not a day as 2026-11-28", error)


def _address(document: Mapping[str, Any]) -> str:
    value = _text(document, "base_url", 300)
    if not _ADDRESS.fullmatch(value):
        _refuse("base_url is not an address")
    try:
        parts = urlsplit(value)
    except ValueError as error:
        _refuse("base_url is not an address", error)
    if not parts.hostname or parts.username is not None:
        _refuse("base_url is not an address")
    return value


def _refuse(fault: str, cause: Exception | None = None) -> NoReturn:
    raise InvalidSpec(
        f"the words that came with the picture cannot be read: {fault}",
        expected="those that zonemap writes into its pictures",
        remedy="make the picture again from its spec",
    ) from cause


def xmp_of(imprint: Imprint, *, with_json: bool = True) -> str:
    """The imprint as XMP, which programs for pictures show.

    Parameters
    ----------
    with_json
        Whether all of it goes along, where the file has no other place for it.

    Notes
    -----
    Adobe, XMP specification part 1 (ISO 16684-1:2019); Dublin Core; rights as in part 2. The
    program's own JSON is in a property of its own name space.
    """
    language = imprint.spec.language
    whole = f"<zonemap:imprint>{xml_text(imprint.text())}</zonemap:imprint>" if with_json else ""

    def in_language(name: str, text: str) -> str:
        words = xml_text(text)
        return (
            f'<dc:{name}><rdf:Alt><rdf:li xml:lang="x-default">{words}</rdf:li>'
            f'<rdf:li xml:lang="{language}">{words}</rdf:li></rdf:Alt></dc:{name}>'
        )

    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"'
        ' xmlns:zonemap="urn:zonemap:still:1">'
        f"<dc:format>{MEDIA_TYPES[imprint.output]}</dc:format>"
        f"{in_language('title', imprint.title)}"
        f"{in_language('description', imprint.description)}"
        f"{in_language('rights', imprint.credit)}"
        f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>"
        f"<dc:source>{xml_text(imprint.permalink)}</dc:source>"
        f"<dc:identifier>{xml_text(imprint.permalink)}</dc:identifier>"
        f"<xmp:CreatorTool>{xml_text(imprint.program)}</xmp:CreatorTool>"
        "<xmpRights:Marked>True</xmpRights:Marked>"
        f"<xmpRights:WebStatement>{LICENCE}</xmpRights:WebStatement>"
        f"{whole}</rdf:Description></rdf:RDF></x:xmpmeta>"
    )


def xmp_packet(imprint: Imprint, *, with_json: bool = True) -> str:
    """XMP as it stands within other files."""
    mark = "\ufeff"
    return (
        f'<?xpacket begin="{mark}" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'{xmp_of(imprint, with_json=with_json)}<?xpacket end="r"?>'
    )
