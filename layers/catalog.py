"""The collections on offer: what they are called, what their properties mean, where they come from.

The API's collections, queryables, schemas, exports and tiles all read it. Only names that stand
here ever reach a statement as identifiers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

PropertyKind = Literal["text", "number", "integer", "boolean", "date"]
GeometryKind = Literal["point", "multipolygon", "any"]


@dataclass(frozen=True, slots=True, eq=False)
class Property:
    """One property of the features of a collection: a column of its relation.

    Each is the same only as itself, which also makes it quick to look up.

    Attributes
    ----------
    unit
        ha, m2, m, share (0 to 1), USD/m2/term, ...; None for words.
    words
        The only values it can have; empty where any can come.
    is_nullable
        Whether it may be unknown: null, never zero.
    figure
        Name of the figure whose passport (date, badge, sources) this is; None for others.
    """

    name: str
    kind: PropertyKind
    title_vi: str
    title_en: str
    definition_vi: str = ""
    definition_en: str = ""
    unit: str | None = None
    words: tuple[str, ...] = ()
    is_nullable: bool = True
    figure: str | None = None


@dataclass(frozen=True, eq=False)
class Collection:
    """A collection of features; it is the same only as itself.

    Attributes
    ----------
    relation
        SQL function of one day that gives the rows; its columns are the properties and `geom`.
    id_property
        Property that is the feature's id.
    geometry
        `any` where features of several dimensions come together.
    min_zoom
        Least zoom of Web Mercator tiles in which the features themselves are drawn.
    tile_properties
        The few properties that tiles carry.
    has_days
        Whether its features differ from day to day.
    is_placed
        Whether every feature has a geometry.
    falling
        Property by which features are ordered, descending, where no order is asked for; the id
        breaks ties. None where the id alone orders them.
    """

    collection_id: str
    relation: str
    id_property: str
    geometry: GeometryKind
    title_vi: str
    title_en: str
    description_vi: str
    description_en: str
    properties: tuple[Property, ...]
    tile_properties: tuple[str, ...]
    min_zoom: int = 0
    has_days: bool = True
    is_placed: bool = True
    falling: str | None = None
    table_properties: tuple[str, ...] = field(default=())
    """Properties of the table that people look at first; all are one click away."""

    @cached_property
    def by_name(self) -> Mapping[str, Property]:
        """Properties by name, in reading order."""
        return {item.name: item for item in self.properties}
