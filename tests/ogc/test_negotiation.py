"""Which format and what kind of answer comes, to programs and to people."""

from __future__ import annotations

import re

import httpx
import pytest

from api.ogc.openapi_parameters import describe_parameters
from api.settings import ServerSettings
from layers.address import DatabaseAddress
from tests.api.conftest import Serve
from tests.api.test_errors import assert_problem
from tests.ogc.asking import COLLECTIONS, get, ids, items

PORTS = "/collections/ports/items"
TILE = "/collections/zones/tiles/WebMercatorQuad"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/*", "text/html"),
        ("text/*, */*;q=0.1", "text/html"),
        ("application/flatgeobuf", "application/vnd.flatgeobuf"),
        ("application/geo+json;q=0, */*", "text/html"),
        ("application/*;q=0, text/csv", "text/csv"),
        ("*/*;q=0, text/html", "text/html"),
        ("application/geo+json;q=0", "text/html"),
        ("application/xml", "application/geo+json"),
        ("application/*", "application/geo+json"),
        ("text/html;q=0, text/*", "text/csv"),
        ("application/geo+json;q=0, application/*", "application/geo+json-seq"),
        ("application/geo+json;Q=0, text/html;Q=0", "application/geo+json-seq"),
    ],
)
def test_accept_chooses_what_is_wanted_and_not_refused(
    ogc: httpx.Client, accept: str, media_type: str
) -> None:
    answer = ogc.get(PORTS, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type


@pytest.mark.parametrize("accept", ["*/*;q=0", "*/*; q=0.0", "application/*;q=0, text/*;q=0"])
def test_accept_that_refuses_everything(ogc: httpx.Client, accept: str) -> None:
    problem = assert_problem(ogc.get(PORTS, headers={"Accept": accept}), 406)
    assert "text/html" in problem.detail


@pytest.mark.parametrize("path", ["/", "/collections", "/conformance", f"{PORTS}/cat-lai"])
def test_empty_parameter_is_refused_where_there_is_no_form(ogc: httpx.Client, path: str) -> None:
    answer = ogc.get(f"{path}?lang=&f=html")
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/html")


def test_form_may_send_what_was_left_empty(ogc: httpx.Client) -> None:
    assert ogc.get(f"{PORTS}?filter=&lang=&f=html").status_code == 200


def test_people_get_a_page_while_the_database_is_away(serve: Serve) -> None:
    url = "postgresql://u:p@127.0.0.1:9/zones"
    away = DatabaseAddress(url, url, "DATABASE_URL", "nowhere")
    server = ServerSettings(access_log=False, retry_after_s=7)
    client = serve(away, server=server, pool_wait_s=0.2)
    page = get(client, PORTS, f="html", lang="en")
    assert (page.status_code, page.headers["retry-after"]) == (503, "7")
    assert page.headers["content-type"].startswith("text/html")
    assert "the database is busy or away" in page.text
    assert_problem(get(client, PORTS), 503)


@pytest.mark.parametrize("place", ["08/0/0", "8/00/0", "8/0/01"])
def test_number_of_a_tile_has_no_leading_zeros(ogc: httpx.Client, place: str) -> None:
    assert_problem(ogc.get(f"{TILE}/{place}"), 400)
    assert ogc.get(f"{TILE}/8/0/0").status_code == 204


@pytest.mark.parametrize("name", ["crs", "bbox-crs", "filter", "filter-lang", "filter-crs"])
def test_parameter_says_how_it_is_written(name: str) -> None:
    described = describe_parameters()[name]
    assert (described["style"], described["explode"]) == ("form", False)


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("2026-01-01", True),
        ("2026-01-01T00:00:00Z", True),
        ("2026-01-01T00:00:00.5+07:00/..", True),
        ("../2026-01-01", True),
        ("/2026-01-01", True),
        ("..", False),
        ("0", False),
        ("", False),
        ("2026-01-01/2026-01-02/2026-01-03", False),
    ],
)
def test_pattern_of_a_time_says_what_is_taken(
    ogc: httpx.Client, text: str, is_allowed: bool
) -> None:
    pattern = describe_parameters()["datetime"]["schema"]["pattern"]
    assert (re.search(pattern, text) is not None) == is_allowed
    status = get(ogc, PORTS, datetime=text).status_code
    assert status == (200 if is_allowed else 400)


def test_pattern_of_a_cursor_takes_those_of_links(ogc: httpx.Client) -> None:
    pattern = describe_parameters()["cursor"]["schema"]["pattern"]
    for collection in COLLECTIONS:
        page = items(ogc, collection, limit=1)
        (following,) = [one["href"] for one in page["links"] if one["rel"] == "next"]
        assert re.search(pattern, httpx.URL(following).params["cursor"])


def test_coastline_begins_with_the_shore(ogc: httpx.Client) -> None:
    page = items(ogc, "coastline")
    assert {one["properties"]["kind"] for one in page["features"]} == {"shore"}
    ending = items(ogc, "coastline", limit=10_000)["features"][-1]
    assert ending["properties"]["kind"] == "context"
    assert ids(page)[0] == "shore-1"
