"""The address of the studio: what a link may say, and what people see of one that is wrong."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import httpx
import pytest

from api.routes.studio import LINK_PARAMETERS
from layers.address import DatabaseAddress
from tests.api.conftest import Serve

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def page_of(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return unescape(answer.text)


def links_in(page: str) -> list[str]:
    return re.findall(r'<li><a href="([^"]+)"', page)


@pytest.mark.parametrize("name", LINK_PARAMETERS)
def test_every_parameter_of_a_link_passes(api: httpx.Client, name: str) -> None:
    assert api.head("/studio", params={name: "vi"}, headers=BROWSER).status_code == 200


@pytest.mark.parametrize(
    ("language", "told", "meant", "title"),
    [
        ("vi", "không có tham số “zonez”", "Có phải ý bạn là “zone”?", "Không mở được địa chỉ này"),
        ("en", "has no parameter “zonez”", "Did you mean “zone”?", "cannot be opened"),
    ],
)
def test_wrong_parameter_is_a_page_with_a_way_on(
    api: httpx.Client, language: str, told: str, meant: str, title: str
) -> None:
    query: dict[str, Any] = {"zonez": "my-xuan-a2", "lang": language, "theme": "newsroom"}
    answer = api.get("/studio", params=query, headers=BROWSER)
    page = page_of(answer, 400)

    assert f'<html lang="{language}">' in page
    for words in (told, meant, title):
        assert words in page
    mended, fresh, _ = links_in(page)
    assert mended == f"/studio?lang={language}&theme=newsroom&zone=my-xuan-a2"
    assert api.get(mended, headers=BROWSER).status_code == 200
    assert api.get(fresh, headers=BROWSER).status_code == 200
    assert answer.headers["Content-Language"] == language


def test_language_of_the_page_is_the_browsers_where_the_address_says_none(
    api: httpx.Client,
) -> None:
    headers = {**BROWSER, "Accept-Language": "en-GB,en;q=0.9,vi;q=0.5"}
    assert '<html lang="en">' in page_of(api.get("/studio?lang=xx&a=1", headers=headers), 400)
    assert '<html lang="vi">' in page_of(api.get("/studio?a=1", headers=BROWSER), 400)


def test_parameter_given_twice_is_told(api: httpx.Client) -> None:
    page = page_of(api.get("/studio?zone=a&zone=b&lang=en", headers=BROWSER), 400)
    assert "“zone” is given more than once" in page
    assert links_in(page)[0] == "/studio?zone=a&lang=en"


def test_programs_get_a_problem(api: httpx.Client) -> None:
    answer = api.get("/studio", params={"zonez": "a"})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "there is no parameter 'zonez'" in answer.json()["detail"]
    assert api.get("/studio/my-xuan-a2").headers["Content-Type"] == "application/problem+json"


def test_guessed_path_is_a_page_too(api: httpx.Client) -> None:
    page = page_of(api.get("/studio/my-xuan-a2?lang=en", headers=BROWSER), 404)
    assert "There is no page at this address." in page
    assert api.get("/studio/", headers=BROWSER).status_code == 307


def test_hostile_parameter_is_text(api: httpx.Client) -> None:
    name = "<script>alert(1)</script>\u202e"
    answer = api.get("/studio", params={name: name, "lang": name}, headers=BROWSER)
    assert answer.status_code == 400
    assert "<script" not in answer.text
    assert "\u202e" not in answer.text


def test_database_that_is_away_is_a_page_that_says_when_to_try_again(serve: Serve) -> None:
    gone = "postgresql://nobody@127.0.0.1:1/nothing"
    client = serve(DatabaseAddress(gone, gone, "DATABASE_URL", "nowhere"), pool_wait_s=0.2)
    answer = client.get("/studio?lang=en&theme=newsroom", headers=BROWSER)
    page = page_of(answer, 503)
    assert "The data cannot be read just now." in page
    assert links_in(page)[0] == "/studio?lang=en&theme=newsroom"
    assert int(answer.headers["Retry-After"]) > 0
