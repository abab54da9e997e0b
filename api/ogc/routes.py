"""The addresses below `/ogc`, those that are asked most often first."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

import orjson
from fastapi import FastAPI
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from api.middleware.metrics import Metrics
from api.ogc.answering import Door, door_of
from api.ogc.cache import AnswerCache
from api.ogc.documents import (
    read_collection,
    read_collections,
    read_conformance,
    read_landing,
    read_queryables,
    read_schema,
    read_sortables,
)
from api.ogc.error_pages import Handler, with_error_pages
from api.ogc.items import read_item, read_items
from api.ogc.links import HTML, OPENAPI, Links
from api.ogc.negotiation import choose_format
from api.ogc.openapi import describe_api
from api.ogc.parameters import read_parameters
from api.ogc.quick_routes import Headers, QuickRoutes
from api.ogc.tiles import (
    read_collection_tile,
    read_map_tile,
    read_matrix_set,
    read_matrix_sets,
    read_style,
    read_tileset,
    read_tilesets,
)
from api.program_mark import mark_of
from api.settings import ServerSettings
from layers.data_version import VersionWatch
from layers.database import ReadPool

MOST_DOWNLOADS: Final = 2
"""Files made at once: each holds one of the pool's connections."""


class _FeatureId(Convertor[str]):
    """An id: it may have slashes within, as those of real parcels do (`tan-thuan/A1`)."""

    regex = ".*[^/]"

    def convert(self, value: str) -> str:
        """Take it as it is."""
        return value

    def to_string(self, value: str) -> str:
        """Give it as it is."""
        return value


register_url_convertor("feature", _FeatureId())

_COLLECTION: Final = "/ogc/collections/{collection_id}"
_TILE: Final = "{matrix_set}/{tileMatrix}/{tileRow}/{tileCol}"


def open_door(app: FastAPI, pool: ReadPool, settings: ServerSettings, metrics: Metrics) -> None:
    """Give the routes what they share; called when the server starts."""
    app.state.ogc = Door(
        pool=pool,
        watch=VersionWatch(pool),
        cache=AnswerCache(settings.cache_mb * 1_000_000),
        links=Links(settings.base_url),
        metrics=metrics,
        downloads=asyncio.Semaphore(MOST_DOWNLOADS),
        download_s=settings.download_timeout_s,
        mark=mark_of(settings.base_url),
        retry_after_s=settings.retry_after_s,
    )


async def read_description(request: Request) -> Response:
    """Answer with the OpenAPI document, or lead people to the page that shows it."""
    parameters = read_parameters(request, ("f",))
    chosen = choose_format(request, parameters.get("f"), {"json": OPENAPI, "html": HTML})
    base_url = door_of(request).links.base_url
    if chosen == "html":
        return RedirectResponse(f"{base_url}/docs", status_code=303)
    # The type as a header, for Response would add a charset of its own.
    return Response(
        orjson.dumps(describe_api(base_url)),
        headers={"Content-Type": OPENAPI, "Vary": "Accept"},
    )


_HANDLERS: Final[tuple[tuple[str, Handler], ...]] = (
    (f"{_COLLECTION}/tiles/{_TILE}", read_collection_tile),
    (f"{_COLLECTION}/items", read_items),
    (f"{_COLLECTION}/items/{{feature_id:feature}}", read_item),
    (f"/ogc/tiles/{_TILE}", read_map_tile),
    ("/ogc", read_landing),
    ("/ogc/", read_landing),
    ("/ogc/api", read_description),
    ("/ogc/conformance", read_conformance),
    ("/ogc/collections", read_collections),
    (_COLLECTION, read_collection),
    (f"{_COLLECTION}/queryables", read_queryables),
    (f"{_COLLECTION}/schema", read_schema),
    (f"{_COLLECTION}/sortables", read_sortables),
    (f"{_COLLECTION}/tiles", read_tilesets),
    (f"{_COLLECTION}/tiles/{{matrix_set}}", read_tileset),
    ("/ogc/tiles", read_tilesets),
    ("/ogc/tiles/{matrix_set}", read_tileset),
    ("/ogc/tileMatrixSets", read_matrix_sets),
    ("/ogc/tileMatrixSets/{matrix_set}", read_matrix_set),
    ("/ogc/styles/zonemap", read_style),
)


_QUICK: Final = 4
"""How many of the handlers, the first ones, are worth a way of their own."""


def ogc_routes() -> list[Route]:
    """Routes of the OGC API."""
    return [Route(path, with_error_pages(handler)) for path, handler in _HANDLERS]


def answer_quickly(app: ASGIApp, routes: Sequence[Route], headers: Headers) -> QuickRoutes:
    """Let features and tiles be answered before an application.

    Parameters
    ----------
    routes
        Those of `ogc_routes`, which the application has, too.
    headers
        What the application's layers add to every answer.
    """
    return QuickRoutes(app, "/ogc/", routes[:_QUICK], headers)
