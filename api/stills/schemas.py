"""Shapes of the pictures' answers and bodies, as the API's description tells them."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from maps.stills.imprint import MEDIA_TYPES
from maps.stills.spec import StillSpec

_BINARY: Final = {"schema": {"type": "string", "format": "binary"}}

PICTURES: Final[dict[str, Any]] = {
    "description": "The picture; `Zonemap-Findings` says how many faults and warnings it has",
    "content": dict.fromkeys(dict.fromkeys(MEDIA_TYPES.values()), _BINARY),
    "headers": {
        "Zonemap-Findings": {
            "description": "As `faults=0, warnings=2`",
            "schema": {"type": "string"},
        }
    },
}
"""Answer of `/api/still`."""

_SPEC_SCHEMA: Final = StillSpec.model_json_schema()
SPEC_BODY: Final[dict[str, Any]] = {
    "required": True,
    "content": {
        "application/json": {"schema": _SPEC_SCHEMA},
        "application/yaml": {"schema": _SPEC_SCHEMA},
    },
}
PNG_BODY: Final[dict[str, Any]] = {"required": True, "content": {"image/png": _BINARY}}


class FindingShape(BaseModel):
    """One thing that the linter found."""

    code: str
    severity: str
    box: list[float] | None
    vi: str
    en: str


class LintShape(BaseModel):
    """What the linter found in a picture."""

    model_config = ConfigDict(extra="allow")

    findings: list[FindingShape]


class LayoutShape(LintShape):
    """Where things stand in a picture, in units, and what it is made from."""

    layout: dict[str, Any]
    spec: dict[str, Any]
    sidecar: dict[str, Any]
    permalink: str


class ChoiceShape(BaseModel):
    """One thing that can be chosen."""

    model_config = ConfigDict(extra="allow")

    id: str
    label_vi: str
    label_en: str


class OptionZoneShape(BaseModel):
    """A zone that a spec may name."""

    id: str
    name_vi: str
    name_en: str
    other_names: list[str]
    province: str
    has_location: bool


class OptionsShape(BaseModel):
    """What a spec may name."""

    data_version: str
    data_date: str | None
    today: str
    templates: list[ChoiceShape]
    zones: list[OptionZoneShape]
    measures: list[ChoiceShape]
    provinces: list[ChoiceShape]
    extents: dict[str, list[float]]
    claims: list[ChoiceShape]
    layers: list[ChoiceShape]
    themes: list[ChoiceShape]
    sizes: list[ChoiceShape]
    safe_areas: list[ChoiceShape]
    grounds: list[ChoiceShape]
    levels: list[ChoiceShape]
    outputs: list[ChoiceShape]
    defaults: dict[str, Any]


LAYOUT_SCHEMA: Final[dict[str, Any]] = {"model": LayoutShape}
LINT_SCHEMA: Final[dict[str, Any]] = {"model": LintShape}
OPTIONS_SCHEMA: Final[dict[str, Any]] = {"model": OptionsShape}
