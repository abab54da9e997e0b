"""CQL2 to SQL: names only from the collection, values only bound, kinds checked before PostGIS.

What PostgreSQL would refuse for its types is refused here with a sentence, so that no filter ever
ends in an error of the database's own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import shapely
from psycopg import sql

from geo.crs import NAMED_CRS, WGS84, NamedCrs
from geo.errors import InvalidParameter
from layers.catalog import Collection, PropertyKind
from layers.cql.geometries import join_members, read_geometry
from layers.cql.reading import read_filter
from layers.cql.temporal import (
    RELATIONS,
    Ends,
    as_timestamp,
    compare_times,
    ends_of_interval,
    ends_of_term,
    read_day,
    read_moment,
)
from layers.cql.terms import Bound, Filter, Term, TermKind, call, infix

GEOMETRY_NAME: Final = "geometry"
"""What a filter calls the geometry of a feature."""

MOST_OPERATIONS: Final = 250
DEEPEST_OPERATIONS: Final = 80
"""Operations inside operations, as a chain of sums or NOTs without brackets has them."""

MOST_WILDCARDS: Final = 10
MOST_TEXT_OPERATIONS: Final = 12
"""CASEI, ACCENTI and LIKE: each looks through every letter of every feature."""

_TEXT_OPERATIONS: Final = frozenset({"casei", "accenti", "like"})

_COMPARISONS: Final = frozenset({"=", "<>", "<", "<=", ">", ">="})
SQL_TYPE: Final[Mapping[TermKind, str]] = {
    "text": "text",
    "number": "float8",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamptz",
}
KIND_OF: Final[Mapping[PropertyKind, TermKind]] = {
    "text": "text",
    "number": "number",
    "integer": "number",
    "boolean": "boolean",
    "date": "date",
}
_SPATIAL: Final[Mapping[str, str]] = {
    "s_intersects": "ST_Intersects",
    "s_disjoint": "ST_Disjoint",
    "s_within": "ST_Within",
    "s_contains": "ST_Contains",
    "s_crosses": "ST_Crosses",
    "s_equals": "ST_Equals",
    "s_overlaps": "ST_Overlaps",
    "s_touches": "ST_Touches",
}
_TAKE_COLLECTIONS: Final = frozenset({"s_intersects", "s_disjoint"})


def compile_filter(
    text: str,
    language: str,
    collection: Collection,
    *,
    crs: NamedCrs = NAMED_CRS[WGS84],
    lat_first: bool = False,
) -> Filter:
    """Condition on the rows `f` of a collection's relation.

    Parameters
    ----------
    text
        The filter.
    language
        `cql2-text` or `cql2-json`.
    collection
        Whose properties it may name; the geometry is called `geometry`.
    crs, lat_first
        CRS of its coordinates, and whether latitude comes first in them.

    Raises
    ------
    InvalidParameter
        If it is not CQL2, names what is not there, or mixes kinds of values.
    """
    compiler = _Compiler(collection, crs, lat_first=lat_first)
    condition = compiler.condition(read_filter(text, language))
    return Filter(condition, compiler.bound.values)


class _Compiler:
    """Walks one expression; counts its operations and gathers its values."""

    def __init__(self, collection: Collection, crs: NamedCrs, *, lat_first: bool) -> None:
        self._collection = collection
        self._crs = crs
        self._lat_first = lat_first
        self._operations = self._text_operations = self._depth = 0
        self.bound = Bound()

    def condition(self, node: Any) -> sql.Composable:
        """SQL of what must be true or false."""
        return self._of_kind(node, "boolean").sql

    def _of_kind(self, node: Any, kind: TermKind) -> Term:
        term = self._term(node)
        if term.kind != kind:
            raise _refuse(f"the filter has a {term.kind} where a {kind} belongs", f"a {kind}")
        return term

    def _term(self, node: Any) -> Term:
        match node:
            case bool():
                return Term(self.bound.bind(node, "boolean"), "boolean")
            case int() | float():
                return self._number(node)
            case str():
                return Term(self.bound.bind(_without_nul(node), "text"), "text")
            case {"property": str(name)}:
                return self._property(name)
            case {"date": str(day)}:
                return Term(self.bound.bind(read_day(day), "date"), "date")
            case {"timestamp": str(moment)}:
                return Term(self.bound.bind(read_moment(moment), "timestamptz"), "timestamp")
            case {"op": str(name), "args": list(arguments)}:
                return self._operation(name.lower(), arguments)
            case {"bbox": _} | {"type": _}:
                return self._geometry(node)
        raise _refuse("the filter holds something that has no meaning here", "CQL2")

    def _number(self, value: float) -> Term:
        number = float(value)
        if not math.isfinite(number):
            raise _refuse("the filter has a number that is too large", "up to 1e308")
        return Term(self.bound.bind(number, "float8"), "number")

    def _property(self, name: str) -> Term:
        if name == GEOMETRY_NAME:
            return Term(sql.SQL("f.geom"), "geometry")
        found = self._collection.by_name.get(name)
        if found is None:
            raise InvalidParameter(
                f"{self._collection.collection_id} has no property {name[:40]!r}",
                expected=f"a queryable, or {GEOMETRY_NAME}",
                remedy=f"see /ogc/collections/{self._collection.collection_id}/queryables",
            )
        column = sql.SQL("f.{}").format(sql.Identifier(found.name))
        return Term(column, KIND_OF[found.kind])

    def _geometry(self, node: Mapping[str, Any]) -> Term:
        return self._shape(read_geometry(node, self._crs, lat_first=self._lat_first))

    def _members(self, node: Mapping[str, Any]) -> Term:
        """Members of a GeometryCollection as one geometry."""
        return self._shape(join_members(read_geometry(node, self._crs, lat_first=self._lat_first)))

    def _shape(self, geometry: shapely.Geometry) -> Term:
        made = call(
            "ST_GeomFromWKB", self.bound.bind(shapely.to_wkb(geometry), "bytea"), sql.SQL("4326")
        )
        return Term(made, "geometry")

    def _operation(self, name: str, arguments: Sequence[Any]) -> Term:
        self._operations += 1
        if self._operations > MOST_OPERATIONS:
            raise _refuse("the filter has too many operations", f"at most {MOST_OPERATIONS}")
        self._text_operations += name in _TEXT_OPERATIONS
        if self._text_operations > MOST_TEXT_OPERATIONS:
            raise _refuse(
                "the filter has CASEI, ACCENTI and LIKE too often",
                f"at most {MOST_TEXT_OPERATIONS}",
            )
        self._depth += 1
        if self._depth > DEEPEST_OPERATIONS:
            raise _refuse(
                "the filter has operations inside operations too deep",
                f"at most {DEEPEST_OPERATIONS}",
            )
        made = self._made(name, arguments)
        self._depth -= 1
        return made

    def _made(self, name: str, arguments: Sequence[Any]) -> Term:
        if name in ("and", "or"):
            parts = [self.condition(argument) for argument in _at_least(1, arguments, name)]
            joined = sql.SQL(f" {name.upper()} ").join(parts)
            return Term(sql.SQL("({})").format(joined), "boolean")
        if name in RELATIONS:
            return self._temporal(name, arguments)
        if name in _SPATIAL:
            return self._spatial(name, arguments)
        if name in _COMPARISONS:
            return self._comparison(name, *_exactly(2, arguments, name))
        if name in ("+", "-", "*", "/", "%", "^", "div"):
            return self._arithmetic(name, *_exactly(2, arguments, name))
        match name:
            case "not":
                (inner,) = _exactly(1, arguments, name)
                return Term(sql.SQL("(NOT {})").format(self.condition(inner)), "boolean")
            case "isnull":
                (inner,) = _exactly(1, arguments, name)
                return Term(sql.SQL("({} IS NULL)").format(self._term(inner).sql), "boolean")
            case "between":
                return self._between(*_exactly(3, arguments, name))
            case "in":
                return self._in(*_exactly(2, arguments, name))
            case "like":
                return self._like(*_exactly(2, arguments, name))
            case "casei" | "accenti":
                (inner,) = _exactly(1, arguments, name)
                function = "lower" if name == "casei" else "without_accents"
                return Term(call(function, self._of_kind(inner, "text").sql), "text")
        raise _refuse(
            f"the filter has the function {name[:40]!r}", "one of the conformance classes"
        )

    def _comparison(self, operator: str, left: Any, right: Any) -> Term:
        first, second = self._alike(left, right)
        return Term(infix(first.sql, operator, second.sql), "boolean")

    def _alike(self, *nodes: Any) -> list[Term]:
        """Terms of one kind; days and moments become moments, words that are days become days."""
        terms = [self._term(node) for node in nodes]
        kinds = {term.kind for term in terms}
        if kinds == {"date", "text"}:
            nodes = tuple({"date": node} if isinstance(node, str) else node for node in nodes)
            terms = [self._term(node) for node in nodes]
            kinds = {term.kind for term in terms}
        if kinds == {"date", "timestamp"}:
            return [Term(as_timestamp(term), "timestamp") for term in terms]
        if "geometry" in kinds:
            raise _refuse("the filter compares geometries", "S_EQUALS and the like")
        if len(kinds) > 1:
            raise _refuse(
                f"the filter compares a {' with a '.join(sorted(kinds))}", "values of one kind"
            )
        return terms

    def _arithmetic(self, operator: str, left: Any, right: Any) -> Term:
        first, second = (self._of_kind(node, "number").sql for node in (left, right))
        if operator in ("/", "%", "div"):
            second = call("nullif", second, sql.SQL("0"))
        match operator:
            case "^":
                return Term(call("power", first, second), "number")
            case "%":
                # PostgreSQL takes remainders of exact numbers only.
                exact = [sql.SQL("CAST({} AS numeric)").format(part) for part in (first, second)]
                made = call("mod", *exact)
                return Term(sql.SQL("CAST({} AS float8)").format(made), "number")
            case "div":
                return Term(call("trunc", infix(first, "/", second)), "number")
        return Term(infix(first, operator, second), "number")

    def _between(self, value: Any, low: Any, high: Any) -> Term:
        terms = self._alike(value, low, high)
        made = sql.SQL("({} BETWEEN {} AND {})").format(*(term.sql for term in terms))
        return Term(made, "boolean")

    def _in(self, value: Any, choices: Any) -> Term:
        if not isinstance(choices, list) or not choices:
            raise _refuse("IN has no list of values", "at least one value")
        first, *others = self._alike(value, *choices)
        listed = sql.SQL(", ").join(term.sql for term in others)
        return Term(sql.SQL("({} IN ({}))").format(first.sql, listed), "boolean")

    def _like(self, value: Any, pattern: Any) -> Term:
        _check_pattern(pattern)
        text, wanted = (self._of_kind(node, "text").sql for node in (value, pattern))
        return Term(infix(text, "LIKE", wanted), "boolean")

    def _spatial(self, name: str, arguments: Sequence[Any]) -> Term:
        first, second = (
            self._members(argument).sql
            if name not in _TAKE_COLLECTIONS
            and isinstance(argument, dict)
            and argument.get("type") == "GeometryCollection"
            else self._of_kind(argument, "geometry").sql
            for argument in _exactly(2, arguments, name)
        )
        return Term(call(_SPATIAL[name], first, second), "boolean")

    def _temporal(self, name: str, arguments: Sequence[Any]) -> Term:
        first, second = (self._ends(argument) for argument in _exactly(2, arguments, name))
        return Term(compare_times(name, first, second), "boolean")

    def _ends(self, node: Any) -> Ends:
        if isinstance(node, dict) and "interval" in node:
            interval = node["interval"]
            if (
                isinstance(interval, list)
                and len(interval) == 2
                and any(isinstance(end, dict) and "property" in end for end in interval)
            ):
                begin, end = (self._end(part, n) for n, part in enumerate(interval))
                return begin, end
            return ends_of_interval(interval, self.bound)
        return ends_of_term(self._term(node))

    def _end(self, part: Any, number: int) -> sql.Composable:
        """One end of an interval that a property begins or ends."""
        if part == "..":
            return self.bound.bind("infinity" if number else "-infinity", "timestamptz")
        if isinstance(part, str):
            return self.bound.bind(read_moment(part), "timestamptz")
        return as_timestamp(self._term(part))


def _check_pattern(pattern: Any) -> None:
    """Refuse patterns that PostgreSQL refuses, or takes long over."""
    while isinstance(pattern, dict) and pattern.get("op") in ("casei", "accenti"):
        (pattern, *_) = pattern.get("args") or [None]
    if not isinstance(pattern, str):
        raise _refuse("LIKE has no pattern", "text with % and _")
    if pattern.count("%") > MOST_WILDCARDS:
        raise _refuse("the pattern of LIKE has too many %", f"at most {MOST_WILDCARDS}")
    if (len(pattern) - len(pattern.rstrip("\\"))) % 2:
        raise _refuse("the pattern of LIKE ends with a backslash", "two for a real one")


def _exactly(count: int, arguments: Sequence[Any], name: str) -> Sequence[Any]:
    if len(arguments) != count:
        raise _refuse(f"{name} was given {len(arguments)} arguments", str(count))
    return arguments


def _at_least(count: int, arguments: Sequence[Any], name: str) -> Sequence[Any]:
    if len(arguments) < count:
        raise _refuse(f"{name} was given {len(arguments)} arguments", f"at least {count}")
    return arguments


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise _refuse("the filter has the character U+0000", "text without it")
    return text


def _refuse(received: str, expected: str) -> InvalidParameter:
    return InvalidParameter(received, expected=expected, remedy="correct the filter")
