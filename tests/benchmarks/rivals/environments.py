"""Virtual environments of the rivals, made once in `.bench/` of the checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from layers.settings import CHECKOUT

FOLDER = CHECKOUT / ".bench"


def rival_environment(name: str) -> Path:
    """Folder of the programs of a rival; it is installed from PyPI if it is not there.

    Parameters
    ----------
    name
        `tipg`, `pygeoapi` or `matplotlib`: the name of its list of packages beside this file.
    """
    packages = Path(__file__).with_name(f"{name}.txt")
    home = FOLDER / name
    stamp = home / "made-for"
    # An environment can be neither moved nor given another Python.
    wanted = f"{home} {sys.version}\n{packages.read_text()}"
    if not (stamp.is_file() and stamp.read_text() == wanted):
        started = time.perf_counter()
        sys.stdout.write(f"Installing {name} from PyPI, once ... ")
        sys.stdout.flush()
        shutil.rmtree(home, ignore_errors=True)
        _run(name, [sys.executable, "-m", "venv", str(home)])
        install = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-input"]
        # The list is complete, so there is nothing to resolve.
        install += ["--no-deps", "--no-cache-dir", "--disable-pip-version-check"]
        _run(name, [*install, "-r", str(packages)])
        stamp.write_text(wanted)
        sys.stdout.write(f"{time.perf_counter() - started:.1f} s\n")
    return home / "bin"


def _run(name: str, command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    sys.stdout.write("failed\n")
    errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
    unreachable = "from versions: none" in done.stderr or "Retrying" in done.stderr
    said = "PyPI cannot be reached" if unreachable else (errors or ["pip gave no reason"])[0]
    pytest.fail(
        f"{name}, which ours is measured beside, cannot be installed: {said}. It is needed "
        "from PyPI once; `BENCH=zonemap make bench` runs the benchmarks that need no network.",
        pytrace=False,
    )
