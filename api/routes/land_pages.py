"""`/land`: the planners' land book, and a page for each zone of it."""

from __future__ import annotations

import asyncio
import difflib
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import date
from http import HTTPStatus

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from api.dependencies import Day, Pool, only_parameters
from api.routes.pages import NONCE_PLACEHOLDER, content_security_policy
from geo.errors import UnknownZone
from layers.database import ReadPool, read_snapshot
from layers.land_book import get_land_book, get_land_zone
from layers.land_features import book_document, zone_document
from layers.queries import get_data_state, list_zones
from layers.records import IndustrialZone
from maps.land import build_land_page, build_land_zone_page, build_missing_page

router = APIRouter(prefix="/land", include_in_schema=False)

MOST_PAGES = 24
"""Pages kept: one is about 0.4 MB."""

_Key = tuple[int, date, str | None]


class LandPageCache:
    """The pages asked for last, by version of the data, day and zone."""

    def __init__(self) -> None:
        self._pages: OrderedDict[_Key, str] = OrderedDict()
        self._lock = asyncio.Lock()

    async def get(
        self, pool: ReadPool, day: date, zone_id: str | None, build: Callable[[], Awaitable[str]]
    ) -> str:
        """A page of the database's present version; built if it is not kept.

        Parameters
        ----------
        build
            Makes the page.

        Raises
        ------
        DatabaseUnavailable, DatabaseNotReady
            See `layers.database.read_snapshot`.
        """
        async with read_snapshot(pool) as connection:
            version = (await get_data_state(connection)).version
        key = (version, day, zone_id)
        async with self._lock:
            if key not in self._pages:
                self._pages[key] = await build()
                if len(self._pages) > MOST_PAGES:
                    self._pages.popitem(last=False)
            self._pages.move_to_end(key)
            return self._pages[key]


@router.get("", dependencies=[Depends(only_parameters("as_of", "lang"))])
async def read_land(request: Request, pool: Pool, day: Day) -> Response:
    """Answer with the page of all zones."""

    async def build() -> str:
        document = book_document(await get_land_book(pool, on_day=day))
        return await run_in_threadpool(build_land_page, document, nonce=NONCE_PLACEHOLDER)

    return _page(await _cache(request).get(pool, day, None, build))


@router.get("/{zone_id}", dependencies=[Depends(only_parameters("as_of", "lang"))])
async def read_land_zone(request: Request, pool: Pool, day: Day, zone_id: str) -> Response:
    """Answer with the page of one zone, or with those that may have been meant."""

    async def build() -> str:
        document = zone_document(await get_land_zone(pool, zone_id, on_day=day))
        return await run_in_threadpool(build_land_zone_page, document, nonce=NONCE_PLACEHOLDER)

    try:
        return _page(await _cache(request).get(pool, day, zone_id, build))
    except UnknownZone:
        async with read_snapshot(pool) as connection:
            near = find_near(zone_id, await list_zones(connection, on_day=day))
        page = build_missing_page(zone_id, near, nonce=NONCE_PLACEHOLDER)
        return _page(page, HTTPStatus.NOT_FOUND)


def find_near(wanted: str, zones: tuple[IndustrialZone, ...]) -> list[dict[str, str]]:
    """At most five zones whose id or name is like a text, the likest first.

    Parameters
    ----------
    wanted
        As it was asked for; only its first 80 characters are looked at.
    """
    by_word: dict[str, IndustrialZone] = {}
    for zone in zones:
        for word in (zone.zone_id, zone.name_vi.casefold(), zone.name_en.casefold()):
            by_word.setdefault(word, zone)
    found = difflib.get_close_matches(wanted[:80].casefold(), by_word, n=8, cutoff=0.5)
    near = dict.fromkeys(by_word[word].zone_id for word in found)
    by_id = {zone.zone_id: zone for zone in zones}
    return [
        {"zone_id": key, "name_vi": by_id[key].name_vi, "name_en": by_id[key].name_en}
        for key in list(near)[:5]
    ]


def _cache(request: Request) -> LandPageCache:
    cache: LandPageCache = request.app.state.land_pages
    return cache


def _page(text: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    nonce = secrets.token_urlsafe(16)
    return Response(
        text.replace(NONCE_PLACEHOLDER, nonce),
        status_code=status,
        media_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": content_security_policy(nonce)},
    )
