"""Query parameters as the standards want them: known, given once, and read strictly."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from geo.crs import NAMED_CRS, WGS84, NamedCrs
from geo.errors import InvalidParameter
from geo.vietnam_time import day_of, today_in_vietnam
from layers.catalog import Collection, Property
from layers.feature_query import SortKey

MOST_FEATURES: Final = 10_000
DEFAULT_FEATURES: Final = 10
LONGEST_QUERY: Final = 12_000
"""Characters of a query; a filter may have 8,000 of them."""

MOST_NAMED: Final = 14
"""Parameters that a refusal names; the properties of a collection come after them."""

CRS84_URI: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG_URI: Final = "http://www.opengis.net/def/crs/EPSG/0/{}"
_CODES: Final = (4326, 3857, 9210, 5899, 3405)

CRS_URIS: Final[Mapping[str, tuple[NamedCrs, bool]]] = {
    CRS84_URI: (NAMED_CRS[WGS84], False),
    # The register says latitude first for EPSG:4326, and easting first for all the others.
    **{_EPSG_URI.format(code): (NAMED_CRS[code], code == WGS84) for code in _CODES},
}
"""CRSs by their address: what it is, and whether latitude comes first."""

_INTEGER: Final = re.compile(r"[+-]?\d{1,30}", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})", re.ASCII | re.IGNORECASE
)

Parameters = Mapping[str, str]


def read_parameters(request: Request, known: tuple[str, ...]) -> Parameters:
    """Parameters of a request by name.

    Raises
    ------
    InvalidParameter
        If one is unknown, given twice, not UTF-8 or holds U+0000 (OGC 17-069r4, 7.5: requests with
        unknown parameters are refused).
    """
    raw: bytes = request.scope["query_string"]
    if not raw:
        return {}
    if len(raw) > LONGEST_QUERY:
        raise InvalidParameter(
            f"the query has {len(raw)} characters", expected=f"at most {LONGEST_QUERY}"
        )
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict")
    except (UnicodeDecodeError, ValueError) as error:
        raise InvalidParameter(
            "the query cannot be read", expected="percent-encoded UTF-8"
        ) from error
    found: dict[str, str] = {}
    for name, value in pairs:
        if name not in known:
            raise InvalidParameter(
                f"there is no parameter {name[:40]!r}",
                expected=f"one of {', '.join(known[:MOST_NAMED])}"
                + (", or a queryable of the collection" if len(known) > MOST_NAMED else ""),
                remedy="correct or remove it",
            )
        if name in found:
            raise InvalidParameter(
                f"{name} is given more than once", expected="one value", remedy="remove one"
            )
        if "\x00" in value:
            raise InvalidParameter(f"{name} holds the character U+0000", expected="text without it")
        found[name] = value
    if found.get("f") == "html" and "limit" in known:
        # The page of features has a form, and without scripts that sends what was left empty, too.
        return {name: value for name, value in found.items() if value}
    return found


def read_limit(text: str | None, *, default: int | None = DEFAULT_FEATURES) -> int | None:
    """Features wanted at most; what is above the maximum is the maximum.

    Raises
    ------
    InvalidParameter
        If it is not a whole number from 1 on.
    """
    if text is None:
        return default
    if not _INTEGER.fullmatch(text) or int(text) < 1:
        raise InvalidParameter(
            f"limit is {text[:40]!r}", expected=f"a whole number from 1 to {MOST_FEATURES}"
        )
    return min(int(text), MOST_FEATURES)


def read_crs(name: str, text: str | None) -> tuple[NamedCrs, bool]:
    """CRS of a parameter, and whether latitude comes first in it; CRS84 where none is given.

    Raises
    ------
    InvalidParameter
        If it is not one that is offered.
    """
    if text is None:
        return CRS_URIS[CRS84_URI]
    found = CRS_URIS.get(text.removeprefix("[").removesuffix("]"))
    if found is None:
        raise InvalidParameter(
            f"{name} is {text[:80]!r}",
            expected=f"one of {', '.join(CRS_URIS)}",
            remedy="take one from the collection's list `crs`",
        )
    return found


def read_day(text: str | None) -> date | None:
    """Day that `datetime` asks for: features are given as they stood then.

    An interval asks for its last day, a moment for the day that it was in Vietnam then. A day that
    has not come yet is known to nobody.

    Returns
    -------
    The day; today where nothing is given or an interval is still open; None if the time asked for
    lies wholly in the future.

    Raises
    ------
    InvalidParameter
        If it is not an instant or interval as RFC 3339 writes them, or ends before it begins.
    """
    today = today_in_vietnam()
    if text is None:
        return today
    parts = text.split("/")
    if len(parts) == 1 and parts[0] not in ("", ".."):
        day = _day_of(parts[0], text)
        return None if day > today else day
    if len(parts) == 2:
        begin, end = (None if part in ("", "..") else _day_of(part, text) for part in parts)
        if begin is not None and end is not None and begin > end:
            raise _not_a_time(text, "an interval that ends after it begins")
        if begin is not None and begin > today:
            return None
        return today if end is None else min(end, today)
    raise _not_a_time(text, "YYYY-MM-DD, a time as RFC 3339 has it, or an interval begin/end")


def read_sort(collection: Collection, text: str | None) -> tuple[SortKey, ...]:
    """Order of `sortby`: names of properties joined by commas, `-` before those that descend.

    Raises
    ------
    InvalidParameter
        If one is not a property of the collection, comes twice, or there are more than five.
    """
    if text is None:
        return ()
    keys = []
    for part in text.split(","):
        # A plus sign that nobody encoded arrives as a space.
        name = part.strip().removeprefix("+").removeprefix("-")
        require_property(collection, name, "sortby")
        keys.append(SortKey(name, descending=part.strip().startswith("-")))
    if len({key.name for key in keys}) != len(keys) or len(keys) > 5:
        raise InvalidParameter(f"sortby is {text[:40]!r}", expected="up to five names, each once")
    return tuple(keys)


def read_properties(collection: Collection, text: str | None) -> tuple[Property, ...]:
    """Properties that are wanted, in the collection's order; all where none are named.

    Raises
    ------
    InvalidParameter
        If one is not a property of the collection.
    """
    if text is None:
        return collection.properties
    wanted = {
        require_property(collection, name.strip(), "properties").name for name in text.split(",")
    }
    wanted.add(collection.id_property)
    return tuple(item for item in collection.properties if item.name in wanted)


def read_value(item: Property, text: str) -> str | float | bool | date:
    """Value of a parameter that has the name of a property.

    Raises
    ------
    InvalidParameter
        If the property cannot have it.
    """
    match item.kind:
        case "text":
            if item.words:
                read_choice(item.name, text, item.words)
            return text
        case "boolean":
            return read_choice(item.name, text, ("true", "false")) == "true"
        case "date":
            if _DAY.fullmatch(text):
                with contextlib.suppress(ValueError):
                    return date.fromisoformat(text)
            raise InvalidParameter(f"{item.name} is {text[:40]!r}", expected="a day as YYYY-MM-DD")
        case "integer" if _INTEGER.fullmatch(text):
            return float(text)
        case "number" if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
            return float(text)
    expected = "a whole number" if item.kind == "integer" else "a number"
    raise InvalidParameter(f"{item.name} is {text[:40]!r}", expected=expected)


def require_property(collection: Collection, name: str, parameter: str) -> Property:
    """Property of a collection by its name.

    Raises
    ------
    InvalidParameter
        If there is none.
    """
    found = collection.by_name.get(name)
    if found is None:
        raise InvalidParameter(
            f"{parameter} names {name[:40]!r}, which {collection.collection_id} does not have",
            expected="properties of the collection",
            remedy=f"see /ogc/collections/{collection.collection_id}/queryables",
        )
    return found


def read_choice(name: str, text: str | None, choices: tuple[str, ...]) -> str | None:
    """Check one of some words.

    Raises
    ------
    InvalidParameter
        If it is another.
    """
    if text is not None and text not in choices:
        raise InvalidParameter(f"{name} is {text[:40]!r}", expected=f"one of {', '.join(choices)}")
    return text


def _day_of(part: str, whole: str) -> date:
    try:
        if _DAY.fullmatch(part):
            return date.fromisoformat(part)
        if _MOMENT.fullmatch(part):
            moment = datetime.fromisoformat(part.upper().replace("Z", "+00:00"))
            # Where the last hours of the calendar are a day of the year 10000 in Vietnam.
            return date.max if moment.year == date.max.year else day_of(moment)
    except (ValueError, OverflowError):
        pass
    raise _not_a_time(whole, "YYYY-MM-DD, a time as RFC 3339 has it, or an interval begin/end")


def _not_a_time(text: str, expected: str) -> InvalidParameter:
    return InvalidParameter(f"datetime is {text[:60]!r}", expected=expected)
