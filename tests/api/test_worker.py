"""`/sw.js`: the service worker of the map, and the files it keeps."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest

from maps import assets
from maps.interactive import page_shell


@pytest.fixture(scope="module")
def worker(api: httpx.Client) -> httpx.Response:
    return api.get("/sw.js")


def shell_of(text: str) -> dict[str, Any]:
    match = re.search(r"const \{ version: VERSION, files \} = (\{.*\});", text)
    assert match is not None
    shell: dict[str, Any] = json.loads(match[1])
    return shell


def test_worker_has_its_headers(worker: httpx.Response) -> None:
    wanted = {
        "Content-Type": "text/javascript; charset=utf-8",
        "Service-Worker-Allowed": "/",
        "Cache-Control": "no-cache",
        "Content-Security-Policy": "default-src 'none'; connect-src 'self'",
        "X-Content-Type-Options": "nosniff",
    }
    assert worker.status_code == 200
    assert {name: worker.headers[name] for name in wanted} == wanted


def test_worker_has_a_head_and_takes_no_parameter(api: httpx.Client) -> None:
    head = api.head("/sw.js")
    assert (head.status_code, head.content) == (200, b"")
    assert api.get("/sw.js?v=1").status_code == 400


def test_worker_keeps_every_file_of_the_page(api: httpx.Client, worker: httpx.Response) -> None:
    shell = shell_of(worker.text)
    page = api.get("/").text
    files = set(shell["files"])

    assert set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page)) <= files
    imports = json.loads(re.findall(r'"importmap"[^>]*>(.*?)</script>', page)[0])["imports"]
    assert set(imports.values()) <= files
    assert any("protomaps-leaflet" in address for address in files)
    assert sum(address.endswith(".woff2") for address in files) == 4
    assert shell["version"] in page


def test_worker_names_only_files_there_are(api: httpx.Client, worker: httpx.Response) -> None:
    files = shell_of(worker.text)["files"]

    assert len(set(files)) == len(files)
    assert [one for one in files if api.head(one).status_code != 200] == []


def test_page_shell_changes_with_a_font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = page_shell()
    copy = shutil.copytree(assets.STATIC_DIR, tmp_path / "static")
    monkeypatch.setattr(assets, "STATIC_DIR", copy)
    same = page_shell()
    font = copy / "fonts" / "be-vietnam-pro-latin-400-normal.woff2"
    font.write_bytes(font.read_bytes() + b"\0")

    assert same == before
    assert page_shell().files == before.files
    assert page_shell().version != before.version
