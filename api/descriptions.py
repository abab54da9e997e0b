"""The OpenAPI description as it has to be, from the one that the framework makes."""

from __future__ import annotations

from typing import Any

_OWN = "#/$defs/"
_SHARED = "#/components/schemas/"
_NEVER_SENT = "422"


def mend_description(description: dict[str, Any]) -> dict[str, Any]:
    """Make every reference lead somewhere, and leave out an answer that we never give.

    A schema that a route brings for a media type of its own has its parts inside it, where no
    reference from the whole description finds them. The framework also promises a 422 for each
    parameter; ours is a 400.

    Parameters
    ----------
    description
        Changed in place.

    Returns
    -------
    The same description.
    """
    schemas: dict[str, Any] = description.setdefault("components", {}).setdefault("schemas", {})
    for operations in description.get("paths", {}).values():
        for operation in operations.values():
            operation["responses"].pop(_NEVER_SENT, None)
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    _share_definitions(description, schemas)
    return description


def _share_definitions(node: Any, schemas: dict[str, Any]) -> None:
    """Move the parts that schemas hold inside them to where all schemas are."""
    if isinstance(node, dict):
        for name, schema in node.pop("$defs", {}).items():
            if name not in schemas:
                schemas[name] = schema
                _share_definitions(schema, schemas)
        target = node.get("$ref")
        if isinstance(target, str) and target.startswith(_OWN):
            node["$ref"] = _SHARED + target.removeprefix(_OWN)
        for value in list(node.values()):
            _share_definitions(value, schemas)
    elif isinstance(node, list):
        for value in node:
            _share_definitions(value, schemas)
