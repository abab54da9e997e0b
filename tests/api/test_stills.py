"""Pictures over HTTP: what comes for which question, and what is refused in which words."""

from __future__ import annotations

import os
import signal
import socket
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import numpy as np
import pytest
from fastapi import FastAPI

from api.settings import ServerSettings
from api.stills.desk import StillDesk
from geo.vietnam_time import today_in_vietnam
from layers.address import DatabaseAddress
from maps.stills.raster import PNG_SIGNATURE, png_chunk, write_png
from maps.stills.sizes import Size
from tests.api.conftest import Serve, served
from tests.patience import PATIENCE_S, wait_for

SMALL = {"size": "640x360", "template": "overview"}
NO_ZONE = {"template": "locator", "zones": "nowhere"}


def size_of(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def detail_of(answer: httpx.Response, status: int = 400) -> str:
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.status_code == status
    return str(answer.json()["detail"])


def test_picture_is_hd_png_unless_asked_otherwise(api: httpx.Client) -> None:
    answer = api.get("/api/still")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/png"
    assert size_of(answer.content) == (1920, 1080)
    name = f"zonemap_overview_{today_in_vietnam()}_1920x1080_vi.png"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{name}"'
    assert answer.headers["Content-Language"] == "vi"
    assert answer.headers["Zonemap-Findings"] == "faults=0, warnings=0"


def test_picture_known_to_the_client_is_not_sent_again(api: httpx.Client) -> None:
    first = api.get("/api/still", params=SMALL)
    etag = first.headers["ETag"]
    again = api.get("/api/still", params=SMALL, headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == etag
    other = api.get("/api/still", params={**SMALL, "language": "en"})
    assert other.headers["ETag"] != etag


@pytest.mark.parametrize(
    ("output", "kind", "start"),
    [
        ("svg", "image/svg+xml", b"<svg "),
        ("pdf", "application/pdf", b"%PDF-"),
        ("fill", "image/png", b"\x89PNG"),
        ("key", "image/png", b"\x89PNG"),
    ],
)
def test_picture_comes_in_every_sort_of_file(
    api: httpx.Client, output: str, kind: str, start: bytes
) -> None:
    answer = api.get("/api/still", params={**SMALL, "f": output})

    assert answer.headers["Content-Type"].partition(";")[0] == kind
    assert answer.content.startswith(start)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("image/svg+xml", "image/svg+xml"),
        ("application/pdf", "application/pdf"),
        ("image/avif,image/webp,image/svg+xml,image/*,*/*;q=0.8", "image/png"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "image/png"),
    ],
)
def test_picture_is_what_the_client_accepts(api: httpx.Client, accept: str, kind: str) -> None:
    answer = api.get("/api/still", params=SMALL, headers={"Accept": accept})

    assert answer.headers["Content-Type"].partition(";")[0] == kind


def test_preview_is_as_wide_as_asked(api: httpx.Client) -> None:
    answer = api.get("/api/still", params={"size": "vertical", "preview": 540})

    assert size_of(answer.content) == (540, 960)
    assert answer.headers["Content-Disposition"].endswith('_preview.png"')


def test_spec_in_a_body_gives_the_picture_of_the_address(api: httpx.Client) -> None:
    by_address = api.get("/api/still", params={**SMALL, "title": "Bản đồ"})
    as_json = api.post("/api/still", json={**SMALL, "title": "Bản đồ"})
    yaml = "size: 640x360\ntitle: Bản đồ\n".encode()
    as_yaml = api.post("/api/still", content=yaml, headers={"Content-Type": "application/yaml"})

    assert as_json.content == by_address.content
    assert as_yaml.content == by_address.content


def test_head_has_the_headers_of_get_and_makes_the_picture_once(api: httpx.Client) -> None:
    parameters = {**SMALL, "title": "HEAD"}

    def made() -> float:
        told = api.get("/metrics").text
        return sum(float(line.split()[-1]) for line in told.splitlines() if 'result="miss"' in line)

    before = made()
    head = api.head("/api/still", params=parameters)
    got = api.get("/api/still", params=parameters)

    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["Content-Length"]) == len(got.content)
    for name in ("Content-Type", "ETag", "Content-Disposition", "Zonemap-Findings"):
        assert head.headers[name] == got.headers[name]
    assert made() == before + 1
    etag = {"If-None-Match": head.headers["ETag"]}
    assert api.head("/api/still", params=parameters, headers=etag).status_code == 304
    assert api.head("/api/still", params={"colour": "red"}).status_code == 400


def test_zone_is_zones_by_the_name_of_the_command_line(api: httpx.Client) -> None:
    by_zone = api.get("/api/still", params={"size": "640x360", "zone": "my-xuan-a2"})
    by_zones = api.get("/api/still", params={"size": "640x360", "zones": "my-xuan-a2"})

    assert by_zone.content == by_zones.content
    both = {"zone": "my-xuan-a2", "zones": "chau-duc"}
    assert "zone and zones are both given" in detail_of(api.get("/api/still", params=both))


def test_simple_parameters_come_before_the_spec(api: httpx.Client) -> None:
    spec = '{"size": "640x360", "language": "vi", "title": "Một"}'
    document = api.get("/api/still/layout", params={"spec": spec, "language": "en"}).json()

    assert document["spec"]["language"] == "en"
    assert document["spec"]["title"] == "Một"


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"colour": "red"}, "there is no parameter 'colour'"),
        ({"template": "poster"}, "template is 'poster'"),
        ({"spec": '{"colour": "red"}'}, "there is no field 'colour'"),
        ({"spec": "template: [overview"}, "the spec is not YAML at line 1"),
        ({"spec": "- overview"}, "the spec is list, not a list of fields"),
        ({"spec": "a: &a [1]\nb: *a"}, "aliases are not read"),
        ({"size": "9000x9000"}, "the size 9000x9000 is out of bounds"),
        ({"theme": "../neutral"}, "theme"),
        ({"theme": "neon"}, "there is no theme 'neon'"),
        ({"title": "a\u202eb"}, "has the character U+202E"),
        ({"title": "م"}, "is written right to left"),
        ({"title": "漢字"}, "the title has characters that the font cannot draw: '漢字'"),
        ({"title": "dài " * 120}, "does not fit"),
        ({"title": "a" * 501}, "at most 500"),
        ({"claim": "none", "template": "claim"}, "there is no claim 'none'"),
        ({"bbox": "106,10,105,11"}, "west"),
        ({"preview": "5000"}, "preview is '5000'"),
        ({"preview": "640", "f": "pdf"}, "preview is given with f=pdf"),
        ({"as_of": "1.5"}, "as_of"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(
    api: httpx.Client, parameters: dict[str, str], told: str
) -> None:
    assert told in detail_of(api.get("/api/still", params=parameters))


def test_day_to_come_is_refused(api: httpx.Client) -> None:
    tomorrow = (today_in_vietnam() + timedelta(days=1)).isoformat()

    detail = detail_of(api.get("/api/still", params={"as_of": tomorrow}))
    assert f"as_of ('{tomorrow}') has not come yet" in detail


def test_unknown_zone_is_not_found(api: httpx.Client) -> None:
    assert "there is no zone 'nowhere'" in detail_of(api.get("/api/still", params=NO_ZONE), 404)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"title: " + b"a" * 20_000, "the body has more than 20,000 bytes"),
        (b"title: \xff", "the spec is not UTF-8 (byte 7)"),
        (b"template: overview\ntemplate: claim", "the field 'template' stands twice"),
    ],
)
def test_bodies_are_bounded_and_read_strictly(api: httpx.Client, body: bytes, told: str) -> None:
    assert told in detail_of(api.post("/api/still", content=body))


def test_layout_tells_where_things_stand(api: httpx.Client) -> None:
    document = api.get("/api/still/layout", params={"template": "overview"}).json()
    layout = document["layout"]

    assert layout["canvas"] == [0, 0, 1920, 1080]
    assert layout["safe"] == [96, 54, 1824, 1026]
    title = next(text for text in layout["texts"] if text["role"] == "title")
    assert title["content"].startswith("Khu công nghiệp")
    moved = {text["label_id"] for text in layout["texts"] if text["label_id"]}
    assert any(label.startswith("zone:") for label in moved)
    assert document["permalink"].startswith(f"{api.base_url}/studio?spec=")
    assert document["findings"] == []


def test_moved_label_stays_moved(api: httpx.Client) -> None:
    def box_of(label: str, labels: dict[str, Any]) -> list[float]:
        texts = api.post("/api/still/layout", json={"labels": labels}).json()["layout"]["texts"]
        return next(text["box"] for text in texts if text["label_id"] == label)

    layout = api.get("/api/still/layout").json()["layout"]
    label = next(t["label_id"] for t in layout["texts"] if t["label_id"])
    before = box_of(label, {})
    after = box_of(label, {label: {"dx": 30, "dy": -12}})

    assert [round(b - a, 1) for a, b in zip(before, after, strict=True)] == [30, -12, 30, -12]


def test_preview_and_its_layout_are_made_at_once(loaded_database: DatabaseAddress) -> None:
    with served(loaded_database) as client:
        parameters = {"title": "Một lần", "preview": "640"}
        client.get("/api/still/layout", params=parameters)
        client.get("/api/still", params=parameters)
        counted = client.get("/metrics").text

    assert 'zonemap_cache_requests_total{result="miss"} 1.0' in counted
    assert 'zonemap_cache_requests_total{result="hit"} 1.0' in counted


def test_options_name_what_a_spec_may_name(api: httpx.Client) -> None:
    options = api.get("/api/still/options").json()

    assert len(options["zones"]) == 119
    assert sum(zone["has_location"] for zone in options["zones"]) == 107
    assert len(options["claims"]) == 59
    assert {"neutral", "newsroom"} <= {theme["id"] for theme in options["themes"]}
    graphics = next(one for one in options["safe_areas"] if one["id"] == "graphics")
    assert graphics["insets"] == [0.05, 0.05, 0.05, 0.05]
    assert options["defaults"]["size"] == "hd"
    for name in ("templates", "measures", "sizes", "layers", "grounds", "outputs", "provinces"):
        assert all(one["label_vi"] and one["label_en"] for one in options[name])


def test_linter_reads_a_picture_made_before(api: httpx.Client) -> None:
    spec = {"safe_area": "none", "source_line": False, "seconds": 1, "labels": {}}
    made = api.post("/api/still", json=spec)
    told = api.post("/api/still/lint", content=made.content).json()

    faults = sum(finding["severity"] == "fault" for finding in told["findings"])
    warnings = len(told["findings"]) - faults
    assert made.headers["Zonemap-Findings"] == f"faults={faults}, warnings={warnings}"
    assert warnings + faults > 0
    assert told["sidecar"]["spec"] == {"safe_area": "none", "source_line": False, "seconds": 1.0}


def plain_png(width: int, height: int) -> bytes:
    size = Size(width, height)
    return write_png(size, [np.full((height, width, 4), 255, np.uint8)])


def test_linter_looks_at_the_pixels_of_a_picture_of_others(api: httpx.Client) -> None:
    told = api.post("/api/still/lint", content=plain_png(1920, 1080)).json()

    codes = [finding["code"] for finding in told["findings"]]
    assert codes[0] == "no-imprint"
    assert len(codes) == 2  # white is above the video range
    assert "sidecar" not in told


@pytest.mark.parametrize("body", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64])
def test_linter_refuses_what_is_no_png(api: httpx.Client, body: bytes) -> None:
    assert "the picture cannot be read" in detail_of(api.post("/api/still/lint", content=body))


def test_linter_unpacks_only_so_many_pixels(api: httpx.Client) -> None:
    head = struct.pack(">IIBBBBB", 8000, 8000, 8, 6, 0, 0, 0)
    pixels = png_chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
    body = PNG_SIGNATURE + png_chunk(b"IHDR", head) + pixels + png_chunk(b"IEND", b"")

    detail = detail_of(api.post("/api/still/lint", content=body))
    assert "the picture has 8000x8000 pixels" in detail
    assert "zonemap lint" in detail


def test_linter_reads_only_so_much(api: httpx.Client) -> None:
    def endless() -> Any:
        for _ in range(61):
            yield b"\x89" * 1_000_000

    assert "more than 60 MB" in detail_of(api.post("/api/still/lint", content=endless()))


def test_two_hundred_at_once_wait_or_are_told_to_come_again(
    serve: Serve, loaded_database: DatabaseAddress
) -> None:
    settings = ServerSettings(access_log=False, still_workers=1, still_queue=3)
    client = serve(loaded_database, server=settings)
    client.get("/api/still", params={"preview": 240})  # the process has started

    def ask(number: int) -> httpx.Response:
        parameters: dict[str, Any] = {"preview": 240, "subtitle": f"Hình {number}"}
        return httpx.get(f"{client.base_url}/api/still", params=parameters, timeout=60)

    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(ask, range(200)))

    statuses = {answer.status_code for answer in answers}
    assert statuses == {200, 503}
    refused = [answer for answer in answers if answer.status_code == 503]
    assert {answer.headers["Retry-After"] for answer in refused} == {"5"}
    assert "4 pictures are being made or wait" in detail_of(refused[0], 503)
    assert client.get("/api/still", params={"preview": 240}).status_code == 200


def test_client_that_leaves_frees_its_place(loaded_database: DatabaseAddress) -> None:
    found: list[FastAPI] = []
    settings = ServerSettings(access_log=False, still_workers=1, still_queue=5)
    with served(loaded_database, server=settings, prepare=found.append) as client:
        client.get("/api/still", params={"preview": 240})
        desk: StillDesk = found[0].state.stills
        pid = desk.workers[0].pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        try:
            sockets = [ask_and_wait(client, f"preview=240&title={number}") for number in range(3)]
            wait_for(lambda: desk.in_hand == 3)
            for one in sockets[1:]:
                one.close()
            wait_for(lambda: desk.in_hand == 1)
        finally:
            os.kill(pid, signal.SIGCONT)
        assert sockets[0].recv(12) == b"HTTP/1.1 200"
        sockets[0].close()


def ask_and_wait(client: httpx.Client, query: str) -> socket.socket:
    url = client.base_url
    one = socket.create_connection((url.host, url.port or 80), timeout=PATIENCE_S)
    one.sendall(f"GET /api/still?{query} HTTP/1.1\r\nHost: {url.host}\r\n\r\n".encode())
    return one
