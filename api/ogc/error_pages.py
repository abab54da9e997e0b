"""Errors of the OGC API as pages, for people; programs get them as problems."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from api.errors import STATUS_OF, note_unavailable, problem_document
from api.ogc.answering import answer_page, door_of
from api.ogc.negotiation import choose_language, is_for_people
from api.ogc.quick_routes import OUTCOME
from geo.errors import InvalidParameter, ZonemapError

Handler = Callable[[Request], Awaitable[Response]]


def with_error_pages(handler: Handler) -> Handler:
    """Handler that shows people a page where a request cannot be answered.

    What is no fault of the request goes on to where all errors are answered.
    """

    @wraps(handler)
    async def answer(request: Request) -> Response:
        outcome: Response | Exception | None = request.scope.pop(OUTCOME, None)
        if isinstance(outcome, Exception):
            try:
                raise outcome
            finally:
                del outcome  # else it would be held by its own traceback
        if outcome is not None:
            return outcome
        try:
            return await handler(request)
        except ZonemapError as error:
            status = STATUS_OF.get(type(error))
            if status is None or not is_for_people(request):
                raise
            try:
                language = choose_language(request, request.query_params.get("lang"))
            except InvalidParameter:
                language = choose_language(request, None)
            document = problem_document(request.url.path, status, str(error))
            page = await answer_page(request, document, "problem", language=language, status=status)
            if status == HTTPStatus.SERVICE_UNAVAILABLE:
                note_unavailable(request, error)
                page.headers["Retry-After"] = str(door_of(request).retry_after_s)
            return page

    return answer
