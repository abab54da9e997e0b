"""A question to a collection of features, and the statements that answer it.

Statements are put together from the catalogue's names and from conditions whose values are bound.
The database makes the GeoJSON text itself: that is several times faster than rows and objects.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final, Literal

import orjson
import shapely
from psycopg import sql

from geo.crs import NAMED_CRS, WGS84, NamedCrs
from geo.errors import InvalidParameter
from layers.catalog import Collection, Property
from layers.cql.terms import Filter

DEGREE_DECIMALS: Final = 7
"""Digits after the point in degrees: 1 cm."""

LONGEST_CURSOR: Final = 4_000

SMALL_BBOX_DEG2: Final = 0.02
"""Square degrees, about 15 km by 15 km: what a map shows when single parcels can be told apart."""

Statement = tuple[bytes, dict[str, Any]]
"""SQL with named placeholders, and what is bound to them."""


@dataclass(frozen=True, slots=True)
class SortKey:
    """A property to order by; what is unknown comes last either way."""

    name: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class FeatureQuery:
    """What is asked of a collection.

    Attributes
    ----------
    on_day
        Features as they stood then.
    properties
        Those wanted, in order; the whole geometry is wanted unless `with_geometry` is False.
    bbox
        Area in EPSG:4326 that features must touch; those without a place are in any.
    condition
        Filter, compiled for this collection.
    sort
        Order; the id breaks ties. Where nothing is asked for it is the collection's own.
    limit
        Features a page, at least 1; None for all.
    after
        Values of the sort keys and of the id of the last feature that was had before.
    crs, lat_first
        CRS of the geometries in the answer, and whether latitude comes first.
    is_narrow
        Whether the condition leaves few features, which an index finds.
    """

    collection: Collection
    on_day: date
    properties: tuple[Property, ...]
    bbox: shapely.Geometry | None = None
    condition: Filter | None = None
    sort: tuple[SortKey, ...] = ()
    limit: int | None = None
    after: tuple[Any, ...] | None = None
    crs: NamedCrs = NAMED_CRS[WGS84]
    lat_first: bool = False
    with_geometry: bool = True
    is_narrow: bool = False

    @property
    def is_selective(self) -> bool:
        """Whether the query leaves out features of the collection."""
        return self.bbox is not None or self.condition is not None

    @property
    def is_small(self) -> bool:
        """Whether an index leads to the few features that are asked for, whatever their order."""
        return self.is_narrow or (self.bbox is not None and self.bbox.area < SMALL_BBOX_DEG2)

    @property
    def is_wide(self) -> bool:
        """Whether every feature may have to be looked at, or put in order, for an answer."""
        if self.sort:
            return True
        return self.condition is not None and not (self.is_narrow and self.condition.is_simple)

    @property
    def has_one_plan(self) -> bool:
        """Whether one plan is right for all values that can be bound."""
        return self.condition is None and (self.bbox is None or self.is_small)

    @property
    def order(self) -> tuple[SortKey, ...]:
        """All keys of the order; the id is the last, as no two features have the same."""
        sort = self.sort
        if not sort and self.collection.falling is not None:
            sort = (SortKey(self.collection.falling, descending=True),)
        names = [key.name for key in sort]
        if self.collection.id_property in names:
            return sort[: names.index(self.collection.id_property) + 1]
        return (*sort, SortKey(self.collection.id_property))


def page_statement(query: FeatureQuery) -> Statement:
    """First a row with the `tag` of the data and `matched`, then a row a feature, in order.

    Those have the feature as JSON text, and its key as JSON. One row more than the page holds is
    looked for, to know whether there is a next page. `matched` counts all features of the
    collection, and is NULL wherever only counting them anew would tell.
    """
    return _text(query, _page_text), _values(query, more=1)


def shapes_statement(query: FeatureQuery) -> Statement:
    """One row a feature: `id` and `properties` as JSON text, `key`, `geom` as WKB in EPSG:4326.

    For a CRS that is reached through `geo.crs` alone. Each row has `tag` and `matched`, too.
    """
    return _text(query, _shapes_text), _values(query, more=1)


def feature_statement(query: FeatureQuery, feature_id: str) -> Statement:
    """One row: `tag` of the data and `feature` as JSON text, NULL if there is none."""
    return _text(query, _feature_text), {"day": query.on_day, "id": feature_id}


def shape_statement(query: FeatureQuery, feature_id: str) -> Statement:
    """As `shapes_statement`, for one feature; no row if there is none."""
    return _text(query, _shape_text), {"day": query.on_day, "id": feature_id}


def rows_statement(query: FeatureQuery) -> Statement:
    """One row a feature: the properties as plain columns, last `geom` as WKB in EPSG:4326.

    NULL stands for each geometry where none is wanted.
    """
    return _text(query, _rows_text), _values(query)


def write_cursor(query: FeatureQuery, key: str | bytes) -> str:
    """Text that stands for the place after a feature, for the address of the next page.

    Parameters
    ----------
    key
        JSON list of the values that the feature is ordered by.
    """
    content = orjson.dumps([_order_mark(query), orjson.loads(key)])
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def read_cursor(query: FeatureQuery, cursor: str) -> tuple[Any, ...]:
    """Values of `after` from the text that `write_cursor` made for the same order.

    Raises
    ------
    InvalidParameter
        If it was not made by us for this order.
    """
    try:
        if len(cursor) > LONGEST_CURSOR:
            raise ValueError
        padded = cursor + "=" * (-len(cursor) % 4)
        mark, values = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if mark != _order_mark(query) or len(values) != len(query.order):
            raise ValueError
        return tuple(
            _read_key(query.collection.by_name[key.name], value)
            for key, value in zip(query.order, values, strict=True)
        )
    except (ValueError, TypeError, binascii.Error) as error:
        raise InvalidParameter(
            f"cursor is {cursor[:20]!r}...",
            expected="the cursor of a link `next`, with the same sortby",
            remedy="follow the link as it is, or begin again without cursor",
        ) from error


def _read_key(item: Property, value: Any) -> Any:
    """One value of a cursor, of the kind that the property has."""
    if value is None:
        if not item.is_nullable:
            raise ValueError
        return None
    match item.kind:
        case "text":
            if not isinstance(value, str) or "\x00" in value:
                raise ValueError
        case "boolean":
            if not isinstance(value, bool):
                raise ValueError
        case "date":
            return date.fromisoformat(value)
        case "number" | "integer":
            if isinstance(value, bool) or not math.isfinite(value):
                raise ValueError
            return float(value)
    return value


def _order_mark(query: FeatureQuery) -> str:
    """Short digest of collection and order: a cursor of another is not taken."""
    return _mark_of(query.collection.collection_id, query.order)


@lru_cache(maxsize=100)
def _mark_of(collection_id: str, order: tuple[SortKey, ...]) -> str:
    named = [f"{key.name}{'-' if key.descending else '+'}" for key in order]
    return hashlib.sha256(" ".join([collection_id, *named]).encode()).hexdigest()[:6]


_TAG: Final = sql.SQL("(SELECT tag FROM data_tag())")

_TEXTS: Final[dict[tuple[Any, ...], bytes]] = {}
_MOST_TEXTS: Final = 500


def _text(query: FeatureQuery, build: Callable[[FeatureQuery], sql.Composed]) -> bytes:
    """Text of a statement; kept where no filter is in it, as putting it together takes long."""
    if query.condition is not None:
        return build(query).as_bytes(None)
    after = None if query.after is None else tuple(value is None for value in query.after)
    key = (
        build,
        query.collection.collection_id,
        query.properties,
        query.sort,
        query.bbox is None,
        query.bbox is not None and (query.is_small, _is_upright(query.bbox)),
        query.limit is None,
        after,
        query.lat_first,
        query.with_geometry,
    )
    text = _TEXTS.get(key)
    if text is None:
        if len(_TEXTS) >= _MOST_TEXTS:
            _TEXTS.clear()
        text = _TEXTS[key] = build(query).as_bytes(None)
    return text


def _values(query: FeatureQuery, *, more: int = 0) -> dict[str, Any]:
    """What is bound to the statement of some rows; `more` of them than a page holds."""
    values: dict[str, Any] = {"day": query.on_day}
    if query.bbox is not None:
        values["bbox"] = shapely.to_wkb(query.bbox)
    if query.condition is not None:
        values |= query.condition.values
    if query.after is not None:
        values |= {f"after_{n}": value for n, value in enumerate(query.after) if value is not None}
    if query.limit is not None:
        values["rows"] = query.limit + more
    return values


def _page_text(query: FeatureQuery) -> sql.Composed:
    # Features are put together by whoever reads them: a page as one text is copied several times in
    # the database, in memory that it gets from the system and gives back for each page. Relations
    # are not marked as safe in parallel, so one process gives the rows in order.
    return sql.SQL(
        "SELECT {tag} AS feature, CAST({matched} AS text) AS key"
        " UNION ALL SELECT * FROM (SELECT {feature}, {key} FROM ({rows}) AS f) AS f"
    ).format(
        tag=_TAG,
        matched=_matched(query),
        key=_key(query),
        feature=_feature(query),
        rows=_rows(query),
    )


def _shapes_text(query: FeatureQuery) -> sql.Composed:
    return sql.SQL(
        "SELECT {tag} AS tag, {matched} AS matched, {key} AS key,"
        " CAST(to_json({id}) AS text) AS id, {properties} AS properties,"
        " ST_AsBinary(f.geom) AS geom FROM ({rows}) AS f"
    ).format(
        tag=_TAG,
        matched=_matched(query),
        key=_key(query),
        id=_column(query.collection.id_property),
        properties=_properties(query),
        rows=_rows(query),
    )


def _feature_text(query: FeatureQuery) -> sql.Composed:
    return sql.SQL(
        "SELECT {tag} AS tag, (SELECT convert_to({feature}, 'UTF8') FROM {relation} AS f"
        " WHERE {id} = {wanted} LIMIT 1) AS feature"
    ).format(
        tag=_TAG,
        feature=_feature(query),
        relation=_relation(query),
        id=_column(query.collection.id_property),
        wanted=sql.Placeholder("id"),
    )


def _shape_text(query: FeatureQuery) -> sql.Composed:
    return sql.SQL(
        "SELECT {tag} AS tag, CAST(to_json({id}) AS text) AS id, {properties} AS properties,"
        " ST_AsBinary(f.geom) AS geom FROM {relation} AS f WHERE {id} = {wanted} LIMIT 1"
    ).format(
        tag=_TAG,
        id=_column(query.collection.id_property),
        properties=_properties(query),
        relation=_relation(query),
        wanted=sql.Placeholder("id"),
    )


def _rows_text(query: FeatureQuery) -> sql.Composed:
    columns = [_column(item.name) for item in query.properties]
    shape = "ST_AsBinary(f.geom) AS geom" if query.with_geometry else "CAST(NULL AS bytea) AS geom"
    return sql.SQL("SELECT {} FROM ({}) AS f").format(
        sql.SQL(", ").join([*columns, sql.SQL(shape)]), _rows(query)
    )


def _rows(query: FeatureQuery) -> sql.Composed:
    """Rows of the relation that are asked for, in order."""
    conditions: list[sql.Composable] = []
    if query.bbox is not None:
        conditions.append(_touches_bbox(query, query.bbox))
    if query.condition is not None:
        conditions.append(query.condition.condition)
    if query.after is not None:
        conditions.append(_after(query, query.after))
    found: list[sql.Composable] = [sql.SQL("FROM {} AS f").format(_relation(query))]
    if conditions:
        found.append(sql.SQL("WHERE ") + sql.SQL(" AND ").join(conditions))
    last: list[sql.Composable] = [sql.SQL("ORDER BY ") + _order(query)]
    if query.limit is not None:
        # A number would be planned for anew each time, as far fewer rows than the plan for any
        # number expects; where one plan does, the number is hidden from it.
        rows = "(SELECT CAST({} AS bigint))" if query.has_one_plan else "{}"
        last.append(sql.SQL(f"LIMIT {rows}").format(sql.Placeholder("rows")))
    words = sql.SQL(" ")
    if not query.is_narrow:
        return words.join([sql.SQL("SELECT f.*"), *found, *last])
    # Left to itself PostgreSQL may walk the ids in order and look at the condition of each, as if
    # conditions and ids had nothing to do with each other.
    return sql.SQL(
        "WITH hit AS MATERIALIZED (SELECT {keys} {found}),"
        " page AS (SELECT f.* FROM hit AS f {last})"
        " SELECT f.* FROM page JOIN {relation} AS f USING ({id}) {order}"
    ).format(
        keys=sql.SQL(", ").join([_column(key.name) for key in query.order]),
        found=words.join(found),
        last=words.join(last),
        relation=_relation(query),
        id=sql.Identifier(query.collection.id_property),
        order=last[0],
    )


def _touches_bbox(query: FeatureQuery, bbox: shapely.Geometry) -> sql.Composed:
    area = sql.SQL("ST_GeomFromWKB(CAST({} AS bytea), 4326)").format(sql.Placeholder("bbox"))
    if query.is_small:
        # Hidden from the plan, which then expects few features and asks the index of places.
        area = sql.SQL("(SELECT {})").format(area)
    touches = sql.SQL("ST_Intersects(f.geom, {})").format(area)
    if _is_upright(bbox):
        # Most of what touches a box lies wholly inside, and that is told by the outermost corners.
        # The index is asked by the first condition; IS TRUE keeps the others from asking it again.
        touches = sql.SQL("(f.geom && {0} AND (f.geom @ {0} OR {1}) IS TRUE)").format(area, touches)
    if not query.collection.is_placed:
        # A box matches what has no place, too (OGC 17-069r4, 7.15.3, fc-bbox-response).
        touches = sql.SQL("({} OR f.geom IS NULL)").format(touches)
    return touches


def _is_upright(area: shapely.Geometry) -> bool:
    """Whether an area is a single box along the axes."""
    if area.geom_type != "Polygon" or shapely.get_num_coordinates(area) != 5:
        return False
    west, south, east, north = area.bounds
    # Of what four corners enclose, only the box around them is as large.
    return bool(area.area == (east - west) * (north - south))


def _relation(query: FeatureQuery) -> sql.Composed:
    return sql.SQL("{}(CAST({} AS date))").format(
        sql.Identifier(query.collection.relation), sql.Placeholder("day")
    )


def _column(name: str) -> sql.Composed:
    return sql.SQL("f.{}").format(sql.Identifier(name))


def _order(query: FeatureQuery) -> sql.Composed:
    parts = []
    for key in query.order:
        direction = sql.SQL("DESC" if key.descending else "ASC")
        last = "NULLS LAST" if query.collection.by_name[key.name].is_nullable else ""
        parts.append(sql.SQL("{} {} {}").format(_column(key.name), direction, sql.SQL(last)))
    return sql.SQL(", ").join(parts)


def _after(query: FeatureQuery, after: Sequence[Any]) -> sql.Composed:
    """Condition of the rows behind a place in the order, unknown values last."""
    alternatives: list[sql.Composable] = []
    equal: list[sql.Composable] = []
    for number, (key, value) in enumerate(zip(query.order, after, strict=True)):
        column = _column(key.name)
        if value is None:
            equal.append(sql.SQL("{} IS NULL").format(column))
            continue
        item = query.collection.by_name[key.name]
        wanted = _typed(item, f"after_{number}")
        behind = sql.SQL("{} < {}" if key.descending else "{} > {}").format(column, wanted)
        if item.is_nullable:
            behind = sql.SQL("({} OR {} IS NULL)").format(behind, column)
        alternatives.append(sql.SQL("({})").format(sql.SQL(" AND ").join([*equal, behind])))
        equal.append(sql.SQL("{} = {}").format(column, wanted))
    return sql.SQL("({})").format(sql.SQL(" OR ").join(alternatives))


def _typed(item: Property, placeholder: str) -> sql.Composed:
    kinds: dict[str, Literal["text", "float8", "boolean", "date"]] = {
        "text": "text",
        "number": "float8",
        "integer": "float8",
        "boolean": "boolean",
        "date": "date",
    }
    return sql.SQL("CAST({} AS {})").format(sql.Placeholder(placeholder), sql.SQL(kinds[item.kind]))


def _key(query: FeatureQuery) -> sql.Composed:
    """The values that a row is ordered by, as the text of a JSON list."""
    columns = [_column(key.name) for key in query.order]
    return sql.SQL("CAST(json_build_array({}) AS text)").format(sql.SQL(", ").join(columns))


def _feature(query: FeatureQuery) -> sql.Composed:
    """GeoJSON of a row as text, longitude first unless asked otherwise."""
    return sql.SQL(
        """'{{"type":"Feature","id":' || to_json({id}) || ',"geometry":' || {geometry}"""
        """ || ',"properties":' || {properties} || '}}'"""
    ).format(
        id=_column(query.collection.id_property),
        geometry=_geometry(query),
        properties=_properties(query),
    )


def _geometry(query: FeatureQuery) -> sql.Composable:
    if not query.with_geometry:
        return sql.SQL("'null'")
    shape = "ST_FlipCoordinates(f.geom)" if query.lat_first else "f.geom"
    return sql.SQL(f"coalesce(ST_AsGeoJSON({shape}, {DEGREE_DECIMALS}), 'null')")


def _properties(query: FeatureQuery) -> sql.Composed:
    """The wanted properties of a row as the text of a JSON object."""
    columns = [_column(item.name) for item in query.properties]
    return sql.SQL("CAST(row_to_json((SELECT r FROM (SELECT {}) AS r)) AS text)").format(
        sql.SQL(", ").join(columns)
    )


def _matched(query: FeatureQuery) -> sql.Composable:
    """How many features there are in all, where it is kept."""
    if query.is_selective:
        return sql.SQL("NULL")
    return sql.SQL("(SELECT features FROM count_features({}, CAST({} AS date)))").format(
        sql.Literal(query.collection.collection_id), sql.Placeholder("day")
    )
