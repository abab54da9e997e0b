"""The page in a browser: what its first load takes, and 200,000 parcels close by.

Nothing is asserted of time here. A long task is one of more than 50 ms: while it runs, the page
answers nobody.
"""

from __future__ import annotations

import gzip
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from layers.address import DatabaseAddress
from maps.folium_parts import MAP_NAME
from tests.api.conftest import served
from tests.benchmarks.many_parcels import replace_parcels
from tests.browser.conftest import DESKTOP, FLAGS

PARCELS = 200_000
TILES = "/ogc/collections/parcels/tiles/"
CLOSE = "#view=14/11.0980/106.7700"

WATCH = """
globalThis.longTasks = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) globalThis.longTasks.push(entry.duration);
}).observe({ type: "longtask", buffered: true });
"""

# Paints every tile of the view again from what was read, and times each.
REPAINT = """
async () => {
  const map = THE_MAP;
  let layer = null;
  map.eachLayer((one) => { if (one.views) layer = one; });
  const symbolizer = layer.paintRules[0].symbolizer;
  const out = [];
  for (const { data } of layer.views.get("").tileCache.cache.values()) {
    const parcels = data.get("parcels") ?? [];
    if (!parcels.length) continue;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 256;
    const context = canvas.getContext("2d");
    const started = performance.now();
    symbolizer.before?.(context, 14);
    for (const one of parcels) symbolizer.draw(context, one.geom, 14, one);
    context.getImageData(0, 0, 1, 1);
    out.push({ parcels: parcels.length, ms: performance.now() - started });
  }
  return out;
}
"""

# Pans by a third of the view at a time, and tells how long each frame took, ms.
PAN = """
async () => {
  const map = THE_MAP;
  const frames = [];
  let last = performance.now();
  let going = true;
  const step = (now) => {
    frames.push(now - last);
    last = now;
    if (going) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
  const moves = [[350, 0], [350, 0], [0, 250], [0, 250], [-350, 0], [-350, 0]];
  for (const move of [...moves, ...moves]) {
    map.panBy(move, { animate: true, duration: 0.4 });
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
  going = false;
  return frames.slice(1);
}
"""


def tell(what: str, value: str) -> None:
    sys.stdout.write(f"{what:<46}{value:>20}\n")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("Chromium is not installed; `make bench` installs it", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


def open_page(chromium: Browser, address: str) -> tuple[Page, list[dict[str, Any]]]:
    """A page that is ready, and the answers that it got."""
    page = chromium.new_context(viewport=DESKTOP).new_page()
    page.add_init_script(WATCH)
    answers: list[dict[str, Any]] = []

    def keep(request: Any) -> None:
        sizes = request.sizes()
        answers.append({"url": request.url, "bytes": sizes["responseBodySize"]})

    page.on("requestfinished", keep)
    page.goto(address)
    page.wait_for_selector("html[data-ready=true]", timeout=60_000)
    page.wait_for_load_state("networkidle")
    return page, answers


def test_first_load(chromium: Browser, loaded_database: DatabaseAddress) -> None:
    with served(loaded_database) as client:
        root = str(client.base_url).rstrip("/")
        page, answers = open_page(chromium, root + "/")
        ready = page.evaluate("performance.getEntriesByName('zonemap-ready')[0].startTime")
        document = len(gzip.compress(client.get("/").content, 6))
    kilobytes = sum(one["bytes"] for one in answers) / 1000
    tell("first load, transferred", f"{kilobytes:.0f} kB")
    tell("  of it the page itself, by gzip -6", f"{document / 1000:.0f} kB")
    tell("  requests", str(len(answers)))
    tell("  ready after", f"{ready:.0f} ms")


def test_many_parcels(chromium: Browser, loaded_copy: DatabaseAddress) -> None:
    started = time.perf_counter()
    replace_parcels(loaded_copy.owner_url, parcels=PARCELS)
    tell(f"{PARCELS:,} parcels made", f"{time.perf_counter() - started:.0f} s")
    with served(loaded_copy) as client:
        root = str(client.base_url).rstrip("/")
        page, answers = open_page(chromium, f"{root}/{CLOSE}")
        page.wait_for_selector(".parcel-tiles canvas.leaflet-tile-loaded", timeout=60_000)
        page.wait_for_timeout(2000)
        tiles = [one for one in answers if TILES in one["url"] and one["bytes"]]
        # Painting alone, as the reader who comes back to a tile has it.
        painted = page.evaluate(REPAINT.replace("THE_MAP", MAP_NAME))
        page.evaluate("globalThis.longTasks.length = 0")
        frames = page.evaluate(PAN.replace("THE_MAP", MAP_NAME))
        long_tasks = page.evaluate("globalThis.longTasks")
    tell("tiles of the first view that hold parcels", str(len(tiles)))
    tell("  largest, transferred", f"{max(one['bytes'] for one in tiles) / 1000:.0f} kB")
    tell("  parcels in the fullest", f"{max(one['parcels'] for one in painted):,}")
    times = [one["ms"] for one in painted]
    tell(
        "  painted in, median and longest", f"{statistics.median(times):.1f} / {max(times):.1f} ms"
    )
    tell("panning at zoom 14, 12 steps: long tasks", str(len(long_tasks)))
    longest = max(long_tasks, default=0)
    tell("  longest, and all together", f"{longest:.0f} / {sum(long_tasks):.0f} ms")
    tell("  frames, median and longest", f"{statistics.median(frames):.0f} / {max(frames):.0f} ms")
    assert any(one["parcels"] > 500 for one in painted)
