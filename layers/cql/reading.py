"""Reading CQL2 text and JSON (OGC 21-065r2) with the library cql2, behind limits.

The library's parser takes exponential time for text that is nested and wrong (24 brackets: a
minute), and a very deep one ends the process. So what is too long or too deep is refused first.
"""

from __future__ import annotations

from typing import Any, Final

import cql2

from geo.errors import InvalidParameter

MOST_CHARACTERS: Final = 8_000
DEEPEST: Final = 10
"""Brackets inside brackets; the worst text of this depth takes 7 ms to be refused."""


def read_filter(text: str, language: str) -> Any:
    """CQL2 as the JSON encoding has it: dictionaries with `op` and `args`, and plain values.

    Parameters
    ----------
    text
        The filter.
    language
        `cql2-text` or `cql2-json`.

    Raises
    ------
    InvalidParameter
        If it is too long, too deep or not CQL2; the message has the place.
    """
    if len(text) > MOST_CHARACTERS:
        raise _refuse(f"the filter has {len(text)} characters", f"at most {MOST_CHARACTERS}")
    if not text.strip():
        raise _refuse("the filter is empty", "a CQL2 expression, or no filter")
    if _depth(text, "{[" if language == "cql2-json" else "(") > _deepest(language):
        raise _refuse("the filter has brackets inside brackets too deep", f"at most {DEEPEST}")
    try:
        parse = cql2.parse_json if language == "cql2-json" else cql2.parse_text
        return parse(text).to_json()
    except Exception as error:  # an empty point is refused by none of the library's own errors
        raise _refuse(f"the filter is not {language}: {_first_words(error)}", "CQL2") from error


def _deepest(language: str) -> int:
    # An operation opens two brackets in JSON, and coordinates four more.
    return 2 * DEEPEST + 4 if language == "cql2-json" else DEEPEST


def _depth(text: str, opening: str) -> int:
    """How deep brackets stand inside each other; those in quotes count as well."""
    closing = {"(": ")", "{": "}", "[": "]"}
    ends = {closing[sign] for sign in opening}
    depth = deepest = 0
    for sign in text:
        if sign in opening:
            depth += 1
            deepest = max(deepest, depth)
        elif sign in ends:
            depth -= 1
    return deepest


def _first_words(error: Exception) -> str:
    """Where the parser stopped, on one line."""
    lines = [line.strip(" |-=>") for line in str(error).splitlines()]
    kept = [line for line in lines if line and set(line) - set("^- ")]
    return "; ".join(kept[:2])[:160]


def _refuse(received: str, expected: str) -> InvalidParameter:
    return InvalidParameter(
        received, expected=expected, remedy="see /ogc/conformance and the collection's queryables"
    )
