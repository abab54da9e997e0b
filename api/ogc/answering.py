"""How an answer goes out: kept or made, checked against the database's version, or a page."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.middleware.compression import reads_gzip
from api.middleware.metrics import Metrics
from api.ogc.cache import SMALLEST_COMPRESSED, Answer, AnswerCache, etag_of, is_known
from api.ogc.links import HTML, Links
from api.ogc.negotiation import Language
from api.ogc.quick_routes import WholeAnswer
from api.routes.pages import content_security_policy
from layers.catalog import Collection
from layers.data_version import VersionWatch
from layers.database import ReadPool
from maps.ogc_pages import PageKind, build_ogc_page

_REVALIDATE = b"public, max-age=0, must-revalidate"
_VARY = b"Accept, Accept-Encoding, Accept-Language"
_BIG = 100_000
"""Bytes from which compressing is done beside the other requests."""


@dataclass(slots=True)
class Door:
    """What the routes of the OGC API share while the server runs.

    Attributes
    ----------
    downloads
        Lets only so many files be made at once; each holds a connection for as long as it takes.
    download_s
        Seconds for which a file may hold it at most.
    mark
        Of the program and the address that links begin with; part of every entity tag.
    retry_after_s
        Seconds that clients are asked to wait while something is away or busy.
    """

    pool: ReadPool
    watch: VersionWatch
    cache: AnswerCache
    links: Links
    metrics: Metrics
    downloads: asyncio.Semaphore
    download_s: float
    mark: bytes
    retry_after_s: int


def door_of(request: Request) -> Door:
    """The door that a request came through."""
    door: Door = request.app.state.ogc
    return door


async def answer_kept(
    request: Request, key: str, make: Callable[[], Awaitable[Answer]]
) -> Response:
    """Answer with what is kept, if it is of the database's present version; else make it.

    Parameters
    ----------
    key
        All that the answer depends on, but for the data.
    make
        Makes it, and says of which version it is.
    """
    door = door_of(request)
    known = known_tags(request)
    kept = door.cache.get(key)
    if kept is not None or known is not None:
        tag = await door.watch.current()
        is_there = kept is not None and kept.tag == tag
        etag = etag_of(tag, key, door.mark)
        # `*` asks whether there is anything at all: only what was made tells that.
        if known is not None and is_known(etag, known) and (is_there or known.strip() != "*"):
            door.metrics.count_cache("revalidated")
            return not_modified(etag)
        if kept is not None and is_there:
            door.metrics.count_cache("hit")
            return await _send(request, kept, key)
    door.metrics.count_cache("miss")
    made = await make()
    if made.status < 400:
        door.cache.put(key, made)
    return await _send(request, made, key)


def known_tags(request: Request) -> str | None:
    """Entity tags that a client has already; None if it names none.

    A list may come in several headers (RFC 9110, 5.3).
    """
    known = request.headers.get("if-none-match")
    return None if known is None else ", ".join(request.headers.getlist("if-none-match"))


def not_modified(etag: str) -> Response:
    """Answer that a client has what there is already."""
    return _raw(304, b"", [(b"etag", etag.encode())])


async def answer_document(
    request: Request,
    document: Mapping[str, Any],
    kind: PageKind,
    *,
    chosen: str,
    language: Language,
    media_type: str,
    collection: Collection | None = None,
) -> Response:
    """Answer with a document as JSON, or as the page that shows it.

    Parameters
    ----------
    chosen
        `json` or `html`.
    media_type
        Of the JSON.
    """
    if chosen == "html":
        return await answer_page(request, document, kind, language=language, collection=collection)
    return Response(
        orjson.dumps(document),
        media_type=media_type,
        headers={
            "Vary": _VARY.decode(),
            "Content-Language": language,
            "Cache-Control": "no-cache",
        },
    )


async def answer_page(
    request: Request,
    document: Mapping[str, Any],
    kind: PageKind,
    *,
    language: Language,
    collection: Collection | None = None,
    status: int = 200,
) -> Response:
    """Answer with the page that shows a document.

    It has no entity tag: its nonce is another each time, and stands in the body and the header.
    """
    nonce = secrets.token_urlsafe(16)
    rest = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    text = await run_in_threadpool(
        build_ogc_page,
        kind,
        document,
        language=language,
        nonce=nonce,
        base_url=door_of(request).links.base_url,
        path=request.url.path + (f"?{urlencode(rest)}" if rest else ""),
        collection=collection,
    )
    return Response(
        text,
        status_code=status,
        media_type=f"{HTML}; charset=utf-8",
        headers={
            "Content-Security-Policy": content_security_policy(nonce, has_form=True),
            "Content-Language": language,
            "Vary": _VARY.decode(),
            "Cache-Control": "no-cache",
        },
    )


def key_of(request: Request, chosen: str, language: str, day: date | None) -> str:
    """Key of an answer: its address, format, language, and the day where that is not said."""
    query = request.scope["query_string"].decode("latin-1")
    return f"{chosen} {language} {day} {request.scope['path']}?{query}"


def now_text() -> str:
    """Time of making, as RFC 3339 writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


async def _send(request: Request, answer: Answer, key: str) -> Response:
    headers = [(b"etag", etag_of(answer.tag, key, door_of(request).mark).encode()), *answer.headers]
    if answer.body:
        headers.append((b"content-type", answer.media_type.encode()))
    body = answer.body
    if len(body) >= SMALLEST_COMPRESSED and reads_gzip(request.headers.get("accept-encoding", "")):
        if len(body) > _BIG:
            body = await run_in_threadpool(answer.packed)
        else:
            body = answer.packed()
        headers.append((b"content-encoding", b"gzip"))
    return _raw(answer.status, body, headers)


def _raw(status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> WholeAnswer:
    """Response with these headers, and those that all have that are kept."""
    common = [(b"cache-control", _REVALIDATE), (b"vary", _VARY)]
    if status not in (204, 304):
        common.append((b"content-length", str(len(body)).encode()))
    return WholeAnswer(status, body, [*headers, *common])
