"""What a picture shows, as people write it in YAML and links carry it in JSON.

Every field has a default, so that `template` and `zones` alone make a good picture.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

import orjson
import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from geo.bbox import MAPPED, BBox
from geo.errors import InvalidBBox, InvalidSpec
from maps.stills.sizes import SafeArea, Size, read_size

LONGEST_SPEC: Final = 20_000
"""Characters of a spec; a long one has 400 moved labels."""

LONGEST_TEXT: Final = 500
MOST_ZONES: Final = 150

Template = Literal[
    "overview", "locator", "ranking", "distances", "before_after", "corridor", "claim",
    "lower_third",
]  # fmt: skip
Layer = Literal["zones", "parcels", "ports", "roads", "rail", "waterways", "airports", "places"]
Ground = Literal["map", "solid", "transparent"]
Levels = Literal["full", "video"]
Measure = Literal["remaining_ha", "occupancy", "distance", "status"]
Province = Literal["HCMC", "BD", "BRVT"]

LAYERS: Final[tuple[Layer, ...]] = (
    "zones", "parcels", "ports", "roads", "rail", "waterways", "airports", "places",
)  # fmt: skip

_OVER_VIDEO: Final = frozenset({"lower_third"})
"""Templates that are laid over moving pictures."""

_ALLOWED_FORMAT: Final = frozenset("\n")
_SPACES: Final = re.compile(r"[^\S\u00a0]+")
_PILED: Final = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def clean_text(value: str) -> str:
    """A text in one direction: composed, in single spaces, its line breaks kept.

    Raises
    ------
    ValueError
        If it has control characters, marks that turn the direction of writing, or characters that
        belong to no script: they are refused rather than dropped, for what is put on air must be
        what was asked for.
    """
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\t", " "))
    if _PILED.search(unicodedata.normalize("NFD", text)):
        raise ValueError("has a letter with more than three marks")
    for one in text:
        if one in _ALLOWED_FORMAT:
            continue
        if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            raise ValueError(f"has the character U+{ord(one):04X}, which is not shown")
        if unicodedata.bidirectional(one) in ("R", "AL", "AN"):
            raise ValueError(f"has the character U+{ord(one):04X}, which is written right to left")
    # A space that holds words together stays.
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


Words = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(clean_text)]
Id = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[a-z0-9][a-z0-9._/-]*$")]
LabelId = Annotated[str, Field(min_length=3, max_length=100, pattern=r"^[a-z]+:[a-z0-9._/-]+$")]
Offset = Annotated[float, Field(ge=-10_000, le=10_000, allow_inf_nan=False)]


def _dated(value: object) -> object:
    """Let a date be a date or its ISO text; a number and a time of day are neither."""
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value.strip()):
        raise ValueError("is not a day as 2026-11-28")
    try:
        return date.fromisoformat(value.strip())
    except ValueError as error:
        raise ValueError("is a day that does not exist") from error


Day = Annotated[date, BeforeValidator(_dated)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Extent(_Strict):
    """What the map has to show; one of the three.

    Attributes
    ----------
    bbox
        West, south, east, north, degrees.
    padding
        Share of the shorter side of the map's room kept free around it.
    """

    zones: Annotated[tuple[Id, ...], Field(max_length=MOST_ZONES)] = ()
    province: Province | None = None
    bbox: tuple[float, float, float, float] | None = None
    padding: Annotated[float, Field(ge=0, le=0.4, allow_inf_nan=False)] = 0.024

    @field_validator("bbox")
    @classmethod
    def _check_bbox(
        cls, value: tuple[float, float, float, float] | None
    ) -> tuple[float, float, float, float] | None:
        if value is not None:
            try:
                box = BBox(*value)
            except InvalidBBox as error:
                raise ValueError(str(error)) from error
            if box.east - box.west < 0.002 or box.north - box.south < 0.002:
                raise ValueError("is smaller than 200 m")
            if not MAPPED.covers(box):
                # All beyond would be painted as sea.
                raise ValueError(f"reaches beyond {MAPPED}, where it is not known what is land")
        return value

    @model_validator(mode="after")
    def _check_one(self) -> Extent:
        given = [bool(self.zones), self.province is not None, self.bbox is not None]
        if sum(given) > 1:
            raise ValueError("has more than one of zones, province and bbox")
        return self


class LabelMove(_Strict):
    """Where people moved a label to, or that it is left out.

    Attributes
    ----------
    dx, dy
        From where it would stand by itself, units, y downward.
    """

    dx: Offset = 0.0
    dy: Offset = 0.0
    hidden: bool = False


class StillSpec(_Strict):
    """A picture.

    Attributes
    ----------
    title, subtitle
        None writes what fits the template; an empty text leaves it out.
    zones
        Those that the picture is about, by id. A ranking highlights them, and shows them with
        their true rank even if it is beyond `top`.
    province
        Zones are those of a former province alone; a claim card takes its total from there.
    measure
        What zones are coloured by.
    top
        How many zones a ranking shows; None is 8, or as many fewer as leave room for its map.
    before
        Earlier day of `before_after`; None is the latest with a change since.
    claim
        Id of the published total on a claim card.
    as_of
        Day whose state is shown; None is today.
    ground
        `map` draws land and sea, `solid` a plain ground, `transparent` none; a lower third, which
        is laid over video, has none unless it is asked for.
    levels
        `full` for pixels from 0 to 255, converted when they go on air; `video` for a desk that
        takes pixels for video levels, 16 black and 235 white.
    seconds
        How long the picture is on air, for the linter.
    qr
        Whether a QR code leads to the page of what is shown.
    labels
        Moved labels by their id, as `zone:my-xuan-a2`.
    """

    template: Template = "overview"
    title: Words | None = None
    subtitle: Words | None = None
    zones: Annotated[tuple[Id, ...], Field(max_length=MOST_ZONES)] = ()
    layers: tuple[Layer, ...] | None = None
    measure: Measure = "remaining_ha"
    province: Province | None = None
    top: Annotated[int, Field(ge=3, le=12)] | None = None
    claim: Id | None = None
    extent: Extent = Extent()
    as_of: Day | None = None
    before: Day | None = None
    language: Literal["vi", "en"] = "vi"
    theme: Annotated[str, Field(max_length=40, pattern=r"^[a-z][a-z0-9-]*$")] = "neutral"
    size: str = "hd"
    ground: Ground = "map"
    levels: Levels = "full"
    safe_area: SafeArea | None = None
    seconds: Annotated[float, Field(ge=1, le=120, allow_inf_nan=False)] = 12.0
    legend: bool = True
    scale_bar: bool = True
    north_arrow: bool = True
    inset: bool = True
    source_line: bool = True
    data_date: bool = True
    badge_notes: bool = True
    qr: bool = False
    labels: Annotated[dict[LabelId, LabelMove], Field(max_length=400)] = {}

    @model_validator(mode="before")
    @classmethod
    def _clear_ground(cls, values: Any) -> Any:
        if isinstance(values, Mapping) and values.get("template") in _OVER_VIDEO:
            return {"ground": "transparent", **values}
        return values

    @field_validator("size")
    @classmethod
    def _check_size(cls, value: str) -> str:
        try:
            read_size(value)
        except InvalidSpec as error:
            raise ValueError(str(error)) from error
        return value.strip().lower()

    @field_validator("zones")
    @classmethod
    def _check_zones(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(value)) != len(value):
            raise ValueError("names a zone twice")
        return value

    @property
    def pixels(self) -> Size:
        """The size in pixels."""
        return read_size(self.size)

    @property
    def area(self) -> SafeArea:
        """The safe area: the one asked for, else that of the shape of the picture."""
        if self.safe_area is not None:
            return self.safe_area
        size = self.pixels
        return "vertical" if size.height_px >= 1.6 * size.width_px else "graphics"

    def shows(self, layer: Layer, default: bool = True) -> bool:
        """Whether a layer is drawn: as asked for, else as the template has it."""
        return default if self.layers is None else layer in self.layers

    def but(self, **changes: Any) -> StillSpec:
        """Return this spec with some fields changed, and checked again."""
        return spec_of({**self.document(), **changes})

    def document(self) -> dict[str, Any]:
        """The spec as plain values, without what is as by default: short, and kept in pictures."""
        document = self.model_dump(mode="json", exclude_defaults=True)
        if self.template in _OVER_VIDEO:
            # The default of a lower third is another; either has to come back as it was.
            document["ground"] = self.ground
        return document

    def text(self) -> str:
        """The spec as one line of JSON: the same text for the same picture."""
        return orjson.dumps(self.document(), option=orjson.OPT_SORT_KEYS).decode()


def read_spec(text: str) -> StillSpec:
    """Read a spec from YAML or JSON.

    Raises
    ------
    InvalidSpec
        If it is not YAML, too long, or has fields or values that cannot be used.
    """
    if len(text) > LONGEST_SPEC:
        raise InvalidSpec(
            f"the spec has {len(text):,} characters",
            expected=f"at most {LONGEST_SPEC:,}",
            remedy="leave out labels that were not moved",
        )
    try:
        document = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - built on SafeLoader
    except yaml.reader.ReaderError as error:
        raise InvalidSpec(
            f"the spec has the character U+{int(error.character):04X} at place {error.position}",
            expected="text",
            remedy="take it out",
        ) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise InvalidSpec(
            f"the spec is not YAML{place}: {problem}",
            expected="fields and values, as `template: locator`",
            remedy="correct that line",
        ) from error
    except RecursionError as error:
        raise InvalidSpec(
            "the spec has too many lists or fields within each other",
            expected="fields and values, as `template: locator`",
            remedy="write one field a line",
        ) from error
    except ValueError as error:
        raise InvalidSpec(
            f"the spec cannot be read: {str(error)[:120]}",
            expected="fields and values, as `template: locator`",
            remedy="correct it",
        ) from error
    return spec_of({} if document is None else document)


def spec_of(document: object) -> StillSpec:
    """Check a spec that has been read already.

    Raises
    ------
    InvalidSpec
        If it has fields or values that cannot be used; the message names each of the first five.
    """
    if not isinstance(document, Mapping):
        raise InvalidSpec(
            f"the spec is {type(document).__name__}, not a list of fields",
            expected="fields and values, as `template: locator`",
            remedy="write one field a line",
        )
    try:
        return StillSpec.model_validate(document)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        told = [_fault(fault) for fault in faults[:5]]
        more = f"; and {len(faults) - 5} more" if len(faults) > 5 else ""
        unknown = [one["loc"] for one in faults if one["type"] == "extra_forbidden"]
        raise InvalidSpec(
            f"the spec cannot be drawn: {'; '.join(told)}{more}",
            expected=_expected(unknown[0]) if unknown else "values that these fields can have",
            remedy="see the table of fields in the README",
        ) from error


_FIELDS_WITHIN: Final[Mapping[str, type[BaseModel]]] = {"extent": Extent, "labels": LabelMove}
_SHAPES_OF: Final[Mapping[str, str]] = {
    "zones": "an id as my-xuan-a2",
    "claim": "an id as hcmc-merged-operating-kcx-kcn-2025-10",
    "theme": "a name as neutral",
    "labels": "the name of a label as zone:my-xuan-a2",
}
"""Field to what its texts look like."""

_PLAIN: Final[Mapping[str, str]] = {
    "string_type": "is not a text; put it in quotes",
    "string_unicode": "has half a character",
    "tuple_type": "is not a list; write it as [a, b]",
    "dict_type": "is not a list of fields",
    "model_type": "is not a list of fields",
    "finite_number": "is not a finite number",
    "int_parsing": "is not a whole number",
    "int_from_float": "is not a whole number",
    "int_parsing_size": "is not a whole number of usual size",
    "int_type": "is not a whole number",
    "float_parsing": "is not a number",
    "float_type": "is not a number",
    "bool_parsing": "is neither true nor false",
    "bool_type": "is neither true nor false",
    "missing": "is missing",
}
"""Kind of a fault to what it means to people who write specs."""


def _expected(place: tuple[int | str, ...]) -> str:
    """Fields that there are where one stands that is not known, the likeliest first."""
    model = _FIELDS_WITHIN.get(str(place[0]), StillSpec) if len(place) > 1 else StillSpec
    names = list(model.model_fields)
    near = difflib.get_close_matches(str(place[-1]), names, n=1)
    meant = f"{near[0]}, or another of " if near else ""
    return f"{meant}the fields {', '.join(names)}"


def _fault(fault: Any) -> str:
    loc = [one for one in fault["loc"] if one != "[key]"]
    place = ".".join(str(one)[:60] for one in loc) or "spec"
    kind, received = fault["type"], fault.get("input")
    if kind == "extra_forbidden":
        return f"there is no field {place!r}"
    message = fault["msg"].removeprefix("Value error, ")
    message = message[:1].lower() + message[1:]
    context = fault.get("ctx") or {}
    if kind in _PLAIN:
        message = _PLAIN[kind]
    elif kind == "literal_error":
        message = f"is not {context['expected']}"
    elif kind == "string_pattern_mismatch":
        message = f"is not {_SHAPES_OF.get(str(loc[0]), 'of the right form')}"
    elif kind == "string_too_long":
        message = f"has {len(received):,} characters; at most {context['max_length']} fit"
    elif kind == "too_long":
        # Of a table pydantic does not tell how many it has.
        message = f"has {len(received):,} entries; at most {context['max_length']} fit"
    elif message.startswith("input should be "):
        message = f"is not {message.removeprefix('input should be ')}"
    shown = f" ({str(received)[:60]!r})" if isinstance(received, (str, int, float)) else ""
    return f"{place}{shown}: {message[:300]}"


class _PlainLoader(yaml.SafeLoader):
    """YAML of plain values: no anchors, which can make a small text huge; no field twice.

    Tags are not read either, and what looks like a day, a time, a sum or a Norwegian stays the
    text that it is: only true, false, null and numbers are something else.
    """

    yaml_implicit_resolvers: Any = {}  # noqa: RUF012 - PyYAML looks there for it

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        mark: Any = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "aliases are not read", mark)
        if getattr(event, "tag", None) not in (None, "!"):
            raise yaml.composer.ComposerError(None, None, "tags are not read", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.constructor.ConstructorError(
                    None, None, f"the field {str(key)[:40]!r} is not a word", key_node.start_mark
                )
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the field {key[:40]!r} stands twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]{1,18}", list("-+0123456789")),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(\.[0-9]*)?[eE][-+]?[0-9]+)|[-+]?\.(inf|Inf|INF)"
        r"|\.(nan|NaN|NAN)",
        list("-+0123456789."),
    ),
):
    # The core schema of YAML 1.2, where 1.1 would take `no` for false and 1:30 for 90.
    _PlainLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first
    )


def _whole_number(loader: _PlainLoader, node: yaml.ScalarNode) -> int:
    """Digits as they are read by people; 1.1 takes a leading zero for base 8."""
    return int(str(loader.construct_scalar(node)))


_PlainLoader.add_constructor("tag:yaml.org,2002:int", _whole_number)
