from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from geo.errors import ImportRejected, InvalidParameter, SourceError
from layers.address import DatabaseAddress
from layers.importers.openstreetmap.importing import OsmOptions
from layers.importers.openstreetmap.refreshing import overpass_query, refresh_osm
from layers.importers.openstreetmap.report import OsmReport
from layers.settings import OverpassSettings, read_overpass_settings
from tests.layers.osm_made import Record, answer, geodata, needs_geodata, park

Reply = tuple[int, dict[str, str], bytes]


class Overpass:
    """A server on loopback that gives prepared replies, the last one for ever."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.questions: list[str] = []
        self.agents: list[str] = []
        overpass = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                form = parse_qs(self.rfile.read(length).decode())
                overpass.questions.append(form["data"][0])
                overpass.agents.append(self.headers["User-Agent"])
                replies = overpass.replies
                code, headers, body = replies.pop(0) if len(replies) > 1 else replies[0]
                self.send_response(code)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *values: object) -> None:
                """Keep quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/api/interpreter"


@pytest.fixture
def overpass() -> Iterator[Overpass]:
    made = Overpass()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.fixture
def refresh(
    overpass: Overpass, fresh_database: DatabaseAddress
) -> Callable[..., tuple[OsmReport, list[float]]]:
    """Refresh a database of one zone from the server; the report, and the pauses made."""
    Record(fresh_database).zone(
        "amata", "KCN Amata", (106.705, 10.905), osm_ids="way/1;relation/2;way/x)"
    )

    def run(*replies: Reply, **settings: object) -> tuple[OsmReport, list[float]]:
        overpass.replies = list(replies)
        pauses: list[float] = []
        named = OverpassSettings(overpass_url=overpass.url, **settings)  # type: ignore[arg-type]
        report = refresh_osm(
            fresh_database.owner_url,
            named,
            OsmOptions(is_dry_run=True),
            sleep=pauses.append,
        )
        return report, pauses

    return run


GOOD = answer(park(1, "KCN Amata", 106.7, 10.9))


def test_refresh_osm_imports_the_answer(refresh, overpass) -> None:  # type: ignore[no-untyped-def]
    report, pauses = refresh((200, {}, GOOD))
    assert report.file.startswith("Overpass server 127.0.0.1:")
    assert report.as_of == "2026-08-11"
    assert [one.code for one in report.questions] == ["ids_missing"]
    assert pauses == []
    assert overpass.agents[0].startswith("zonemap ")


def test_refresh_osm_reads_a_compressed_answer(refresh) -> None:  # type: ignore[no-untyped-def]
    report, _ = refresh((200, {"Content-Encoding": "gzip"}, gzip.compress(GOOD)))
    assert report.objects == {"way": 1}


def test_refresh_osm_asks_for_the_region_and_the_ids_on_record(refresh, overpass) -> None:  # type: ignore[no-untyped-def]
    refresh((200, {}, GOOD))
    (question,) = overpass.questions
    assert question.startswith("[out:json][timeout:240][bbox:8.5,105.8,11.8,108.0];")
    assert "relation(id:2);" in question
    assert "way(id:1);" in question
    assert "way/x" not in question
    assert question.rstrip().endswith("out body geom;")


def test_refresh_osm_waits_for_a_busy_server(refresh) -> None:  # type: ignore[no-untyped-def]
    report, pauses = refresh((429, {}, b""), (504, {"Retry-After": "40"}, b"busy"), (200, {}, GOOD))
    assert report.objects == {"way": 1}
    assert pauses == [5.0, 40.0]


def test_refresh_osm_gives_up_after_some_tries(refresh) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SourceError, match=r"gave no data: it is busy \(429\)"):
        refresh((429, {}, b""), overpass_retries=2)


def test_refresh_osm_does_not_repeat_a_question_that_is_refused(refresh, overpass) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SourceError, match="it answered 400"):
        refresh((400, {}, b"<script>alert(1)</script>"))
    assert len(overpass.questions) == 1


def test_refresh_osm_follows_no_redirect(refresh) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SourceError, match="it answered 302"):
        refresh((302, {"Location": "file:///etc/passwd"}, b""))


def test_refresh_osm_refuses_an_answer_that_is_too_large(refresh) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SourceError, match="over 1 MB"):
        refresh((200, {}, b" " * 1_100_000), overpass_max_mb=1)


def test_refresh_osm_refuses_an_incomplete_answer(refresh) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ImportRejected, match="a complete answer"):
        refresh((200, {}, answer(remark="runtime error: Query timed out in query")))


def test_refresh_osm_refuses_a_page(refresh) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ImportRejected, match="Overpass JSON"):
        refresh((200, {}, b"<html>Please try again</html>"))


def test_refresh_osm_tries_again_when_nobody_answers(fresh_database: DatabaseAddress) -> None:
    Record(fresh_database)
    pauses: list[float] = []
    settings = OverpassSettings(overpass_url="http://127.0.0.1:9/", overpass_retries=1)
    with pytest.raises(SourceError, match=r"it does not answer"):
        refresh_osm(fresh_database.owner_url, settings, sleep=pauses.append)
    assert pauses == [5.0]


def test_refresh_osm_without_a_server_says_which_variable() -> None:
    with pytest.raises(InvalidParameter, match="expected OVERPASS_URL"):
        refresh_osm("postgresql:///nowhere", OverpassSettings())


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://host/x", "http://u:p@host/", "host"])
def test_read_overpass_settings_refuses_other_addresses(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OVERPASS_URL", url)
    with pytest.raises(InvalidParameter, match="OVERPASS_URL"):
        read_overpass_settings()


def test_read_overpass_settings_takes_an_empty_address_as_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OVERPASS_URL", " ")
    assert read_overpass_settings().overpass_url is None


def test_overpass_query_without_ids() -> None:
    assert "(id:" not in overpass_query([], timeout_s=60)


@needs_geodata
def test_refresh_osm_with_the_real_answer(overpass: Overpass, loaded_copy: DatabaseAddress) -> None:
    file = geodata("osm-industrial-parks-2026-08-11.json.gz")
    overpass.replies = [(504, {}, b""), (200, {"Content-Encoding": "gzip"}, file.read_bytes())]
    settings = OverpassSettings(overpass_url=overpass.url)
    report = refresh_osm(loaded_copy.owner_url, settings, sleep=lambda seconds: None)
    assert len(report.zones) == 44
    assert "way(id:208936711," in overpass.questions[0]
