"""Which format and which language an answer has: by parameter, else by what the client accepts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from starlette.requests import Request

from api.ogc.parameters import read_choice
from geo.errors import NotAcceptable

Language = Literal["vi", "en"]


def choose_format(request: Request, given: str | None, offered: Mapping[str, str]) -> str:
    """Name of the format wanted.

    Parameters
    ----------
    given
        Value of `f`.
    offered
        Media type by name; the first is sent to whoever does not mind.

    Raises
    ------
    InvalidParameter
        If `f` is none of the names.
    NotAcceptable
        If the client refuses all that is offered, by `q=0`.
    """
    chosen = read_choice("f", given, tuple(offered))
    if chosen is not None:
        return chosen
    default = next(iter(offered))
    accept = request.headers.get("accept")
    if accept is None or accept == "*/*":
        return default
    by_type = {
        media_type.partition(";")[0]: name for name, media_type in reversed(list(offered.items()))
    }
    if "json" in offered:
        # Whoever wants JSON takes kinds of it too, rather than a page.
        by_type.setdefault("application/json", "json")
    if "fgb" in offered:
        by_type.setdefault("application/flatgeobuf", "fgb")
    refused = _refused(accept) if "q=0" in accept.lower() else frozenset[str]()
    for media_type in _in_order(accept):
        if media_type in by_type:
            return by_type[media_type]
        kind, _, rest = media_type.partition("/")
        if rest == "*":
            for name, offer in offered.items():
                if kind in ("*", offer.partition("/")[0]) and not _is_refused(offer, refused):
                    return name
    # Nothing fits: the default is of more use than an error (RFC 9110, 12.4.1), but for what is
    # refused in so many words.
    if "*/*" not in refused:
        pages = [name for name in offered if name == "html"]
        for name in (default, *pages, *offered):
            if not _is_refused(offered[name], refused):
                return name
    raise NotAcceptable(
        "Accept refuses every format that there is",
        expected=", ".join(offered.values()),
        remedy="accept one of them, or name it with f",
    )


def is_for_people(request: Request) -> bool:
    """Whether a page is wanted rather than a document for programs."""
    given = request.query_params.get("f")
    if given is not None:
        return given == "html"
    wanted = _in_order(request.headers.get("accept", ""))
    return bool(wanted) and wanted[0] in ("text/html", "application/xhtml+xml")


def choose_language(request: Request, given: str | None) -> Language:
    """Language wanted; Vietnamese for whoever asks for neither.

    Raises
    ------
    InvalidParameter
        If `lang` is neither `vi` nor `en`.
    """
    chosen = read_choice("lang", given, ("vi", "en"))
    if chosen is None:
        wanted = request.headers.get("accept-language")
        for tag in () if wanted is None else _in_order(wanted):
            if tag.partition("-")[0] in ("vi", "en"):
                chosen = tag.partition("-")[0]
                break
    return "en" if chosen == "en" else "vi"


def _refused(accept: str) -> frozenset[str]:
    """Media types that a client does not want, with `q=0`."""
    return frozenset(value for weight, value in _weighed(accept) if weight == 0)


def _is_refused(media_type: str, refused: frozenset[str]) -> bool:
    kind = media_type.partition(";")[0]
    return not refused.isdisjoint({kind, f"{kind.partition('/')[0]}/*"})


def _in_order(header: str) -> list[str]:
    """Values of an Accept header, the most wanted first; those that are not wanted left out."""
    wanted = [pair for pair in _weighed(header) if pair[0] > 0]
    return [value for _, value in sorted(wanted, key=lambda pair: -pair[0])]


def _weighed(header: str) -> list[tuple[float, str]]:
    """Values of an Accept header with their weights, in its order."""
    weighed = []
    for part in header.lower().split(",")[:50]:
        value, *parameters = (piece.strip() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    weight = float(parameter[2:])
                except ValueError:
                    weight = -1.0
        if value and weight >= 0:
            weighed.append((weight, value))
    return weighed
