"""`/docs`: our own files only, under the policy of the other pages."""

from __future__ import annotations

import re

import httpx


def test_docs_page_has_the_policy_of_every_page(api: httpx.Client) -> None:
    answer = api.get("/docs")
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy == re.sub(
        r"nonce-[^']+",
        re.search(r"nonce-[^']+", policy)[0],  # type: ignore[index]
        api.get("/").headers["Content-Security-Policy"],
    ).replace("worker-src 'self'; ", "")


def test_docs_page_has_a_nonce_of_each_answer(api: httpx.Client) -> None:
    pages = [api.get("/docs") for _ in range(2)]
    nonces = [re.findall(r'nonce="([^"]+)"', page.text) for page in pages]
    assert all(len(set(found)) == 1 for found in nonces)
    assert nonces[0][0] != nonces[1][0]
    for page, found in zip(pages, nonces, strict=True):
        assert f"'nonce-{found[0]}'" in page.headers["Content-Security-Policy"]


def test_docs_page_names_our_files_only(api: httpx.Client) -> None:
    page = api.get("/docs").text
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(addresses) > 6
    for address in addresses:
        assert address.startswith("/")
        assert not address.startswith("//")
        if address.startswith("/static/"):
            assert api.get(address).headers["Cache-Control"].endswith("immutable")


def test_docs_page_offers_both_descriptions(api: httpx.Client) -> None:
    page = api.get("/docs").text
    assert '{"name":"OGC API","url":"/ogc/api"}' in page
    assert '{"name":"Zonemap API","url":"/api/openapi.json"}' in page


def test_docs_page_takes_the_choice_and_nothing_else(api: httpx.Client) -> None:
    assert api.get("/docs?urls.primaryName=OGC+API").status_code == 200
    assert api.get("/docs?url=https://evil.example/openapi.json").status_code == 400
