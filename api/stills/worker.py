"""A process that makes pictures: it takes one job at a time from a pipe and answers on it.

It never opens the database: records come with the first job that needs them, pickled, and are kept.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import signal
import sys
import traceback
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle
from typing import TYPE_CHECKING, Any, Final, Literal

from geo.errors import InvalidSpec, ZonemapError

if TYPE_CHECKING:
    from maps.stills.layout import Layout
    from maps.stills.material import Material
    from maps.stills.picture import Output
    from maps.stills.sizes import Box
    from maps.stills.spec import StillSpec

MOST_MATERIALS: Final = 4
"""Materials that a worker keeps: today's, and a few other days. Each is some 10 MB."""

MOST_LINT_PX: Final = 7680 * 4320
"""Pixels of a picture of strangers that is unpacked: 130 MB."""

_PR_SET_PDEATHSIG: Final = 1

Kind = Literal["picture", "frame", "lint", "warm"]


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is asked for.

    Attributes
    ----------
    kind
        `picture` makes a file; `lint` reads a PNG made earlier, which follows as an open file;
        `frame` makes one of a film, which takes the place of the material; `warm` loads what the
        first picture would wait for.
    preview_px
        Width of a picture that is only looked at; its layout comes with it.
    index
        Number of a frame, from 0.
    """

    kind: Kind
    spec: StillSpec | None = None
    output: Output = "png"
    preview_px: int | None = None
    index: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What a worker made.

    Attributes
    ----------
    document
        Plain values: the findings, of a preview also its layout and side-car.
    """

    content: bytes = b""
    media_type: str = ""
    document: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """An error of ours, to be raised again on the other side."""

    kind: str
    received: str
    expected: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Failed:
    """An unforeseen error, for the log."""

    trace: str


Answer = Done | Refused | Failed


class MaterialShelf:
    """The materials used last, by key. Both ends of the pipe keep one, and drop the same."""

    def __init__(self, most: int = MOST_MATERIALS) -> None:
        self._most = most
        self._kept: OrderedDict[str, Any] = OrderedDict()

    def has(self, key: str) -> bool:
        """Whether a material is kept."""
        return key in self._kept

    def put(self, key: str, value: Any) -> None:
        """Keep a material, and drop the one used longest ago."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def use(self, key: str) -> Any:
        """The material of a key."""
        self._kept.move_to_end(key)
        return self._kept[key]


def main(descriptor: int) -> None:
    """Work until the other end of the pipe is closed, or the server has ended.

    Parameters
    ----------
    descriptor
        Of this end of the pipe.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server's end is ours, see below
    _end_with_parent()
    connection = Connection(descriptor)
    shelf = MaterialShelf()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            job, (key, pickled) = pickle.loads(connection.recv_bytes())  # noqa: S301 - our server's
            if pickled is not None:
                shelf.put(key, pickle.loads(pickled))  # noqa: S301 - our server's
            material = shelf.use(key) if key else None
            answer = _answer(job, material, connection)
            connection.send_bytes(pickle.dumps(answer, protocol=5))


def _end_with_parent() -> None:
    """Have Linux end this process with the server, even in the middle of a picture.

    Elsewhere it ends when it next reads from the pipe.
    """
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if parent == 1 or os.getppid() != parent:
        os._exit(0)


def _answer(job: Job, material: Any, connection: Connection) -> Answer:
    try:
        if job.kind == "lint":
            return _lint(recv_handle(connection))
        if job.kind == "frame":
            from maps.stills.motion import frame_png

            return Done(frame_png(material, job.index), "image/png")
        if job.kind == "warm" or job.spec is None or material is None:
            import maps.stills.picture  # noqa: F401 - so that the first picture need not

            return Done()
        return _make(job, job.spec, material)
    except ZonemapError as error:
        return Refused(type(error).__name__, error.received, error.expected, error.remedy)
    except Exception:
        return Failed(traceback.format_exc())


def _make(job: Job, spec: StillSpec, material: Material) -> Done:
    from maps.stills.picture import make_still

    still = make_still(spec, material, output=job.output, preview_px=job.preview_px)
    document: dict[str, Any] = {"findings": [one.document() for one in still.findings]}
    if job.preview_px is not None:
        layout = layout_document(still.layout)
        layout["extent"] = None if still.shown is None else [round(one, 4) for one in still.shown]
        document |= {"layout": layout, "sidecar": still.sidecar}
    return Done(still.content, still.media_type, document)


def layout_document(layout: Layout) -> dict[str, Any]:
    """A layout for people and pages: each text and block with a name for each value."""
    texts = [
        {
            "content": one.content,
            "role": one.role,
            "box": _corners(one.box),
            "size": one.size,
            "label_id": one.label_id,
        }
        for one in layout.texts
    ]
    return {
        "size": str(layout.size),
        "canvas": _corners(layout.canvas),
        "safe": _corners(layout.safe),
        "area": layout.area,
        "texts": texts,
        "marks": [{"role": one.role, "box": _corners(one.box)} for one in layout.marks],
    }


def _corners(box: Box) -> list[float]:
    return [round(one, 2) for one in (box.left, box.top, box.right, box.bottom)]


def _lint(descriptor: int) -> Done:
    from maps.stills.inspection import inspect_png
    from maps.stills.metadata import read_png_facts

    with os.fdopen(descriptor, "rb") as file:
        png = file.read()
    facts = read_png_facts(png)
    if facts.width_px * facts.height_px > MOST_LINT_PX:
        raise InvalidSpec(
            f"the picture has {facts.width_px}x{facts.height_px} pixels",
            expected=f"at most {MOST_LINT_PX:,} in all, as of 7680x4320",
            remedy="look it over with `zonemap lint` on your own machine",
        )
    seen = inspect_png(png)
    document: dict[str, Any] = {
        "findings": [one.document() for one in seen.findings],
        "layout": layout_document(seen.layout),
    }
    if seen.imprint is not None:
        document["sidecar"] = seen.imprint.document()
    return Done(document=document)
