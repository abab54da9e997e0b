"""Load by wrk: many connections that ask for some addresses in turn."""

from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 8


@dataclass(frozen=True, slots=True)
class Load:
    """What came of asking for some seconds.

    Attributes
    ----------
    per_second
        Requests answered a second.
    refused
        Answers with another status than 2xx or 3xx.
    broken
        Connections that failed, and answers that took over 30 s.
    """

    per_second: float
    refused: int
    broken: int


def ask_for(port: int, addresses: list[str], *, seconds: int) -> Load:
    """Ask a server on this machine for addresses in turn, over and over.

    One thread of wrk is enough: it takes a few hundredths of a core, and with two cores server and
    database need the rest.
    """
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "addresses"
        listed.write_text("".join(f"{address}\n" for address in addresses))
        script = Path(__file__).with_name("rotate.lua")
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s"]
        command += ["-s", str(script), f"http://127.0.0.1:{port}", "--", str(listed)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    summary = json.loads(said.partition("summary:")[2])
    return Load(
        per_second=1e6 * summary["requests"] / summary["microseconds"],
        refused=summary["refused"],
        broken=summary["broken"],
    )
