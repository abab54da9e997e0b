"""Many files made in several processes: what is there already is kept, what is half made is not.

A batch can be broken off at any time. What is done stands in a journal beside the files, line by
line, and in the index once all is done; a later run goes on from there.
"""

from __future__ import annotations

import hashlib
import os
import queue
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import orjson

from api.stills.target import Target
from api.stills.worker import Done, Job
from api.stills.workers import Worker
from geo.errors import InvalidParameter, ZonemapError
from maps.stills.sizes import Size

JOURNAL: Final = ".zonemap-progress.jsonl"
INDEX: Final = "index.json"
OURS: Final = b'{\n  "format": "zonemap '
"""What an index that we wrote begins with."""

_LONGEST_S: Final = 600.0
_MEMORY_MB: Final = 1_200
"""That all workers together may take: each its libraries and records, and some copies of pixels."""

_WORKER_MB: Final = 140
_BYTES_A_PIXEL: Final = 14


@dataclass(frozen=True, slots=True)
class Task:
    """One file to be made.

    Attributes
    ----------
    material
        Key of the records it is drawn from.
    recipe
        Digest of all that the file follows from: the same recipe is the same file.
    about
        Plain values that the index keeps of it.
    """

    name: str
    job: Job
    material: str
    recipe: str
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that is done.

    Attributes
    ----------
    sha256
        Of its bytes.
    document
        What the task says of it, and the findings of the linter.
    """

    name: str
    recipe: str
    sha256: str
    document: Mapping[str, Any]


@dataclass(slots=True)
class Outcome:
    """What became of a batch.

    Attributes
    ----------
    entries
        Files that are whole, by name; those of `kept` were there already.
    failed
        What kept a file from being made, by name.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    failed: dict[str, ZonemapError] = field(default_factory=dict)

    @property
    def made(self) -> int:
        """Files made now."""
        return len(self.entries) - len(self.kept)


def in_one_line(error: ZonemapError) -> str:
    """An error for a terminal or a table; of a fault of the program what it was, without where."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if len(lines) < 2 else f"{lines[0]} {lines[-1]}"


class Crew:
    """Processes that make files, as many at once as there are cores; ended on leaving.

    Parameters
    ----------
    count
        Of processes.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._workers = [Worker() for _ in range(count)]
        self._idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        # A worker ends with the thread that started it, so that threads live as long as the crew.
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="stills")

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._workers:
            worker.reap()

    def run(
        self, tasks: Sequence[Task], pickle_of: Callable[[str], bytes]
    ) -> Iterator[tuple[Task, Done | ZonemapError]]:
        """Have tasks done; yields each with what came of it, in the order they are done.

        Few are ahead of the caller: what is made waits in memory until it is taken.
        """
        waiting = iter(tasks)
        running: dict[Future[Done | ZonemapError], Task] = {}
        while True:
            while len(running) < 2 * self.count and (task := next(waiting, None)) is not None:
                pickled = pickle_of(task.material) if task.material else b""
                running[self._threads.submit(self._run, task, pickled)] = task
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield running.pop(future), future.result()

    def _run(self, task: Task, pickled: bytes) -> Done | ZonemapError:
        worker = self._idle.get()
        try:
            return worker.run(task.job, task.material, pickled, longest_s=_LONGEST_S)
        except ZonemapError as error:
            return error
        finally:
            self._idle.put(worker)


def crew_size(size: Size, *, jobs: int | None = None) -> int:
    """How many processes make pictures at once: one a core, fewer if they would fill the memory.

    Parameters
    ----------
    size
        The largest of the pictures.
    jobs
        As asked for; None is one a core.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    pixels_mb = size.width_px * size.height_px * _BYTES_A_PIXEL / 2**20
    fitting = int(_MEMORY_MB / (_WORKER_MB + pixels_mb))
    return max(1, min(jobs or cores or 1, fitting))


def recipe_of(**parts: Any) -> str:
    """Digest of plain values."""
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()


def make_files(
    tasks: Sequence[Task],
    crew: Crew,
    target: Target,
    *,
    pickle_of: Callable[[str], bytes],
    others: Collection[str] = (),
    force: bool = False,
    progress: Callable[[Outcome], None] = lambda outcome: None,
) -> Outcome:
    """Make what is not there yet.

    Parameters
    ----------
    pickle_of
        Pickled records of a key.
    others
        Names that will be written beside the index and these files.
    force
        Make all anew, and write over files that are not ours.
    progress
        Called after each file.

    Raises
    ------
    InvalidParameter
        If files of these names are there that no earlier run made.
    DownloadFailed
        If a file cannot be written; the others that were made are whole.
    """
    known = {} if force else read_entries(target)
    if not force:
        _refuse_foreign(tasks, others, target, known)
    outcome = Outcome()
    missing = []
    for task in tasks:
        entry = known.get(task.name)
        if entry is not None and _is_as_made(entry, task, target):
            outcome.entries[task.name] = entry
            outcome.kept.add(task.name)
        else:
            missing.append(task)
    if outcome.kept:
        progress(outcome)
    for task, result in crew.run(missing, pickle_of):
        if isinstance(result, Done):
            outcome.entries[task.name] = _store(task, result, target)
        else:
            outcome.failed[task.name] = result
        progress(outcome)
    return outcome


def read_entries(target: Target) -> dict[str, Entry]:
    """Files that earlier runs made, by name: from the index, then from the journal."""
    entries: dict[str, Entry] = {}
    for line in (target.read(INDEX) or b"", *(target.read(JOURNAL) or b"").splitlines()):
        for one in _entries_in(line):
            entries[one.name] = one
    return entries


def write_index(target: Target, document: Mapping[str, Any], entries: Sequence[Entry]) -> None:
    """Write the index of a batch that is done, and let the journal go.

    Raises
    ------
    DownloadFailed
        If it cannot be written.
    """
    whole = {**document, "entries": [asdict(one) for one in entries]}
    content = orjson.dumps(whole, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    if target.read(INDEX) != content:
        target.write(INDEX, content)
    target.remove(JOURNAL)


def _store(task: Task, done: Done, target: Target) -> Entry:
    target.write(task.name, done.content)
    document = {**task.about, "findings": done.document.get("findings", [])}
    digest = hashlib.sha256(done.content).hexdigest()
    entry = Entry(task.name, task.recipe, digest, document)
    target.append(JOURNAL, orjson.dumps({"entries": [asdict(entry)]}) + b"\n")
    return entry


def _is_as_made(entry: Entry, task: Task, target: Target) -> bool:
    if entry.recipe != task.recipe:
        return False
    content = target.read(task.name)
    return content is not None and hashlib.sha256(content).hexdigest() == entry.sha256


def _entries_in(text: bytes) -> Iterator[Entry]:
    """Entries of an index or of a line of a journal; none where it is torn or not ours."""
    try:
        for one in orjson.loads(text)["entries"]:
            yield Entry(
                str(one["name"]), str(one["recipe"]), str(one["sha256"]), dict(one["document"])
            )
    except (ValueError, TypeError, KeyError):
        return


def _refuse_foreign(
    tasks: Sequence[Task], others: Collection[str], target: Target, known: Mapping[str, Entry]
) -> None:
    """Refuse to write over what people put there; an index of ours stands for all beside it."""
    there = target.names()
    foreign = [one.name for one in tasks if one.name in there and one.name not in known]
    if JOURNAL not in there and not (target.read(INDEX) or b"").startswith(OURS):
        foreign += sorted(there.intersection((INDEX, *others)))
    if foreign:
        more = f" and {len(foreign) - 3} more" if len(foreign) > 3 else ""
        raise InvalidParameter(
            f"{', '.join(foreign[:3])}{more} in {target.folder} were not made by an earlier run",
            remedy="name another folder or pattern, or use --force to write over them",
        )
