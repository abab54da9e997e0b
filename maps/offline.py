"""The map without a network: which files a service worker keeps, and its text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from maps import assets
from maps.embed import json_for_script

_WORKER = Path(__file__).parent / "templates" / "worker.js"
_PLACE = "__SHELL__"


@dataclass(frozen=True)
class Shell:
    """The files a page is made of.

    Attributes
    ----------
    version
        Changes with any of the files and with the worker itself.
    files
        Their addresses, sorted.
    """

    version: str
    files: tuple[str, ...]


def make_shell(static_url: str, names: Iterable[str]) -> Shell:
    """Gather files of `maps/static`, and those that the style sheets among them point to.

    Raises
    ------
    StaticAssetError
        A file is missing.
    """
    own = sorted(set(names))
    pointed = sorted(
        {name for sheet in own if sheet.endswith(".css") for name in assets.files_of_sheet(sheet)}
    )
    # A style sheet points to its fonts without a version.
    addresses = [assets.versioned_url(static_url, name) for name in own]
    addresses += [f"{static_url.rstrip('/')}/{name}" for name in pointed]
    digest = hashlib.sha256(_WORKER.read_bytes())
    for name in (*own, *pointed):
        digest.update(assets.versioned_url(static_url, name).encode())
    return Shell(version=digest.hexdigest()[:20], files=tuple(sorted(addresses)))


def build_worker(shell: Shell) -> str:
    """Text of the service worker that keeps these files."""
    filled = json_for_script({"version": shell.version, "files": list(shell.files)})
    return _WORKER.read_text(encoding="utf-8").replace(_PLACE, filled)
