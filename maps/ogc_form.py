"""The form that filters a collection, from the query of the request; it needs no JavaScript."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from layers.catalog import Collection
from maps.labels import Language
from maps.ogc_examples import FILTERS
from maps.ogc_links import Addresses, Pairs
from maps.ogc_values import title_of
from maps.ogc_words import ogc_word

LIMITS: Final = (10, 50, 100, 500, 1000)
_FIELDS: Final = ("limit", "datetime", "filter", "sortby", "bbox")
_PLACE: Final = frozenset({"offset", "cursor", "token", "page", "startindex", "after", "before"})
"""Parameters that say where a page of results begins: another filter begins at the start."""
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Sorting:
    """Link of a column's head, and how the column is sorted now: ascending, descending or none."""

    href: str
    words: str
    order: str


@dataclass(frozen=True, slots=True)
class FilterForm:
    """What the form shows.

    Attributes
    ----------
    kept
        Parameters that it does not show and carries on.
    is_filtered
        Whether the answer is only a part of the collection by choice.
    examples
        Address and words of each example of this collection.
    """

    values: dict[str, str]
    limits: Sequence[Option]
    sortings: Sequence[Option]
    kept: Pairs
    is_filtered: bool
    has_days: bool
    day_is_plain: bool
    examples: Sequence[tuple[str, str, str]]


def filter_form(collection: Collection | None, addresses: Addresses) -> FilterForm:
    """The form as the request left it."""
    pairs = addresses.query
    values = dict.fromkeys(_FIELDS, "")
    kept: Pairs = []
    for name, value in pairs:
        if name in values:
            values[name] = value
        elif name not in _PLACE:
            kept.append((name, value))
    day = values["datetime"]
    return FilterForm(
        values,
        _limits(values["limit"], addresses.language),
        _sortings(collection, values["sortby"], addresses.language),
        kept,
        any(values[name] for name in ("datetime", "filter", "bbox"))
        or any(collection is not None and name in collection.by_name for name, _ in kept),
        collection is None or collection.has_days,
        not day or _DAY.fullmatch(day) is not None,
        _examples(collection, addresses),
    )


def head_sorting(name: str, title: str, addresses: Addresses) -> Sorting:
    """Link of a column's head: ascending first, then the other way."""
    current = next((value for key, value in addresses.query if key == "sortby"), "")
    first = current.partition(",")[0]
    order = {f"+{name}": "ascending", name: "ascending", f"-{name}": "descending"}.get(first, "")
    wanted = f"-{name}" if order == "ascending" else name
    pairs = [
        (key, value) for key, value in addresses.query if key != "sortby" and key not in _PLACE
    ]
    key = "sort_link_down" if order == "ascending" else "sort_link_up"
    words = ogc_word(key, addresses.language, title=title)
    return Sorting(addresses.with_query([*pairs, ("sortby", wanted)]), words, order)


def _limits(current: str, language: Language) -> list[Option]:
    numbers = [str(one) for one in LIMITS]
    if current and current not in numbers:
        numbers.append(current)
    default = ogc_word("filter_limit_default", language)
    return [
        Option("", default, not current),
        *(Option(one, one, one == current) for one in numbers),
    ]


def _sortings(collection: Collection | None, current: str, language: Language) -> list[Option]:
    options = [Option("", ogc_word("sort_default", language), not current)]
    names = collection.table_properties if collection else ()
    current = current.removeprefix("+")
    for name in names:
        title = title_of(collection.by_name[name], language) if collection else name
        for value, key in ((name, "sort_up"), (f"-{name}", "sort_down")):
            words = ogc_word(key, language, title=title)
            options.append(Option(value, words, value == current))
    if current and not any(one.is_chosen for one in options):
        options.append(Option(current, current, is_chosen=True))
    return options


def _examples(collection: Collection | None, addresses: Addresses) -> list[tuple[str, str, str]]:
    examples = FILTERS.get(collection.collection_id, ()) if collection else ()
    pairs = [pair for pair in addresses.query if pair[0] not in {"filter", *_PLACE}]
    return [
        (
            addresses.with_query([*pairs, ("filter", one.filter)]),
            one.filter,
            one.words(addresses.language),
        )
        for one in examples
    ]
