"""Asking an Overpass server for the region, and importing its answer.

The server is the one named in the settings. A busy server is asked again after a while; an answer
that is too large, late or incomplete is refused whole.
"""

from __future__ import annotations

import dataclasses
import http.client
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlencode, urlsplit

from geo.bbox import REGION, BBox
from geo.errors import InvalidParameter, SourceError
from layers.database import write_transaction
from layers.importers.openstreetmap.importing import OsmOptions, Progress, store_osm
from layers.importers.openstreetmap.reading import read_osm_file
from layers.importers.openstreetmap.records import list_zones_on_record
from layers.importers.openstreetmap.report import OsmReport
from layers.settings import OverpassSettings

USER_AGENT: Final = "zonemap (industrial zones of the HCMC region; imports a few times a year)"
_BUSY: Final = frozenset({429, 502, 503, 504})
_FIRST_PAUSE_S: Final = 5.0
_LONGEST_PAUSE_S: Final = 120.0
_CHUNK: Final = 1 << 16

_QUERY: Final = """
(
  wr["landuse"~"^(industrial|construction)$"]["name"~"{names}",i];
  wr["landuse"="industrial"]["name:en"~"{names}",i];
  way["highway"~"^(motorway|trunk)$"];
  way["highway"~"^(construction|proposed)$"]["construction"~"^(motorway|trunk)$"];
  way["highway"~"^(construction|proposed)$"]["proposed"~"^(motorway|trunk)$"];
  way["railway"="rail"][!"service"];
  way["railway"~"^(construction|proposed)$"]["construction"="rail"];
  way["railway"~"^(construction|proposed)$"]["proposed"="rail"];
  nwr[~"^((construction|proposed):)?aeroway$"~"^aerodrome$"];
  nwr["industrial"="port"];
  nwr["seamark:type"="harbour"];
  nwr["port"="cargo"];
  nwr["harbour"="yes"];
{ids});
out body geom;
"""
_NAMES: Final = (
    "khu công nghiệp|khu chế xuất|cụm công nghiệp|khu công nghệ cao|^kcn|^kcx|^ccn|^vsip"
    "|industrial (park|zone|cluster|estate)|export processing zone|hi-?tech park"
)


def overpass_query(osm_ids: Iterable[str], *, region: BBox = REGION, timeout_s: float) -> str:
    """Question to an Overpass server, in its own language.

    Parameters
    ----------
    osm_ids
        Objects asked for by id too, such as `way/306251856`: their names may have changed.
    region
        Box, degrees.
    timeout_s
        Seconds that the server may take.
    """
    by_kind: dict[str, list[int]] = {}
    for key in osm_ids:
        kind, _, number = key.partition("/")
        if kind in ("way", "relation") and number.isdecimal():
            by_kind.setdefault(kind, []).append(int(number))
    ids = "".join(
        f"  {kind}(id:{','.join(map(str, sorted(numbers)))});\n"
        for kind, numbers in sorted(by_kind.items())
    )
    west, south, east, north = region
    head = f"[out:json][timeout:{int(timeout_s)}][bbox:{south},{west},{north},{east}];"
    return head + _QUERY.format(names=_NAMES, ids=ids)


def refresh_osm(
    owner_url: str,
    settings: OverpassSettings,
    options: OsmOptions | None = None,
    *,
    progress: Progress = lambda step: None,
    sleep: Callable[[float], None] = time.sleep,
) -> OsmReport:
    """Ask the Overpass server of the settings for the region, and import what it answers.

    Parameters
    ----------
    owner_url
        Address of the role that owns the tables.
    settings
        The server and how long to wait.
    options
        As of `import_osm`.
    progress
        Told each step as it begins.
    sleep
        Waits some seconds before the server is asked again.

    Raises
    ------
    InvalidParameter
        If no server is named.
    SourceError
        If the server cannot be reached, stays busy, refuses the question or answers too much.
    ImportRejected, DatabaseUnavailable, DatabaseNotReady
        As `import_osm`.
    """
    options = options or OsmOptions()
    if settings.overpass_url is None:
        raise InvalidParameter(
            "no Overpass server is named",
            expected="OVERPASS_URL, as https://overpass.example.org/api/interpreter",
            remedy="set it, or import a file with `zonemap import osm FILE`",
        )
    with write_transaction(owner_url) as connection:
        zones = list_zones_on_record(connection)
    question = overpass_query(
        (key for zone in zones for key in zone.osm_ids), timeout_s=settings.overpass_timeout_s
    )
    host = urlsplit(settings.overpass_url).netloc
    with tempfile.TemporaryDirectory(prefix="zonemap-overpass-") as folder:
        answer = Path(folder) / "answer.json"
        progress(f"ask {host}")
        _ask(settings, question, answer, progress, sleep)
        progress("read and check the answer")
        read = read_osm_file(answer, options.limits)
    named = dataclasses.replace(read, file=f"Overpass server {host}")
    return store_osm(owner_url, named, options, progress=progress)


def _ask(
    settings: OverpassSettings,
    question: str,
    answer: Path,
    progress: Progress,
    sleep: Callable[[float], None],
) -> None:
    """Write the server's answer to a file; ask again while it is busy."""
    reason = "it was not asked"
    for attempt in range(settings.overpass_retries + 1):
        try:
            with answer.open("wb") as stream:
                _fetch(settings, question, stream)
            return
        except urllib.error.HTTPError as error:
            asked = error.headers.get("Retry-After") if error.headers else None
            error.close()
            if error.code not in _BUSY:
                raise _refused(settings, f"it answered {error.code}") from error
            reason = f"it is busy ({error.code})"
        except (OSError, http.client.HTTPException) as error:
            asked, reason = None, f"it does not answer ({_word(error)})"
        if attempt == settings.overpass_retries:
            break
        pause = _pause(attempt, asked)
        progress(f"wait {pause:.0f} s, for {reason}")
        sleep(pause)
    raise _refused(settings, reason)


def _fetch(settings: OverpassSettings, question: str, stream: IO[bytes]) -> None:
    """One question and its answer, within the time and size allowed."""
    request = urllib.request.Request(  # noqa: S310 - the settings admit http and https only
        settings.overpass_url or "",
        data=urlencode({"data": question}).encode(),
        headers={
            "User-Agent": USER_AGENT,
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
        },
    )
    deadline = time.monotonic() + settings.overpass_timeout_s
    most = settings.overpass_max_mb * 1_000_000
    held = 0
    with _opener().open(request, timeout=settings.overpass_timeout_s) as response:
        while chunk := response.read(_CHUNK):
            held += len(chunk)
            if held > most:
                raise _refused(settings, f"its answer has over {settings.overpass_max_mb} MB")
            if time.monotonic() > deadline:
                raise _refused(settings, f"its answer takes over {settings.overpass_timeout_s:g} s")
            stream.write(chunk)


def _opener() -> urllib.request.OpenerDirector:
    """What asks over HTTP and HTTPS only: no files, no other schemes, no redirects."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _pause(attempt: int, asked: str | None) -> float:
    """Seconds to wait: three times as long each time, or what the server asks for."""
    pause = _FIRST_PAUSE_S * 3.0**attempt
    if asked is not None and asked.isdecimal():
        pause = max(pause, float(asked))
    return min(pause, _LONGEST_PAUSE_S)


def _word(error: Exception) -> str:
    return str(getattr(error, "reason", "") or type(error).__name__)[:80]


def _refused(settings: OverpassSettings, reason: str) -> SourceError:
    host = urlsplit(settings.overpass_url or "").netloc
    return SourceError(
        f"the Overpass server {host} gave no data: {reason}",
        remedy="try again later, or import a file with `zonemap import osm FILE`",
    )
