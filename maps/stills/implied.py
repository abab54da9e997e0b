"""Which template options mean that name none, where no spec says so either.

A spec without a template is an overview: that is how it is written when it is kept short.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from maps.stills.spec import Template

_IMPLIED: Final[tuple[tuple[str, Template], ...]] = (
    ("claim", "claim"),
    ("before", "before_after"),
    ("zones", "locator"),
)
"""Field, and the template that it is for; the first that is given decides."""


def imply_template(document: Mapping[str, Any]) -> dict[str, Any]:
    """The same fields, with the template that they are for where they name none.

    A claim makes a claim card, an earlier day a before-and-after, zones a locator, nothing an
    overview.
    """
    fields = dict(document)
    if fields.get("template") is None:
        given = (template for name, template in _IMPLIED if fields.get(name))
        fields["template"] = next(given, "overview")
    return fields
