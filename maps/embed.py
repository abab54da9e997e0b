"""Text put inside HTML so that nothing in it can end the element it stands in or run."""

from __future__ import annotations

from typing import Any

import orjson
from markupsafe import Markup

# `<`, `>` and `&` could end the script element or open a comment; U+2028 and U+2029 end a line in
# older JavaScript. JSON may write all five as escapes.
_ESCAPES = str.maketrans(
    {
        "<": "\\u003c",
        ">": "\\u003e",
        "&": "\\u0026",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
    }
)


def json_for_script(value: Any) -> Markup:
    """JSON that may stand inside a `<script type="application/json">` element.

    Parameters
    ----------
    value
        Anything JSON can say. NaN and infinities become null.

    Returns
    -------
    Markup
        The same data with `<`, `>`, `&`, U+2028 and U+2029 written as escapes; keys keep the order
        they came in, so the same value gives the same text.
    """
    text = orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()
    return Markup(text.translate(_ESCAPES))  # noqa: S704 - every character that matters is escaped
