"""Small pieces that the description of the OGC API is put together from."""

from __future__ import annotations

from typing import Any, Final

Schema = dict[str, Any]

REF: Final = "#/components/"
"""Where what is described once stands in the document."""

KINDS: Final[dict[str, Schema]] = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
}
"""Schema of a property's value by its kind."""


def words_schema(*words: str) -> Schema:
    """Schema of one of some words."""
    return {"type": "string", "enum": list(words)}


def query_parameter(name: str, description: str, schema: Schema, **more: Any) -> Schema:
    """Describe a parameter of the query that may be left out."""
    return {
        "name": name,
        "in": "query",
        "description": description,
        "required": False,
        "schema": schema,
        **more,
    }
