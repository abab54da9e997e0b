"""`/`: the map. A page is built once for each version of the data and each day."""

from __future__ import annotations

import asyncio
import secrets
from datetime import date

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from api.dependencies import Day, Pool, only_parameters
from api.routes.offline import WORKER_URL
from layers.database import ReadPool, read_snapshot
from layers.features import map_document
from layers.queries import get_data_state, get_region
from maps.interactive import build_page

router = APIRouter(include_in_schema=False)

NONCE_PLACEHOLDER = f"nonce-{secrets.token_urlsafe(24)}"
"""Stands in a built page where each answer puts a nonce of its own; no text can hold it."""


class PageCache:
    """The last page built, for one version of the data and one day."""

    def __init__(self) -> None:
        self._key: tuple[int, date] | None = None
        self._page = ""
        self._lock = asyncio.Lock()

    async def get(self, pool: ReadPool, day: date) -> str:
        """The page of the database's present version; built if it is not the last one built.

        Raises
        ------
        DatabaseUnavailable, DatabaseNotReady
            See `layers.database.read_snapshot`.
        """
        async with read_snapshot(pool) as connection:
            version = (await get_data_state(connection)).version
        async with self._lock:
            if self._key != (version, day):
                region = await get_region(pool, on_day=day, with_parcels=False)
                document = map_document(region)
                self._page = await run_in_threadpool(
                    build_page,
                    document,
                    standalone=False,
                    nonce=NONCE_PLACEHOLDER,
                    parcels_url="",
                    worker_url=WORKER_URL,
                )
                self._key = (region.data_version, day)
            return self._page


@router.api_route(
    "/", methods=["GET", "HEAD"], dependencies=[Depends(only_parameters("as_of", "lang"))]
)
async def read_map(request: Request, pool: Pool, day: Day) -> Response:
    """Answer with the investors' map."""
    cache: PageCache = request.app.state.pages
    page = await cache.get(pool, day)
    nonce = secrets.token_urlsafe(16)
    return Response(
        page.replace(NONCE_PLACEHOLDER, nonce),
        media_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": content_security_policy(nonce, has_worker=True)},
    )


def content_security_policy(
    nonce: str,
    *,
    has_form: bool = False,
    has_worker: bool = False,
    has_made_images: bool = False,
) -> str:
    """Policy of a page: our own files only, and only the inline scripts that carry the nonce.

    Parameters
    ----------
    has_form
        Whether a form of the page may send what was filled in, to us.
    has_worker
        Whether the page may start a service worker of ours.
    has_made_images
        Whether the page shows images that its own scripts fetched.
    """
    made = " blob:" if has_made_images else ""
    worker_src = "worker-src 'self'; " if has_worker else ""
    form_action = "'self'" if has_form else "'none'"
    return (
        "default-src 'none'; "
        f"script-src 'self' 'nonce-{nonce}'; "
        f"style-src 'self' 'nonce-{nonce}'; "
        f"img-src 'self' data:{made}; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
        f"{worker_src}"
        f"base-uri 'none'; form-action {form_action}; frame-ancestors 'self'"
    )
