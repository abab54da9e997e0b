"""The HTTP application, made from settings and an address; nothing is made at import."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Response
from fastapi.staticfiles import StaticFiles
from starlette.types import ASGIApp

from api.descriptions import mend_description
from api.errors import install_error_handlers
from api.headers import SECURITY_HEADERS
from api.middleware.access_log import AccessLog
from api.middleware.compression import Compression
from api.middleware.cors import OPEN_HEADERS, CrossOrigin
from api.middleware.disconnect import CancelOnDisconnect
from api.middleware.exchange import Exchanges, Observer
from api.middleware.metrics import Metrics
from api.middleware.security import SecurityHeaders, as_sent
from api.ogc.routes import answer_quickly, ogc_routes, open_door
from api.routes import (
    brief,
    docs,
    exports,
    health,
    land,
    land_pages,
    metrics,
    offline,
    pages,
    rank,
    reconcile,
    shortlist,
    stills,
    studio,
    zones,
)
from api.routes.brief import BriefDesk
from api.routes.land_pages import LandPageCache
from api.routes.pages import PageCache
from api.settings import ServerSettings
from api.stills.desk import StillDesk
from api.stills.options import StillOptions
from api.trailing_slash import TrailingSlash
from api.zone_memory import ZoneMemory
from layers.address import DatabaseAddress
from layers.database import create_read_pool
from layers.settings import DatabaseSettings

STATIC_DIRECTORY = Path(__file__).resolve().parent.parent / "maps" / "static"


OPEN_PATHS = ("/api", "/ogc")
"""What pages of other origins may read."""


class Zonemap(FastAPI):
    """The application within the layers that every answer passes, those to errors included.

    Layers that are added the usual way are inside the one that answers unforeseen errors.
    """

    def build_middleware_stack(self) -> ASGIApp:
        """Put the layers around what the framework builds."""
        app: ASGIApp = CrossOrigin(Compression(super().build_middleware_stack()), OPEN_PATHS)
        app = SecurityHeaders(app, SECURITY_HEADERS)
        headers = [*as_sent(SECURITY_HEADERS), *OPEN_HEADERS]
        app = answer_quickly(app, self.state.ogc_routes, headers)
        return Exchanges(CancelOnDisconnect(app), self.state.observers)

    def openapi(self) -> dict[str, Any]:
        """Describe the API; made once."""
        is_made = self.openapi_schema is not None
        description = super().openapi()
        return description if is_made else mend_description(description)


class VersionedFiles(StaticFiles):
    """Files of the pages; an address that carries a version may be kept for good."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Answer with a file, and say how long it may be kept."""
        response = super().file_response(*args, **kwargs)
        scope = kwargs.get("scope") or args[2]
        is_versioned = b"v=" in scope["query_string"]
        lifetime = "public, max-age=31536000, immutable" if is_versioned else "no-cache"
        response.headers["Cache-Control"] = lifetime
        return response


def create_app(
    server: ServerSettings, database: DatabaseSettings, address: DatabaseAddress
) -> FastAPI:
    """Make the application.

    Parameters
    ----------
    server
        How long clients are asked to wait, what links begin with, what is logged.
    database
        Sizes and waits of the read pool.
    address
        Where the database is; it may be away when the server starts, and come back.

    Returns
    -------
    An application that opens its pool when it starts and closes it when it stops.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        pool = create_read_pool(address.reader_url, database)
        await pool.open(wait=False)
        app.state.pool = pool
        open_door(app, pool, server, app.state.metrics)
        app.state.metrics.watch_pool(pool)
        app.state.metrics.learn_routes(app.routes)
        app.state.briefs = BriefDesk()
        app.state.pages = PageCache()
        app.state.land_pages = LandPageCache()
        app.state.zone_memory = ZoneMemory()
        app.state.stills = StillDesk(server.still_workers, server.still_queue)
        app.state.still_options = StillOptions()
        try:
            yield
        finally:
            await app.state.stills.close()
            await pool.close()

    app = Zonemap(
        title="Zonemap",
        summary="Industrial zones of the merged Ho Chi Minh City region",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        redirect_slashes=False,
        # Metrics and log are ours; to ask at each request whether others are wanted takes time.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        lifespan=lifespan,
    )
    app.state.metrics = Metrics()
    observers: list[Observer] = [app.state.metrics]
    if server.access_log:
        observers.append(AccessLog(shows_client=server.access_log_client))
    app.state.observers = observers
    app.router.default = TrailingSlash(app.router.default, lambda: app.routes, server.base_url)
    install_error_handlers(app, retry_after_s=server.retry_after_s)
    app.state.ogc_routes = ogc_routes()
    app.router.routes.extend(app.state.ogc_routes)
    app.include_router(zones.router)
    app.include_router(health.router)
    app.include_router(land.router)
    app.include_router(exports.router)
    app.include_router(shortlist.router)
    app.include_router(brief.router)
    app.include_router(reconcile.router)
    app.include_router(rank.router)
    app.include_router(stills.router)
    app.include_router(studio.router)
    app.include_router(pages.router)
    app.include_router(offline.router)
    app.include_router(land_pages.router)
    app.include_router(docs.router)
    app.include_router(metrics.router)
    app.mount("/static", VersionedFiles(directory=STATIC_DIRECTORY), name="static")
    return app
