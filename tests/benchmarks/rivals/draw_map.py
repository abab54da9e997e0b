"""The overview as who has geopandas and matplotlib would draw it; run in their own environment.

    python draw_map.py FOLDER WIDTHxHEIGHT OUTPUT REPEATS

FOLDER has the layers as GeoJSON, and `words.json` with title, credit, labels and colours. Prints
JSON: seconds that reading took, seconds of each drawing, and the most memory, MB.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import geopandas
import matplotlib as mpl

mpl.use("agg")

from matplotlib import font_manager, patheffects, pyplot
from matplotlib.lines import Line2D

WEB_MERCATOR = 3857
INCHES_HIGH = 10.8  # so that a point of text is as large in every size


def read(folder: Path) -> dict[str, Any]:
    """Every layer, projected."""
    names = ("land", "context", "links", "zones")
    return {
        name: geopandas.read_file(folder / f"{name}.geojson").to_crs(WEB_MERCATOR) for name in names
    }


def draw(
    layers: dict[str, Any], words: dict[str, Any], size: tuple[int, int], output: Path
) -> None:
    """Draw the overview and save it."""
    width, height = size
    dpi = height / INCHES_HIGH
    figure = pyplot.figure(figsize=(width / dpi, INCHES_HIGH), dpi=dpi)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_facecolor(words["sea"])
    layers["context"].plot(ax=axes, color=words["land"])
    layers["land"].plot(ax=axes, color=words["land"], edgecolor=words["coast"], linewidth=1.2)
    for kind, style in words["lines"].items():
        lines = layers["links"][layers["links"]["kind"] == kind]
        if len(lines):
            lines.plot(ax=axes, color="#fbfaf6", linewidth=style["width"] + 2)
            lines.plot(ax=axes, color=style["colour"], linewidth=style["width"])
    zones = layers["zones"]
    axes.scatter(
        zones.geometry.x, zones.geometry.y, s=zones["points"], c=zones["colour"],
        edgecolors="#ffffff", linewidths=1.2, zorder=5,
    )  # fmt: skip
    halo = [patheffects.withStroke(linewidth=4, foreground="#ffffff")]
    for row in zones[zones["label"] != ""].itertuples():
        axes.annotate(
            row.label, (row.geometry.x, row.geometry.y), (12, 8), textcoords="offset points",
            fontsize=20, fontweight="semibold", path_effects=halo, zorder=6,
        )  # fmt: skip
    west, south, east, north = zones.total_bounds
    half_height = 0.6 * (north - south)
    half_width = half_height * width / height
    axes.set_xlim((west + east) / 2 - half_width, (west + east) / 2 + half_width)
    axes.set_ylim((south + north) / 2 - half_height, (south + north) / 2 + half_height)
    axes.axis("off")
    figure.patch.set_facecolor(words["sea"])
    panel = {"facecolor": words["panel"], "edgecolor": "none", "boxstyle": "round,pad=0.5"}
    figure.text(0.06, 0.9, words["title"], fontsize=36, color="white", weight="bold", bbox=panel)
    figure.text(0.06, 0.07, words["credit"], fontsize=16, color="white", bbox=panel)
    axes.legend(
        handles=[
            Line2D([], [], marker="o", linestyle="", markersize=14, color=colour, label=label)
            for label, colour in words["classes"]
        ],
        loc="lower right", bbox_to_anchor=(0.94, 0.08), fontsize=18,
    )  # fmt: skip
    figure.savefig(output, dpi=dpi)
    pyplot.close(figure)


def main() -> None:
    """Read once, draw several times."""
    folder, written, output, repeats = sys.argv[1:]
    width, height = (int(one) for one in written.split("x"))
    words = json.loads((Path(folder) / "words.json").read_text(encoding="utf-8"))
    for font in words["fonts"]:
        font_manager.fontManager.addfont(font)
    mpl.rcParams["font.family"] = words["family"]
    started = time.perf_counter()
    layers = read(Path(folder))
    read_s = time.perf_counter() - started
    draws_s = []
    for _ in range(int(repeats)):
        started = time.perf_counter()
        draw(layers, words, (width, height), Path(output))
        draws_s.append(time.perf_counter() - started)
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    peak_mb = int(status.split("VmHWM:")[1].split()[0]) // 1024
    sys.stdout.write(json.dumps({"read_s": read_s, "draws_s": draws_s, "peak_mb": peak_mb}))


if __name__ == "__main__":
    main()
