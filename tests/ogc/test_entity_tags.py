"""Entity tags change with the program and the address of its links, not with the data alone."""

from __future__ import annotations

import httpx
import pytest

from api import program_mark
from api.ogc import cache
from api.ogc.cache import etag_of
from api.program_mark import mark_of
from api.settings import ServerSettings
from layers.address import DatabaseAddress
from tests.api.conftest import Serve
from tests.ogc.asking import get


def test_tag_is_another_under_another_address(
    ogc: httpx.Client, loaded_database: DatabaseAddress, serve: Serve
) -> None:
    """Its links are others."""
    server = ServerSettings(access_log=False, public_url="https://maps.example.org")
    path = "/collections/ports/items"
    assert (
        get(serve(loaded_database, server=server), path).headers["etag"]
        != (get(ogc, path).headers["etag"])
    )


def test_tag_is_another_of_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    before = etag_of("1", "key"), etag_of("1", "key", mark_of("https://a.example"))
    assert before == (etag_of("1", "key"), etag_of("1", "key", mark_of("https://a.example")))
    for module in (cache, program_mark):
        monkeypatch.setattr(module, "program_mark", lambda: bytes(16))
    after = etag_of("1", "key"), etag_of("1", "key", mark_of("https://a.example"))
    assert len({*before, *after}) == 4


def test_tags_may_come_in_two_headers(ogc: httpx.Client) -> None:
    path = "/collections/ports/items"
    tag = get(ogc, path).headers["etag"]
    headers = [("If-None-Match", '"another"'), ("If-None-Match", tag)]
    assert ogc.get(path, headers=headers).status_code == 304
