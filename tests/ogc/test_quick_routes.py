"""Features and tiles are answered before the framework; their errors by it, as all others."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.ogc.error_pages import with_error_pages
from api.ogc.quick_routes import OUTCOME, QuickRoutes, WholeAnswer
from geo.errors import InvalidParameter
from tests.api.test_errors import assert_problem

Scope = dict[str, Any]


def ask(scope: Scope, handler: Any) -> tuple[list[Scope], list[Scope]]:
    """Ask for a path; give the scopes that came to the application, and what was sent."""
    passed_on: list[Scope] = []
    sent: list[Scope] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        passed_on.append(scope)

    async def receive() -> Any:
        raise AssertionError("nobody reads the request")

    async def send(message: Any) -> None:
        sent.append(message)

    routes = [Route("/ogc/one/{name}", with_error_pages(handler))]
    whole = {"type": "http", "method": "GET", "headers": [], "query_string": b"", **scope}
    asyncio.run(QuickRoutes(app, "/ogc/", routes, [(b"x-always", b"yes")])(whole, receive, send))
    return passed_on, sent


async def greet(request: Request) -> Response:
    return WholeAnswer(200, request.path_params["name"].encode(), [(b"x-own", b"1")])


def test_route_is_answered_without_the_application() -> None:
    passed_on, sent = ask({"path": "/ogc/one/tan-thuan"}, greet)
    assert passed_on == []
    assert [message.get("body") for message in sent] == [None, b"tan-thuan"]
    assert sent[0]["headers"] == [(b"x-own", b"1"), (b"x-always", b"yes")]


def test_answer_that_is_not_whole_goes_through_the_layers_of_the_application() -> None:
    asked = []

    async def show(request: Request) -> Response:
        asked.append(request)
        return Response("a page to be compressed")

    ((scope,), sent) = ask({"path": "/ogc/one/a"}, show)
    assert sent == []
    response = asyncio.run(scope["endpoint"](Request(scope)))
    assert response.body == b"a page to be compressed"
    assert len(asked) == 1


@pytest.mark.parametrize(
    "scope",
    [
        {"path": "/ogc/one/a", "method": "HEAD"},
        {"path": "/ogc/one/a", "method": "POST"},
        {"path": "/ogc/one/a", "root_path": "/maps"},
        {"path": "/ogc/one/a/b"},
        {"path": "/ogc/one/a/"},
        {"path": "/api/one/a"},
        {"path": "/ogc/one/a", "type": "websocket"},
    ],
)
def test_the_rest_goes_to_the_application(scope: Scope) -> None:
    passed_on, sent = ask(scope, greet)
    assert [one.get(OUTCOME) for one in passed_on] == [None]
    assert sent == []


@pytest.mark.parametrize("error", [InvalidParameter("limit is 0"), RuntimeError("a fault of ours")])
def test_error_goes_to_the_application_and_nothing_is_done_twice(error: Exception) -> None:
    asked = []

    async def refuse(request: Request) -> Response:
        asked.append(request)
        raise error

    ((scope,), sent) = ask({"path": "/ogc/one/a"}, refuse)
    assert sent == []
    # The application finds the route again; its handler raises what it raised before.
    with pytest.raises(type(error)) as raised:
        asyncio.run(scope["endpoint"](Request(scope)))
    assert raised.value is error
    assert len(asked) == 1


def test_route_has_its_template_in_the_metrics(ogc: httpx.Client) -> None:
    assert_problem(ogc.get("/collections/zones/items/no-such-zone"), 404)
    assert ogc.get("/collections/zones/items/tan-thuan").status_code == 200
    counted = httpx.get(str(ogc.base_url.copy_with(path="/metrics"))).text
    template = 'route="/ogc/collections/{collection_id}/items/{feature_id:feature}"'
    for status in ("2xx", "4xx"):
        assert f'zonemap_requests_total{{method="GET",{template},status="{status}"}}' in counted
