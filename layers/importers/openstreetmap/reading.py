"""Reading a file of OpenStreetMap data in a child process with limits on time, memory and size.

The file is hostile until it is checked, and a reader of binary files is code in C++: what it does
to its own process is no matter to ours. The child answers in JSON, which cannot run anything.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import subprocess
import sys
import tempfile
import zlib
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Final

import orjson
import shapely

from geo.errors import Fault, ImportRejected, SourceError
from layers.importers.openstreetmap.elements import OsmElement, OsmFile, OsmLimits, ReadNote
from layers.importers.openstreetmap.extract import read_extract
from layers.importers.openstreetmap.overpass import read_json
from layers.settings import CHECKOUT

_GZIP: Final = b"\x1f\x8b"
_PBF_MARK: Final = b"OSMHeader"
_START: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from layers.importers.openstreetmap.reading import serve_request; serve_request()"
)
_CHUNK: Final = 1 << 20
_EXPECTED: Final = "Overpass JSON (.json, .json.gz), GeoJSON with OpenStreetMap ids or .osm.pbf"


def read_osm_file(path: Path, limits: OsmLimits | None = None) -> OsmFile:
    """Read a file in a child process.

    Parameters
    ----------
    path
        Overpass JSON, plain or gzip; GeoJSON with OpenStreetMap ids; or .osm.pbf. What it is, is
        told from its first bytes.
    limits
        How much the file may ask for.

    Returns
    -------
    OsmFile
        The objects with tags of ours, EPSG:4326.

    Raises
    ------
    SourceError
        If the file cannot be read.
    ImportRejected
        If it is none of these, is damaged, or passes a limit.
    """
    limits = limits or OsmLimits()
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is no file")
        size = status.st_size
        with path.open("rb"):
            pass
    except OSError as error:
        raise SourceError(
            f"{path.name} cannot be read ({error.strerror})",
            expected=_EXPECTED,
            remedy="name a file that is there and can be read",
        ) from error
    if size > limits.file_mb * 1_000_000:
        most = f"at most {limits.file_mb:,} MB"
        raise ImportRejected([Fault(path.name, None, None, f"{size / 1e6:,.0f} MB", most)])
    request = orjson.dumps({"path": str(path.resolve()), "limits": asdict(limits)})
    with tempfile.TemporaryFile() as answer:
        _run_child(request, answer, path.name, limits)
        answer.seek(0)
        return _unpack(answer.read(), path.name)


def read_here(path: Path, limits: OsmLimits) -> OsmFile:
    """Read a file in this process: what the child does."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        head = stream.read(64)
        digest.update(head)
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    if _PBF_MARK in head:
        return read_extract(path, path.name, digest.hexdigest(), limits)
    with path.open("rb") as stream:
        content = _unzip(stream, path.name, limits) if head.startswith(_GZIP) else stream.read()
    if len(content) > limits.unpacked_mb * 1_000_000:
        raise _too_large(path.name, limits)
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        shown = content[:40].decode("utf-8", "replace")
        raise ImportRejected([Fault(path.name, None, None, shown, _EXPECTED)])
    return read_json(content.removeprefix(b"\xef\xbb\xbf"), path.name, digest.hexdigest(), limits)


def serve_request() -> None:
    """Read the file that standard input asks for, and answer on standard output."""
    request = orjson.loads(sys.stdin.buffer.read())
    limits = OsmLimits(**request["limits"])
    _limit_process(limits)
    try:
        answer = _pack(read_here(Path(request["path"]), limits))
    except ImportRejected as error:
        answer = {"faults": [asdict(fault) for fault in error.faults]}
    sys.stdout.buffer.write(orjson.dumps(answer))


def _run_child(request: bytes, answer: IO[bytes], file: str, limits: OsmLimits) -> None:
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START, str(CHECKOUT)]
    environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    environment |= {"OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
    try:
        done = subprocess.run(
            command,
            input=request,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=environment,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        most = f"a file that is read within {limits.seconds:g} s"
        raise ImportRejected([Fault(file, None, None, "reading took longer", most)]) from error
    if done.returncode != 0:
        most = f"a whole file that is read within {limits.memory_mb:,} MB of memory"
        raise ImportRejected([Fault(file, None, None, "the reader broke off", most)])


def _limit_process(limits: OsmLimits) -> None:
    """Bound memory, processor time and files written by this process."""
    with contextlib.suppress(ImportError):
        import resource

        memory = limits.memory_mb * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        seconds = int(limits.seconds * 2) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        size = limits.unpacked_mb * 4_000_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _unzip(stream: IO[bytes], file: str, limits: OsmLimits) -> bytes:
    """Content of a gzip file, of bounded size."""
    engine = zlib.decompressobj(wbits=31)
    largest = limits.unpacked_mb * 1_000_000
    parts: list[bytes] = []
    held = 0
    try:
        while not engine.eof and (chunk := engine.unconsumed_tail or stream.read(_CHUNK)):
            parts.append(engine.decompress(chunk, _CHUNK))
            held += len(parts[-1])
            if held > largest:
                raise _too_large(file, limits)
    except zlib.error as error:
        raise ImportRejected([Fault(file, None, None, str(error)[:80], "sound gzip")]) from error
    if not engine.eof:
        raise ImportRejected([Fault(file, None, None, "gzip that is cut off", "a whole file")])
    return b"".join(parts)


def _too_large(file: str, limits: OsmLimits) -> ImportRejected:
    most = f"at most {limits.unpacked_mb:,} MB of JSON"
    value = f"over {limits.unpacked_mb:,} MB"
    remedy = "ask the server for less, or give an .osm.pbf extract"
    return ImportRejected([Fault(file, None, None, value, most, remedy=remedy)])


def _pack(read: OsmFile) -> dict[str, Any]:
    return {
        "file": read.file,
        "sha256": read.sha256,
        "format": read.format,
        "osm_base": read.osm_base,
        "counts": dict(read.counts),
        "notes": [asdict(note) for note in read.notes],
        "elements": [
            [
                one.kind,
                one.number,
                dict(one.tags),
                None if one.geometry is None else shapely.to_wkb(one.geometry, hex=True),
                one.bounds,
            ]
            for one in read.elements
        ],
    }


def _unpack(answer: bytes, file: str) -> OsmFile:
    document = orjson.loads(answer)
    if "faults" in document:
        raise ImportRejected([Fault(**fault) for fault in document["faults"]])
    return OsmFile(
        file=file,
        sha256=document["sha256"],
        format=document["format"],
        osm_base=document["osm_base"],
        elements=tuple(
            OsmElement(
                kind,
                number,
                tags,
                None if wkb is None else shapely.from_wkb(wkb),
                tuple(bounds) if bounds else None,
            )
            for kind, number, tags, wkb, bounds in document["elements"]
        ),
        notes=tuple(ReadNote(**note) for note in document["notes"]),
        counts=document["counts"],
    )
