"""Processes that make pictures, started when there is a picture to make, replaced when they die.

The rasteriser holds Python's global lock, so that pictures made in threads would stop the server.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.reduction import send_handle
from pathlib import Path
from typing import Final

import geo.errors
from api.stills.worker import Answer, Done, Failed, Job, MaterialShelf, Refused
from geo.errors import ServerBusy, StillFailed, ZonemapError

_ROOT: Final = Path(__file__).resolve().parents[2]
_KEPT_VARIABLES: Final = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH")
"""A worker need not know where the database is, nor any other secret."""

_PROGRAM: Final = "import sys; from api.stills.worker import main; main(int(sys.argv[1]))"
_END_S: Final = 2.0


class Worker:
    """One process. Its methods block, and only one thread at a time may call them."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._shelf = MaterialShelf()
        self._lock = threading.Lock()
        self._is_ended = False

    @property
    def pid(self) -> int | None:
        """Id of the process, where there is one."""
        return None if self._process is None else self._process.pid

    def run(
        self,
        job: Job,
        key: str = "",
        pickled: bytes = b"",
        file: int | None = None,
        *,
        longest_s: float = 30.0,
    ) -> Done:
        """Have a job done.

        Parameters
        ----------
        key, pickled
            Of the material; it is handed over only where the process does not have it.
        file
            Descriptor of an open file that goes with the job.
        longest_s
            Seconds after which it is given up and the process replaced.

        Raises
        ------
        InvalidSpec, UnknownZone
            As the picture raised it.
        ServerBusy
            If the process died, or the picture took too long; another one may do better.
        StillFailed
            If there is a fault in the program.
        """
        connection = self._start()
        try:
            self._ask(connection, job, key, pickled, file)
            answer = _read_answer(connection, longest_s)
        except (EOFError, OSError) as error:
            self._drop()
            raise ServerBusy(
                "the process that made the picture has died", remedy="ask again in a few seconds"
            ) from error
        if answer is None:
            self._drop()
            raise ServerBusy(
                f"the picture was not done in {longest_s:.0f} s",
                remedy="ask again, or for a smaller one",
            )
        if isinstance(answer, Done):
            return answer
        raise _error_of(answer)

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._is_ended = True
        with self._lock:
            process = self._process
        if process is not None:
            process.kill()

    def _ask(
        self, connection: Connection, job: Job, key: str, pickled: bytes, file: int | None
    ) -> None:
        is_new = bool(key) and not self._shelf.has(key)
        message = (job, (key, pickled if is_new else None))
        connection.send_bytes(pickle.dumps(message, protocol=5))
        if is_new:
            self._shelf.put(key, True)
        elif key:
            self._shelf.use(key)
        if file is not None:
            send_handle(connection, file, self.pid)

    def _start(self) -> Connection:
        if self._connection is not None and self._process is not None:
            if self._process.poll() is None:
                return self._connection
            self._drop()
        ours, theirs = Pipe(duplex=True)
        environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        # Each arena of the allocator keeps what large pictures took.
        environment |= {"PYTHONPATH": str(_ROOT), "MALLOC_ARENA_MAX": "1"}
        with self._lock:
            if self._is_ended:
                raise ServerBusy("the server is ending", remedy="ask again later")
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _PROGRAM, str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=environment,
            )
        theirs.close()
        self._connection, self._shelf = ours, MaterialShelf()
        return ours

    def _drop(self) -> None:
        """Forget the process, having made sure that it is gone."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._connection = self._process = None

    def reap(self) -> None:
        """Wait for a process that was ended, a short time."""
        deadline = time.monotonic() + _END_S
        while self._process is not None and time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            time.sleep(0.01)
        if self._connection is not None:
            self._connection.close()


def _read_answer(connection: Connection, longest_s: float) -> Answer | None:
    """What the process answers; None if it lets wait too long."""
    if not connection.poll(longest_s):
        return None
    answer: Answer = pickle.loads(connection.recv_bytes())  # noqa: S301 - our own process
    return answer


def _error_of(answer: Refused | Failed) -> ZonemapError:
    if isinstance(answer, Failed):
        return StillFailed(f"a picture could not be made:\n{answer.trace}")
    kind: type[ZonemapError] = getattr(geo.errors, answer.kind)
    return kind(answer.received, expected=answer.expected, remedy=answer.remedy)
