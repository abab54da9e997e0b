"""Downloads of many parcels in each format, beside geopandas that writes from memory.

Each run is a process of its own, so that its memory is its own: printed is how far the resident
set rose above what the process had before, and the longest time that the event loop stood still.
Rows are made up batch by batch, as a database cursor would bring them; geopandas gathers them
first. Nothing is asserted of speed.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely

from geo.crs import NAMED_CRS, WGS84
from layers.collections import PARCELS
from layers.downloads.formats import DOWNLOAD_FORMATS
from layers.downloads.layer import DownloadLayer
from layers.downloads.stream import stream_download
from layers.settings import CHECKOUT

FEW, MANY = 20_000, 200_000
BATCH = 2_000
DRIVERS = {
    "geojson": "GeoJSON",
    "geojsonl": "GeoJSONSeq",
    "csv": "CSV",
    "gpkg": "GPKG",
    "fgb": "FlatGeobuf",
    "kml": "KML",
}
LAYER = DownloadLayer(
    PARCELS, PARCELS.properties, NAMED_CRS[WGS84], date(2026, 11, 22), "Invented parcels."
)
Rows = list[tuple[Any, ...]]


def test_downloads() -> None:
    head = f"{'format':<9} {'s':>6} {'MB':>5}  {f'+MB {FEW:,}':>11} {f'+MB {MANY:,}':>11}"
    tell(f"\n{MANY:,} parcels, {len(PARCELS.properties)} properties\n{'':<9} ours\n")
    tell(f"{head} {'stall ms':>8}   geopandas: s, +MB\n")
    for format_id in DOWNLOAD_FORMATS:
        few, many, rival = (
            run("ours", format_id, FEW),
            run("ours", format_id, MANY),
            run("geopandas", format_id, MANY),
        )
        tell(
            f"{format_id:<9} {many['s']:>6.1f} {many['size_mb']:>5.0f}  {few['rss_mb']:>11.0f} "
            f"{many['rss_mb']:>11.0f} {many['stall_ms']:>8.0f}   "
            f"{rival['s']:>6.1f} {rival['rss_mb']:>6.0f}\n"
        )


def run(who: str, format_id: str, rows: int) -> dict[str, float]:
    """What a run in a process of its own says of itself."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.bench_downloads", who, format_id, str(rows)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def made_up(rows: int) -> Iterator[Rows]:
    """Parcels of four corners each, all different."""
    for start in range(0, rows, BATCH):
        at = np.arange(start, min(start + BATCH, rows))
        x, y = 106.3 + at % 1000 * 1.0123e-3, 10.3 + at // 1000 * 1.0123e-3
        shapes = shapely.to_wkb(
            shapely.multipolygons(shapely.box(x, y, x + 9e-4, y + 9e-4)[:, None])
        )
        yield [
            (
                f"an-ha/{number:07}", "an-ha", "industrial", "cleared", "serviced",
                ("available", "leased", "optioned")[number % 3], "vacant", "none",
                date(2030, 1, 1 + number % 28) if number % 7 == 4 else None, "SKK",
                9000.0 + number % 1000 / 10, "available_now", number % 2 == 0, "D",
                date(2020, 1, 1), None, "2025-06", shape,
            )
            for number, shape in zip(at.tolist(), shapes.tolist(), strict=True)
        ]  # fmt: skip


def download(format_id: str, rows: int) -> dict[str, float]:
    """Stream a file to nowhere."""

    async def batches() -> AsyncIterator[Rows]:
        for batch in made_up(rows):
            yield batch

    async def beat(gaps: list[float]) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            gaps.append(time.perf_counter() - before)

    async def whole() -> dict[str, float]:
        gaps: list[float] = [0]
        heart = asyncio.create_task(beat(gaps))
        size = 0
        async for piece in stream_download(format_id, LAYER, batches()):
            size += len(piece)
        heart.cancel()
        return {"size_mb": size / 1e6, "stall_ms": max(gaps) * 1000}

    return asyncio.run(whole())


def write_from_memory(format_id: str, rows: int) -> dict[str, float]:
    """Gather all rows, and let geopandas write them."""
    names = [*LAYER.names, "wkb"]
    table = pd.DataFrame([row for batch in made_up(rows) for row in batch], columns=names)
    frame = geopandas.GeoDataFrame(
        table.drop(columns="wkb"), geometry=geopandas.GeoSeries.from_wkb(table["wkb"], crs=WGS84)
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"parcels.{format_id}"
        if format_id == "parquet":
            frame.to_parquet(path, compression="zstd", schema_version="1.1.0")
        elif format_id == "xlsx":  # GDAL's driver holds no outlines
            frame.to_wkt().to_excel(path, index=False)
        else:
            options = {"GEOMETRY": "AS_WKT"} if format_id == "csv" else {}
            frame.to_file(path, driver=DRIVERS[format_id], layer="parcels", **options)
        return {"size_mb": path.stat().st_size / 1e6}


def resident_mb(line: str) -> float:
    """Memory of this process by a line of its status: VmRSS now, VmHWM at most."""
    status = Path("/proc/self/status").read_text()
    found = re.search(rf"{line}:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1024


def tell(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def main(who: str, format_id: str, rows: int) -> None:
    work = {"ours": download, "geopandas": write_from_memory}[who]
    work(format_id, 100)  # what a first file loads is not counted
    before = resident_mb("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # VmHWM begins anew
    started = time.perf_counter()
    answer = work(format_id, rows)
    answer["s"] = time.perf_counter() - started
    answer["rss_mb"] = resident_mb("VmHWM") - before
    tell(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
