"""The desk and its processes: what is shared, what waits, what dies and is replaced."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from api.stills.desk import StillDesk
from api.stills.worker import Done, Job, MaterialShelf
from api.stills.workers import Worker
from geo.errors import InvalidSpec, ServerBusy, UnknownZone
from layers.settings import CHECKOUT
from maps.stills.material import Material
from maps.stills.spec import spec_of
from tests.maps.stills.invented_region import invented_material
from tests.patience import wait_for

STARTED_S = 30


class Slow:
    """Stands for a process: works until it is let go, and counts."""

    def __init__(self) -> None:
        self.jobs: list[str] = []
        self.go = threading.Event()

    def run(self, job: Job, key: str, pickled: bytes, file: int | None, **_: Any) -> Done:
        assert self.go.wait(STARTED_S)
        self.jobs.append(str(job.preview_px))
        return Done(content=str(job.preview_px).encode())

    def end(self) -> None:
        self.go.set()

    reap = end


async def nothing() -> Material:
    return invented_material()


def desk_with(worker: Slow, most_waiting: int) -> StillDesk:
    desk = StillDesk(1, most_waiting)
    desk.workers = (worker,)  # type: ignore[assignment]
    desk._idle = [worker]  # type: ignore[list-item]
    return desk


def ask(desk: StillDesk, number: int) -> asyncio.Task[Done]:
    job = Job("picture", preview_px=number)
    return asyncio.create_task(desk.make(f"picture {number}", job, key="a", read=nothing))


async def settle(desk: StillDesk, worker: Slow, *tasks: Any) -> list[Any]:
    worker.go.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    await desk.close()
    return answers


async def turn() -> None:
    for _ in range(20):
        await asyncio.sleep(0.01)


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(coroutine)


def test_requests_for_the_same_picture_share_one_making() -> None:
    async def work() -> None:
        worker = Slow()
        desk = desk_with(worker, 0)
        tasks = [ask(desk, 7) for _ in range(50)]
        await turn()
        answers = await settle(desk, worker, *tasks)
        assert {answer.content for answer in answers} == {b"7"}
        assert worker.jobs == ["7"]

    run(work())


def test_more_than_may_wait_are_told_at_once() -> None:
    async def work() -> None:
        worker = Slow()
        desk = desk_with(worker, 2)
        waiting = [ask(desk, number) for number in range(3)]
        await turn()
        with pytest.raises(ServerBusy, match="3 pictures are being made or wait"):
            await ask(desk, 3)
        await settle(desk, worker, *waiting)
        assert sorted(worker.jobs) == ["0", "1", "2"]

    run(work())


def test_who_leaves_gives_up_the_place() -> None:
    async def work() -> None:
        worker = Slow()
        desk = desk_with(worker, 1)
        first, second = ask(desk, 1), ask(desk, 2)
        await turn()
        second.cancel()
        await turn()
        assert desk.in_hand == 1
        third = ask(desk, 3)
        answers = await settle(desk, worker, first, third)
        assert [answer.content for answer in answers] == [b"1", b"3"]
        assert worker.jobs == ["1", "3"]

    run(work())


def test_one_that_leaves_does_not_take_the_picture_from_another() -> None:
    async def work() -> None:
        worker = Slow()
        desk = desk_with(worker, 1)
        first = ask(desk, 1)
        leaving, staying = ask(desk, 2), ask(desk, 2)
        await turn()
        leaving.cancel()
        answers = await settle(desk, worker, first, staying)
        assert [answer.content for answer in answers] == [b"1", b"2"]

    run(work())


def test_previews_go_before_pictures() -> None:
    async def work() -> None:
        worker = Slow()
        desk = desk_with(worker, 5)
        first = ask(desk, 1)
        await turn()
        slow = desk.make("whole", Job("picture"), key="a", read=nothing)
        whole = asyncio.create_task(slow)
        await turn()
        preview = ask(desk, 2)
        await turn()
        await settle(desk, worker, first, whole, preview)
        assert worker.jobs == ["1", "2", "None"]

    run(work())


@pytest.fixture
def worker() -> Any:
    one = Worker()
    yield one
    one.end()
    one.reap()


def make(worker: Worker, document: dict[str, Any], **options: Any) -> Done:
    pickled = pickle.dumps(invented_material())
    job = Job("picture", spec_of(document), preview_px=240)
    return worker.run(job, "invented", pickled, **options)


def test_process_makes_pictures_and_keeps_its_records(worker: Worker) -> None:
    first = make(worker, {})
    job = Job("picture", spec_of({}), preview_px=240)
    again = worker.run(job, "invented", b"not a pickle: it is there already")

    assert first.content.startswith(b"\x89PNG")
    assert again.content == first.content
    assert first.document["layout"]["canvas"] == [0, 0, 1920, 1080]


def test_errors_of_a_picture_come_back_as_they_were(worker: Worker) -> None:
    with pytest.raises(UnknownZone, match="there is no zone 'nowhere'"):
        make(worker, {"zones": ["nowhere"], "template": "locator"})
    with pytest.raises(InvalidSpec, match="does not fit") as caught:
        make(worker, {"title": "dài " * 100})
    assert caught.value.remedy.startswith("shorten the title")


def test_process_that_died_is_replaced(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    make(worker, {})
    first = worker.pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)
    ask = worker._ask

    def ask_and_kill(*arguments: Any) -> None:
        ask(*arguments)
        os.kill(first, signal.SIGKILL)

    with monkeypatch.context() as patch:
        patch.setattr(worker, "_ask", ask_and_kill)
        with pytest.raises(ServerBusy, match="has died"):
            make(worker, {})
    assert make(worker, {}).content.startswith(b"\x89PNG")
    assert worker.pid != first


def test_picture_that_takes_too_long_is_given_up(worker: Worker) -> None:
    make(worker, {})
    first = worker.pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)

    with pytest.raises(ServerBusy, match="not done in 0 s"):
        make(worker, {}, longest_s=0.2)
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert make(worker, {}).content.startswith(b"\x89PNG")


def test_process_knows_nothing_of_the_database(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    worker.run(Job("warm"))

    environment = Path(f"/proc/{worker.pid}/environ")
    if not environment.exists():
        pytest.skip("the system does not tell")
    assert b"secret" not in environment.read_bytes()


def test_processes_end_with_a_server_that_was_killed() -> None:
    program = (
        "import time; from api.stills.worker import Job; from api.stills.workers import Worker;"
        "one = Worker(); one.run(Job('warm')); print(one.pid, flush=True); time.sleep(60)"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", program], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    pid = int(server.stdout.readline())
    server.kill()
    server.wait()
    server.stdout.close()
    wait_for(lambda: not _is_alive(pid))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        # Nobody may have waited for it yet.
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_both_ends_drop_the_same_records() -> None:
    shelf = MaterialShelf(most=2)
    for key in ("a", "b"):
        shelf.put(key, key.upper())
    assert shelf.use("a") == "A"
    shelf.put("c", "C")

    assert [shelf.has(key) for key in ("a", "b", "c")] == [True, False, True]
