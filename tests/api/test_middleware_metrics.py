"""What the server counts of itself: bounded labels, templates of routes, the read pool."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Response
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Mount, Route

from api.middleware.exchange import Exchange
from api.middleware.metrics import Metrics
from layers.address import DatabaseAddress
from tests.api.conftest import served
from tests.patience import wait_for

Samples = dict[tuple[str, str], float]


def add_routes(app: FastAPI) -> None:
    async def answer(_: Request) -> Response:
        return Response("here")

    inner = APIRouter(prefix="/items")
    outer = APIRouter(prefix="/nested")

    @inner.get("/{item}")
    async def read_item(item: str) -> Response:
        return Response(item)

    @app.get("/twice/{one}")
    @app.get("/again/{one}/{two}")
    async def read_twice(one: str, two: str = "") -> Response:
        return Response(one + two)

    outer.include_router(inner)
    app.include_router(outer, prefix="/deeply")
    plain = Starlette(
        routes=[Route("/plain/{word}", answer), Mount("/b", routes=[Route("/c/{x:int}", answer)])]
    )
    app.mount("/mounted", plain)
    child = FastAPI(redirect_slashes=False)
    child.add_api_route("/own/{word}", read_item_of_child)
    app.mount("/child", child)


async def read_item_of_child(word: str) -> Response:
    return Response(word)


@pytest.fixture(scope="module")
def client(loaded_database: DatabaseAddress) -> Iterator[httpx.Client]:
    with served(loaded_database, prepare=add_routes, pool_min_size=2, pool_max_size=4) as opened:
        yield opened


def fetch(client: httpx.Client) -> Samples:
    """Every sample, by its name and its labels as `name=value` joined by commas."""
    text = client.get("/metrics").text
    return {
        (sample.name, ",".join(f"{k}={v}" for k, v in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def fetch_once_counted(client: httpx.Client, key: tuple[str, str], before: float) -> Samples:
    """Every sample, once `key` has risen: a client has its answer before the server counts it."""
    wait_for(lambda: fetch(client).get(key, 0) > before)
    return fetch(client)


@pytest.mark.parametrize(
    ("address", "template", "status"),
    [
        ("/api/zones", "/api/zones", "2xx"),
        ("/api/zones/tan-thuan", "/api/zones/{zone_id}", "2xx"),
        ("/api/zones/atlantis", "/api/zones/{zone_id}", "4xx"),
        ("/api/openapi.json", "/api/openapi.json", "2xx"),
        ("/", "/", "2xx"),
        ("/static/icon.svg", "/static/{path}", "2xx"),
        ("/static/nope", "/static/{path}", "4xx"),
        ("/nope", "none", "4xx"),
        ("/nope/again", "none", "4xx"),
        ("/land/", "none", "3xx"),
        ("/deeply/nested/items/1", "/deeply/nested/items/{item}", "2xx"),
        ("/twice/1", "/twice/{one}", "2xx"),
        ("/again/1/2", "/again/{one}/{two}", "2xx"),
        ("/mounted/plain/1", "/mounted/plain/{word}", "2xx"),
        ("/mounted/b/c/1", "/mounted/b/c/{x:int}", "2xx"),
        ("/mounted/nope/1", "/mounted/{path}", "4xx"),
        ("/child/own/1", "/child/own/{word}", "2xx"),
        ("/child/nope/1", "/child/{path}", "4xx"),
    ],
)
def test_request_is_counted_under_its_template(
    client: httpx.Client, address: str, template: str, status: str
) -> None:
    key = ("zonemap_requests_total", f"method=GET,route={template},status={status}")
    count = ("zonemap_request_seconds_count", f"route={template}")
    before = fetch(client)
    client.get(address)
    after = fetch_once_counted(client, key, before.get(key, 0))
    assert after[key] == before.get(key, 0) + 1
    assert after[count] == before.get(count, 0) + 1


def count_requests(client: httpx.Client) -> float:
    """Requests counted so far, but those for the numbers themselves."""
    return sum(
        value
        for (name, labels), value in fetch(client).items()
        if name == "zonemap_requests_total" and "route=/metrics" not in labels
    )


def test_labels_stay_few_whatever_is_asked(client: httpx.Client) -> None:
    counted = count_requests(client)
    for _ in range(2):
        client.get("/nope")
        client.get("/api/zones/none")
        client.request("PROPFIND", "/nope")
    # A client has its answer before the server counts it.
    wait_for(lambda: count_requests(client) >= counted + 6)
    before = len(fetch(client))
    for number in range(50):
        client.get(f"/nope/{number}")
        client.get(f"/api/zones/none-{number}")
        client.request("PROPPATCH" if number % 2 else f"M{number}", "/nope")
    assert len(fetch(client)) <= before


def test_metrics_count_themselves_in_progress(client: httpx.Client) -> None:
    wait_for(lambda: fetch(client)["zonemap_requests_in_progress", ""] == 1)


def is_pool_whole(samples: Samples) -> bool:
    """Every connection of the pool is back."""
    size, available = "zonemap_read_pool_size", "zonemap_read_pool_available"
    return samples[size, ""] == samples[available, ""]


def test_read_pool_is_told_of(client: httpx.Client) -> None:
    client.get("/api/zones")
    # A connection goes back a moment after the answer.
    wait_for(lambda: is_pool_whole(fetch(client)))
    samples = fetch(client)
    size = samples["zonemap_read_pool_size", ""]
    assert 2 <= size <= 4
    assert samples["zonemap_read_pool_waiting", ""] == 0


def test_metrics_are_text_that_nobody_keeps(client: httpx.Client) -> None:
    answer = client.get("/metrics")
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get("/metrics?x=1").status_code == 400


def test_cache_and_data_version_are_counted() -> None:
    metrics = Metrics()
    metrics.count_cache("hit")
    metrics.count_cache("hit")
    metrics.count_cache("revalidated")
    metrics.set_data_version(7)
    text = metrics.text().decode()
    assert 'zonemap_cache_requests_total{result="hit"} 2.0' in text
    assert 'zonemap_cache_requests_total{result="miss"} 0.0' in text
    assert 'zonemap_cache_requests_total{result="revalidated"} 1.0' in text
    assert "zonemap_data_version 7.0" in text


def test_two_applications_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.begin()
    one.end(Exchange("id", {"method": "GET", "path": "/"}, status=200, seconds=0.003))
    assert 'route="none",status="2xx"} 1.0' in one.text().decode()
    assert 'le="0.0025",route="none"} 0.0' in one.text().decode()
    assert 'le="0.005",route="none"} 1.0' in one.text().decode()
    assert "route" not in other.text().decode()
