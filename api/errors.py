"""Errors as RFC 9457 problems: what the user reads is separate from what the log says."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.middleware.access_log import path_of
from api.problems import PROBLEM_TYPE
from geo.errors import (
    DatabaseNotReady,
    DatabaseUnavailable,
    InvalidBBox,
    InvalidParameter,
    InvalidSpec,
    NotAcceptable,
    QueryTooSlow,
    ServerBusy,
    UnknownFeature,
    UnknownZone,
    ZonemapError,
)

STATUS_OF: dict[type[ZonemapError], HTTPStatus] = {
    InvalidBBox: HTTPStatus.BAD_REQUEST,
    InvalidParameter: HTTPStatus.BAD_REQUEST,
    InvalidSpec: HTTPStatus.BAD_REQUEST,
    QueryTooSlow: HTTPStatus.BAD_REQUEST,
    NotAcceptable: HTTPStatus.NOT_ACCEPTABLE,
    UnknownZone: HTTPStatus.NOT_FOUND,
    UnknownFeature: HTTPStatus.NOT_FOUND,
    DatabaseUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    DatabaseNotReady: HTTPStatus.SERVICE_UNAVAILABLE,
    ServerBusy: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Status of the errors that a request may meet; any other is a fault of ours."""

logger = logging.getLogger("zonemap")


def problem(
    request: Request, status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Build a problem as RFC 9457 has it.

    Parameters
    ----------
    detail
        What came, what was expected and what to do, for people.
    """
    body = problem_document(request.url.path, status, detail)
    return Response(
        orjson.dumps(body), status_code=status, media_type=PROBLEM_TYPE, headers=dict(headers or {})
    )


def _describe(request: Request) -> str:
    """Name a request in the log, with the id that its line in the access log has."""
    request_id = request.scope.get("state", {}).get("request_id", "-")
    return f"{request_id} {request.method} {path_of(request.scope)}"


def note_unavailable(request: Request, error: ZonemapError) -> None:
    """Tell the log of a request that could not be answered now."""
    logger.warning("%s: %s", _describe(request), error)


def problem_document(path: str, status: HTTPStatus, detail: str) -> dict[str, str | int]:
    """Members of a problem (RFC 9457, 3.1)."""
    return {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
        "instance": path,
    }


def install_error_handlers(app: FastAPI, *, retry_after_s: int) -> None:
    """Answer every error of the app with a problem.

    Parameters
    ----------
    retry_after_s
        Seconds after which a client is asked to try again while the database is away.
    """

    async def on_ours(request: Request, error: Exception) -> Response:
        assert isinstance(error, ZonemapError)  # noqa: S101 - what the handler is registered for
        status = STATUS_OF.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR)
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return problem(request, status, str(error))
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            note_unavailable(request, error)
            return problem(request, status, str(error), {"Retry-After": str(retry_after_s)})
        logger.error("%s: %s", _describe(request), error, exc_info=error)
        return problem(request, status, "something went wrong on our side")

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - what the handler is registered for
        status = HTTPStatus(error.status_code)
        detail = {
            HTTPStatus.NOT_FOUND: "there is nothing at this address; `/` is the map",
            HTTPStatus.METHOD_NOT_ALLOWED: f"{request.method} is not possible here; use GET",
        }.get(status, status.phrase)
        return problem(request, status, detail, error.headers)

    async def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - see above
        sentences = [
            f"{fault['loc'][-1]} is {str(fault.get('input'))[:40]!r}; "
            f"expected {fault['msg'].removeprefix('Input should be ')}"
            for fault in error.errors()
        ]
        return problem(request, HTTPStatus.BAD_REQUEST, ". ".join(sentences))

    async def on_unforeseen(request: Request, error: Exception) -> Response:
        logger.error("%s failed", _describe(request), exc_info=error)
        detail = "something went wrong on our side"
        # The error goes on to the server, which closes the connection after the answer.
        return problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, detail, {"Connection": "close"})

    app.add_exception_handler(ZonemapError, on_ours)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(Exception, on_unforeseen)
