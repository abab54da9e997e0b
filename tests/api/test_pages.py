"""The map at `/`: its policy, its files, and which version of the data it shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx
import psycopg
import pytest

from api.routes import pages
from layers.address import DatabaseAddress

Serve = Callable[..., httpx.Client]


@pytest.fixture(scope="module")
def page(api: httpx.Client) -> httpx.Response:
    return api.get("/")


def nonce_of(answer: httpx.Response) -> str:
    match = re.search(
        r"script-src 'self' 'nonce-([\w-]{20,})'", answer.headers["Content-Security-Policy"]
    )
    assert match is not None
    return match[1]


def test_page_is_html_of_the_whole_region(page: httpx.Response) -> None:
    assert page.status_code == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.text.lstrip().lower().startswith("<!doctype html>")
    assert page.text.rstrip().endswith("</html>")
    assert "Khu chế xuất Tân Thuận" in page.text
    assert "OpenStreetMap" in page.text


def test_page_policy_allows_only_our_files_and_its_nonce(page: httpx.Response) -> None:
    policy = dict(
        part.split(" ", 1) for part in page.headers["Content-Security-Policy"].split("; ")
    )
    nonce = nonce_of(page)
    assert policy == {
        "default-src": "'none'",
        "script-src": f"'self' 'nonce-{nonce}'",
        "style-src": f"'self' 'nonce-{nonce}'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
    }


def test_page_has_a_nonce_of_its_own_each_time(api: httpx.Client, page: httpx.Response) -> None:
    again = api.get("/")
    assert nonce_of(again) != nonce_of(page)
    assert nonce_of(page) in page.text
    assert nonce_of(page) not in again.text
    assert pages.NONCE_PLACEHOLDER not in page.text
    assert again.text.replace(nonce_of(again), nonce_of(page)) == page.text


def test_page_marks_every_inline_script_and_style(page: httpx.Response) -> None:
    tags = re.findall(r"<(?:script|style)\b[^>]*>", page.text)
    inline = [tag for tag in tags if "src=" not in tag and "application/json" not in tag]
    assert inline
    assert [tag for tag in inline if f'nonce="{nonce_of(page)}"' not in tag] == []
    assert re.findall(r"<[^>]+\son\w+=", page.text) == []
    assert re.findall(r"<[^>]+\sstyle=", page.text) == []


def test_page_takes_every_file_from_us(api: httpx.Client, page: httpx.Response) -> None:
    addresses = re.findall(r"<(?:script|link|img)\b[^>]*\s(?:src|href)=\"([^\"]+)\"", page.text)
    assert len(addresses) >= 3
    for address in addresses:
        assert address.startswith(("/static/", "data:")), address
        if address.startswith("/static/"):
            answer = api.get(address)
            assert answer.status_code == 200, address
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_page_is_under_500_kb_compressed(api: httpx.Client) -> None:
    answer = api.get("/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.num_bytes_downloaded < 500_000


def test_page_has_a_head(api: httpx.Client) -> None:
    answer = api.head("/")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("query", ["lang=en", "lang=vi", "as_of=2020-01-01"])
def test_page_takes_its_parameters(api: httpx.Client, query: str) -> None:
    assert api.get(f"/?{query}").status_code == 200


@pytest.mark.parametrize(
    ("file", "media_type"),
    [
        ("icon.svg", "image/svg+xml"),
        ("leaflet/leaflet.js", "text/javascript; charset=utf-8"),
        ("leaflet/leaflet.css", "text/css; charset=utf-8"),
    ],
)
def test_static_file_has_its_type(api: httpx.Client, file: str, media_type: str) -> None:
    answer = api.get(f"/static/{file}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)
    unchanged = api.get(f"/static/{file}", headers={"If-None-Match": answer.headers["ETag"]})
    assert unchanged.status_code == 304


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Data version of each page that is built."""
    versions: list[str] = []
    build = pages.build_page

    def count(document: Any, **options: Any) -> str:
        versions.append(document["data_version"])
        return build(document, **options)

    monkeypatch.setattr(pages, "build_page", count)
    return versions


def test_page_is_built_once_a_version_and_day(
    loaded_copy: DatabaseAddress, serve: Serve, built: list[str]
) -> None:
    client = serve(loaded_copy)
    client.get("/?as_of=2026-10-31")
    client.get("/?as_of=2026-10-31")
    assert len(built) == 1
    client.get("/?as_of=2020-01-01")
    assert len(built) == 2


def test_page_shows_the_new_version_after_a_load(
    loaded_copy: DatabaseAddress, serve: Serve, built: list[str]
) -> None:
    client = serve(loaded_copy)
    before = client.get("/").text
    with psycopg.connect(loaded_copy.owner_url) as connection:
        connection.execute("UPDATE zonemap.zone SET name_vi = 'Tên mới' WHERE zone_id = 'shtp'")
        connection.execute("UPDATE zonemap.state SET value = '77' WHERE key = 'data_version'")
    after = client.get("/").text
    assert "Tên mới" not in before
    assert "Tên mới" in after
    assert built[1:] == ["77"]
    assert client.get("/api/health/ready").json()["data_version"] == "77"
