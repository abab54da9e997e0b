"""Children of the readers by fork of a process that has started already.

A fresh interpreter takes most of the time of reading a small file. What is forked here has loaded
what the child loads before it sets its bounds, and nothing else: bounds, guard, life line and
everything that is loaded behind the guard are the child's own.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from typing import Any

import orjson

SERVER = """
import sys; sys.path.insert(0, sys.argv[1])
from tests.layers.reading.forked import serve; serve(int(sys.argv[2]))
"""
LOADED_BY_THE_CHILD = "from layers.importers.reading import child, dispatch"


class ForkServer:
    """The process that forks; what it gives is used as `subprocess.Popen` is."""

    def __init__(self, checkout: str) -> None:
        self._lock = threading.Lock()
        self._line, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-I", "-B", "-X", "utf8", "-c", SERVER),
                    *(checkout, str(theirs.fileno())),
                ],
                pass_fds=[theirs.fileno()],
                env={"PROJ_NETWORK": "OFF", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"},
                cwd="/",
            )

    def start(self, _: list[str], *, cwd: str, env: dict[str, str], **__: Any) -> ForkedChild:
        """Start a child; only its folder and its environment are its own."""
        job, stdin = os.pipe()
        stdout, answer = os.pipe()
        news, ending = os.pipe()
        theirs = [job, answer, ending]
        with self._lock:
            socket.send_fds(self._line, [orjson.dumps([cwd, env])], theirs)
            self._line.recv(1)
        for one in theirs:
            os.close(one)
        return ForkedChild(stdin, stdout, news)

    def close(self) -> None:
        self._line.close()
        self._process.wait()


class ForkedChild:
    """What the readers use of `subprocess.Popen`."""

    def __init__(self, stdin: int, stdout: int, news: int) -> None:
        self.stdin, self.stdout = os.fdopen(stdin, "wb"), os.fdopen(stdout, "rb")
        self._news: int | None = news
        self._pid = int.from_bytes(os.read(news, 4), "little")
        self._code = 0

    def poll(self) -> int | None:
        if self._news is not None and not select.select([self._news], [], [], 0)[0]:
            return None
        return self.wait()

    def wait(self) -> int:
        if self._news is not None:
            status = int.from_bytes(os.read(self._news, 4), "little")
            os.close(self._news)
            self._news, self._code = None, os.waitstatus_to_exitcode(status)
        return self._code

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)


def serve(number: int) -> None:
    """Fork for each job until nobody asks any more."""
    exec(LOADED_BY_THE_CHILD)  # noqa: S102
    with socket.socket(fileno=number) as line:
        while True:
            message, pipes, _, _ = socket.recv_fds(line, 65_536, 3)
            if not message:
                return
            keeper = os.fork()
            if keeper == 0:
                line.detach()
                _keep(pipes, *orjson.loads(message))
            for one in pipes:
                os.close(one)
            line.send(b"k")
            _collect_ended()


def _keep(pipes: list[int], folder: str, environment: dict[str, str]) -> None:
    """Fork the child, and tell its number at once and its ending when it comes."""
    job, answer, ending = pipes
    child = os.fork()
    if child == 0:
        _become(job, answer, folder, environment)
    os.close(job)
    os.close(answer)
    os.write(ending, child.to_bytes(4, "little"))
    os.write(ending, os.waitpid(child, 0)[1].to_bytes(4, "little"))
    os._exit(0)


def _become(job: int, answer: int, folder: str, environment: dict[str, str]) -> None:
    """Be as a child is that was started: its pipes, its folder, its environment, its session."""
    from layers.importers.reading.child import main

    try:
        os.dup2(job, 0)
        os.dup2(answer, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.closerange(3, 256)
        os.setsid()
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        main()
    except SystemExit as ending:
        os._exit(ending.code if isinstance(ending.code, int) else 1)
    finally:
        os._exit(1)


def _collect_ended() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
