from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import folium
import pytest

from maps.interactive import build_page
from tests.maps.invented import HOSTILE_TEXTS, hostile_document, invented_document

LOADING = {"src", "href", "poster", "data", "action", "srcset", "background"}


class Reader(HTMLParser):
    """Every start tag, and the text of every script and style, as a browser would find them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[tuple[str, dict[str, str | None], str]] = []
        self._open: tuple[str, dict[str, str | None]] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = (tag, dict(attrs)) if tag in {"script", "style"} else None

    def handle_data(self, data: str) -> None:
        if self._open:
            self.blocks.append((*self._open, data))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._open = None

    def json_of(self, element_id: str) -> Any:
        """What a JSON block of the page says."""
        texts = [text for _, attrs, text in self.blocks if attrs.get("id") == element_id]
        return json.loads("".join(texts))


@pytest.fixture(scope="module", params=["served", "standalone"])
def standalone(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "standalone")


def page_of(document: dict[str, Any], *, standalone: bool) -> str:
    return build_page(document, standalone=standalone, nonce="n0nce")


def test_build_page_gives_the_same_text_twice(standalone: bool) -> None:
    first = page_of(invented_document(), standalone=standalone)

    assert page_of(invented_document(), standalone=standalone) == first


def test_build_page_loads_nothing_from_another_host(standalone: bool) -> None:
    reader = Reader(page_of(invented_document(), standalone=standalone))

    allowed = ("data:", "#") if standalone else ("/static/", "#")
    for tag, attrs in reader.tags:
        for name in LOADING & attrs.keys():
            value = attrs[name] or ""
            assert value.startswith(allowed), f"<{tag} {name}={value[:60]}>"
    for tag, _, text in reader.blocks:
        if tag == "style":
            addresses = re.findall(r"url\(\s*[\"']?([^)\"']+)", text)
            assert [one[:60] for one in addresses if not one.startswith("data:")] == []
            assert "@import" not in text


def test_build_page_standalone_imports_only_data_addresses() -> None:
    reader = Reader(page_of(invented_document(), standalone=True))

    imports = next(
        json.loads(text) for _, attrs, text in reader.blocks if attrs.get("type") == "importmap"
    )["imports"]
    assert len(imports) > 20
    assert all(address.startswith("data:text/javascript") for address in imports.values())


def test_build_page_carries_the_document_whole(standalone: bool) -> None:
    document = hostile_document()

    reader = Reader(page_of(document, standalone=standalone))

    assert reader.json_of("zm-document") == document


def test_build_page_hostile_text_makes_no_element(standalone: bool) -> None:
    clean = Reader(page_of(invented_document(), standalone=standalone))
    hostile = Reader(page_of(hostile_document(), standalone=standalone))

    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in clean.tags]


def test_build_page_hostile_text_stands_only_in_json_blocks(standalone: bool) -> None:
    page = page_of(hostile_document(), standalone=standalone)

    outside = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    assert "__hacked" not in outside
    assert all(text not in page for text in HOSTILE_TEXTS if "<" in text)


def test_build_page_has_no_inline_handler_or_style_attribute(standalone: bool) -> None:
    reader = Reader(page_of(invented_document(), standalone=standalone))

    names = {name for _, attrs in reader.tags for name in attrs}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on")]


def test_build_page_inline_scripts_and_styles_carry_the_nonce() -> None:
    reader = Reader(page_of(invented_document(), standalone=False))

    inline = [
        attrs
        for tag, attrs, _ in reader.blocks
        if tag in {"script", "style"} and attrs.get("type") != "application/json"
        if "src" not in attrs
    ]
    assert len(inline) == 4
    assert all(attrs.get("nonce") == "n0nce" for attrs in inline)


def test_build_page_standalone_forbids_itself_every_request() -> None:
    page = page_of(invented_document(), standalone=True)

    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy.group(1).startswith("default-src &#39;none&#39;")
    assert "unsafe" not in policy.group(1)
    assert "http" not in policy.group(1)


def test_build_page_standalone_nonce_follows_the_content() -> None:
    document = invented_document()
    other = invented_document()
    other["data_version"] = "2"

    nonces = {
        re.search(r'nonce="(\w+)"', page_of(one, standalone=True)).group(1)  # type: ignore[union-attr]
        for one in (document, other)
    }

    assert len(nonces) == 2
    assert all(len(nonce) == 32 for nonce in nonces)


def test_build_page_leaves_folium_as_it_was() -> None:
    before = (list(folium.Map.default_js), list(folium.Map.default_css))

    page_of(invented_document(), standalone=False)

    assert (folium.Map.default_js, folium.Map.default_css) == before


def test_build_page_standalone_asks_no_api() -> None:
    served = page_of(invented_document(), standalone=False)
    alone = page_of(invented_document(), standalone=True)

    assert 'api: "/api"' in served
    assert "api: null" in alone
