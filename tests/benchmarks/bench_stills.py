"""Pictures: times and memory of the still desk, beside a browser's screenshot and matplotlib.

All are measured in one run, ours and the rivals' in turn, on the same data. Chromium takes a
screenshot of our own Leaflet page; matplotlib and geopandas draw the same layers, circles, labels,
legend and credit in an environment of their own. Neither places labels, checks what it made, nor
keeps a spec in the picture. Nothing is asserted of time; that pictures were made is.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson
import pytest
from playwright.sync_api import Browser, sync_playwright

from layers.address import DatabaseAddress
from layers.managed import ManagedCluster
from layers.settings import CHECKOUT
from maps.assets import STATIC_DIR
from maps.stills.raster import pixels_of
from maps.stills.theme import theme
from tests.api.conftest import served
from tests.benchmarks.rivals.environments import rival_environment
from tests.browser.conftest import FLAGS

SIZES = {"HD": ("hd", (1920, 1080)), "UHD": ("uhd", (3840, 2160))}
ROUNDS = 5
WORKERS = 2
"""Of the server; each makes its first picture more slowly."""

LEAST_LOCATORS = 107
"""Of 119 zones, those whose place is known."""

# What `getrusage` says of memory counts what the process was started from.
MEASURED = """
import json, resource, subprocess, sys, time
started = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
seconds = time.perf_counter() - started
sys.stderr.buffer.write(done.stderr)
peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(json.dumps({"code": done.returncode, "seconds": seconds, "peak_mb": peak_mb}))
"""

ONE_ROUND = """
import json, pickle, sys, time
from maps.stills.picture import make_still
from maps.stills.spec import spec_of
material = pickle.load(open(sys.argv[1], "rb"))
document, preview, rounds = json.loads(sys.argv[2]), json.loads(sys.argv[3]), int(sys.argv[4])
times = []
for _ in range(rounds + 1):
    started = time.perf_counter()
    made = make_still(spec_of(document), material, preview_px=preview)
    times.append(time.perf_counter() - started)
open(sys.argv[5], "wb").write(made.content)
status = open("/proc/self/status").read()
peak_mb = int(status.split("VmHWM:")[1].split()[0]) // 1024
print(json.dumps({"times_s": times[1:] or times, "peak_mb": peak_mb}))
"""


@dataclass(frozen=True)
class Took:
    """Seconds and megabytes of one who made a picture."""

    seconds: float
    peak_mb: int | None = None

    def __str__(self) -> str:
        """Both, where both are known."""
        memory = f"{self.peak_mb:>5} MB" if self.peak_mb else f"{'':>8}"
        return f"{self.seconds:>7.2f} s{memory}"


def tell(what: str, ours: Took, *rivals: Took | None) -> None:
    line = f"{what:<38}{ours}"
    for rival in rivals:
        told = f"{rival} {rival.seconds / ours.seconds:>5.1f} x" if rival else ""
        line += f"   {told:<25}"
    sys.stdout.write(f"{line.rstrip()}\n")


@pytest.fixture(scope="module", autouse=True)
def _heading() -> None:
    head = f"\n{'':<38}{'ours':>9}{'':>8}   {'Chromium':>9}{'':>16}   {'matplotlib':>9}\n"
    sys.stdout.write(head)


@pytest.fixture(scope="module")
def url(loaded_database: DatabaseAddress, throwaway_cluster: ManagedCluster) -> str:
    """Address of the bundled data for commands."""
    return throwaway_cluster.admin_url(urlsplit(loaded_database.owner_url).path.strip("/"))


@pytest.fixture(scope="module")
def material(loaded_database: DatabaseAddress, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The records of pictures, pickled."""
    import asyncio
    import pickle

    from api.stills.material import read_material
    from layers.database import create_read_pool
    from layers.settings import DatabaseSettings
    from maps.stills.spec import spec_of

    async def ask() -> Any:
        async with create_read_pool(loaded_database.reader_url, DatabaseSettings()) as pool:
            return await read_material(pool, spec_of({}), base_url="http://127.0.0.1:8000")

    file = tmp_path_factory.mktemp("material") / "material.pickle"
    file.write_bytes(pickle.dumps(asyncio.run(ask())))
    return file


@pytest.fixture(scope="module")
def rival(
    material: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, int], tuple[Took, Took]]:
    """Have matplotlib draw: the whole process once, and its median when it is running."""
    import pickle

    programs = rival_environment("matplotlib")
    folder = tmp_path_factory.mktemp("matplotlib")
    write_layers(pickle.loads(material.read_bytes()), folder)  # noqa: S301 - written above

    def draw(size: str, repeats: int) -> tuple[Took, Took]:
        command = [
            programs / "python", Path(__file__).with_name("rivals") / "draw_map.py",
            folder, size, folder / "map.png", str(repeats),
        ]  # fmt: skip
        started = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        whole_s = time.perf_counter() - started
        told = json.loads(done.stdout)
        check_picture((folder / "map.png").read_bytes(), size)
        return (
            Took(whole_s, told["peak_mb"]),
            Took(statistics.median(told["draws_s"]), told["peak_mb"]),
        )

    return draw


@pytest.fixture(scope="module")
def program() -> str:
    """Chromium."""
    found = shutil.which("chromium")
    if found is None:
        pytest.fail("Chromium is not installed; `make bench` installs it", pytrace=False)
    return found


def write_layers(material: Any, folder: Path) -> None:
    """Layers as GeoJSON, and the words, colours and fonts of our overview."""
    region, style = material.region, theme("neutral")

    def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
        return {"type": "Feature", "geometry": geometry, "properties": properties}

    classes = (
        (200, "#0b5d4f", "200 ha or more"), (50, "#2f9c86", "50 to 200 ha"),
        (0, "#8fd3c1", "Less than 50 ha"), (None, "#ffffff", "Unknown"),
    )  # fmt: skip

    def colour(value: float | None) -> str:
        return next(
            shade for least, shade, _ in classes
            if least is None or (value is not None and value >= least)
        )  # fmt: skip

    placed = [one for one in region.zones if one.location is not None]
    known = [one for one in placed if one.remaining.value]
    named = {one.zone_id for one in sorted(known, key=lambda one: -one.remaining.value)[:8]}
    zones = [
        feature(
            {"type": "Point", "coordinates": list(one.location)},
            points=60 + (one.measured_area_ha or 100) / 2,
            colour=colour(one.remaining.value),
            label=one.name_vi if one.zone_id in named else "",
        )
        for one in placed
    ]
    links = [
        feature(one.geometry, kind=one.kind) for one in region.links
        if one.geometry["type"] != "Point"
    ]  # fmt: skip
    layers = {
        "land": [feature(region.coast.land)], "context": [feature(region.coast.context)],
        "links": links, "zones": zones,
    }  # fmt: skip
    for name, features in layers.items():
        content = {"type": "FeatureCollection", "features": features}
        (folder / f"{name}.geojson").write_bytes(orjson.dumps(content))
    kinds = ("expressway", "ring_road", "national_road", "provincial_road", "railway", "waterway")
    words = {
        "title": "Khu công nghiệp vùng TP. Hồ Chí Minh",
        "credit": "© cộng đồng OpenStreetMap (ODbL)",
        "classes": [[label, shade] for _, shade, label in classes],
        "lines": {kind: {"colour": style[f"line_{kind}"], "width": 4} for kind in kinds},
        "family": "Be Vietnam Pro",
        "fonts": [str(one) for one in STATIC_DIR.glob("fonts/be-vietnam-pro-*-normal.ttf")],
        **{name: style[name] for name in ("sea", "land", "coast", "panel")},
    }
    (folder / "words.json").write_text(json.dumps(words), encoding="utf-8")


def check_picture(png: bytes, size: str) -> None:
    """A picture of that size, and not of one colour."""
    pixels = pixels_of(png)
    assert f"{pixels.shape[1]}x{pixels.shape[0]}" == size
    assert pixels[::40, ::40, :3].std() > 10


def in_process(
    material: Path, folder: Path, document: dict[str, Any], *, preview: int | None = None
) -> tuple[Took, bytes]:
    """Make a picture several times in one process that has made one before."""
    file = folder / "made.png"
    arguments = [str(material), json.dumps(document), json.dumps(preview), str(ROUNDS), str(file)]
    done = subprocess.run(
        [sys.executable, "-c", ONE_ROUND, *arguments],
        cwd=CHECKOUT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    return Took(statistics.median(told["times_s"]), told["peak_mb"]), file.read_bytes()


def whole_process(url: str, folder: Path, size: str) -> Took:
    """Median of `zonemap still` from its start to its end."""
    command = ["still", "--size", size, "--force", "-o", str(folder / "whole.png")]
    runs = [measured(url, *command) for _ in range(ROUNDS)]
    peak_mb = max(one.peak_mb or 0 for one in runs)
    return Took(statistics.median(one.seconds for one in runs), peak_mb)


def measured(url: str, *command: str) -> Took:
    """Time and memory of a command of ours from its start to its end."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", MEASURED, CHECKOUT / ".venv/bin/zonemap", *command],
        env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert told["code"] == 0, done.stderr
    return Took(told["seconds"], told["peak_mb"])


def screenshot(browser: Browser, address: str, scale: int) -> tuple[Took, Took, bytes]:
    """Open the page and take its picture; and take it again of the open page."""
    context = browser.new_context(
        viewport={"width": 1920, "height": 1080}, device_scale_factor=scale
    )
    page = context.new_page()
    started = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("html[data-ready=true]", timeout=60_000)
    page.wait_for_load_state("networkidle")
    png = page.screenshot()
    opened = Took(time.perf_counter() - started)
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        png = page.screenshot()
        times.append(time.perf_counter() - started)
    context.close()
    return opened, Took(statistics.median(times)), png


def from_server(client: httpx.Client, size: str, **more: str) -> Took:
    """Median of pictures that the server has not made before."""
    times = []
    for number in range(ROUNDS + WORKERS):
        query = {"size": size, "title": f"Picture {number}", **more}
        started = time.perf_counter()
        answer = client.get("/api/still", params=query)
        times.append(time.perf_counter() - started)
        assert answer.status_code == 200, answer.text
    return Took(statistics.median(times[WORKERS:]))


@pytest.mark.parametrize("name", SIZES)
def test_overview(
    name: str,
    url: str,
    material: Path,
    rival: Callable[[str, int], tuple[Took, Took]],
    program: str,
    loaded_database: DatabaseAddress,
    tmp_path: Path,
) -> None:
    size, (width, height) = SIZES[name]
    written = f"{width}x{height}"
    with served(loaded_database) as client:
        address = str(client.base_url)
        through_server = from_server(client, size)
        started = time.perf_counter()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
            _, _, png = screenshot(browser, address, width // 1920)
            launched = Took(time.perf_counter() - started)
            opened, again, png = screenshot(browser, address, width // 1920)
            browser.close()
        check_picture(png, written)
    whole, running = rival(written, 1)[0], rival(written, ROUNDS)[1]
    ours, made = in_process(material, tmp_path, {"size": size})
    check_picture(made, written)
    tell(f"{name} overview, the whole process", whole_process(url, tmp_path, size), launched, whole)
    tell(f"{name} overview, in a running process", ours, opened, running)
    tell(f"{name} overview, from a running server", through_server)
    tell("  a screenshot of the page that is open", ours, again)


def test_preview(material: Path, loaded_database: DatabaseAddress, tmp_path: Path) -> None:
    ours, made = in_process(material, tmp_path, {}, preview=960)
    check_picture(made, "960x540")
    tell("preview of 960 pixels, running process", ours)
    with served(loaded_database) as client:
        tell("preview of 960 pixels, running server", from_server(client, "hd", preview="960"))


def test_largest(material: Path, tmp_path: Path) -> None:
    document = {"size": "8192x8192"}
    arguments = [str(material), json.dumps(document), "null", "0", str(tmp_path / "large.png")]
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", ONE_ROUND, *arguments],
        cwd=CHECKOUT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    took = Took(time.perf_counter() - started, json.loads(done.stdout)["peak_mb"])
    assert (tmp_path / "large.png").stat().st_size > 100_000
    tell("8192x8192, the whole process", took)


def test_a_locator_of_each_zone(url: str, tmp_path: Path) -> None:
    took = measured(url, "stills", "--each", "zone", "-o", str(tmp_path / "all"))
    index = json.loads((tmp_path / "all" / "index.json").read_text(encoding="utf-8"))
    made = index["entries"]
    tell(f"{len(made)} pictures of zones, {os.cpu_count()} cores", Took(took.seconds))
    assert len(made) >= LEAST_LOCATORS
