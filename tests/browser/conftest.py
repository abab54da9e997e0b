"""Fixtures of the browser: Debian's Chromium, a small server of the page, and what a page did."""

from __future__ import annotations

import mimetypes
import os
import secrets
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FloatRect,
    Locator,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError

from maps.assets import STATIC_DIR
from maps.interactive import build_page
from tests.patience import PATIENCE_S

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = PATIENCE_S * 1000
T = TypeVar("T")
TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def wait_until(page: Page, script: str, argument: Any = None) -> None:
    """Wait until a script gives what is true.

    It is asked from here, time and again: Playwright's own waiting evaluates a text within the
    page, which the policy of our pages forbids once it does not hold at first.
    """
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            if page.evaluate(script, argument):
                return
        except PlaywrightError as error:
            if "context was destroyed" not in str(error):  # the page is being loaded anew
                raise
        assert time.monotonic() < end, f"never came true: {script}"
        page.wait_for_timeout(50)


def wait_for_value(page: Page, read: Callable[[], T], wanted: T) -> None:
    """Wait until what is read is what is wanted; says what it was at last if it never is."""
    end = time.monotonic() + PATIENCE_S
    while (found := read()) != wanted and time.monotonic() < end:
        page.wait_for_timeout(50)
    assert found == wanted


_SETTLED = """(node) => new Promise((resolve) => {
  let last = "";
  let same = 0;
  const look = () => {
    const { left, top, width, height } = node.getBoundingClientRect();
    const now = [left, top, width, height].join();
    same = document.fonts.status === "loaded" && now === last ? same + 1 : 0;
    last = now;
    if (same > 2) resolve();
    else requestAnimationFrame(look);
  };
  look();
})"""


def settled_box(node: Locator) -> FloatRect:
    """Where something is once nothing moves it any more: several frames long, and with our fonts.

    A place that is measured and then touched has to be measured here.
    """
    node.evaluate(_SETTLED)
    box = node.bounding_box()
    assert box is not None
    return box


@contextmanager
def patient_context(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """Open a context of a test's own, whose pages wait as long as those of `visit` do."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def work_until_ready_s(browser: Browser, address: str) -> float:
    """Seconds that a page computes until it says that it is ready.

    Only what it takes from the processor counts, so that it is the same on a busy machine.
    """
    with patient_context(browser, viewport=DESKTOP, reduced_motion="reduce") as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(address)
        page.wait_for_selector("html[data-ready=true]")
        found = session.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in found if one["name"] == "ThreadTime"))


@dataclass
class Visit:
    """A page and everything it did since it was opened."""

    page: Page
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def foreign_requests(self) -> list[str]:
        """Requests to any host but this machine."""
        ours = ("http://127.0.0.1:", "data:", "file:", "blob:")
        return [address for address in self.requests if not address.startswith(ours)]

    @property
    def canary(self) -> Any:
        """What a hostile text would have set."""
        return self.page.evaluate("globalThis.__hacked ?? null")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        if os.environ.get("ZONEMAP_REQUIRE_BROWSER") == "1":
            pytest.fail("Chromium is not installed; run `make test`, which installs it")
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        browser = playwright.chromium.launch(
            executable_path=program, args=list(FLAGS), timeout=PATIENCE_MS
        )
        yield browser
        browser.close()


class PageServer(ThreadingHTTPServer):
    """Serves one document's page, with the content security policy of the real one."""

    document: dict[str, Any]
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that leaves before it has everything, as it does on a reload."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: PageServer

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        nonce = secrets.token_urlsafe(16)
        file = STATIC_DIR / path.removeprefix("/static/")
        if path == "/":
            body = build_page(self.server.document, standalone=False, nonce=nonce).encode()
            self._answer(200, "text/html; charset=utf-8", body, nonce)
        elif path.startswith("/static/") and file.is_file():
            kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "text/plain"
            self._answer(200, kind, file.read_bytes(), nonce)
        else:
            self._answer(404, "text/plain", b"not here", nonce)

    def _answer(self, status: int, kind: str, body: bytes, nonce: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header(
            "Content-Security-Policy",
            f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; "
            f"style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; connect-src 'self'",
        )
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the tests' own output is enough."""


@pytest.fixture
def serve() -> Iterator[Callable[[dict[str, Any]], str]]:
    """Start a server of a document's page and give its address."""
    servers: list[PageServer] = []

    def start(document: dict[str, Any]) -> str:
        server = PageServer(("127.0.0.1", 0), _Handler)
        server.document = document
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def write(tmp_path: Path) -> Callable[[dict[str, Any]], str]:
    """Write a document's standalone page to disk and give its address."""

    def save(document: dict[str, Any]) -> str:
        file = tmp_path / "map.html"
        file.write_text(build_page(document, standalone=True), encoding="utf-8")
        return file.as_uri()

    return save


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Open an address and wait until the page says it is ready."""
    contexts = []

    def open_page(
        address: str,
        *,
        viewport: ViewportSize = DESKTOP,
        touch: bool = False,
        workers: bool = False,
    ) -> Visit:
        context = chromium.new_context(
            viewport=viewport,
            has_touch=touch,
            is_mobile=touch,
            reduced_motion="reduce",
            # What a worker answers, a test's own routes never see.
            service_workers="allow" if workers else "block",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        seen = Visit(context.new_page())
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
        seen.page.on(
            "console",
            lambda message: seen.errors.append(message.text) if message.type == "error" else None,
        )

        def refuse(dialog: Any) -> None:
            seen.dialogs.append(dialog.message)
            dialog.dismiss()

        seen.page.on("dialog", refuse)
        seen.page.goto(address)
        seen.page.wait_for_selector("html[data-ready=true]")
        # A font that comes late moves what is measured.
        seen.page.evaluate("document.fonts.ready.then(() => null)")
        return seen

    yield open_page
    for context in contexts:
        context.close()
