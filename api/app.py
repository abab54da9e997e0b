"""The HTTP application, made from settings and an address; nothing is made at import."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from api.errors import install_error_handlers
from api.headers import SECURITY_HEADERS
from api.routes import exports, health, land, land_pages, pages, reconcile, zones
from api.routes.land_pages import LandPageCache
from api.routes.pages import PageCache
from api.settings import ServerSettings
from layers.address import DatabaseAddress
from layers.database import create_read_pool
from layers.settings import DatabaseSettings

STATIC_DIRECTORY = Path(__file__).resolve().parent.parent / "maps" / "static"


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
        How long clients are asked to wait.
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
        app.state.pages = PageCache()
        app.state.land_pages = LandPageCache()
        try:
            yield
        finally:
            await pool.close()

    app = FastAPI(
        title="Zonemap",
        summary="Industrial zones of the merged Ho Chi Minh City region",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
    )
    install_error_handlers(app, retry_after_s=server.retry_after_s)
    app.include_router(zones.router)
    app.include_router(health.router)
    app.include_router(land.router)
    app.include_router(exports.router)
    app.include_router(reconcile.router)
    app.include_router(pages.router)
    app.include_router(land_pages.router)
    app.mount("/static", VersionedFiles(directory=STATIC_DIRECTORY), name="static")

    @app.middleware("http")
    async def add_headers(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        response = await call_next(request)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)
    return app
